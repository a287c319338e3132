"""One wind or bowed player: a wave of few harmonics read at a swaying speed (vibrato that comes in after the attack), with
breath or bow noise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["tone"]

_TABLE = 4096
_NOISE = 1 << 16


def tone(
    pitch: int, loud: float, count: int, rate: int, params: Mapping[str, Any], rng: np.random.Generator
) -> NDArray[np.float32]:
    """A sustained note of `count` samples, without its attack and release. `amps` are the harmonics' levels, `vibrato`
    (Hz, cents), `breath` the level of the noise, `swell` how much it blooms. Louder is brighter."""
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    time = np.arange(count, dtype=np.float64) / rate
    speed, cents = params["vibrato"]
    speed *= rng.uniform(0.95, 1.05)
    depth = frequency * (2 ** (cents / 1200) - 1) / (2 * np.pi * speed)
    comes_in = np.clip((time - 0.25) / 0.5, 0, 1)
    sway = np.cos(2 * np.pi * speed * time)
    phase = frequency * time - depth * comes_in * sway
    level = 0.35 + 0.65 * loud
    amps = tuple(
        round(amp * level ** (0.55 * i), 4)
        for i, amp in enumerate(params["amps"])
        if (i + 1) * frequency < 0.42 * rate
    )
    wave = _wave(amps)[(phase % 1.0 * _TABLE).astype(np.int32) % _TABLE]
    bloom = 1 - float(params["swell"]) * np.exp(-((time - min(0.5, count / rate / 2)) ** 2) * 0)
    shape = bloom * (1 + 0.06 * comes_in * sway) + float(params["swell"]) * np.sin(
        np.pi * np.minimum(time / max(count / rate, 0.8), 1)
    )
    breath = np.resize(np.roll(_breath(), int(rng.integers(_NOISE))), count)
    return np.asarray(wave * shape + float(params["breath"]) * breath, np.float32)


@cache
def _wave(amps: tuple[float, ...]) -> NDArray[np.float32]:
    """One period of the harmonics, with a root-mean-square of 0.3."""
    turn = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = sum(amp * np.sin((i + 1) * turn + 0.6 * i * i) for i, amp in enumerate(amps))
    return np.asarray(wave * 0.3 / np.sqrt(np.mean(np.square(wave))), np.float32)


@cache
def _breath() -> NDArray[np.float32]:
    """Noise of blowing, mostly between 1 and 6 kHz, that loops."""
    rng = np.random.Generator(np.random.PCG64(7))
    frequencies = np.fft.rfftfreq(_NOISE, 1 / 48000)
    shape = (frequencies / 1500) ** 2 / (1 + (frequencies / 1500) ** 2) / (1 + (frequencies / 4500) ** 4)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(_NOISE)) * shape, _NOISE)
    return np.asarray(noise * 0.3 / np.sqrt(np.mean(noise**2)), np.float32)
