"""The colour of words on a picture: an ink, and where the picture needs it a breath of colour behind, so that the words
keep the contrast that WCAG 2.2 asks of text (4.5 to 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.stage import Light

__all__ = ["CONTRAST", "PAPER", "Box", "Ink", "contrast", "ink_for", "luminance", "veil"]

CONTRAST = 4.5
PAPER = Rgb(0.985, 0.955, 0.885)
"""Warm white: the light ink."""
NIGHT = Rgb(0.075, 0.060, 0.110)
"""What the dark ink is mixed from."""

SPARE = 0.3
"""Contrast beyond what is asked for, since the picture moves."""
EXTREME = 0.985
"""The part of the pixels that must be darker (or lighter) than what the contrast is reckoned with."""
STRENGTHS = tuple(i / 20 for i in range(20))
"""Opacities of the veil, the weakest first."""
FADE = 0.55
"""How far the veil goes on beyond the words until it is gone, as a part of their height."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


def luminance(colour: Rgb) -> float:
    """Relative luminance 0..1 (WCAG 2.2)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (colour.r, colour.g, colour.b))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: Rgb, b: Rgb) -> float:
    """Contrast ratio 1..21 (WCAG 2.2)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colour of the words; the veil behind them and its opacity; `worst` is what of the picture, under the veil, is
    nearest to the ink."""

    colour: Rgb
    veil: Rgb
    strength: float
    worst: Rgb


def ink_for(pixels: NDArray[np.uint8], light: Light) -> Ink:
    """The ink that needs the weaker veil on a part of a picture, (height, width, at least 3) red-green-blue."""
    found = list(_inks(pixels, light))
    return min(found, key=lambda ink: ink.strength)


def _inks(pixels: NDArray[np.uint8], light: Light) -> Iterator[Ink]:
    dark, bright = _extremes(pixels)
    deep = NIGHT.mix(light.shadow, 0.25)
    pale = light.sky[-1].mix(Rgb(1.0, 0.98, 0.94), 0.45)
    shade = light.sky[0].times(Rgb(0.42, 0.40, 0.50)).mix(light.shadow, 0.25)
    for colour, veil, worst in ((deep, pale, dark), (PAPER, shade, bright)):
        strength = next((s for s in STRENGTHS if contrast(colour, worst.mix(veil, s)) >= CONTRAST + SPARE), 1.0)
        under = worst.mix(veil, strength)
        yield Ink(colour, veil if contrast(colour, under) >= CONTRAST else _opposite(colour), strength, under)


def _opposite(colour: Rgb) -> Rgb:
    return NIGHT if luminance(colour) > 0.5 else PAPER


def _extremes(pixels: NDArray[np.uint8]) -> tuple[Rgb, Rgb]:
    """The darkest and the brightest colour, outliers left out."""
    flat = pixels[..., :3].reshape(-1, 3) / 255
    order = np.argsort(flat @ WEIGHTS, kind="stable")
    first, last = flat[order[int(len(order) * (1 - EXTREME))]], flat[order[int(len(order) * EXTREME)]]
    return Rgb(*map(float, first)), Rgb(*map(float, last))


def veil(canvas: skia.Canvas, ink: Ink, box: Box, width: int, height: int) -> None:
    """Draw the veil behind words in `box`: across the whole frame, full where the words are, gone where they are not;
    towards an edge of the frame that is near it does not fade at all."""
    if ink.strength <= 0:
        return
    _, top, _, bottom = box
    fade = FADE * (bottom - top) + 0.04 * height
    start, end = top - fade, bottom + fade
    stops = [0.0, (top - start) / (end - start), (bottom - start) / (end - start), 1.0]
    inner, outer = ink.veil.skia(ink.strength), ink.veil.skia(0.0)
    near = 0.06 * height
    colours = [inner if start < near else outer, inner, inner, inner if end > height - near else outer]
    shader = skia.GradientShader.MakeLinear([skia.Point(0, start), skia.Point(0, end)], colours, stops)
    canvas.drawRect(skia.Rect.MakeWH(width, height), skia.Paint(Shader=shader, Dither=True))
