"""The underwater set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, polygon, rolling
from polymuse.engines.builtin.sketch.scenery.sets import _houses as houses
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
SHALLOW, MIDDLE, ABYSS = _hex("#9fdcd2"), _hex("#3f9aa8"), _hex("#1f5f7d")
SAND, REEF = _hex("#d9c79a"), _hex("#4a7f8c")
CORALS = tuple(_hex(c) for c in ("#d9806c", "#d3a054", "#a87aa0", "#cf7f93"))


def _deep(brush: Brush, colour: Rgb, depth: float) -> Rgb:
    """A colour seen through water; depth 0 near … 1 lost in the blue."""
    return brush.tone(colour).mix(brush.tone(MIDDLE), depth)


def underwater(scenery: Scenery) -> Backdrop:
    """Blue depth with light falling in from above, reefs, sand, weeds and bubbles."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            Plane(900, partial(_blue, brush)),
            Plane(120, partial(_reef, brush, 120.0, 16.0, 0.72)),
            Plane(60, partial(_reef, brush, 60.0, 10.0, 0.46)),
            Plane(40, partial(_rays, brush), still=False),
            Plane(28, partial(_sand, brush)),
            Plane(16, partial(_growth, brush, 16.0, 0.42, 0.22)),
            Plane(9, partial(_growth, brush, 9.0, 0.70, 0.05)),
            Plane(6, partial(_bubbles, brush, _some_bubbles(brush)), still=False),
        ),
        ground=Zone(4.6, 22),
    )


def _blue(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    whole = houses.box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    tones = [brush.tone(c) for c in (SHALLOW, MIDDLE.mix(SHALLOW, 0.35), MIDDLE, ABYSS)]
    brush.wash(canvas, whole, tones, (0, 0), (0, brush.view.height))
    brush.glow(
        canvas,
        brush.view.width * 0.36,
        -0.05 * brush.view.height,
        brush.view.height * 0.75,
        brush.tone(_hex("#effbe9")),
        0.75,
    )


def _reef(brush: Brush, z: float, height: float, depth: float, canvas: skia.Canvas, _: float) -> None:
    """Rocks rising to both sides, pale with distance."""
    rng, view, s = brush.rng(f"reef {z}"), brush.view, brush.view.scale(z)
    line = rolling(rng, brush.left, brush.right, view.ground(z), 1.2 * s, view.width * 0.33)
    shaped = [
        (x, y - height * s * min(1.25, abs(x / view.width - 0.47) * 1.9) ** 2 - 0.8 * s * math.sin(x * 0.05) ** 2)
        for x, y in line
    ]
    brush.wash(
        canvas,
        below(shaped, brush.bottom),
        [_deep(brush, REEF, depth), _deep(brush, REEF.adjust_lightness(-0.1), depth * 0.8)],
        (0, view.ground(z) - height * s),
        (0, view.ground(z)),
    )
    for _i in range(7):
        x = rng.choice((-1, 1)) * view.half_width(z) * rng.uniform(0.3, 1.3)
        tint = _deep(brush, rng.choice(CORALS), depth + 0.1)
        lift = height * min(1.25, abs(x / view.half_width(z)) * 0.92) ** 2
        _rooted(brush, canvas, rng.choice(("coral", "seaweed")), x, z, rng.uniform(1.8, 3.2), lift, tint)


def _rooted(
    brush: Brush, canvas: skia.Canvas, name: str, x: float, z: float, size: float, lift: float, tint: Rgb
) -> None:
    slot = "coral" if name == "coral" else "leaf"
    colours = {
        slot: tint.mix(_hex("#3f8f78"), 0.6) if slot == "leaf" else tint,
        f"{slot}-dark": tint.adjust_lightness(-0.12),
    }
    brush.draw_drawing(canvas, name, x, z, size, lift * 0.92, colours)


def _rays(brush: Brush, canvas: skia.Canvas, seconds: float) -> None:
    """Shafts of light that sway with the swell."""
    view, glow = brush.view, brush.tone(_hex("#e9fbe6"))
    for i in range(5):
        sway = 0.02 * math.sin(seconds * 0.5 + i * 1.7)
        x = view.width * (0.12 + 0.15 * i + sway)
        w = view.width * (0.03 + 0.012 * (i % 3))
        slide = view.width * (0.10 + sway)
        beam = polygon(
            [(x, 0), (x + w, 0), (x + w * 2.4 + slide, view.height * 0.8), (x + slide - w * 0.4, view.height * 0.8)]
        )
        brush.wash(canvas, beam, [glow, glow], (x, 0), (x + slide, view.height * 0.78), [0.24, 0.0])


def _sand(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view, rng = brush.view, brush.rng("sea floor")
    for i, z in enumerate((28.0, 12.0)):
        s = view.scale(z)
        line = rolling(brush.rng(f"floor {i}"), brush.left, brush.right, view.ground(z), 0.22 * s, view.width * 0.55)
        near = _deep(brush, SAND.adjust_lightness(-0.10), 0.12)
        brush.wash(
            canvas,
            below(line, brush.bottom),
            [_deep(brush, SAND, 0.5 - 0.28 * i), near],
            (0, view.ground(z)),
            (0, view.height),
        )
    terrain.light_patches(brush, canvas, rng, view.nearest(), 22, 16, SAND.adjust_lightness(0.12), 0.35)
    terrain.speckle(
        brush, canvas, rng, 14, view.nearest(), 50, (SAND.adjust_lightness(-0.2), _hex("#e9dfc8")), 0.035, 0.0
    )


def _growth(brush: Brush, z: float, clear: float, depth: float, canvas: skia.Canvas, _: float) -> None:
    rng, half = brush.rng(f"growth {z}"), brush.view.half_width(z)
    for side in (-1, 1):
        x = half * clear
        while x < half * 1.6:
            name = rng.choice(("seaweed", "coral", "seaweed", "rock"))
            if name == "rock":
                brush.draw_drawing(
                    canvas, "rock", side * x, z, rng.uniform(1.5, 2.6), colours={"stone": _deep(brush, REEF, depth)}
                )
            else:
                _rooted(
                    brush, canvas, name, side * x, z, rng.uniform(0.9, 1.7), 0, _deep(brush, rng.choice(CORALS), depth)
                )
            x += half * rng.uniform(0.13, 0.24)


def _some_bubbles(brush: Brush) -> list[tuple[float, float, float, float]]:
    """Where each rises (x), where it begins (0..1 of its way), its radius and its speed, in fractions of the height."""
    rng = brush.rng("bubbles")
    return [
        (rng.uniform(brush.left, brush.right), rng.random(), rng.uniform(0.003, 0.010), rng.uniform(0.03, 0.08))
        for _ in range(34)
    ]


def _bubbles(
    brush: Brush, bubbles: Sequence[tuple[float, float, float, float]], canvas: skia.Canvas, seconds: float
) -> None:
    view, rim = brush.view, brush.tone(_hex("#eefaf2"))
    body, spark = skia.Path(), skia.Path()
    for x, begin, radius, speed in bubbles:
        t = (begin + seconds * speed) % 1
        px = x + view.height * 0.012 * math.sin(seconds * 1.3 + begin * 20)
        py, r = view.height * (1.1 - 1.3 * t), radius * view.height
        body.addCircle(px, py, r)
        spark.addCircle(px - r * 0.35, py - r * 0.35, r * 0.3)
    brush.fill(canvas, body, rim, 0.30)
    brush.fill(canvas, spark, rim, 0.85)


SETS = (
    ScenerySet(
        "underwater",
        (
            "under water",
            "sea floor",
            "seabed",
            "coral reef",
            "reef",
            "ocean floor",
            "under the sea",
            "deep sea",
            "aquarium",
        ),
        underwater,
    ),
)
