"""Light percussion: skins as falling sine tones with a click, brushes, hats and shakers as shaped noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.composer.figures import DRUMS
from polymuse.engines.builtin.composer.instruments.modal import modes, noise_burst

__all__ = ["drum"]

Mono = NDArray[np.float32]
_T60 = 6.9


def drum(pitch: int, loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    """A stroke on the drum that General MIDI has at `pitch`."""
    return _KIT[pitch](loud, count, rate, rng)


def _skin(start: float, end: float, fall: float, ring: float, count: int, rate: int) -> Mono:
    """A drum skin: a sine that falls from `start` to `end` Hz."""
    time = np.arange(count) / rate
    phase = end * time + (start - end) * fall * (1 - np.exp(-time / fall))
    return np.asarray(np.sin(2 * np.pi * phase) * np.exp(-_T60 * time / ring), np.float32)


def _kick(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    return 0.9 * _skin(105, 48, 0.035, 0.42, count, rate) + 0.08 * loud * noise_burst(400, 2500, 0.012, count, rate, rng)


def _tom(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    return 0.75 * _skin(135, 98, 0.05, 0.55, count, rate) + 0.1 * noise_burst(150, 1400, 0.05, count, rate, rng) * loud


def _taiko(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    body = _skin(92, 58, 0.06, 1.1, count, rate) + 0.35 * _skin(150, 121, 0.05, 0.6, count, rate)
    return 0.85 * body + 0.22 * loud * noise_burst(120, 1800, 0.07, count, rate, rng)


def _brush(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    noise = noise_burst(900, 6500, 0.2, count, rate, rng)
    ramp = np.minimum(np.arange(count) / (0.008 * rate), 1).astype(np.float32)
    return 0.4 * noise * ramp + 0.12 * loud * _skin(210, 180, 0.02, 0.12, count, rate)


def _rim(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    wood = modes(np.array([830.0, 1720.0, 2650.0]), np.array([0.07, 0.05, 0.03]), np.array([0.5, 0.35, 0.2]), count, rate)
    return 0.6 * wood + 0.08 * loud * noise_burst(1500, 6000, 0.01, count, rate, rng)


def _hat(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    return (0.16 + 0.06 * loud) * noise_burst(6500, 13000, 0.07, count, rate, rng)


def _ride(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    partials = np.array([3170.0, 4250.0, 5130.0, 6420.0, 7710.0, 9130.0])
    metal = modes(partials, np.array([0.9, 0.8, 0.7, 0.5, 0.4, 0.3]), np.full(6, 0.028), count, rate)
    return metal + (0.08 + 0.05 * loud) * noise_burst(5000, 12000, 0.32, count, rate, rng)


def _shaker(loud: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    ramp = np.minimum(np.arange(count) / (0.022 * rate), 1).astype(np.float32) ** 2
    return (0.2 + 0.1 * loud) * ramp * noise_burst(4500, 9500, 0.11, count, rate, rng)


_KIT: Mapping[int, Callable[[float, int, int, np.random.Generator], Mono]] = {
    DRUMS["kick"]: _kick,
    DRUMS["rim"]: _rim,
    DRUMS["brush"]: _brush,
    DRUMS["taiko"]: _taiko,
    DRUMS["hat"]: _hat,
    DRUMS["tom"]: _tom,
    DRUMS["ride"]: _ride,
    DRUMS["shaker"]: _shaker,
}
