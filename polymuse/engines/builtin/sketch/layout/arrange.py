"""The arrangement: blocks side by side on the ground, what they carry, walls and sky."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.blocks import Block, Spot, blocks_of, layers_of, margin, separate
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.company import escorts, in_step, without_trails
from polymuse.engines.builtin.sketch.layout.facing import facing_of
from polymuse.engines.builtin.sketch.layout.frame import Ground
from polymuse.engines.builtin.sketch.layout.sizes import contrasts, level
from polymuse.engines.builtin.sketch.layout.sky import Area, aloft
from polymuse.engines.builtin.sketch.layout.solver import Box, settle
from polymuse.engines.builtin.sketch.layout.support import Rest, place_on
from polymuse.engines.builtin.sketch.layout.variety import colours_of, size_of
from polymuse.engines.builtin.sketch.layout.wishes import Wishes, room_between
from polymuse.engines.builtin.sketch.stage import Placed, View

__all__ = ["Arrangement"]

SIDES = {"on the left": 0.22, "on the right": 0.78, "in the middle": 0.5}
SPREAD = (0.2, -0.22, 0.36, -0.36, 0.06, -0.06)
"""Where what is not the main subject would like to be, from the middle, in parts of the frame's width."""
UNDER_CROWN = 0.3
"""Part of a tree's half width that its trunk and the room around it take."""
BEGINNINGS = 6
BIRDS = frozenset({"bird", "crow", "gull-standing", "hen", "owl", "eagle", "parrot", "duck", "swan"})
WALL_HEIGHT = 1.62
"""Metres above the floor of the middle of what hangs on a wall."""


class Arrangement:
    """Finds a place for every role. `arrange` may be called again with a larger distance; `things` reads the result."""

    def __init__(
        self, roles: Mapping[int, Role], rests: Mapping[int, Rest], relations: Sequence[Relation], view:
        View, ground: Ground,
        main: int | None, depth: float, seed: int,
    ) -> None:  # fmt: skip
        self.roles, self.rests, self.view, self.ground, self.main, self.depth, self.seed = (
            roles, rests, view, ground, main, depth, seed,
        )  # fmt: skip
        lifted = [r for r in (self._lifted(r) for r in relations) if r is not None]
        self.going = escorts(roles, lifted)
        self.relations = without_trails(lifted, self.going)
        self.roles = roles = in_step(roles, self.going)
        self.weightless = ground.ground is None and ground.water is None
        if self.weightless:
            self.roles = roles = {i: _weightless(r) for i, r in roles.items()}
        self.standing = {i: r for i, r in roles.items() if i not in rests and r.stand != "air"}
        self.flying = {i: r for i, r in roles.items() if i not in rests and r.stand == "air"}
        self.layers = layers_of(roles, self.relations)
        self.blocks: dict[int, Block] = {}

    def _root(self, index: int) -> int:
        while index in self.rests:
            index = self.rests[index].parent
        return index

    def _lifted(self, relation: Relation) -> Relation | None:
        """A relation of what is carried is one of what carries it."""
        subject, thing = self._root(relation.subject), self._root(relation.object)
        second = self._root(relation.second) if relation.second is not None else None
        if subject == thing or subject not in self.roles or thing not in self.roles:
            return None
        second = second if second in self.roles and second not in (subject, thing) else None
        return relation.model_copy(update={"subject": subject, "object": thing, "second": second})

    # --- on the ground

    def arrange(self, back: float) -> float:
        """Place all that stands; returns the worst overlap or unmet relation in pixels."""
        tops = {i: self._top(i) for i in self.standing}
        self.blocks = blocks_of(self.standing, tops, self.layers, self.view, self.ground, self.depth, back)
        self._stagger()
        for large, small in contrasts(self.blocks, self.relations):
            level(self.blocks[large], self.blocks[small])
        for i, block in self.blocks.items():
            self._ride(i, block)
            self._surround(i, block)
            if block.role.stand == "wall":
                self._hang(i, block)
        return self._settle()

    @property
    def ordered(self) -> bool:
        """Whether somebody said what is left and what is right."""
        return any(r.kind in ("left of", "right of", "between") for r in self.relations)

    def smallest(self) -> float:
        """The least size, as a part of the real one, that a living thing has come to."""
        return min((b.size for b in self.blocks.values() if b.role.living), default=1.0)

    def _stagger(self) -> None:
        """Make sure that what is behind is deeper, where the ground lets it."""
        for r in [r for r in self.relations if r.kind in ("behind", "in front of")] * 2:
            rear, front = (r.subject, r.object) if r.kind == "behind" else (r.object, r.subject)
            if rear in self.blocks and front in self.blocks:
                separate(self.blocks[rear], self.blocks[front], self.ground)

    def _top(self, index: int) -> float:
        role = self.roles[index]
        children = [self.roles[i] for i, rest in self.rests.items() if rest.parent == index]
        rests = [rest for rest in self.rests.values() if rest.parent == index]
        return max([role.height, *(place_on(c, role, r, 0, 1, 1)[3] for c, r in zip(children, rests, strict=True))])

    def _ride(self, index: int, block: Block) -> None:
        """Room for what sticks out of what carries it."""
        reach = [0.0]
        for i, rest in self.rests.items():
            if rest.parent == index:
                child = self.roles[i]
                dx = abs(place_on(child, block.role, rest, child.count - 1, child.count, 1)[0])
                reach.append(dx + child.reach - block.role.reach)
        block.riders = (max(reach), max(reach))

    def _surround(self, index: int, block: Block) -> None:
        """Split a block around what it is around, or what is between its two halves."""
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
                block.spots = _parted(block.spots, room, block.role.width)

    def _ring(self, block: Block, middle: Block) -> tuple[Spot, ...]:
        """Left and right of the middle one, alternately, a little nearer and farther; under a tree, around
        its trunk."""
        inner = UNDER_CROWN if middle.role.drawing.family == "plants" and middle.top > 2 * block.top else 1.0
        start = (
            inner * middle.half * self.view.scale(middle.z) / self.view.scale(block.z) / block.size
            + block.role.width * 0.7
        )
        found = []
        for n in range(block.role.count):
            side, rank = (-1 if n % 2 else 1), n // 2
            found.append(Spot(side * (start + rank * block.role.width * 1.1), (0.0, 0.5, 0.2)[rank % 3]))
        return tuple(found)

    def _hang(self, index: int, block: Block) -> None:
        """On the back wall; outdoors, where there is none, it stands on the ground."""
        if self.ground.wall is None:
            return
        block.z = self.ground.wall * 0.985
        height = block.role.height
        block.y = max(0.02, WALL_HEIGHT - height / 2) if height < 1.9 else 0.02
        for r in self.relations:
            if r.kind == "above" and r.subject == index and r.object in self.blocks:
                below = self.blocks[r.object]
                block.y = max(block.y, below.top * below.size + 0.18)

    def _settle(self) -> float:
        """Find room side by side, from several beginnings if need be, for pushing alone never lets two
        change places."""
        indices = list(self.blocks)
        wishes = Wishes(self.roles, self.blocks, self.relations, self.view)
        best: list[Box] = []
        least = math.inf
        for turn in range(BEGINNINGS):
            boxes = [self._box(i, turn) for i in indices]
            at = {i: n for n, i in enumerate(indices)}
            self._leave_room(at, boxes)
            rest = settle(boxes, *wishes.build(at, boxes, self.going))
            if rest < least:
                best, least = boxes, rest
            if rest <= 1.0:
                break
        for i, box in zip(indices, best, strict=False):
            block = self.blocks[i]
            block.x = (box.x - self.view.width / 2) / self.view.scale(block.z)
        return least

    def _leave_room(self, at: dict[int, int], boxes: list[Box]) -> None:
        """Empty boxes for flyers that are to be left or right of what stands."""
        sides = [r for r in self.relations if r.kind in ("left of", "right of")]
        wanted = {i for r in sides for i in (r.subject, r.object) if i in self.flying}
        for i in sorted(wanted):
            width = self.view.width * (0.2 if self.flying[i].count == 1 else 0.3)
            middle = self.view.width / 2
            at[i] = len(boxes)
            boxes.append(Box(middle, width, middle, margin(self.view), self.view.width - margin(self.view)))

    def _box(self, index: int, turn: int) -> Box:
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
        wish = self._wish(index, turn) * view.width
        return Box(wish, width, wish, low, high, weight=3.0 if index == self.main else 1.0)

    def _wish(self, index: int, turn: int) -> float:
        """Where it would like to be, as a part of the frame's width."""
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

    def things(self) -> list[Placed]:
        """Everything placed, in the order of the subjects."""
        placed: list[Placed] = []
        taken: list[Area] = []
        for i, block in self.blocks.items():
            for n, spot in enumerate(block.spots):
                thing = self._thing(i, block, n, spot)
                placed.append(thing)
                placed += self._carried(i, thing, n, len(block.spots))
        taken = [self.area(p) for p in placed]
        for i, role in sorted(self.flying.items(), key=lambda pair: (pair[1].drawing.family != "sky", pair[0])):
            found = aloft(role, self.view, self._sky(i, placed), taken, self.depth)
            placed += [p for p, _ in found]
            for n, (thing, area) in enumerate(found):
                taken.append(area)
                placed += self._carried(i, thing, n, role.count)
        return placed

    def _thing(self, index: int, block: Block, number: int, spot: Spot) -> Placed:
        role = block.role
        z = block.z + spot.dz * block.size
        x = (block.x + spot.dx * block.size) * z / block.z
        facing = facing_of(index, (x, number), self.blocks, self.relations, self.going)
        return Placed(
            art=role.art, x=x, z=z, y=block.y, size=spot.size * block.size * role.enlarged * size_of(role, number),
            facing=1 if facing > 0 else -1,
            action=self._action(role), colours=colours_of(role, number), words=role.words_of(number),
            verb="" if role.busy else role.verb,
            speed=role.speed * facing * block.size,
            seed=role.seed + number, subject=role.subject,
        )  # fmt: skip

    @staticmethod
    def _action(role: Role) -> str:
        """Who sits on nothing sits on the ground."""
        if not role.person:
            return "stand" if role.art in BIRDS and role.action == "sit" else role.action
        parts = role.action.split("+")
        return "+".join("sit-ground" if a in ("sit", "ride", "row") else a for a in parts)

    def _carried(self, index: int, parent: Placed, number: int, parents: int) -> list[Placed]:
        """What rests on one instance, and on that in turn; several carriers share out what they carry."""
        found: list[Placed] = []
        rests = [rest for rest in self.rests.values() if rest.parent == index]
        for where in dict.fromkeys(rest.where for rest in rests):
            mine = [
                (rest, n) for rest in rests if rest.where == where for n in
                range(self.roles[rest.child].count) if n % parents == number
            ]  # fmt: skip
            for rank, (rest, n) in enumerate(mine):
                thing = self._rider(rest, parent, n, rank, len(mine))
                found.append(thing)
                found += self._carried(rest.child, thing, 0, 1)
        return found

    def _rider(self, rest: Rest, parent: Placed, number: int, rank: int, total: int) -> Placed:
        role, carrier = self.roles[rest.child], self.roles[rest.parent]
        dx, dy, behind, _ = place_on(role, carrier, rest, rank, total, parent.facing)
        scale = parent.size / carrier.enlarged
        gain = self._gain(rest.child, role, parent.z) if role.stand == "surface" else 1.0
        thing = Placed(
            art=role.art, x=parent.x + dx * scale, z=parent.z * (1 + behind * (1 + 0.1 * rank)),
            y=parent.y + dy * scale, size=min(1.0, scale) * role.enlarged * gain,
            facing=_turned(parent.facing, rest, rank, total), action=role.action,
            colours=colours_of(role, number), words=role.words_of(number), verb="" if role.busy else role.verb,
            speed=parent.speed, seed=role.seed + number, subject=role.subject,
        )  # fmt: skip
        return self._kept_in_line(thing, parent)

    def _gain(self, index: int, role: Role, z: float) -> float:
        """How much a small thing on a table is enlarged: more where the picture is all about it."""
        least, most = (0.14, 2.4) if index == self.main else (0.034, 1.7)
        return max(1.0, min(most, least * z / (self.view.focal * max(0.02, role.height))))

    def _kept_in_line(self, thing: Placed, parent: Placed) -> Placed:
        """A carried thing at a slightly other depth stays on the same pixels as if it were at its carrier's."""
        ratio = thing.z / parent.z
        lift = (self.view.ground(thing.z) - self.view.ground(parent.z)) / self.view.scale(parent.z)
        return _moved(thing, thing.x * ratio, (thing.y + lift) * ratio, thing.size * ratio)

    def area(self, thing: Placed) -> Area:
        """The pixels that a placed thing covers at rest."""
        assert thing.subject is not None
        role = self.roles[thing.subject]
        left, top, right, bottom = role.drawing.bounds
        ax, ay = role.anchor
        scale = self.view.scale(thing.z) * role.drawing.scale * thing.size
        x, y = self.view.point(thing.x, thing.y, thing.z)
        sides = sorted((x + (left - ax) * scale * thing.facing, x + (right - ax) * scale * thing.facing))
        return Area(sides[0], y + (top - ay) * scale, sides[1], y + (bottom - ay) * scale)

    def _sky(self, index: int, placed: Sequence[Placed]) -> Area:
        """Where a flyer may be, given its relations to what stands."""
        view, role = self.view, self.roles[index]
        side = margin(view)
        low = role.drawing.metres < 0.13
        area = [side, side * 0.7, view.width - side, view.height * (view.horizon - 0.05)]
        if self.weightless:
            area[3] = view.height - side
        elif low:
            area[1], area[3] = view.height * 0.34, view.height * 0.74
        for r in self.relations:
            kind, other = (
                (r.kind, r.object)
                if r.subject == index
                else (_inverse(r.kind), r.subject)
                if r.object == index
                else ("", -1)
            )
            areas = [self.area(p) for p in placed if p.subject == other]
            if areas and kind:
                _narrow(area, kind, areas)
            elif kind == "under" and other in self.flying:
                area[1] = (area[1] + area[3]) / 2
        for place, x in SIDES.items():
            if place in role.attributes:
                area[0], area[2] = max(area[0], (x - 0.2) * view.width), min(area[2], (x + 0.2) * view.width)
        return Area(*area)


def _turned(facing: Literal[1, -1], rest: Rest, rank: int, total: int) -> Literal[1, -1]:
    """Those who sit on the ground together look at each other."""
    if rest.where != "flat" or total < 2:
        return facing
    return 1 if rank < total / 2 else -1


def _weightless(role: Role) -> Role:
    """Where there is no ground, everybody floats."""
    action = "fly" if role.living else role.action
    return replace(role, stand="air", action=action, speed=min(role.speed, 0.3))


def _inverse(kind: str) -> str:
    return {"left of": "right of", "right of": "left of", "under": "above", "above": "under"}.get(kind, "")


def _narrow(area: list[float], kind: str, areas: Sequence[Area]) -> None:
    """Cut an area (left, top, right, bottom) down to where the relation holds."""
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


def _parted(spots: Sequence[Spot], room: float, width: float) -> tuple[Spot, ...]:
    """Half of the spots on either side of a gap of `room` metres."""
    ordered = sorted(spots, key=lambda s: s.dx)
    half = len(ordered) // 2
    found = []
    for n, spot in enumerate(ordered):
        rank = half - 1 - n if n < half else n - half
        side = -1 if n < half else 1
        found.append(Spot(side * (room / 2 + width / 2 + rank * width * 1.15), spot.dz * 0.3, spot.size))
    return tuple(found)


def _moved(thing: Placed, x: float, y: float, size: float) -> Placed:
    return replace(thing, x=x, y=y, size=size)
