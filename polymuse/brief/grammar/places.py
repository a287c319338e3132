"""The place of a scene, among all the nouns of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from polymuse.brief.grammar.items import Item, NounPhrase, Preposition
from polymuse.brief.grammar.mentions import place_hint, place_type
from polymuse.brief.lexicon import load_word_table, split_list

__all__ = ["LAST_NAMED_RANK", "find_main_place", "is_place", "rank_place"]

WITHIN = frozenset({"in", "on", "at", "path"})
WATERS = frozenset({"lake", "river", "pond", "stream", "brook", "canal"})
LOCATIVE = frozenset({"", "in", "on", "at", "path", "beside", "around", "above", "filled", "from", "behind", "toward"})
DISTANT_PREPOSITIONS = frozenset(
    {"with", "behind", "of", "from", "toward", "above", "facing", "under", "filled", "in front of"}
)
"""Prepositions of a place that is seen from elsewhere."""
FAR = frozenset({"tiny", "distant", "far", "remote", "small"})
LAST_NAMED_RANK = 1
"""The last rank of a named place; higher ranks are guesses."""


def find_main_place(items: list[Item]) -> str | None:
    """The place of the scene: one that something is in, else a named one, else a suggested one; None if there is none."""
    return rank_place(items)[0]


def rank_place(items: list[Item]) -> tuple[str | None, int]:
    """The place, and its rank: the smaller, the more certain."""
    return min(_candidates(items), key=lambda found: found[1], default=(None, 9))


def _candidates(items: list[Item]) -> Iterator[tuple[str, int]]:
    for i, item in enumerate(items):
        if not isinstance(item, NounPhrase):
            continue
        previous = items[i - 1] if i else None
        kind = previous.kind if isinstance(previous, Preposition) else ""
        if kind == "skip" or item.determiner == "none":
            continue
        if kind == "in" and (interior := _interiors().get(item.head)) and _is_entered(previous):
            yield interior, 0
        elif place := place_type(item, is_place(item, kind)):
            yield place, _rank(item, kind)
        elif hint := place_hint(item):
            yield hint, 3


def _rank(np: NounPhrase, kind: str) -> int:
    if kind in DISTANT_PREPOSITIONS or FAR & set(np.attributes):
        return 2
    if kind in ("in", "on", "at"):
        return 0 if np.group == "places" or kind == "in" else 1
    return 1 if np.group == "places" or np.head in WATERS else 2


def _is_entered(previous: Item | None) -> bool:
    return isinstance(previous, Preposition) and previous.words in ("in", "inside", "within", "into")


def _interiors() -> Mapping[str, str]:
    entries: Mapping[str, str] = load_word_table("places")["interiors"]
    return entries


def is_place(np: NounPhrase, kind: str) -> bool:
    """Whether a preposition of this kind makes a thing the place: in, on or at it; by or above water. On or at a
    landmark one is outside."""
    if np.head in WATERS:
        return kind in LOCATIVE
    return kind == "in" or (kind in WITHIN and np.head not in _landmarks())


@cache
def _landmarks() -> frozenset[str]:
    return frozenset(split_list(load_word_table("places")["landmarks"]))
