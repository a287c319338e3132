"""Sets by the sea: open water, beach, headland."""

from __future__ import annotations

import math
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, Point, below, lens, polygon, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets import _water as water
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
SAND, WET, ROCK = _hex("#e0c794"), _hex("#b59a74"), _hex("#93867b")
DRIFTWOOD, SHELLS = _hex("#a8937c"), (_hex("#f2e6d4"), _hex("#e7b9a2"), _hex("#d9c3c0"))
COAST, TRACK = _hex("#7d9a94"), _hex("#d6c091")


def sea(scenery: Scenery) -> Backdrop:
    """Open water to the horizon, with far land low on one side."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(FAR * 0.5, partial(_far_land, brush, 1900.0)),
            water.mirror(brush, 1500),
            water.waves(brush, "wave 1", 60, height=0.5),
            water.glints(brush, 59, 110, near=22),
            water.waves(brush, "wave 2", 21, height=0.3),
            water.glints(brush, 20.5, 80, near=10, far=20),
            water.waves(brush, "wave 3", 10, height=0.22),
            water.glints(brush, 9.8, 64, near=5, far=9),
            water.waves(brush, "wave 4", 5.2, height=0.16),
        ),
        water=Zone(5.5, 60),
    )


def _far_land(brush: Brush, z: float, canvas: skia.Canvas, _: float) -> None:
    """A headland and an island on the horizon."""
    rng, view = brush.rng("far land"), brush.view
    foot, unit = view.ground(z), view.height
    side = rng.choice((0.72, 0.86, 1.0))
    x = view.width * side
    line = [
        (x - unit * 0.62, foot),
        (x - unit * 0.46, foot - unit * 0.012),
        (x - unit * 0.36, foot - unit * 0.045),
        (x - unit * 0.2, foot - unit * 0.06),
        (x - unit * 0.05, foot - unit * 0.1),
        (x + unit * 0.3, foot - unit * 0.12),
        (x + unit * 0.7, foot - unit * 0.08),
        (brush.right + 10, foot - unit * 0.1),
    ]
    brush.wash(
        canvas,
        below(line, foot + 2),
        [brush.tone(COAST, 900), brush.tone(COAST, 1500)],
        (0, foot - unit * 0.1),
        (0, foot),
    )
    ix = view.width * rng.uniform(0.02, 0.14)
    island = terrain.mound(ix, foot, unit * 0.3, unit * 0.035)
    brush.fill(canvas, island, brush.tone(COAST, 1300))


def beach(scenery: Scenery) -> Backdrop:
    """Sand in front, surf, the sea and a far coast."""
    brush = Brush(scenery)
    greens = terrain.season_of(brush)
    shore = 15.0
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(FAR * 0.5, partial(_far_land, brush, 1900.0)),
            water.mirror(brush, 1500, _hex("#4f9ea3")),
            water.waves(brush, "wave 1", 70, _hex("#4f9ea3"), height=0.3),
            water.glints(brush, 45, near=shore),
            water.waves(brush, "wave 2", 27, _hex("#66b0ab"), height=0.2, crest=0.5),
            Plane(shore, partial(_sand, brush, shore)),
            Plane(shore - 0.2, partial(_surf, brush, shore), still=False),
            Plane(7, partial(_dune, brush, greens)),
            terrain.foreground(brush, _hex("#8c8a55"), tall=0.8),
        ),
        ground=Zone(4.6, 12),
        water=Zone(24, 90),
    )


def _sand(brush: Brush, shore: float, canvas: skia.Canvas, _: float) -> None:
    view, rng = brush.view, brush.rng("sand")
    line = _shoreline(brush, shore, 0.0)
    wet = [(x, y - view.height * 0.012) for x, y in line]
    brush.fill(canvas, below(wet, brush.bottom), brush.tone(WET, shore).mix(brush.light.sky[-1], 0.35))
    dry = [(x, y + view.height * 0.03) for x, y in line]
    top = view.ground(shore)
    brush.wash(
        canvas,
        below(dry, brush.bottom),
        [brush.tone(SAND.adjust_lightness(0.08), shore), brush.tone(SAND.adjust_lightness(-0.07), 3)],
        (0, top),
        (0, view.height),
    )
    terrain.light_patches(brush, canvas, rng, view.nearest(), shore * 0.7, 16, SAND.adjust_lightness(-0.09), 0.4)
    pebbles = (_hex("#a8967c"), _hex("#efe4cc"), _hex("#8d8478"))
    terrain.speckle(brush, canvas, rng, shore * 0.7, view.nearest(), 60, pebbles, 0.03, 0.0)
    _washed_up(brush, canvas, shore)


def _washed_up(brush: Brush, canvas: skia.Canvas, shore: float) -> None:
    """What the sea has left: driftwood, shells, and a line of footprints to the water."""
    view, rng = brush.view, brush.rng("washed up")
    far, near = shore * 0.62, view.nearest() * 1.1
    for i in range(9):
        z = near * (far / near) ** (i / 8)
        x = (0.30 + 0.22 * (i / 8) + 0.012 * (-1) ** i) * view.width
        size = min(0.013 * view.height, 0.13 * view.scale(z))
        step = skia.Path()
        lens(step, x, view.ground(z), size * 1.5, size * 0.36)
        brush.fill(canvas, step, brush.tone(SAND.adjust_lightness(-0.16), z), 0.6)
    for x, z in ((rng.uniform(0.55, 0.7), far * 0.85), (rng.uniform(0.02, 0.16), far * 0.6)):
        _driftwood(brush, canvas, x * view.width, z, rng.uniform(0.9, 1.4))
    for _ in range(7):
        z = near * (far / near) ** rng.random()
        _shell(brush, canvas, rng.uniform(0.04, 0.96) * view.width, z, rng.choice(SHELLS))


def _driftwood(brush: Brush, canvas: skia.Canvas, x: float, z: float, length: float) -> None:
    s, y = brush.view.scale(z) * length, brush.view.ground(z)
    for dx, dy, wide, tall, tone in ((0, 0, 1, 0.075, -0.14), (-0.02, -0.025, 0.92, 0.05, 0.06)):
        log = smooth([
            (x + (dx - wide / 2) * s, y + dy * s), (x + (dx - 0.3) * s, y + (dy - tall) * s),
            (x + (dx + 0.2) * s, y + (dy - tall * 0.7) * s), (x + (dx + wide / 2) * s, y + (dy - tall * 1.7) * s),
            (x + (dx + wide * 0.42) * s, y + dy * s), (x + dx * s, y + (dy + 0.03) * s),
        ])  # fmt: skip
        brush.fill(canvas, log, brush.tone(DRIFTWOOD.adjust_lightness(tone), z))


def _shell(brush: Brush, canvas: skia.Canvas, x: float, z: float, colour: Rgb) -> None:
    s, y = min(0.011 * brush.view.height, 0.09 * brush.view.scale(z)), brush.view.ground(z)
    fan = polygon([(x, y), (x - s, y - s * 0.5), (x - s * 0.5, y - s), (x + s * 0.5, y - s), (x + s, y - s * 0.5)])
    brush.fill(canvas, fan, brush.tone(colour, z))
    ribs = polygon([(x, y), (x - s * 0.25, y - s * 0.95), (x + s * 0.25, y - s * 0.95)])
    brush.fill(canvas, ribs, brush.tone(colour.adjust_lightness(-0.12), z))


def _shoreline(brush: Brush, shore: float, ebb: float) -> list[tuple[float, float]]:
    """Where the water ends: it comes nearer on the left. `ebb` in pixels."""
    view = brush.view
    y, unit = view.ground(shore), view.height
    return [
        (brush.left + (brush.right - brush.left) * i / 12, y + unit * dy + ebb)
        for i, dy in enumerate((0.075, 0.068, 0.06, 0.056, 0.046, 0.04, 0.03, 0.026, 0.014, 0.01, 0.0, -0.004, -0.01))
    ]


def _surf(brush: Brush, shore: float, canvas: skia.Canvas, seconds: float) -> None:
    """The last wave running up the sand and back: a band of clear water with a foam edge."""
    view = brush.view
    reach = view.height * 0.012 * (1 - math.cos(2 * math.pi * seconds / 7))
    edge = _shoreline(brush, shore, reach)
    edge = [(x, y + view.height * 0.004 * (-1) ** i) for i, (x, y) in enumerate(edge)]
    back = [(x, y - view.height * 0.03 - reach) for x, y in edge]
    foam = [(x, y - view.height * 0.009) for x, y in edge]
    clear = water.reflection(brush, _hex("#8cc4b8"), 0.3)
    white = brush.tone(water.FOAM, shore).mix(brush.light.sky[-1], 0.45)
    brush.fill(canvas, smooth([*edge, *reversed(back)]), white)
    brush.fill(canvas, smooth([*foam, *reversed(back)]), clear, 0.93)


def _dune(brush: Brush, greens: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """A dune with grass coming in from the right."""
    view, rng = brush.view, brush.rng("dune")
    y, unit = view.ground(7), view.height
    edge = view.width / 2 + view.half_width(7) * 0.45
    line = [
        (edge, y + unit * 0.16),
        (edge + unit * 0.16, y + unit * 0.10),
        (edge + unit * 0.34, y - unit * 0.01),
        (edge + unit * 0.55, y - unit * 0.09),
        (edge + unit * 0.9, y - unit * 0.13),
        (brush.right + unit * 0.4, y - unit * 0.16),
    ]
    brush.wash(
        canvas,
        below(line, brush.bottom),
        [brush.tone(SAND.adjust_lightness(0.05), 7), brush.tone(SAND.adjust_lightness(-0.12), 4)],
        (edge + unit * 0.5, y - unit * 0.1),
        (edge + unit * 0.2, view.height),
    )
    for x, base in line[2:5]:
        path = skia.Path()
        for _ in range(7):
            terrain.tuft(
                path, rng, x + rng.uniform(-0.12, 0.14) * unit, base + rng.uniform(0.01, 0.05) * unit, unit * 0.07
            )
        brush.fill(canvas, path, brush.tone(greens.grass.mix(SAND, 0.25).adjust_lightness(-0.12), 6))


def headland(scenery: Scenery) -> Backdrop:
    """A grassy cliff top that falls away to the sea on the left."""
    brush = Brush(scenery)
    greens = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(FAR * 0.5, partial(_far_land, brush, 1900.0)),
            water.mirror(brush, 1500),
            water.glints(brush, 300, near=9),
            Plane(150, partial(_cliff, brush, greens, 150.0, 0.30, 0.055)),
            Plane(70, partial(_cliff, brush, greens, 70.0, 0.44, 0.10)),
            Plane(26, partial(_top, brush, greens, 26.0, 0.30)),
            Plane(9, partial(_top, brush, greens, 9.0, 0.10)),
            Plane(8.9, partial(_track, brush)),
            terrain.foreground(brush, greens.deep, greens.flowers),
        ),
        ground=Zone(4.8, 24, left=-1.2),
    )


def _cliff(
    brush: Brush, greens: terrain.Greens, z: float, start: float, drop: float, canvas: skia.Canvas, _: float
) -> None:
    """A headland beyond: grass on top, a face of rock down to the surf. `start` of the width, `drop` of the height."""
    view, rng = brush.view, brush.rng(f"cliff {z}")
    y, unit = view.ground(z), view.height
    x = view.width * start
    foot = y + unit * drop
    crown = [
        (x, y + unit * 0.004),
        (x + unit * 0.08, y - unit * 0.014),
        (x + unit * 0.3, y - unit * 0.03),
        (brush.right, y - unit * 0.045),
    ]
    face = [*crown, (brush.right, foot), (x + unit * 0.2, foot), (x + unit * 0.02, foot)]
    brush.wash(canvas, polygon(face), [brush.tone(ROCK, z), brush.shade(ROCK, z)], (x, y), (x + unit * 0.3, foot))
    facets = skia.Path()
    fx = x + unit * 0.03
    while fx < brush.right:
        w = unit * rng.uniform(0.02, 0.06)
        facets.addPath(polygon([(fx, y), (fx + w * 0.6, y), (fx + w, foot), (fx + w * 0.1, foot)]))
        fx += w * rng.uniform(1.5, 2.6)
    brush.fill(canvas, facets, brush.tone(ROCK.adjust_lightness(0.10), z), 0.5)
    turf = [
        *crown,
        (brush.right, y + unit * 0.02),
        *[(x + unit * d, y + unit * rng.uniform(0.008, 0.03)) for d in (0.5, 0.36, 0.2, 0.1, 0.03)],
    ]
    brush.fill(canvas, polygon(turf), brush.tone(greens.grass, z))
    surf = skia.Path()
    for i in range(16):
        sx = x + unit * (0.01 + i * 0.09)
        surf.addOval(skia.Rect.MakeXYWH(sx - unit * 0.05, foot - unit * 0.006, unit * 0.12, unit * 0.014))
    brush.fill(canvas, surf, brush.tone(water.FOAM, z), 0.8)


def _top(brush: Brush, greens: terrain.Greens, z: float, start: float, canvas: skia.Canvas, _: float) -> None:
    """The cliff top we stand on, its edge running away from lower left."""
    view, rng = brush.view, brush.rng(f"top {z}")
    y, unit = view.ground(z), view.height
    x = view.width * start
    line = [
        (x - unit * 0.30, brush.bottom),
        (x - unit * 0.22, view.height * 1.0),
        (x - unit * 0.10, y + unit * 0.11),
        (x - unit * 0.03, y + unit * 0.035),
        (x + unit * 0.10, y + unit * 0.004),
        (x + unit * 0.42, y - unit * 0.012),
        (brush.right, y - unit * 0.03),
        (brush.right, brush.bottom),
    ]
    rock = [(px - unit * 0.02 - unit * rng.uniform(0, 0.02), py + unit * 0.012) for px, py in line[:-2]]
    brush.fill(canvas, smooth([*rock, (brush.right, y), (brush.right, brush.bottom)]), brush.shade(ROCK, z))
    shape = smooth(line, closed=False)
    shape.close()
    brush.wash(
        canvas,
        shape,
        [brush.tone(greens.dry, z), brush.tone(greens.grass.adjust_lightness(-0.08), 3)],
        (0, y),
        (0, view.height),
    )
    canvas.save()
    canvas.clipPath(shape, doAntiAlias=True)
    terrain.light_patches(brush, canvas, rng, view.nearest(), z, 12, greens.grass.adjust_lightness(0.10), 0.4)
    terrain.blades(brush, canvas, rng, z * 0.95, view.nearest(), 120, greens.deep.mix(greens.grass, 0.45))
    terrain.speckle(brush, canvas, rng, z * 0.8, view.nearest(), 44, greens.flowers)
    canvas.restore()


def _track(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """A trodden path over the near turf, towards the point."""
    view = brush.view
    left: list[Point] = []
    right: list[Point] = []
    for i in range(17):
        t = i / 16
        z = 8.8 * (view.nearest() * 0.5 / 8.8) ** t
        middle = view.half_width(8.9) * (0.20 - 0.10 * t) + 1.3 * (1 - t) ** 3
        left.append(view.point(middle - 0.3 - 0.25 * t, 0, z))
        right.append(view.point(middle + 0.3 + 0.25 * t, 0, z))
    path = smooth([*left, *reversed(right)])
    earth = [brush.tone(TRACK, 9), brush.tone(TRACK.adjust_lightness(-0.12), 4)]
    brush.wash(canvas, path, earth, (0, view.ground(9)), (0, view.height), [0.55, 0.9])


SETS = (
    ScenerySet(
        "sea", ("ocean", "open sea", "at sea", "open water", "sea surface", "waves", "water", "bay", "strait"), sea
    ),
    ScenerySet(
        "beach", ("coast", "seaside", "shore", "seashore", "sand", "sandy beach", "lagoon", "coastline", "dune"), beach
    ),
    ScenerySet(
        "headland",
        ("cliff", "cliffs", "lighthouse", "cape", "cliff top", "clifftop", "island", "rocky coast", "bluff", "moor"),
        headland,
    ),
)
