"""Sets of open green country: meadow, hills, park."""

from __future__ import annotations

from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, Point, lens, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
PATH = _hex("#dcc9a2")


def meadow(scenery: Scenery) -> Backdrop:
    """Grass and flowers, a wood, and blue hills behind."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "blue hills", 1500, _hex("#7d98a8"), 90, 900, base=20),
            terrain.hills(brush, "far hills", 600, g.far, 34, 340),
            terrain.hills(brush, "fields", 220, g.grass.mix(g.far, 0.4), 9, 130),
            terrain.ground(brush, "under the wood", 115, g.dry, g.grass, swell=0.3, to=40),
            terrain.treeline(brush, "wood", 110, 9, g.leaf.mix(g.deep, 0.4), gap=26),
            terrain.ground(brush, "field", 75, g.dry, g.grass, swell=1.1, to=12),
            Plane(48, partial(_trees, brush, g, 48.0, 0.62)),
            terrain.ground(
                brush, "rise", 34, g.dry.mix(g.grass, 0.5), g.grass.adjust_lightness(-0.06), swell=0.55, to=9
            ),
            Plane(24, partial(_lone_tree, brush, g)),
            terrain.ground(
                brush,
                "grass",
                15,
                g.grass.adjust_lightness(0.10),
                g.grass.adjust_lightness(-0.08),
                swell=0.26,
                to=4,
                details=60,
            ),
            Plane(9, partial(_bloom, brush, g)),
            terrain.foreground(brush, g.deep, g.flowers),
        ),
        ground=Zone(4.6, 30),
    )


def _lone_tree(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """One big tree off the middle, with its shadow lying on the grass."""
    rng, view, z = brush.rng("lone tree"), brush.view, 24.0
    x = rng.choice((-1, 1)) * view.half_width(z) * rng.uniform(0.56, 0.7)
    px, py = view.point(x + brush.light.slant * 1.4, 0, z * 0.98)
    shade = skia.Path()
    lens(shade, px, py, 8.5 * view.scale(z), 0.4 * view.scale(z))
    brush.fill(canvas, shade, brush.tone(g.deep, z), 0.5 * brush.light.soft)
    brush.draw_drawing(
        canvas,
        rng.choice(("oak", "linden", "maple")),
        x,
        z,
        rng.uniform(0.9, 1.1),
        colours={"leaf": g.leaf.mix(g.deep, 0.15)},
    )


def _bloom(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("bloom"), brush.view.nearest()
    terrain.light_patches(brush, canvas, rng, near, 9, 12, g.grass.adjust_lightness(0.10), 0.4)
    terrain.blades(brush, canvas, rng, 8.8, near, 110, g.deep.mix(g.grass, 0.4))
    terrain.speckle(brush, canvas, rng, 8.5, near, 130, g.flowers)


def park(scenery: Scenery) -> Backdrop:
    """Lawn with a winding path, trees on both sides, and the city beyond."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(500, partial(_skyline, brush, 500.0)),
            terrain.ground(brush, "under the trees", 125, g.dry, g.grass, swell=0.3, to=40),
            terrain.treeline(brush, "far trees", 120, 13, g.far.mix(g.leaf, 0.35)),
            terrain.ground(brush, "far lawn", 70, g.dry, g.grass, swell=0.3, to=14),
            Plane(45, partial(_trees, brush, g, 45.0, 0.30)),
            Plane(30, partial(_path, brush, g)),
            Plane(20, partial(_trees, brush, g, 20.0, 0.52)),
            Plane(11, partial(_trees, brush, g, 11.0, 0.86)),
            terrain.foreground(brush, g.deep, g.flowers, tall=0.8),
        ),
        ground=Zone(4.6, 18),
    )


def _skyline(brush: Brush, z: float, canvas: skia.Canvas, _: float) -> None:
    rng, view = brush.rng("skyline"), brush.view
    x, foot = brush.left, view.ground(z)
    tone = brush.tone(_hex("#8c9aa6"), z * 1.2)
    while x < brush.right:
        w = view.height * rng.uniform(0.035, 0.075)
        h = view.height * rng.uniform(0.06, 0.16)
        brush.wash(
            canvas, houses.box(x, foot - h, w, h), [tone, tone.mix(brush.light.haze, 0.6)], (0, foot - h), (0, foot)
        )
        x += w * rng.uniform(0.9, 1.5)


def _trees(brush: Brush, g: terrain.Greens, z: float, clear: float, canvas: skia.Canvas, _: float) -> None:
    """Trees at one depth, leaving the middle `clear` (of the half width) free."""
    rng, half = brush.rng(f"trees {z}"), brush.view.half_width(z)
    for side in (-1, 1):
        x = half * clear * rng.uniform(1.0, 1.2)
        while x < half * 1.7:
            leaf = g.leaf.mix(g.deep, rng.uniform(0.0, 0.4))
            brush.draw_drawing(
                canvas, "oak", side * x, z, rng.uniform(0.75, 1.1), colours={"leaf": leaf}, flip=rng.random() < 0.5
            )
            x += rng.uniform(3.5, 7.5)


def _path(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """The near lawn and the path that winds into it."""
    view, rng = brush.view, brush.rng("path")
    terrain.lawn(brush, canvas, "lawn", 30, g.grass.adjust_lightness(0.04), g.grass.adjust_lightness(-0.10), 0.2)
    terrain.blades(brush, canvas, rng, 28, view.nearest(), 110, g.deep.mix(g.grass, 0.5))
    bend = rng.choice((-1, 1))
    left: list[Point] = []
    right: list[Point] = []
    for i in range(25):
        t = i / 24
        z = 29.4 * (view.nearest() * 0.5 / 29.4) ** t
        middle = bend * (15 * (1 - t) ** 3.4 - 2.2 * t * (1 - t) + 0.5 * t)
        half = 0.75 + 0.35 * t + 2.5 * (1 - t) ** 6
        left.append(view.point(middle - half, 0, z))
        right.append(view.point(middle + half, 0, z))
    brush.wash(
        canvas,
        smooth([*left, *reversed(right)]),
        [brush.tone(PATH, 25), brush.tone(PATH.adjust_lightness(-0.10), 4)],
        (0, view.ground(30)),
        (0, view.height),
    )
    terrain.light_patches(brush, canvas, rng, view.nearest(), 26, 14, g.grass.adjust_lightness(0.10), 0.35)
    terrain.speckle(brush, canvas, rng, 16, view.nearest(), 50, g.flowers)


SETS = (
    ScenerySet(
        "meadow",
        (
            "field",
            "grassland",
            "countryside",
            "pasture",
            "prairie",
            "valley",
            "hill",
            "hills",
            "hillside",
            "lawn",
            "outdoors",
            "savanna",
            "savannah",
        ),
        meadow,
    ),
    ScenerySet("park", ("city park", "playground", "public garden", "picnic", "green", "campus"), park),
)
