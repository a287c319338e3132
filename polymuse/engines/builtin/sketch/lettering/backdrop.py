"""Cards and posters on a picture that is given, such as a frame of a film: for a card out of focus and coming slowly
nearer, for a poster sharp, with the title where the picture is calmest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import skia
from PIL import Image, ImageFilter, ImageOps

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.card import SAFE, Card
from polymuse.engines.builtin.sketch.lettering.ink import Box, Ink, Tones, inside, light_ink_for
from polymuse.engines.builtin.sketch.lettering.poster import Place, Poster
from polymuse.engines.builtin.sketch.picture.camera import Span

__all__ = ["OutOfFocus", "card_on", "covering", "drawable", "poster_on"]

BLUR = 0.018
"""Standard deviation of a card's blur, as a part of the frame's shorter side."""
SOFT = 1.2
"""The same in pixels of the small picture that is drawn large for it."""
PUSH = 0.06
"""How much nearer the picture comes while a card lasts, as a part of its size."""
WASH = 0.3
"""The least opacity of the tone over a card's picture, so that it steps back behind the words."""
SIDE, ABOVE = 0.13, 0.16
"""What has no words of a card's frame: at each side of a wide one, and at the top and the foot."""

BAND, COLUMN, NARROW = 0.30, 0.42, 0.48
"""Of the places where a poster's words could stand: the height of those across the frame and of those at one side, and
the width of these, as parts of the frame."""
ASIDE = 0.8
"""What a place at one side is worth against one across the frame."""
BANDS = 7
"""At how many heights they are looked for."""
MIDDLE = 0.4
"""What a place halfway up is worth against one at the top or the foot: what a picture is about, a face above all, tends
to be there."""
GRAIN = 96
"""Pixels of the shorter side of the small picture in which it is looked for what is busy."""
STEEP = 10.0
"""Steps of brightness, of 255, from one of its pixels to the next with which it is busy."""
SKIN = ((77, 127), (133, 173))
"""Cb and Cr of people's skin, dark or fair (Chai & Ngan, Face segmentation using skin-color map in videophone
applications, IEEE Transactions on Circuits and Systems for Video Technology 9, 1999). Much else has them, too."""
MAYBE = 0.7
"""How much what looks like skin counts, against what is busy."""


def covering(picture: Image.Image, width: int, height: int) -> Image.Image:
    """A picture made to fill a frame: scaled, and cropped where its shape is another."""
    return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)


def drawable(picture: Image.Image) -> skia.Image:
    """A picture for skia."""
    pixels = np.asarray(picture.convert("RGBA"))
    return skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def tones_in(picture: Image.Image) -> Tones:
    """The tones of a picture: those of its darkest quarter and of its lightest, on average."""
    flat = np.asarray(picture.resize((32, 32), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
    order = flat[np.argsort(flat.sum(axis=1), kind="stable")]
    quarter = len(order) // 4
    shadow, pale = (Rgb(*map(float, part.mean(axis=0))) for part in (order[:quarter], order[-quarter:]))
    return Tones(shadow, shadow, pale)


def card_on(picture: Image.Image, words: str, span: Span) -> Card:
    """A card's words on a picture of the frame's size, which is toned as far as they need it."""
    (width, height), small = picture.size, _blurred(picture)
    side = SAFE if width <= height else SIDE
    zone = side * width, ABOVE * height, (1 - side) * width, (1 - ABOVE) * height
    across, down = small.width / width, small.height / height
    within = zone[0] * across, zone[1] * down, zone[2] * across, zone[3] * down
    ink = light_ink_for(inside(np.asarray(small), within), tones_in(picture))
    wash = Image.new("RGB", small.size, _bytes(ink.veil))
    ground = OutOfFocus(Image.blend(small, wash, max(WASH, ink.strength)), picture.size, span)
    return Card(ground, words, picture.size, zone, lambda _: replace(ink, strength=0.0), span)


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

    def ink_in(box: Box) -> Ink:
        return light_ink_for(inside(pixels, box), tones)

    return Poster(picture.size, words, _places(*picture.size), _taken(picture), ink_in)


def _places(width: int, height: int) -> Iterator[Place]:
    """Bands across the frame at several heights; in a wide one, higher ones at each side, too."""
    left, right, narrow = SAFE * width, (1 - SAFE) * width, NARROW * width
    yield from _bands(left, right, BAND, height)
    if width > height:
        for start in (left, right - narrow):
            yield from _bands(start, start + narrow, COLUMN, height, ASIDE)


def _bands(left: float, right: float, tall: float, height: int, worth: float = 1.0) -> Iterator[Place]:
    for top in np.linspace(SAFE, 1 - SAFE - tall, BANDS).tolist():
        away = abs(top + tall / 2 - 0.5) / (0.5 - SAFE - tall / 2)
        yield Place((left, top * height, right, (top + tall) * height), worth * (MIDDLE + (1 - MIDDLE) * away))


def _taken(picture: Image.Image) -> Callable[[Box], float]:
    """Tells how much of a box is not free for words, 0..1: where brightness is steep, and where somebody may be."""
    scale = GRAIN / min(picture.size)
    size = round(picture.width * scale), round(picture.height * scale)
    light, blue, red = (
        np.asarray(channel, np.float64)
        for channel in picture.resize(size, Image.Resampling.BOX).convert("YCbCr").split()
    )
    steep = np.minimum(1.0, np.hypot(*np.gradient(light)) / STEEP)
    skin = (blue >= SKIN[0][0]) & (blue <= SKIN[0][1]) & (red >= SKIN[1][0]) & (red <= SKIN[1][1])
    busy = np.minimum(1.0, steep + MAYBE * skin)

    def taken(box: Box) -> float:
        left, top, right, bottom = box
        return float(inside(busy, (left * scale, top * scale, right * scale, bottom * scale)).mean())

    return taken
