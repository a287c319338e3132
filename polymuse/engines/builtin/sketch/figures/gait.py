"""Motion shared by people and animals: periodic curves, gait cycles, two-bone limbs.

Angles are in degrees, forward positive. A limb hangs down at rest and the figure faces right, so swinging forward is
counter-clockwise on the screen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Keyframe(NamedTuple):
    """A leg at one phase (0..1) of its cycle, 0 being first contact: hip and knee flexion, and pitch of the sole
    (positive: toes down)."""

    phase: float
    hip: float
    knee: float
    sole: float


WALK = (
    Keyframe(0.00, 25, 4, -16),
    Keyframe(0.10, 21, 13, 0),
    Keyframe(0.30, 4, 8, 0),
    Keyframe(0.48, -15, 8, 16),
    Keyframe(0.60, -15, 40, 48),
    Keyframe(0.74, 14, 62, 24),
    Keyframe(0.88, 28, 28, -8),
)
"""After the sagittal joint angles of normal human walking (Winter, Biomechanics and Motor Control, 1990), rounded."""

RUN = (
    Keyframe(0.00, 36, 18, -6),
    Keyframe(0.10, 24, 36, 0),
    Keyframe(0.24, -2, 24, 8),
    Keyframe(0.36, -24, 22, 42),
    Keyframe(0.50, -16, 78, 70),
    Keyframe(0.66, 26, 108, 40),
    Keyframe(0.84, 54, 62, 4),
)
STANCE = {"walk": 0.5, "run": 0.34}
"""Part of the cycle in which a foot carries the body onward."""


def curve(keys: Sequence[tuple[float, float]], phase: float) -> float:
    """A smooth periodic curve through (phase, value) keys in order (Catmull-Rom tangents)."""
    phase %= 1.0
    next_index = next((i for i, key in enumerate(keys) if key[0] > phase), len(keys))
    p0, p1, p2, p3 = (_around(keys, next_index + shift) for shift in (-2, -1, 0, 1))
    span = p2[0] - p1[0]
    t = (phase - p1[0]) / span
    m1 = (p2[1] - p0[1]) / (p2[0] - p0[0]) * span
    m2 = (p3[1] - p1[1]) / (p3[0] - p1[0]) * span
    t2, t3 = t * t, t * t * t
    return (2 * t3 - 3 * t2 + 1) * p1[1] + (t3 - 2 * t2 + t) * m1 + (3 * t2 - 2 * t3) * p2[1] + (t3 - t2) * m2


def _around(keys: Sequence[tuple[float, float]], index: int) -> tuple[float, float]:
    """The key at an index that may run past either end, its phase shifted by whole turns."""
    turns, i = divmod(index, len(keys))
    return keys[i][0] + turns, keys[i][1]


def step(keys: Sequence[Keyframe], phase: float, stride: float = 1.0) -> tuple[float, float, float]:
    """Hip, knee and sole of a leg at a phase of its cycle; `stride` lengthens or shortens the step."""
    hip = curve([(key.phase, key.hip) for key in keys], phase)
    knee = curve([(key.phase, key.knee) for key in keys], phase)
    sole = curve([(key.phase, key.sole) for key in keys], phase)
    return hip * stride, max(0.0, knee) * (0.4 + 0.6 * stride), sole * stride


def ankle(thigh: float, shin: float, hip: float, knee: float) -> tuple[float, float]:
    """Where a leg's ankle is from its hip joint: forward and down."""
    a, b = math.radians(hip), math.radians(hip - knee)
    return thigh * math.sin(a) + shin * math.sin(b), thigh * math.cos(a) + shin * math.cos(b)


def bend_limb(upper: float, lower: float, dx: float, dy: float) -> tuple[float, float]:
    """Shoulder and elbow flexion that bring the wrist dx forward and dy below the shoulder, or as near as it goes."""
    distance = min(max(math.hypot(dx, dy), abs(upper - lower) + 0.5), (upper + lower) * 0.998)
    toward = math.degrees(math.atan2(dx, dy))
    at_shoulder = math.degrees(math.acos((upper**2 + distance**2 - lower**2) / (2 * upper * distance)))
    at_elbow = math.degrees(math.acos((upper**2 + lower**2 - distance**2) / (2 * upper * lower)))
    return toward - at_shoulder, 180 - at_elbow


def noise(seconds: float, seed: int, period: float) -> float:
    """A slow wander between about -1 and 1 that differs by seed and never jumps."""
    turn = 2 * math.pi * seconds / period
    return 0.6 * math.sin(turn + seed * 1.7) + 0.4 * math.sin(turn * 1.618 + seed * 0.9)


def offset(seed: int) -> float:
    """Phase 0..1 that sets equal figures out of step (golden ratio sequence)."""
    return seed * 0.6180339887 % 1.0
