"""Small life in the air: falling leaves in autumn, petals in spring, fireflies on summer nights, dust in a lit room.
Each is a function of its number and the moment."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from random import Random

import skia

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.picture.layers import Item
from polymuse.engines.builtin.sketch.stage import Light, View

__all__ = ["items"]

LEAVES = tuple(Rgb.parse(c) for c in ("#c9772f", "#b4532c", "#d9a441", "#8f6a34"))
PETALS = tuple(Rgb.parse(c) for c in ("#f3c9d2", "#f8e4e6", "#ecb4c2"))
FIREFLY = Rgb.parse("#f4e58a")
DUST = Rgb.parse("#fff1cf")
WET = frozenset({"rain", "storm", "snow", "drizzle", "fog"})
GREEN = ("forest", "wood", "meadow", "garden", "park", "field", "grove", "orchard", "lake", "camp", "jungle", "hill")
DARK = 0.5
FIREFLY_HOURS = frozenset({"night", "dusk", "sunset"})
"""Hours at which requested fireflies are shown; others appear in the dark, over grass."""
FIELD = 4 / 3


def items(brief: Brief, view: View, light: Light, seed: int, indoors: bool) -> Iterator[Item]:
    """The floating particles of a scene, if any."""
    setting, rng = brief.setting, Random(seed + 17)
    near = view.nearest()
    if indoors:
        if light.night < DARK:
            yield Item(near * 1.2, partial(_dust, view, _spots(rng, 26)), 0.0)
        return
    asked = {subject.name for subject in brief.subjects}
    if "firefly" in asked and setting.time_of_day in FIREFLY_HOURS:
        yield Item(near * 1.3, partial(_fireflies, view, _spots(rng, 40), 2.0), 0.0)
        return
    if WET & set(setting.weather):
        return
    green = any(word in (setting.place or "") for word in GREEN)
    if (green and setting.season in ("autumn", "spring")) or ("leaf" in asked and setting.season == "autumn"):
        tones = [light.tint(near)(c, False) for c in (LEAVES if setting.season == "autumn" else PETALS)]
        yield Item(near * 1.4, partial(_leaves, view, _spots(rng, 20), tones), 0.0)
    if green and light.night > DARK and setting.season in (None, "summer", "spring"):
        yield Item(near * 1.3, partial(_fireflies, view, _spots(rng, 22), 1.0), 0.0)


Spots = list[tuple[float, float, float]]


def _spots(rng: Random, count: int) -> Spots:
    """Random positions and phases, each 0..1."""
    return [(rng.random(), rng.random(), rng.random()) for _ in range(count)]


def _at(view: View, x: float, y: float) -> tuple[float, float]:
    """Pixel position in a field somewhat larger than the frame."""
    return (x % 1 * FIELD - 1 / 6) * view.width, (y % 1 * FIELD - 1 / 6) * view.height


def _leaves(view: View, spots: Spots, tones: list[Rgb], canvas: skia.Canvas, seconds: float) -> None:
    size = view.height * 0.011
    leaf = skia.Path()
    leaf.moveTo(-size, 0)
    leaf.quadTo(0, -size * 0.8, size, 0)
    leaf.quadTo(0, size * 0.8, -size, 0)
    for i, (x, y, phase) in enumerate(spots):
        swing = math.sin(seconds * (1.1 + 0.7 * phase) + phase * 9)
        px, py = _at(view, x + seconds * 0.018 + swing * 0.012, y + seconds * (0.055 + 0.03 * phase))
        canvas.save()
        canvas.translate(px, py)
        canvas.rotate(40 * swing + 360 * phase)
        canvas.scale(0.6 + 0.5 * phase, 0.35 + 0.6 * abs(math.sin(seconds * 1.6 + phase * 7)))
        canvas.drawPath(leaf, skia.Paint(AntiAlias=True, Color=tones[i % len(tones)].skia(0.95)))
        canvas.restore()


def _fireflies(view: View, spots: Spots, size: float, canvas: skia.Canvas, seconds: float) -> None:
    top = view.horizon * view.height * 0.85
    for x, y, phase in spots:
        shine = max(0.0, math.sin(seconds * (1.2 + 0.6 * phase) + phase * 20)) ** 2
        px, _ = _at(view, x + 0.012 * math.sin(seconds * 0.7 + phase * 11), 0)
        py = top + y * (view.height - top) + 0.012 * view.height * math.sin(seconds * 1.1 + phase * 5)
        _spark(canvas, (px, py), view.height * 0.016 * size, FIREFLY, 0.8 * shine)
        _spark(canvas, (px, py), view.height * 0.004 * size, FIREFLY, shine)


def _dust(view: View, spots: Spots, canvas: skia.Canvas, seconds: float) -> None:
    for x, y, phase in spots:
        at = _at(view, x + 0.006 * seconds + 0.01 * math.sin(seconds * 0.5 + phase * 8), y - 0.004 * seconds)
        shine = 0.5 + 0.5 * math.sin(seconds * (0.5 + phase) + phase * 20)
        _spark(canvas, at, view.height * (0.003 + 0.003 * phase), DUST, 0.4 * shine)


def _spark(canvas: skia.Canvas, at: tuple[float, float], radius: float, colour: Rgb, alpha: float) -> None:
    if alpha < 0.02:
        return
    stops = [colour.skia(alpha), colour.skia(alpha * 0.3), colour.skia(0)]
    shader = skia.GradientShader.MakeRadial(skia.Point(*at), radius, stops, [0, 0.35, 1])
    canvas.drawCircle(*at, radius, skia.Paint(Shader=shader))
