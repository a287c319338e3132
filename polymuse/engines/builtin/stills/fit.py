"""Fitting of images to a frame's aspect: cropped around the most detailed region, or whole on a blurred background."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from polymuse.media.picture import read_image

__all__ = ["find_crop", "fit_to_frame"]

OVERSAMPLING = 1.3
"""Canvas pixels per frame pixel, so that the camera can zoom in."""
MIN_CROP_RATIO = 0.62
"""If cropping would keep less than this part of the image, it is shown whole."""


def fit_to_frame(path: Path, width: int, height: int) -> skia.Image:
    """The image composed for a frame of this aspect, larger by OVERSAMPLING."""
    picture = read_image(path)
    size = (round(width * OVERSAMPLING), round(height * OVERSAMPLING))
    ratio = (picture.width / picture.height) / (width / height)
    if min(ratio, 1 / ratio) >= MIN_CROP_RATIO:
        cropped = picture.crop(find_crop(picture, width / height)).resize(size, Image.Resampling.LANCZOS)
    else:
        cropped = _on_blurred_background(picture, size)
    pixels = np.dstack([np.asarray(cropped)[..., ::-1], np.full(size[::-1], 255, np.uint8)])
    return skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)


def find_crop(picture: Image.Image, aspect: float) -> tuple[int, int, int, int]:
    """The largest box of an aspect (width / height) that keeps most of the detail: left, top, right, bottom."""
    width, height = picture.size
    if width / height > aspect:
        visible = max(1, round(height * aspect))
        start = _best_window(_detail_map(picture).sum(axis=0), visible / width) * (width - visible)
        return round(start), 0, round(start) + visible, height
    visible = max(1, round(width / aspect))
    start = _best_window(_detail_map(picture).sum(axis=1), visible / height) * (height - visible)
    return 0, round(start), width, round(start) + visible


def _detail_map(picture: Image.Image) -> NDArray[np.float64]:
    """Local detail of a downscaled image."""
    thumbnail = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
    return np.asarray(thumbnail.filter(ImageFilter.FIND_EDGES), np.float64)[2:-2, 2:-2] + 4.0


def _best_window(weights: NDArray[np.float64], part: float) -> float:
    """Position 0..1 of the window of size `part` with the largest weight; the centre wins if all are nearly equal."""
    length = max(1, round(len(weights) * part))
    sums = np.convolve(weights, np.ones(length), "valid")
    places = np.linspace(0, 1, len(sums)) if len(sums) > 1 else np.array([0.5])
    return float(places[int(np.argmax(sums / sums.max() - 0.15 * np.abs(places - 0.5)))])


def _on_blurred_background(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The whole image in front of an enlarged, blurred and darkened copy."""
    behind = ImageOps.fit(picture, (max(2, size[0] // 8), max(2, size[1] // 8)), Image.Resampling.BOX)
    ground = behind.filter(ImageFilter.GaussianBlur(size[1] / 8 * 0.05)).point(lambda v: round(v * 0.72))
    ground = ground.resize(size, Image.Resampling.BICUBIC)
    front = ImageOps.contain(picture, (round(size[0] * 0.86), round(size[1] * 0.86)), Image.Resampling.LANCZOS)
    ground.paste(front, ((size[0] - front.width) // 2, (size[1] - front.height) // 2))
    return ground
