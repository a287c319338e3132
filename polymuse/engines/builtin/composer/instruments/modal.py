"""Struck and plucked instruments as sums of decaying sine partials (modal synthesis).

A partial is z^n with z = exp(−decay + i·frequency). Splitting n = a·B + b, all partials together are one matrix
product (A×P)·(P×B), which is as fast as the machine multiplies. After Fletcher & Rossing, The Physics of Musical
Instruments (1998): partials of a stiff string n·f·√(1 + B·n²); the strike or pluck point as sin(n·π·point); bars by
their ratios; damping that grows with frequency.
"""

from __future__ import annotations

import numpy as np

from polymuse.engines.builtin.composer.instruments.hit import RATE, Floats, Hit, Mono

__all__ = ["bar", "noise_burst", "piano", "plucked", "sum_modes"]

_BLOCK = 256
_SMALL = 200_000
"""Multiplications in one product: so few that BLAS never shares them out to threads, whose number would change the last
bits."""
_T60 = float(np.log(1000.0))
_TOP = 15000.0


def sum_modes(frequencies: Floats, rings: Floats, amps: Floats, count: int) -> Mono:
    """Sum of decaying sine partials with zero phase: `frequencies` in Hz, `rings` their T60 in seconds."""
    audible = frequencies < _TOP
    frequencies, rings, amps = frequencies[audible], rings[audible], amps[audible]
    decay, turn = _T60 / np.maximum(rings, 1e-3) / RATE, 2 * np.pi * frequencies / RATE
    columns = 2 * len(turn)
    rows = max(_SMALL // (columns * _BLOCK), 2)
    chunks = -(-count // (rows * _BLOCK))
    coarse = np.arange(chunks * rows)[:, None] * _BLOCK
    fine = np.arange(_BLOCK)[None, :]
    coarse_envelope, fine_envelope = np.exp(-coarse * decay) * amps, np.exp(-decay[:, None] * fine)
    coarse_phase, fine_phase = coarse * turn, turn[:, None] * fine
    coarse_matrix = np.concatenate(
        [coarse_envelope * np.sin(coarse_phase), coarse_envelope * np.cos(coarse_phase)], axis=1
    ).astype(np.float32)
    right = np.concatenate([fine_envelope * np.cos(fine_phase), fine_envelope * np.sin(fine_phase)], axis=0).astype(
        np.float32
    )
    return np.asarray((coarse_matrix.reshape(chunks, rows, columns) @ right).reshape(-1)[:count], np.float32)


def noise_burst(low: float, high: float, ring: float, count: int, rng: np.random.Generator) -> Mono:
    """Band-limited noise (Hz) with a decay time of `ring` seconds and a peak of about 1."""
    size = 1 << max(int(np.ceil(np.log2(min(count, ring * RATE * 1.3) + 64))), 6)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    response = 1 / (1 + (low / np.maximum(frequencies, 1)) ** 4) / (1 + (frequencies / high) ** 4)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(size)) * response, size)
    time = np.arange(size) / RATE
    noise *= np.exp(-_T60 * time / ring) * np.minimum(time / 0.0007, 1)
    result = np.zeros(count, np.float32)
    length = min(size, count)
    fade = np.minimum(np.arange(length, 0, -1) / 64, 1)
    result[:length] = noise[:length] * fade / (np.abs(noise).max() + 1e-9)
    return result


def piano(hit: Hit) -> Mono:
    """A piano note. `felt` 0..1 is the hammer's softness. Each partial is doubled, slightly detuned, with a fast and a
    slow decay: the two-stage decay of coupled strings (Weinreich 1977)."""
    softness, loud, frequency = hit.number("felt"), hit.loud, hit.hertz
    number = np.arange(1, int(min(40, _TOP / frequency)) + 1, dtype=np.float64)
    stiffness = 1.2e-4 * 2 ** ((hit.pitch - 48) / 14)
    partials = number * frequency * np.sqrt((1 + stiffness * number**2) / (1 + stiffness))
    edge = (1900 + 5200 * loud**1.3) * (1 - 0.55 * softness) + 1.2 * frequency
    amps = (0.25 + np.abs(np.sin(np.pi * number * 0.123))) / number**0.55 * np.exp(-partials / edge)
    amps *= 1 - 0.45 * np.exp(-((partials / 110) ** 2))
    amps *= hit.rng.uniform(0.75, 1.25, len(number))
    slow = np.maximum(11.0 * 2 ** (-(hit.pitch - 40) / 17) / (1 + 0.10 * number + partials / 5200), 0.25)
    frequencies = np.concatenate([partials, partials + hit.rng.uniform(0.12, 0.5, len(number))])
    rings, levels = np.concatenate([0.32 * slow, slow]), np.concatenate([0.72 * amps, 0.36 * amps])
    tone = sum_modes(frequencies, rings, levels, hit.count) / np.sqrt(np.sum(amps**2))
    hammer = noise_burst(90, 900 + 2400 * loud * (1 - 0.6 * softness), 0.045, hit.count, hit.rng)
    return _soft_start(tone + (0.05 + 0.09 * loud + 0.05 * softness) * hammer, 0.0012 + 0.004 * softness)


def plucked(hit: Hit) -> Mono:
    """A plucked string: `point` where along the string, `bright` 0..1, `ring` seconds of a middle note, `body` its
    resonances in Hz, `knock` how much of the finger and the box is heard."""
    bright, body = hit.number("bright"), hit.numbers("body")
    number = np.arange(1, int(min(45, _TOP / hit.hertz)) + 1, dtype=np.float64)
    partials = number * hit.hertz * np.sqrt(1 + 3e-5 * number**2)
    edge = 900 + 7500 * bright * (0.35 + 0.65 * hit.loud) + 1.2 * hit.hertz
    amps = (0.04 + np.abs(np.sin(np.pi * number * hit.number("point")))) / number**0.85
    amps *= np.exp(-partials / edge) * hit.rng.uniform(0.85, 1.15, len(number))
    for centre in body:
        amps *= 1 + 0.7 * np.exp(-(((partials - centre) / (0.18 * centre)) ** 2))
    rings = hit.number("ring") * 2 ** (-(hit.pitch - 55) / 22) / (1 + 0.05 * number + (partials / 2600) ** 1.1)
    sway = np.concatenate([partials, partials * 1.0006])
    tone = sum_modes(sway, np.concatenate([rings, 0.6 * rings]), np.concatenate([0.6 * amps, 0.45 * amps]), hit.count)
    tone /= np.sqrt(np.sum(amps**2))
    box = sum_modes(body, np.full(len(body), 0.09), np.full(len(body), 1 / len(body)), hit.count)
    finger = noise_burst(700, 2500 + 3500 * bright, 0.018, hit.count, hit.rng)
    return _soft_start(tone + hit.number("knock") * (2.5 * box + finger) * (0.5 + hit.loud), 0.001)


def bar(hit: Hit) -> Mono:
    """A struck bar, plate or tine: partials at `ratios` with `amps` and `ring` (seconds), a `click` of the mallet, and
    perhaps a `tremolo` in Hz."""
    ratios, amps, rings = hit.numbers("ratios"), hit.numbers("amps"), hit.numbers("ring")
    amps[1:] *= 0.35 + 0.9 * hit.loud
    rings *= 2 ** (-(hit.pitch - 76) / 30)
    detune = 1 + hit.rng.uniform(-0.0012, 0.0012, len(ratios))
    frequencies = np.append(hit.hertz * ratios * detune, hit.hertz * 1.0009)
    tone = sum_modes(frequencies, np.append(rings, rings[0] * 0.8), np.append(amps, 0.25), hit.count)
    tone += hit.number("click") * noise_burst(1200, 7000, 0.012, hit.count, hit.rng) * (0.3 + 0.7 * hit.loud)
    if "tremolo" in hit.params:
        time = np.arange(hit.count, dtype=np.float32) / RATE
        tone *= 1 - 0.16 * (1 - np.cos(2 * np.pi * hit.number("tremolo") * time))
    return _soft_start(tone, 0.001)


def _soft_start(tone: Mono, seconds: float) -> Mono:
    length = min(max(int(seconds * RATE), 2), len(tone))
    tone[:length] *= np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    return tone
