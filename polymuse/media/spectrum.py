"""Filtering on the spectrum: nothing is delayed, and no filter of its own has to be run sample by sample."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polymuse.media.wav import Samples

__all__ = ["Response", "fast_length", "shaped"]

Response = Callable[[NDArray[Any]], NDArray[Any]]
"""What a filter does to frequencies in Hz: the gain of each."""


@lru_cache(maxsize=512)
def fast_length(count: int) -> int:
    """The next length whose only prime factors are 2, 3 and 5, for which transforms are quick."""
    best = 1 << max(count - 1, 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            best = min(best, three << max(-(-count // three) - 1, 0).bit_length())
            three *= 3
        five *= 5
    return best


def shaped(samples: Samples, response: Response, rate: int = 48000) -> Samples:
    """Samples (frames,) or (frames, channels) with every frequency multiplied by its response. Sound before the first
    and after the last sample counts as silence."""
    size = fast_length(len(samples) + rate // 40)
    gains = _gains(size, rate, response)
    spectrum = np.fft.rfft(samples, size, axis=0) * (gains if samples.ndim == 1 else gains[:, None])
    return np.asarray(np.fft.irfft(spectrum, size, axis=0)[: len(samples)], np.float32)


@lru_cache(maxsize=32)
def _gains(size: int, rate: int, response: Response) -> NDArray[np.float32]:
    return response(np.fft.rfftfreq(size, 1 / rate)).astype(np.float32)
