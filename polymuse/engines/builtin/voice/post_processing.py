"""What makes bare formant synthesis pleasant: band-limited resampling, equalisation, air, breath, compression, a small
room, and a steady level. Each phrase is finished on its own, so long texts cost no memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from polymuse.media.loudness import loudness
from polymuse.media.spectrum import apply_response, fast_fft_length
from polymuse.media.wav import Samples

__all__ = ["RATE", "TAIL", "Curve", "Tone", "finish", "trimmed"]

RATE = 48000
TAIL = 0.06
"""Seconds of room and silence that `finish` adds after the speech."""
LEVEL = -20.0
"""Loudness of ordinary speech in LUFS."""
PEAK = 10 ** (-3.2 / 20)

Spectrum = NDArray[np.complex64]

Curve = tuple[tuple[float, float], ...]
"""(Hz, dB) points, straight between them on a logarithmic frequency axis."""

_FORMANT_SYNTHESIS: Curve = (
    (40, -30), (70, -6), (110, 0), (180, 1), (400, 0), (900, -1), (1600, -0.5), (2600, -2.5), (3400, -3), (4500, -1.5),
    (6000, -2.5), (7500, -4), (9000, -2), (10600, -3), (11100, -60),
)  # fmt: skip
_WARM = ((60, 0), (120, 1), (320, 1), (700, 0.2), (2500, -0.3), (5000, -0.8), (12000, -1))
_ROOM = ((7.1, 0.13), (11.3, -0.1), (16.9, 0.085), (22.7, -0.07), (29.3, 0.055), (37.1, -0.045), (46.3, 0.035))
_DISPERSION, _SPREAD = 0.004, 1400.0
"""Seconds that the lowest harmonics lag, and over how many Hz that dies away."""
_AIR_FROM, _AIR_TO, _AIR_GAIN = 0.59, 0.98, 0.35
"""The band that is copied upwards, as shares of the old Nyquist frequency, and how loud the copy begins."""


@dataclass(frozen=True, slots=True)
class Tone:
    """`breath` 0..1 (1 is a whisper), `warmth` and `gain` in dB; `eq` takes from the synthesiser what it has too much
    of: its long-term spectrum becomes that of speech (Byrne et al. 1994)."""

    breath: float = 0.0
    warmth: float = 0.0
    gain: float = 0.0
    eq: Curve = _FORMANT_SYNTHESIS


def trimmed(samples: Samples, rate: int) -> tuple[Samples, int]:
    """The samples without the silence around them, and how many were cut in front."""
    hop = max(rate // 400, 1)
    frames = len(samples) // hop
    level = np.sqrt(np.mean(samples[: frames * hop].reshape(frames, hop) ** 2, axis=1)) if frames else np.zeros(0)
    loud = np.flatnonzero(level > max(float(level.max(initial=0.0)) * 0.008, 1e-5))
    if not len(loud):
        return samples[:0], 0
    start = max(int(loud[0]) - 3, 0) * hop
    return samples[start : min((int(loud[-1]) + 6) * hop, len(samples))], start


def finish(samples: Samples, rate: int, tone: Tone, rng: Generator) -> Samples:
    """One trimmed phrase at `rate` Hz → mono at 48 kHz, about −20 LUFS plus the tone's gain, peaks below −3 dBFS, with
    `TAIL` seconds of room after it."""
    speech = _whispered(samples, tone.breath, rng, rate)
    spectrum = _resampled(speech, rate) * _curve(len(speech), rate, tone)
    count = round(len(samples) * RATE / rate)
    voice = _with_air(spectrum, count, rate / 2)
    voice = _compressed(_de_essed(voice))
    voice = _levelled(_in_room(voice), LEVEL + tone.gain)
    return _faded(voice)


def _padded_length(count: int, rate: int) -> int:
    """A length that `rate` → 48 kHz maps to a whole number of samples, with room for filters to ring."""
    step = rate // math.gcd(rate, RATE)
    return step * fast_fft_length(-(-(count + rate // 20) // step))


def _resampled(samples: Samples, rate: int) -> Spectrum:
    """The spectrum of the phrase at 48 kHz: zeros above the old Nyquist frequency, so no images."""
    length = _padded_length(len(samples), rate)
    longer = length * RATE // rate
    low = np.fft.rfft(samples, length)
    spectrum = np.zeros(longer // 2 + 1, np.complex64)
    spectrum[: len(low)] = low[: len(spectrum)] * (longer / length)
    return spectrum


def _curve(count: int, rate: int, tone: Tone) -> Spectrum:
    """What each bin is multiplied by: less of the bands where formant synthesis is harsh, the narrator's warmth added,
    and the low harmonics a few milliseconds behind the high ones. Synthetic pulses have all harmonics in phase, which
    is what buzzes; those of a throat have not."""
    longer = _padded_length(count, rate) * RATE // rate
    frequency = np.fft.rfftfreq(longer, 1 / RATE)
    lag = 2 * np.pi * _DISPERSION * _SPREAD * (1 - np.exp(-frequency / _SPREAD))
    gain = _gain(frequency, tone.eq, 1.0) * _gain(frequency, _WARM, tone.warmth)
    return np.asarray(gain * np.exp(-1j * lag), np.complex64)


def _gain(frequency: NDArray[Any], points: Curve, scale: float) -> NDArray[np.float32]:
    """Gain at each frequency from (Hz, dB) points, straight between them on a logarithmic axis."""
    hertz, decibel = zip(*points, strict=True)
    level = np.interp(np.log(np.maximum(frequency, 1)), np.log(hertz), np.array(decibel) * scale)
    return np.asarray(10 ** (level / 20), np.float32)


def _with_air(spectrum: Spectrum, count: int, nyquist: float) -> Samples:
    """Spectral band replication (Dietz et al., 2002, in its simplest form): the highest band that the synthesiser has,
    moved up and quieter, fills the one that it lacks."""
    width = RATE / 2 / (len(spectrum) - 1)
    first, last = (int(share * nyquist / width) for share in (_AIR_FROM, _AIR_TO))
    shift = last - first
    patch = spectrum[first:last] * np.linspace(1, 0.2, last - first, dtype=np.float32) * _AIR_GAIN
    patch[: len(patch) // 8] *= np.linspace(0, 1, len(patch) // 8, dtype=np.float32)
    full = spectrum.copy()
    full[first + shift : last + shift] += patch
    voice = np.fft.irfft(full, (len(spectrum) - 1) * 2)
    tail = round(TAIL * RATE)
    return np.asarray(np.pad(voice, (0, tail))[: count + tail], np.float32)


def _whispered(samples: Samples, breath: float, rng: Generator, rate: int) -> Samples:
    """Breath mixed in: the same spectral envelope, frame by frame, on noise instead of the buzz of the voice."""
    if breath <= 0 or not len(samples):
        return samples
    size = 512
    hop = size // 4
    padded = np.pad(samples, (size, size + hop))
    window = np.hanning(size).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * window
    envelope = _smoothed(np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32))
    phase = np.exp(1j * rng.uniform(0, 2 * np.pi, envelope.shape))
    tilt = np.clip(np.arange(envelope.shape[1]) * rate / size / 900, 0.05, 1.4)
    noise = np.fft.irfft(envelope * tilt * phase, axis=1) * window
    out = np.zeros(len(padded) + size, np.float32)
    for index, frame in enumerate(noise):
        out[index * hop : index * hop + size] += frame
    breathed = out[size : size + len(samples)]
    scale = np.sqrt(np.mean(samples**2) / max(float(np.mean(breathed**2)), 1e-12))
    voiced = np.sqrt(max(1 - breath, 0.0))
    return np.asarray(samples * voiced + breathed * scale * np.sqrt(breath) * 0.8, np.float32)


def _smoothed(magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each frame's spectrum blurred over about 400 Hz, which keeps formants and loses harmonics."""
    width = 9
    padded = np.pad(magnitude, ((0, 0), (width // 2 + 1, width // 2)), mode="edge")
    total = np.cumsum(padded, axis=1)
    return np.asarray((total[:, width:] - total[:, :-width]) / width, np.float32)


def _envelope(samples: Samples, seconds: float) -> Samples:
    """How loud the signal is around each sample: RMS over a window of that length, sampled per window and joined."""
    hop = max(int(seconds * RATE), 1)
    frames = -(-len(samples) // hop)
    power = np.mean(np.pad(samples, (0, frames * hop - len(samples))).reshape(frames, hop) ** 2, axis=1)
    power = np.convolve(np.pad(power, 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    return np.interp(np.arange(len(samples)), (np.arange(frames) + 0.5) * hop, np.sqrt(power)).astype(np.float32)


def _de_essed(voice: Samples) -> Samples:
    """Turn the band above 5.5 kHz down where it is louder than a third of the whole."""
    high = apply_response(voice, _sibilants)
    bright = _envelope(high, 0.006)
    limit = 0.3 * max(float(np.sqrt(np.mean(voice**2))), 1e-6)
    gain = np.minimum(1.0, np.sqrt(limit / np.maximum(bright, 1e-9)))
    return np.asarray(voice - high * (1 - gain), np.float32)


def _sibilants(hertz: NDArray[Any]) -> NDArray[Any]:
    return np.clip((hertz - 4500) / 2000, 0, 1)


def _compressed(voice: Samples) -> Samples:
    """Above the phrase's mean level, 2:1; 12 ms windows so that the change is not heard."""
    level = _envelope(voice, 0.012)
    mean = max(float(np.sqrt(np.mean(voice**2))), 1e-6)
    return np.asarray(voice * np.minimum(1.0, np.sqrt(mean * 1.3 / np.maximum(level, 1e-9))), np.float32)


def _in_room(voice: Samples) -> Samples:
    """A few early reflections of a small, soft room, whose walls swallow the upper band."""
    dull = apply_response(voice, _soft_walls)
    room = voice.copy()
    for milliseconds, gain in _ROOM:
        delay = round(milliseconds * RATE / 1000)
        if delay < len(room):
            room[delay:] += np.float32(gain) * dull[: len(dull) - delay]
    return room


def _soft_walls(hertz: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + (hertz / 4000) ** 2))


def _levelled(voice: Samples, target: float) -> Samples:
    """Brought to the target loudness; peaks that then pass −3 dBFS are rounded off."""
    scaled = voice * 10 ** ((target - max(loudness(voice), -50.0)) / 20)
    knee = 0.7 * PEAK
    over = np.abs(scaled) > knee
    rounded = knee + (PEAK - knee) * np.tanh((np.abs(scaled) - knee) / (PEAK - knee))
    return np.asarray(np.where(over, np.sign(scaled) * rounded, scaled), np.float32)


def _faded(voice: Samples) -> Samples:
    """3 ms in, 30 ms out, so that no phrase starts or ends with a click."""
    fade_in, fade_out = min(144, len(voice)), min(1440, len(voice))
    voice[:fade_in] *= np.linspace(0, 1, fade_in, dtype=np.float32)
    voice[len(voice) - fade_out :] *= np.linspace(1, 0, fade_out, dtype=np.float32)
    return voice
