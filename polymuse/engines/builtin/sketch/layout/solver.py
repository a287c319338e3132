"""One-dimensional layout solver: position-based dynamics (Müller et al. 2007). Every constraint moves its boxes as far
as needed, repeatedly; frame limits come last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MaxDistance", "MinDistance", "OrderConstraint", "SolverBox", "solve"]

ROUNDS = 160
PULL = 0.06


@dataclass(slots=True)
class SolverBox:
    """A box in pixels: centre, width, target position; `low` and `high` bound its edges."""

    x: float
    width: float
    target: float
    low: float
    high: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class OrderConstraint:
    """The first box is left of the second, with a gap."""

    left: int
    right: int
    gap: float


@dataclass(frozen=True, slots=True)
class MinDistance:
    """Minimum distance of two centres, on either side."""

    a: int
    b: int
    distance: float


@dataclass(frozen=True, slots=True)
class MaxDistance:
    """Maximum distance of two centres."""

    a: int
    b: int
    distance: float


def solve(
    boxes: Sequence[SolverBox],
    orders: Sequence[OrderConstraint],
    aparts: Sequence[MinDistance],
    closes: Sequence[MaxDistance],
) -> float:
    """Move the boxes; returns the largest violation in pixels."""
    for turn in range(ROUNDS):
        pull = PULL * (1 - turn / ROUNDS)
        for box in boxes:
            box.x += (box.target - box.x) * pull
        for close in closes:
            _close(boxes, close)
        for apart in aparts:
            _apart(boxes, apart)
        for order in orders:
            _order(boxes, order)
        for box in boxes:
            _keep(box)
    return max_violation(boxes, orders, aparts)


def max_violation(
    boxes: Sequence[SolverBox], orders: Sequence[OrderConstraint], aparts: Sequence[MinDistance]
) -> float:
    """The largest violation of an order or a distance, in pixels."""
    missing = [0.0]
    missing += [_missing(boxes[o.left], boxes[o.right], o.gap) for o in orders]
    missing += [a.distance - abs(boxes[a.a].x - boxes[a.b].x) for a in aparts]
    missing += [box.width - (box.high - box.low) for box in boxes]
    return max(missing)


def _missing(left: SolverBox, right: SolverBox, gap: float) -> float:
    return (left.x + left.width / 2 + gap) - (right.x - right.width / 2)


def _push_apart(a: SolverBox, b: SolverBox, amount: float) -> None:
    """Move a by −amount and b by +amount in total, inversely to their weights."""
    total = a.weight + b.weight
    a.x -= amount * b.weight / total
    b.x += amount * a.weight / total


def _order(boxes: Sequence[SolverBox], order: OrderConstraint) -> None:
    left, right = boxes[order.left], boxes[order.right]
    if (missing := _missing(left, right, order.gap)) > 0:
        _push_apart(left, right, missing)


def _apart(boxes: Sequence[SolverBox], apart: MinDistance) -> None:
    a, b = boxes[apart.a], boxes[apart.b]
    missing = apart.distance - abs(a.x - b.x)
    if missing <= 0:
        return
    first, second = (a, b) if (a.x, apart.a) <= (b.x, apart.b) else (b, a)
    _push_apart(first, second, missing)


def _close(boxes: Sequence[SolverBox], close: MaxDistance) -> None:
    a, b = boxes[close.a], boxes[close.b]
    extra = abs(a.x - b.x) - close.distance
    if extra > 0:
        first, second = (a, b) if a.x <= b.x else (b, a)
        _push_apart(first, second, -extra)


def _keep(box: SolverBox) -> None:
    low, high = box.low + box.width / 2, box.high - box.width / 2
    box.x = (low + high) / 2 if low > high else min(high, max(low, box.x))
