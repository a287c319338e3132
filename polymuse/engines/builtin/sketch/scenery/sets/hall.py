"""Great rooms: stage, hall, church."""

from __future__ import annotations

import math
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, polygon, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _dressing as dressing
from polymuse.engines.builtin.sketch.scenery.sets._houses import LAMP, box
from polymuse.engines.builtin.sketch.scenery.sets._room import Opening, Room, Wall, lamplight, room
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery

_hex = Rgb.parse
VELVET, GILT = _hex("#9c3b40"), _hex("#d0a552")


def stage(scenery: Scenery) -> Backdrop:
    """Boards, a painted cloth, velvet curtains drawn aside and a spotlight."""
    brush = Brush(scenery)
    cloth = scenery.palette[0].mix(_hex("#44516f"), 0.6)
    made = Room(cloth, _hex("#a67a52"), ceiling=_hex("#3c3040"), trim=cloth.adjust_lightness(-0.2))
    return room(
        brush,
        made,
        (partial(_backcloth, colour=cloth),),
        (
            Plane(5.9, partial(_beam, brush)),
            Plane(3.6, partial(_velvet, brush), still=True),
        ),
    )


def _backcloth(wall: Wall, colour: Rgb) -> None:
    """Hills and a moon as painted on canvas."""
    half = wall.half
    wall.disc(half * 0.45, 2.7, 0.42, _hex("#efe0b4"), 0.9)
    for i, (y, wave) in enumerate(((1.5, 0.35), (1.05, 0.28), (0.55, 0.2))):
        line = [wall.at(-half + 2 * half * k / 12, y + wave * math.sin(k * 1.1 + i * 2)) for k in range(13)]
        path = smooth([*line, wall.at(half, 0), wall.at(-half, 0)])
        wall.canvas.save()
        wall.canvas.clipRect(skia.Rect.MakeLTRB(*wall.at(-half, 4.2), *wall.at(half, 0)))
        wall.brush.fill(wall.canvas, path, wall.brush.tone(colour.adjust_lightness(-0.10 - 0.10 * i)))
        wall.canvas.restore()


def _beam(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """A spotlight from above left with its pool on the boards."""
    view, warm = brush.view, _hex("#ffe9b8")
    cx, cy = view.width * 0.5, view.ground(5.2)
    reach = min(view.width * 0.30, view.height * 0.42)
    cone = polygon([(view.width * 0.30, brush.top), (view.width * 0.34, brush.top), (cx + reach, cy), (cx - reach, cy)])
    brush.wash(canvas, cone, [warm, warm], (0, 0), (0, cy), [0.34, 0.10])
    pool = skia.Path()
    pool.addOval(skia.Rect.MakeLTRB(cx - reach, cy - reach * 0.14, cx + reach, cy + reach * 0.14))
    brush.fill(canvas, pool, warm, 0.32)


def _velvet(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """Curtains at both sides and a valance with a gilt hem."""
    view = brush.view
    width, folds = view.width * 0.15, 6
    for side in (0, 1):
        for i in range(folds):
            inner = width * (folds - i) / folds
            slack = 0.62 + 0.38 * math.cos(i * 0.35)
            edge = view.width - inner if side else inner
            outer = brush.right if side else brush.left
            tie = view.width - inner * 0.62 if side else inner * 0.62
            path = skia.Path()
            path.moveTo(outer, brush.top)
            path.lineTo(edge, brush.top)
            path.quadTo(edge, view.height * 0.42 * slack, tie, view.height * 0.62)
            path.quadTo(edge * 0.98 + (view.width * 0.02 if side else 0), view.height * 0.8, edge, brush.bottom)
            path.lineTo(outer, brush.bottom)
            path.close()
            brush.fill(canvas, path, brush.tone(VELVET.adjust_lightness((-0.10, -0.26)[i % 2] + 0.02 * i)))
        tie = skia.Rect.MakeXYWH(
            view.width - width * 0.66 if side else -width * 0.1, view.height * 0.60, width * 0.76, view.height * 0.03
        )
        canvas.drawRoundRect(tie, 8, 8, skia.Paint(AntiAlias=True, Color=brush.tone(GILT).skia()))
    swags = max(3, round(view.width / view.height * 4))
    for i in range(-2, swags + 2):
        x, w = view.width * i / swags, view.width / swags
        for drop, tone in (
            (0.105, brush.tone(GILT)),
            (0.093, brush.tone(VELVET.adjust_lightness(-0.05 if i % 2 else -0.18))),
        ):
            path = skia.Path()
            path.moveTo(x, brush.top)
            path.lineTo(x, view.height * 0.04)
            path.quadTo(x + w / 2, view.height * drop * 1.7, x + w, view.height * 0.04)
            path.lineTo(x + w, brush.top)
            path.close()
            brush.fill(canvas, path, tone)


def hall(scenery: Scenery) -> Backdrop:
    """Columns, tall windows, a chequered floor and a chandelier."""
    brush, accent = Brush(scenery), scenery.palette[0]
    reach = 0.9 * brush.view.half_width(8)
    wide = reach > 3
    spots = (-reach * 0.62, 0.0, reach * 0.62) if wide else (0.0,)
    made = Room(
        _hex("#d9ccb0").mix(accent, 0.14),
        _hex("#c2b4a0"),
        depth=8.0,
        height=4.6,
        half=reach,
        floor="tiles",
        ceiling=_hex("#cbbd9f"),
        windows=tuple(Opening(x, 0.9, 1.5, 3.1, 2, 4, head="arched") for x in spots),
    )

    def columns(wall: Wall) -> None:
        for i in range(4 if wide else 2):
            x = (-reach + 2 * reach * (i + 0.03) / 3 * 0.98) if wide else (-0.72 + 1.44 * i) * reach
            wall.rect(x - 0.3, 0, 0.6, 0.3, _hex("#b5a68c"))
            wall.rect(x - 0.22, 0.3, 0.44, 5, _hex("#e6dcc4"))
            wall.rect(x + 0.06, 0.3, 0.16, 5, _hex("#c6b99e"))
            wall.rect(x - 0.14, 0.3, 0.06, 5, _hex("#f2ead6"))

    carpet = partial(dressing.rug, z=5.6, reach=2.2, colour=_hex("#8f4446").mix(accent, 0.25))
    return room(brush, made, (columns, carpet), (Plane(6.6, partial(_chandelier, brush)),))


def _chandelier(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view, z = brush.view, 6.6
    s, (px, py) = view.scale(z), (view.width / 2, view.height * 0.13)
    brush.fill(
        canvas, box(px - 0.02 * s, brush.top, 0.04 * s, py - brush.top), brush.tone(GILT.adjust_lightness(-0.25))
    )
    brush.glow(canvas, px, py, 2.4 * s, LAMP, 0.18 + 0.4 * brush.light.night)
    for reach, drop in ((0.75, 0.0), (0.45, -0.26)):
        arm = skia.Path()
        arm.moveTo(px - reach * s, py + (drop - 0.1) * s)
        arm.quadTo(px, py + (drop + 0.28) * s, px + reach * s, py + (drop - 0.1) * s)
        arm.quadTo(px, py + (drop + 0.18) * s, px - reach * s, py + (drop - 0.1) * s)
        brush.fill(canvas, arm, brush.tone(GILT))
        for i in range(-2, 3):
            x, y = px + reach * s * i / 2, py + (drop - 0.1 + 0.12 * (1 - (i / 2) ** 2)) * s
            brush.fill(canvas, box(x - 0.03 * s, y - 0.16 * s, 0.06 * s, 0.16 * s), brush.tone(_hex("#efe5cc")))
            canvas.drawOval(
                skia.Rect.MakeLTRB(x - 0.035 * s, y - 0.27 * s, x + 0.035 * s, y - 0.15 * s),
                skia.Paint(AntiAlias=True, Color=LAMP.skia()),
            )


def church(scenery: Scenery) -> Backdrop:
    """A nave: pointed arches behind each other, coloured windows, candlelight."""
    brush = Brush(scenery)
    reach = 0.92 * brush.view.half_width(9)
    made = Room(
        _hex("#cfc2a8"), _hex("#b3a58c"), depth=9.0, height=6.0, half=reach, floor="tiles", ceiling=_hex("#a8997f")
    )

    def glass(wall: Wall) -> None:
        spots = (-0.6, 0.0, 0.6) if reach > 2.6 else (0.0,)
        for at in spots:
            tall, w = (3.4 if at == 0 else 2.6), (1.3 if at == 0 else 0.95)
            _lancet(wall, at * reach, 1.5, w + 0.24, tall + 0.14, _hex("#a6987e"))
            _lancet(wall, at * reach, 1.58, w, tall, _hex("#4a5a78"))
            _panes(wall, at * reach, w, tall)

    arches = [Plane(z, partial(_arch, brush, z)) for z in (7.4, 5.6)]
    return room(
        brush,
        made,
        (glass,),
        (*arches, lamplight(brush, -0.5 * reach, 1.2, 7.6, 2.0), lamplight(brush, 0.5 * reach, 1.2, 7.6, 2.0)),
    )


def _lancet(wall: Wall, x: float, y: float, width: float, height: float, colour: Rgb) -> None:
    """A pointed window."""
    ring = [
        (x - width / 2, y),
        (x - width / 2, y + height * 0.62),
        (x - width * 0.38, y + height * 0.80),
        (x, y + height),
        (x + width * 0.38, y + height * 0.80),
        (x + width / 2, y + height * 0.62),
        (x + width / 2, y),
    ]
    wall.shape(ring, colour)


def _panes(wall: Wall, x: float, width: float, height: float) -> None:
    """Coloured glass in lozenges, as bright as the day outside, dim at night."""
    rng = wall.brush.rng(f"panes {x:.2f}")
    colours = [_hex(c) for c in ("#c9584f", "#d8a548", "#5b86b5", "#6f9f72", "#8f6aa3", "#e3c98a")]
    shine = 0.35 * wall.brush.light.night
    rows = 9
    for row in range(rows):
        for column in range(4):
            cx = x + width * (column - 1.5 + 0.5 * (row % 2) - 0.25) * 0.25
            cy = 1.72 + height * 0.86 * row / rows
            top = max(0.0, (row - rows * 0.62) / (rows * 0.38))
            if abs(cx - x) > width * 0.40 * (1 - top * 0.85):
                continue
            tint = rng.choice(colours).mix(_hex("#2f3a5a"), shine)
            w, h = width * 0.11, height * 0.052
            wall.shape([(cx - w, cy), (cx, cy + h), (cx + w, cy), (cx, cy - h)], tint)


def _arch(brush: Brush, z: float, canvas: skia.Canvas, _: float) -> None:
    """A pair of piers with a pointed arch over the nave at depth z."""
    view, s = brush.view, brush.view.scale(z)
    half = 0.80 * view.half_width(z) * (1.0 if z > 7 else 1.08)
    stone, shade = brush.tone(_hex("#d6c9b0").adjust_lightness(-0.05 * (9 - z))), brush.tone(_hex("#8d7f68"))
    foot, spring, crown = view.ground(z), view.ground(z) - 3.0 * s, view.ground(z) - 5.6 * s
    left, right = view.width / 2 - half * s, view.width / 2 + half * s
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(brush.left, brush.top, brush.right, foot))
    hole = skia.Path()
    hole.moveTo(left, foot + 1)
    hole.lineTo(left, spring)
    hole.quadTo(left, (spring + crown) / 2 - 0.5 * s, view.width / 2, crown)
    hole.quadTo(right, (spring + crown) / 2 - 0.5 * s, right, spring)
    hole.lineTo(right, foot + 1)
    wall = skia.Op(path, hole, skia.PathOp.kDifference_PathOp) or path
    brush.wash(canvas, wall, [stone, stone.mix(shade, 0.55)], (left, 0), (brush.left, 0))
    rim = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.14 * s, Color=brush.tone(_hex("#e6dcc6")).skia()
    )
    canvas.drawPath(hole, rim)
    for x in (left, right):
        brush.fill(canvas, box(x - 0.22 * s, spring, 0.44 * s, 0.16 * s), brush.tone(_hex("#e6dcc6")))
        brush.fill(canvas, box(x - 0.26 * s, foot - 0.4 * s, 0.52 * s, 0.4 * s), shade)


SETS = (
    ScenerySet(
        "stage",
        ("theatre", "theater", "opera", "concert hall", "cinema", "auditorium", "circus", "nightclub"),
        stage,
        indoors=True,
    ),
    ScenerySet(
        "hall",
        (
            "ballroom",
            "palace",
            "castle",
            "museum",
            "gallery",
            "throne room",
            "courtroom",
            "gym",
            "station hall",
            "mansion",
            "airport",
        ),
        hall,
        indoors=True,
    ),
    ScenerySet(
        "church", ("cathedral", "chapel", "nave", "monastery", "abbey", "temple", "crypt"), church, indoors=True
    ),
)
