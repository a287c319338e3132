"""Houses as a toy theatre has them: fronts with windows, doors and roofs, and the side that faces the street."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, polygon

__all__ = [
    "LAMP",
    "ROOFS",
    "SHUTTERS",
    "WALLS",
    "House",
    "HouseFront",
    "box",
    "facade",
    "house",
    "seamless",
    "some_house",
    "window",
]

_hex = Rgb.parse
LAMP = _hex("#ffce82")
GLASS = _hex("#8fa7ae")
WALLS = tuple(_hex(c) for c in ("#e6d3ae", "#d9a883", "#c9b89a", "#a9b59a", "#d8bf8e", "#b9c2c2", "#cf9580", "#e2c9b4"))
ROOFS = tuple(_hex(c) for c in ("#a9614a", "#8f5646", "#7d6660", "#6d7580", "#9c6f52"))
HIDDEN = 0.45
"""How much of the way to the next row, as the eye sees it, a row of fronts goes on behind that one."""
SHUTTERS = tuple(_hex(c) for c in ("#5f7f78", "#6b7f93", "#8a5a4c", "#6f7d58", "#7a6a86"))


@dataclass(frozen=True, slots=True)
class House:
    """A house front: its left edge, width, height to the eaves and the roof's height in metres, and its colours.
    `roof_kind`: "gable" (pointed to the front), "eaves" (long side to the front) or "flat"."""

    x: float
    width: float
    height: float
    roof: float
    roof_kind: str
    wall: Rgb
    tiles: Rgb
    trim: Rgb
    floors: int
    columns: int


def some_house(rng: Random, x: float, width: float, wall: Rgb | None = None, height: float | None = None) -> House:
    """A house of the old town with chance deciding the rest."""
    floors = rng.choice((2, 2, 3)) if height is None else max(1, round(height / 2.8))
    kind = rng.choice(("gable", "gable", "eaves"))
    roof = rng.uniform(2.0, 3.2) if kind == "gable" else rng.uniform(1.5, 2.1)
    tall = floors * 2.7 + 0.5 if height is None else height
    own, tiles, trim = rng.choice(WALLS), rng.choice(ROOFS), rng.choice(SHUTTERS)
    return House(x, width, tall, roof, kind, wall or own, tiles, trim, floors, max(2, round(width / 1.9)))


def box(x: float, y: float, width: float, height: float) -> skia.Path:
    """A rectangle from its left upper corner."""
    path = skia.Path()
    path.addRect(skia.Rect.MakeXYWH(x, y, width, height))
    return path


def house(brush: Brush, canvas: skia.Canvas, rng: Random, made: House, z: float) -> None:
    """Draw a house front at depth z."""
    scale = brush.view.scale(z)
    px, foot = brush.view.point(made.x, 0, z)
    width, top = made.width * scale, foot - made.height * scale
    lit = brush.tone(made.wall, z)
    brush.wash(
        canvas,
        box(px, top, width, foot - top + 2),
        [lit, lit.mix(brush.shade(made.wall, z), 0.35)],
        (px, top),
        (px + width, foot),
    )
    brush.fill(
        canvas, box(px, foot - 0.5 * scale, width, 0.5 * scale), brush.tone(made.wall.adjust_lightness(-0.16), z)
    )
    _roof(brush, canvas, rng, made, z, px, top)
    _openings(brush, canvas, rng, made, z, px, foot)


@dataclass(frozen=True, slots=True)
class HouseFront:
    """A house front that runs along the street at x metres, from depth near to far; `lit` when it faces the sun."""

    x: float
    near: float
    far: float
    height: float
    wall: Rgb
    trim: Rgb
    tiles: Rgb
    lit: bool

    def tone(self, brush: Brush, colour: Rgb) -> Rgb:
        """A colour on this front in its light or shade."""
        return (brush.tone if self.lit else brush.shade)(colour, (self.near * self.far) ** 0.5)

    def quad(self, brush: Brush, z: float, depth: float, y: float, height: float) -> skia.Path:
        """A rectangle on this front: from depth z on, from y metres up."""
        corners = ((y, z), (y + height, z), (y + height, z + depth), (y, z + depth))
        return polygon([brush.view.point(self.x, level, d) for level, d in corners])


def seamless(rows: Sequence[float]) -> list[float]:
    """Where the fronts of each row begin (its depth, of rows from far to near), so far before the row's own depth that no
    gap opens towards the next row when the camera moves sideways: each row is one plane, and nearer ones move faster."""
    nearer = [*rows[1:], rows[-1]]
    return [1 / (1 / z + HIDDEN * (1 / near - 1 / z)) for z, near in zip(rows, nearer, strict=True)]


def facade(brush: Brush, canvas: skia.Canvas, rng: Random, front: HouseFront) -> None:
    """Draw a front with its eaves, a door and rows of windows."""
    length = front.far - front.near
    brush.fill(canvas, front.quad(brush, front.near, length, 0, front.height), front.tone(brush, front.wall))
    plinth = front.tone(brush, front.wall.adjust_lightness(-0.2))
    brush.fill(canvas, front.quad(brush, front.near, length, 0, 0.55), plinth)
    _eaves(brush, canvas, front)
    columns, floors = max(2, round(length / 2.3)), max(1, round(front.height / 3))
    door = rng.randrange(columns)
    span = length / columns * 0.44
    for floor in range(floors):
        for column in range(columns):
            z = front.near + length * (column + 0.28) / columns
            if floor == 0 and column == door:
                brush.fill(
                    canvas,
                    front.quad(brush, z, span * 1.1, 0, 2.3),
                    front.tone(brush, front.trim.adjust_lightness(-0.14)),
                )
            else:
                _slanting(brush, canvas, rng, front, z, span, 1.0 + floor * (front.height - 0.5) / floors)


def _eaves(brush: Brush, canvas: skia.Canvas, front: HouseFront) -> None:
    """The roof: its underside over the street, and the slope above."""
    out = front.x - 0.45 if front.x > 0 else front.x + 0.45
    ridge, low, high = front.x + (front.x - out) * 4, front.height - 0.1, front.height + 2.2
    for (x, y), colour in (
        ((front.x, front.height + 0.5), front.tiles.adjust_lightness(-0.12)),
        ((ridge, high), front.tiles),
    ):
        edge = ((x, y, front.near), (out, low, front.near), (out, low, front.far), (x, y, front.far))
        brush.fill(canvas, polygon([brush.view.point(*corner) for corner in edge]), front.tone(brush, colour))


def _slanting(
    brush: Brush, canvas: skia.Canvas, rng: Random, front: HouseFront, z: float, span: float, sill: float
) -> None:
    """A window with its shutters in a front along the street."""
    light, frame = brush.light, front.tone(brush, _hex("#efe6d2"))
    glass = front.tone(brush, GLASS).mix(light.sky[0], 0.3).adjust_lightness(-0.14)
    if rng.random() < 0.6 and light.night > 0.3:
        glass = LAMP.mix(_hex("#f09a58"), rng.uniform(0, 0.5))
    for start in (z - span * 0.5, z + span * 1.04):
        brush.fill(canvas, front.quad(brush, start, span * 0.46, sill, 1.35), front.tone(brush, front.trim))
    brush.fill(canvas, front.quad(brush, z - 0.06, span + 0.12, sill - 0.1, 1.55), frame)
    brush.fill(canvas, front.quad(brush, z, span, sill, 1.35), glass)
    brush.fill(canvas, front.quad(brush, z + span / 2 - 0.03, 0.06, sill, 1.35), frame)


def _roof(brush: Brush, canvas: skia.Canvas, rng: Random, made: House, z: float, px: float, top: float) -> None:
    scale = brush.view.scale(z)
    width, rise, over = made.width * scale, made.roof * scale, 0.28 * scale
    tiles = brush.tone(made.tiles, z)
    if made.roof_kind == "flat":
        brush.fill(
            canvas,
            box(px - over * 0.6, top - over, width + over * 1.2, over),
            brush.tone(made.wall.adjust_lightness(-0.2), z),
        )
        return
    cx = px + width * rng.uniform(0.62, 0.8)
    brush.fill(
        canvas, box(cx, top - rise * 0.95, 0.6 * scale, rise * 0.9), brush.tone(made.wall.adjust_lightness(-0.22), z)
    )
    if made.roof_kind == "gable":
        apex = (px + width / 2, top - rise)
        brush.fill(canvas, polygon([(px, top), apex, (px + width, top)]), brush.tone(made.wall, z))
        for sign, shift in ((-1, 0.06), (1, -0.10)):
            edge = px + width / 2 + sign * (width / 2 + over)
            drop = 0.32 * scale
            board = [
                (apex[0], apex[1] - drop),
                (edge, top + drop * 0.35),
                (edge, top + drop * 1.1),
                (apex[0], apex[1] + drop * 0.5),
            ]
            brush.fill(canvas, polygon(board), brush.tone(made.tiles.adjust_lightness(shift), z))
        return
    slab = [
        (px - over, top + 0.1 * scale),
        (px + over * 1.6, top - rise),
        (px + width - over * 1.6, top - rise),
        (px + width + over, top + 0.1 * scale),
    ]
    brush.fill(canvas, polygon(slab), tiles)
    brush.fill(
        canvas, box(px - over, top, width + 2 * over, 0.16 * scale), brush.tone(made.tiles.adjust_lightness(-0.14), z)
    )
    for i in range(3):
        y = top - rise * (0.22 + 0.26 * i)
        x = px + width * rng.uniform(0.08, 0.55)
        brush.fill(
            canvas,
            box(x, y, width * rng.uniform(0.12, 0.3), max(1.0, 0.07 * scale)),
            brush.tone(made.tiles.adjust_lightness(0.09), z),
        )


def _openings(brush: Brush, canvas: skia.Canvas, rng: Random, made: House, z: float, px: float, foot: float) -> None:
    """Windows floor by floor, and a door in one of the lower ones' place."""
    scale = brush.view.scale(z)
    pitch, storey = made.width / made.columns, made.height / made.floors
    door = rng.randrange(made.columns)
    for floor in range(made.floors):
        for column in range(made.columns):
            cx = px + (column + 0.5) * pitch * scale
            sill = foot - (floor * storey + 0.95) * scale
            if floor == 0 and column == door:
                w, h = 1.0 * scale, 2.1 * scale
                brush.fill(
                    canvas,
                    _arch(cx - w * 0.62, foot - h * 1.06, w * 1.24, h * 1.06),
                    brush.tone(made.wall.adjust_lightness(0.12), z),
                )
                brush.fill(canvas, _arch(cx - w / 2, foot - h, w, h), brush.tone(made.trim.adjust_lightness(-0.12), z))
                continue
            window(brush, canvas, rng, cx, sill, min(0.95, pitch * 0.5) * scale, 1.3 * scale, z, made.trim)
    if made.roof_kind == "gable":
        attic = foot - (made.height + made.roof * 0.18) * scale
        window(brush, canvas, rng, px + made.width * scale / 2, attic, 0.6 * scale, 0.75 * scale, z, None)


def _arch(x: float, y: float, width: float, height: float) -> skia.Path:
    path = skia.Path()
    path.moveTo(x, y + height)
    path.lineTo(x, y + width * 0.3)
    path.quadTo(x, y, x + width / 2, y)
    path.quadTo(x + width, y, x + width, y + width * 0.3)
    path.lineTo(x + width, y + height)
    path.close()
    return path


def window(
    brush: Brush,
    canvas: skia.Canvas,
    rng: Random,
    cx: float,
    sill: float,
    width: float,
    height: float,
    z: float,
    shutters: Rgb | None,
) -> None:
    """A window standing on its sill (pixels). In the dark most are lit from inside."""
    light = brush.light
    glowing = rng.random() < 0.62 and light.night > 0.3
    x, y = cx - width / 2, sill - height
    frame = brush.tone(_hex("#efe6d2"), z)
    glass = brush.tone(GLASS, z).mix(light.sky[0], 0.25).adjust_lightness(-0.12)
    if glowing:
        glass = LAMP.mix(_hex("#f09a58"), rng.uniform(0, 0.5)).mix(light.haze, 0.12)
        frame = brush.tone(_hex("#8c6b52"), z)
    if shutters:
        for sx in (x - width * 0.46, x + width * 1.06):
            brush.fill(canvas, box(sx, y, width * 0.4, height), brush.tone(shutters, z))
    brush.fill(canvas, box(x - width * 0.07, y - height * 0.05, width * 1.14, height * 1.1), frame)
    brush.fill(canvas, box(x, y, width, height), glass)
    if not glowing:
        brush.fill(
            canvas, polygon([(x, y), (x + width * 0.6, y), (x, y + height * 0.55)]), glass.mix(light.sky[-1], 0.35)
        )
    bar = max(1.0, width * 0.07)
    brush.fill(canvas, box(cx - bar / 2, y, bar, height), frame)
    brush.fill(canvas, box(x, y + height * 0.42, width, bar), frame)
    brush.fill(canvas, box(x - width * 0.14, sill, width * 1.28, height * 0.07), frame)
