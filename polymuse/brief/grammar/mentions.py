"""Coreference: one mention per thing, however often and in whatever words it occurs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from polymuse.brief.grammar.items import UNKNOWN, NounPhrase
from polymuse.brief.lexicon import PLANTS, load_word_table, nouns, split_list

__all__ = [
    "PLURAL",
    "Mention",
    "Mentions",
    "are_related_places",
    "group_of",
    "is_absent",
    "noun_list",
    "owner_of_part",
    "place_hint",
    "place_type",
    "plural",
]  # fmt: skip

PLURAL = 3
"""Number of "boats" if none is given."""
GENERIC = {
    "bird": "birds", "fish": "fish", "animal": "", "creature": "", "boat": "boats", "ship": "boats", "vessel":
    "boats", "tree": "trees",
    "flower": "flowers", "plant": "", "insect": "insects", "building": "buildings", "vehicle": "vehicles",
    "person": "people",
    "figure": "people", "man": "men", "woman": "women", "couple": "people", "pet": "", "craft": "boats",
    "fruit": "food",
    "child": "people",
}  # fmt: skip
"""Words that can refer to a more specific mention, and the group it is of ("" for any living one)."""
CHILDREN = frozenset({"child", "boy", "girl", "kid", "toddler", "baby", "son", "daughter", "schoolboy", "schoolgirl"})
NEUTER = frozenset(
    {"robot", "android", "ghost", "alien", "baby", "infant", "scarecrow", "snowman", "giant", "fairy", "figure"}
)
ABSENT = frozenset({"abstract", "time", "weather", "scenery"})
HELD_GROUPS = frozenset({"portables", "food"})


@dataclass(slots=True, eq=False)
class Mention:
    """A thing in the picture; with an `owner` it is an attribute of that one (a coat, a beard, a roof)."""

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

    def set_action(self, verb: str) -> None:
        """Set the action: the first one counts, but any replaces standing."""
        if self.action in (None, "stand"):
            self.action = verb

    def attribute_text(self) -> str:
        """Text as an attribute of its owner: "red coat", "long white beard"."""
        described = [*self.attributes, self.colour or ""]
        return " ".join(word for word in [*described, self.name] if word)


@cache
def noun_list(key: str) -> Any:
    """An entry of nouns.yaml: a set of words, or a table as it is."""
    entry = load_word_table("nouns")[key]
    return frozenset(split_list(entry)) if isinstance(entry, str) else entry


def group_of(word: str) -> str:
    """The group of a noun in the lexicon."""
    return nouns().group(word) or UNKNOWN


def plural(noun: str) -> str:
    """The plural of a noun."""
    for plural_form, singular_form in noun_list("irregular").items():
        if singular_form == noun:
            return str(plural_form)
    if noun in noun_list("plural_only"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "sh", "ch")) else "s")


@cache
def _parts() -> Mapping[str, str]:
    return {part: owner for owner, text in load_word_table("nouns")["parts"].items() for part in split_list(text)}


@cache
def _scenery() -> Mapping[str, str]:
    return {word: place for place, text in load_word_table("nouns")["scenery"].items() for word in split_list(text)}


@cache
def _also_places() -> frozenset[str]:
    return frozenset(split_list(load_word_table("places")["also"]))


def owner_of_part(part: str) -> str | None:
    """What a part usually belongs to: "mast" → "boat"; None if unknown."""
    return _parts().get(part)


def place_type(np: NounPhrase, locative: bool) -> str | None:
    """The type of place a noun phrase names, or None; `locative` if a preposition places something there."""
    if np.group == "places":
        return np.head
    return np.head if locative and np.head in _also_places() else None


@cache
def _kin() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(split_list(words)) for words in load_word_table("places")["kin"])


def are_related_places(place: str, other_place: str) -> bool:
    """Whether being in one place implies the other ("quay", "harbour")."""
    variants = [(p, p.rpartition(" ")[2]) for p in (place, other_place)]
    return place == other_place or any(
        all(full_name in group or last in group for full_name, last in variants) for group in _kin()
    )


def place_hint(np: NounPhrase) -> str | None:
    """The place that scenery suggests: "waves" → "sea"; None if none."""
    return _scenery().get(np.head) or None if np.group == "scenery" else None


def _is_kind_of(mention: Mention, generic: str) -> bool:
    """Whether a general word ("the bird") can refer to a mention ("a gull")."""
    group = GENERIC[generic]
    if group in ("people", "men", "women"):
        is_child = mention.name in CHILDREN
        same_group = mention.group == group or (group == "people" and mention.person)
        return same_group and (generic == "child") == is_child and mention.character is None
    if group:
        return mention.group == group
    return mention.group in PLANTS if generic == "plant" else mention.living and not mention.person


class Mentions:
    """All mentions in order of occurrence."""

    def __init__(self) -> None:
        self.all: list[Mention] = []
        self.topics: list[list[Mention]] = []
        """Agents, clause by clause: the first candidates of a pronoun."""

    def add(self, mention: Mention) -> Mention:
        self.all.append(mention)
        return mention

    def resolve(self, np: NounPhrase, owner: Mention | None = None) -> Mention:
        """The mention of a noun phrase: an existing or a new one."""
        existing = self.find_existing(np)
        if existing is None:
            existing = self.add(Mention(np.head, np.group, self._count(np), owner=owner, character=np.name))
        existing.describe(np.attributes, np.colour)
        if np.action:
            existing.set_action(np.action)
        return existing

    @staticmethod
    def _count(np: NounPhrase) -> int:
        default = 5 if np.head == "person" and np.plural else PLURAL if np.plural else 1
        return np.count or default

    def find_existing(self, np: NounPhrase) -> Mention | None:
        """The existing mention that a definite phrase refers to, or None."""
        if np.name:
            return next((m for m in self.all if m.character == np.name), None)
        if np.determiner not in ("definite", "possessive", "each", "both", "all") or (np.owner and np.group == "body"):
            return None
        candidates = [m for m in reversed(self.all) if m.owner is None and self._matches(np, m)]
        exact = [m for m in candidates if m.name == np.head]
        return next(iter(exact or candidates), None)

    @staticmethod
    def _matches(np: NounPhrase, mention: Mention) -> bool:
        """Whether the words can refer to the mention: the same noun, its last word, or a more general one."""
        other_colour = np.colour and mention.colour and np.colour != mention.colour
        several = np.plural or (np.count or 1) > 1
        if other_colour or (several and mention.count == 1) or (np.count == 1 and mention.count > 1):
            return False
        if mention.name == np.head or mention.name.endswith(" " + np.head):
            return True
        return np.head in GENERIC and np.determiner != "possessive" and _is_kind_of(mention, np.head)

    def resolve_pronoun(self, word: str) -> list[Mention]:
        """Referents of "he", "she", "it" or "they": the last matching agents, else the last mentions."""
        for topic in reversed(self.topics[-3:]):
            members = [m.owner or m for m in topic]
            if word == "they" and len(members) > 1:
                return members
            candidates = [m for m in members if self.can_be(m, word)]
            if candidates:
                return candidates[-1:]
        named = [m for m in reversed(self.all) if m.owner is None]
        candidates = [m for m in named if self.can_be(m, word)]
        if word == "they" and not candidates:
            return [m for m in named if m.living][1::-1]
        return candidates[:1]

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

    def last_owner_of(self, part: str) -> Mention | None:
        """The last mention that can have such a part."""
        owner_name = owner_of_part(part)
        group = nouns().group(owner_name) if owner_name else None
        fits = [m for m in reversed(self.all) if m.owner is None and (m.name == owner_name or m.group == group)]
        return fits[0] if fits else None


def is_absent(np: NounPhrase) -> bool:
    """Whether a phrase names nothing visible of its own."""
    return np.group in ABSENT or not np.head or (np.group == UNKNOWN and len(np.head) < 3)
