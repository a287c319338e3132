"""Light percussion: drum skins as falling sines with a click, brushes, hats and shakers as filtered noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.composer.figures import DRUMS
from polymuse.engines.builtin.composer.instruments.hit import RATE, Floats, Hit, Mono
from polymuse.engines.builtin.composer.instruments.modal import noise_burst, sum_modes

__all__ = ["drum"]

_T60 = 6.9

Sum = NDArray[np.floating]


def drum(hit: Hit) -> Mono:
    """A stroke of the General MIDI drum at the pitch."""
    stroke = np.fft.rfft(_KIT[hit.pitch](hit), 2 * hit.count)
    frequencies = np.asarray(np.fft.rfftfreq(2 * hit.count, 1 / RATE), np.float64)
    return np.asarray(np.fft.irfft(stroke * _no_rumble(frequencies), 2 * hit.count)[: hit.count], np.float32)


def _no_rumble(frequencies: Floats) -> NDArray[np.complexfloating]:
    """Two RC high-passes at 25 Hz: an asymmetric drum would add a DC offset to the mix."""
    return np.asarray((1j * frequencies / (1j * frequencies + 25.0)) ** 2)


def _skin(hit: Hit, start: float, end: float, fall: float, ring: float) -> Mono:
    """A drum skin: a sine that falls from `start` to `end` Hz."""
    time = np.arange(hit.count) / RATE
    phase = end * time + (start - end) * fall * (1 - np.exp(-time / fall))
    return np.asarray(np.sin(2 * np.pi * phase) * np.exp(-_T60 * time / ring), np.float32)


def _noise(hit: Hit, low: float, high: float, ring: float) -> Mono:
    return noise_burst(low, high, ring, hit.count, hit.rng)


def _rise(hit: Hit, seconds: float) -> Mono:
    return np.asarray(np.minimum(np.arange(hit.count) / (seconds * RATE), 1), np.float32)


def _metal(hit: Hit, partials: list[float], rings: list[float], amps: list[float]) -> Mono:
    return sum_modes(np.array(partials), np.array(rings), np.array(amps), hit.count)


def _kick(hit: Hit) -> Sum:
    return 0.65 * _skin(hit, 105, 48, 0.035, 0.42) + 0.08 * hit.loud * _noise(hit, 400, 2500, 0.012)


def _tom(hit: Hit) -> Sum:
    return 0.75 * _skin(hit, 135, 98, 0.05, 0.55) + 0.1 * hit.loud * _noise(hit, 150, 1400, 0.05)


def _taiko(hit: Hit) -> Sum:
    body = _skin(hit, 92, 58, 0.06, 1.1) + 0.35 * _skin(hit, 150, 121, 0.05, 0.6)
    return 0.7 * body + 0.22 * hit.loud * _noise(hit, 120, 1800, 0.07)


def _brush(hit: Hit) -> Sum:
    return 0.4 * _rise(hit, 0.008) * _noise(hit, 900, 6500, 0.2) + 0.12 * hit.loud * _skin(hit, 210, 180, 0.02, 0.12)


def _rim(hit: Hit) -> Sum:
    wood = _metal(hit, [830, 1720, 2650], [0.07, 0.05, 0.03], [0.5, 0.35, 0.2])
    return 0.6 * wood + 0.08 * hit.loud * _noise(hit, 1500, 6000, 0.01)


def _hat(hit: Hit) -> Sum:
    return (0.16 + 0.06 * hit.loud) * _noise(hit, 6500, 13000, 0.07)


def _ride(hit: Hit) -> Sum:
    metal = _metal(hit, [3170, 4250, 5130, 6420, 7710, 9130], [0.9, 0.8, 0.7, 0.5, 0.4, 0.3], [0.028] * 6)
    return metal + (0.08 + 0.05 * hit.loud) * _noise(hit, 5000, 12000, 0.32)


def _shaker(hit: Hit) -> Sum:
    return (0.2 + 0.1 * hit.loud) * _rise(hit, 0.022) ** 2 * _noise(hit, 4500, 9500, 0.11)


_KIT: Mapping[int, Callable[[Hit], Sum]] = {
    DRUMS["kick"]: _kick,
    DRUMS["rim"]: _rim,
    DRUMS["brush"]: _brush,
    DRUMS["taiko"]: _taiko,
    DRUMS["hat"]: _hat,
    DRUMS["tom"]: _tom,
    DRUMS["ride"]: _ride,
    DRUMS["shaker"]: _shaker,
}
