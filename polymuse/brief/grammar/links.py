"""How mentions stand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from polymuse.brief.grammar.items import VerbPhrase
from polymuse.brief.grammar.mentions import PLURAL, Mention, noun_list
from polymuse.brief.lexicon import listed, table

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
    """Verb and object → the two as one action."""
    phrases = listed(table("verbs")["idioms"])
    return {(words[0], words[-1]): " ".join(words) for words in map(str.split, phrases)}


class Links:
    """The relations of a text, in the order they are said."""

    def __init__(self) -> None:
        self.all: list[Link] = []

    def add(self, link: Link) -> None:
        """Keep a relation, once."""
        same = any(k.subject is link.subject and k.object is link.object and k.kind == link.kind for k in self.all)
        if not same:
            self.all.append(link)

    def link(self, subject: Mention, kind: str, objects: Sequence[Mention]) -> None:
        """Relate by what a preposition or a verb says; "between" may have several objects."""
        subject = subject.owner or subject
        thing = objects[0].owner or objects[0]
        if subject is thing:
            return
        match kind:
            case "with" | "filled":
                self.having(subject, thing)
                return
            case "followed by":
                subject, kind, thing = thing, "behind", subject
            case "led by":
                kind = "behind"
            case "inside ring":
                subject, kind, thing = thing, "around", subject
            case "wearing" | "made":
                subject.describe([thing.words()], None)
                return
            case "path":
                kind = "on" if thing.name.endswith(WALKED_ON) else "at"
            case "from":
                if thing.name not in noun_list("surfaces"):
                    return
                kind = "on"
        if kind == "between":
            self.between(subject, thing)
            for other in objects[1:]:
                self.between(subject, other)
        elif kind in RELATIONS:
            self.add(Link(subject, kind, thing))

    def between(self, subject: Mention, thing: Mention) -> None:
        """Put a subject between two things, which are said one after the other."""
        for i, link in enumerate(self.all):
            if link.kind == "between" and link.subject is subject and link.second is None and link.object is not thing:
                self.all[i] = Link(subject, "between", link.object, thing)
                return
        self.add(Link(subject, "between", thing))

    def having(self, subject: Mention, thing: Mention) -> None:
        """ "a woman with an umbrella", "a table with three cups", "a man with his dog"."""
        if subject.living and thing.portable and subject.person:
            if thing.count == PLURAL < subject.count:
                thing.count = subject.count
            self.add(Link(subject, "holding", thing))
        elif subject.group == "landforms" or (
            subject.name in noun_list("surfaces") and (not thing.living or thing.group == "fish")
        ):
            self.add(Link(thing, "on", subject))
        elif subject.group in ENCLOSING or subject.name in noun_list("containers"):
            self.add(Link(thing, "in", subject))
        else:
            self.add(Link(thing, "beside", subject))

    def deal(self, actor: Mention, verb: VerbPhrase, thing: Mention) -> None:
        """How one who acts stands to what is acted on, by the verb's frame."""
        if actor is thing:
            return
        frame = verb.verb.frame
        if actor.owner is not None:
            actor = actor.owner
        if idiom := _idioms().get((verb.verb.base, thing.name)):
            actor.action = idiom
        if verb.verb.base == "fly" and thing.group == "vehicles":
            frame = "in"
        match frame:
            case "hold":
                fits = actor.person and thing.portable and thing.count <= 2
                self.link(actor, "holding" if fits else "at", [thing])
            case "on" | "in" | "toward" | "facing" | "behind" | "larger than":
                self.link(actor, frame, [thing])
            case "around":
                self.link(actor, "around", [thing])
            case "under_it":
                self.link(actor, "above" if actor.group == "sky" else "behind", [thing])
            case "meet":
                self.link(actor, "at", [thing])
            case "show":
                self.having(actor, thing)
            case "wear":
                actor.describe([thing.words()], None)

    def play(self, players: Sequence[Mention], toy: Mention) -> None:
        """ "two children play with a ball": one ball for all of them, in their midst and in nobody's hands."""
        if len(players) > 1:
            for player in players:
                self.between(toy, player)
        else:
            self.link(players[0], "around" if players[0].count > 1 else "at", [toy])

    def holder(self, thing: Mention) -> Mention | None:
        """ "a shepherd with a crook leaning …": the one who holds it is who leans."""
        if thing.living:
            return None
        return next((k.subject for k in self.all if k.kind == "holding" and k.object is thing), None)

    def hand(self, owner: Mention, thing: Mention) -> None:
        """ "a lantern in his hand": it is held, whatever was said of it before."""
        self.all = [k for k in self.all if k.subject is not thing]
        self.add(Link(owner, "holding", thing))

    def copy(self, whole: Mention, part: Mention) -> None:
        """Give a part of a group the relations of the whole."""
        self.all += [Link(part, k.kind, k.object, k.second) for k in self.all if k.subject is whole]
