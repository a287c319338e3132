"""Many players at once: string sections, choirs and pads, by spectral synthesis.

Each harmonic of an ensemble is a narrow band of noise, as wide as its players are out of tune with each other; with
random phases the inverse Fourier transform is a lush tone that loops without a seam (Nasca Octavian Paul, the PADsynth
algorithm, 2006).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["LOOP", "loop"]

LOOP = 1 << 17
"""Samples in a loop."""

_WIDTHS = 3.0
_LOUD = 0.22


def loop(pitch: int, rate: int, params: Mapping[str, Any], rng: np.random.Generator) -> NDArray[np.float32]:
    """A stereo loop, (LOOP, 2). `spread` is how far apart the players are in cents, `slope` the exponent by which the
    harmonics fall, `top` the frequency (Hz) above which they fall faster, `formants` pairs of (Hz, gain)."""
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    spectrum = np.zeros(LOOP // 2 + 1)
    hertz = rate / LOOP
    for number in range(1, int(min(3.5 * float(params["top"]), 14000) / frequency) + 1):
        partial = number * frequency
        width = (2 ** (float(params["spread"]) / 1200) - 1) * partial**0.92 * frequency**0.08 + 0.4
        first, last = (int((partial + side * _WIDTHS * width) / hertz) for side in (-1, 1))
        bins = np.arange(max(first, 1), last + 1)
        band = np.exp(-(((bins * hertz - partial) / width) ** 2))
        spectrum[bins] += _harmonic(number, partial, params) * band / np.sqrt(np.sum(band**2))
    used = np.flatnonzero(spectrum)
    channels = []
    for _ in range(2):
        full = np.zeros(len(spectrum), np.complex64)
        full[used] = spectrum[used] * np.exp(2j * np.pi * rng.random(len(used)))
        wave = np.fft.irfft(full, LOOP)
        channels.append(wave * (_LOUD / np.sqrt(np.mean(wave**2))))
    return np.stack(channels, axis=1).astype(np.float32)


def _harmonic(number: int, partial: float, params: Mapping[str, Any]) -> float:
    level = number ** -float(params["slope"]) / (1 + (partial / float(params["top"])) ** 3)
    for centre, gain in params["formants"]:
        level *= 1 + (gain - 1 if gain > 1 else 0) * np.exp(-(((partial - centre) / (0.22 * centre + 60)) ** 2))
    return float(level)
