"""Water: it mirrors the sky, runs in low waves, and glints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, lens, rolling
from polymuse.engines.builtin.sketch.stage import Plane

__all__ = ["SEA", "glints", "mirror", "reflection", "waves"]

SEA = Rgb.parse("#3f8c96")
FOAM = Rgb.parse("#eef1e6")


def reflection(brush: Brush, own: Rgb, t: float) -> Rgb:
    """The water's colour: t 0 at the horizon, where it mirrors the low sky, to 1 at our feet, its own."""
    sky = brush.light.sky
    at = (1 - t) * (len(sky) - 1)
    low, high = sky[int(at)], sky[min(len(sky) - 1, int(at) + 1)]
    mirrored = low.mix(high, at - int(at))
    body = brush.tone(own, 0).mix(sky[0], 0.35)
    return mirrored.mix(body, 0.16 + 0.52 * t)


def mirror(brush: Brush, z: float, own: Rgb = SEA, level: float = 0.0) -> Plane:
    """The whole water from depth z to the eye as one calm sheet, `level` metres above the ground."""
    return Plane(z, partial(_sheet, brush, z, own, level))


def _sheet(brush: Brush, z: float, own: Rgb, level: float, canvas: skia.Canvas, _: float) -> None:
    top = brush.view.ground(z) - level * brush.view.scale(z)
    box = skia.Path()
    box.addRect(brush.left, top, brush.right, brush.bottom)
    steps = [reflection(brush, own, t / 5) for t in range(6)]
    brush.wash(canvas, box, steps, (0, top), (0, brush.view.height * 1.05))


def waves(brush: Brush, name: str, z: float, own: Rgb = SEA, height: float = 0.12, crest: float = 0.35) -> Plane:
    """The water from depth z on, behind a wave `height` metres high with a lighter crest."""
    return Plane(z, partial(_wave, brush, name, z, own, height, crest))


def _wave(
    brush: Brush, name: str, z: float, own: Rgb, height: float, crest: float, canvas: skia.Canvas, _: float
) -> None:
    view, rng = brush.view, brush.rng(name)
    y, scale = view.ground(z), view.scale(z)
    line = rolling(
        rng, brush.left, brush.right, y, height * scale, max(view.width * 0.16, min(5.5 * scale, view.width * 0.7))
    )
    span = max(1.0, view.height - brush.horizon)
    t0 = min(0.9, (y - brush.horizon) / span + 0.10)
    colours = [reflection(brush, own, t0 + (1 - t0) * i / 3 * 0.9) for i in range(4)]
    lit = colours[0].mix(brush.light.sky[-1], crest)
    brush.wash(canvas, below(line, brush.bottom), colours, (0, y), (0, view.height * 1.05))
    edge = skia.Path()
    for (ax, ay), (bx, by) in zip(line[::3], line[2::3], strict=False):
        if by > ay:
            continue
        lens(
            edge, (ax + bx) / 2, (ay + by) / 2 + height * scale * 0.5, (bx - ax) * 2.2, max(0.8, height * scale * 0.16)
        )
    brush.fill(canvas, edge, lit, 0.75)


@dataclass(frozen=True, slots=True)
class _Glint:
    x: float
    y: float
    width: float
    period: float
    phase: float
    sunny: bool


def glints(brush: Brush, z: float, count: int = 130, near: float = 3.0, far: float = 400.0) -> Plane:
    """Ripples that come and go, and the path of the sun or moon on the water; drawn as if at depth z."""
    rng, view, sun = brush.rng("glints"), brush.view, brush.light.sun
    top, bottom = view.ground(far), view.ground(near)
    found = []
    for i in range(count):
        t = rng.random() ** 1.4
        y = top + (bottom - top) * t
        sunny = sun is not None and i % 3 > 0
        spread = view.width * (0.012 + 0.075 * t)
        x = sun.x * view.width + rng.gauss(0, 1) * spread if sun and sunny else rng.uniform(brush.left, brush.right)
        width = view.height * (0.012 + 0.085 * t) * rng.uniform(0.5, 1.3)
        found.append(_Glint(x, y, width, rng.uniform(2.2, 4.5), rng.random(), sunny))
    return Plane(z, partial(_glitter, brush, found), still=False)


def _glitter(brush: Brush, ripples: Sequence[_Glint], canvas: skia.Canvas, seconds: float) -> None:
    """Each ripple swells and shrinks and slides a little; two paths in all, so that it costs next to nothing."""
    plain, sunny = skia.Path(), skia.Path()
    for r in ripples:
        wave = math.sin(2 * math.pi * (seconds / r.period + r.phase))
        swell = max(0.0, 0.35 + 0.65 * wave)
        if swell > 0.05:
            drift = 0.25 * r.width * math.cos(2 * math.pi * (seconds / r.period / 2 + r.phase))
            lens(
                sunny if r.sunny else plain,
                r.x + drift,
                r.y,
                r.width * (0.5 + 0.5 * swell),
                max(0.7, r.width * 0.055 * swell),
            )
    light = brush.light
    brush.fill(canvas, plain, light.sky[-1].mix(brush.tone(FOAM), 0.25), 0.42)
    if light.sun:
        brush.fill(canvas, sunny, light.sun.colour.mix(light.sun.glow, 0.25), 0.85)
