"""What is in the air: flocks scattered over the sky, insects over the meadow, heavenly bodies far away."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.layout.cast import Role
from polymuse.engines.builtin.sketch.stage import Placed, View

__all__ = ["Area", "aloft"]

TRIES = 24
HEAVEN = 2600.0
"""Depth in metres of what hangs in the sky and never comes nearer."""
INSECT = 0.13
"""Metres of height below which flyers keep low."""
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
"""Parts of the frame's height that heavenly bodies take."""


@dataclass(frozen=True, slots=True)
class Area:
    """Pixels in which a thing has to be."""

    left: float
    top: float
    right: float
    bottom: float


def aloft(role: Role, view: View, area: Area, taken: Sequence[Area], main: float) -> list[tuple[Placed, Area]]:
    """All instances of a role in the air, scattered over an area clear of what is taken, where there is room."""
    rng = random.Random(role.seed * 131 + role.subject)
    share = _share(role)
    found: list[tuple[Placed, Area]] = []
    busy = list(taken)
    facing = 1 if rng.random() < 0.6 else -1
    for n in range(role.count):
        tall = share * rng.uniform(0.8, 1.15) if role.count > 1 else share
        box = _clear(role, view, area, busy, tall * view.height, rng)
        busy.append(box)
        found.append((_placed(role, view, box, tall, facing, main, n, rng), box))
    return found


def _share(role: Role) -> float:
    """Part of the frame's height that one of them takes."""
    if role.drawing.family == "sky":
        return SHARES.get(role.art, 0.14)
    if role.drawing.metres < INSECT:
        return 0.05
    if role.drawing.stand != "air":
        return 0.34 if role.count == 1 else max(0.12, 0.34 / role.count**0.5)
    alone = 0.30 if role.drawing.metres > 10 else 0.15 if role.drawing.metres > 2 else 0.12
    return alone if role.count == 1 else max(0.05, alone / role.count**0.35)


def _clear(role: Role, view: View, area: Area, busy: Sequence[Area], tall: float, rng: random.Random) -> Area:
    """The best of some random places: the one farthest from all others."""
    wide = tall * role.width / max(0.01, role.drawing.metres)
    left, right = area.left + wide / 2, area.right - wide / 2
    top, bottom = area.top + tall / 2, area.bottom - tall / 2
    best, most = None, -1e9
    for _ in range(TRIES):
        x = rng.uniform(left, right) if left < right else (area.left + area.right) / 2
        y = rng.uniform(top, bottom) if top < bottom else max(tall / 2, (area.top + area.bottom) / 2)
        box = Area(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        room = min((_gap(box, other) for other in busy), default=1.0)
        score = min(room, 0.35 * view.height)
        if score > most:
            best, most = box, score
    assert best is not None
    return best


def _gap(a: Area, b: Area) -> float:
    """Pixels between two areas; negative as deep as they overlap."""
    across = max(b.left - a.right, a.left - b.right)
    down = max(b.top - a.bottom, a.top - b.bottom)
    return max(across, down)


def _placed(
    role: Role, view: View, box: Area, share: float, facing: int, main: float, number: int, rng: random.Random
) -> Placed:
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
    return Placed(
        art=role.art, x=x, z=z, y=y, size=size, facing=1 if facing > 0 else -1, action=role.action,
        colours=role.colours,
        words=role.words, speed=role.speed * facing * min(1.0, size), seed=role.seed + number, subject=role.subject,
    )  # fmt: skip
