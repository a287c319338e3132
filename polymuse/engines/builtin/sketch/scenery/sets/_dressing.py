"""What hangs and stands along the walls of rooms. Every painter takes the back `Wall`; lengths in metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush
from polymuse.engines.builtin.sketch.scenery.sets._houses import LAMP
from polymuse.engines.builtin.sketch.scenery.sets._room import Wall
from polymuse.engines.builtin.sketch.stage import Plane

__all__ = [
    "WOOD", "bookcase", "cupboards", "curtains", "door", "framed", "house_plant", "nothing", "pendant", "pictures",
    "rug", "shelf", "wares",
]  # fmt: skip

_hex = Rgb.parse
WOOD, WORKTOP, FROND = _hex("#8a5f41"), _hex("#d8c3a0"), _hex("#4f6b50")
SPINES = tuple(
    _hex(c) for c in ("#a8574a", "#5d7c86", "#c79a4e", "#6f7f5a", "#d8c7a4", "#7a5a78", "#b9785a", "#47627a")
)


def nothing(_: Wall) -> None:
    """Leave the wall as it is (where the frame is too narrow for more)."""


def curtains(wall: Wall, x: float, width: float, sill: float, height: float, colour: Rgb) -> None:
    """A pair of curtains gathered to the sides of a window, on a rod."""
    top, foot = sill + height + 0.22, 0.18
    wall.rect(x - width * 0.86, top, width * 1.72, 0.06, WOOD)
    for side in (-1, 1):
        outer, inner = x + side * width * 0.80, x + side * width * 0.40
        cloth = [
            (outer, top),
            (inner, top),
            (inner + side * 0.16, sill + height * 0.3),
            (inner + side * 0.10, foot),
            (outer + side * 0.05, foot),
        ]
        wall.shape(cloth, colour.adjust_lightness(-0.04 if side > 0 else 0.03))
        for i in range(3):
            fold = outer + (inner - outer) * (0.18 + 0.27 * i)
            wall.shape(
                [(fold, top), (fold + 0.07, top), (fold + 0.05 + side * 0.05, foot), (fold + side * 0.04, foot)],
                colour.adjust_lightness(-0.16),
                0.8,
            )


def pictures(wall: Wall, x: float, y: float, count: int = 3) -> None:
    """A few small pictures, each a landscape in three shapes."""
    rng = wall.brush.rng("pictures")
    sizes = ((0.62, 0.78), (0.5, 0.42), (0.44, 0.56))
    left = x - 0.75 if count > 1 else x - 0.31
    for i in range(count):
        w, h = sizes[i % 3]
        px, py = (left, y) if i == 0 else (left + 0.82, y + (0.46 if i == 1 else -0.22))
        frame = rng.choice((WOOD, WOOD.adjust_lightness(-0.2), _hex("#c3a76b")))
        wall.rect(px + 0.03, py - 0.04, w, h, _hex("#4a3a40"), 0.18)
        wall.rect(px, py, w, h, frame)
        wall.rect(px + 0.05, py + 0.05, w - 0.1, h - 0.1, _hex("#efe6d3"))
        sky, land = rng.choice(SPINES).adjust_lightness(0.3), rng.choice(SPINES)
        wall.rect(px + 0.1, py + 0.1, w - 0.2, h - 0.2, sky)
        wall.shape(
            [
                (px + 0.1, py + 0.1),
                (px + 0.1, py + h * 0.42),
                (px + w * 0.5, py + h * 0.56),
                (px + w - 0.1, py + h * 0.36),
                (px + w - 0.1, py + 0.1),
            ],
            land,
        )
        wall.disc(px + w * 0.66, py + h * 0.68, 0.05, _hex("#efd9a0"))


def bookcase(wall: Wall, x: float, width: float, height: float, colour: Rgb = WOOD) -> None:
    """Shelves of books, with a gap for a vase here and there."""
    rows = max(2, round(height / 0.42))
    wall.rect(x - width / 2 + 0.06, 0, width, height, _hex("#3a2d33"), 0.18)
    wall.rect(x - width / 2, 0, width, height, colour)
    pitch = (height - 0.12) / rows
    for row in range(rows):
        y = 0.10 + row * pitch
        wall.rect(x - width / 2 + 0.06, y, width - 0.12, pitch - 0.07, colour.adjust_lightness(-0.34))
        shelf(wall, x - width / 2 + 0.08, y, width - 0.16, pitch - 0.12, f"row {row}")


def shelf(wall: Wall, x: float, y: float, width: float, height: float, name: str) -> None:
    """Books standing on a board at y, from x to x + width."""
    rng = wall.brush.rng(f"books {name} {x:.2f}")
    end = x + width
    while x < end - 0.05:
        if rng.random() < 0.10:
            x += rng.uniform(0.08, 0.2)
            continue
        w = min(end - x, rng.uniform(0.035, 0.085))
        colour = rng.choice(SPINES)
        tall = height * rng.uniform(0.68, 0.98)
        wall.rect(x, y, w, tall, colour)
        wall.rect(x, y + tall * 0.72, w, tall * 0.07, colour.adjust_lightness(0.25))
        x += w + 0.004


def rug(wall: Wall, z: float, reach: float, colour: Rgb, x: float = 0.0) -> None:
    """A rug on the floor about depth z, `reach` metres to each side."""
    view = wall.brush.view
    reach = min(reach, view.half_width(z) * 0.85)
    for grow, tone in (
        (1.0, colour.adjust_lightness(-0.12)),
        (0.90, _hex("#ead9b8")),
        (0.84, colour.adjust_lightness(0.05)),
        (0.5, colour.adjust_lightness(-0.06)),
    ):
        path = skia.Path()
        ring = [
            view.point(
                x + reach * grow * math.cos(a / 48 * math.tau), 0, z + reach * 0.5 * grow * math.sin(a / 48 * math.tau)
            )
            for a in range(48)
        ]
        path.addPoly([skia.Point(*p) for p in ring], True)
        wall.brush.fill(wall.canvas, path, wall.brush.tone(tone))


def house_plant(brush: Brush, side: int, z: float, colour: Rgb = FROND) -> Plane:
    """Big leaves leaning into the picture from a lower corner, near the eye."""
    rng = brush.rng(f"house plant {side}")
    fronds = [(rng.uniform(-0.25, 1.15), rng.uniform(0.55, 1.0), rng.uniform(-0.2, 0.2)) for _ in range(9)]
    return Plane(z, partial(_fronds, brush, side, fronds, colour), still=False)


def _fronds(
    brush: Brush,
    side: int,
    fronds: Sequence[tuple[float, float, float]],
    colour: Rgb,
    canvas: skia.Canvas,
    seconds: float,
) -> None:
    view = brush.view
    unit = min(view.height, view.width * 1.2)
    x0, y0 = (view.width * 1.03 if side > 0 else -view.width * 0.03), view.height * 1.06
    for i, (spread, length, curl) in enumerate(fronds):
        angle = -math.pi / 2 - side * (spread * 0.9) + 0.02 * math.sin(seconds * 0.9 + i)
        size = unit * 0.34 * length
        tx, ty = x0 + math.cos(angle) * size, y0 + math.sin(angle) * size
        nx, ny = -math.sin(angle) * size, math.cos(angle) * size
        bend = 0.16 + curl * 0.4
        path = skia.Path()
        path.moveTo(x0, y0)
        path.cubicTo(
            x0 + nx * bend, y0 + ny * bend, tx - (tx - x0) * 0.35 + nx * 0.2, ty - (ty - y0) * 0.35 + ny * 0.2, tx, ty
        )
        path.cubicTo(
            tx - (tx - x0) * 0.4 - nx * 0.12, ty - (ty - y0) * 0.4 - ny * 0.12, x0 - nx * 0.08, y0 - ny * 0.08, x0, y0
        )
        brush.fill(canvas, path, brush.tone(colour.adjust_lightness((-0.18, -0.05, -0.12)[i % 3])))


def door(wall: Wall, x: float, colour: Rgb = WOOD) -> None:
    """A panelled door."""
    wall.rect(x - 0.58, 0, 1.16, 2.28, colour.adjust_lightness(-0.22))
    wall.rect(x - 0.48, 0, 0.96, 2.18, colour)
    for dx in (-0.37, 0.07):
        for y, h in ((0.2, 0.75), (1.15, 0.85)):
            wall.rect(x + dx, y, 0.30, h, colour.adjust_lightness(-0.12))
    wall.disc(x + 0.37, 1.05, 0.045, _hex("#d8b25e"))


def framed(wall: Wall, x: float, y: float, width: float, height: float, face: Rgb, frame: Rgb = WOOD) -> None:
    """A framed board, map or mirror by its left lower corner."""
    wall.rect(x + 0.04, y - 0.06, width, height, _hex("#3a2c33"), 0.16)
    wall.rect(x, y, width, height, frame)
    wall.rect(x + 0.07, y + 0.07, width - 0.14, height - 0.14, face)
    wall.shape(
        [(x + 0.07, y + height - 0.07), (x + width * 0.4, y + height - 0.07), (x + 0.07, y + height * 0.35)],
        face.adjust_lightness(0.10),
        0.5,
    )


def wares(wall: Wall, x: float, y: float, width: float, name: str, size: float = 0.2) -> None:
    """Jars, bowls and bottles standing on a board at y."""
    rng, end = wall.brush.rng(f"wares {name}"), x + width
    while x < end - size * 0.6:
        w, h = size * rng.uniform(0.45, 0.9), size * rng.uniform(0.6, 1.35)
        colour = rng.choice(SPINES)
        wall.shape(
            [
                (x, y),
                (x, y + h * 0.7),
                (x + w * 0.25, y + h * 0.86),
                (x + w * 0.25, y + h),
                (x + w * 0.75, y + h),
                (x + w * 0.75, y + h * 0.86),
                (x + w, y + h * 0.7),
                (x + w, y),
            ],
            colour,
        )
        wall.rect(x + w * 0.12, y + h * 0.15, w * 0.16, h * 0.5, colour.adjust_lightness(0.25), 0.7)
        x += w + size * rng.uniform(0.12, 0.5)


def cupboards(wall: Wall, x: float, width: float, colour: Rgb, top: Rgb = WORKTOP, height: float = 0.92) -> None:
    """A row of low cupboards under a worktop, from x to the right."""
    count = max(1, round(width / 0.62))
    wall.rect(x, 0, width, height, colour.adjust_lightness(-0.1))
    wall.rect(x, 0, width, 0.1, colour.adjust_lightness(-0.35))
    for i in range(count):
        left = x + width * i / count
        wall.rect(left + 0.03, 0.14, width / count - 0.06, height - 0.2, colour)
        wall.rect(left + 0.10, 0.22, width / count - 0.20, height - 0.36, colour.adjust_lightness(-0.07))
        wall.disc(left + width / count - 0.08, height * 0.66, 0.025, _hex("#d8b25e"))
    wall.rect(x - 0.04, height, width + 0.08, 0.07, top)


def pendant(brush: Brush, x: float, y: float, z: float, colour: Rgb) -> Plane:
    """A lamp hanging from above, its shade's rim y metres above the floor; it glows in the dark."""

    def draw(canvas: skia.Canvas, _: float) -> None:
        s, (px, py) = brush.view.scale(z), brush.view.point(x, y, z)
        shade = skia.Path()
        shade.moveTo(px - 0.30 * s, py)
        shade.quadTo(px - 0.24 * s, py - 0.26 * s, px - 0.06 * s, py - 0.30 * s)
        shade.lineTo(px + 0.06 * s, py - 0.30 * s)
        shade.quadTo(px + 0.24 * s, py - 0.26 * s, px + 0.30 * s, py)
        shade.close()
        cord = skia.Path()
        cord.addRect(px - 0.012 * s, brush.top, px + 0.012 * s, py - 0.28 * s)
        brush.fill(canvas, cord, brush.tone(_hex("#4a4044")))
        bulb = skia.Paint(AntiAlias=True, Color=LAMP.mix(brush.tone(_hex("#f3ead2")), 1 - brush.light.night).skia())
        canvas.drawOval(skia.Rect.MakeLTRB(px - 0.14 * s, py - 0.09 * s, px + 0.14 * s, py + 0.09 * s), bulb)
        brush.fill(canvas, shade, brush.tone(colour))
        brush.glow(canvas, px, py + 0.1 * s, 2.2 * s, LAMP, 0.10 + 0.38 * brush.light.night)

    return Plane(z, draw)
