"""Where it happens: the place among all the nouns of a text."""

from __future__ import annotations

from polymuse.brief.grammar_items import Item, NounPhrase, Preposition
from polymuse.brief.grammar_mentions import hint_of, place_of

__all__ = ["is_place", "main_place"]

WITHIN = frozenset({"in", "on", "at", "path"})
WATERS = frozenset({"lake", "river", "pond", "stream", "brook", "canal"})
LOCATIVE = frozenset({"in", "on", "at", "path", "beside", "around", "above", "filled", "from", "behind", "toward"})


def main_place(items: list[Item]) -> str | None:
    """Where it happens: a place that something is in, else a place that is named, else one that is hinted at."""
    best: tuple[int, str] | None = None
    for i, item in enumerate(items):
        if not isinstance(item, NounPhrase):
            continue
        before = items[i - 1] if i else None
        kind = before.kind if isinstance(before, Preposition) else ""
        place, hint = place_of(item, is_place(item, kind)), hint_of(item)
        if kind == "skip" or item.determiner == "none":
            continue
        rank = _rank(item, kind) if place else 3
        if (place or hint) and (best is None or rank < best[0]):
            best = (rank, place or hint or "")
    return best[1] if best else None


def _rank(np: NounPhrase, kind: str) -> int:
    """The smaller, the surer that a place is where it happens."""
    if np.group != "places":
        return 2
    return 0 if kind in ("in", "on", "at") else 1


def is_place(np: NounPhrase, kind: str) -> bool:
    """Whether a preposition of this kind makes a place of what is otherwise a thing: in, on or at it; by or above the
    water."""
    return kind in WITHIN or (np.head in WATERS and kind in LOCATIVE)
