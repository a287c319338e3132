"""Sets under trees: forest, jungle, swamp."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, bumps, polygon, rolling
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets import _water as water
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Light, Plane, Scenery, Zone

_hex = Rgb.parse
MOSS, BARK = _hex("#7d8c52"), _hex("#6e5747")


def _mist(brush: Brush, colour: Rgb, depth: float) -> Rgb:
    """A surface in the wood: `depth` 0 near … 1 where the trees dissolve into light."""
    light: Light = brush.light
    glow = light.haze.mix(brush.tone(_hex("#cfd8a8")), 0.35)
    return brush.tone(colour).mix(glow, depth)


def forest(scenery: Scenery) -> Backdrop:
    """Trunks behind trunks, paler and paler, with the sun slanting through."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    layers = ((70.0, 0.78, 26), (40.0, 0.58, 18), (24.0, 0.36, 12), (14.0, 0.16, 9))
    return Backdrop(
        planes=(
            Plane(400, partial(_glade, brush)),
            *(Plane(z, partial(_trunks, brush, g, z, depth, count)) for z, depth, count in layers),
            Plane(13, partial(_shafts, brush)),
            Plane(12, partial(_floor, brush, g)),
            Plane(7, partial(_trunks, brush, g, 7.0, 0.0, 5)),
            terrain.foreground(brush, g.deep, (), tall=1.1),
        ),
        ground=Zone(4.6, 12),
    )


def _glade(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The light at the end of the wood."""
    view, light = brush.view, brush.light
    top, low = _mist(brush, _hex("#8fa070"), 0.45), _mist(brush, _hex("#d5d7a5"), 0.85)
    whole = houses.box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    brush.wash(canvas, whole, [top, low, low], (0, 0), (0, brush.horizon))
    glow = (light.sun.glow if light.sun else light.sky[-1]).mix(Rgb(1, 1, 1), 0.2 * (1 - light.night))
    brush.glow(canvas, view.width * 0.42, brush.horizon * 0.75, view.height * 0.75, glow, 0.8)


def _trunks(brush: Brush, g: terrain.Greens, z: float, depth: float, count: int, canvas: skia.Canvas, _: float) -> None:
    """One row of trees: crowns above, trunks that leave the middle open, and their ground."""
    view, rng, scale = brush.view, brush.rng(f"trunks {z}"), brush.view.scale(z)
    foot = view.ground(z)
    line = rolling(rng, brush.left, brush.right, foot, 0.12 * scale, view.width * 0.5)
    if depth:
        soil = _mist(brush, MOSS.mix(g.grass, 0.5), depth)
        brush.fill(canvas, below(line, brush.bottom), soil)
    bark, lit = _mist(brush, BARK, depth), _mist(brush, BARK.adjust_lightness(0.16), depth)
    half = view.half_width(z)
    clear = 0.62 if not depth else 0.30 if depth < 0.3 else 0.1
    for i in range(count):
        side = -1 if i % 2 else 1
        x = side * half * (clear + (1.7 - clear) * (i + rng.random()) / count)
        _trunk(brush, canvas, x, z, rng.uniform(0.24, 0.42), rng.uniform(-0.4, 0.4), bark, lit)
    crowns = _mist(brush, g.leaf.mix(g.deep, 0.65), depth)
    _canopy(brush, canvas, z, depth, (crowns, _mist(brush, g.leaf.mix(g.deep, 0.25), depth)))


def _trunk(
    brush: Brush, canvas: skia.Canvas, x: float, z: float, radius: float, lean: float, bark: Rgb, lit: Rgb
) -> None:
    px, foot = brush.view.point(x, 0, z)
    scale = brush.view.scale(z)
    r, dx, top = radius * scale, lean * scale, brush.top
    path = skia.Path()
    path.moveTo(px - r * 1.9, foot + r * 0.5)
    path.quadTo(px - r * 0.95, foot - r, px - r * 0.85 + dx * 0.5, foot - scale * 2)
    path.lineTo(px - r * 0.6 + dx, top)
    path.lineTo(px + r * 0.6 + dx, top)
    path.lineTo(px + r * 0.85 + dx * 0.5, foot - scale * 2)
    path.quadTo(px + r * 0.95, foot - r, px + r * 2.0, foot + r * 0.5)
    path.close()
    brush.fill(canvas, path, bark)
    stripe = [
        (px - r * 1.5, foot + r * 0.3),
        (px - r * 0.85 + dx * 0.5, foot - scale * 2),
        (px - r * 0.6 + dx, top),
        (px - r * 0.2 + dx, top),
        (px - r * 0.35 + dx * 0.5, foot - scale * 2),
        (px - r * 0.6, foot),
    ]
    brush.fill(canvas, polygon(stripe), lit, 0.8)


def _canopy(brush: Brush, canvas: skia.Canvas, z: float, depth: float, tones: Sequence[Rgb]) -> None:
    """Foliage hanging in from above, lower towards the sides."""
    view, chance = brush.view, brush.rng(f"canopy {z}")
    reach = view.height * (0.10 + 0.22 * depth)
    for i, tone in enumerate(tones):
        line = rolling(chance, brush.left, brush.right, 0, view.height * 0.05, view.width * 0.45)
        line = [
            (x, y + reach * (1 - 0.28 * i) + view.height * 0.13 * (abs(x / view.width - 0.46) * 2) ** 2)
            for x, y in line
        ]
        size = view.height * (0.034 + 0.03 * (1 - depth))
        path = bumps(chance, line, size)
        cap = below(line, brush.top)
        brush.fill(canvas, path, tone)
        brush.fill(canvas, cap, tone)


def _shafts(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """Light slanting in from the upper left."""
    view, light, rng = brush.view, brush.light, brush.rng("shafts")
    if light.soft < 0.2:
        return
    glow = light.sun.glow if light.sun else light.sky[-1]
    strength = 0.30 if light.night < 0.5 else 0.14
    for i in range(4):
        x = view.width * (0.10 + 0.2 * i + rng.uniform(-0.04, 0.04))
        w = view.width * rng.uniform(0.03, 0.075)
        slide = view.height * 0.62
        beam = [
            (x, 0),
            (x + w, 0),
            (x + w * 1.9 + slide, view.height * 0.86),
            (x + slide - w * 0.2, view.height * 0.86),
        ]
        brush.wash(canvas, polygon(beam), [glow, glow], (x, 0), (x + slide * 0.8, view.height * 0.86), [strength, 0.0])


def _floor(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """Moss and ferns, with the light lying in patches."""
    view, rng = brush.view, brush.rng("floor")
    terrain.lawn(
        brush, canvas, "moss", 12, MOSS.mix(g.grass, 0.45).adjust_lightness(0.06), MOSS.mix(g.deep, 0.45), 0.15
    )
    terrain.light_patches(brush, canvas, rng, view.nearest(), 12, 16, g.dry.adjust_lightness(0.1), 0.45)
    terrain.blades(brush, canvas, rng, 11.5, view.nearest(), 80, g.deep.mix(MOSS, 0.3), 0.2)
    for _i in range(9):
        z = rng.uniform(5, 10.5)
        x = rng.choice((-1, 1)) * view.half_width(z) * rng.uniform(0.45, 1.5)
        brush.draw_drawing(
            canvas, "fern", x, z, rng.uniform(0.8, 1.3), colours={"leaf": g.leaf.mix(g.deep, rng.uniform(0.2, 0.6))}
        )


def jungle(scenery: Scenery) -> Backdrop:
    """Palms, big leaves and steam."""
    brush = Brush(scenery)
    g = terrain.Greens(
        _hex("#7fa25a"),
        _hex("#b3b76a"),
        _hex("#7fa596"),
        _hex("#5f9461"),
        _hex("#2f5f50"),
        (_hex("#df6f5a"), _hex("#efc15f"), _hex("#d98aa5")),
    )
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.mountains(brush, "peaks", 900, _hex("#6f9a94"), 210),
            terrain.treeline(brush, "far jungle", 160, 26, g.far),
            terrain.ground(brush, "under", 120, g.grass, g.grass, to=40),
            terrain.treeline(brush, "near jungle", 60, 14, g.leaf.mix(g.far, 0.3), gap=9),
            terrain.ground(brush, "soil", 50, _hex("#a5a765"), _hex("#8a9455"), to=9),
            Plane(22, partial(_stand, brush, ("palm", "palm", "bush"), g, 22.0, 0.42)),
            Plane(12, partial(_clearing, brush, g)),
            Plane(8, partial(_stand, brush, ("palm", "fern", "bush"), g, 8.0, 0.84)),
            terrain.leaves(brush, g.deep, right=True),
            terrain.leaves(brush, g.deep, right=False),
            terrain.foreground(brush, g.deep, g.flowers, tall=1.6),
        ),
        ground=Zone(4.6, 14),
    )


def _stand(
    brush: Brush, names: Sequence[str], g: terrain.Greens, z: float, clear: float, canvas: skia.Canvas, _: float
) -> None:
    """Plants of some kinds at one depth, leaving the middle `clear` (of the half width) free."""
    rng, half = brush.rng(f"stand {z}"), brush.view.half_width(z)
    for side in (-1, 1):
        x, i = half * clear, 0
        while x < half * 1.6:
            leaf = g.leaf.mix(g.deep, rng.uniform(0.0, 0.6))
            brush.draw_drawing(
                canvas,
                names[i % len(names)],
                side * x,
                z,
                rng.uniform(0.8, 1.25),
                colours={"leaf": leaf},
                flip=rng.random() < 0.5,
            )
            x += half * rng.uniform(0.14, 0.34)
            i += 1


def _clearing(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    rng = brush.rng("clearing")
    terrain.lawn(brush, canvas, "clearing", 12, g.grass, g.deep.mix(g.grass, 0.4), 0.18)
    terrain.light_patches(brush, canvas, rng, brush.view.nearest(), 12, 12, g.dry, 0.45)
    terrain.blades(brush, canvas, rng, 11.5, brush.view.nearest(), 90, g.deep, 0.22)


def swamp(scenery: Scenery) -> Backdrop:
    """Still water among willows and reeds, with lily pads."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    green = _hex("#6d8a6f")
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.treeline(brush, "far wood", 140, 15, g.far),
            terrain.treeline(brush, "wood", 90, 10, g.leaf.mix(g.far, 0.4), gap=14),
            water.mirror(brush, 80, green),
            Plane(40, partial(_stand, brush, ("willow", "bush", "willow"), g, 40.0, 0.34)),
            water.glints(brush, 30, 70, near=5, far=60),
            Plane(14, partial(_lilies, brush)),
            Plane(9, partial(_stand, brush, ("reeds", "reeds", "grass"), g, 9.0, 0.66)),
            Plane(5, partial(_bank, brush, g)),
            terrain.foreground(brush, g.deep, (), tall=1.5),
        ),
        ground=Zone(4.4, 5.0),
        water=Zone(6, 45),
    )


def _lilies(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    rng = brush.rng("lilies")
    for z in sorted((rng.uniform(6.5, 22) for _ in range(16)), reverse=True):
        x = rng.choice((-1, 1)) * rng.uniform(0.25, 1.2) * brush.view.half_width(z)
        brush.draw_drawing(canvas, "lily-pad", x, z, rng.uniform(1.4, 2.4))


def _bank(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    terrain.lawn(brush, canvas, "bank", 5.2, g.grass.adjust_lightness(-0.05), g.deep.mix(g.grass, 0.5), 0.08)
    terrain.blades(brush, canvas, brush.rng("bank grass"), 5.2, brush.view.nearest(), 60, g.deep, 0.24)


SETS = (
    ScenerySet(
        "forest", ("wood", "woods", "woodland", "grove", "trees", "forest path", "pine forest", "thicket"), forest
    ),
    ScenerySet("jungle", ("rainforest", "tropical forest", "tropics", "tropical island"), jungle),
    ScenerySet("swamp", ("pond", "marsh", "bog", "wetland", "bayou", "mangrove"), swamp),
)
