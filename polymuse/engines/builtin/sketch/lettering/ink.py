"""The colour of words on a picture: an ink, and where the picture needs it a breath of colour behind, so that the words
keep the contrast that WCAG 2.2 asks of text (4.5 to 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.stage import Light

__all__ = [
    "CONTRAST",
    "PAPER",
    "Box",
    "Ink",
    "Tones",
    "contrast",
    "ink_for",
    "inside",
    "light_ink_for",
    "luminance",
    "tones_of",
    "veil",
]

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
FOG = 0.35
"""How much weaker a pale veil must be to be better than a dark one on a photograph."""
FADE = 0.55
"""How far the veil goes on beyond the words until it is gone, as a part of their height."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

Sample = TypeVar("Sample", bound=np.generic)
Pixels = NDArray[np.uint8]
"""(height, width, at least 3) red-green-blue."""

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


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours of a picture, which inks and veils are mixed from so that they belong to it: its shadows, what becomes
    its dark veil when it is darkened, and what becomes its pale one."""

    shadow: Rgb
    deep: Rgb
    pale: Rgb


def tones_of(light: Light) -> Tones:
    """The tones of a picture that is drawn in a light."""
    return Tones(light.shadow, light.sky[0], light.sky[-1])


def ink_for(pixels: Pixels, tones: Tones) -> Ink:
    """The ink that needs the weaker veil on a part of a picture; a few pixels may be an exception."""
    return min(_inks(*_extremes(pixels), tones), key=lambda ink: ink.strength)


def light_ink_for(pixels: Pixels, tones: Tones) -> Ink:
    """The light ink, unless the dark one needs a much weaker veil; no pixel is an exception. Words on photographs are
    light: a dark veil looks like shadow, a pale one like fog."""
    deep, light = _inks(*_bounds(pixels), tones)
    return deep if deep.strength < light.strength - FOG else light


def _inks(dark: Rgb, bright: Rgb, tones: Tones) -> Iterator[Ink]:
    """The dark and the light ink for a picture between two colours."""
    deep = NIGHT.mix(tones.shadow, 0.25)
    pale = tones.pale.mix(Rgb(1.0, 0.98, 0.94), 0.45)
    shade = tones.deep.times(Rgb(0.42, 0.40, 0.50)).mix(tones.shadow, 0.25)
    for colour, veil, worst in ((deep, pale, dark), (PAPER, shade, bright)):
        strength = next((s for s in STRENGTHS if contrast(colour, worst.mix(veil, s)) >= CONTRAST + SPARE), 1.0)
        under = worst.mix(veil, strength)
        yield Ink(colour, veil if contrast(colour, under) >= CONTRAST else _opposite(colour), strength, under)


def _opposite(colour: Rgb) -> Rgb:
    return NIGHT if luminance(colour) > 0.5 else PAPER


def inside(pixels: NDArray[Sample], box: Box) -> NDArray[Sample]:
    """The part of a picture, (height, width, …), in a box."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    return pixels[top:bottom, left:right]


def _bounds(pixels: Pixels) -> tuple[Rgb, Rgb]:
    """Colours than which no pixel is darker or brighter in any channel."""
    flat = pixels[..., :3].reshape(-1, 3) / 255
    return Rgb(*map(float, flat.min(axis=0))), Rgb(*map(float, flat.max(axis=0)))


def _extremes(pixels: Pixels) -> tuple[Rgb, Rgb]:
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
