"""Many players at once: string sections, choirs and pads, by spectral synthesis.

Each harmonic of an ensemble is a narrow band of noise, as wide as its players are out of tune with each other; with
random phases the inverse Fourier transform is a lush tone that loops without a seam (Nasca Octavian Paul, the PADsynth
algorithm, 2006).
"""

from __future__ import annotations

import numpy as np

from polymuse.engines.builtin.composer.instruments.hit import RATE, Floats, Hit, Mono

__all__ = ["LOOP", "loop"]

LOOP = 1 << 17
"""Samples in a loop."""

_WIDTHS = 3.0
_LOUD = 0.22
_STEADY = 0.8
"""The share of the players that are in tune: without it the beating would make holes in the tone."""
_HERTZ = RATE / LOOP


def loop(hit: Hit) -> Mono:
    """A stereo loop, (LOOP, 2). `spread` is how far apart the players are in cents, `slope` the exponent by which the
    harmonics fall, `top` the frequency (Hz) above which they fall faster, `formants` pairs of (Hz, gain)."""
    spectrum = _spectrum(hit)
    used = np.flatnonzero(spectrum)
    channels = []
    for _ in range(2):
        full = np.zeros(len(spectrum), np.complex64)
        full[used] = spectrum[used] * np.exp(2j * np.pi * hit.rng.random(len(used)))
        wave = np.fft.irfft(full, LOOP)
        channels.append(wave * (_LOUD / np.sqrt(np.mean(wave**2))))
    return np.stack(channels, axis=1).astype(np.float32)


def _spectrum(hit: Hit) -> Floats:
    """Amplitudes of the bins: a bell around every harmonic."""
    spectrum = np.zeros(LOOP // 2 + 1)
    wide = 2 ** (hit.number("spread") / 1200) - 1
    for number in range(1, int(min(3.5 * hit.number("top"), 14000) / hit.hertz) + 1):
        partial = number * hit.hertz
        width = wide * partial**0.92 * hit.hertz**0.08 + 0.4
        bins = np.arange(int((partial - _WIDTHS * width) / _HERTZ), int((partial + _WIDTHS * width) / _HERTZ) + 1)
        band = np.exp(-(((bins * _HERTZ - partial) / width) ** 2))
        level = _harmonic(number, partial, hit)
        spectrum[bins] += level * band / np.sqrt(np.sum(band**2))
        spectrum[round(partial / _HERTZ)] += _STEADY * level
    return spectrum


def _harmonic(number: int, partial: float, hit: Hit) -> float:
    level = number ** -hit.number("slope") / (1 + (partial / hit.number("top")) ** 3)
    for centre, gain in hit.params["formants"]:
        level *= 1 + (gain - 1) * np.exp(-(((partial - centre) / (0.22 * centre + 60)) ** 2))
    return float(level)
