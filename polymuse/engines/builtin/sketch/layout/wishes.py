"""Solver constraints from relations: order, distance, visibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.blocks import Block
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.solver import MaxDistance, MinDistance, OrderConstraint, SolverBox
from polymuse.engines.builtin.sketch.stage import View

__all__ = ["GAP", "RelationConstraints", "room_between"]

GAP = 0.016
"""Part of the frame's width between neighbours."""
SAME_DEPTH = 1.16
"""Ratio of depths up to which things must not overlap."""
PEEK = 0.36
"""Part of the narrower one that may be occluded at different depths."""


def room_between(index: int, blocks: Mapping[int, Block], relations: Sequence[Relation], view: View) -> float:
    """Pixels needed by everything between the members of a group."""
    middle = [r.subject for r in relations if r.kind == "between" and r.object == index and r.subject in blocks]
    return sum(blocks[i].pixels(view) + 2 * GAP * view.width for i in dict.fromkeys(middle))


class RelationConstraints:
    """Constraints from relations and sizes."""

    def __init__(
        self, roles: Mapping[int, Role], blocks: Mapping[int, Block], relations: Sequence[Relation], view: View
    ) -> None:
        self.roles, self.blocks, self.relations, self.view = roles, blocks, relations, view
        self.gap = GAP * view.width

    def build(
        self, at: Mapping[int, int], boxes: Sequence[SolverBox], going: Mapping[int, tuple[int, str]]
    ) -> tuple[list[OrderConstraint], list[MinDistance], list[MaxDistance]]:
        """Orders, minimum and maximum distances; `at` maps subjects to boxes, `going` followers to leaders."""
        self.at, self.boxes = at, boxes
        self.orders: list[OrderConstraint] = []
        self.closes: list[MaxDistance] = []
        self.least = {
            (a, b): self._min_distance(a, b, self._touching_distance(a, b))
            for a in self.blocks
            for b in self.blocks
            if a < b
        }
        for r in self.relations:
            if r.subject in at and r.object in at:
                self._side(r)
            if r.subject in self.blocks and r.object in self.blocks:
                self._near(r)
        for follower, (leader, kind) in going.items():
            if kind == "behind" and follower in at and leader in at:
                self._add_trail(follower, leader)
        aparts = [MinDistance(at[a], at[b], distance) for (a, b), distance in self.least.items() if distance > 0]
        return self.orders, aparts, self.closes

    def _touching_distance(self, a: int, b: int) -> float:
        """Distance of the centres of two touching boxes in pixels."""
        return (self.boxes[self.at[a]].width + self.boxes[self.at[b]].width) / 2

    def _side(self, r: Relation) -> None:
        a, b = self.at[r.subject], self.at[r.object]
        if r.kind == "left of":
            self.orders.append(OrderConstraint(a, b, self.gap))
        elif r.kind == "right of":
            self.orders.append(OrderConstraint(b, a, self.gap))

    def _near(self, r: Relation) -> None:
        key = (min(r.subject, r.object), max(r.subject, r.object))
        together = self._touching_distance(*key)
        match r.kind:
            case "beside" | "at":
                self._add_closeness(r, together + 3 * self.gap)
            case "behind" | "in front of":
                self._add_closeness(r, max(together * 0.9, self.least[key] * 1.1))
            case "under" | "above" | "on" | "in":
                self.least[key] = 0.0
                widths = [self.boxes[self.at[i]].width for i in key]
                self._add_closeness(r, max(self.gap, abs(widths[0] - widths[1]) / 2 * 0.8))
            case "around" if self.roles[r.subject].count > 1:
                self.least[key] = 0.0
                self._add_closeness(r, 1.0)
            case "around":
                self._add_closeness(r, together + 2 * self.gap)
            case "toward":
                self.least[key] = max(self.least[key], together + 4 * self.gap)
            case "between":
                self._add_between(r, key)

    def _add_trail(self, follower: int, leader: int) -> None:
        """One after the other, to the right."""
        self.orders.append(OrderConstraint(self.at[follower], self.at[leader], self.gap))
        self.closes.append(
            MaxDistance(self.at[follower], self.at[leader], self._touching_distance(follower, leader) + 4 * self.gap)
        )

    def _add_closeness(self, r: Relation, distance: float) -> None:
        self.closes.append(MaxDistance(self.at[r.subject], self.at[r.object], distance))

    def _add_between(self, r: Relation, key: tuple[int, int]) -> None:
        """Between two things, or in the middle of a group, which makes room."""
        middle = self.boxes[self.at[r.subject]]
        if r.second is not None and r.second in self.at:
            left, right = self.at[r.object], self.at[r.second]
            self.orders += [
                OrderConstraint(left, self.at[r.subject], self.gap),
                OrderConstraint(self.at[r.subject], right, self.gap),
            ]
            self.closes.append(
                MaxDistance(left, right, self._touching_distance(r.object, r.second) + middle.width + 6 * self.gap)
            )
        elif self.roles[r.object].count > 1:
            self.least[key] = 0.0
            room = room_between(r.object, self.blocks, self.relations, self.view)
            self._add_closeness(r, max(1.0, room / 2 - middle.width / 2))

    def _min_distance(self, a: int, b: int, together: float) -> float:
        """Minimum distance of two blocks: no overlap at one depth, visible at different depths, unrestricted in front
        of very large things."""
        nearer, farther = sorted((self.blocks[a], self.blocks[b]), key=lambda block: block.z)
        depth = max((s.dz for s in nearer.spots), default=0.0)
        if farther.z / (nearer.z + depth) < SAME_DEPTH and nearer.role.stand != "wall" and farther.role.stand != "wall":
            return together + self.gap
        wide, tall = farther.pixels(self.view), farther.top * farther.size * self.view.scale(farther.z)
        narrow, high = nearer.pixels(self.view), nearer.top * nearer.size * self.view.scale(nearer.z)
        if wide > 2.2 * narrow and tall > 1.2 * high:
            return 0.28 * wide
        if high < 0.3 * tall:
            return 0.0
        return max(0.3 * together, together - PEEK * min(self._single_width(nearer), self._single_width(farther)))

    def _single_width(self, block: Block) -> float:
        """Width of one instance in pixels."""
        return block.role.width * block.size * self.view.scale(block.z)
