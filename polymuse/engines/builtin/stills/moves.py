"""Camera moves over a flat image that fills the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

from polymuse.brief import Camera

__all__ = ["CameraPose", "pose_at"]

PACE = {"slow": 0.55, "medium": 1.0, "fast": 1.8}
SETTLE = 6.0
MAX_MOVE = 0.30
"""Largest part of the frame that a move covers."""


@dataclass(frozen=True, slots=True)
class CameraPose:
    """Zoom (≥ 1) about the image's centre, and offset `x`, `y` of the view in fractions of the frame; the view stays
    inside the image."""

    x: float
    y: float
    zoom: float


def pose_at(camera: Camera, progress: float, seconds: float) -> CameraPose:  # noqa: PLR0911 - a table of moves
    """The pose at progress 0..1; longer shots and faster paces move further."""
    u = progress * progress * (3 - 2 * progress) * 0.5 + progress * 0.5
    reach = MAX_MOVE * (1 - math.exp(-PACE[camera.pace or "medium"] * seconds / SETTLE))
    wide, offset = 1 + reach, reach / 2 * (2 * u - 1)
    match camera.move:
        case "pan left":
            return CameraPose(-offset, 0, wide)
        case "pan right" | "follow":
            return CameraPose(offset, 0, wide)
        case "tilt up" | "rise":
            return CameraPose(0, -offset, wide)
        case "tilt down":
            return CameraPose(0, offset, wide)
        case "pull":
            return CameraPose(0, 0, 1 + reach * (1 - u))
        case "drift":
            return CameraPose(offset * 0.5, -offset * 0.2, 1 + reach * (0.6 + 0.3 * u))
        case "static":
            return CameraPose(0, 0, 1 + 0.02 * u)
        case _:
            return CameraPose(0, 0, 1 + reach * u)
