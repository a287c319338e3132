"""Text colour on images: an ink and, where needed, a translucent veil behind the text, with the contrast that WCAG 2.2
requires (4.5 to 1)."""

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
    "PictureTones",
    "choose_ink",
    "choose_light_ink",
    "contrast",
    "crop_box",
    "draw_veil",
    "light_tones",
    "luminance",
]

CONTRAST = 4.5
PAPER = Rgb(0.985, 0.955, 0.885)
"""The light ink: warm white."""
NIGHT = Rgb(0.075, 0.060, 0.110)
"""Base of the dark ink."""

SPARE = 0.3
"""Extra contrast, since the image moves."""
EXTREME = 0.985
"""Part of pixels ignored as outliers in contrast calculations."""
STRENGTHS = tuple(i / 20 for i in range(20))
"""Opacities of the veil, in ascending order."""
FOG = 0.35
"""Factor by which a light veil must be weaker to be preferred on a photograph."""
FADE = 0.55
"""Extent of the veil's fade beyond the text, as a part of its height."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

Sample = TypeVar("Sample", bound=np.generic)
Pixels = NDArray[np.uint8]
"""(height, width, at least 3) RGB."""

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
    """Text colour, veil colour and veil opacity; `worst` is the veiled image colour nearest to the ink."""

    colour: Rgb
    veil: Rgb
    strength: float
    worst: Rgb


@dataclass(frozen=True, slots=True)
class PictureTones:
    """Colours of an image from which inks and veils are mixed: its shadows, its dark veil, its light veil."""

    shadow: Rgb
    deep: Rgb
    pale: Rgb


def light_tones(light: Light) -> PictureTones:
    """The tones of an image drawn in a light."""
    return PictureTones(light.shadow, light.sky[0], light.sky[-1])


def choose_ink(pixels: Pixels, tones: PictureTones) -> Ink:
    """The ink that needs the weaker veil on part of an image, outliers ignored."""
    return min(_inks(*_colour_extremes(pixels), tones), key=lambda ink: ink.strength)


def choose_light_ink(pixels: Pixels, tones: PictureTones) -> Ink:
    """The light ink, unless the dark one needs a much weaker veil; no outliers are ignored. Text on photographs is
    light: a dark veil looks like shadow, a light one like fog."""
    deep, light = _inks(*_colour_bounds(pixels), tones)
    return deep if deep.strength < light.strength - FOG else light


def _inks(dark: Rgb, bright: Rgb, tones: PictureTones) -> Iterator[Ink]:
    """The dark and the light ink for an image between two colours."""
    deep = NIGHT.mix(tones.shadow, 0.25)
    pale = tones.pale.mix(Rgb(1.0, 0.98, 0.94), 0.45)
    shade = tones.deep.multiply(Rgb(0.42, 0.40, 0.50)).mix(tones.shadow, 0.25)
    for colour, veil, worst in ((deep, pale, dark), (PAPER, shade, bright)):
        strength = next((s for s in STRENGTHS if contrast(colour, worst.mix(veil, s)) >= CONTRAST + SPARE), 1.0)
        under = worst.mix(veil, strength)
        yield Ink(colour, veil if contrast(colour, under) >= CONTRAST else _opposite(colour), strength, under)


def _opposite(colour: Rgb) -> Rgb:
    return NIGHT if luminance(colour) > 0.5 else PAPER


def crop_box(pixels: NDArray[Sample], box: Box) -> NDArray[Sample]:
    """The part of an image, (height, width, …), in a box."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    return pixels[top:bottom, left:right]


def _colour_bounds(pixels: Pixels) -> tuple[Rgb, Rgb]:
    """Per-channel minimum and maximum colours."""
    flat = pixels[..., :3].reshape(-1, 3) / 255
    return Rgb(*map(float, flat.min(axis=0))), Rgb(*map(float, flat.max(axis=0)))


def _colour_extremes(pixels: Pixels) -> tuple[Rgb, Rgb]:
    """The darkest and the brightest colour, without outliers."""
    flat = pixels[..., :3].reshape(-1, 3) / 255
    order = np.argsort(flat @ WEIGHTS, kind="stable")
    first, last = flat[order[int(len(order) * (1 - EXTREME))]], flat[order[int(len(order) * EXTREME)]]
    return Rgb(*map(float, first)), Rgb(*map(float, last))


def draw_veil(canvas: skia.Canvas, ink: Ink, box: Box, width: int, height: int) -> None:
    """Draw the veil behind text in `box`: across the whole frame, full behind the text, faded above and below except
    towards a nearby frame edge."""
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
