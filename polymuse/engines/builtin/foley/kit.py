"""What sounds are made of: shaped noise, slow wandering, oscillators, struck modes, throats, grains.

Samples are float32 at 48 kHz; `count` is a number of samples. A curve is a tuple of (Hz, dB) points, straight between
them on a logarithmic frequency axis. All chance comes from the generator that is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polymuse.media.wav import Samples

__all__ = ["RATE", "Curve", "band", "bouncing", "contour", "decay", "filtered", "hump", "loudness", "modes", "noise", "panned",
           "place", "resonant", "samples_in", "scatter", "stereo", "swell", "tone", "vocal", "wander"]  # fmt: skip

RATE = 48000
Curve = tuple[tuple[float, float], ...]
Mouth = tuple[float, ...]
"""Frequencies of a throat's formants in Hz, lowest first."""


def samples_in(seconds: float) -> int:
    return max(round(seconds * RATE), 1)


@lru_cache(maxsize=512)
def _fast_length(count: int) -> int:
    """The next length whose only prime factors are 2, 3 and 5, for which transforms are quick."""
    best = 1 << max(count - 1, 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            size = three << max(-(-count // three) - 1, 0).bit_length()
            best = min(best, size)
            three *= 3
        five *= 5
    return best


@lru_cache(maxsize=48)
def _gains(size: int, curve: Curve) -> NDArray[np.float32]:
    hertz, decibel = zip(*curve, strict=True)
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    frequency[0] = 1
    level = np.interp(np.log2(frequency), np.log2(hertz), decibel)
    gains = (10 ** (level / 20)).astype(np.float32)
    gains[0] = 0
    return gains


def band(low: float, high: float, slope: float = 18) -> Curve:
    """A band from `low` to `high` Hz with flanks of `slope` dB per octave."""
    return ((low / 16, -4 * slope), (low, 0), (high, 0), (min(high * 16, 400000), -4 * slope))


def noise(rng: Generator, count: int, curve: Curve) -> Samples:
    """Gaussian noise with that spectral envelope and an RMS of 1, made in the frequency domain."""
    size = _fast_length(count)
    gains = _gains(size, curve)
    spectrum = rng.standard_normal(2 * len(gains), np.float32).view(np.complex64) * gains
    sound = np.fft.irfft(spectrum, size)[:count]
    return np.asarray(sound / max(float(np.sqrt(2 * np.mean(gains**2) / size)), 1e-12) / np.sqrt(2), np.float32)


def filtered(sound: Samples, curve: Curve) -> Samples:
    """A mono sound through that curve (zero phase)."""
    size = _fast_length(len(sound) + 512)
    return np.fft.irfft(np.fft.rfft(sound, size) * _gains(size, curve), size)[: len(sound)].astype(np.float32)


def wander(rng: Generator, count: int, hertz: float) -> Samples:
    """A smooth random curve, mean 0 and deviation about 1, that turns `hertz` times a second; within ±2.5."""
    knots = np.clip(rng.standard_normal(int(count / RATE * hertz * 2) + 4), -2.5, 2.5)
    fine = np.linspace(0, len(knots) - 1, len(knots) * 12)
    whole = np.minimum(fine.astype(int), len(knots) - 2)
    ease = 0.5 - 0.5 * np.cos(np.pi * (fine - whole))
    curve = knots[whole] * (1 - ease) + knots[whole + 1] * ease
    at = np.arange(count, dtype=np.float64) * (hertz * 2 / RATE * 12)
    return np.interp(at, np.arange(len(curve)), curve).astype(np.float32)


def swell(rng: Generator, count: int, hertz: float, decibel: float) -> Samples:
    """A gain that wanders by about ±`decibel`."""
    return np.asarray(np.exp2(wander(rng, count, hertz) * np.float32(decibel / 6.02)), np.float32)


def contour(count: int, *points: tuple[float, float]) -> Samples:
    """A curve through (0..1 of the time, value) points, straight between them."""
    at, value = zip(*points, strict=True)
    return np.interp(np.arange(count) / count, at, value).astype(np.float32)


def hump(count: int, rise: float = 0.3, sharp: float = 1.0) -> Samples:
    """An envelope that rises from 0 to 1 in the first `rise` of the time and falls to 0 again, smoothly."""
    at = np.arange(count, dtype=np.float32) / count
    phase = np.where(at < rise, at / rise, 1 + (at - rise) / (1 - rise)) * (np.pi / 2)
    return np.asarray(np.maximum(np.sin(phase), 0) ** sharp, np.float32)


def decay(count: int, seconds: float, attack: float = 0.002) -> Samples:
    """An envelope that jumps to 1 in `attack` seconds and falls by 60 dB in `seconds`."""
    at = np.arange(count, dtype=np.float32) / RATE
    return np.asarray(np.minimum(at / attack, 1) * np.exp(at * (-6.91 / seconds)), np.float32)


def tone(hertz: Samples | NDArray[np.float64], harmonics: Sequence[float] = (1.0,)) -> Samples:
    """An oscillator following a frequency contour; `harmonics` are amplitudes of 1×, 2×, 3× … the frequency. What
    would pass 20 kHz is left out."""
    phase = 2 * np.pi * np.cumsum(hertz, dtype=np.float64) / RATE
    highest = float(np.max(hertz))
    parts = [a * np.sin(k * phase) for k, a in enumerate(harmonics, 1) if a and k * highest < 20000]  # noqa: PLR2004
    return np.sum(parts, axis=0).astype(np.float32) if parts else np.zeros(len(hertz), np.float32)


def modes(rng: Generator, seconds: float, partials: Sequence[tuple[float, float, float]], detune: float = 0.004) -> Samples:
    """A struck thing: damped sines of (Hz, seconds to −60 dB, amplitude), each a little detuned by chance."""
    count = samples_in(seconds)
    at = np.arange(count, dtype=np.float32) / RATE
    sound = np.zeros(count, np.float32)
    for hertz, ring, amplitude in partials:
        pitch = hertz * (1 + detune * float(rng.standard_normal()))
        if pitch < RATE * 0.45:
            phase = np.float32(rng.uniform(0, 2 * np.pi))
            sound += np.float32(amplitude) * np.sin(np.float32(2 * np.pi * pitch) * at + phase) * np.exp(at * (-6.91 / ring))
    return sound * np.minimum(at / np.float32(0.0008), 1)


def resonant(sound: Samples, formants: Sequence[float], sharp: float = 9.0, tilt: float = 0.0) -> Samples:
    """A sound through parallel resonances at these frequencies (Hz), each quieter than the one below by `tilt` dB."""
    size = _fast_length(len(sound) + 2048)
    frequency = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    response = np.zeros(len(frequency), np.complex64)
    for index, hertz in enumerate(formants):
        ratio = frequency / np.float32(hertz)
        response += (-1) ** index * 10 ** (-tilt * index / 20) * ratio / (sharp * (1 - ratio**2) + 1j * ratio) / 1.0
    return np.fft.irfft(np.fft.rfft(sound, size) * response, size)[: len(sound)].astype(np.float32)


def vocal(rng: Generator, hertz: Samples, mouths: Sequence[Mouth], breath: float = 0.1, rough: float = 0.02) -> Samples:
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
    return np.sum(
        [resonant(source, mouth, tilt=3) * np.maximum(1 - np.abs(position - i), 0) for i, mouth in enumerate(mouths)], axis=0
    ).astype(np.float32)


def place(canvas: Samples, sound: Samples, at: int, gain: float = 1.0) -> None:
    """Add a sound to a canvas from sample `at` on; what does not fit is cut."""
    start, end = max(at, 0), min(at + len(sound), len(canvas))
    if end > start:
        canvas[start:end] += sound[start - at : end - at] * np.float32(gain)


def scatter(rng: Generator, count: int, grains: Sequence[Samples], rate: float, spread: float = 6.0) -> Samples:
    """Stereo: grains thrown at random, `rate` per second, levels differing by about ±`spread` dB, all over the panorama."""
    canvas = np.zeros((count, 2), np.float32)
    number = int(rng.poisson(rate * count / RATE))
    starts = np.sort(rng.integers(-2000, count, number))
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


def panned(sound: Samples, pan: float | Samples) -> Samples:
    """A mono sound at a place from −1 (left) to 1 (right), which may move; equal power."""
    angle = (np.asarray(pan, np.float32) + 1) * np.float32(np.pi / 4)
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1) * np.float32(np.sqrt(2))


def stereo(left: Samples, right: Samples, width: float = 1.0) -> Samples:
    """Two independent channels; with less width they share what they have."""
    shared = np.float32((1 - width) / 2)
    return np.stack([left * (1 - shared) + right * shared, right * (1 - shared) + left * shared], axis=1)


def bouncing(first: float, shrink: float, least: float = 0.03) -> list[tuple[float, float]]:
    """(time in seconds, strength 0..1) of the blows of something that bounces until it rests."""
    at, gap, blows = 0.0, first, []
    while gap > least:
        blows.append((at, (gap / first) ** 1.5))
        at += gap
        gap *= shrink
    return blows


def loudness(sound: Samples) -> float:
    """Loudness in LUFS of a stereo (or mono) sound after ITU-R BS.1770: K-weighted, 400 ms blocks, relative gate. The
    weighting is done on the spectrum. Sounds shorter than a block count as if they filled one."""
    channels = sound.reshape(len(sound), -1).T
    size = _fast_length(max(channels.shape[1], 4800 * 4))
    frequency = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1.0)
    weight = (1 + 0.585 / (1 + (1682 / frequency) ** 4)) / (1 + (38.1 / frequency) ** 2)
    hop = 4800
    power = np.zeros(-(-max(channels.shape[1], 4 * hop) // hop))
    for channel in channels:
        weighted = np.fft.irfft(np.fft.rfft(channel, size) * weight, size)[: len(channel)]
        padded = np.pad(weighted, (0, len(power) * hop - len(weighted)))
        power += np.mean(padded.reshape(-1, hop) ** 2, axis=1)
    blocks = np.maximum(np.convolve(power, np.full(4, 0.25), "valid"), 1e-12)
    return float(-0.691 + 10 * np.log10(np.mean(blocks[blocks > np.mean(blocks) * 0.1])))
