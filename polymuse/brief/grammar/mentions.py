"""What a text speaks of: every thing once, however often and in whatever words it is mentioned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from polymuse.brief.grammar.items import UNKNOWN, NounPhrase
from polymuse.brief.lexicon import PLANTS, listed, nouns, table

__all__ = [
    "PLURAL", "Mention", "Mentions", "absent", "akin",
    "group_of", "hint_of", "noun_list", "place_of", "plural", "whole_of",
]  # fmt: skip

PLURAL = 3
"""How many "boats" are, when nobody says."""
GENERIC = {
    "bird": "birds", "fish": "fish", "animal": "", "creature": "", "boat": "boats", "ship": "boats", "vessel":
    "boats", "tree": "trees",
    "flower": "flowers", "plant": "", "insect": "insects", "building": "buildings", "vehicle": "vehicles",
    "person": "people",
    "figure": "people", "man": "men", "woman": "women", "couple": "people", "pet": "", "craft": "boats",
    "fruit": "food",
    "child": "people",
}  # fmt: skip
"""Words that can take up a more exact one, and the group that one is of ("" when any living one will do)."""
CHILDREN = frozenset({"child", "boy", "girl", "kid", "toddler", "baby", "son", "daughter", "schoolboy", "schoolgirl"})
NEUTER = frozenset(
    {"robot", "android", "ghost", "alien", "baby", "infant", "scarecrow", "snowman", "giant", "fairy", "figure"}
)
ABSENT = frozenset({"abstract", "time", "weather", "scenery"})
HELD_GROUPS = frozenset({"portables", "food"})


@dataclass(slots=True, eq=False)
class Mention:
    """A thing in the picture; with an `owner` it only describes that one (a coat, a beard, a roof)."""

    name: str
    group: str
    count: int = 1
    attributes: list[str] = field(default_factory=list)
    colour: str | None = None
    action: str | None = None
    character: str | None = None
    owner: Mention | None = None

    @property
    def person(self) -> bool:
        return self.group in ("women", "men", "people")

    @property
    def living(self) -> bool:
        return self.person or self.group in ("birds", "fish", "insects", "animals")

    @property
    def portable(self) -> bool:
        return self.group in HELD_GROUPS

    def describe(self, attributes: list[str] | tuple[str, ...], colour: str | None) -> None:
        for attribute in attributes:
            if attribute not in self.attributes:
                self.attributes.append(attribute)
        if colour and self.colour is None:
            self.colour = colour
        elif colour and colour != self.colour and colour not in self.attributes:
            self.attributes.append(colour)

    def act(self, verb: str) -> None:
        """Take an action: the first one said counts, but anything says more than standing."""
        if self.action in (None, "stand"):
            self.action = verb

    def words(self) -> str:
        """As an attribute of its owner: "red coat", "long white beard"."""
        described = [*self.attributes, self.colour or ""]
        return " ".join(word for word in [*described, self.name] if word)


@cache
def noun_list(key: str) -> Any:
    """An entry of nouns.yaml: a set of words, or a table as it is."""
    found = table("nouns")[key]
    return frozenset(listed(found)) if isinstance(found, str) else found


def group_of(word: str) -> str:
    """The group of a noun in the lexicon."""
    return nouns().group(word) or UNKNOWN


def plural(noun: str) -> str:
    """The plural of a noun."""
    for many, one in noun_list("irregular").items():
        if one == noun:
            return str(many)
    if noun in noun_list("plural_only"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "sh", "ch")) else "s")


@cache
def _parts() -> Mapping[str, str]:
    return {part: whole for whole, text in table("nouns")["parts"].items() for part in listed(text)}


@cache
def _scenery() -> Mapping[str, str]:
    return {word: place for place, text in table("nouns")["scenery"].items() for word in listed(text)}


@cache
def _also_places() -> frozenset[str]:
    return frozenset(listed(table("places")["also"]))


def whole_of(part: str) -> str | None:
    """What a part usually belongs to: "mast" → "boat"."""
    return _parts().get(part)


def place_of(np: NounPhrase, locative: bool) -> str | None:
    """The kind of place a noun phrase names, if it is one; `locative` when a preposition says that one is there."""
    if np.group == "places":
        return np.head
    return np.head if locative and np.head in _also_places() else None


@cache
def _kin() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(listed(words)) for words in table("places")["kin"])


def akin(place: str, other: str) -> bool:
    """Whether being in one place tells of the other, too ("quay", "harbour")."""
    ends = [(p, p.rpartition(" ")[2]) for p in (place, other)]
    return place == other or any(all(whole in kin or last in kin for whole, last in ends) for kin in _kin())


def hint_of(np: NounPhrase) -> str | None:
    """The place that a piece of scenery hints at: "waves" → "sea"."""
    return _scenery().get(np.head) or None if np.group == "scenery" else None


def _is_kind_of(mention: Mention, generic: str) -> bool:
    """Whether a general word ("the bird") can take up a mention ("a gull")."""
    group = GENERIC[generic]
    if group in ("people", "men", "women"):
        young = mention.name in CHILDREN
        same = mention.group == group or (group == "people" and mention.person)
        return same and (generic == "child") == young and mention.character is None
    if group:
        return mention.group == group
    return mention.group in PLANTS if generic == "plant" else mention.living and not mention.person


class Mentions:
    """The register of mentions, in the order they come up."""

    def __init__(self) -> None:
        self.all: list[Mention] = []
        self.topics: list[list[Mention]] = []
        """Who acted, clause by clause: the first that a pronoun is tried on."""

    def add(self, mention: Mention) -> Mention:
        self.all.append(mention)
        return mention

    def of(self, np: NounPhrase, owner: Mention | None = None) -> Mention:
        """The mention that a noun phrase stands for: one that is known already, or a new one."""
        known = self.known(np)
        if known is None:
            known = self.add(Mention(np.head, np.group, self._count(np), owner=owner, character=np.name))
        known.describe(np.attributes, np.colour)
        if np.action:
            known.act(np.action)
        return known

    @staticmethod
    def _count(np: NounPhrase) -> int:
        default = 5 if np.head == "person" and np.plural else PLURAL if np.plural else 1
        return np.count or default

    def known(self, np: NounPhrase) -> Mention | None:
        """The mention that a definite phrase takes up again."""
        if np.name:
            return next((m for m in self.all if m.character == np.name), None)
        if np.determiner not in ("definite", "possessive", "each", "both", "all") or (np.owner and np.group == "body"):
            return None
        fitting = [m for m in reversed(self.all) if m.owner is None and self._fits(np, m)]
        exact = [m for m in fitting if m.name == np.head]
        return next(iter(exact or fitting), None)

    @staticmethod
    def _fits(np: NounPhrase, mention: Mention) -> bool:
        """Whether the words may mean that one: the same noun, its last word, or a more general one."""
        other_colour = np.colour and mention.colour and np.colour != mention.colour
        several = np.plural or (np.count or 1) > 1
        if other_colour or (several and mention.count == 1) or (np.count == 1 and mention.count > 1):
            return False
        if mention.name == np.head or mention.name.endswith(" " + np.head):
            return True
        return np.head in GENERIC and np.determiner != "possessive" and _is_kind_of(mention, np.head)

    def pronoun(self, word: str) -> list[Mention]:
        """Who "he", "she", "it" or "they" are: the last ones that acted and fit, else the last ones named."""
        for topic in reversed(self.topics[-3:]):
            members = [m.owner or m for m in topic]
            if word == "they" and len(members) > 1:
                return members
            fitting = [m for m in members if self.can_be(m, word)]
            if fitting:
                return fitting[-1:]
        named = [m for m in reversed(self.all) if m.owner is None]
        fitting = [m for m in named if self.can_be(m, word)]
        if word == "they" and not fitting:
            return [m for m in named if m.living][1::-1]
        return fitting[:1]

    @staticmethod
    def can_be(mention: Mention, word: str) -> bool:
        match word:
            case "he":
                return mention.count == 1 and mention.group in ("men", "people")
            case "she":
                return mention.count == 1 and mention.group in ("women", "people")
            case "it":
                return mention.count == 1 and (not mention.person or mention.name in NEUTER)
            case "they":
                return mention.count > 1 or mention.group == "people"
        return False

    def last_whole(self, part: str) -> Mention | None:
        """The last thing that can have such a part."""
        whole = whole_of(part)
        group = nouns().group(whole) if whole else None
        fits = [m for m in reversed(self.all) if m.owner is None and (m.name == whole or m.group == group)]
        return fits[0] if fits else None


def absent(np: NounPhrase) -> bool:
    """Whether a phrase names nothing of its own in the picture."""
    return np.group in ABSENT or not np.head or (np.group == UNKNOWN and len(np.head) < 3)
