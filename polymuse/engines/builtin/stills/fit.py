"""Fitting a picture of any shape to the frame: cropped around what matters, or whole on its own blurred colours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from polymuse.media.picture import read_image

__all__ = ["canvas_of", "crop_of"]

SHARP = 1.3
"""Pixels kept per pixel of the frame, so that the camera can go near."""
LEAST_KEPT = 0.62
"""When cropping would keep less of the picture than this, it is shown whole."""


def canvas_of(path: Path, width: int, height: int) -> skia.Image:
    """The picture composed for a frame of this shape, larger by SHARP."""
    picture = read_image(path)
    size = (round(width * SHARP), round(height * SHARP))
    ratio = (picture.width / picture.height) / (width / height)
    if min(ratio, 1 / ratio) >= LEAST_KEPT:
        fitted = picture.crop(crop_of(picture, width / height)).resize(size, Image.Resampling.LANCZOS)
    else:
        fitted = _whole(picture, size)
    pixels = np.dstack([np.asarray(fitted)[..., ::-1], np.full(size[::-1], 255, np.uint8)])
    return skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)


def crop_of(picture: Image.Image, aspect: float) -> tuple[int, int, int, int]:
    """The largest box of an aspect (width / height) that keeps most of the detail: left, top, right, bottom."""
    width, height = picture.size
    if width / height > aspect:
        kept = max(1, round(height * aspect))
        start = _busiest(_detail(picture).sum(axis=0), kept / width) * (width - kept)
        return round(start), 0, round(start) + kept, height
    kept = max(1, round(width / aspect))
    start = _busiest(_detail(picture).sum(axis=1), kept / height) * (height - kept)
    return 0, round(start), width, round(start) + kept


def _detail(picture: Image.Image) -> NDArray[np.float64]:
    """How much goes on at every point of a small version of the picture."""
    small = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
    return np.asarray(small.filter(ImageFilter.FIND_EDGES), np.float64)[2:-2, 2:-2] + 4.0


def _busiest(weights: NDArray[np.float64], part: float) -> float:
    """Where a window of a part of the line holds most of it, 0..1; the middle wins where all are nearly equal."""
    length = max(1, round(len(weights) * part))
    sums = np.convolve(weights, np.ones(length), "valid")
    places = np.linspace(0, 1, len(sums)) if len(sums) > 1 else np.array([0.5])
    return float(places[int(np.argmax(sums / sums.max() - 0.15 * np.abs(places - 0.5)))])


def _whole(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture whole, in front of itself: enlarged, blurred and a little darker."""
    behind = ImageOps.fit(picture, (max(2, size[0] // 8), max(2, size[1] // 8)), Image.Resampling.BOX)
    ground = behind.filter(ImageFilter.GaussianBlur(size[1] / 8 * 0.05)).point(lambda v: round(v * 0.72))
    ground = ground.resize(size, Image.Resampling.BICUBIC)
    front = ImageOps.contain(picture, (round(size[0] * 0.86), round(size[1] * 0.86)), Image.Resampling.LANCZOS)
    ground.paste(front, ((size[0] - front.width) // 2, (size[1] - front.height) // 2))
    return ground
