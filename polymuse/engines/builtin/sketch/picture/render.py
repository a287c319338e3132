"""A staging in motion: planes and things back to front, seen by the camera, with weather and a finish on top."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import takewhile

import skia

from polymuse.engines.builtin.sketch.picture import actors, finish, motes, props, rays, weather
from polymuse.engines.builtin.sketch.picture.blocking import courses
from polymuse.engines.builtin.sketch.picture.camera import OVERSCAN, Span, eye_path
from polymuse.engines.builtin.sketch.picture.layers import Box, Item, Layer, layers_of
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import light_of, palette_of
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Eye, Light, Scenery, Staging

__all__ = ["Picture"]

AWAY = 0.12
"""How far the camera goes aside between two walls, as a part of the way to the nearer one."""

STEADY = frozenset({"pan left", "pan right", "tilt up", "tilt down", "rise", "follow"})
"""Moves that keep the scale: prints last, and every frame is new. With the others, which change a picture by less than
a pixel from frame to frame, the camera and what is far move on twos."""

TWOS = 1 / 12
"""Seconds that a drawing stands for on twos."""

Shown = tuple[Layer, float, float]
"""A layer and the rows between which it is in sight."""

NO_TIME = Span(0.0, 0.0)


class Picture:
    """Everything of a scene that frames are drawn from. `span` is the shot's time in seconds; for a single picture it
    has no length. `light` is that of the brief where none is given."""

    def __init__(self, staging: Staging, seed: int, span: Span = NO_TIME, light: Light | None = None) -> None:
        self.light = light or light_of(staging.brief, sets.indoors(staging.set))
        self.staging = staging = props.handled(staging)
        scenery = Scenery(staging.view, self.light, staging.brief, palette_of(staging.brief), seed)
        backdrop = sets.paint(staging.set, scenery)
        reach = _reach(staging, backdrop)
        air = list(_air(staging, backdrop, self.light, seed))
        depths = {p.z for p in backdrop.planes} | {t.z for t in staging.things} | {i.z for i in air}
        free = None if staging.follow is not None else eye_path(staging, span, depths, reach)
        drawings = [actors.drawing_of(thing) for thing in staging.things]
        ways = courses(staging, drawings, backdrop, reach, span, free)
        led = ways[staging.follow] if staging.follow is not None else None
        self.eye = free or eye_path(staging, span, depths, reach, led.at if led else None)
        self.cast = tuple(
            actors.cast(thing, drawing, course, staging.view, self.light)
            for thing, drawing, course in zip(staging.things, drawings, ways, strict=True)
        )
        items = [*_items(self.cast, backdrop), *air]
        self._layers = layers_of(items, staging.view, [self.eye(t) for t in span.moments()])
        self._steady = staging.camera.move in STEADY
        self._behind, self._moment = skia.Surface(staging.view.width, staging.view.height), math.nan
        self._over = finish.overlay(staging.view, self.light, staging.brief, seed)

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame of a moment; it covers the whole canvas."""
        moment = seconds if self._steady else math.floor(seconds / TWOS + 1e-6) * TWOS
        eye = self.eye(moment)
        shown = list(self._visible(eye))
        if not self._steady:
            calm = list(takewhile(lambda part: part[0].calm, shown))
            self._draw_behind(calm, moment, eye)
            self._behind.draw(canvas, 0, 0)
            shown = shown[len(calm) :]
        self._stack(canvas, shown, seconds, eye)
        canvas.drawImage(self._over, 0, 0)

    def _draw_behind(self, calm: Sequence[Shown], moment: float, eye: Eye) -> None:
        """What lies behind everything that is quick, on twos."""
        if moment != self._moment:
            self._stack(self._behind.getCanvas(), calm, moment, eye)
            self._moment = moment

    def _stack(self, canvas: skia.Canvas, shown: Sequence[Shown], seconds: float, eye: Eye) -> None:
        for layer, top, bottom in shown:
            canvas.save()
            canvas.clipRect(skia.Rect.MakeLTRB(0, math.floor(top), self.staging.view.width, math.ceil(bottom)))
            layer.draw(canvas, seconds, eye)
            canvas.restore()

    def boxes(self) -> list[Box]:
        """Where what was asked for is at the start, in pixels at rest."""
        return [actor.body(0.0) for actor in self.cast if actor.placed.subject is not None]

    def _visible(self, eye: Eye) -> Iterator[Shown]:
        """The layers back to front, each with the frame's rows between which those in front leave it in sight."""
        top, bottom = 0.0, float(self.staging.view.height)
        found: list[Shown] = []
        for layer in reversed(self._layers):
            if top >= bottom:
                break
            found.append((layer, top, bottom))
            roof, floor = layer.hides(eye)
            top, bottom = max(top, roof), min(bottom, floor)
        return reversed(found)


def _reach(staging: Staging, backdrop: Backdrop) -> float:
    """How many metres the eye may go to the sides: as far as the nearest plane is painted, and not into walls."""
    nearest = min((plane.z for plane in backdrop.planes), default=FAR)
    painted = 2 * OVERSCAN * staging.view.half_width(nearest)
    zone = backdrop.ground
    free = min(-zone.left, zone.right) if zone and zone.left < 0 < zone.right else FAR
    return min(painted, AWAY * free)


def _items(cast: Sequence[actors.Actor], backdrop: Backdrop) -> Iterator[Item]:
    for plane in backdrop.planes:
        yield Item(plane.z, plane.draw, math.inf if plane.still else 0.0, soft=plane.soft, scenery=True)
    for actor in cast:
        yield from actors.items_of(actor, backdrop.indoors)
    yield from props.strings(cast)


def _air(staging: Staging, backdrop: Backdrop, light: Light, seed: int) -> Iterator[Item]:
    """What is in the air between things."""
    yield from motes.items(staging.brief, staging.view, light, seed, backdrop.indoors)
    if not backdrop.indoors:
        yield from rays.items(staging.view, light)
        yield from weather.items(staging.brief.setting.weather, staging.view, light, seed)
