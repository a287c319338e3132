"""Sets of tended land: farm, garden; and the desert."""

from __future__ import annotations

from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, polygon
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
WHEAT, SOIL, BARN = _hex("#d9bb6b"), _hex("#9a7654"), _hex("#a4523f")
DUNE, BUTTE = _hex("#e0b27a"), _hex("#b5694c")
FENCE = _hex("#a98d6c")


def farm(scenery: Scenery) -> Backdrop:
    """A red barn among fields of wheat and rows of crops."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "blue hills", 1200, _hex("#8299a4"), 60, 800, base=12),
            terrain.hills(brush, "fields", 400, g.far.mix(WHEAT, 0.35), 20, 260),
            terrain.ground(brush, "wheat", 170, WHEAT, WHEAT.mix(g.grass, 0.5), swell=1.0, to=40),
            terrain.treeline(brush, "windbreak", 150, 8, g.leaf.mix(g.far, 0.4), gap=40),
            terrain.ground(brush, "pasture", 95, g.dry, g.grass, swell=0.5, to=14),
            Plane(58, partial(_barn, brush, g)),
            Plane(40, partial(_rows, brush, g)),
            Plane(11, partial(_fence, brush, 11.0, 0.5)),
            terrain.foreground(brush, g.deep, g.flowers, tall=1.1),
        ),
        ground=Zone(4.6, 10.5),
    )


def _barn(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """A red barn with a gambrel roof, off the middle, its silo and its trees."""
    view, rng, z = brush.view, brush.rng("barn"), 58.0
    side = rng.choice((-1, 1))
    x, s = side * view.half_width(z) * 0.55, view.scale(z)
    px, foot = view.point(x, 0, z)
    _barn_walls(brush, canvas, px, foot, s, side)
    _barn_door(brush, canvas, px, foot, s)
    houses.window(brush, canvas, rng, px, foot - 5.9 * s, 1.2 * s, 1.3 * s, z, None)
    _silo(brush, canvas, px + side * 8.4 * s, foot, s)
    for dx in (-9.5, 13):
        brush.draw_drawing(canvas, "linden", x - side * dx, z, 0.8, colours={"leaf": g.leaf})


def _barn_walls(brush: Brush, canvas: skia.Canvas, px: float, foot: float, s: float, side: int) -> None:
    """The front, the long side towards the middle and the roof over it; s pixels per metre."""
    half, eaves, knee, ridge = 5.5 * s, foot - 5.5 * s, foot - 8.4 * s, foot - 10.1 * s
    outline = [(-half, foot), (-half, eaves), (-0.64 * half, knee), (0, ridge), (0.64 * half, knee), (half, eaves)]
    front = [(px + side * -dx, y) for dx, y in [*outline, (half, foot)]]
    back = [(x - side * 9 * s, y) for x, y in front]
    z = 58.0
    brush.fill(canvas, polygon([front[6], front[5], back[5], back[6]]), brush.shade(BARN, z))
    brush.fill(canvas, polygon([*front[3:6], *reversed(back[3:6])]), brush.tone(_hex("#8b8580"), z))
    brush.fill(canvas, polygon(front), brush.tone(BARN, z))


def _barn_door(brush: Brush, canvas: skia.Canvas, px: float, foot: float, s: float) -> None:
    trim, z = brush.tone(_hex("#e8dcc4"), 58.0), 58.0
    brush.fill(canvas, houses.box(px - 1.7 * s, foot - 3.6 * s, 3.4 * s, 3.6 * s), trim)
    brush.fill(
        canvas, houses.box(px - 1.5 * s, foot - 3.4 * s, 3.0 * s, 3.4 * s), brush.tone(BARN.adjust_lightness(-0.2), z)
    )
    for low, high in ((0.0, 3.4), (3.4, 0.0)):
        bar = [(-1.5, low), (-1.25, low), (1.5, high), (1.25, high)]
        brush.fill(canvas, polygon([(px + dx * s, foot - y * s) for dx, y in bar]), trim)


def _silo(brush: Brush, canvas: skia.Canvas, px: float, foot: float, s: float) -> None:
    z, left, right = 58.0, px - 1.8 * s, px + 1.8 * s
    tones = [brush.tone(_hex("#cfcabd"), z), brush.shade(_hex("#a9a8a4"), z)]
    brush.wash(canvas, houses.box(left, foot - 10 * s, 3.6 * s, 10 * s), tones, (left, 0), (right, 0))
    dome = skia.Rect.MakeLTRB(left, foot - 11.8 * s, right, foot - 8.2 * s)
    canvas.drawArc(dome, 180, 180, True, skia.Paint(AntiAlias=True, Color=brush.tone(_hex("#a9aeb2"), z).skia()))


def _rows(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    """Furrows running to the vanishing point, green on brown."""
    view, near = brush.view, brush.view.nearest() * 0.6
    terrain.lawn(brush, canvas, "soil", 40, SOIL.mix(g.grass, 0.35), SOIL.adjust_lightness(-0.1), 0.15)
    for i in range(-26, 27):
        x = i * 1.5
        row = [
            view.point(x - 0.42, 0, 39.5),
            view.point(x + 0.42, 0, 39.5),
            view.point(x + 0.42, 0, near),
            view.point(x - 0.42, 0, near),
        ]
        brush.wash(
            canvas,
            polygon(row),
            [brush.tone(g.grass, 36), brush.tone(g.grass.adjust_lightness(-0.14), 5)],
            (0, view.ground(39)),
            (0, view.height),
        )
    terrain.lawn(brush, canvas, "headland", 10.5, g.dry, g.grass.adjust_lightness(-0.12), 0.12)
    terrain.blades(brush, canvas, brush.rng("farm tufts"), 10, view.nearest(), 90, g.deep.mix(g.grass, 0.4))


def _fence(brush: Brush, z: float, clear: float, canvas: skia.Canvas, _: float) -> None:
    """Posts and two rails, with the middle open."""
    view, half = brush.view, brush.view.half_width(z)
    for side in (-1, 1):
        start, end = side * half * clear, side * half * 1.75
        x0, x1 = min(start, end), max(start, end)
        for y, shift in ((0.42, -0.05), (0.86, 0.05)):
            rail = [
                view.point(x0, y, z),
                view.point(x1, y + 0.03, z),
                view.point(x1, y + 0.15, z),
                view.point(x0, y + 0.12, z),
            ]
            brush.fill(canvas, polygon(rail), brush.tone(FENCE.adjust_lightness(shift), z))
        x = start
        while abs(x) < abs(end):
            post = [
                view.point(x - 0.07, 0, z),
                view.point(x - 0.07, 1.15, z),
                view.point(x, 1.22, z),
                view.point(x + 0.07, 1.15, z),
                view.point(x + 0.07, 0, z),
            ]
            brush.fill(canvas, polygon(post), brush.tone(FENCE.adjust_lightness(-0.16), z))
            x += side * 1.9


def garden(scenery: Scenery) -> Backdrop:
    """Flower beds and hedges round a lawn, a gravel path, and the house's gable."""
    brush = Brush(scenery)
    g = terrain.season_of(brush)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "hills", 500, g.far, 22, 300, base=6),
            terrain.ground(brush, "under", 100, g.grass, g.grass, to=30),
            terrain.treeline(brush, "trees", 80, 10, g.leaf.mix(g.far, 0.35), gap=12),
            Plane(34, partial(_cottage, brush, g)),
            Plane(26, partial(_lawn, brush, g)),
            Plane(20, partial(_beds, brush, g, 20.0, 0.44)),
            Plane(10, partial(_beds, brush, g, 10.0, 0.74)),
            terrain.foreground(brush, g.deep, g.flowers, tall=1.2),
        ),
        ground=Zone(4.6, 17),
    )


def _cottage(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    rng, z, half = brush.rng("cottage"), 34.0, brush.view.half_width(34.0)
    x = rng.choice((-0.62, 0.34)) * half
    made = houses.House(x, 8.5, 3.4, 3.0, "eaves", _hex("#e6d5b4"), _hex("#96604a"), _hex("#5f7f78"), 1, 4)
    houses.house(brush, canvas, rng, made, z)
    hedge = -half * 1.7
    while hedge < half * 1.7:
        brush.draw_drawing(canvas, "hedge", hedge, z - 1, 1.0, colours={"leaf": g.leaf.mix(g.deep, 0.4)})
        hedge += 3.2


def _lawn(brush: Brush, g: terrain.Greens, canvas: skia.Canvas, _: float) -> None:
    view, rng = brush.view, brush.rng("garden lawn")
    terrain.lawn(brush, canvas, "garden", 30, g.grass.adjust_lightness(0.05), g.grass.adjust_lightness(-0.12), 0.05)
    near = view.nearest() * 0.6
    path = [view.point(x, 0, d) for x, d in ((-0.5, 29), (0.5, 29), (1.0, near), (-1.0, near))]
    gravel = _hex("#dccba8")
    brush.wash(
        canvas,
        polygon(path),
        [brush.tone(gravel, 26), brush.tone(gravel.adjust_lightness(-0.12), 4)],
        (0, view.ground(29)),
        (0, view.height),
    )
    terrain.light_patches(brush, canvas, rng, view.nearest(), 24, 10, g.grass.adjust_lightness(0.1), 0.35)


def _beds(brush: Brush, g: terrain.Greens, z: float, clear: float, canvas: skia.Canvas, _: float) -> None:
    rng, half = brush.rng(f"beds {z}"), brush.view.half_width(z)
    blooms = ("tulip", "rose", "lavender", "poppy", "daisy", "sunflower")
    for side in (-1, 1):
        x = half * clear
        while x < half * 1.6:
            brush.draw_drawing(
                canvas, "flower-bed", side * (x + 0.7), z, 1.4, colours={"leaf": g.leaf.mix(g.deep, 0.3)}
            )
            for _i in range(3):
                brush.draw_drawing(
                    canvas, rng.choice(blooms), side * (x + rng.uniform(0, 1.4)), z * 0.985, rng.uniform(1.0, 1.5)
                )
            x += 2.0
        tree = rng.choice(
            ("apple-tree", "cherry-tree") if brush.scenery.brief.setting.season == "spring" else ("apple-tree", "bush")
        )
        brush.draw_drawing(canvas, tree, side * half * (clear + 0.34), z * 1.06, 0.85)


def desert(scenery: Scenery) -> Backdrop:
    """Dunes in sun and shade, buttes far off, a few cacti."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(1400, partial(_buttes, brush, 1400.0, 150.0)),
            Plane(600, partial(_buttes, brush, 600.0, 55.0)),
            Plane(200, partial(_dunes, brush, 200.0, 7.0)),
            Plane(70, partial(_dunes, brush, 70.0, 3.0)),
            Plane(26, partial(_dunes, brush, 26.0, 0.8)),
            Plane(18, partial(_cacti, brush)),
            Plane(8, partial(_ripples, brush)),
        ),
        ground=Zone(4.6, 22),
    )


def _buttes(brush: Brush, z: float, height: float, canvas: skia.Canvas, _: float) -> None:
    """Table mountains in strata."""
    view, rng, s = brush.view, brush.rng(f"buttes {z}"), brush.view.scale(z)
    foot, x = view.ground(z), brush.left
    while x < brush.right:
        w, h = height * rng.uniform(0.8, 2.6) * s, height * rng.uniform(0.45, 1.0) * s
        shape = [
            (x - 0.25 * w, foot + 2),
            (x - 0.05 * w, foot - h * 0.45),
            (x, foot - h),
            (x + w * 0.3, foot - h * 1.02),
            (x + w * 0.34, foot - h * 0.95),
            (x + w, foot - h * 0.96),
            (x + w * 1.04, foot - h * 0.45),
            (x + w * 1.26, foot + 2),
        ]
        brush.wash(
            canvas,
            polygon(shape),
            [brush.tone(BUTTE, z), brush.tone(BUTTE.mix(DUNE, 0.5), z).mix(brush.light.haze, 0.3)],
            (0, foot - h),
            (0, foot),
        )
        shade = [
            (x + w * 0.62, foot - h * 0.955),
            (x + w, foot - h * 0.96),
            (x + w * 1.04, foot - h * 0.45),
            (x + w * 1.26, foot + 2),
            (x + w * 0.7, foot + 2),
            (x + w * 0.66, foot - h * 0.45),
        ]
        brush.fill(canvas, polygon(shade), brush.shade(BUTTE, z), 0.6)
        x += w * rng.uniform(1.7, 3.6)


def _dunes(brush: Brush, z: float, height: float, canvas: skia.Canvas, _: float) -> None:
    """Crested dunes: each with a lit back and a shaded lee side."""
    view, rng, s = brush.view, brush.rng(f"dunes {z}"), brush.view.scale(z)
    y = view.ground(z)
    terrain.lawn(
        brush,
        canvas,
        f"sand {z}",
        z,
        DUNE.adjust_lightness(0.04),
        DUNE.adjust_lightness(-0.08),
        height * 0.12,
        to=z * 0.3,
    )
    x = brush.left - height * 4 * s
    while x < brush.right:
        w, h = height * rng.uniform(7, 12) * s, height * rng.uniform(0.6, 1.2) * s
        px, top = x + w * rng.uniform(0.45, 0.6), y - h
        back = skia.Path()
        back.moveTo(x, y + h * 0.3)
        back.quadTo(x + (px - x) * 0.6, y - h * 0.1, px, top)
        back.quadTo(px + (x + w - px) * 0.35, y - h * 0.3, x + w, y + h * 0.3)
        back.close()
        brush.wash(
            canvas, back, [brush.tone(DUNE.adjust_lightness(0.10), z), brush.tone(DUNE, z)], (0, top), (0, y + h * 0.3)
        )
        lee = skia.Path()
        lee.moveTo(px, top)
        lee.quadTo(px - w * 0.06, y - h * 0.4, px + w * 0.06, y + h * 0.3)
        lee.lineTo(x + w, y + h * 0.3)
        lee.quadTo(px + (x + w - px) * 0.35, y - h * 0.3, px, top)
        brush.fill(canvas, lee, brush.shade(DUNE.adjust_lightness(-0.04), z))
        x += w * rng.uniform(0.55, 0.95)


def _cacti(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    rng = brush.rng("cacti")
    for z in sorted((rng.uniform(11, 40) for _ in range(7)), reverse=True):
        x = rng.choice((-1, 1)) * brush.view.half_width(z) * rng.uniform(0.45, 1.4)
        brush.draw_drawing(
            canvas, rng.choice(("cactus", "cactus", "rock")), x, z, rng.uniform(0.7, 1.2), flip=rng.random() < 0.5
        )


def _ripples(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("ripples"), brush.view.nearest()
    terrain.lawn(brush, canvas, "near sand", 8, DUNE.adjust_lightness(0.05), DUNE.adjust_lightness(-0.10), 0.16)
    terrain.light_patches(brush, canvas, rng, near, 8, 26, DUNE.adjust_lightness(-0.09), 0.5)
    terrain.speckle(brush, canvas, rng, 7.5, near, 40, (DUNE.adjust_lightness(-0.2), BUTTE), 0.035, 0.0)


SETS = (
    ScenerySet(
        "farm",
        (
            "farmland",
            "farmyard",
            "barn",
            "ranch",
            "vineyard",
            "orchard",
            "wheat field",
            "cornfield",
            "plantation",
            "stable",
            "countryside road",
        ),
        farm,
    ),
    ScenerySet(
        "garden",
        (
            "backyard",
            "back yard",
            "yard",
            "flower garden",
            "courtyard",
            "greenhouse",
            "allotment",
            "patio",
            "cemetery",
            "graveyard",
            "zoo",
        ),
        garden,
    ),
    ScenerySet("desert", ("sahara", "dunes", "wasteland", "badlands", "oasis", "steppe", "outback"), desert),
)
