"""From items to a scene: who does what, and how everything stands to everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from polymuse.brief.grammar_items import (
    UNKNOWN,
    Copula,
    Describing,
    InFrame,
    Item,
    Join,
    NounPhrase,
    Preposition,
    Pronoun,
    Stop,
    VerbPhrase,
)
from polymuse.brief.grammar_mentions import Mention, Mentions, absent, akin, hint_of, place_of, whole_of
from polymuse.brief.lexicon import listed, nouns, table

__all__ = ["Link", "Scenario", "read"]

RELATIONS = frozenset({
    "left of", "right of", "on", "in", "under", "above", "behind", "in front of", "beside", "between", "around", "at", "facing",
    "toward",
})  # fmt: skip
WITHIN = frozenset({"in", "on", "at", "path"})
WATERS = frozenset({"lake", "river", "pond", "stream", "brook", "canal"})
LOCATIVE = frozenset({"in", "on", "at", "path", "beside", "around", "above", "filled", "from", "behind", "toward"})
NEVER_ABSENT = frozenset({"doubt", "sound", "time", "way", "matter", "end", "idea", "need", "reason", "one", "hurry", "noise", "word"})
"""What "no" denies without taking anything out of a picture."""
ENCLOSING = frozenset({"vehicles", "boats", "containers"})


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A relation between mentions."""

    subject: Mention
    kind: str
    object: Mention
    second: Mention | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the items say: things in order, relations, the place, and what is not to be seen."""

    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    place: str | None
    absent: tuple[str, ...] = ()


@cache
def _nouns(key: str) -> Any:
    found = table("nouns")[key]
    return frozenset(listed(found)) if isinstance(found, str) else found


def read(items: list[Item], place: str | None = None) -> Scenario:
    """Understand the items; `place` when it is known already."""
    place = place or main_place(items)
    reader = _Reader(items, place)
    reader.run()
    subjects = [m for m in reader.mentions.all if m.owner is None]
    return Scenario(tuple(subjects), tuple(reader.links), place, tuple(dict.fromkeys(reader.absent)))


def main_place(items: list[Item]) -> str | None:
    """Where it happens: a place that something is in, else a place that is named, else one that is hinted at."""
    best: tuple[int, str] | None = None
    for i, item in enumerate(items):
        if not isinstance(item, NounPhrase):
            continue
        before = items[i - 1] if i else None
        locative = isinstance(before, Preposition) and before.kind in LOCATIVE
        skipped = isinstance(before, Preposition) and before.kind == "skip"
        place, hint = place_of(item, locative and _within(item, before)), hint_of(item)
        if skipped or item.determiner == "none":
            continue
        if place and item.group == "places":
            rank = 0 if locative and before.kind in ("in", "on", "at") else 1
        else:
            rank = 2 if place else 3
        if (place or hint) and (best is None or rank < best[0]):
            best = (rank, place or hint or "")
    return best[1] if best else None


def _within(np: NounPhrase, preposition: Preposition) -> bool:
    """Whether the preposition makes a place of what is otherwise a thing: in, on or at it; by or above the water."""
    return preposition.kind in WITHIN or np.head in WATERS


class _Reader:
    """Walks the items once and keeps what a sentence is about."""

    def __init__(self, items: list[Item], place: str | None) -> None:
        self.items = items
        self.at = 0
        self.place = place
        self.mentions = Mentions()
        self.links: list[Link] = []
        self.absent: list[str] = []
        self.actors: list[Mention] = []
        self.sentence()

    def sentence(self) -> None:
        """Forget the sentence before, but not what it spoke of."""
        self._keep_topic()
        self.actors = []
        self.group: list[Mention] = []
        self.fronted: list[tuple[str, list[Mention]]] = []
        self.frame: list[str] = []
        self.clause()

    def _keep_topic(self) -> None:
        if self.actors:
            self.mentions.topics.append(list(self.actors))

    def clause(self) -> None:
        self.verb: VerbPhrase | None = None
        self.object: Mention | None = None
        self.preposition: Preposition | None = None
        self.between: list[Mention] = []
        self.copula: Copula | None = None
        self.joined = False
        self.joint = ""
        self.open: tuple[str, list[Mention]] | None = None
        self.head: NounPhrase | None = None
        self.depicted: Mention | None = None
        self.last: Mention | None = None
        self.counting: NounPhrase | None = None
        self.skipping = False
        self.denying = False
        self.splitting = False
        self.parted: list[Mention] = []

    def run(self) -> None:
        for self.at, item in enumerate(self.items):
            self.take(item)
        self.finish()

    def following(self) -> Item | None:
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None

    def finish(self) -> None:
        for mention in self.mentions.all:
            if mention.owner is not None:
                owner = mention.owner
                while owner.owner is not None:
                    owner = owner.owner
                if mention.attributes or mention.colour or mention.group == "garments":
                    owner.describe([mention.words()], None)

    def take(self, item: Item) -> None:
        match item:
            case Stop():
                self._stop(item)
            case Join():
                self.joined, self.joint = True, item.word
                self.preposition = None if item.word == "," else self.preposition
            case NounPhrase():
                self._noun(item)
            case Pronoun():
                self._pronoun(item)
            case VerbPhrase():
                self._verb(item)
            case Copula():
                self.copula, self.verb, self.object, self.joined = item, None, None, False
                self._settle()
            case Describing():
                self._describing(item)
            case Preposition():
                self._preposition(item)
            case InFrame():
                self._in_frame(item)

    def _stop(self, item: Stop) -> None:
        if item.sentence:
            self.sentence()
        else:
            self._keep_topic()
            self.clause()
            self.actors, self.group = [], []

    # --- nouns

    def _noun(self, np: NounPhrase) -> None:
        if self._quantity(np):
            return
        preposition, self.preposition = self.preposition, None
        np = self._counted(np)
        kind = preposition.kind if preposition else ""
        if self._unwanted(np, kind):
            return
        if kind == "skip" or kind == "of" and self.skipping:
            self.skipping, self.last = True, None
            return
        self.skipping = np.head in _nouns("unseen")
        mention = self._mention(np, preposition)
        if mention is None:
            self._place_only(kind)
        elif mention.owner is not None:
            self._belonging(mention, preposition)
        elif preposition:
            self._placed(mention, preposition)
        else:
            self._role(mention, np)
        self.head, self.joined = np, False

    def _unwanted(self, np: NounPhrase, kind: str) -> bool:
        """ "no people or cars", "without a hat": what must not be in the picture."""
        if kind != "without" and np.determiner != "none" and not (self.denying and self.joined and np.determiner == "bare"):
            self.denying = False
            return False
        self.denying, self.joined, self.last = True, False, None
        if np.head not in NEVER_ABSENT:
            self.absent.append(" ".join([*np.attributes, np.colour or "", plural(np.head) if np.plural else np.head]).strip().replace("  ", " "))
        return True

    def _quantity(self, np: NounPhrase) -> bool:
        """ "a flock of …": the number for the noun to come; "the edge of …": nothing."""
        if not self._of_follows():
            return False
        if np.head in _nouns("collectives") and np.group not in ("places",):
            self.counting = np
            return True
        if np.group in ("abstract", "scenery") and np.head not in _nouns("unseen"):
            self.counting = NounPhrase(determiner=np.determiner)
            return True
        return False

    def _of_follows(self) -> bool:
        following = self.following()
        return isinstance(following, Preposition) and following.words == "of"

    def _counted(self, np: NounPhrase) -> NounPhrase:
        """Give a noun the number that was said before "of", or stand a collective's own members for it."""
        if self.counting is not None:
            if self.counting.head:
                each = _nouns("collectives")[self.counting.head][0]
                np.count = np.count or each * (self.counting.count or 1)
                np.plural = True
            if np.determiner == "bare":
                np.determiner = "indefinite" if self.counting.determiner == "bare" else self.counting.determiner
            self.counting = None
        elif np.head in _nouns("collectives") and _nouns("collectives")[np.head][1]:
            count, member = _nouns("collectives")[np.head]
            np.count, np.head, np.group, np.plural = count * (np.count or 1), member, _group(member), True
        return np

    def _mention(self, np: NounPhrase, preposition: Preposition | None) -> Mention | None:
        """The mention of a phrase; None for what is a place, the weather, an hour or nothing that can be seen."""
        owner = self._owner(np)
        if np.group == "collectives":
            return None
        if np.group in ("body", "garments", "parts"):
            return self._described(np, owner, preposition)
        locative = preposition is not None and preposition.kind in LOCATIVE
        if absent(np) or (np.group == "places" and (self.place is None or akin(self.place, np.head))):
            return None
        if self.place and locative and place_of(np, _within(np, preposition)) == self.place and not self._mentioned(np):
            return None
        return self.mentions.of(np)

    def _mentioned(self, np: NounPhrase) -> bool:
        return any(m.name == np.head for m in self.mentions.all)

    def _owner(self, np: NounPhrase) -> Mention | None:
        """Whose it is. An owner that is new belongs to the picture only if it is alive."""
        if isinstance(np.owner, str):
            owners = [m for m in self.actors if self.mentions.can_be(m, np.owner)] or self.mentions.pronoun(np.owner)
            return owners[-1] if owners else (self.actors[0] if self.actors else None)
        if np.owner is None or absent(np.owner) or np.owner.group == "places":
            return None
        known = self.mentions._known(np.owner)
        if known is not None:
            return known
        if np.group in ("body", "garments", "parts") or np.owner.name or np.owner.determiner == "definite":
            return self.mentions.of(np.owner)
        np.attributes.insert(0, f"{np.owner.head}'s")
        return None

    def _described(self, np: NounPhrase, owner: Mention | None, preposition: Preposition | None) -> Mention | None:
        """A garment, a part of a body or of a thing: it describes its owner."""
        if owner is None and self._of_follows() and np.group != "garments":
            owner = Mention("", UNKNOWN)
        if owner is None:
            owner = self._bearer(np, preposition)
        if owner is None and self.depicted is not None and self.depicted.person and preposition is not None:
            return None
        if owner is None and np.group == "garments":
            return self.mentions.of(np)
        if owner is None and np.group == "body":
            if np.head not in ("hand", "finger", "face", "foot", "eye"):
                return None
            owner = self.mentions.add(Mention("person", "people"))
        if owner is None:
            whole = whole_of(np.head)
            if whole is None or np.determiner == "bare" or self.place in ("kitchen", "bedroom", "room"):
                return None
            owner = self.mentions.of(NounPhrase(whole, determiner="definite", group=_group(whole)))
        owned = Mention(np.head, np.group, owner=owner, attributes=list(np.attributes), colour=np.colour)
        if np.plural:
            owned.name = plural(np.head)
        return self.mentions.add(owned)

    def _bearer(self, np: NounPhrase, preposition: Preposition | None) -> Mention | None:
        """Who wears it, when nobody says whose it is: the one it is said with."""
        bearing = preposition is not None and preposition.kind in ("in", "with", "wearing")
        wearing = self.verb is not None and self.verb.verb.frame in ("wear", "show")
        if self.joined and self.last is not None and self.last.owner is not None:
            return self.last.owner
        candidates = [self.last] if bearing and self.last else []
        if bearing or wearing or self.verb is not None:
            candidates += self.actors
        for mention in candidates:
            bearer = mention.owner or mention
            if np.group == "parts" and not bearer.living:
                return bearer
            if np.group == "body" and bearer.living or np.group == "garments" and bearer.living:
                return bearer
        return self.mentions.last_whole(np.head) if np.group == "parts" else None

    # --- what a mention does in its clause

    def _place_only(self, kind: str) -> None:
        """A place, an hour or an abstract noun: it takes its role in the clause and leaves nothing behind."""
        if kind:
            self.fronted = [f for f in self.fronted if f[1]]
        elif self.verb is None and not self.joined:
            self.actors, self.group = [], []
        self.last = None

    def _belonging(self, mention: Mention, preposition: Preposition | None) -> None:
        """A coat or a roof was named: what follows may say more of it; in a hand, a thing is held."""
        held, self.last = self.last, mention
        owner = mention.owner
        assert owner is not None
        if mention.name in ("hand", "hands", "arm", "arms") and preposition and preposition.kind in ("in", "under") and held:
            if held is not owner and held.owner is None:
                self.links = [k for k in self.links if k.subject is not held]
                self._add(Link(owner, "holding", held))
        elif self.verb is not None and self.verb.verb.frame == "hold" and self.actors and owner not in self.actors and owner.name:
            self._add(Link(self.actors[0], "beside", owner))
        if preposition is None and self._acts_later():
            self.actors, self.verb, self.copula = [mention], None, None
        elif self.verb is None and not self.actors:
            self.actors = [mention]

    def _role(self, mention: Mention, np: NounPhrase) -> None:
        """A noun without a preposition: subject, object, or one more of a list."""
        if self.copula is not None and not self.copula.exists and self.actors:
            self._is_a(mention, np)
        elif self.joined and self.between:
            self._between(self.between[0], mention)
        elif self._goes_on():
            assert self.open is not None
            kind, subjects = self.open
            for subject in subjects:
                self._link(subject, kind, [mention])
        elif self.verb is not None and self.actors and not (self.joined and self._begins()):
            self._object(mention)
        else:
            self._subject(mention)
        self.last = mention

    def _begins(self) -> bool:
        """Whether a joined noun begins something new rather than being one more object."""
        assert self.verb is not None
        return self._acts_later() or (self.verb.verb.frame == "other" and self.object is None)

    def _goes_on(self) -> bool:
        """ "with oranges and fish": one more noun after the same preposition."""
        if not self.joined or self.open is None or self._acts_later():
            return False
        if self.joint == "," and self.open[0] not in ("with", "filled"):
            return False
        return not isinstance(self.following(), Preposition | InFrame)

    def _subject(self, mention: Mention) -> None:
        if self.joined and self.group and self.verb is None:
            self.group.append(mention)
        else:
            self.group = [mention]
        self.actors = list(self.group)
        if self.verb is not None and not self.joined and self.verb.verb.frame == "other":
            self._act(self.actors, self.verb)
        elif self.joined:
            self.verb = None
        self._settle([mention])

    def _settle(self, mentions: Iterable[Mention] | None = None) -> None:
        """What was said in front of the subject ("behind them …") is true of it now that it is known."""
        subjects = self.actors if mentions is None else list(mentions)
        if not subjects:
            return
        for kind, objects in self.fronted:
            for subject in subjects:
                self._link(subject, kind, objects)
        for place in self.frame:
            for subject in subjects:
                subject.describe([place], None)
        if mentions is None or len(self.group) == 1:
            self.fronted, self.frame = self.fronted if mentions else [], []

    def _is_a(self, mention: Mention, np: NounPhrase) -> None:
        """ "the man is a sailor": a word for the one we know, and no new thing."""
        if mention in self.actors:
            return
        if mention is self.mentions.all[-1]:
            self.mentions.all.remove(mention)
        self.actors[0].describe([*np.attributes, np.head], np.colour)

    def _object(self, mention: Mention) -> None:
        assert self.verb is not None
        self.object = mention
        for actor in self.actors:
            self._deal(actor, self.verb, mention)

    def _acts_later(self) -> bool:
        """Whether the noun at hand has a verb of its own ("… and a woman knits")."""
        i = self.at + 1
        while i < len(self.items):
            item = self.items[i]
            if isinstance(item, VerbPhrase | Copula):
                return True
            if isinstance(item, Preposition):
                i += 1
            elif not isinstance(item, InFrame):
                return False
            i += 1
        return False

    def _deal(self, actor: Mention, verb: VerbPhrase, thing: Mention) -> None:
        """How one who acts stands to what is acted on, by the verb's frame."""
        if actor is thing:
            return
        frame = verb.verb.frame
        if actor.owner is not None:
            actor = actor.owner
        match frame:
            case "hold":
                fits = actor.person and thing.portable and thing.count <= 2
                self._link(actor, "holding" if fits else "at", [thing])
            case "on" | "in" | "toward" | "facing" | "behind":
                self._link(actor, frame, [thing])
            case "around":
                self._link(actor, "around", [thing])
            case "under_it":
                self._link(actor, "above" if actor.group == "sky" else "behind", [thing])
            case "meet":
                self._link(actor, "at", [thing])
            case "show":
                self._with(actor, thing)
            case "wear":
                actor.describe([thing.words()], None)

    # --- verbs and pronouns

    def _verb(self, item: VerbPhrase) -> None:
        participle = item.verb.form == "ing" and not item.progressive or item.passive
        if participle and self.last is not None and not self.joined and (self.copula is None or self.copula.exists):
            self.actors = [self._holder(self.last) or self.last]
        self.copula, self.object, self.between = None, None, []
        self.verb = item
        self.joined = False
        self._settle()
        self._act(self.actors, item)

    def _holder(self, thing: Mention) -> Mention | None:
        """ "a shepherd with a crook leaning …": the one who holds it is who leans."""
        if thing.living:
            return None
        return next((k.subject for k in self.links if k.kind == "holding" and k.object is thing), None)

    def _act(self, actors: list[Mention], item: VerbPhrase) -> None:
        for actor in actors:
            doer = actor.owner if actor.owner is not None and item.verb.frame not in ("other", "show") else actor
            if item.negated:
                continue
            if item.passive:
                doer.describe([item.words], None)
            elif item.verb.frame not in ("show", "wear", "put", "under_it", "around"):
                doer.act(item.verb.base)
            elif item.verb.frame == "put":
                doer.act("stand")

    def _pronoun(self, item: Pronoun) -> None:
        if item.relative:
            if self.last is not None:
                self.actors, self.group = [self.last], [self.last]
            self.verb, self.copula, self.object = None, None, None
            return
        preposition, self.preposition = self.preposition, None
        if item.word == "one" and isinstance(self.following(), Describing):
            self.splitting = True
            return
        one_of = item.word == "one" and self._of_follows()
        meant = self.mentions.pronoun("they" if one_of else _case(item.word))
        if not meant:
            if preposition is None and self.verb is None:
                self.actors, self.group = [], []
        elif preposition is not None:
            self._placed(meant[-1], preposition, meant[:-1] if preposition.kind == "between" else [])
        elif self.verb is not None and self.actors and meant[0] not in self.actors:
            self._object(meant[0])
        elif self.verb is None or self.joined:
            self.group, self.actors = list(meant), list(meant)
            self.verb, self.joined = None, False
            self._settle()
        self.last = meant[-1] if meant else self.last

    def _split(self, item: Describing) -> None:
        """ "two boats, one red and one blue": each its own."""
        whole = next((m for m in reversed(self.mentions.all) if m.owner is None and (m.count > 1 or m in self.parted)), None)
        if whole is None:
            return
        if whole.count > 1:
            part = Mention(whole.name, whole.group, 1, list(whole.attributes), whole.colour, whole.action)
            self.mentions.all.insert(self.mentions.all.index(whole), part)
            whole.count -= 1
            self.parted.append(whole)
            self.links += [Link(part, k.kind, k.object, k.second) for k in self.links if k.subject is whole]
            self.actors = self.group = [part, whole]
        else:
            part = whole
        part.describe(item.attributes, item.colour)

    def _describing(self, item: Describing) -> None:
        if self.splitting:
            self._split(item)
            self.splitting = False
            return
        if self.copula is not None and self.actors:
            targets = self.actors
        else:
            targets = [self.last] if self.last is not None else self.actors
        for target in targets:
            target.describe(item.attributes, item.colour)

    def _in_frame(self, item: InFrame) -> None:
        target = self.actors if self.verb is not None or self.copula is not None else [self.last] if self.last else []
        if target and not isinstance(self.following(), NounPhrase):
            for mention in target:
                mention.describe([item.place], None)
        else:
            self.frame.append(item.place)
            self.verb, self.actors, self.group, self.joined = None, [], [], False

    # --- prepositions

    def _preposition(self, item: Preposition) -> None:
        if item.words == "of" and self.counting is not None:
            return
        if self.joined and self.verb is None and self.actors and self.preposition is None:
            self.joined = False
        self.preposition = item

    def _placed(self, mention: Mention, preposition: Preposition, others: Sequence[Mention] = ()) -> None:
        """A noun after a preposition: a relation of what was said before, or of what is still to come."""
        kind = preposition.kind
        if kind == "of":
            if self.at > 1 and isinstance(self.items[self.at - 2], NounPhrase):
                self._of(mention)
            return
        subjects = self._attached_to(mention, kind)
        if kind == "between":
            self.between = subjects or [mention]
        if not subjects:
            self.fronted.append((kind, [mention, *others]))
        else:
            for subject in subjects:
                self._link(subject, kind, [mention, *others])
            self.open = (kind, subjects)
        self.last = mention

    def _attached_to(self, mention: Mention, kind: str) -> list[Mention]:
        """Whom a prepositional phrase is about: after a verb the subject (or what it puts there), else the last noun."""
        if self.verb is not None and self.object is not None and self._about_object(mention, kind):
            return [self.object]
        acting = self.verb is not None or (self.copula is not None and not self.copula.exists)
        found = self.actors if acting and self.actors else [self.last] if self.last is not None else self.actors
        return [m.owner or m for m in found if m is not mention and (m.owner or m) is not mention]

    def _about_object(self, mention: Mention, kind: str) -> bool:
        """ "puts a cup on the table", "feeds a dog with a red collar"."""
        assert self.verb is not None and self.object is not None
        if self.verb.verb.frame in ("put", "show"):
            return True
        carried = mention.portable and any(actor.person for actor in self.actors)
        return kind == "with" and not carried

    def _of(self, mention: Mention) -> None:
        """ "a basket of apples", "a statue of a horse": what it is of says what it is like."""
        head = self.last
        if head is None or head is mention:
            return
        if head.owner is not None:
            head.owner = mention
        elif head.name in _nouns("containers") or mention is self.mentions.all[-1]:
            words = plural(mention.name) if mention.count > 1 else mention.name
            described = " ".join([*mention.attributes, *([mention.colour] if mention.colour else []), words])
            head.describe([f"of {described}"], None)
            if mention is self.mentions.all[-1]:
                self.mentions.all.remove(mention)
                self.depicted = mention
            return
        self.last = head

    def _link(self, subject: Mention, kind: str, objects: list[Mention]) -> None:
        subject = subject.owner or subject
        thing = objects[0].owner or objects[0]
        if subject is thing:
            return
        match kind:
            case "with" | "filled":
                self._with(subject, thing)
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
                kind = "on" if thing.name.endswith(("bridge", "pier", "stairs", "ladder", "track", "rails", "fence")) else "at"
            case "from":
                if thing.name not in _nouns("surfaces"):
                    return
                kind = "on"
        if kind == "between":
            self._between(subject, thing)
            for other in objects[1:]:
                self._between(subject, other)
        elif kind in RELATIONS or kind == "holding":
            self._add(Link(subject, kind, thing))

    def _between(self, subject: Mention, thing: Mention) -> None:
        for i, link in enumerate(self.links):
            if link.kind == "between" and link.subject is subject and link.second is None and link.object is not thing:
                self.links[i] = Link(subject, "between", link.object, thing)
                return
        self._add(Link(subject, "between", thing))

    def _with(self, subject: Mention, thing: Mention) -> None:
        """ "a woman with an umbrella", "a table with three cups", "a man with his dog"."""
        if subject.living and thing.portable and subject.person:
            self._add(Link(subject, "holding", thing))
        elif subject.group == "landforms" or (subject.name in _nouns("surfaces") and (not thing.living or thing.group == "fish")):
            self._add(Link(thing, "on", subject))
        elif subject.group in ENCLOSING or subject.name in _nouns("containers"):
            self._add(Link(thing, "in", subject))
        else:
            self._add(Link(thing, "beside", subject))

    def _add(self, link: Link) -> None:
        same = any(k.subject is link.subject and k.object is link.object and k.kind == link.kind for k in self.links)
        if not same:
            self.links.append(link)


def _case(word: str) -> str:
    forms: Mapping[str, str] = table("words")["pronouns"]
    return forms.get(word, word)


def _group(word: str) -> str:
    return nouns().group(word) or UNKNOWN


def plural(noun: str) -> str:
    """The plural of a noun."""
    for many, one in _nouns("irregular").items():
        if one == noun:
            return str(many)
    if noun in _nouns("plural_only"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "sh", "ch")) else "s")
