"""Props in use: kites on strings, mounts that move."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

import skia

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.colours import parse_colour
from polymuse.engines.builtin.sketch.figures import actions
from polymuse.engines.builtin.sketch.picture.actors import Actor
from polymuse.engines.builtin.sketch.picture.layers import Item
from polymuse.engines.builtin.sketch.stage import PlacedThing, Staging

__all__ = ["kite_strings", "stage_props"]

FLYING = "look-up"
"""Actions of kite flyers."""
ALOFT, ASIDE = 0.30, 0.26
"""Offset of a kite up and aside, in frame heights."""
KITE = 0.15
"""Height of a kite in the frame."""
HIGHEST = 0.16
"""Highest position of a kite, from the top of the frame."""
STRING, TONE = "string", Rgb.parse("#6f6357")
"""A kite's anchor (`PlacedThing.holds`), and the string's colour."""

WHEELS = 2.6
"""Speed of a cyclist in metres per second."""
RIDES = frozenset({"ride", "gallop", "cycle", "pedal", "bike"})
REACH = 0.8
"""Height in metres up to which a rider is on the mount."""
SAME_DEPTH = 0.08


def stage_props(staging: Staging) -> Staging:
    """The staging with kites in the air and mounts in motion."""
    result: list[PlacedThing] = []
    for thing in staging.things:
        result += _fly_kite(thing, staging) if _flies_a_kite(thing) else [thing]
    result = _move_mounts(result, staging)
    follow = staging.follow
    if follow is None and staging.camera.move == "follow":
        follow = next((n for n, thing in enumerate(result) if thing.speed and thing.subject is not None), None)
    return replace(staging, things=tuple(result), follow=follow)


def _flies_a_kite(thing: PlacedThing) -> bool:
    has_kite = any(word.split()[-1] == "kite" for word in thing.words if word)
    return thing.art == "person" and has_kite and FLYING in thing.action.split("+")


def _fly_kite(thing: PlacedThing, staging: Staging) -> list[PlacedThing]:
    """The kite in the sky, on the freer side, and its flyer."""
    view = staging.view
    px, _ = view.point(thing.x, 0, thing.z)
    side: Literal[1, -1] = 1 if px < view.width / 2 else -1
    up = view.ground(thing.z) - view.scale(thing.z) * 1.4 - ALOFT * view.height
    foot = max(HIGHEST * view.height + KITE * view.height, up)
    x = (px + side * ASIDE * view.height - view.width / 2) / view.scale(thing.z)
    y = (view.ground(thing.z) - foot) / view.scale(thing.z)
    size = KITE * view.height / view.scale(thing.z) / art.load("kite").metres
    kite_words = next(word for word in thing.words if word.split()[-1] == "kite")
    kite_colour = parse_colour(kite_words.rpartition(" ")[0])
    kite = PlacedThing(
        "kite", x, thing.z * 1.01, y, size, side, "fly", {"red": kite_colour} if kite_colour else {}, seed=thing.seed,
        holds=STRING, subject=thing.subject,
    )  # fmt: skip
    words = tuple(word for word in thing.words if word != kite_words)
    flyer = replace(thing, words=words, action="look-up+point", facing=side, speed=0.0)
    return [flyer, kite]


def _move_mounts(things: Sequence[PlacedThing], staging: Staging) -> list[PlacedThing]:
    """Riders and mounts at equal speed."""
    result = list(things)
    for n, rider in enumerate(things):
        if rider.art != "person" or rider.speed or rider.subject is None:
            continue
        verb = (staging.brief.subjects[rider.subject].action or "").split(" ")[0]
        mount = _find_mount(rider, things) if verb in RIDES else None
        if mount is None:
            continue
        carrier = things[mount]
        drawing = art.load(carrier.art)
        living = drawing.family == "animals"
        gait = "run" if verb == "gallop" else "walk"
        speed = (actions.travel(drawing, gait) if living else WHEELS) * carrier.facing * carrier.size
        result[mount] = replace(carrier, action=gait if living else "drive", speed=speed)
        result[n] = replace(rider, action=rider.action if living else "pedal", speed=speed)
    return result


def _find_mount(rider: PlacedThing, things: Sequence[PlacedThing]) -> int | None:
    """Index of what a rider sits on."""
    near = [
        n for n, thing in enumerate(things)
        if thing.art != "person" and thing.y < rider.y and abs(thing.x - rider.x) < REACH
        and abs(thing.z / rider.z - 1) < SAME_DEPTH and "seat" in art.load(thing.art).points
    ]  # fmt: skip
    return min(near, key=lambda n: abs(things[n].x - rider.x), default=None)


def kite_strings(cast: Sequence[Actor]) -> Iterator[Item]:
    """Strings of kites, each from its flyer's hand."""
    for kite in cast:
        if kite.placed.holds != STRING:
            continue
        flyer = next(a for a in cast if a.placed.subject == kite.placed.subject and a.placed.art == "person")
        yield Item(kite.placed.z * 0.999, partial(_string, kite, flyer), 0.0)


def _string(kite: Actor, flyer: Actor, canvas: skia.Canvas, seconds: float) -> None:
    """A slightly sagging, trembling line."""
    corner = kite.matrix(seconds).mapXY(*kite.art.points["hand"])
    start, end = (corner.x(), corner.y()), flyer.joint_at("hand-far", seconds)
    sag = 0.10 * math.dist(start, end) * (1 + 0.15 * math.sin(seconds * 1.3))
    path = skia.Path()
    path.moveTo(*start)
    path.quadTo((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag, *end)
    width = max(0.8, 0.0014 * kite.view.height)
    tone = TONE.mix(kite.light.sky[-1], 0.2).skia(0.9)
    paint = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width, Color=tone)
    canvas.drawPath(path, paint)
