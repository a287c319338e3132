"""Blocking: who goes where in a shot. (On a stage, the plan of the actors' movements.)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from polymuse.engines.builtin.sketch.art import Art
from polymuse.engines.builtin.sketch.picture.camera import EyePath, Span, seen
from polymuse.engines.builtin.sketch.picture.travel import Course, Traveller, course_of
from polymuse.engines.builtin.sketch.stage import Backdrop, Placed, Staging, View, Zone

__all__ = ["courses", "way_of"]

IN_SIGHT = 0.74
"""How much of the frame's half width a traveller uses."""
LED = 0.42
"""… and one that the camera follows."""
BETWEEN = 0.62
"""How much of the ground between two walls a traveller uses: the walls nearer to us hide its edges."""
CLOSE = 0.4
"""How far apart travellers in company stay at most, to either side, in half widths of the frame."""
LIFTED = 0.4
"""Metres above the ground from which on a thing is in the air, or on something."""
SMALL = 1.45
"""Metres of height up to which a runner is a child or an animal at play."""
GOING = frozenset({"walk", "run", "push", "pull"})
ROOMY = 1.2
"""Seconds that one way of a game takes at least."""
KEPT = 0.45
"""How much of its way somebody keeps at least."""
SAME_DEPTH = 0.06
"""Part of the depth up to which one may carry the other."""


def courses(
    staging: Staging, drawings: Sequence[Art], backdrop: Backdrop, reach: float, span: Span, eye: EyePath | None
) -> list[Course | None]:
    """The course of every thing, None for what stays in its place. `reach` is how many metres the camera may go with
    what it follows; `eye` is its path when it follows nothing."""
    things = staging.things
    windows = [_window(thing, staging.view, eye, span) for thing in things]
    ways = [_in_the_open(n, way, staging, drawings) for n, way in enumerate(_ways(staging, backdrop, reach, windows))]
    goals = {n: goal for n, thing in enumerate(things) if (goal := _goal(n, thing, staging, drawings)) is not None}
    found: list[Course | None] = []
    for n, (thing, drawing, way) in enumerate(zip(things, drawings, ways, strict=True)):
        travels = thing.speed and thing.subject is not None and span.end > span.start
        found.append(course_of(_traveller(thing, drawing, way, goals.get(n)), span) if travels else None)
    carriers = dict(_carriers(things))
    for n, carrier in carriers.items():
        course = found[carrier]
        own, rider = things[carrier], things[n]
        found[n] = course.carrying(rider.x, own.x, rider.z / own.z) if course else None
    return found


def _in_the_open(
    number: int, way: tuple[float, float], staging: Staging, drawings: Sequence[Art]
) -> tuple[float, float]:
    """The way without an end behind something that stands nearer, where somebody would stop out of sight."""
    thing, view = staging.things[number], staging.view
    if not thing.speed or thing.y > LIFTED or thing.subject is None:
        return way
    scale, own = view.scale(thing.z), _half(thing, drawings[number], view)
    low, high = way
    for n, other in enumerate(staging.things):
        if other.z >= thing.z or other.speed or other.y > LIFTED:
            continue
        middle, half = _middle(other, view), _half(other, drawings[n], view) + own
        left, right = (middle - half) / scale, (middle + half) / scale
        if left < high < right and left - low > KEPT * (way[1] - way[0]):
            high = left
        if left < low < right and high - right > KEPT * (way[1] - way[0]):
            low = right
    return low, high


def _traveller(thing: Placed, drawing: Art, way: tuple[float, float], goal: float | None) -> Traveller:
    parts = thing.action.split("+")
    jointed = bool(drawing.joints())
    flies = jointed and "fly" in parts
    steps = jointed and bool(GOING & set(parts))
    room = abs(way[1] - way[0]) / abs(thing.speed)
    plays = steps and "run" in parts and room > ROOMY
    rest = "+".join(part for part in parts if part not in GOING) or "stand"
    lively = drawing.metres < SMALL or flies
    return Traveller(thing.x, thing.speed, way, goal, steps, plays, lively, flies, rest, thing.seed)


def _goal(number: int, thing: Placed, staging: Staging, drawings: Sequence[Art]) -> float | None:
    """The x, at its own depth, where it stands beside what it goes toward."""
    aim = next((r.object for r in staging.brief.relations if r.kind == "toward" and r.subject == thing.subject), None)
    if not thing.speed or aim is None:
        return None
    there = [n for n, other in enumerate(staging.things) if other.subject == aim]
    if not there or any(staging.things[n].speed for n in there):
        return None
    view, ahead = staging.view, 1 if thing.speed > 0 else -1
    nearest = min(there, key=lambda n: abs(_middle(staging.things[n], view) - _middle(thing, view)))
    gap = _half(staging.things[nearest], drawings[nearest], view) + 1.1 * _half(thing, drawings[number], view)
    goal = _middle(staging.things[nearest], view) - ahead * gap
    return goal / view.scale(thing.z)


def _middle(thing: Placed, view: View) -> float:
    return thing.x * view.scale(thing.z)


def _half(thing: Placed, drawing: Art, view: View) -> float:
    """Half the width of a thing in pixels; figures are narrower than their outstretched arms."""
    left, _, right, _ = drawing.bounds
    slim = 0.66 if "shoulder" in drawing.points else 1.0
    return 0.5 * slim * (right - left) * drawing.scale * thing.size * view.scale(thing.z)


def _carriers(things: Sequence[Placed]) -> Iterator[tuple[int, int]]:
    """What is carried along, and by which other thing."""
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


def _window(thing: Placed, view: View, eye: EyePath | None, span: Span) -> tuple[float, float]:
    """The x between which a thing at this depth is in sight all through the shot; a point where there is none such."""
    half = view.half_width(thing.z)
    if eye is None or not thing.speed:
        return -half, half
    frames = [seen(view, eye(t), thing.z).frame(view) for t in span.moments()]
    left, right = max(f[0] for f in frames), min(f[2] for f in frames)
    if left > right:
        left = right = (left + right) / 2
    scale = view.scale(thing.z)
    return (left - view.width / 2) / scale, (right - view.width / 2) / scale


def _ways(
    staging: Staging, backdrop: Backdrop, reach: float, windows: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Where each thing can go. Whoever goes the way of one that the camera follows has the camera's room as well; those
    who go the same way keep their distances."""
    led = staging.things[staging.follow] if staging.follow is not None else None
    for placed, window in zip(staging.things, windows, strict=True):
        along = led is not None and placed.speed * led.speed > 0
        company = [t.x for t in staging.things if t.subject is not None and t.speed * placed.speed > 0]
        middle, spread = fmean(company or [0.0]), max(company or [0.0]) - min(company or [0.0])
        room = (reach if along else 0.0) - min(spread / 2, CLOSE * staging.view.half_width(placed.z))
        left, right = way_of(placed, staging.view, window, backdrop.ground, room)
        aside = (placed.x - middle) * min(1.0, CLOSE * staging.view.half_width(placed.z) / max(spread / 2, 1e-6))
        yield left + aside, right + aside


def way_of(
    placed: Placed, view: View, window: tuple[float, float], zone: Zone | None, room: float
) -> tuple[float, float]:
    """The x between which a thing uses the window it is seen in, on its ground; `room` is how many metres the camera
    goes along with it to either side."""
    margin = (1 - (LED if room > 0 else IN_SIGHT)) * view.half_width(placed.z) - room
    middle = (window[0] + window[1]) / 2
    low, high = min(middle, window[0] + margin), max(middle, window[1] - margin)
    if zone is None or placed.y > LIFTED:
        return low, high
    left, right = max(low, zone.left * BETWEEN), min(high, zone.right * BETWEEN)
    return (left, right) if left < right else (low, high)
