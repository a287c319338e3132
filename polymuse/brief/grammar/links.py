"""Relations between mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from polymuse.brief.grammar.items import VerbPhrase
from polymuse.brief.grammar.mentions import PLURAL, Mention, noun_list
from polymuse.brief.lexicon import load_word_table, split_list

__all__ = ["COMPARING", "Link", "Links"]

COMPARING = frozenset({"larger than", "smaller than", "as large as"})
RELATIONS = frozenset({
    "left of", "right of", "on", "in", "under", "above", "behind", "in front of", "beside", "around", "at",
    "facing", "toward",
    "holding", *COMPARING,
})  # fmt: skip
ENCLOSING = frozenset({"vehicles", "boats", "containers"})
WALKED_ON = ("bridge", "pier", "stairs", "ladder", "track", "rails", "fence")


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A relation between mentions."""

    subject: Mention
    kind: str
    object: Mention
    second: Mention | None = None


@cache
def _idioms() -> Mapping[tuple[str, str], str]:
    """Action by verb and object."""
    phrases = split_list(load_word_table("verbs")["idioms"])
    return {(words[0], words[-1]): " ".join(words) for words in map(str.split, phrases)}


class Links:
    """The relations of a text in order."""

    def __init__(self) -> None:
        self.all: list[Link] = []

    def add(self, link: Link) -> None:
        """Add a relation unless it exists."""
        exists = any(k.subject is link.subject and k.object is link.object and k.kind == link.kind for k in self.all)
        if not exists:
            self.all.append(link)

    def link(self, subject: Mention, kind: str, objects: Sequence[Mention]) -> None:
        """Add relations for a preposition or verb; "between" may have several objects."""
        subject = subject.owner or subject
        target = objects[0].owner or objects[0]
        if subject is target:
            return
        match kind:
            case "with" | "filled":
                self.link_possession(subject, target)
                return
            case "followed by":
                subject, kind, target = target, "behind", subject
            case "led by":
                kind = "behind"
            case "inside ring":
                subject, kind, target = target, "around", subject
            case "wearing" | "made":
                subject.describe([target.attribute_text()], None)
                return
            case "path":
                kind = "on" if target.name.endswith(WALKED_ON) else "at"
            case "from":
                if target.name not in noun_list("surfaces"):
                    return
                kind = "on"
        if kind == "between":
            self.add_between(subject, target)
            for additional in objects[1:]:
                self.add_between(subject, additional)
        elif kind in RELATIONS:
            self.add(Link(subject, kind, target))

    def add_between(self, subject: Mention, object_: Mention) -> None:
        """Place a subject between two mentions that occur one after the other."""
        for i, link in enumerate(self.all):
            if (
                link.kind == "between"
                and link.subject is subject
                and link.second is None
                and link.object is not object_
            ):
                self.all[i] = Link(subject, "between", link.object, object_)
                return
        self.add(Link(subject, "between", object_))

    def link_possession(self, subject: Mention, possession: Mention) -> None:
        """ "a woman with an umbrella", "a table with three cups", "a man with his dog"."""
        if subject.living and possession.portable and subject.person:
            if possession.count == PLURAL < subject.count:
                possession.count = subject.count
            self.add(Link(subject, "holding", possession))
        elif subject.group == "landforms" or (
            subject.name in noun_list("surfaces") and (not possession.living or possession.group == "fish")
        ):
            self.add(Link(possession, "on", subject))
        elif subject.group in ENCLOSING or subject.name in noun_list("containers"):
            self.add(Link(possession, "in", subject))
        else:
            self.add(Link(possession, "beside", subject))

    def link_by_verb(self, actor: Mention, verb: VerbPhrase, object_: Mention) -> None:
        """Relation of agent and object by the verb's frame."""
        if actor is object_:
            return
        frame = verb.verb.frame
        if actor.owner is not None:
            actor = actor.owner
        if idiom := _idioms().get((verb.verb.base, object_.name)):
            actor.action = idiom
        if verb.verb.base == "fly" and object_.group == "vehicles":
            frame = "in"
        match frame:
            case "hold":
                fits = actor.person and object_.portable and object_.count <= 2
                self.link(actor, "holding" if fits else "at", [object_])
            case "on" | "in" | "toward" | "facing" | "behind" | "larger than":
                self.link(actor, frame, [object_])
            case "around":
                self.link(actor, "around", [object_])
            case "under_it":
                self.link(actor, "above" if actor.group == "sky" else "behind", [object_])
            case "meet":
                self.link(actor, "at", [object_])
            case "show":
                self.link_possession(actor, object_)
            case "wear":
                actor.describe([object_.attribute_text()], None)

    def link_play(self, players: Sequence[Mention], toy: Mention) -> None:
        """ "two children play with a ball": one ball for all, between them, not held."""
        if len(players) > 1:
            for player in players:
                self.add_between(toy, player)
        else:
            self.link(players[0], "around" if players[0].count > 1 else "at", [toy])

    def holder(self, item: Mention) -> Mention | None:
        """ "a shepherd with a crook leaning …": the holder of a thing."""
        if item.living:
            return None
        return next((k.subject for k in self.all if k.kind == "holding" and k.object is item), None)

    def put_in_hand(self, owner: Mention, item: Mention) -> None:
        """ "a lantern in his hand": held, replacing earlier relations."""
        self.all = [k for k in self.all if k.subject is not item]
        self.add(Link(owner, "holding", item))

    def copy_links(self, group: Mention, part: Mention) -> None:
        """Copy the relations of a group to a part of it."""
        self.all += [Link(part, k.kind, k.object, k.second) for k in self.all if k.subject is group]
