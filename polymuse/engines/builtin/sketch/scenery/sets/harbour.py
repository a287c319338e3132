"""The harbour: a quay in front, boats' water, and a town of coloured houses across it."""

from __future__ import annotations

from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, polygon
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets import _water as water
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
STONE, PLANK, IRON = _hex("#b6a894"), _hex("#a5835f"), _hex("#5f666c")
QUAY = 9.0
TOWN = 62.0


def harbour(scenery: Scenery) -> Backdrop:
    """Planks at our feet, water, and the town on the far side under its hill."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "blue hills", 1400, _hex("#7f99a8"), 90, 900, base=15),
            water.mirror(brush, 1200, _hex("#4a8c96")),
            Plane(TOWN * 1.9, partial(_hill, brush, g)),
            Plane(TOWN * 1.5, partial(_town, brush, TOWN * 1.5, 5.6, "hill town")),
            Plane(TOWN * 1.25, partial(_town, brush, TOWN * 1.25, 2.6, "upper town")),
            Plane(TOWN, partial(_town, brush, TOWN, 0.0, "town")),
            Plane(TOWN * 0.95, partial(_mirrored, brush)),
            Plane(40, partial(_pier, brush)),
            water.glints(brush, 30, 110, near=QUAY * 1.1, far=60),
            Plane(QUAY, partial(_quay, brush)),
            Plane(5.2, partial(_bollards, brush)),
        ),
        ground=Zone(4.5, QUAY - 0.6),
        water=Zone(13, 48),
    )


def _town(brush: Brush, z: float, lift: float, name: str, canvas: skia.Canvas, _: float) -> None:
    """A row of narrow houses; `lift` metres up the hill."""
    rng, half = brush.rng(name), brush.view.half_width(z)
    canvas.save()
    canvas.translate(0, -lift * brush.view.scale(z))
    side, x = _side(brush), half * (-0.16 + 0.05 * lift)
    while x < half * 1.75:
        width = rng.uniform(4.0, 6.4)
        left = x if side > 0 else -x - width
        made = houses.some_house(rng, left, width, height=rng.uniform(5.0, 9.6))
        houses.house(brush, canvas, rng, made, z)
        if rng.random() < 0.22:
            brush.draw_drawing(canvas, "linden", side * (x + width * 1.3), z, rng.uniform(0.5, 0.7))
            x += 2.6
        x += width + rng.choice((0.0, 0.0, 0.4))
    canvas.restore()
    if not lift:
        a, b = sorted((side * half * -0.22, side * half * 1.8))
        (left, top), (right, _y) = brush.view.point(a, 0, z), brush.view.point(b, 0, z)
        wall = houses.box(left, top, right - left, 0.8 * brush.view.scale(z))
        brush.fill(canvas, wall, brush.tone(STONE.adjust_lightness(-0.12), z))


def _side(brush: Brush) -> int:
    """The side that the town is on: 1 right, -1 left."""
    return brush.rng("side").choice((-1, 1))


def _hill(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """The green hill that the town climbs, falling to the sea in the middle of the picture."""
    view, side, z = brush.view, _side(brush), TOWN * 1.9
    s, foot = view.scale(z), view.ground(TOWN * 1.0)
    half = view.half_width(z)
    profile = ((-0.5, -1.5), (-0.3, 1.0), (0.0, 5.5), (0.35, 13.0), (0.7, 19.0), (1.2, 22.0), (1.9, 19.0))
    line = [(view.width / 2 + side * t * half * s, view.ground(z) - y * s) for t, y in profile]
    line = line if side > 0 else line[::-1]
    colour = g.far.mix(g.grass, 0.5)
    top = min(y for _x, y in line)
    brush.wash(
        canvas,
        below(line, foot),
        [brush.tone(colour, z), brush.tone(colour, z).mix(brush.light.haze, 0.3)],
        (0, top),
        (0, foot),
    )


def _mirrored(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The town's colours hanging broken in the water, and its lamps."""
    rng, view = brush.rng("mirrored"), brush.view
    top, side = view.ground(TOWN) + 0.8 * view.scale(TOWN), _side(brush)
    for _i in range(40):
        x = view.width / 2 + side * rng.uniform(-0.08, 0.86) * view.width
        w, h = view.height * rng.uniform(0.02, 0.05), view.height * rng.uniform(0.03, 0.10)
        lamp = brush.light.night > 0.3 and rng.random() < 0.5
        tone = houses.LAMP if lamp else brush.tone(rng.choice(houses.WALLS), TOWN)
        box = houses.box(x, top, w * (0.35 if lamp else 1), h)
        brush.wash(canvas, box, [tone, tone], (0, top), (0, top + h), [0.5 if lamp else 0.34, 0.0])


def _pier(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """A wooden jetty coming in from one side, with a small light at its end."""
    view = brush.view
    side = -_side(brush)
    z, half = 40.0, view.half_width(40.0)
    start, end = side * half * 1.6, side * half * 0.52
    deck = [view.point(start, 0.9, z), view.point(end, 0.9, z), view.point(end, 0.55, z), view.point(start, 0.55, z)]
    x = min(start, end)
    while x < max(start, end):
        px, foot = view.point(x, -0.6, z)
        scale = view.scale(z)
        brush.fill(
            canvas,
            houses.box(px, foot - 1.3 * scale, 0.28 * scale, 1.3 * scale),
            brush.tone(PLANK.adjust_lightness(-0.35), z),
        )
        x += 2.6
    brush.fill(canvas, polygon(deck), brush.tone(PLANK.adjust_lightness(-0.1), z))
    ex, ey = view.point(end - side * -0.4, 0.9, z)
    scale = view.scale(z)
    brush.fill(canvas, houses.box(ex - 0.1 * scale, ey - 2.6 * scale, 0.2 * scale, 2.6 * scale), brush.tone(IRON, z))
    lamp = houses.LAMP if brush.light.night > 0.3 else brush.tone(_hex("#e9dcc0"), z)
    canvas.drawCircle(ex, ey - 2.8 * scale, 0.32 * scale, skia.Paint(AntiAlias=True, Color=lamp.skia()))
    if brush.light.night > 0.3:
        brush.glow(canvas, ex, ey - 2.8 * scale, 3.6 * scale, houses.LAMP, 0.5 * brush.light.night)


def _quay(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """Stone edge, then planks that run across."""
    view, rng = brush.view, brush.rng("quay")
    edge, top = view.ground(QUAY), view.ground(QUAY * 0.955)
    brush.fill(
        canvas,
        houses.box(brush.left, edge, brush.right - brush.left, brush.bottom - edge),
        brush.tone(STONE.adjust_lightness(0.06), QUAY),
    )
    deck = houses.box(brush.left, top, brush.right - brush.left, brush.bottom - top)
    brush.wash(
        canvas,
        deck,
        [brush.tone(PLANK.adjust_lightness(0.08), 8), brush.tone(PLANK.adjust_lightness(-0.14), 4)],
        (0, top),
        (0, view.height),
    )
    z = QUAY * 0.955
    while z > view.nearest() * 0.72:
        y, height = view.ground(z), view.ground(z * 0.965) - view.ground(z)
        if rng.random() < 0.6:
            x = rng.uniform(brush.left, brush.right * 0.7)
            board = houses.box(x, y, view.width * rng.uniform(0.3, 0.9), height)
            brush.fill(canvas, board, brush.tone(PLANK.adjust_lightness(rng.choice((-0.10, 0.10))), 5), 0.55)
        brush.fill(
            canvas,
            houses.box(brush.left, y, brush.right - brush.left, max(1.0, height * 0.07)),
            brush.tone(PLANK.adjust_lightness(-0.32), 5),
            0.6,
        )
        z *= 0.965


def _bollards(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """An iron bollard on each side, a rope between them out of the picture."""
    for side in (-1, 1):
        px, foot = brush.view.point(side * brush.view.half_width(5.2) * 0.80, 0, 5.2)
        s = brush.view.scale(5.2)
        tone = brush.tone(IRON, 5)
        brush.fill(canvas, houses.box(px - 0.13 * s, foot - 0.46 * s, 0.26 * s, 0.46 * s), tone)
        for dy, w, colour in (
            (0.0, 0.21, IRON.adjust_lightness(-0.15)),
            (0.42, 0.22, IRON),
            (0.47, 0.15, IRON.adjust_lightness(0.18)),
        ):
            box = skia.Rect.MakeLTRB(px - w * s, foot - (dy + 0.07) * s, px + w * s, foot - (dy - 0.07) * s)
            canvas.drawOval(box, skia.Paint(AntiAlias=True, Color=brush.tone(colour, 5).skia()))


SETS = (
    ScenerySet(
        "harbour",
        (
            "harbor",
            "port",
            "quay",
            "dock",
            "marina",
            "pier",
            "wharf",
            "jetty",
            "waterfront",
            "fishing village",
            "seaport",
            "shipyard",
        ),
        harbour,
    ),
)
