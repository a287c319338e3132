"""Solo wind and bowed instruments: a waveform of few harmonics with vibrato that starts after the attack, and breath or
bow noise."""

from __future__ import annotations

from functools import cache

import numpy as np

from polymuse.engines.builtin.composer.instruments.hit import RATE, Hit, Mono

__all__ = ["tone"]

_TABLE = 4096
_NOISE = 1 << 16
_TOP = 18000.0


def tone(hit: Hit) -> Mono:
    """A sustained note without attack and release. `amps` are the harmonics' levels, `vibrato` (Hz, cents), `breath`
    the noise level, `swell` the depth of the crescendo. Louder is brighter."""
    time = np.arange(hit.count, dtype=np.float64) / RATE
    speed, cents = hit.numbers("vibrato") * (hit.rng.uniform(0.95, 1.05), 1)
    depth = hit.hertz * (2 ** (cents / 1200) - 1) / (2 * np.pi * speed)
    comes_in = np.clip((time - 0.25) / 0.5, 0, 1)
    sway = np.cos(2 * np.pi * speed * time) * comes_in
    phase = (hit.hertz * time - depth * sway) % 1.0
    level = 0.35 + 0.65 * hit.loud
    audible = int(_TOP / hit.hertz)
    amps = tuple(round(amp * level ** (0.55 * i), 4) for i, amp in enumerate(hit.params["amps"][:audible]))
    wave = _single_period(amps)[(phase * _TABLE).astype(np.int32) % _TABLE]
    bloom = np.sin(np.pi * np.minimum(time / max(hit.count / RATE, 0.8), 1))
    envelope = 1 - hit.number("swell") * (1 - bloom) + 0.06 * sway
    breath = np.resize(np.roll(_breath_noise(), int(hit.rng.integers(_NOISE))), hit.count)
    return np.asarray(wave * envelope + hit.number("breath") * breath, np.float32)


@cache
def _single_period(amps: tuple[float, ...]) -> Mono:
    """One period of the harmonics with an RMS of 0.3."""
    turn = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = np.zeros(_TABLE)
    for i, amp in enumerate(amps):
        wave += amp * np.sin((i + 1) * turn + 0.6 * i * i)
    return np.asarray(wave * 0.3 / np.sqrt(np.mean(np.square(wave))), np.float32)


@cache
def _breath_noise() -> Mono:
    """Looped breath noise, mostly between 1 and 6 kHz."""
    rng = np.random.Generator(np.random.PCG64(7))
    frequencies = np.fft.rfftfreq(_NOISE, 1 / RATE)
    response = (frequencies / 1500) ** 2 / (1 + (frequencies / 1500) ** 2) / (1 + (frequencies / 4500) ** 4)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(_NOISE)) * response, _NOISE)
    return np.asarray(noise * 0.3 / np.sqrt(np.mean(noise**2)), np.float32)
