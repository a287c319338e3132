"""The finish: paper grain, vignette and a tint by mood, as one image over every frame."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.stage import Light, View

__all__ = ["overlay"]

GRAIN = 0.010
"""Maximum opacity of the grain."""

RIM = 0.20
"""Opacity of the vignette in the corners."""

WARM, COLD = Rgb(1.0, 0.78, 0.48), Rgb(0.36, 0.48, 0.72)
WASH = 0.05
"""Opacity of the mood's colour for the strongest mood."""


def overlay(view: View, light: Light, brief: Brief, seed: int) -> skia.Image:
    """A static frame-sized image to draw over every frame."""
    height, width = view.height, view.width
    valence = brief.mood.valence if brief.mood else 0.0
    wash = WARM if valence >= 0 else COLD
    pixels = np.zeros((height, width, 4), np.float32)
    _over(pixels, (wash.r, wash.g, wash.b), np.full((height, width), WASH * abs(valence), np.float32))
    rim = light.shadow.mix(Rgb(0.05, 0.04, 0.07), 0.4)
    _over(pixels, (rim.r, rim.g, rim.b), RIM * _corners(width, height))
    grain = _grain(width, height, seed)
    _over(pixels, (1.0, 1.0, 1.0), GRAIN * np.clip(grain, 0, 1))
    _over(pixels, (0.0, 0.0, 0.0), GRAIN * np.clip(-grain, 0, 1))
    bgra = np.ascontiguousarray(np.round(pixels[..., [2, 1, 0, 3]] * 255).astype(np.uint8))
    return skia.Image.fromarray(bgra, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=True)


def _over(pixels: NDArray[np.float32], colour: tuple[float, float, float], alpha: NDArray[np.float32]) -> None:
    """Composite a colour over premultiplied RGBA in place."""
    keep = (1 - alpha)[..., None]
    pixels *= keep
    pixels += alpha[..., None] * np.array([*colour, 1.0], np.float32)


def _corners(width: int, height: int) -> NDArray[np.float32]:
    """0 in the middle, 1 in the corners."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    far = (x * x + y * y) / 2
    return (np.clip((far - 0.28) / 0.72, 0, 1) ** 1.6).astype(np.float32)


def _grain(width: int, height: int, seed: int) -> NDArray[np.float32]:
    """Paper texture, −1..1: noise of two sizes, soft enough to be encoded cheaply."""
    rng = np.random.Generator(np.random.PCG64(seed))
    coarse = rng.standard_normal((height // 5 + 2, width // 5 + 2), dtype=np.float32)
    fine = rng.standard_normal((height // 2 + 1, width // 2 + 1), dtype=np.float32)
    big = np.kron(coarse, np.ones((5, 5), np.float32))[:height, :width]
    big = (big + np.roll(big, 2, 0) + np.roll(big, 2, 1) + np.roll(big, (3, 3), (0, 1))) / 4
    small = np.kron(fine, np.ones((2, 2), np.float32))[:height, :width]
    return np.clip((big + 0.6 * small) / 2, -1, 1)
