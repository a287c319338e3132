"""How large things are drawn where words say so: "tiny", "huge", "bigger than the tree", "as big as a horse"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polymuse.brief import Relation
from polymuse.brief.lexicon import load_word_table, nouns
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.layout.blocks import Block
from polymuse.engines.builtin.sketch.layout.cast import Role, drawing_of

__all__ = ["contrasts", "level", "sized"]

COMPARING = ("larger than", "smaller than", "as large as")
LARGER, HIGHER = 1.4, 1.1
"""How many times larger, and higher, "larger" is at the least."""
YIELDING = 0.75
"""The least part of its size to which the smaller one shrinks, so that the larger one need not grow all the way."""
PERSON = (1.75, 0.5)
"""Metres of height and width of a person."""
UPRIGHT = 0.75
"""How much more than width height tells of size, as an exponent."""
STRIKING = (0.65, 1.45)
"""What is drawn smaller or larger than this, as a part of its usual size, is meant to strike."""
CLEAR = 3.0
"""So many times larger in the picture is as much larger as anything needs to look."""
ALIKE = 1.2
"""How many times larger than the other one of two that are as large as each other may look."""
DEPTHS = frozenset({"behind", "in front of", "above", "under", "on", "in"})
"""Relations that already say how two stand to each other in depth."""

Pair = tuple[int, int]
Extent = tuple[float, float]
"""Metres of height and width."""


def sized(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, Role]:
    """The roles drawn as large as they are said to be."""
    found = {i: _likened(role) for i, role in roles.items()}
    for r in relations:
        if r.kind in COMPARING and r.subject in found and r.object in found:
            _compare(found, r)
    return found


def _mean(extent: Extent) -> float:
    """A size in metres: people see how high a thing is before they see how wide."""
    height, width = extent
    return float(height**UPRIGHT * width ** (1 - UPRIGHT))


def _extent(role: Role) -> Extent:
    return role.height, role.width


def _size(role: Role) -> float:
    return _mean(_extent(role))


def _missing(large: Extent, small: Extent) -> float:
    """How many times larger the one has to become to be larger than the other; below 1 where it is."""
    return max(LARGER * _mean(small) / _mean(large), HIGHER * small[0] / large[0])


def _grown(role: Role, factor: float) -> Role:
    return replace(role, enlarged=role.enlarged * factor)


def _likened(role: Role) -> Role:
    """ "as big as a horse": measured by something that is not there."""
    for attribute in role.attributes:
        for words, kind in load_word_table("words")["prepositions"].items():
            if kind in COMPARING and attribute.startswith(f"{words} "):
                measure = _measure(attribute.removeprefix(f"{words} "))
                return role if measure is None else _grown(role, _factor(_extent(role), kind, measure))
    return role


def _measure(words: str) -> Extent | None:
    """The extent of a thing that is only spoken of; None where there is no drawing of it."""
    known = nouns().find(words.removeprefix("a ").removeprefix("an "))
    if known is None:
        return None
    if known.person:
        return PERSON
    name = drawing_of(known.lemma)
    if name is None:
        return None
    drawing = art.load(name)
    left, top, right, bottom = drawing.bounds
    return (bottom - top) * drawing.scale, (right - left) * drawing.scale


def _factor(extent: Extent, kind: str, measure: Extent) -> float:
    """What to enlarge something by so that it is larger than, smaller than or as large as the measure."""
    match kind:
        case "larger than":
            return max(1.0, _missing(extent, measure))
        case "smaller than":
            return min(1.0, 1 / _missing(measure, extent))
    return _mean(measure) / _mean(extent)


def _compare(roles: dict[int, Role], r: Relation) -> None:
    """Make a comparison true: the larger one grows, and the smaller one shrinks a little."""
    if r.kind == "as large as":
        roles[r.subject] = _grown(roles[r.subject], _size(roles[r.object]) / _size(roles[r.subject]))
        return
    large, small = (r.subject, r.object) if r.kind == "larger than" else (r.object, r.subject)
    missing = _missing(_extent(roles[large]), _extent(roles[small]))
    if missing > 1:
        shrunk = max(YIELDING, missing**-0.5)
        roles[small] = _grown(roles[small], shrunk)
        roles[large] = _grown(roles[large], missing * shrunk)


def contrasts(blocks: Mapping[int, Block], relations: Sequence[Relation]) -> list[Pair]:
    """Pairs (larger, smaller) whose sizes are to be seen: those that are compared, and what strikes by its size beside
    what else stands there."""
    told = [(r.subject, r.object) for r in relations if r.kind in COMPARING]
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
    pairs = [pair for pair in (*told, *striking) if all(i in blocks and _stands(blocks[i].role) for i in pair)]
    return [(a, b) if _size(blocks[a].role) >= _size(blocks[b].role) else (b, a) for a, b in dict.fromkeys(pairs)]


def _stands(role: Role) -> bool:
    return role.stand in ("ground", "water")


def _strikes(small: Role, large: Role) -> bool:
    return small.enlarged < STRIKING[0] or large.enlarged > STRIKING[1]


def level(large: Block, small: Block) -> None:
    """Let the smaller one look smaller: it stands back as far as the larger one, and if need be is drawn smaller."""
    real = _size(large.role) / _size(small.role)
    wanted = min(CLEAR, real) if real > ALIKE else 1 / ALIKE
    missing = wanted / _ratio(large, small)
    if missing <= 1:
        return
    if small.size > 1:
        small.size = max(1.0, small.size / missing)
        missing = wanted / _ratio(large, small)
    if large.z > small.z:
        small.z = min(large.z, small.z * max(1.0, missing))
    small.size /= max(1.0, wanted / _ratio(large, small))


def _ratio(large: Block, small: Block) -> float:
    """How many times larger the one looks than the other."""
    return _size(large.role) * large.size * small.z / (_size(small.role) * small.size * large.z)
