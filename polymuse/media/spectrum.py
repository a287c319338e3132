"""Zero-phase filtering in the frequency domain."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polymuse.media.wav import Samples

__all__ = ["Response", "apply_response", "fast_fft_length"]

Response = Callable[[NDArray[Any]], NDArray[Any]]
"""Maps frequencies in Hz to gains."""


@lru_cache(maxsize=512)
def fast_fft_length(count: int) -> int:
    """The smallest length ≥ `count` whose only prime factors are 2, 3 and 5, for fast transforms."""
    best = 1 << max(count - 1, 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            best = min(best, three << max(-(-count // three) - 1, 0).bit_length())
            three *= 3
        five *= 5
    return best


def apply_response(samples: Samples, response: Response, rate: int = 48000) -> Samples:
    """Filter samples (frames,) or (frames, channels) by a frequency response. Samples outside the array count as zero."""
    size = fast_fft_length(len(samples) + rate // 40)
    gains = _gains(size, rate, response)
    spectrum = np.fft.rfft(samples, size, axis=0) * (gains if samples.ndim == 1 else gains[:, None])
    return np.asarray(np.fft.irfft(spectrum, size, axis=0)[: len(samples)], np.float32)


@lru_cache(maxsize=32)
def _gains(size: int, rate: int, response: Response) -> NDArray[np.float32]:
    return response(np.fft.rfftfreq(size, 1 / rate)).astype(np.float32)
