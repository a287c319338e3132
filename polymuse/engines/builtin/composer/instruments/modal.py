"""Struck and plucked instruments as sums of decaying sine partials (modal synthesis).

A partial is z^n with z = exp(−decay + i·frequency). Splitting n = a·B + b, all partials together are one matrix
product (A×P)·(P×B), which is as fast as the machine multiplies. After Fletcher & Rossing, The Physics of Musical
Instruments (1998): partials of a stiff string n·f·√(1 + B·n²); the strike or pluck point as sin(n·π·point); bars by
their ratios; damping that grows with frequency.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Mono", "bar", "modes", "noise_burst", "piano", "plucked"]

Mono = NDArray[np.float32]
Floats = NDArray[np.float64]

_BLOCK = 512
_T60 = np.log(1000.0)
_TOP = 15000.0


def modes(frequencies: Floats, rings: Floats, amps: Floats, count: int, rate: int, phases: Floats | float = 0.0) -> Mono:
    """The sum of partials: `frequencies` in Hz, `rings` the seconds in which each falls by 60 dB. `count` samples."""
    audible = frequencies < min(_TOP, 0.45 * rate)
    frequencies, rings, amps = frequencies[audible], rings[audible], amps[audible]
    phases = phases[audible] if isinstance(phases, np.ndarray) else phases
    log_z = (-_T60 / np.maximum(rings, 1e-3) + 2j * np.pi * frequencies) / rate
    blocks = -(-count // _BLOCK)
    coarse = np.exp(np.outer(np.arange(blocks) * _BLOCK, log_z)) * (amps * np.exp(1j * (phases - np.pi / 2)))
    fine = np.exp(np.outer(log_z, np.arange(_BLOCK)))
    left = np.concatenate([coarse.real, -coarse.imag], axis=1).astype(np.float32)
    right = np.concatenate([fine.real, fine.imag], axis=0).astype(np.float32)
    return np.asarray((left @ right).reshape(-1)[:count], np.float32)


def noise_burst(low: float, high: float, ring: float, count: int, rate: int, rng: np.random.Generator) -> Mono:
    """Noise between two frequencies (Hz) that dies away in `ring` seconds; its peak is about 1."""
    size = 1 << max(int(np.ceil(np.log2(min(count, ring * rate * 1.3) + 64))), 6)
    spectrum = np.fft.rfft(rng.standard_normal(size))
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    shape = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 4) / (1 + (frequencies / high) ** 4)
    noise = np.fft.irfft(spectrum * shape, size)
    time = np.arange(size) / rate
    noise *= np.exp(-_T60 * time / ring) * np.minimum(time / 0.0007, 1)
    made = np.zeros(count, np.float32)
    length = min(size, count)
    fade = np.minimum(np.arange(length, 0, -1) / 64, 1)
    made[:length] = noise[:length] * fade / (np.abs(noise).max() + 1e-9)
    return made


def piano(pitch: int, loud: float, count: int, rate: int, params: Mapping[str, Any], rng: np.random.Generator) -> Mono:
    """A piano note. `felt` 0..1 is how soft the hammer is. Each partial sounds twice, a hair apart, with a quick and a slow
    decay: the two-stage decay of coupled strings (Weinreich 1977)."""
    felt = float(params["felt"])
    frequency = _hertz(pitch)
    number = np.arange(1, int(min(40, _TOP / frequency)) + 1, dtype=np.float64)
    stiffness = 1.2e-4 * 2 ** ((pitch - 48) / 14)
    partials = number * frequency * np.sqrt((1 + stiffness * number**2) / (1 + stiffness))
    edge = (900 + 2600 * loud**1.6) * (1 - 0.62 * felt) + 1.1 * frequency
    amps = (0.25 + np.abs(np.sin(np.pi * number * 0.123))) / number**0.55 * np.exp(-((partials / edge) ** 1.15))
    amps *= 1 - 0.45 * np.exp(-((partials / 110) ** 2))
    amps *= rng.uniform(0.75, 1.25, len(number))
    slow = 11.0 * 2 ** (-(pitch - 40) / 17) / (1 + 0.10 * number + partials / 5200)
    slow = np.maximum(slow, 0.25)
    beat = rng.uniform(0.12, 0.5, len(number))
    frequencies = np.concatenate([partials, partials + beat])
    rings = np.concatenate([0.32 * slow, slow])
    weights = np.concatenate([0.72 * amps, 0.36 * amps])
    tone = modes(frequencies, rings, weights, count, rate) / np.sqrt(np.sum(amps**2))
    hammer = noise_burst(90, 900 + 2400 * loud * (1 - 0.6 * felt), 0.045, count, rate, rng)
    tone += (0.05 + 0.09 * loud + 0.05 * felt) * hammer
    return _soft_start(tone, 0.0012 + 0.004 * felt, rate)


def plucked(pitch: int, loud: float, count: int, rate: int, params: Mapping[str, Any], rng: np.random.Generator) -> Mono:
    """A plucked string: `point` where along the string, `bright` 0..1, `ring` seconds of a middle note, `body` its
    resonances in Hz, `knock` how much of the finger and the box is heard."""
    frequency = _hertz(pitch)
    number = np.arange(1, int(min(45, _TOP / frequency)) + 1, dtype=np.float64)
    partials = number * frequency * np.sqrt(1 + 3e-5 * number**2)
    edge = (500 + 5200 * float(params["bright"]) * (0.35 + 0.65 * loud)) + 1.2 * frequency
    amps = (0.04 + np.abs(np.sin(np.pi * number * float(params["point"])))) / number**0.85
    amps *= np.exp(-partials / edge) * rng.uniform(0.85, 1.15, len(number))
    for centre in params["body"]:
        amps *= 1 + 0.7 * np.exp(-(((partials - centre) / (0.18 * centre)) ** 2))
    ring = float(params["ring"]) * 2 ** (-(pitch - 55) / 22)
    rings = ring / (1 + 0.05 * number + (partials / 2600) ** 1.1)
    sway = np.concatenate([partials, partials * 1.0006])
    tone = modes(sway, np.concatenate([rings, 0.6 * rings]), np.concatenate([0.6 * amps, 0.45 * amps]), count, rate)
    tone /= np.sqrt(np.sum(amps**2))
    body = np.array(params["body"], np.float64)
    box = modes(body, np.full(len(body), 0.09), np.full(len(body), 1 / len(body)), count, rate)
    finger = noise_burst(700, 2500 + 3500 * float(params["bright"]), 0.018, count, rate, rng)
    return _soft_start(tone + float(params["knock"]) * (2.5 * box + finger) * (0.5 + loud), 0.001, rate)


def bar(pitch: int, loud: float, count: int, rate: int, params: Mapping[str, Any], rng: np.random.Generator) -> Mono:
    """A struck bar, plate or tine: partials at `ratios` with `amps` and `ring` (seconds), a `click` of the mallet, and
    perhaps a `tremolo` in Hz."""
    frequency = _hertz(pitch)
    ratios, amps, rings = (np.array(params[name], np.float64) for name in ("ratios", "amps", "ring"))
    amps = amps * np.concatenate([[1.0], (0.35 + 0.9 * loud) * np.ones(len(amps) - 1)])
    detune = 1 + rng.uniform(-0.0012, 0.0012, len(ratios))
    rings = rings * 2 ** (-(pitch - 76) / 30)
    frequencies = np.concatenate([frequency * ratios * detune, [frequency * 1.0009]])
    tone = modes(frequencies, np.append(rings, rings[0] * 0.8), np.append(amps, 0.25), count, rate)
    tone += float(params["click"]) * noise_burst(1200, 7000, 0.012, count, rate, rng) * (0.3 + 0.7 * loud)
    if "tremolo" in params:
        tone *= 1 - 0.16 * (1 - np.cos(2 * np.pi * float(params["tremolo"]) * np.arange(count, dtype=np.float32) / rate))
    return _soft_start(tone, 0.001, rate)


def _hertz(pitch: int) -> float:
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def _soft_start(tone: Mono, seconds: float, rate: int) -> Mono:
    length = min(max(int(seconds * rate), 2), len(tone))
    tone[:length] *= np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    return tone


