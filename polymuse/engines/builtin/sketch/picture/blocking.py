"""Blocking: the planned movements of all things in a shot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from polymuse.engines.builtin.sketch.art import Art
from polymuse.engines.builtin.sketch.picture.camera import EyePath, ShotSpan, project_plane
from polymuse.engines.builtin.sketch.picture.travel import Course, Traveller, plan_course
from polymuse.engines.builtin.sketch.stage import Backdrop, PlacedThing, Staging, View, Zone

__all__ = ["plan_courses", "travel_range"]

IN_SIGHT = 0.74
"""Part of the frame's half width that a traveller uses."""
LED = 0.42
"""The same for one followed by the camera."""
BETWEEN = 0.62
"""Part of the ground between two walls that a traveller uses; nearer walls hide its edges."""
CLOSE = 0.4
"""Maximum distance of companions, in half widths of the frame."""
LIFTED = 0.4
"""Height in metres from which a thing is in the air, or on something."""
SMALL = 1.45
"""Height in metres up to which a runner is a child or animal at play."""
GOING = frozenset({"walk", "run", "push", "pull"})
ROOMY = 1.2
"""Minimum seconds for one direction of a game."""
KEPT = 0.45
"""Minimum part of a way that is kept."""
SAME_DEPTH = 0.06
"""Depth ratio up to which one thing can carry another."""


def plan_courses(
    staging: Staging, drawings: Sequence[Art], backdrop: Backdrop, reach: float, span: ShotSpan, eye: EyePath | None
) -> list[Course | None]:
    """The course of every thing, None for those that stay. `reach` is the distance in metres that the camera can go
    with what it follows; `eye` is its path if it follows nothing."""
    things = staging.things
    windows = [_visible_range(thing, staging.view, eye, span) for thing in things]
    ways = [
        _avoid_occlusion(n, way, staging, drawings)
        for n, way in enumerate(_travel_ranges(staging, backdrop, reach, windows))
    ]
    goals = {n: goal for n, thing in enumerate(things) if (goal := _goal(n, thing, staging, drawings)) is not None}
    result: list[Course | None] = []
    for n, (thing, drawing, way) in enumerate(zip(things, drawings, ways, strict=True)):
        travels = thing.speed and thing.subject is not None and span.end > span.start
        result.append(plan_course(_traveller(thing, drawing, way, goals.get(n)), span) if travels else None)
    carriers = dict(_carried_pairs(things))
    for n, carrier in carriers.items():
        course = result[carrier]
        carrier_thing, rider = things[carrier], things[n]
        result[n] = course.for_carried(rider.x, carrier_thing.x, rider.z / carrier_thing.z) if course else None
    return result


def _avoid_occlusion(
    number: int, way: tuple[float, float], staging: Staging, drawings: Sequence[Art]
) -> tuple[float, float]:
    """The way without an end behind a nearer thing."""
    thing, view = staging.things[number], staging.view
    if not thing.speed or thing.y > LIFTED or thing.subject is None:
        return way
    scale, half_width = view.scale(thing.z), _half_width(thing, drawings[number], view)
    low, high = way
    for n, other in enumerate(staging.things):
        if other.z >= thing.z or other.speed or other.y > LIFTED:
            continue
        middle, half = _middle(other, view), _half_width(other, drawings[n], view) + half_width
        left, right = (middle - half) / scale, (middle + half) / scale
        if left < high < right and left - low > KEPT * (way[1] - way[0]):
            high = left
        if left < low < right and high - right > KEPT * (way[1] - way[0]):
            low = right
    return low, high


def _traveller(thing: PlacedThing, drawing: Art, way: tuple[float, float], goal: float | None) -> Traveller:
    parts = thing.action.split("+")
    jointed = bool(drawing.joints())
    flies = jointed and "fly" in parts
    steps = jointed and bool(GOING & set(parts))
    room = abs(way[1] - way[0]) / abs(thing.speed)
    plays = steps and "run" in parts and room > ROOMY
    rest = "+".join(part for part in parts if part not in GOING) or "stand"
    lively = drawing.metres < SMALL or flies
    return Traveller(thing.x, thing.speed, way, goal, steps, plays, lively, flies, rest, thing.seed)


def _goal(number: int, thing: PlacedThing, staging: Staging, drawings: Sequence[Art]) -> float | None:
    """The x, at its own depth, where it stands beside its goal."""
    aim = next((r.object for r in staging.brief.relations if r.kind == "toward" and r.subject == thing.subject), None)
    if not thing.speed or aim is None:
        return None
    targets = [n for n, other in enumerate(staging.things) if other.subject == aim]
    if not targets or any(staging.things[n].speed for n in targets):
        return None
    view, ahead = staging.view, 1 if thing.speed > 0 else -1
    nearest = min(targets, key=lambda n: abs(_middle(staging.things[n], view) - _middle(thing, view)))
    gap = _half_width(staging.things[nearest], drawings[nearest], view) + 1.1 * _half_width(
        thing, drawings[number], view
    )
    goal = _middle(staging.things[nearest], view) - ahead * gap
    return goal / view.scale(thing.z)


def _middle(thing: PlacedThing, view: View) -> float:
    return thing.x * view.scale(thing.z)


def _half_width(thing: PlacedThing, drawing: Art, view: View) -> float:
    """Half the width of a thing in pixels; figures are narrower than their outstretched arms."""
    left, _, right, _ = drawing.bounds
    slim = 0.66 if "shoulder" in drawing.points else 1.0
    return 0.5 * slim * (right - left) * drawing.scale * thing.size * view.scale(thing.z)


def _carried_pairs(things: Sequence[PlacedThing]) -> Iterator[tuple[int, int]]:
    """Pairs of carried thing and carrier."""
    for n, thing in enumerate(things):
        if not thing.speed or not thing.y:
            continue
        under = [
            m for m, other in enumerate(things)
            if m != n and other.speed == thing.speed and other.y < thing.y
            and abs(other.z / thing.z - 1) < SAME_DEPTH and other.subject != thing.subject
        ]  # fmt: skip
        if under:
            yield n, min(under, key=lambda m: abs(things[m].x - thing.x))


def _visible_range(thing: PlacedThing, view: View, eye: EyePath | None, span: ShotSpan) -> tuple[float, float]:
    """The x range in which a thing at this depth is visible throughout the shot; a single point if there is none."""
    half = view.half_width(thing.z)
    if eye is None or not thing.speed:
        return -half, half
    frames = [project_plane(view, eye(t), thing.z).frame(view) for t in span.moments()]
    left, right = max(f[0] for f in frames), min(f[2] for f in frames)
    if left > right:
        left = right = (left + right) / 2
    scale = view.scale(thing.z)
    return (left - view.width / 2) / scale, (right - view.width / 2) / scale


def _travel_ranges(
    staging: Staging, backdrop: Backdrop, reach: float, windows: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """The range of each thing. Companions of a followed thing share the camera's range and keep their distances."""
    led = staging.things[staging.follow] if staging.follow is not None else None
    for placed, window in zip(staging.things, windows, strict=True):
        along = led is not None and placed.speed * led.speed > 0
        company = [t.x for t in staging.things if t.subject is not None and t.speed * placed.speed > 0]
        middle, spread = fmean(company or [0.0]), max(company or [0.0]) - min(company or [0.0])
        room = (reach if along else 0.0) - min(spread / 2, CLOSE * staging.view.half_width(placed.z))
        left, right = travel_range(placed, staging.view, window, backdrop.ground, room)
        aside = (placed.x - middle) * min(1.0, CLOSE * staging.view.half_width(placed.z) / max(spread / 2, 1e-6))
        yield left + aside, right + aside


def travel_range(
    placed: PlacedThing, view: View, window: tuple[float, float], zone: Zone | None, room: float
) -> tuple[float, float]:
    """The range within its visible range, on its ground; `room` is the distance in metres that the camera moves along
    to either side."""
    margin = (1 - (LED if room > 0 else IN_SIGHT)) * view.half_width(placed.z) - room
    middle = (window[0] + window[1]) / 2
    low, high = min(middle, window[0] + margin), max(middle, window[1] - margin)
    if zone is None or placed.y > LIFTED:
        return low, high
    left, right = max(low, zone.left * BETWEEN), min(high, zone.right * BETWEEN)
    return (left, right) if left < right else (low, high)
