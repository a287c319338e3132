"""Cards and posters on a picture that is given, such as a frame of a film: for a card out of focus and coming slowly
nearer, for a poster sharp, with the title where the picture is calmest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import skia
from PIL import Image, ImageFilter, ImageOps

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.card import SAFE, Card
from polymuse.engines.builtin.sketch.lettering.ink import Box, Tones, bounds, ink_for, inside
from polymuse.engines.builtin.sketch.lettering.poster import Place, Poster
from polymuse.engines.builtin.sketch.picture.camera import Span

__all__ = ["OutOfFocus", "card_on", "covering", "drawable", "poster_on"]

BLUR = 0.012
"""Standard deviation of a card's blur, as a part of the frame's shorter side."""
SOFT = 1.2
"""The same in pixels of the small picture that is drawn large for it."""
PUSH = 0.06
"""How much nearer the picture comes while a card lasts, as a part of its size."""
WASH = 0.3
"""The least opacity of the tone over a card's picture, so that it steps back behind the words."""
SIDE, ABOVE = 0.12, 0.16
"""What has no words of a card's frame: at each side, and at the top and the foot."""

BAND, NARROW = 0.30, 0.56
"""Height of the places where a poster's words could stand, and the width of those at one side, as parts of the frame."""
BANDS = 7
"""At how many heights they are looked for."""
MIDDLE = 0.6
"""What a place halfway up is worth against one at the top or the foot: what a picture is about, a face above all, tends
to be there."""
GRAIN = 96
"""Pixels of the shorter side of the picture in which it is looked for what is busy."""


def covering(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A picture made to fill a frame: scaled, and cropped where its shape is another."""
    return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)


def drawable(picture: Image.Image) -> skia.Image:
    """A picture for skia."""
    pixels = np.asarray(picture.convert("RGBA"))
    return skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def tones_in(picture: Image.Image) -> Tones:
    """The tones of a picture: its darkest quarter, all of it and its lightest quarter, on average."""
    flat = np.asarray(picture.resize((32, 32), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
    order = flat[np.argsort(flat.sum(axis=1), kind="stable")]
    quarter = len(order) // 4
    shadow, middle, pale = (part.mean(axis=0) for part in (order[:quarter], order, order[-quarter:]))
    return Tones(Rgb(*map(float, shadow)), Rgb(*map(float, middle)), Rgb(*map(float, pale)))


def card_on(picture: Image.Image, words: str, span: Span) -> Card:
    """A card's words on a picture of the frame's size, which is toned as far as they need it."""
    (width, height), tones, small = picture.size, tones_in(picture), _blurred(picture)
    zone = SIDE * width, ABOVE * height, (1 - SIDE) * width, (1 - ABOVE) * height
    across, down = small.width / width, small.height / height
    within = zone[0] * across, zone[1] * down, zone[2] * across, zone[3] * down
    ink = ink_for(inside(np.asarray(small), within), tones, bounds)
    wash = Image.new("RGB", small.size, _bytes(ink.veil))
    ground = OutOfFocus(Image.blend(small, wash, max(WASH, ink.strength)), picture.size, span)
    return Card(ground, words, tones, picture.size, zone, span)


def _blurred(picture: Image.Image) -> Image.Image:
    """The picture so small that it is blurred when it is drawn as large as it was."""
    scale = min(1.0, SOFT / (BLUR * min(picture.size)))
    size = max(2, math.ceil(picture.width * scale)), max(2, math.ceil(picture.height * scale))
    return picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.0))


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    return round(colour.r * 255), round(colour.g * 255), round(colour.b * 255)


class OutOfFocus:
    """A small picture drawn as large as the frame, so that it is blurred, and coming nearer while a shot lasts."""

    def __init__(self, small: Image.Image, size: tuple[int, int], span: Span) -> None:
        self._image = drawable(small)
        self._size, self._span = size, span

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame of a moment; it covers the whole canvas."""
        width, height = self._size
        gone = (seconds - self._span.start) / max(1e-9, self._span.end - self._span.start)
        nearer = 1 + PUSH * min(1.0, max(0.0, gone))
        place = skia.Matrix.Translate(width / 2, height / 2)
        place.preScale(nearer * width / self._image.width(), nearer * height / self._image.height())
        place.preTranslate(-self._image.width() / 2, -self._image.height() / 2)
        shader = self._image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, _splines(), place)
        canvas.drawPaint(skia.Paint(Shader=shader, Dither=True))


def _splines() -> skia.SamplingOptions:
    """Sampling by cubic B-splines, which show no edges of pixels and go beyond none of their values."""
    cubic = skia.CubicResampler.Mitchell()
    cubic.B, cubic.C = 1.0, 0.0
    return skia.SamplingOptions(cubic)


def poster_on(picture: Image.Image, words: str) -> Poster:
    """A poster's title on a picture of the frame's size."""
    pixels, tones = np.asarray(picture), tones_in(picture)
    places = _places(*picture.size)
    return Poster(picture.size, words, places, _busy(picture), lambda box: ink_for(inside(pixels, box), tones, bounds))


def _places(width: int, height: int) -> Iterator[Place]:
    """Bands across the frame at several heights, and their left and right parts."""
    left, right = SAFE * width, (1 - SAFE) * width
    for top in np.linspace(SAFE, 1 - SAFE - BAND, BANDS):
        away = abs(float(top) + BAND / 2 - 0.5) / (0.5 - SAFE - BAND / 2)
        worth, high, low = MIDDLE + (1 - MIDDLE) * away, float(top) * height, float(top + BAND) * height
        yield Place((left, high, right, low), worth)
        yield Place((left, high, left + NARROW * width, low), 0.95 * worth)
        yield Place((right - NARROW * width, high, right, low), 0.95 * worth)


def _busy(picture: Image.Image) -> Callable[[Box], float]:
    """Tells how busy a box of the picture is: how steep its brightness is there, against the whole picture's mean."""
    scale = GRAIN / min(picture.size)
    small = picture.convert("L").resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BOX
    )
    down, across = np.gradient(np.asarray(small, np.float64))
    steepness = np.hypot(down, across)
    mean = max(1e-9, float(steepness.mean()))

    def busy(box: Box) -> float:
        left, top, right, bottom = (round(edge * scale) for edge in box)
        return float(steepness[top : max(bottom, top + 1), left : max(right, left + 1)].mean()) / mean

    return busy
