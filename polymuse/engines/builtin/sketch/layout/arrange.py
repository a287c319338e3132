"""Arrangement: blocks side by side on the ground, carried things, walls and sky."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.blocks import Block, Spot, depth_layers, make_blocks, margin, separate
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.company import find_escorts, match_pace, without_trails
from polymuse.engines.builtin.sketch.layout.facing import choose_facing
from polymuse.engines.builtin.sketch.layout.frame import GroundZones
from polymuse.engines.builtin.sketch.layout.sizes import find_contrasts, reduce_smaller
from polymuse.engines.builtin.sketch.layout.sky import PixelArea, place_in_sky
from polymuse.engines.builtin.sketch.layout.solver import SolverBox, solve
from polymuse.engines.builtin.sketch.layout.support import Support, support_position
from polymuse.engines.builtin.sketch.layout.variety import colours_of, size_of
from polymuse.engines.builtin.sketch.layout.wishes import RelationConstraints, room_between
from polymuse.engines.builtin.sketch.stage import PlacedThing, View

__all__ = ["Arrangement"]

SIDES = {"on the left": 0.22, "on the right": 0.78, "in the middle": 0.5}
SPREAD = (0.2, -0.22, 0.36, -0.36, 0.06, -0.06)
"""Preferred positions of secondary subjects, from the middle, in parts of the frame's width."""
UNDER_CROWN = 0.3
"""Part of a tree's half width taken by its trunk."""
BEGINNINGS = 6
BIRDS = frozenset({"bird", "crow", "gull-standing", "hen", "owl", "eagle", "parrot", "duck", "swan"})
WALL_HEIGHT = 1.62
"""Height of wall hangings' centres above the floor in metres."""


class Arrangement:
    """Places all roles. `solve` can be called again with a larger distance; `placed_things` reads the result."""

    def __init__(
        self, roles: Mapping[int, Role], rests: Mapping[int, Support], relations: Sequence[Relation], view:
        View, ground: GroundZones,
        main: int | None, depth: float, seed: int,
    ) -> None:  # fmt: skip
        self.roles, self.rests, self.view, self.ground, self.main, self.depth, self.seed = (
            roles, rests, view, ground, main, depth, seed,
        )  # fmt: skip
        lifted = [r for r in (self._lift_relation(r) for r in relations) if r is not None]
        self.going = find_escorts(roles, lifted)
        self.relations = without_trails(lifted, self.going)
        self.roles = roles = match_pace(roles, self.going)
        self.weightless = ground.ground is None and ground.water is None
        if self.weightless:
            self.roles = roles = {i: _weightless(r) for i, r in roles.items()}
        self.standing = {i: r for i, r in roles.items() if i not in rests and r.stand != "air"}
        self.flying = {i: r for i, r in roles.items() if i not in rests and r.stand == "air"}
        self.layers = depth_layers(roles, self.relations)
        self.blocks: dict[int, Block] = {}

    def _root(self, index: int) -> int:
        while index in self.rests:
            index = self.rests[index].parent
        return index

    def _lift_relation(self, relation: Relation) -> Relation | None:
        """The relation with carried things replaced by their carriers; None if both are the same."""
        subject, object_root = self._root(relation.subject), self._root(relation.object)
        second = self._root(relation.second) if relation.second is not None else None
        if subject == object_root or subject not in self.roles or object_root not in self.roles:
            return None
        second = second if second in self.roles and second not in (subject, object_root) else None
        return relation.model_copy(update={"subject": subject, "object": object_root, "second": second})

    # --- on the ground

    def solve(self, back: float) -> float:
        """Place everything; returns the largest overlap or unmet relation in pixels."""
        tops = {i: self._top(i) for i in self.standing}
        self.blocks = make_blocks(self.standing, tops, self.layers, self.view, self.ground, self.depth, back)
        self._stagger()
        for large, small in find_contrasts(self.blocks, self.relations):
            reduce_smaller(self.blocks[large], self.blocks[small])
        for i, block in self.blocks.items():
            self._ride(i, block)
            self._surround(i, block)
            if block.role.stand == "wall":
                self._hang(i, block)
        return self._solve_positions()

    @property
    def has_stated_order(self) -> bool:
        """Whether the brief says what is left and right."""
        return any(r.kind in ("left of", "right of", "between") for r in self.relations)

    def min_living_scale(self) -> float:
        """The smallest scale, relative to real size, of a living thing."""
        return min((b.size for b in self.blocks.values() if b.role.living), default=1.0)

    def _stagger(self) -> None:
        """Make things behind others deeper, within the ground."""
        for r in [r for r in self.relations if r.kind in ("behind", "in front of")] * 2:
            rear, front = (r.subject, r.object) if r.kind == "behind" else (r.object, r.subject)
            if rear in self.blocks and front in self.blocks:
                separate(self.blocks[rear], self.blocks[front], self.ground)

    def _top(self, index: int) -> float:
        role = self.roles[index]
        children = [self.roles[i] for i, rest in self.rests.items() if rest.parent == index]
        rests = [rest for rest in self.rests.values() if rest.parent == index]
        return max(
            [role.height, *(support_position(c, role, r, 0, 1, 1)[3] for c, r in zip(children, rests, strict=True))]
        )

    def _ride(self, index: int, block: Block) -> None:
        """Reserve room for riders that extend beyond their carrier."""
        reach = [0.0]
        for i, rest in self.rests.items():
            if rest.parent == index:
                child = self.roles[i]
                dx = abs(support_position(child, block.role, rest, child.count - 1, child.count, 1)[0])
                reach.append(dx + child.reach - block.role.reach)
        block.riders = (max(reach), max(reach))

    def _surround(self, index: int, block: Block) -> None:
        """Split a block around another, or around what is between its halves."""
        for r in self.relations:
            if (
                r.kind == "around"
                and r.subject == index
                and block.role.count > 1
                and block.role.stand != "wall"
                and r.object in self.blocks
            ):
                block.spots = self._ring(block, self.blocks[r.object])
            if (
                r.kind == "between"
                and r.object == index
                and r.second is None
                and block.role.count > 1
                and r.subject in self.blocks
            ):
                room = (
                    room_between(index, self.blocks, self.relations, self.view) / self.view.scale(block.z) / block.size
                )
                block.spots = _split_around_gap(block.spots, room, block.role.width)

    def _ring(self, block: Block, middle: Block) -> tuple[Spot, ...]:
        """Positions left and right of the centre, alternately nearer and farther; under a tree, around its trunk."""
        inner = UNDER_CROWN if middle.role.drawing.family == "plants" and middle.top > 2 * block.top else 1.0
        start = (
            inner * middle.half * self.view.scale(middle.z) / self.view.scale(block.z) / block.size
            + block.role.width * 0.7
        )
        spots = []
        for n in range(block.role.count):
            side, rank = (-1 if n % 2 else 1), n // 2
            spots.append(Spot(side * (start + rank * block.role.width * 1.1), (0.0, 0.5, 0.2)[rank % 3]))
        return tuple(spots)

    def _hang(self, index: int, block: Block) -> None:
        """On the back wall; outdoors on the ground."""
        if self.ground.wall is None:
            return
        block.z = self.ground.wall * 0.985
        height = block.role.height
        block.y = max(0.02, WALL_HEIGHT - height / 2) if height < 1.9 else 0.02
        for r in self.relations:
            if r.kind == "above" and r.subject == index and r.object in self.blocks:
                below = self.blocks[r.object]
                block.y = max(block.y, below.top * below.size + 0.18)

    def _solve_positions(self) -> float:
        """Solve lateral positions from several initial orders, since pushing never swaps two boxes."""
        indices = list(self.blocks)
        constraints = RelationConstraints(self.roles, self.blocks, self.relations, self.view)
        best: list[SolverBox] = []
        best_violation = math.inf
        for turn in range(BEGINNINGS):
            boxes = [self._box(i, turn) for i in indices]
            at = {i: n for n, i in enumerate(indices)}
            self._leave_room(at, boxes)
            violation = solve(boxes, *constraints.build(at, boxes, self.going))
            if violation < best_violation:
                best, best_violation = boxes, violation
            if violation <= 1.0:
                break
        for i, box in zip(indices, best, strict=False):
            block = self.blocks[i]
            block.x = (box.x - self.view.width / 2) / self.view.scale(block.z)
        return best_violation

    def _leave_room(self, at: dict[int, int], boxes: list[SolverBox]) -> None:
        """Empty boxes for flyers that are left or right of standing things."""
        sides = [r for r in self.relations if r.kind in ("left of", "right of")]
        flyers = {i for r in sides for i in (r.subject, r.object) if i in self.flying}
        for i in sorted(flyers):
            width = self.view.width * (0.2 if self.flying[i].count == 1 else 0.3)
            middle = self.view.width / 2
            at[i] = len(boxes)
            boxes.append(SolverBox(middle, width, middle, margin(self.view), self.view.width - margin(self.view)))

    def _box(self, index: int, turn: int) -> SolverBox:
        block, view = self.blocks[index], self.view
        low, high = margin(view), view.width - margin(view)
        zone = self.ground.water if block.role.stand == "water" and self.ground.water else self.ground.ground
        if zone is not None and zone.right - zone.left > 2 * block.half:
            low = max(low, view.point(zone.left, 0, block.z)[0])
            high = min(high, view.point(zone.right, 0, block.z)[0])
        width = block.pixels(view)
        if high - low < width:
            at_left = zone is not None and zone.right < 0
            low, high = margin(view), margin(view) + width if at_left else view.width - margin(view)
        target = self._target_x(index, turn) * view.width
        return SolverBox(target, width, target, low, high, weight=3.0 if index == self.main else 1.0)

    def _target_x(self, index: int, turn: int) -> float:
        """Preferred position, in parts of the frame's width."""
        role = self.roles[index]
        for place, x in SIDES.items():
            if place in role.attributes:
                return x
        portrait = self.view.width < self.view.height
        side = 1 if (self.seed + len(self.blocks)) % 2 else -1
        if index == self.main:
            alone = len(self.standing) == 1
            lead = 0.0 if portrait else 0.05 if alone else 0.12
            return 0.5 - side * lead
        rank = [i for i in self.blocks if i != self.main].index(index)
        spread = SPREAD[(rank + turn) % len(SPREAD)] * (-1 if turn % 2 else 1)
        return 0.5 + side * spread

    # --- the result

    def placed_things(self) -> list[PlacedThing]:
        """All placed things, in the order of the subjects."""
        result: list[PlacedThing] = []
        occupied: list[PixelArea] = []
        for i, block in self.blocks.items():
            for n, spot in enumerate(block.spots):
                thing = self._thing(i, block, n, spot)
                result.append(thing)
                result += self._place_carried(i, thing, n, len(block.spots))
        occupied = [self.area(p) for p in result]
        for i, role in sorted(self.flying.items(), key=lambda pair: (pair[1].drawing.family != "sky", pair[0])):
            in_sky = place_in_sky(role, self.view, self._sky_area(i, result), occupied, self.depth)
            result += [p for p, _ in in_sky]
            for n, (thing, area) in enumerate(in_sky):
                occupied.append(area)
                result += self._place_carried(i, thing, n, role.count)
        return result

    def _thing(self, index: int, block: Block, number: int, spot: Spot) -> PlacedThing:
        role = block.role
        z = block.z + spot.dz * block.size
        x = (block.x + spot.dx * block.size) * z / block.z
        facing = choose_facing(index, (x, number), self.blocks, self.relations, self.going)
        return PlacedThing(
            art=role.art, x=x, z=z, y=block.y, size=spot.size * block.size * role.enlarged * size_of(role, number),
            facing=1 if facing > 0 else -1,
            action=self._action(role), colours=colours_of(role, number), words=role.words_for(number),
            verb="" if role.busy else role.verb,
            speed=role.speed * facing * block.size,
            seed=role.seed + number, subject=role.subject,
        )  # fmt: skip

    @staticmethod
    def _action(role: Role) -> str:
        """A sitter without a seat sits on the ground."""
        if not role.person:
            return "stand" if role.art in BIRDS and role.action == "sit" else role.action
        parts = role.action.split("+")
        return "+".join("sit-ground" if a in ("sit", "ride", "row") else a for a in parts)

    def _place_carried(self, index: int, parent: PlacedThing, number: int, parents: int) -> list[PlacedThing]:
        """Things carried by one instance, recursively; several carriers share their load."""
        result: list[PlacedThing] = []
        rests = [support for support in self.rests.values() if support.parent == index]
        for anchor in dict.fromkeys(rest.anchor for rest in rests):
            mine = [
                (rest, n) for rest in rests if rest.anchor == anchor for n in
                range(self.roles[rest.child].count) if n % parents == number
            ]  # fmt: skip
            for rank, (rest, n) in enumerate(mine):
                thing = self._rider(rest, parent, n, rank, len(mine))
                result.append(thing)
                result += self._place_carried(rest.child, thing, 0, 1)
        return result

    def _rider(self, support: Support, parent: PlacedThing, number: int, rank: int, total: int) -> PlacedThing:
        role, carrier = self.roles[support.child], self.roles[support.parent]
        dx, dy, behind, _ = support_position(role, carrier, support, rank, total, parent.facing)
        scale = parent.size / carrier.enlarged
        gain = self._gain(support.child, role, parent.z) if role.stand == "surface" else 1.0
        thing = PlacedThing(
            art=role.art, x=parent.x + dx * scale, z=parent.z * (1 + behind * (1 + 0.1 * rank)),
            y=parent.y + dy * scale, size=min(1.0, scale) * role.enlarged * gain,
            facing=_face_each_other(parent.facing, support, rank, total), action=role.action,
            colours=colours_of(role, number), words=role.words_for(number), verb="" if role.busy else role.verb,
            speed=parent.speed, seed=role.seed + number, subject=role.subject,
        )  # fmt: skip
        return self._align_with_carrier(thing, parent)

    def _gain(self, index: int, role: Role, z: float) -> float:
        """Enlargement of a small thing on a table: more if it is the main subject."""
        min_ratio, max_gain = (0.14, 2.4) if index == self.main else (0.034, 1.7)
        return max(1.0, min(max_gain, min_ratio * z / (self.view.focal * max(0.02, role.height))))

    def _align_with_carrier(self, thing: PlacedThing, parent: PlacedThing) -> PlacedThing:
        """Keep a carried thing at a slightly different depth on the same pixels."""
        ratio = thing.z / parent.z
        lift = (self.view.ground(thing.z) - self.view.ground(parent.z)) / self.view.scale(parent.z)
        return _move(thing, thing.x * ratio, (thing.y + lift) * ratio, thing.size * ratio)

    def area(self, thing: PlacedThing) -> PixelArea:
        """Pixels covered by a placed thing at rest."""
        assert thing.subject is not None
        role = self.roles[thing.subject]
        left, top, right, bottom = role.drawing.bounds
        ax, ay = role.anchor
        scale = self.view.scale(thing.z) * role.drawing.scale * thing.size
        x, y = self.view.point(thing.x, thing.y, thing.z)
        sides = sorted((x + (left - ax) * scale * thing.facing, x + (right - ax) * scale * thing.facing))
        return PixelArea(sides[0], y + (top - ay) * scale, sides[1], y + (bottom - ay) * scale)

    def _sky_area(self, index: int, placed: Sequence[PlacedThing]) -> PixelArea:
        """Where a flyer can be, given its relations to standing things."""
        view, role = self.view, self.roles[index]
        side = margin(view)
        low = role.drawing.metres < 0.13
        area = [side, side * 0.7, view.width - side, view.height * (view.horizon - 0.05)]
        if self.weightless:
            area[3] = view.height - side
        elif low:
            area[1], area[3] = view.height * 0.34, view.height * 0.74
        for r in self.relations:
            kind, opposite = (
                (r.kind, r.object)
                if r.subject == index
                else (_inverse(r.kind), r.subject)
                if r.object == index
                else ("", -1)
            )
            areas = [self.area(p) for p in placed if p.subject == opposite]
            if areas and kind:
                _clip_to_relation(area, kind, areas)
            elif kind == "under" and opposite in self.flying:
                area[1] = (area[1] + area[3]) / 2
        for place, x in SIDES.items():
            if place in role.attributes:
                area[0], area[2] = max(area[0], (x - 0.2) * view.width), min(area[2], (x + 0.2) * view.width)
        return PixelArea(*area)


def _face_each_other(facing: Literal[1, -1], support: Support, rank: int, total: int) -> Literal[1, -1]:
    """People who sit on the ground together face each other."""
    if support.anchor != "flat" or total < 2:
        return facing
    return 1 if rank < total / 2 else -1


def _weightless(role: Role) -> Role:
    """Everybody floats where there is no ground."""
    action = "fly" if role.living else role.action
    return replace(role, stand="air", action=action, speed=min(role.speed, 0.3))


def _inverse(kind: str) -> str:
    return {"left of": "right of", "right of": "left of", "under": "above", "above": "under"}.get(kind, "")


def _clip_to_relation(area: list[float], kind: str, areas: Sequence[PixelArea]) -> None:
    """Clip an area (left, top, right, bottom) to where the relation holds."""
    left, right = min(a.left for a in areas), max(a.right for a in areas)
    top = min(a.top for a in areas)
    reach = max(right - left, 0.3 * (area[2] - area[0])) / 2
    middle = (left + right) / 2
    match kind:
        case "left of":
            area[2] = max(area[0] + 1, min(area[2], left))
        case "right of":
            area[0] = min(area[2] - 1, max(area[0], right))
        case "above":
            area[0], area[2] = max(area[0], middle - reach), min(area[2], middle + reach)
            area[3] = max(area[1] + 1, min(area[3], top))
        case "around" | "beside":
            area[0], area[2] = max(area[0], middle - 1.6 * reach), min(area[2], middle + 1.6 * reach)


def _split_around_gap(spots: Sequence[Spot], room: float, width: float) -> tuple[Spot, ...]:
    """Half of the spots on either side of a gap of `room` metres."""
    ordered = sorted(spots, key=lambda s: s.dx)
    half = len(ordered) // 2
    result = []
    for n, spot in enumerate(ordered):
        rank = half - 1 - n if n < half else n - half
        side = -1 if n < half else 1
        result.append(Spot(side * (room / 2 + width / 2 + rank * width * 1.15), spot.dz * 0.3, spot.size))
    return tuple(result)


def _move(thing: PlacedThing, x: float, y: float, size: float) -> PlacedThing:
    return replace(thing, x=x, y=y, size=size)
