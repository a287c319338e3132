"""Sets beyond the earth: space, the moon, another planet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import skia

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Light, Plane, Scenery, Zone

_hex = Rgb.parse
VOID = tuple(_hex(c) for c in ("#141a38", "#1f2450", "#35306a", "#4b3f7d"))
NEBULA = tuple(_hex(c) for c in ("#8a5a93", "#4f7fae", "#c4788a", "#3f6f9a"))
DUST, RUST = _hex("#b9b6b2"), _hex("#c07a58")


def _starlit(scenery: Scenery, key: Rgb, haze: Rgb, clear: float) -> Scenery:
    """Beyond the air it is always a starry night, lit hard by the sun."""
    light: Light = replace(
        scenery.light,
        sky=VOID,
        key=key,
        ambient=Rgb(key.r * 0.5, key.g * 0.5, key.b * 0.62),
        haze=haze,
        clear=clear,
        night=max(scenery.light.night, 0.7),
        sun=None,
        stars=1.0,
    )
    return replace(scenery, light=light)


def space(scenery: Scenery) -> Backdrop:
    """Stars, clouds of gas and a ringed planet; nothing to stand on."""
    brush = Brush(_starlit(scenery, Rgb(1.0, 0.97, 0.95), VOID[1], 1e6))
    stars = sky.stars(brush)
    return Backdrop(
        planes=(
            Plane(FAR, partial(_void, brush)),
            *stars,
            Plane(FAR * 0.6, partial(_world, brush)),
        ),
    )


def _void(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """Darkness that is never black, with nebulae along a band and faint stars."""
    view, rng = brush.view, brush.rng("nebula")
    whole = houses.box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    brush.wash(canvas, whole, [VOID[0], VOID[1], VOID[2]], (0, 0), (view.width * 0.5, view.height * 1.1))
    lean = rng.choice((-1, 1))
    for i in range(22):
        t = rng.uniform(-0.25, 1.25)
        x, y = view.width * t, view.height * (0.5 + lean * (t - 0.5) * 0.8) + rng.gauss(0, 0.10) * view.height
        brush.glow(canvas, x, y, view.height * rng.uniform(0.14, 0.40), NEBULA[i % len(NEBULA)], 0.20)
    for size, count in ((1.5, 300), (2.6, 70)):
        points = [
            skia.Point(rng.uniform(brush.left, brush.right), rng.uniform(brush.top, brush.bottom)) for _ in range(count)
        ]
        paint = skia.Paint(AntiAlias=True, Color=sky.PAPER_MOON.skia(0.75), StrokeWidth=size * view.height / 720)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)


def _world(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """A planet low on one side, banded, with its night side towards us."""
    view, rng = brush.view, brush.rng("world")
    r = view.height * 0.42
    x, y = view.width * rng.choice((0.10, 0.90)), view.height * 1.02
    base = brush.scenery.palette[0].mix(_hex("#7f9fb8"), 0.4)
    disc = skia.Path()
    disc.addCircle(x, y, r)
    brush.glow(canvas, x, y, r * 1.35, base.adjust_lightness(0.25), 0.5)
    canvas.save()
    canvas.clipPath(disc, doAntiAlias=True)
    brush.wash(
        canvas,
        disc,
        [base.adjust_lightness(0.22), base, base.adjust_lightness(-0.35)],
        (x - r * 0.6, y - r),
        (x + r * 0.6, y + r * 0.4),
    )
    for i in range(6):
        by = y - r + r * (0.16 + 0.17 * i)
        cloud = smooth(
            [
                (x - r, by),
                (x - r * 0.4, by - r * 0.06),
                (x + r * 0.2, by + r * 0.02),
                (x + r, by - r * 0.04),
                (x + r, by + r * 0.05),
                (x, by + r * 0.08),
                (x - r, by + r * 0.06),
            ]
        )
        brush.fill(canvas, cloud, base.adjust_lightness(0.2 if i % 2 else -0.15), 0.35)
    canvas.restore()


def moon(scenery: Scenery) -> Backdrop:
    """Grey dust and craters under black-blue sky, the earth above the hills."""
    brush = Brush(_starlit(scenery, Rgb(1.0, 0.98, 0.96), VOID[2], 900))
    return _ground(brush, DUST, "earth")


def planet(scenery: Scenery) -> Backdrop:
    """Red sand and rock arches under a strange sky with two moons."""
    dusty = _starlit(scenery, Rgb(1.0, 0.90, 0.84), _hex("#c98a78"), 320)
    sky_colours = tuple(_hex(c) for c in ("#2c2450", "#6a4070", "#b56a78", "#e8a482"))
    brush = Brush(replace(dusty, light=replace(dusty.light, sky=sky_colours, stars=0.5)))
    return _ground(brush, RUST, "planet")


def _ground(brush: Brush, dust: Rgb, above: str) -> Backdrop:
    stars = [plane for plane in sky.planes(brush) if plane.z >= FAR]
    return Backdrop(
        planes=(
            *stars,
            Plane(FAR * 0.8, partial(_hanging, brush, above)),
            terrain.mountains(brush, "rim", 900, dust.adjust_lightness(-0.14), 150),
            terrain.hills(brush, "hills", 260, dust.adjust_lightness(-0.08), 9, 130, base=2),
            terrain.ground(brush, "plain", 130, dust.adjust_lightness(0.06), dust, swell=0.8, to=20),
            Plane(60, partial(_craters, brush, dust, 60.0, 9, 3.2)),
            terrain.ground(
                brush, "near plain", 24, dust.adjust_lightness(0.05), dust.adjust_lightness(-0.16), swell=0.25, to=4
            ),
            Plane(20, partial(_craters, brush, dust, 20.0, 7, 1.5)),
        ),
        ground=Zone(4.6, 28),
    )


def _hanging(brush: Brush, name: str, canvas: skia.Canvas, _: float) -> None:
    """The other world in the sky."""
    view, rng = brush.view, brush.rng("hanging")
    x = view.width * rng.choice((0.24, 0.76))
    y, r = brush.horizon * 0.42, view.height * 0.13
    brush.glow(canvas, x, y, r * 2.2, brush.light.sky[-1], 0.4)
    _disc_of(brush, canvas, name, x, y, r)
    if name == "planet":
        small = r * 0.24
        canvas.drawCircle(view.width - x, y * 0.6, small, skia.Paint(AntiAlias=True, Color=_hex("#efd3b8").skia()))


def _disc_of(brush: Brush, canvas: skia.Canvas, name: str, x: float, y: float, r: float) -> None:
    thing = art.load(name)
    scale = 2 * r / thing.height
    canvas.save()
    canvas.translate(x - thing.width * scale / 2, y - r)
    canvas.scale(scale, scale)
    thing.paint().draw(canvas)
    canvas.restore()


def _craters(brush: Brush, dust: Rgb, z: float, count: int, size: float, canvas: skia.Canvas, _: float) -> None:
    """Flat bowls with a lit far rim, and stones."""
    view, rng = brush.view, brush.rng(f"craters {z}")
    depths: Sequence[float] = sorted((z * rng.uniform(0.35, 0.95) for _ in range(count)), reverse=True)
    for depth in depths:
        x = rng.uniform(-1.5, 1.5) * view.half_width(depth)
        px, py = view.point(x, 0, depth)
        w = size * rng.uniform(0.7, 1.5) * view.scale(depth)
        flat = max(0.08, view.eye / depth * 0.9)
        rim, bowl = brush.tone(dust.adjust_lightness(0.12), depth), brush.tone(dust.adjust_lightness(-0.10), depth)
        shade = brush.shade(dust.adjust_lightness(-0.12), depth)
        for dx, dy, grow, tone in ((0, 0, 1.0, rim), (0.03, 0.10, 0.86, shade), (0.08, 0.22, 0.66, bowl)):
            oval = skia.Rect.MakeXYWH(
                px - w * grow / 2 + dx * w, py - w * flat * grow / 2 + dy * w * flat, w * grow, w * flat * grow
            )
            canvas.drawOval(oval, skia.Paint(AntiAlias=True, Color=tone.skia()))
        if rng.random() < 0.5:
            brush.draw_drawing(
                canvas,
                "rock",
                x + rng.choice((-1, 1)) * size * rng.uniform(0.9, 1.6),
                depth,
                rng.uniform(0.6, 1.6),
                colours={"stone": dust.adjust_lightness(-0.18), "moss": dust.adjust_lightness(-0.22)},
            )


SETS = (
    ScenerySet(
        "space",
        ("outer space", "galaxy", "universe", "cosmos", "orbit", "starfield", "solar system", "spaceship"),
        space,
    ),
    ScenerySet("moon", ("lunar surface", "moon surface", "on the moon", "crater", "asteroid"), moon),
    ScenerySet("planet", ("mars", "alien planet", "red planet", "planet surface", "alien world"), planet),
)
