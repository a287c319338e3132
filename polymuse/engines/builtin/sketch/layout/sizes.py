"""Sizes in words: "tiny", "huge", "bigger than the tree", "as big as a horse"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polymuse.brief import Relation
from polymuse.brief.lexicon import load_word_table, nouns
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.layout.blocks import Block
from polymuse.engines.builtin.sketch.layout.cast import Role, find_drawing

__all__ = ["apply_sizes", "find_contrasts", "reduce_smaller"]

COMPARING = ("larger than", "smaller than", "as large as")
LARGER, HIGHER = 1.4, 1.1
"""Minimum ratios of "larger" and "higher"."""
YIELDING = 0.75
"""Minimum scale of the smaller one, so that the larger need not grow all the way."""
PERSON = (1.75, 0.5)
"""Height and width of a person in metres."""
UPRIGHT = 0.75
"""Weight of height against width in perceived size, as an exponent."""
STRIKING = (0.65, 1.45)
"""Things scaled beyond this are meant to be conspicuous."""
CLEAR = 3.0
"""Ratio that suffices for any "larger"."""
ALIKE = 1.2
"""Largest ratio of two equally large things."""
DEPTHS = frozenset({"behind", "in front of", "above", "under", "on", "in"})
"""Relations that determine depth already."""

Pair = tuple[int, int]
Extent = tuple[float, float]
"""Height and width in metres."""


def apply_sizes(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, Role]:
    """The roles with their stated sizes."""
    result = {i: _scale_to_comparison(role) for i, role in roles.items()}
    for r in relations:
        if r.kind in COMPARING and r.subject in result and r.object in result:
            _compare(result, r)
    return result


def _mean(extent: Extent) -> float:
    """Perceived size in metres, dominated by height."""
    height, width = extent
    return float(height**UPRIGHT * width ** (1 - UPRIGHT))


def _extent(role: Role) -> Extent:
    return role.height, role.width


def _size(role: Role) -> float:
    return _mean(_extent(role))


def _missing_factor(large: Extent, small: Extent) -> float:
    """Factor by which the first has to grow to be larger than the second; below 1 if it is."""
    return max(LARGER * _mean(small) / _mean(large), HIGHER * small[0] / large[0])


def _grown(role: Role, factor: float) -> Role:
    return replace(role, enlarged=role.enlarged * factor)


def _scale_to_comparison(role: Role) -> Role:
    """ "as big as a horse": scaled by a thing that is not in the picture."""
    for attribute in role.attributes:
        for words, kind in load_word_table("words")["prepositions"].items():
            if kind in COMPARING and attribute.startswith(f"{words} "):
                measure = _measure(attribute.removeprefix(f"{words} "))
                return role if measure is None else _grown(role, _factor(_extent(role), kind, measure))
    return role


def _measure(words: str) -> Extent | None:
    """Extent of a thing that is only mentioned; None if there is no drawing of it."""
    noun = nouns().find(words.removeprefix("a ").removeprefix("an "))
    if noun is None:
        return None
    if noun.person:
        return PERSON
    name = find_drawing(noun.lemma)
    if name is None:
        return None
    drawing = art.load(name)
    left, top, right, bottom = drawing.bounds
    return (bottom - top) * drawing.scale, (right - left) * drawing.scale


def _factor(extent: Extent, kind: str, measure: Extent) -> float:
    """Scale that makes it larger than, smaller than or as large as the measure."""
    match kind:
        case "larger than":
            return max(1.0, _missing_factor(extent, measure))
        case "smaller than":
            return min(1.0, 1 / _missing_factor(measure, extent))
    return _mean(measure) / _mean(extent)


def _compare(roles: dict[int, Role], r: Relation) -> None:
    """Satisfy a comparison: the larger one grows, the smaller one shrinks a little."""
    if r.kind == "as large as":
        roles[r.subject] = _grown(roles[r.subject], _size(roles[r.object]) / _size(roles[r.subject]))
        return
    large, small = (r.subject, r.object) if r.kind == "larger than" else (r.object, r.subject)
    missing = _missing_factor(_extent(roles[large]), _extent(roles[small]))
    if missing > 1:
        shrunk = max(YIELDING, missing**-0.5)
        roles[small] = _grown(roles[small], shrunk)
        roles[large] = _grown(roles[large], missing * shrunk)


def find_contrasts(blocks: Mapping[int, Block], relations: Sequence[Relation]) -> list[Pair]:
    """Pairs (larger, smaller) whose ratio must be visible: compared ones, and conspicuous sizes beside others."""
    compared = [(r.subject, r.object) for r in relations if r.kind in COMPARING]
    apart = {frozenset((r.subject, r.object)) for r in relations if r.kind in DEPTHS}
    striking = [
        (a, b)
        for a in blocks
        for b in blocks
        if a < b
        and frozenset((a, b)) not in apart
        and blocks[a].layer == blocks[b].layer
        and _strikes(*sorted((blocks[a].role, blocks[b].role), key=_size))
    ]
    pairs = [pair for pair in (*compared, *striking) if all(i in blocks and _stands(blocks[i].role) for i in pair)]
    return [(a, b) if _size(blocks[a].role) >= _size(blocks[b].role) else (b, a) for a, b in dict.fromkeys(pairs)]


def _stands(role: Role) -> bool:
    return role.stand in ("ground", "water")


def _strikes(small: Role, large: Role) -> bool:
    return small.enlarged < STRIKING[0] or large.enlarged > STRIKING[1]


def reduce_smaller(large: Block, small: Block) -> None:
    """Make the smaller one look smaller: as deep as the larger one, and scaled down if needed."""
    real = _size(large.role) / _size(small.role)
    ratio = min(CLEAR, real) if real > ALIKE else 1 / ALIKE
    missing = ratio / _ratio(large, small)
    if missing <= 1:
        return
    if small.size > 1:
        small.size = max(1.0, small.size / missing)
        missing = ratio / _ratio(large, small)
    if large.z > small.z:
        small.z = min(large.z, small.z * max(1.0, missing))
    small.size /= max(1.0, ratio / _ratio(large, small))


def _ratio(large: Block, small: Block) -> float:
    """Apparent size ratio of the two."""
    return _size(large.role) * large.size * small.z / (_size(small.role) * small.size * large.z)
