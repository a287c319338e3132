"""Sets in the village and the town: an old street, a city street, the skyline from a roof."""

from __future__ import annotations

from functools import partial
from random import Random

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, lens, polygon
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
COBBLE, KERB, ASPHALT = _hex("#c2b199"), _hex("#d5c8b0"), _hex("#8f8c8c")
STEEL = tuple(_hex(c) for c in ("#8a9aa4", "#a3958a", "#b5a48e", "#7b8a94", "#9d8f96"))


def _depth(brush: Brush, gap: float, reach: float) -> float:
    """The depth at which a street `gap` metres to each side of the middle takes 1/reach of the frame's width."""
    view = brush.view
    return gap * reach * 2 * view.focal * view.height / view.width


def street(scenery: Scenery) -> Backdrop:
    """An old street of plastered houses, running away from us to a church tower."""
    brush = Brush(scenery)
    gap = 4.0
    rows = [_depth(brush, gap, r) for r in (6.5, 3.6, 2.1, 1.25, 0.55)]
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "hills", 400, _hex("#8aa091"), 26, 260),
            Plane(rows[0] * 1.6, partial(_closing, brush, gap, rows[0] * 1.6)),
            Plane(rows[0] * 1.5, partial(_pavement, brush, gap, rows[0] * 1.5)),
            *(
                Plane(z, partial(_row, brush, gap, z, before - z, begin))
                for z, before, begin in zip(rows, [rows[0] * 1.5, *rows], houses.seamless(rows), strict=False)
            ),
        ),
        ground=Zone(max(4.6, brush.view.nearest()), rows[1], -gap * 0.8, gap * 0.8),
    )


def _row(brush: Brush, gap: float, z: float, depth: float, begin: float, canvas: skia.Canvas, _: float) -> None:
    """The fronts of both sides from depth z to z + depth, the nearest from `begin` on, and a tub at the corner."""
    rng = brush.rng(f"row {z:.1f}")
    for side in (-1, 1):
        count = max(1, round(depth / 6.5))
        for i in reversed(range(count)):
            near, far = z + depth * i / count if i else begin, z + depth * (i + 1) / count
            wall, trim, tiles = rng.choice(houses.WALLS), rng.choice(houses.SHUTTERS), rng.choice(houses.ROOFS)
            front = houses.HouseFront(side * gap, near, far, rng.uniform(5.6, 9.2), wall, trim, tiles, lit=side > 0)
            houses.facade(brush, canvas, rng, front)
        _doorstep(brush, canvas, rng, side * (gap - 0.4), z + depth * rng.uniform(0.15, 0.5))


def _doorstep(brush: Brush, canvas: skia.Canvas, rng: Random, x: float, z: float) -> None:
    """A tub with a bush beside the corner."""
    view, scale = brush.view, brush.view.scale(z)
    px, foot = view.point(x, 0, z)
    greens = terrain.season_of(brush)
    tub = polygon(
        [
            (px - 0.26 * scale, foot - 0.45 * scale),
            (px + 0.26 * scale, foot - 0.45 * scale),
            (px + 0.2 * scale, foot),
            (px - 0.2 * scale, foot),
        ]
    )
    for dx, dy, r, colour in (
        (0, 0.75, 0.42, greens.deep),
        (-0.07, 0.82, 0.33, greens.leaf),
        (-0.16, 0.95, 0.15, greens.leaf.adjust_lightness(0.12)),
    ):
        canvas.drawCircle(
            px + dx * scale,
            foot - dy * scale,
            r * scale * rng.uniform(0.92, 1.08),
            skia.Paint(AntiAlias=True, Color=brush.tone(colour, z).skia()),
        )
    brush.fill(canvas, tub, brush.tone(_hex("#b0694d"), z))


def _closing(brush: Brush, gap: float, z: float, canvas: skia.Canvas, _: float) -> None:
    """What the street runs up to: roofs close together and a tower."""
    rng, view = brush.rng("closing"), brush.view
    tower = houses.House(
        rng.uniform(-1.6, -0.6) * gap * 0.5,
        4.6,
        15.0,
        7.0,
        "gable",
        _hex("#d9c9a8"),
        _hex("#76686a"),
        _hex("#6f6a60"),
        5,
        1,
    )
    scale = view.scale(z)
    px, foot = view.point(tower.x, 0, z)
    top = foot - tower.height * scale
    houses.house(brush, canvas, rng, tower, z)
    spire = polygon([(px - 0.3 * scale, top), (px + 2.3 * scale, top - 9 * scale), (px + 4.9 * scale, top)])
    brush.fill(canvas, spire, brush.tone(tower.tiles, z))
    brush.fill(
        canvas,
        polygon([(px + 2.3 * scale, top - 9 * scale), (px + 4.9 * scale, top), (px + 2.6 * scale, top)]),
        brush.tone(tower.tiles.adjust_lightness(-0.14), z),
    )
    x = -view.half_width(z) * 1.4
    while x < view.half_width(z) * 1.4:
        width = rng.uniform(5, 7)
        houses.house(brush, canvas, rng, houses.some_house(rng, x, width, height=rng.uniform(4.5, 7.5)), z)
        x += width


def _pavement(brush: Brush, gap: float, z: float, canvas: skia.Canvas, _: float) -> None:
    """Cobbles to the feet of the houses, with kerbs running to the vanishing point."""
    view, rng = brush.view, brush.rng("cobbles")
    top = view.ground(z)
    whole = houses.box(brush.left, top, brush.right - brush.left, brush.bottom - top)
    brush.wash(
        canvas,
        whole,
        [brush.tone(COBBLE.adjust_lightness(0.05), z), brush.tone(COBBLE.adjust_lightness(-0.14), 3)],
        (0, top),
        (0, view.height),
    )
    near = view.nearest() * 0.6
    for side in (-1, 1):
        kerb = [
            view.point(side * gap * 0.74, 0, z),
            view.point(side * gap * 0.80, 0, z),
            view.point(side * gap * 0.80, 0, near),
            view.point(side * gap * 0.74, 0, near),
        ]
        walk = [
            view.point(side * gap * 0.80, 0, z),
            view.point(side * gap * 2, 0, z),
            view.point(side * gap * 2, 0, near),
            view.point(side * gap * 0.80, 0, near),
        ]
        brush.fill(canvas, polygon(walk), brush.tone(KERB, z * 0.4), 0.55)
        brush.fill(canvas, polygon(kerb), brush.tone(KERB.adjust_lightness(0.15), z * 0.4))
    stones = skia.Path()
    for _i in range(240):
        t = rng.random()
        y = top + (brush.bottom - top) * t**1.3
        depth = view.eye * view.focal * view.height / max(1.0, y - brush.horizon)
        lens(
            stones,
            view.point(rng.uniform(-0.72, 0.72) * gap, 0, depth)[0],
            y,
            0.34 * view.scale(depth),
            0.022 * view.scale(depth),
        )
    brush.fill(canvas, stones, brush.tone(COBBLE.adjust_lightness(-0.15), 6), 0.55)


SETS = (
    ScenerySet(
        "street",
        (
            "village",
            "old town",
            "town",
            "lane",
            "alley",
            "village street",
            "town square",
            "square",
            "marketplace",
            "market",
            "plaza",
        ),
        street,
    ),
)
