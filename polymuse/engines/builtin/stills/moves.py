"""Camera moves over a flat picture that fills the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

from polymuse.brief import Camera

__all__ = ["Pose", "pose_at"]

PACE = {"slow": 0.55, "medium": 1.0, "fast": 1.8}
SETTLE = 6.0
MOST = 0.30
"""How much of the frame a move may cover."""


@dataclass(frozen=True, slots=True)
class Pose:
    """The picture enlarged by `zoom` (≥ 1) about its middle, seen around a point `x`, `y` off its middle, in fractions
    of the frame; the frame never leaves the picture."""

    x: float
    y: float
    zoom: float


def pose_at(camera: Camera, progress: float, seconds: float) -> Pose:  # noqa: PLR0911 - a table of moves
    """The pose at 0..1 of a shot of some length; longer shots and faster paces move further."""
    u = progress * progress * (3 - 2 * progress) * 0.5 + progress * 0.5
    reach = MOST * (1 - math.exp(-PACE[camera.pace or "medium"] * seconds / SETTLE))
    wide, way = 1 + reach, reach / 2 * (2 * u - 1)
    match camera.move:
        case "pan left":
            return Pose(-way, 0, wide)
        case "pan right" | "follow":
            return Pose(way, 0, wide)
        case "tilt up" | "rise":
            return Pose(0, -way, wide)
        case "tilt down":
            return Pose(0, way, wide)
        case "pull":
            return Pose(0, 0, 1 + reach * (1 - u))
        case "drift":
            return Pose(way * 0.5, -way * 0.2, 1 + reach * (0.6 + 0.3 * u))
        case "static":
            return Pose(0, 0, 1 + 0.02 * u)
        case _:
            return Pose(0, 0, 1 + reach * u)
