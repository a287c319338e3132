"""What relations ask of the places side by side: order, nearness, and room to be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polymuse.brief import Relation
from polymuse.engines.builtin.sketch.layout.blocks import Block
from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.layout.solver import Apart, Box, Close, Order
from polymuse.engines.builtin.sketch.stage import View

__all__ = ["GAP", "Wishes", "room_between"]

GAP = 0.016
"""Part of the frame's width between neighbours."""
SAME_DEPTH = 1.16
"""Ratio of depths up to which things must not overlap at all."""
PEEK = 0.36
"""How much of the narrower one things at different depths may hide of each other."""


def room_between(index: int, blocks: Mapping[int, Block], relations: Sequence[Relation], view: View) -> float:
    """Pixels that all those between the members of a group need."""
    middle = [r.subject for r in relations if r.kind == "between" and r.object == index and r.subject in blocks]
    return sum(blocks[i].pixels(view) + 2 * GAP * view.width for i in dict.fromkeys(middle))


class Wishes:
    """Turns relations and sizes into the solver's wishes."""

    def __init__(
        self, roles: Mapping[int, Role], blocks: Mapping[int, Block], relations: Sequence[Relation], view: View
    ) -> None:
        self.roles, self.blocks, self.relations, self.view = roles, blocks, relations, view
        self.gap = GAP * view.width

    def build(
        self, at: Mapping[int, int], boxes: Sequence[Box], going: Mapping[int, tuple[int, str]]
    ) -> tuple[list[Order], list[Apart], list[Close]]:
        """Orders, distances and nearnesses; `at` maps subjects to their boxes, `going` who goes with whom."""
        self.at, self.boxes = at, boxes
        self.orders: list[Order] = []
        self.closes: list[Close] = []
        self.least = {
            (a, b): self._least(a, b, self._together(a, b)) for a in self.blocks for b in self.blocks if a < b
        }
        for r in self.relations:
            if r.subject in at and r.object in at:
                self._side(r)
            if r.subject in self.blocks and r.object in self.blocks:
                self._near(r)
        for follower, (leader, kind) in going.items():
            if kind == "behind" and follower in at and leader in at:
                self._trail(follower, leader)
        aparts = [Apart(at[a], at[b], distance) for (a, b), distance in self.least.items() if distance > 0]
        return self.orders, aparts, self.closes

    def _together(self, a: int, b: int) -> float:
        """Pixels between the middles of two boxes that touch."""
        return (self.boxes[self.at[a]].width + self.boxes[self.at[b]].width) / 2

    def _side(self, r: Relation) -> None:
        a, b = self.at[r.subject], self.at[r.object]
        if r.kind == "left of":
            self.orders.append(Order(a, b, self.gap))
        elif r.kind == "right of":
            self.orders.append(Order(b, a, self.gap))

    def _near(self, r: Relation) -> None:
        key = (min(r.subject, r.object), max(r.subject, r.object))
        together = self._together(*key)
        match r.kind:
            case "beside" | "at":
                self._close(r, together + 3 * self.gap)
            case "behind" | "in front of":
                self._close(r, max(together * 0.9, self.least[key] * 1.1))
            case "under" | "above" | "on" | "in":
                self.least[key] = 0.0
                widths = [self.boxes[self.at[i]].width for i in key]
                self._close(r, max(self.gap, abs(widths[0] - widths[1]) / 2 * 0.8))
            case "around" if self.roles[r.subject].count > 1:
                self.least[key] = 0.0
                self._close(r, 1.0)
            case "around":
                self._close(r, together + 2 * self.gap)
            case "toward":
                self.least[key] = max(self.least[key], together + 4 * self.gap)
            case "between":
                self._between(r, key)

    def _trail(self, follower: int, leader: int) -> None:
        """One after the other, to the right."""
        self.orders.append(Order(self.at[follower], self.at[leader], self.gap))
        self.closes.append(Close(self.at[follower], self.at[leader], self._together(follower, leader) + 4 * self.gap))

    def _close(self, r: Relation, most: float) -> None:
        self.closes.append(Close(self.at[r.subject], self.at[r.object], most))

    def _between(self, r: Relation, key: tuple[int, int]) -> None:
        """Between two things, or in the middle of several of one kind, who make room."""
        middle = self.boxes[self.at[r.subject]]
        if r.second is not None and r.second in self.at:
            left, right = self.at[r.object], self.at[r.second]
            self.orders += [Order(left, self.at[r.subject], self.gap), Order(self.at[r.subject], right, self.gap)]
            self.closes.append(Close(left, right, self._together(r.object, r.second) + middle.width + 6 * self.gap))
        elif self.roles[r.object].count > 1:
            self.least[key] = 0.0
            room = room_between(r.object, self.blocks, self.relations, self.view)
            self._close(r, max(1.0, room / 2 - middle.width / 2))

    def _least(self, a: int, b: int, together: float) -> float:
        """How far apart two blocks have to be: clear of each other at one depth, visible at different depths, and free
        to stand before what is very large."""
        near, far = sorted((self.blocks[a], self.blocks[b]), key=lambda block: block.z)
        depth = max((s.dz for s in near.spots), default=0.0)
        if far.z / (near.z + depth) < SAME_DEPTH and near.role.stand != "wall" and far.role.stand != "wall":
            return together + self.gap
        wide, tall = far.pixels(self.view), far.top * far.size * self.view.scale(far.z)
        narrow, high = near.pixels(self.view), near.top * near.size * self.view.scale(near.z)
        if wide > 2.2 * narrow and tall > 1.2 * high:
            return 0.28 * wide
        if high < 0.3 * tall:
            return 0.0
        return max(0.3 * together, together - PEEK * min(self._one(near), self._one(far)))

    def _one(self, block: Block) -> float:
        """Pixels across a single instance."""
        return block.role.width * block.size * self.view.scale(block.z)
