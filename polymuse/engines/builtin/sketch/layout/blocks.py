"""Blocks: the instances of one role as a group, with a depth."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.frame import GroundZones
from polymuse.engines.builtin.sketch.stage import View, Zone

__all__ = ["Block", "Spot", "depth_layers", "make_blocks", "margin", "separate", "worst_scale"]

STEP = 1.26
"""Ratio of depths of adjacent layers."""
BIG = 0.78
"""Largest part of the frame's height or width for a secondary thing."""
TALL, WIDE = 2.6, 1.6
"""Height and half width in metres from which a thing is large."""
YIELD = 0.4
"""Exponent by which main subjects retreat when large things do."""
LAST_RESORT = 5.0
"""Value of `back` from which all things retreat equally."""
TINY, TINY_OBJECT = 0.055, 0.042
"""Parts of the frame's height below which living and other small things are enlarged …"""
LARGEST_GAIN = 1.5
"""… up to this factor; the order of sizes is kept."""
NEARER = 1.5
"""Factor by which small things may come nearer than the main subject."""
IN_ROW = frozenset(
    {
        "street-lamp",
        "fence",
        "bench",
        "poplar",
        "cypress",
        "lamp",
        "tulip",
        "sunflower",
        "market-stall",
        "house",
        "tent",
        "chair",
        "palm",
    }
)
"""Things that stand in an even row."""
AT_WALL = frozenset({
    "fireplace", "bookshelf", "wardrobe", "cupboard", "grandfather-clock", "door", "kitchen-counter", "stove",
    "sink", "chest-of-drawers",
})  # fmt: skip
"""Furniture that stands against the wall."""
BEHIND = 1.06
"""Minimum ratio of depths of two things in front of each other."""
SAFE = 0.055


def margin(view: View) -> float:
    """Pixels kept free at the sides for camera movement."""
    return SAFE * min(view.width, view.height * 1.2)


@dataclass(frozen=True, slots=True)
class Spot:
    """Position of one instance: metres right of and behind its block's centre, and its size."""

    dx: float
    dz: float
    size: float = 1.0


@dataclass(slots=True)
class Block:
    """A role on the stage. `z`, `x` (right of the middle), `y` (up) in metres; `size` is a scale."""

    role: Role
    spots: tuple[Spot, ...]
    z: float
    layer: int = 0
    x: float = 0.0
    y: float = 0.0
    size: float = 1.0
    top: float = 0.0
    """Height of the highest thing on it in metres."""
    facing: list[int] = field(default_factory=list)
    riders: tuple[float, float] = (0.0, 0.0)
    """Overhang of riders beyond its left and right in metres."""

    @property
    def half(self) -> float:
        """Half width in metres."""
        reach = (
            max(abs(s.dx) for s in self.spots) + self.role.reach * max(s.size for s in self.spots) + max(self.riders)
        )
        return reach * self.size

    def pixels(self, view: View) -> float:
        return 2 * self.half * view.scale(self.z)


def depth_layers(roles: Mapping[int, Role], relations: Sequence[Relation]) -> dict[int, int]:
    """Number of layers each role is behind (> 0) or in front of (< 0) the main one."""
    layers = dict.fromkeys(roles, 0)
    for i, role in roles.items():
        layers[i] = 2 if "in the background" in role.attributes else -1 if "in the foreground" in role.attributes else 0
    for _ in range(len(roles)):
        for r in relations:
            if r.subject not in layers or r.object not in layers:
                continue
            if r.kind == "behind":
                layers[r.subject] = min(6, max(layers[r.subject], layers[r.object] + 1))
            elif r.kind == "in front of":
                layers[r.object] = min(6, max(layers[r.object], layers[r.subject] + 1))
    return layers


def make_blocks(
    roles: Mapping[int, Role],
    tops: Mapping[int, float],
    layers: Mapping[int, int],
    view: View,
    ground: GroundZones,
    main: float,
    back: float,
) -> dict[int, Block]:
    """A block for each role that stands by itself. `main` is the main subject's depth; `back` ≥ 1 makes room: large
    things retreat by it, others a little."""
    return {
        i: _block(role, tops[i], layers[i], view, ground, main * main_setback(back), back) for i, role in roles.items()
    }


def _block(role: Role, top: float, layer: int, view: View, ground: GroundZones, main: float, back: float) -> Block:
    rng = random.Random(role.seed * 31 + role.subject)
    z = main * STEP**layer
    zone = _zone(role, ground) or Zone(view.nearest() * 1.05, view.nearest() * 8)
    spots = _spots(role, view, rng)
    half = max(abs(s.dx) for s in spots) + role.reach
    fit = _min_depth(view, top, half)
    large = top > TALL or (half > WIDE and not role.living) or fit > z
    fit *= (main_setback(back) if role.living else back) if large else 1.0
    desired = max(z, fit if large else 0.0, _against_wall(role, ground))
    deepest = max(s.dz for s in spots)
    nearest, farthest = zone.near, max(zone.near, zone.far - deepest)
    if layer == 0 and not large and (gain := _wanted_gain(role, view, desired)) > 1:
        desired /= min(NEARER, gain)
    z = min(farthest, max(nearest, desired))
    size = min(1.0, z / max(fit, desired)) * _gain(role, view, z)
    return Block(role, spots, z, layer, size=size, top=top)


def main_setback(back: float) -> float:
    """Retreat of main subjects when large things retreat by `back`: small, unless all else fails."""
    return float(back**YIELD * max(1.0, back / LAST_RESORT) ** (1 - YIELD))


def separate(rear: Block, front: Block, ground: GroundZones) -> None:
    """Enforce the depth order of two blocks: move the rear one back, else the front one forward."""
    if "wall" in (rear.role.stand, front.role.stand):
        return
    min_depth = (front.z + max(s.dz for s in front.spots)) * BEHIND
    if rear.z >= min_depth:
        return
    zone = _zone(rear.role, ground)
    rear.z = max(rear.z, min(min_depth, zone.far if zone else min_depth))
    if rear.z >= min_depth - 1e-9:
        return
    zone = _zone(front.role, ground)
    z = max(zone.near if zone else 0.1, front.z - (min_depth - rear.z) / BEHIND)
    front.size *= z / front.z
    front.z = z


def _against_wall(role: Role, ground: GroundZones) -> float:
    """Depth of tall furniture in a room."""
    if ground.wall is None or role.art not in AT_WALL:
        return 0.0
    return ground.wall * 0.93


def _zone(role: Role, ground: GroundZones) -> Zone | None:
    if role.stand == "water" and ground.water is not None:
        return ground.water
    if role.person and role.action == "swim" and ground.water is not None:
        return ground.water
    return ground.ground or ground.water


def _min_depth(view: View, top: float, half: float) -> float:
    """The smallest depth at which a thing fits the frame and leaves room for others."""
    above = view.focal * (top - view.eye) / max(0.1, view.horizon - SAFE - 0.02) if top > view.eye else 0.0
    across = 2 * half * view.focal * view.height / (view.width * BIG)
    return max(above, across, view.focal * top / (BIG if top > TALL else 0.93), 0.1)


def _gain(role: Role, view: View, z: float) -> float:
    """Enlargement of things that would be too small to recognise."""
    return min(LARGEST_GAIN, _wanted_gain(role, view, z))


def _wanted_gain(role: Role, view: View, z: float) -> float:
    """Enlargement needed at a depth."""
    min_ratio = TINY if role.living else TINY_OBJECT
    part = view.focal * max(role.height, 0.6 * role.width) / z
    small = role.height < 0.5 or role.stand == "air"
    return max(1.0, min_ratio / part) if small else 1.0


def worst_scale(roles: Iterable[Role], view: View, ground: GroundZones) -> float:
    """The smallest scale, relative to real size, of what stands on the ground."""
    if ground.ground is None or ground.indoors:
        return 1.0
    large = [r for r in roles if r.stand == "ground" and r.height > TALL]
    return min((ground.ground.far / _min_depth(view, r.height, r.reach) for r in large), default=1.0)


def _spots(role: Role, view: View, rng: random.Random) -> tuple[Spot, ...]:
    if role.count == 1:
        return (Spot(0.0, 0.0),)
    if role.art in IN_ROW or role.drawing.family in ("furniture", "objects"):
        return _row(role, view)
    return _cluster(role, view, rng)


def _row(role: Role, view: View) -> tuple[Spot, ...]:
    """Evenly side by side, in a second row if the first gets too long."""
    per_row = 7 if view.width > view.height else 4
    rows = math.ceil(role.count / per_row)
    step = role.width * (1.25 if role.width > 0.5 else 1.5)
    spots = []
    for n in range(role.count):
        row, at = n % rows, n // rows
        length = math.ceil((role.count - row) / rows)
        spots.append(
            Spot((at - (length - 1) / 2) * step + (row * 0.5 * step if rows > 1 else 0), row * role.width * 0.8)
        )
    return tuple(spots)


def _cluster(role: Role, view: View, rng: random.Random) -> tuple[Spot, ...]:
    """Loosely in a few rows, without occlusion."""
    wide = view.width > view.height
    rows = (
        1
        if role.count <= (4 if wide else 2)
        else 2
        if role.count <= (10 if wide else 6)
        else 3
        if role.count <= 20
        else 4
    )
    if not wide and role.width > 2:
        rows = min(role.count, 3)
    columns = math.ceil(role.count / rows)
    step = max(role.width * (1.8 if wide and role.living and role.height < 0.4 else 1.12), 0.12)
    deep = max(0.55, min(role.width * 0.9, 6.0))
    spots = []
    for n in range(role.count):
        row, column = n % rows, n // rows
        offset = (row % 2) * 0.5 + rng.uniform(-0.08, 0.08)
        dx = (column - (columns - 1) / 2 + (offset if rows > 1 else rng.uniform(-0.05, 0.05))) * step
        spots.append(Spot(dx, row * deep + rng.uniform(0, 0.25) * deep, rng.uniform(0.93, 1.06)))
    middle = (min(s.dx for s in spots) + max(s.dx for s in spots)) / 2
    return tuple(Spot(s.dx - middle, s.dz, s.size) for s in spots)
