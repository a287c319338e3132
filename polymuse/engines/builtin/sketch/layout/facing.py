"""Facing directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.blocks import Block
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.variety import is_mirrored

__all__ = ["choose_facing"]

LOOKS = frozenset({"facing", "toward", "at", "holding", "around"})


def choose_facing(
    index: int,
    place: tuple[float, int],
    blocks: Mapping[int, Block],
    relations: Sequence[Relation],
    going: Mapping[int, tuple[int, str]],
) -> int:
    """1 right or −1 left for an instance at `place` (metres right of the middle, its number): along with its leader,
    else towards what it relates to, else into the picture."""
    x, number = place
    role = blocks[index].role
    if any(kind == "behind" and index in (follower, leader) for follower, (leader, kind) in going.items()):
        return 1
    if index in going and (leader := going[index][0]) in blocks:
        return choose_facing(leader, (blocks[leader].x, 0), blocks, relations, {})
    for r in relations:
        if r.subject == index and r.kind in LOOKS and r.object in blocks:
            return 1 if blocks[r.object].x >= x else -1
    return _inward(role, blocks[index].x, x, number)


def _inward(role: Role, middle: float, x: float, number: int) -> int:
    """Without anything to look at: group members face each other, others into the picture."""
    if role.stand in ("wall", "surface") or not (role.living or role.speed):
        return -1 if is_mirrored(role, number) else 1
    if role.count > 1 and not role.speed and role.living:
        return 1 if x < middle - 1e-6 else -1 if x > middle + 1e-6 else 1
    inward = 1 if middle <= 0 else -1
    return inward if role.count == 1 or role.speed else (1 if number % 2 else -1)
