"""The camera: its path, and the projection of planes. A path is chosen by look, then damped until the frame never
leaves what the planes have painted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.stage import FAR, Eye, PlacedThing, Staging, View

__all__ = ["OVERSCAN", "EyePath", "PlaneTransform", "ShotSpan", "eye_path", "project_plane"]

OVERSCAN = 1 / 3
"""Painted margin of planes on every side, as a fraction of the frame."""

EyePath = Callable[[float], Eye]
"""Camera position by time in seconds."""

Track = Callable[[float], float]
"""Position by time: metres right of the middle."""

PACE = {"slow": 0.55, "medium": 1.0, "fast": 1.8}
SETTLE = 6.0
"""Time constant in seconds of a movement at medium pace."""

LAG = 0.5
"""Seconds over which a following camera smooths its subject's movement."""

SAMPLES = 13


@dataclass(frozen=True, slots=True)
class ShotSpan:
    """Time range of a shot in seconds; it starts below 0 if there is a lead."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def progress(self, seconds: float) -> float:
        """0 at the start, 1 at the end, eased, but never at a standstill."""
        u = min(1.0, max(0.0, (seconds - self.start) / max(1e-9, self.end - self.start)))
        return 0.45 * u + 0.55 * u * u * (3 - 2 * u)

    def moments(self) -> list[float]:
        return [self.start + (self.end - self.start) * i / (SAMPLES - 1) for i in range(SAMPLES)]


@dataclass(frozen=True, slots=True)
class PlaneTransform:
    """From a plane's pixels at rest to the frame: x' = scale·x + dx, y' = scale·y + dy."""

    scale: float
    dx: float
    dy: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.scale * x + self.dx, self.scale * y + self.dy

    def frame(self, view: View) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the visible part, in the plane's pixels at rest."""
        left, top = -self.dx / self.scale, -self.dy / self.scale
        return left, top, left + view.width / self.scale, top + view.height / self.scale


def project_plane(view: View, eye: Eye, z: float) -> PlaneTransform:
    """Pinhole projection of a frontal plane at depth z."""
    depth = max(z - eye.z, 0.05 * z)
    grow = 1.0 if z >= FAR else z / depth
    focal = 0.0 if z >= FAR else view.focal * view.height / depth
    cx, cy = view.width / 2, view.horizon * view.height
    dx = cx * (1 - grow) - eye.x * focal - eye.turn_x * view.width
    dy = cy * (1 - grow) + eye.y * focal + eye.turn_y * view.height
    mx, my = view.width / 2, view.height / 2
    return PlaneTransform(grow * eye.zoom, mx + eye.zoom * (dx - mx), my + eye.zoom * (dy - my))


def eye_path(
    staging: Staging, span: ShotSpan, depths: Iterable[float], reach: float = FAR, track: Track | None = None
) -> EyePath:
    """The camera's path over a shot such that no plane at these depths is seen beyond its overscan, and the camera
    stays within `reach` metres of rest. `track` is the position of the followed thing."""
    way = _way(staging, span, track)
    strength = 1 - math.exp(-PACE[staging.camera.pace or "medium"] * (span.end - span.start) / SETTLE)

    def wanted(seconds: float) -> Eye:
        return way(seconds, strength)

    keep = min(_usable_amount(staging.view, wanted, span, tuple(depths)), _amount_within_reach(wanted, span, reach))
    return lambda seconds: _toward_rest(wanted(seconds), keep)


def _toward_rest(eye: Eye, keep: float) -> Eye:
    return Eye(
        eye.x * keep, eye.y * keep, eye.z * keep, 1 + (eye.zoom - 1) * keep, eye.turn_x * keep, eye.turn_y * keep
    )


def _usable_amount(view: View, path: EyePath, span: ShotSpan, depths: tuple[float, ...]) -> float:
    """The usable part 0..1 of the path."""
    eyes = [path(t) for t in span.moments()]

    def fits(keep: float) -> bool:
        return all(_within(view, project_plane(view, _toward_rest(eye, keep), z)) for eye in eyes for z in depths)

    if fits(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(8):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _amount_within_reach(path: EyePath, span: ShotSpan, reach: float) -> float:
    """The part 0..1 of the path that stays within reach."""
    furthest = max(abs(path(t).x) for t in span.moments())
    return min(1.0, reach / furthest) if furthest else 1.0


def _within(view: View, look: PlaneTransform) -> bool:
    left, top, right, bottom = look.frame(view)
    across, down = view.width * OVERSCAN, view.height * OVERSCAN
    return left >= -across and top >= -down and right <= view.width + across and bottom <= view.height + down


@dataclass(frozen=True, slots=True)
class _Focus:
    """The camera's focus: a point in pixels at rest, and its depth in metres."""

    x: float
    y: float
    z: float

    def metres(self, view: View, fraction: float) -> float:
        """Metres of movement for a shift by this fraction of the frame's height at the focus."""
        return fraction * view.height / view.scale(self.z)


def _focus(staging: Staging) -> _Focus:
    view = staging.view
    thing = _main(staging)
    if thing is None:
        z = view.nearest() * 2.5
        return _Focus(view.width / 2, view.ground(z), z)
    x, y = view.point(thing.x, thing.y + 0.8 * thing.size, thing.z)
    return _Focus(min(view.width * 0.8, max(view.width * 0.2, x)), min(view.height, max(0, y)), thing.z)


def _main(staging: Staging) -> PlacedThing | None:
    if staging.follow is not None:
        return staging.things[staging.follow]
    subjects = [thing for thing in staging.things if thing.subject is not None]
    return min(subjects, key=lambda thing: (thing.subject or 0, thing.z), default=None)


CameraMove = Callable[[float, float], Eye]
"""Camera position by time, for a strength 0..1."""


def _way(staging: Staging, span: ShotSpan, track: Track | None) -> CameraMove:  # noqa: PLR0911 - a table of moves
    view, focus = staging.view, _focus(staging)
    match staging.camera.move:
        case "pan left" | "pan right":
            return _pan(view, focus, span, -1 if staging.camera.move == "pan left" else 1)
        case "tilt up":
            return _tilt(span, -0.10, 0.20)
        case "tilt down":
            return _tilt(span, 0.22, -0.02)
        case "push":
            return lambda t, strength: _push_in(view, focus, span.progress(t) * strength)
        case "pull":
            return lambda t, strength: _push_in(view, focus, (1 - span.progress(t)) * strength)
        case "rise":
            return _rise(view, focus, span)
        case "follow" if track is not None:
            return _follow(track, view, focus.z, span)
        case "drift" | "follow":
            return _drift(view, focus, span, 0.10, 0.06)
        case _:
            return _drift(view, focus, span, 0.008, 0.018)


def _pan(view: View, focus: _Focus, span: ShotSpan, way: int) -> CameraMove:
    aspect = view.width / view.height
    truck = focus.metres(view, 0.11 * aspect)

    def eye(seconds: float, strength: float) -> Eye:
        u = way * (span.progress(seconds) * 2 - 1) * strength
        return Eye(x=truck * u, turn_x=0.15 * u, zoom=1.04)

    return eye


def _tilt(span: ShotSpan, start: float, end: float) -> CameraMove:
    def eye(seconds: float, strength: float) -> Eye:
        u = span.progress(seconds)
        return Eye(turn_y=(start + (end - start) * u) * strength, zoom=1.02)

    return eye


def _push_in(view: View, focus: _Focus, amount: float) -> Eye:
    """The camera moved towards the focus by an amount 0..1, which centres it."""
    ahead = min(0.32 * focus.z, 0.6 * view.nearest()) * amount
    zoom = 1 + 0.10 * amount
    grow = focus.z / (focus.z - ahead)
    x = (focus.x - view.width / 2) * (grow - 1 + 0.25 * amount)
    y = (focus.y - view.horizon * view.height) * (grow - 1) + (focus.y - view.height * 0.55) * 0.15 * amount
    return Eye(z=ahead, zoom=zoom, turn_x=x / view.width, turn_y=-y / view.height)


def _rise(view: View, focus: _Focus, span: ShotSpan) -> CameraMove:
    """Up from rest; the foreground sinks away, with limited speed."""
    height = min(focus.metres(view, 0.24), 0.3 * view.height / view.scale(view.nearest()))

    def eye(seconds: float, strength: float) -> Eye:
        u = (span.progress(seconds) - 0.1) * strength
        return Eye(y=height * u, turn_y=-0.08 * u, zoom=1.03)

    return eye


def _drift(view: View, focus: _Focus, span: ShotSpan, across: float, grow: float) -> CameraMove:
    """A slow truck with slight zoom; with small amounts, a nearly still camera."""
    metres = focus.metres(view, across)

    def eye(seconds: float, strength: float) -> Eye:
        u = span.progress(seconds)
        return Eye(x=metres * (u - 0.5) * strength, zoom=1 + grow * (0.15 + u) * strength)

    return eye


def _follow(track: Track, view: View, z: float, span: ShotSpan) -> CameraMove:
    """Alongside a travelling thing at depth z, which keeps its position in the frame as far as the overscan allows;
    starts and stops are smoothed."""
    room = view.half_width(z) * 0.3
    offset = min(room, max(-room, track(span.middle)))

    def eye(seconds: float, _: float) -> Eye:
        x = sum(track(seconds + lag) for lag in (-LAG, 0.0, LAG)) / 3
        return Eye(x=x - offset, zoom=1.02)

    return eye
