"""Sets of mountains and fresh water: mountains, lake, river, snowfield."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets import _water as water
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
FAR_ROCK, ROCK = _hex("#8fa3b6"), _hex("#74849a")
FIR = _hex("#4c7058")
SNOW = _hex("#eef0ee")


def mountains(scenery: Scenery) -> Backdrop:
    """Snowy peaks over fir slopes and a high pasture."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.mountains(brush, "far range", 2400, FAR_ROCK, 800, snow=0.5),
            terrain.mountains(brush, "range", 1100, ROCK, 330, snow=0.3),
            terrain.hills(brush, "slopes", 420, FIR.mix(g.far, 0.4), 44, 420, base=14),
            Plane(200, partial(_firs, brush, 200.0, 0.0, 46, 1.2)),
            terrain.ground(brush, "pasture", 150, g.dry, g.grass, swell=2.5, to=14),
            Plane(38, partial(_firs, brush, 38.0, 0.5, 9, 1.0)),
            Plane(16, partial(_alp, brush, g)),
            terrain.foreground(brush, g.deep, g.flowers),
        ),
        ground=Zone(4.6, 26),
    )


def _firs(brush: Brush, z: float, clear: float, count: int, size: float, canvas: skia.Canvas, _: float) -> None:
    """A scatter of firs about one depth, leaving the middle `clear` (of the half width) free."""
    rng = brush.rng(f"firs {z}")
    white = "snow" in brush.scenery.brief.setting.weather or brush.scenery.brief.setting.season == "winter"
    for depth in sorted((z * rng.uniform(0.85, 1.2) for _ in range(count)), reverse=True):
        half = brush.view.half_width(depth)
        x = rng.choice((-1, 1)) * half * rng.uniform(clear, 1.6)
        leaf = FIR.mix(_hex("#35564f"), rng.random())
        colours = {"leaf": leaf.mix(SNOW, 0.45) if white else leaf}
        brush.draw_drawing(
            canvas, rng.choice(("fir", "pine")), x, depth, size * rng.uniform(0.7, 1.25), colours=colours
        )


def _alp(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("alp"), brush.view.nearest()
    terrain.lawn(brush, canvas, "alp", 16, g.grass.adjust_lightness(0.05), g.grass.adjust_lightness(-0.08), 0.3)
    terrain.light_patches(brush, canvas, rng, near, 15, 12, g.grass.adjust_lightness(0.10), 0.4)
    terrain.blades(brush, canvas, rng, 15, near, 90, g.deep.mix(g.grass, 0.4))
    terrain.speckle(brush, canvas, rng, 12, near, 90, g.flowers)
    for _i in range(5):
        z = rng.uniform(6, 14)
        x = rng.choice((-1, 1)) * brush.view.half_width(z) * rng.uniform(0.5, 1.3)
        brush.draw_drawing(canvas, "rock", x, z, rng.uniform(0.6, 1.3))


def lake(scenery: Scenery) -> Backdrop:
    """Mountains mirrored in calm water, a pebble shore in front."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    own = _hex("#4b8590")
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.mountains(brush, "far range", 2400, FAR_ROCK, 760, snow=0.45),
            terrain.mountains(brush, "range", 1000, ROCK, 240, snow=0.25),
            terrain.hills(brush, "slopes", 420, FIR.mix(g.far, 0.35), 26, 380, base=6),
            Plane(300, partial(_firs, brush, 300.0, 0.0, 60, 1.2)),
            water.mirror(brush, 240, own),
            Plane(239, partial(_reflected, brush)),
            water.glints(brush, 60, 70, near=13, far=200),
            Plane(10, partial(_pebbles, brush, g)),
            terrain.foreground(brush, g.deep, g.flowers),
        ),
        ground=Zone(4.5, 9.0),
        water=Zone(13, 120),
    )


def _reflected(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The dark shore lying soft in the water."""
    view = brush.view
    y = view.ground(240)
    box = skia.Path()
    box.addRect(brush.left, y, brush.right, y + view.height * 0.16)
    tone = brush.tone(FIR, 300)
    brush.wash(canvas, box, [tone, tone], (0, y), (0, y + view.height * 0.16), [0.62, 0.0])


def _pebbles(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("pebbles"), brush.view.nearest()
    grey = _hex("#a7a69c")
    terrain.lawn(brush, canvas, "wet", 10.4, grey.adjust_lightness(-0.2), grey, 0.12)
    terrain.lawn(brush, canvas, "shore", 9.6, grey.adjust_lightness(0.06), grey.adjust_lightness(-0.12), 0.12)
    stones = (grey.adjust_lightness(-0.14), grey.adjust_lightness(0.15), _hex("#9aa0a0"))
    terrain.speckle(brush, canvas, rng, 9.3, near, 150, stones, 0.06, 0.0)
    for _i in range(6):
        z = rng.uniform(5, 9.5)
        brush.draw_drawing(
            canvas,
            "rock",
            rng.choice((-1, 1)) * brush.view.half_width(z) * rng.uniform(0.55, 1.4),
            z,
            rng.uniform(0.6, 1.4),
        )


def river(scenery: Scenery) -> Backdrop:
    """A river winding through meadows from the hills."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "blue hills", 1500, _hex("#7d98a8"), 110, 900, base=20),
            terrain.hills(brush, "hills", 500, g.far, 30, 300),
            terrain.ground(brush, "under", 135, g.dry, g.grass, swell=0.4, to=40),
            terrain.treeline(brush, "wood", 120, 10, g.leaf.mix(g.far, 0.3), gap=22),
            Plane(90, partial(_stream, brush, g)),
            Plane(30, partial(_bankside, brush, 30.0, 0.55)),
            water.glints(brush, 20, 46, near=5, far=20),
            Plane(13, partial(_bankside, brush, 13.0, 0.85)),
            terrain.foreground(brush, g.deep, g.flowers, tall=1.2),
        ),
        ground=Zone(4.6, 30, left=1.4),
        water=Zone(5.5, 20, left=-4, right=-1.6),
    )


def _course(z: float) -> tuple[float, float]:
    """The river's banks (metres) at depth z: from the right far away, over the middle, to the left at our feet."""
    t = min(1.0, z / 90)
    middle = -4.2 + 26 * t**1.2 - 20 * t**3
    return middle - 2.9 - 2 * t, middle + 2.9 + 2 * t


def _stream(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    view, rng = brush.view, brush.rng("stream")
    terrain.lawn(brush, canvas, "meadow", 90, g.dry, g.grass.adjust_lightness(-0.08), 0.3)
    terrain.blades(brush, canvas, rng, 30, view.nearest(), 90, g.deep.mix(g.grass, 0.4))
    terrain.speckle(brush, canvas, rng, 14, view.nearest(), 90, g.flowers)
    depths = [88 * (view.nearest() * 0.5 / 88) ** (i / 16) for i in range(17)]
    for grow, colours in ((0.28, None), (0.0, True)):
        left = [view.point(_course(z)[0] - grow, 0, z) for z in depths]
        right = [view.point(_course(z)[1] + grow, 0, z) for z in depths]
        path = smooth([*left, *reversed(right)])
        if colours is None:
            brush.fill(canvas, path, brush.tone(_hex("#8a7a56"), 10))
        else:
            steps = [water.reflection(brush, water.SEA, t / 4) for t in range(5)]
            brush.wash(canvas, path, steps, (0, view.ground(88)), (0, view.height))


def _bankside(brush: Brush, z: float, clear: float, canvas: skia.Canvas, _: float) -> None:
    rng, half = brush.rng(f"bankside {z}"), brush.view.half_width(z)
    g = terrain.season_of(brush)
    names: Sequence[str] = ("willow", "poplar", "bush", "birch")
    for side in (-1, 1):
        x = half * clear * rng.uniform(1, 1.15)
        while x < half * 1.6:
            leaf = g.leaf.mix(g.deep, rng.uniform(0.0, 0.4))
            brush.draw_drawing(canvas, rng.choice(names), side * x, z, rng.uniform(0.8, 1.1), colours={"leaf": leaf})
            x += half * rng.uniform(0.25, 0.5)


def snowfield(scenery: Scenery) -> Backdrop:
    """Snow to the mountains, firs bowed with it, long blue shadows."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.mountains(brush, "range", 1800, FAR_ROCK, 520, snow=0.8),
            terrain.hills(brush, "white hills", 420, _hex("#cdd8e0"), 26, 330, base=3),
            Plane(160, partial(_white_firs, brush, 160.0, 0.0, 40)),
            terrain.ground(brush, "snow far", 110, SNOW, _hex("#c3d0de"), swell=1.2, to=20),
            Plane(34, partial(_white_firs, brush, 34.0, 0.45, 8)),
            Plane(24, partial(_drifts, brush)),
            Plane(12, partial(_white_firs, brush, 12.0, 0.8, 4)),
        ),
        ground=Zone(4.6, 22),
    )


def _white_firs(brush: Brush, z: float, clear: float, count: int, canvas: skia.Canvas, _: float) -> None:
    rng = brush.rng(f"white firs {z}")
    for depth in sorted((z * rng.uniform(0.88, 1.15) for _ in range(count)), reverse=True):
        x = rng.choice((-1, 1)) * brush.view.half_width(depth) * rng.uniform(clear, 1.6)
        leaf = _hex("#54746f").mix(SNOW, rng.uniform(0.25, 0.6))
        brush.draw_drawing(
            canvas, "fir", x, depth, rng.uniform(0.6, 1.15), colours={"leaf": leaf, "trunk": _hex("#6d5a50")}
        )


def _drifts(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("drifts"), brush.view.nearest()
    blue = _hex("#8fa8c8").mix(brush.light.shadow, 0.2)
    for i, z in enumerate((24.0, 12.0, 7.0)):
        terrain.lawn(brush, canvas, f"drift {i}", z, SNOW, SNOW.mix(blue, 0.62), 0.3, to=z * 0.45)
    terrain.light_patches(brush, canvas, rng, near, 20, 14, blue, 0.45)


SETS = (
    ScenerySet(
        "mountains",
        ("mountain", "alps", "peak", "summit", "alpine meadow", "highlands", "mountain pass", "volcano", "canyon"),
        mountains,
    ),
    ScenerySet("lake", ("lakeside", "fjord", "reservoir", "mountain lake", "loch", "lakeshore"), lake),
    ScenerySet("river", ("stream", "brook", "riverbank", "creek", "canal", "waterfall", "bridge"), river),
    ScenerySet(
        "snowfield",
        (
            "snow",
            "winter landscape",
            "arctic",
            "tundra",
            "north pole",
            "south pole",
            "ice",
            "glacier",
            "antarctica",
            "ski slope",
        ),
        snowfield,
    ),
)
