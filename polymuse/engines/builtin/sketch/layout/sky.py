"""Things in the air: flocks over the sky, insects over the meadow, celestial bodies."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.stage import PlacedThing, View

__all__ = ["PixelArea", "place_in_sky"]

TRIES = 24
HEAVEN = 2600.0
"""Depth in metres of celestial bodies, without parallax."""
INSECT = 0.13
"""Height in metres below which flyers stay low."""
SHARES = {
    "rainbow": 0.46,
    "sun": 0.16,
    "moon": 0.12,
    "planet": 0.24,
    "earth": 0.30,
    "comet": 0.14,
    "cloud": 0.16,
    "star": 0.05,
}
"""Parts of the frame's height of celestial bodies."""


@dataclass(frozen=True, slots=True)
class PixelArea:
    """Bounds in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def place_in_sky(
    role: Role, view: View, area: PixelArea, occupied: Sequence[PixelArea], main: float
) -> list[tuple[PlacedThing, PixelArea]]:
    """All instances of a role in the air, scattered over an area, clear of occupied areas if possible."""
    rng = random.Random(role.seed * 131 + role.subject)
    height_ratio = _height_ratio(role)
    result: list[tuple[PlacedThing, PixelArea]] = []
    busy = list(occupied)
    facing = 1 if rng.random() < 0.6 else -1
    for n in range(role.count):
        tall = height_ratio * rng.uniform(0.8, 1.15) if role.count > 1 else height_ratio
        box = _clearest_area(role, view, area, busy, tall * view.height, rng)
        busy.append(box)
        result.append((_placed(role, view, box, tall, facing, main, n, rng), box))
    return result


def _height_ratio(role: Role) -> float:
    """An instance's part of the frame's height."""
    if role.drawing.family == "sky":
        return SHARES.get(role.art, 0.14)
    if role.drawing.metres < INSECT:
        return 0.05
    if role.drawing.stand != "air":
        return 0.34 if role.count == 1 else max(0.12, 0.34 / role.count**0.5)
    alone = 0.30 if role.drawing.metres > 10 else 0.15 if role.drawing.metres > 2 else 0.12
    return alone if role.count == 1 else max(0.05, alone / role.count**0.35)


def _clearest_area(
    role: Role, view: View, area: PixelArea, busy: Sequence[PixelArea], tall: float, rng: random.Random
) -> PixelArea:
    """Of some random positions the one farthest from all others."""
    wide = tall * role.width / max(0.01, role.drawing.metres)
    left, right = area.left + wide / 2, area.right - wide / 2
    top, bottom = area.top + tall / 2, area.bottom - tall / 2
    best, best_gap = None, -1e9
    for _ in range(TRIES):
        x = rng.uniform(left, right) if left < right else (area.left + area.right) / 2
        y = rng.uniform(top, bottom) if top < bottom else max(tall / 2, (area.top + area.bottom) / 2)
        box = PixelArea(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        room = min((_gap(box, other_area) for other_area in busy), default=1.0)
        score = min(room, 0.35 * view.height)
        if score > best_gap:
            best, best_gap = box, score
    assert best is not None
    return best


def _gap(a: PixelArea, b: PixelArea) -> float:
    """Pixels between two areas; negative if they overlap."""
    across = max(b.left - a.right, a.left - b.right)
    down = max(b.top - a.bottom, a.top - b.bottom)
    return max(across, down)


def _placed(
    role: Role, view: View, box: PixelArea, share: float, facing: int, main: float, number: int, rng: random.Random
) -> PlacedThing:
    metres = role.drawing.metres
    if role.drawing.family == "sky":
        z = HEAVEN
    elif metres < INSECT:
        z = main * rng.uniform(0.92, 1.05)
    else:
        z = max(main, view.focal * metres / share)
    size = share * z / (view.focal * metres)
    scale = view.scale(z)
    x = ((box.left + box.right) / 2 - view.width / 2) / scale
    ground = role.anchor[1] / role.drawing.height
    y = (view.ground(z) - (box.top + ground * (box.bottom - box.top))) / scale
    return PlacedThing(
        art=role.art, x=x, z=z, y=y, size=size, facing=1 if facing > 0 else -1, action=role.action,
        colours=role.colours,
        words=role.words, speed=role.speed * facing * min(1.0, size), seed=role.seed + number, subject=role.subject,
    )  # fmt: skip
