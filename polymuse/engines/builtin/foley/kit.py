"""Synthesis building blocks: shaped noise, random curves, oscillators, modal synthesis, formant voices, grains.

Waves are float32 at 48 kHz; `count` is a number of samples. A curve is a tuple of (Hz, dB) points, interpolated
linearly on a logarithmic frequency axis. All randomness comes from the generator passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polymuse.media.spectrum import fast_fft_length

__all__ = [
    "RATE",
    "Bed",
    "Curve",
    "Occurrence",
    "Wave",
    "apply_curve",
    "apply_formants",
    "band_curve",
    "bounce_times",
    "click",
    "decay_envelope",
    "decorrelated_stereo",
    "hump_envelope",
    "mix_into",
    "noise",
    "pan_mono",
    "piecewise_curve",
    "random_curve",
    "random_gain",
    "samples_in",
    "scatter",
    "stereo",
    "struck_modes",
    "tone",
    "voice_source",
]

RATE = 48000
Wave = NDArray[Any]
Curve = tuple[tuple[float, float], ...]
Bed = Callable[[Generator, int], Wave]
"""Renders `count` samples of a continuous sound, (count, 2)."""
Occurrence = Callable[[Generator], Wave]
"""Renders one occurrence of an event, (n,) or (n, 2)."""
Mouth = tuple[float, ...]
"""Formant frequencies in Hz, lowest first."""


def samples_in(seconds: float) -> int:
    return max(round(seconds * RATE), 1)


@lru_cache(maxsize=48)
def _gains(size: int, curve: Curve) -> NDArray[np.float32]:
    hertz, decibel = zip(*curve, strict=True)
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    frequency[0] = 1
    level = np.interp(np.log2(frequency), np.log2(hertz), decibel)
    gains = (10 ** (level / 20)).astype(np.float32)
    gains[0] = 0
    return np.asarray(gains, np.float32)


@lru_cache(maxsize=64)
def _passband(size: int, curve: Curve) -> tuple[NDArray[np.float32], int, int, float]:
    """The significant gains, their start and end, and the sum of their squares."""
    gains = _gains(size, curve)
    audible = np.flatnonzero(gains > float(gains.max()) * 10 ** (-75 / 20))
    first, last = int(audible[0]), int(audible[-1]) + 1
    return gains[first:last], first, last, float(np.sum(gains[first:last] ** 2, dtype=np.float64))


def band_curve(low_cut: float, high_cut: float, slope: float = 18) -> Curve:
    """A band from `low_cut` to `high_cut` Hz with slopes in dB per octave."""
    return ((low_cut / 16, -4 * slope), (low_cut, 0), (high_cut, 0), (min(high_cut * 16, 400000), -4 * slope))


def noise(rng: Generator, count: int, curve: Curve) -> Wave:
    """Gaussian noise with that spectral envelope and an RMS of 1, made in the frequency domain from uniform bins, whose
    sum is Gaussian. Bins 75 dB down or more are omitted."""
    size = fast_fft_length(count)
    gains, first, last, power = _passband(size, curve)
    bins = rng.random(2 * (last - first), np.float32)
    bins -= np.float32(0.5)
    spectrum = np.zeros(size // 2 + 1, np.complex64)
    np.multiply(bins.view(np.complex64), gains, out=spectrum[first:last])
    return np.fft.irfft(spectrum, size)[:count] * np.float32(size * np.sqrt(3 / power))


def apply_curve(sound: Wave, curve: Curve) -> Wave:
    """A mono sound filtered by the curve (zero phase)."""
    size = fast_fft_length(len(sound) + 512)
    return np.fft.irfft(np.fft.rfft(sound, size) * _gains(size, curve), size)[: len(sound)].astype(np.float32)


def random_curve(rng: Generator, count: int, hertz: float) -> Wave:
    """A smooth random curve, mean 0 and deviation about 1, within ±2.5, with about `hertz` turns per second."""
    step = int(min(max(RATE / (hertz * 48), 4), 480))
    at = np.arange(count // step + 2) * (step * 2 * hertz / RATE)
    knots = np.clip(rng.standard_normal(int(at[-1]) + 2), -2.5, 2.5)
    indices = at.astype(int)
    ease = 0.5 - 0.5 * np.cos(np.pi * (at - indices))
    coarse = (knots[indices] * (1 - ease) + knots[indices + 1] * ease).astype(np.float32)
    ramp = np.arange(step, dtype=np.float32) / np.float32(step)
    return np.asarray((coarse[:-1, None] + np.diff(coarse)[:, None] * ramp).ravel()[:count], np.float32)


def random_gain(rng: Generator, count: int, hertz: float, decibel: float) -> Wave:
    """A random gain within about ±`decibel`."""
    return np.asarray(np.exp2(random_curve(rng, count, hertz) * np.float32(decibel / 6.02)), np.float32)


def piecewise_curve(count: int, *points: tuple[float, float]) -> Wave:
    """Linear interpolation through (time 0..1, value) points."""
    at, value = zip(*points, strict=True)
    return np.asarray(np.interp(np.arange(count) / count, at, value).astype(np.float32), np.float32)


def hump_envelope(count: int, rise: float = 0.3, sharp: float = 1.0) -> Wave:
    """A smooth envelope that rises from 0 to 1 in the first `rise` of the time and falls to 0."""
    at = np.arange(count, dtype=np.float32) / count
    phase = np.where(at < rise, at / rise, 1 + (at - rise) / (1 - rise)) * (np.pi / 2)
    return np.asarray(np.maximum(np.sin(phase), 0) ** sharp, np.float32)


def decay_envelope(count: int, seconds: float, attack: float = 0.002) -> Wave:
    """An envelope with an attack of `attack` seconds that falls by 60 dB in `seconds`."""
    at = np.arange(count, dtype=np.float32) / RATE
    return np.asarray(np.minimum(at / attack, 1) * np.exp(at * (-6.91 / seconds)), np.float32)


def tone(hertz: Wave | NDArray[np.float64], harmonics: Sequence[float] = (1.0,)) -> Wave:
    """An oscillator with a frequency contour in Hz; `harmonics` are amplitudes of 1×, 2×, 3× … the frequency. Harmonics
    above 20 kHz are omitted."""
    phase = (2 * np.pi * (np.cumsum(hertz, dtype=np.float64) / RATE % 1.0)).astype(np.float32)
    highest = float(np.max(hertz))
    sound = np.zeros(len(phase), np.float32)
    for number, amplitude in enumerate(harmonics, 1):
        if amplitude and number * highest < 20000:
            sound += np.float32(amplitude) * np.sin(np.float32(number) * phase)
    return sound


def struck_modes(
    rng: Generator, seconds: float, partials: Sequence[tuple[float, float, float]], detune: float = 0.004
) -> Wave:
    """Modal synthesis: damped sines of (Hz, T60 in seconds, amplitude), each slightly detuned at random."""
    count = samples_in(seconds)
    at = np.arange(count, dtype=np.float32) / RATE
    sound = np.zeros(count, np.float32)
    for hertz, ring, amplitude in partials:
        pitch = hertz * (1 + detune * float(rng.standard_normal()))
        if pitch < RATE * 0.45:
            phase = np.float32(rng.uniform(0, 2 * np.pi))
            sound += (
                np.float32(amplitude) * np.sin(np.float32(2 * np.pi * pitch) * at + phase) * np.exp(at * (-6.91 / ring))
            )
    return sound * np.minimum(at / np.float32(0.0008), 1)


def apply_formants(sound: Wave, formants: Sequence[float], sharp: float = 9.0, tilt: float = 0.0) -> Wave:
    """A sound through parallel resonances at these frequencies (Hz), each `tilt` dB quieter than the one below."""
    size = fast_fft_length(len(sound) + 2048)
    frequency = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    response = np.zeros(len(frequency), np.complex64)
    for index, hertz in enumerate(formants):
        ratio = frequency / np.float32(hertz)
        response += (-1) ** index * 10 ** (-tilt * index / 20) * ratio / (sharp * (1 - ratio**2) + 1j * ratio) / 1.0
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)].astype(np.float32)


def voice_source(
    rng: Generator, hertz: Wave, mouths: Sequence[Mouth], breath: float = 0.1, rough: float = 0.02
) -> Wave:
    """A vocal tract: pulses with a pitch contour (Hz) and breath, through formants interpolated along `mouths`. For
    animals and unintelligible human voices."""
    count = len(hertz)
    shaken = hertz * (1 + rough * random_curve(rng, count, 45))
    phase = np.cumsum(shaken, dtype=np.float64) / RATE % 1.0
    pulse = (phase**3 * (1 - phase) * 9.48).astype(np.float32)
    source = np.diff(pulse, prepend=pulse[:1]) * (RATE / float(np.mean(hertz)) / 6)
    source = source + breath * rng.standard_normal(count, np.float32) * 0.35
    if len(mouths) == 1:
        return apply_formants(source, mouths[0], tilt=3)
    position = np.linspace(0, len(mouths) - 1, count, dtype=np.float32)
    return np.asarray(
        np.sum(
            [
                apply_formants(source, mouth, tilt=3) * np.maximum(1 - np.abs(position - i), 0)
                for i, mouth in enumerate(mouths)
            ],
            axis=0,
        ).astype(np.float32),
        np.float32,
    )


def click(rng: Generator, low_cut: float, high_cut: float, seconds: float) -> Wave:
    """A short band-limited knock."""
    count = samples_in(seconds)
    return apply_curve(rng.standard_normal(count, np.float32), band_curve(low_cut, high_cut, 12)) * decay_envelope(
        count, seconds * 0.8, 0.0005
    )


def mix_into(canvas: Wave, sound: Wave, at: int, gain: float = 1.0) -> None:
    """Add a sound to a canvas from sample `at` on, truncated at its end."""
    start, end = max(at, 0), min(at + len(sound), len(canvas))
    if end > start:
        canvas[start:end] += sound[start - at : end - at] * np.float32(gain)


def scatter(rng: Generator, count: int, grains: Sequence[Wave], rate: float, spread: float = 6.0) -> Wave:
    """Stereo: grains at random times and pans, `rate` per second, levels varying by about ±`spread` dB."""
    canvas = np.zeros((count, 2), np.float32)
    early = max(map(len, grains))
    number = int(rng.poisson(rate * (count + early) / RATE))
    starts = np.sort(rng.integers(-early, count, number))
    gains = 10 ** (rng.normal(0, spread, number).clip(-2 * spread, 2 * spread) / 20)
    pans = rng.uniform(-0.9, 0.9, number)
    which = rng.integers(0, len(grains), number)
    for start, gain, pan, index in zip(starts.tolist(), gains.tolist(), pans.tolist(), which.tolist(), strict=True):
        grain = grains[index]
        left, right = _pan_gains(pan)
        mix_into(canvas[:, 0], grain, start, gain * left)
        mix_into(canvas[:, 1], grain, start, gain * right)
    return canvas


def _pan_gains(pan: float) -> tuple[float, float]:
    angle = (pan + 1) * np.pi / 4
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))


def pan_mono(sound: Wave, pan: float | Wave) -> Wave:
    """A mono sound panned from −1 (left) to 1 (right) with equal power; the pan may vary over time."""
    angle = (np.asarray(pan, np.float32) + 1) * np.float32(np.pi / 4)
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1) * np.float32(np.sqrt(2))


def stereo(left: Wave, right: Wave, width: float = 1.0) -> Wave:
    """Two independent channels; a smaller width mixes them."""
    shared = np.float32((1 - width) / 2)
    return np.stack([left * (1 - shared) + right * shared, right * (1 - shared) + left * shared], axis=1)


def decorrelated_stereo(sound: Callable[[], Wave], width: float = 1.0) -> Wave:
    """Stereo from two renderings of a sound: equal character, no correlation."""
    return stereo(sound(), sound(), width)


def bounce_times(first: float, shrink: float, min_interval: float = 0.03) -> list[tuple[float, float]]:
    """(time in seconds, strength 0..1) of the impacts of a bouncing object."""
    at, gap, blows = 0.0, first, []
    while gap > min_interval:
        blows.append((at, (gap / first) ** 1.5))
        at += gap
        gap *= shrink
    return blows
