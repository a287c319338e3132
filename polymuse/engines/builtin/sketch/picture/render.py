"""Rendering of a staging: planes and things back to front, as seen by the camera, with weather and finish."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import takewhile

import skia

from polymuse.engines.builtin.sketch.picture import actors, finish, motes, props, rays, weather
from polymuse.engines.builtin.sketch.picture.blocking import plan_courses
from polymuse.engines.builtin.sketch.picture.camera import OVERSCAN, ShotSpan, eye_path
from polymuse.engines.builtin.sketch.picture.layers import Box, Item, Layer, layers_of
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import light_of, palette_of
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Eye, Light, Scenery, Staging

__all__ = ["Picture"]

AWAY = 0.12
"""Lateral camera range between two walls, as a part of the distance to the nearer one."""

STEADY = frozenset({"pan left", "pan right", "tilt up", "tilt down", "rise", "follow"})
"""Moves that keep the scale: prints last, and every frame is new. With the others, which change a picture by less than
a pixel from frame to frame, the camera and what is far move on twos."""

TWOS = 1 / 12
"""Seconds that a drawing is held on twos."""

Shown = tuple[Layer, float, float]
"""A layer and its visible rows."""

NO_TIME = ShotSpan(0.0, 0.0)


class Picture:
    """A scene ready to draw frames. `span` is the shot's time range in seconds, empty for a still. `light` defaults to
    the brief's."""

    def __init__(self, staging: Staging, seed: int, span: ShotSpan = NO_TIME, light: Light | None = None) -> None:
        self.light = light or light_of(staging.brief, sets.indoors(staging.set))
        self.staging = staging = props.stage_props(staging)
        scenery = Scenery(staging.view, self.light, staging.brief, palette_of(staging.brief), seed)
        backdrop = sets.paint(staging.set, scenery)
        reach = _reach(staging, backdrop)
        air = list(_air(staging, backdrop, self.light, seed))
        depths = {p.z for p in backdrop.planes} | {t.z for t in staging.things} | {i.z for i in air}
        free_path = None if staging.follow is not None else eye_path(staging, span, depths, reach)
        drawings = [actors.load_drawing(thing) for thing in staging.things]
        ways = plan_courses(staging, drawings, backdrop, reach, span, free_path)
        led = ways[staging.follow] if staging.follow is not None else None
        self.eye = free_path or eye_path(staging, span, depths, reach, led.at if led else None)
        self.cast = tuple(
            actors.make_actor(thing, drawing, course, staging.view, self.light)
            for thing, drawing, course in zip(staging.things, drawings, ways, strict=True)
        )
        items = [*_items(self.cast, backdrop), *air]
        self._layers = layers_of(items, staging.view, [self.eye(t) for t in span.moments()])
        self._steady = staging.camera.move in STEADY
        self._behind, self._moment = skia.Surface(staging.view.width, staging.view.height), math.nan
        self._over = finish.overlay(staging.view, self.light, staging.brief, seed)

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame at a time; it covers the whole canvas."""
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
        """Layers behind everything fast, on twos."""
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
        """Bounds of subjects at the start, in pixels at rest."""
        return [actor.body(0.0) for actor in self.cast if actor.placed.subject is not None]

    def _visible(self, eye: Eye) -> Iterator[Shown]:
        """The layers back to front, each with the rows not hidden by those in front."""
        top, bottom = 0.0, float(self.staging.view.height)
        visible: list[Shown] = []
        for layer in reversed(self._layers):
            if top >= bottom:
                break
            visible.append((layer, top, bottom))
            roof, floor = layer.hides(eye)
            top, bottom = max(top, roof), min(bottom, floor)
        return reversed(visible)


def _reach(staging: Staging, backdrop: Backdrop) -> float:
    """Lateral camera range in metres: as far as the nearest plane is painted, and not into walls."""
    nearest = min((plane.z for plane in backdrop.planes), default=FAR)
    painted = 2 * OVERSCAN * staging.view.half_width(nearest)
    zone = backdrop.ground
    free_width = min(-zone.left, zone.right) if zone and zone.left < 0 < zone.right else FAR
    return min(painted, AWAY * free_width)


def _items(cast: Sequence[actors.Actor], backdrop: Backdrop) -> Iterator[Item]:
    for plane in backdrop.planes:
        yield Item(plane.z, plane.draw, math.inf if plane.still else 0.0, soft=plane.soft, scenery=True)
    for actor in cast:
        yield from actors.actor_items(actor, backdrop.indoors)
    yield from props.kite_strings(cast)


def _air(staging: Staging, backdrop: Backdrop, light: Light, seed: int) -> Iterator[Item]:
    """Particles and weather between things."""
    yield from motes.items(staging.brief, staging.view, light, seed, backdrop.indoors)
    if not backdrop.indoors:
        yield from rays.items(staging.view, light)
        yield from weather.items(staging.brief.setting.weather, staging.view, light, seed)
