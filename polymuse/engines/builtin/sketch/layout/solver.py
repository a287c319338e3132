"""Finding room side by side: boxes on a line, pushed apart and pulled together until all wishes are met.

Position-based dynamics (Müller et al. 2007) in one dimension: every wish moves the boxes it concerns just as far as it
needs, again and again; frame limits come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Apart", "Box", "Close", "Order", "settle"]

ROUNDS = 160
PULL = 0.06


@dataclass(slots=True)
class Box:
    """Pixels: middle, width, and where it would like to be; `low` and `high` bound its edges."""

    x: float
    width: float
    wish: float
    low: float
    high: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """The first box is left of the second, with a gap."""

    left: int
    right: int
    gap: float


@dataclass(frozen=True, slots=True)
class Apart:
    """Two boxes' middles are at least so far from each other, on either side."""

    a: int
    b: int
    least: float


@dataclass(frozen=True, slots=True)
class Close:
    """Two boxes' middles are at most so far from each other."""

    a: int
    b: int
    most: float


def settle(boxes: Sequence[Box], orders: Sequence[Order], aparts: Sequence[Apart], closes: Sequence[Close]) -> float:
    """Move the boxes; returns the worst wish left unmet, in pixels."""
    for turn in range(ROUNDS):
        pull = PULL * (1 - turn / ROUNDS)
        for box in boxes:
            box.x += (box.wish - box.x) * pull
        for close in closes:
            _close(boxes, close)
        for apart in aparts:
            _apart(boxes, apart)
        for order in orders:
            _order(boxes, order)
        for box in boxes:
            _keep(box)
    return worst(boxes, orders, aparts)


def worst(boxes: Sequence[Box], orders: Sequence[Order], aparts: Sequence[Apart]) -> float:
    """The largest violation of an order or a distance, in pixels."""
    missing = [0.0]
    missing += [_missing(boxes[o.left], boxes[o.right], o.gap) for o in orders]
    missing += [a.least - abs(boxes[a.a].x - boxes[a.b].x) for a in aparts]
    missing += [box.width - (box.high - box.low) for box in boxes]
    return max(missing)


def _missing(left: Box, right: Box, gap: float) -> float:
    return (left.x + left.width / 2 + gap) - (right.x - right.width / 2)


def _share(a: Box, b: Box, amount: float) -> None:
    """Move a by −amount and b by +amount in all, the heavier one less."""
    total = a.weight + b.weight
    a.x -= amount * b.weight / total
    b.x += amount * a.weight / total


def _order(boxes: Sequence[Box], order: Order) -> None:
    left, right = boxes[order.left], boxes[order.right]
    if (missing := _missing(left, right, order.gap)) > 0:
        _share(left, right, missing)


def _apart(boxes: Sequence[Box], apart: Apart) -> None:
    a, b = boxes[apart.a], boxes[apart.b]
    missing = apart.least - abs(a.x - b.x)
    if missing <= 0:
        return
    first, second = (a, b) if (a.x, apart.a) <= (b.x, apart.b) else (b, a)
    _share(first, second, missing)


def _close(boxes: Sequence[Box], close: Close) -> None:
    a, b = boxes[close.a], boxes[close.b]
    extra = abs(a.x - b.x) - close.most
    if extra > 0:
        first, second = (a, b) if a.x <= b.x else (b, a)
        _share(first, second, -extra)


def _keep(box: Box) -> None:
    low, high = box.low + box.width / 2, box.high - box.width / 2
    box.x = (low + high) / 2 if low > high else min(high, max(low, box.x))
