"""Sets of the big city: a city street, and the skyline from a roof."""

from __future__ import annotations

from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, polygon
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
FRONTS = tuple(_hex(c) for c in ("#b08a72", "#9aa3a3", "#c4ae8e", "#8d8f98", "#a9766a", "#b7b3a2"))
AWNINGS = tuple(_hex(c) for c in ("#b0584a", "#4f7f7a", "#c9973f", "#5a6f93"))
ASPHALT, WALK, GRAVEL = _hex("#83838a"), _hex("#c2b8a8"), _hex("#a59c93")


def city_street(scenery: Scenery) -> Backdrop:
    """Tall fronts with shops on both sides of an avenue, towers at its end."""
    brush = Brush(scenery)
    view, gap = brush.view, 6.6
    rows = [gap * r * 2 * view.focal * view.height / view.width for r in (5.2, 2.9, 1.7, 1.05, 0.5)]
    ends = [rows[0] * 1.7, *rows]
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(700, partial(_towers, brush, 700.0, 150.0)),
            Plane(300, partial(_towers, brush, 300.0, 75.0)),
            Plane(rows[0] * 1.72, partial(_avenue, brush, gap, rows[0] * 1.72)),
            *(
                Plane(z, partial(_block, brush, gap, z, end - z, begin))
                for z, end, begin in zip(rows, ends, houses.seamless(rows), strict=False)
            ),
        ),
        ground=Zone(max(4.6, view.nearest()), rows[1], -gap * 0.9, gap * 0.9),
    )


def _towers(brush: Brush, z: float, height: float, canvas: skia.Canvas, _: float) -> None:
    """A skyline of towers at one depth, with lit windows in the dark."""
    view, rng, scale = brush.view, brush.rng(f"towers {z}"), brush.view.scale(z)
    foot, x = view.ground(z), brush.left
    base = houses.box(brush.left, foot - height * 0.12 * scale, brush.right - brush.left, view.height * 0.3)
    brush.fill(canvas, base, brush.tone(_hex("#8c9aa8"), z).mix(brush.light.haze, 0.35))
    while x < brush.right:
        w = height * rng.uniform(0.18, 0.36) * scale
        h = height * rng.uniform(0.45, 1.0) * scale
        tone = brush.tone(rng.choice(FRONTS).mix(_hex("#8c9aa8"), 0.5), z)
        path = houses.box(x, foot - h, w + 1, h + view.height * 0.2)
        brush.wash(canvas, path, [tone, tone.mix(brush.light.haze, 0.35)], (0, foot - h), (0, foot))
        brush.fill(canvas, houses.box(x + w * 0.68, foot - h, w * 0.32, h), brush.light.shadow, 0.10)
        if rng.random() < 0.4:
            brush.fill(canvas, houses.box(x + w * 0.3, foot - h * 1.06, w * 0.4, h * 0.06), tone)
        if rng.random() < 0.25:
            brush.fill(canvas, houses.box(x + w * 0.48, foot - h * 1.22, max(1.0, w * 0.04), h * 0.2), tone)
        _lights(brush, canvas, f"{z} {x:.0f}", (x, foot - h, w, h), max(3.0, view.height / 150))
        x += w * rng.uniform(0.95, 1.35)


def _lights(
    brush: Brush, canvas: skia.Canvas, name: str, front: tuple[float, float, float, float], size: float
) -> None:
    """Rows of small windows on a tower: a few bright ones by night, faint ones by day."""
    rng, (x, y, w, h) = brush.rng(f"lights {name}"), front
    night = brush.light.night > 0.3
    path = skia.Path()
    columns, rows = int(w / (size * 1.9)), int(h / (size * 2.3))
    for row in range(1, rows):
        for column in range(columns):
            if rng.random() < (0.34 if night else 0.5):
                path.addRect(
                    skia.Rect.MakeXYWH(x + size * (0.6 + column * 1.9), y + row * size * 2.3, size * 0.8, size * 1.1)
                )
    brush.fill(canvas, path, houses.LAMP if night else brush.light.sky[0], 0.75 if night else 0.16)


def _block(brush: Brush, gap: float, z: float, depth: float, begin: float, canvas: skia.Canvas, _: float) -> None:
    """The fronts of both sides from depth z to z + depth, the nearest from `begin` on, with shops and lamps."""
    rng = brush.rng(f"block {z:.1f}")
    for side in (-1, 1):
        count = max(1, round(depth / 13))
        for i in reversed(range(count)):
            near, far = z + depth * i / count if i else begin, z + depth * (i + 1) / count
            height, wall = rng.uniform(12, 22), rng.choice(FRONTS)
            dark = wall.adjust_lightness(-0.25)
            houses.facade(
                brush, canvas, rng, houses.HouseFront(side * gap * 1.25, near, far, height, wall, dark, dark, side > 0)
            )
            _awning(
                brush,
                canvas,
                side * gap * 1.25,
                near + (far - near) * 0.15,
                near + (far - near) * 0.8,
                rng.choice(AWNINGS),
            )
        _lamp_post(brush, canvas, side * gap * 0.96, z + depth * 0.2)


def _awning(brush: Brush, canvas: skia.Canvas, x: float, near: float, far: float, colour: Rgb) -> None:
    """A striped cloth over a shop front."""
    view, out = brush.view, x - 1.2 if x > 0 else x + 1.2
    glass = [view.point(x, y, z) for y, z in ((0.4, near), (2.6, near), (2.6, far), (0.4, far))]
    lit = brush.light.night > 0.3
    tone = (
        houses.LAMP.mix(brush.light.haze, 0.15)
        if lit
        else brush.tone(_hex("#7f959c"), near).mix(brush.light.sky[0], 0.2)
    )
    brush.fill(canvas, polygon(glass), tone)
    stripes = 6
    for i in range(stripes):
        a, b = near + (far - near) * i / stripes, near + (far - near) * (i + 1) / stripes
        cloth = [
            view.point(x, 3.3, a),
            view.point(out, 2.6, a),
            view.point(out, 2.3, a),
            view.point(out, 2.3, b),
            view.point(out, 2.6, b),
            view.point(x, 3.3, b),
        ]
        brush.fill(canvas, polygon(cloth), brush.tone(colour if i % 2 else _hex("#e9dfc8"), near))


def _lamp_post(brush: Brush, canvas: skia.Canvas, x: float, z: float) -> None:
    px, foot = brush.view.point(x, 0, z)
    s, tone = brush.view.scale(z), brush.tone(_hex("#4d5560"), z)
    brush.fill(canvas, houses.box(px - 0.06 * s, foot - 4.2 * s, 0.12 * s, 4.2 * s), tone)
    brush.fill(canvas, houses.box(px - 0.14 * s, foot - 0.5 * s, 0.28 * s, 0.5 * s), tone)
    reach = -0.9 if x > 0 else 0.9
    brush.fill(canvas, houses.box(px + min(0, reach) * s, foot - 4.25 * s, 0.9 * s, 0.1 * s), tone)
    lamp = houses.LAMP if brush.light.night > 0.3 else brush.tone(_hex("#ece2c8"), z)
    cx, cy = px + reach * s, foot - 4.05 * s
    canvas.drawOval(
        skia.Rect.MakeLTRB(cx - 0.26 * s, cy - 0.16 * s, cx + 0.26 * s, cy + 0.2 * s),
        skia.Paint(AntiAlias=True, Color=lamp.skia()),
    )
    if brush.light.night > 0.3:
        brush.glow(canvas, cx, cy, 2.6 * s, houses.LAMP, 0.5 * brush.light.night)


def _avenue(brush: Brush, gap: float, z: float, canvas: skia.Canvas, _: float) -> None:
    """Road, kerbs and a dashed line running to the vanishing point."""
    view, near = brush.view, brush.view.nearest() * 0.6
    top = view.ground(z)
    whole = houses.box(brush.left, top, brush.right - brush.left, brush.bottom - top)
    brush.wash(
        canvas, whole, [brush.tone(WALK, z), brush.tone(WALK.adjust_lightness(-0.08), 4)], (0, top), (0, view.height)
    )
    road = [view.point(x, 0, d) for x, d in ((-gap * 0.8, z), (gap * 0.8, z), (gap * 0.8, near), (-gap * 0.8, near))]
    brush.wash(
        canvas,
        polygon(road),
        [brush.tone(ASPHALT.adjust_lightness(0.1), z), brush.tone(ASPHALT.adjust_lightness(-0.16), 4)],
        (0, top),
        (0, view.height),
    )
    for side in (-1, 1):
        kerb = [view.point(side * gap * k, 0, d) for k, d in ((0.8, z), (0.835, z), (0.835, near), (0.8, near))]
        brush.fill(canvas, polygon(kerb), brush.tone(WALK.adjust_lightness(0.25), 8))
    d = near
    while d < z * 0.8:
        dash = [view.point(x, 0, e) for x, e in ((-0.09, d), (0.09, d), (0.09, d + 1.6), (-0.09, d + 1.6))]
        brush.fill(canvas, polygon(dash), brush.tone(_hex("#e9e0c8"), d), 0.75)
        d += 4.2


def skyline(scenery: Scenery) -> Backdrop:
    """A flat roof with a parapet, and the city spread out behind."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            Plane(1600, partial(_towers, brush, 1600.0, 330.0)),
            Plane(700, partial(_towers, brush, 700.0, 160.0)),
            Plane(260, partial(_towers, brush, 260.0, 42.0)),
            Plane(90, partial(_roofs, brush)),
            Plane(10.5, partial(_parapet, brush)),
        ),
        ground=Zone(4.6, 9.6),
    )


def _roofs(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The nearest houses' roofs below us, with tanks and chimneys."""
    view, rng, z = brush.view, brush.rng("roofs"), 90.0
    x, base = brush.left, view.ground(10.5) + 4
    while x < brush.right:
        w, y = view.width * rng.uniform(0.08, 0.16), view.ground(z) + view.height * rng.uniform(-0.03, 0.03)
        wall = rng.choice(FRONTS)
        brush.fill(canvas, houses.box(x, y, w, base - y), brush.tone(wall.adjust_lightness(-0.08), z))
        brush.fill(canvas, houses.box(x - 2, y, w + 4, view.height * 0.012), brush.tone(wall.adjust_lightness(0.1), z))
        _lights(brush, canvas, f"roof {x:.0f}", (x, y, w, base - y), view.height / 90)
        if rng.random() < 0.5:
            brush.fill(
                canvas,
                houses.box(x + w * 0.2, y - view.height * 0.03, w * 0.16, view.height * 0.03),
                brush.tone(wall.adjust_lightness(-0.2), z),
            )
        x += w
    tx, unit = view.width * rng.choice((0.16, 0.84)), view.height
    tone = brush.tone(_hex("#8f6f58"), z)
    foot = view.ground(z)
    for leg in (-0.035, 0.03):
        brush.fill(
            canvas,
            houses.box(tx + leg * unit, foot - 0.075 * unit, 0.008 * unit, 0.08 * unit),
            brush.tone(_hex("#5c5556"), z),
        )
    brush.fill(canvas, houses.box(tx - 0.045 * unit, foot - 0.15 * unit, 0.09 * unit, 0.08 * unit), tone)
    brush.fill(
        canvas,
        polygon(
            [(tx - 0.052 * unit, foot - 0.15 * unit), (tx, foot - 0.19 * unit), (tx + 0.052 * unit, foot - 0.15 * unit)]
        ),
        tone.adjust_lightness(-0.15),
    )


def _parapet(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The roof we stand on and the low wall at its edge."""
    view, z = brush.view, 10.5
    top, foot, s = view.point(0, 0.85, z)[1], view.ground(z), view.scale(z)
    span = brush.right - brush.left
    brush.wash(
        canvas,
        houses.box(brush.left, foot, span, brush.bottom - foot),
        [brush.tone(GRAVEL.adjust_lightness(0.06), 10), brush.tone(GRAVEL.adjust_lightness(-0.2), 4)],
        (0, foot),
        (0, view.height),
    )
    brush.fill(canvas, houses.box(brush.left, top, span, foot - top + 1), brush.tone(FRONTS[0], z))
    brush.fill(canvas, houses.box(brush.left, top, span, 0.16 * s), brush.tone(_hex("#d6c7ae"), z))
    x = brush.left
    while x < brush.right:
        brush.fill(
            canvas, houses.box(x, top + 0.3 * s, 1.5 * s, 0.4 * s), brush.tone(FRONTS[0].adjust_lightness(-0.12), z)
        )
        x += 1.9 * s
    shade = brush.light.shadow
    brush.wash(
        canvas, houses.box(brush.left, foot, span, 0.8 * s), [shade, shade], (0, foot), (0, foot + 0.8 * s), [0.35, 0.0]
    )


SETS = (
    ScenerySet(
        "city street",
        (
            "city",
            "avenue",
            "boulevard",
            "downtown",
            "road",
            "high street",
            "crossing",
            "sidewalk",
            "bus stop",
            "shopping street",
            "metropolis",
        ),
        city_street,
    ),
    ScenerySet(
        "skyline", ("rooftop", "roof", "city skyline", "terrace", "balcony", "roof terrace", "above the city"), skyline
    ),
)
