"""What sounds are made of: shaped noise, slow wandering, oscillators, struck modes, throats, grains.

Wave are float32 at 48 kHz; `count` is a number of samples. A curve is a tuple of (Hz, dB) points, straight between
them on a logarithmic frequency axis. All chance comes from the generator that is passed in."""

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
    "band",
    "bouncing",
    "click",
    "contour",
    "decay",
    "filtered",
    "hump",
    "modes",
    "noise",
    "panned",
    "place",
    "resonant",
    "samples_in",
    "scatter",
    "stereo",
    "swell",
    "tone",
    "twice",
    "vocal",
    "wander",
]

RATE = 48000
Wave = NDArray[Any]
Curve = tuple[tuple[float, float], ...]
Bed = Callable[[Generator, int], Wave]
"""Makes so many samples of a sound that goes on, (count, 2)."""
Occurrence = Callable[[Generator], Wave]
"""Makes one occurrence of a sound that happens, (n,) or (n, 2)."""
Mouth = tuple[float, ...]
"""Frequencies of a throat's formants in Hz, lowest first."""


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
    """The gains that matter, where they begin and end, and the sum of their squares."""
    gains = _gains(size, curve)
    heard = np.flatnonzero(gains > float(gains.max()) * 10 ** (-75 / 20))
    first, last = int(heard[0]), int(heard[-1]) + 1
    return gains[first:last], first, last, float(np.sum(gains[first:last] ** 2, dtype=np.float64))


def band(low: float, high: float, slope: float = 18) -> Curve:
    """A band from `low` to `high` Hz with flanks of `slope` dB per octave."""
    return ((low / 16, -4 * slope), (low, 0), (high, 0), (min(high * 16, 400000), -4 * slope))


def noise(rng: Generator, count: int, curve: Curve) -> Wave:
    """Gaussian noise with that spectral envelope and an RMS of 1, made in the frequency domain: a sum of so many bins
    is Gaussian whatever the bins are, so uniform ones do. What is 75 dB down or more is left out."""
    size = fast_fft_length(count)
    gains, first, last, power = _passband(size, curve)
    bins = rng.random(2 * (last - first), np.float32)
    bins -= np.float32(0.5)
    spectrum = np.zeros(size // 2 + 1, np.complex64)
    np.multiply(bins.view(np.complex64), gains, out=spectrum[first:last])
    return np.fft.irfft(spectrum, size)[:count] * np.float32(size * np.sqrt(3 / power))


def filtered(sound: Wave, curve: Curve) -> Wave:
    """A mono sound through that curve (zero phase)."""
    size = fast_fft_length(len(sound) + 512)
    return np.fft.irfft(np.fft.rfft(sound, size) * _gains(size, curve), size)[: len(sound)].astype(np.float32)


def wander(rng: Generator, count: int, hertz: float) -> Wave:
    """A smooth random curve, mean 0 and deviation about 1, that turns `hertz` times a second; within ±2.5."""
    step = int(min(max(RATE / (hertz * 48), 4), 480))
    at = np.arange(count // step + 2) * (step * 2 * hertz / RATE)
    knots = np.clip(rng.standard_normal(int(at[-1]) + 2), -2.5, 2.5)
    whole = at.astype(int)
    ease = 0.5 - 0.5 * np.cos(np.pi * (at - whole))
    coarse = (knots[whole] * (1 - ease) + knots[whole + 1] * ease).astype(np.float32)
    ramp = np.arange(step, dtype=np.float32) / np.float32(step)
    return np.asarray((coarse[:-1, None] + np.diff(coarse)[:, None] * ramp).ravel()[:count], np.float32)


def swell(rng: Generator, count: int, hertz: float, decibel: float) -> Wave:
    """A gain that wanders by about ±`decibel`."""
    return np.asarray(np.exp2(wander(rng, count, hertz) * np.float32(decibel / 6.02)), np.float32)


def contour(count: int, *points: tuple[float, float]) -> Wave:
    """A curve through (0..1 of the time, value) points, straight between them."""
    at, value = zip(*points, strict=True)
    return np.asarray(np.interp(np.arange(count) / count, at, value).astype(np.float32), np.float32)


def hump(count: int, rise: float = 0.3, sharp: float = 1.0) -> Wave:
    """An envelope that rises from 0 to 1 in the first `rise` of the time and falls to 0 again, smoothly."""
    at = np.arange(count, dtype=np.float32) / count
    phase = np.where(at < rise, at / rise, 1 + (at - rise) / (1 - rise)) * (np.pi / 2)
    return np.asarray(np.maximum(np.sin(phase), 0) ** sharp, np.float32)


def decay(count: int, seconds: float, attack: float = 0.002) -> Wave:
    """An envelope that jumps to 1 in `attack` seconds and falls by 60 dB in `seconds`."""
    at = np.arange(count, dtype=np.float32) / RATE
    return np.asarray(np.minimum(at / attack, 1) * np.exp(at * (-6.91 / seconds)), np.float32)


def tone(hertz: Wave | NDArray[np.float64], harmonics: Sequence[float] = (1.0,)) -> Wave:
    """An oscillator following a frequency contour; `harmonics` are amplitudes of 1×, 2×, 3× … the frequency. What
    would pass 20 kHz is left out."""
    phase = (2 * np.pi * (np.cumsum(hertz, dtype=np.float64) / RATE % 1.0)).astype(np.float32)
    highest = float(np.max(hertz))
    sound = np.zeros(len(phase), np.float32)
    for number, amplitude in enumerate(harmonics, 1):
        if amplitude and number * highest < 20000:
            sound += np.float32(amplitude) * np.sin(np.float32(number) * phase)
    return sound


def modes(
    rng: Generator, seconds: float, partials: Sequence[tuple[float, float, float]], detune: float = 0.004
) -> Wave:
    """A struck thing: damped sines of (Hz, seconds to −60 dB, amplitude), each a little detuned by chance."""
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


def resonant(sound: Wave, formants: Sequence[float], sharp: float = 9.0, tilt: float = 0.0) -> Wave:
    """A sound through parallel resonances at these frequencies (Hz), each quieter than the one below by `tilt` dB."""
    size = fast_fft_length(len(sound) + 2048)
    frequency = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    response = np.zeros(len(frequency), np.complex64)
    for index, hertz in enumerate(formants):
        ratio = frequency / np.float32(hertz)
        response += (-1) ** index * 10 ** (-tilt * index / 20) * ratio / (sharp * (1 - ratio**2) + 1j * ratio) / 1.0
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)].astype(np.float32)


def vocal(rng: Generator, hertz: Wave, mouths: Sequence[Mouth], breath: float = 0.1, rough: float = 0.02) -> Wave:
    """A throat: pulses at the pitch contour (Hz), with some breath, through formants that move evenly through `mouths`.
    Used for voices of animals and people, whose words are not meant to be understood."""
    count = len(hertz)
    shaken = hertz * (1 + rough * wander(rng, count, 45))
    phase = np.cumsum(shaken, dtype=np.float64) / RATE % 1.0
    pulse = (phase**3 * (1 - phase) * 9.48).astype(np.float32)
    source = np.diff(pulse, prepend=pulse[:1]) * (RATE / float(np.mean(hertz)) / 6)
    source = source + breath * rng.standard_normal(count, np.float32) * 0.35
    if len(mouths) == 1:
        return resonant(source, mouths[0], tilt=3)
    position = np.linspace(0, len(mouths) - 1, count, dtype=np.float32)
    return np.asarray(
        np.sum(
            [
                resonant(source, mouth, tilt=3) * np.maximum(1 - np.abs(position - i), 0)
                for i, mouth in enumerate(mouths)
            ],
            axis=0,
        ).astype(np.float32),
        np.float32,
    )


def click(rng: Generator, low: float, high: float, seconds: float) -> Wave:
    """A short knock in a band of frequencies."""
    count = samples_in(seconds)
    return filtered(rng.standard_normal(count, np.float32), band(low, high, 12)) * decay(count, seconds * 0.8, 0.0005)


def place(canvas: Wave, sound: Wave, at: int, gain: float = 1.0) -> None:
    """Add a sound to a canvas from sample `at` on; what does not fit is cut."""
    start, end = max(at, 0), min(at + len(sound), len(canvas))
    if end > start:
        canvas[start:end] += sound[start - at : end - at] * np.float32(gain)


def scatter(rng: Generator, count: int, grains: Sequence[Wave], rate: float, spread: float = 6.0) -> Wave:
    """Stereo: grains thrown at random, `rate` per second, levels differing by about ±`spread` dB, all over
    the panorama."""
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
        place(canvas[:, 0], grain, start, gain * left)
        place(canvas[:, 1], grain, start, gain * right)
    return canvas


def _pan_gains(pan: float) -> tuple[float, float]:
    angle = (pan + 1) * np.pi / 4
    return float(np.cos(angle) * np.sqrt(2)), float(np.sin(angle) * np.sqrt(2))


def panned(sound: Wave, pan: float | Wave) -> Wave:
    """A mono sound at a place from −1 (left) to 1 (right), which may move; equal power."""
    angle = (np.asarray(pan, np.float32) + 1) * np.float32(np.pi / 4)
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1) * np.float32(np.sqrt(2))


def stereo(left: Wave, right: Wave, width: float = 1.0) -> Wave:
    """Two independent channels; with less width they share what they have."""
    shared = np.float32((1 - width) / 2)
    return np.stack([left * (1 - shared) + right * shared, right * (1 - shared) + left * shared], axis=1)


def twice(sound: Callable[[], Wave], width: float = 1.0) -> Wave:
    """Stereo of a sound made twice, so that its channels have the same character and nothing else in common."""
    return stereo(sound(), sound(), width)


def bouncing(first: float, shrink: float, least: float = 0.03) -> list[tuple[float, float]]:
    """(time in seconds, strength 0..1) of the blows of something that bounces until it rests."""
    at, gap, blows = 0.0, first, []
    while gap > least:
        blows.append((at, (gap / first) ** 1.5))
        at += gap
        gap *= shrink
    return blows
