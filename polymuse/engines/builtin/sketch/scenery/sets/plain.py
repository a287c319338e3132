"""Sets that are no place: a plain studio backdrop, and soft shapes for what cannot be seen."""

from __future__ import annotations

import math
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, rolling, smooth
from polymuse.engines.builtin.sketch.scenery.sets._houses import box
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
PAPER = _hex("#ece2cd")


def plain(scenery: Scenery) -> Backdrop:
    """A paper cove in one colour, light above and a soft floor."""
    brush = Brush(scenery)
    return Backdrop(planes=(Plane(30, partial(_cove, brush)),), ground=Zone(4.4, 12))


def _cove(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view, accent = brush.view, brush.scenery.palette[0]
    wall = brush.tone(PAPER.mix(accent, 0.34))
    floor = view.ground(11)
    whole = box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    tones = [
        wall.adjust_lightness(-0.12),
        wall,
        wall.adjust_lightness(0.10),
        wall.adjust_lightness(-0.04),
        wall.adjust_lightness(-0.16),
    ]
    brush.wash(canvas, whole, tones, (0, 0), (0, 2 * floor - view.height * 0.24))
    brush.glow(canvas, view.width * 0.42, view.height * 0.40, view.height * 0.72, brush.tone(_hex("#fff6e2")), 0.5)


def abstract(scenery: Scenery) -> Backdrop:
    """Big soft shapes of cut paper in the scene's colours."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            Plane(60, partial(_field, brush)),
            Plane(40, partial(_orb, brush), still=False),
            Plane(26, partial(_sheet, brush, 26.0, 0, 0.56)),
            Plane(16, partial(_sheet, brush, 16.0, 1, 0.70)),
            Plane(9, partial(_base, brush)),
        ),
        ground=Zone(4.4, 8.5),
    )


def _tints(brush: Brush) -> list[Rgb]:
    asked = list(brush.scenery.palette)
    return [brush.tone(asked[i % len(asked)]) for i in range(4)]


def _field(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view, light, tints = brush.view, brush.light, _tints(brush)
    whole = box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    pale = [light.sky[0].mix(tints[0], 0.25), light.sky[1].mix(tints[1], 0.25), light.sky[-1].mix(tints[3], 0.2)]
    brush.wash(canvas, whole, pale, (view.width * 0.2, 0), (view.width * 0.6, view.height))
    for i, (x, y, r) in enumerate(((0.16, 0.24, 0.34), (0.86, 0.34, 0.28), (0.66, 0.02, 0.22))):
        ring = [
            (
                x * view.width + math.cos(a / 9 * math.tau) * r * view.height * (1 + 0.12 * math.sin(a * 2.3 + i)),
                y * view.height + math.sin(a / 9 * math.tau) * r * view.height * (1 + 0.12 * math.cos(a * 1.7 + i)),
            )
            for a in range(9)
        ]
        brush.fill(canvas, smooth(ring), tints[i].mix(pale[1], 0.45), 0.55)


def _orb(brush: Brush, canvas: skia.Canvas, seconds: float) -> None:
    """A bright disc that rises and sinks slowly, with two rings."""
    view, tints = brush.view, _tints(brush)
    x, y = view.width * 0.32, view.height * (0.33 + 0.015 * math.sin(seconds * 0.6))
    r = view.height * 0.13
    for grow, alpha in ((1.75, 0.16), (1.35, 0.24), (1.0, 1.0)):
        colour = tints[3].mix(brush.light.sky[-1], 0.4) if alpha < 1 else tints[3].adjust_lightness(0.2)
        canvas.drawCircle(x, y, r * grow, skia.Paint(AntiAlias=True, Color=colour.skia(alpha)))


def _sheet(brush: Brush, z: float, index: int, level: float, canvas: skia.Canvas, _: float) -> None:
    """A wave of paper across the picture."""
    view, tints = brush.view, _tints(brush)
    colour = tints[(index + 1) % 4].mix(brush.light.haze, 0.25 - 0.1 * index)
    rng = brush.rng(f"sheet {index}")
    line = rolling(rng, brush.left, brush.right, view.height * level, view.height * 0.055, view.width * 0.9)
    path = below(line, brush.bottom)
    brush.wash(
        canvas,
        path,
        [colour.adjust_lightness(0.08), colour.adjust_lightness(-0.12)],
        (0, view.height * (level - 0.05)),
        (0, view.height),
    )


def _base(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view, tints = brush.view, _tints(brush)
    y = view.ground(9)
    line = rolling(brush.rng("base"), brush.left, brush.right, y, view.height * 0.018, view.width * 1.1)
    colour = tints[0].mix(brush.light.shadow, 0.22)
    brush.wash(canvas, below(line, brush.bottom), [colour, colour.adjust_lightness(-0.24)], (0, y), (0, view.height))


SETS = (
    ScenerySet("plain", ("white background", "nowhere", "blank", "photo studio", "backdrop", "background"), plain),
    ScenerySet(
        "abstract",
        ("dream", "mind", "imagination", "void", "heaven", "memory", "somewhere", "idea", "internet", "cyberspace"),
        abstract,
    ),
)
