"""Cards and posters on a given image, such as a film frame: a card on the blurred image with a slow zoom, a poster on
the sharp one, with the title in its calmest region."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import skia
from PIL import Image, ImageFilter, ImageOps

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.card import SAFE, TitleCard
from polymuse.engines.builtin.sketch.lettering.ink import Box, Ink, PictureTones, choose_light_ink, crop_box
from polymuse.engines.builtin.sketch.lettering.poster import Poster, TextPlacement
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan

__all__ = ["BlurredBackdrop", "card_on_picture", "cover_crop", "poster_on_picture", "to_skia_image"]

BLUR = 0.018
"""Standard deviation of a card's blur, as a part of the frame's shorter side."""
SOFT = 1.2
"""The same in pixels of the downscaled image."""
PUSH = 0.06
"""Zoom over a card's duration, as a part of its size."""
WASH = 0.3
"""Minimum opacity of the tone over a card's image, which keeps it behind the text."""
SIDE, ABOVE = 0.13, 0.16
"""Margins of a card without text: at each side of a wide frame, and at top and bottom."""

BAND, COLUMN, NARROW = 0.30, 0.42, 0.48
"""Height of a poster's text regions across the frame and at one side, and width of the latter, as parts of the frame."""
ASIDE = 0.8
"""Weight of a region at one side."""
BANDS = 7
"""Number of heights that are tried."""
MIDDLE = 0.4
"""Weight of a region halfway up, where the subject, above all a face, tends to be."""
GRAIN = 96
"""Shorter side, in pixels, of the downscaled image that is searched for detail."""
STEEP = 10.0
"""Brightness step (0..255) between neighbouring pixels that counts as detail."""
SKIN = ((77, 127), (133, 173))
"""Cb and Cr of skin, dark or fair (Chai & Ngan, Face segmentation using skin-color map in videophone applications, IEEE
Transactions on Circuits and Systems for Video Technology 9, 1999); with false positives."""
MAYBE = 0.7
"""Weight of skin-coloured pixels relative to detail."""


def cover_crop(picture: Image.Image, width: int, height: int) -> Image.Image:
    """An image scaled and cropped to fill a frame."""
    return ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)


def to_skia_image(picture: Image.Image) -> skia.Image:
    """A Pillow image as a skia image."""
    pixels = np.asarray(picture.convert("RGBA"))
    return skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)


def picture_tones(picture: Image.Image) -> PictureTones:
    """Mean tones of an image's darkest and lightest quarters."""
    flat = np.asarray(picture.resize((32, 32), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
    order = flat[np.argsort(flat.sum(axis=1), kind="stable")]
    quarter = len(order) // 4
    shadow, pale = (Rgb(*map(float, part.mean(axis=0))) for part in (order[:quarter], order[-quarter:]))
    return PictureTones(shadow, shadow, pale)


def card_on_picture(picture: Image.Image, words: str, span: ShotSpan) -> TitleCard:
    """A card on an image of the frame's size, toned as far as the text requires."""
    (width, height), small = picture.size, _downscale(picture)
    side = SAFE if width <= height else SIDE
    zone = side * width, ABOVE * height, (1 - side) * width, (1 - ABOVE) * height
    across, down = small.width / width, small.height / height
    within = zone[0] * across, zone[1] * down, zone[2] * across, zone[3] * down
    ink = choose_light_ink(crop_box(np.asarray(small), within), picture_tones(picture))
    wash = Image.new("RGB", small.size, _bytes(ink.veil))
    ground = BlurredBackdrop(Image.blend(small, wash, max(WASH, ink.strength)), picture.size, span)
    return TitleCard(ground, words, picture.size, zone, lambda _: replace(ink, strength=0.0), span)


def _downscale(picture: Image.Image) -> Image.Image:
    """The image downscaled so far that it is blurred when enlarged."""
    scale = min(1.0, SOFT / (BLUR * min(picture.size)))
    size = max(2, math.ceil(picture.width * scale)), max(2, math.ceil(picture.height * scale))
    return picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.0))


def _bytes(colour: Rgb) -> tuple[int, int, int]:
    return round(colour.r * 255), round(colour.g * 255), round(colour.b * 255)


class BlurredBackdrop:
    """A downscaled image enlarged to the frame, so that it is blurred, with a slow zoom over the shot."""

    def __init__(self, small: Image.Image, size: tuple[int, int], span: ShotSpan) -> None:
        self._image = to_skia_image(small)
        self._size, self._span = size, span

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame at a time; it covers the whole canvas."""
        width, height = self._size
        gone = (seconds - self._span.start) / max(1e-9, self._span.end - self._span.start)
        nearer = 1 + PUSH * min(1.0, max(0.0, gone))
        place = skia.Matrix.Translate(width / 2, height / 2)
        place.preScale(nearer * width / self._image.width(), nearer * height / self._image.height())
        place.preTranslate(-self._image.width() / 2, -self._image.height() / 2)
        shader = self._image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, _splines(), place)
        canvas.drawPaint(skia.Paint(Shader=shader, Dither=True))


def _splines() -> skia.SamplingOptions:
    """Cubic B-spline sampling: no pixel edges, no overshoot."""
    cubic = skia.CubicResampler.Mitchell()
    cubic.B, cubic.C = 1.0, 0.0
    return skia.SamplingOptions(cubic)


def poster_on_picture(picture: Image.Image, words: str) -> Poster:
    """A poster's title on an image of the frame's size."""
    pixels, tones = np.asarray(picture), picture_tones(picture)

    def ink_in(box: Box) -> Ink:
        return choose_light_ink(crop_box(pixels, box), tones)

    return Poster(picture.size, words, _placements(*picture.size), _occupancy(picture), ink_in)


def _placements(width: int, height: int) -> Iterator[TextPlacement]:
    """Bands across the frame at several heights; in a wide one also taller ones at each side."""
    left, right, narrow = SAFE * width, (1 - SAFE) * width, NARROW * width
    yield from _bands(left, right, BAND, height)
    if width > height:
        for start in (left, right - narrow):
            yield from _bands(start, start + narrow, COLUMN, height, ASIDE)


def _bands(left: float, right: float, tall: float, height: int, worth: float = 1.0) -> Iterator[TextPlacement]:
    for top in np.linspace(SAFE, 1 - SAFE - tall, BANDS).tolist():
        away = abs(top + tall / 2 - 0.5) / (0.5 - SAFE - tall / 2)
        yield TextPlacement((left, top * height, right, (top + tall) * height), worth * (MIDDLE + (1 - MIDDLE) * away))


def _occupancy(picture: Image.Image) -> Callable[[Box], float]:
    """Returns a function from a box to its occupied part 0..1: detail, and skin."""
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
        return float(crop_box(busy, (left * scale, top * scale, right * scale, bottom * scale)).mean())

    return taken
