"""Where it happens: the place among all the nouns of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from polymuse.brief.grammar.items import Item, NounPhrase, Preposition
from polymuse.brief.grammar.mentions import hint_of, place_of
from polymuse.brief.lexicon import listed, table

__all__ = ["SURE", "is_place", "main_place", "ranked_place"]

WITHIN = frozenset({"in", "on", "at", "path"})
WATERS = frozenset({"lake", "river", "pond", "stream", "brook", "canal"})
LOCATIVE = frozenset({"", "in", "on", "at", "path", "beside", "around", "above", "filled", "from", "behind", "toward"})
ELSEWHERE = frozenset({"with", "behind", "of", "from", "toward", "above", "facing", "under", "filled", "in front of"})
"""Prepositions of a place that is only seen from where it happens."""
FAR = frozenset({"tiny", "distant", "far", "remote", "small"})
SURE = 1
"""The last rank of a place that the text names; beyond, it is guessed."""


def main_place(items: list[Item]) -> str | None:
    """Where it happens: a place that something is in, else a place that is named, else one that is hinted at."""
    return ranked_place(items)[0]


def ranked_place(items: list[Item]) -> tuple[str | None, int]:
    """The place, and how sure that is: the smaller, the surer."""
    return min(_candidates(items), key=lambda found: found[1], default=(None, 9))


def _candidates(items: list[Item]) -> Iterator[tuple[str, int]]:
    for i, item in enumerate(items):
        if not isinstance(item, NounPhrase):
            continue
        before = items[i - 1] if i else None
        kind = before.kind if isinstance(before, Preposition) else ""
        if kind == "skip" or item.determiner == "none":
            continue
        if kind == "in" and (interior := _interiors().get(item.head)) and _entered(before):
            yield interior, 0
        elif place := place_of(item, is_place(item, kind)):
            yield place, _rank(item, kind)
        elif hint := hint_of(item):
            yield hint, 3


def _rank(np: NounPhrase, kind: str) -> int:
    if kind in ELSEWHERE or FAR & set(np.attributes):
        return 2
    if kind in ("in", "on", "at"):
        return 0 if np.group == "places" or kind == "in" else 1
    return 1 if np.group == "places" or np.head in WATERS else 2


def _entered(before: Item | None) -> bool:
    return isinstance(before, Preposition) and before.words in ("in", "inside", "within", "into")


def _interiors() -> Mapping[str, str]:
    found: Mapping[str, str] = table("places")["interiors"]
    return found


def is_place(np: NounPhrase, kind: str) -> bool:
    """Whether a preposition of this kind makes a place of what is otherwise a thing: in, on or at it; by or above the
    water. On or at a landmark one is outside."""
    if np.head in WATERS:
        return kind in LOCATIVE
    return kind == "in" or (kind in WITHIN and np.head not in _landmarks())


@cache
def _landmarks() -> frozenset[str]:
    return frozenset(listed(table("places")["landmarks"]))
