"""Convolution reverb with a synthesised impulse response, block by block: a few early reflections, then noise whose
bands decay at their own rates, high ones faster (Moorer, About This Reverberation Business, 1979)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK", "Reverb"]

Stereo = NDArray[np.float32]

BLOCK = 1 << 16
"""Samples per convolution block and hop of the rendering."""

_LONGEST = 3 << 16
_PREDELAY = 0.016
_EARLY = ((0.011, 0.5, 0.2), (0.017, 0.25, 0.42), (0.023, 0.36, 0.3), (0.031, 0.2, 0.32), (0.041, 0.26, 0.16))
_BANDS = ((150, 0.95), (450, 1.0), (1400, 0.88), (4000, 0.62), (9000, 0.34))


class Reverb:
    """Convolution reverb with a reverberation time of `ring` seconds; keeps the tail between blocks."""

    def __init__(self, ring: float, rate: int) -> None:
        response = _response(ring, rate)
        pieces = -(-len(response) // BLOCK)
        padded = np.zeros((pieces * BLOCK, 2), np.float32)
        padded[: len(response)] = response
        self._filters = [np.fft.rfft(part, 2 * BLOCK, axis=0) for part in np.split(padded, pieces)]
        self._past: list[NDArray[np.complexfloating]] = []
        self._tail: Stereo = np.zeros((BLOCK, 2), np.float32)

    def process(self, block: Stereo) -> Stereo:
        """The wet signal of the next BLOCK samples, (BLOCK, 2): uniformly partitioned overlap-add convolution."""
        self._past.insert(0, np.fft.rfft(block, 2 * BLOCK, axis=0))
        del self._past[len(self._filters) :]
        total = sum(piece * spectrum for piece, spectrum in zip(self._filters, self._past, strict=False))
        wet = np.fft.irfft(total, 2 * BLOCK, axis=0).astype(np.float32)
        output = wet[:BLOCK] + self._tail
        self._tail = wet[BLOCK:]
        return np.asarray(output, np.float32)


def _response(ring: float, rate: int) -> Stereo:
    """Impulse response, (frames, 2), with an energy of about 1 per channel."""
    count = min(int(1.05 * ring * rate), _LONGEST)
    rng = np.random.Generator(np.random.PCG64([int(ring * 1000), 11]))
    time = np.arange(count) / rate
    frequencies = np.asarray(np.fft.rfftfreq(count, 1 / rate), np.float64)
    noise = np.fft.rfft(rng.standard_normal((count, 2)), axis=0)
    result = np.zeros((count, 2))
    edges = [0.0, *(np.sqrt(a[0] * b[0]) for a, b in pairwise(_BANDS)), rate]
    for (lower, upper), (_, level) in zip(pairwise(edges), _BANDS, strict=True):
        inside = ((frequencies >= lower) & (frequencies < upper)) * _shelf(frequencies)
        result += np.fft.irfft(noise * inside[:, None], count, axis=0) * np.exp(-6.9 * time / (ring * level))[:, None]
    result *= np.clip((time - _PREDELAY) / 0.03, 0, 1)[:, None]
    result /= np.sqrt(np.sum(result**2, axis=0))
    for seconds, left, right in _EARLY:
        result[int(seconds * rate)] += (0.5 * left, 0.5 * right)
    fade = min(2048, count)
    result[-fade:] *= np.linspace(1, 0, fade)[:, None]
    return result.astype(np.float32)


def _shelf(frequencies: NDArray[np.float64]) -> NDArray[np.float64]:
    """High-pass at 160 Hz, air absorption above 6 kHz."""
    low_shelf = (frequencies / 160) ** 2
    return low_shelf / (1 + low_shelf) / (1 + (frequencies / 6500) ** 2)
