"""Post-processing of synthesised speech: band-limited resampling, equalisation, bandwidth extension, breath,
compression, room, loudness. Each phrase is processed on its own, so memory is constant."""

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

__all__ = ["RATE", "TAIL", "Curve", "VoiceProcessing", "process_phrase", "trim_silence"]

RATE = 48000
TAIL = 0.06
"""Seconds of reverberation and silence after the speech."""
LEVEL = -20.0
"""Loudness of ordinary speech in LUFS."""
PEAK = 10 ** (-3.2 / 20)

Spectrum = NDArray[np.complex64]

Curve = tuple[tuple[float, float], ...]
"""(Hz, dB) points, interpolated linearly on a logarithmic frequency axis."""

_FORMANT_SYNTHESIS: Curve = (
    (40, -30), (70, -6), (110, 0), (180, 1), (400, 0), (900, -1), (1600, -0.5), (2600, -2.5), (3400, -3), (4500, -1.5),
    (6000, -2.5), (7500, -4), (9000, -2), (10600, -3), (11100, -60),
)  # fmt: skip
_WARM = ((60, 0), (120, 1), (320, 1), (700, 0.2), (2500, -0.3), (5000, -0.8), (12000, -1))
_ROOM = ((7.1, 0.13), (11.3, -0.1), (16.9, 0.085), (22.7, -0.07), (29.3, 0.055), (37.1, -0.045), (46.3, 0.035))
_DISPERSION, _SPREAD = 0.004, 1400.0
"""Delay of the lowest harmonics in seconds, and the bandwidth in Hz over which it decays."""
_AIR_FROM, _AIR_TO, _AIR_GAIN = 0.59, 0.98, 0.35
"""The band that is replicated, as fractions of the old Nyquist frequency, and the gain of the copy."""


@dataclass(frozen=True, slots=True)
class VoiceProcessing:
    """`breath` 0..1 (1 is a whisper), `warmth` and `gain` in dB; `eq` corrects the synthesiser's long-term spectrum to
    that of speech (Byrne et al. 1994)."""

    breath: float = 0.0
    warmth: float = 0.0
    gain: float = 0.0
    eq: Curve = _FORMANT_SYNTHESIS


def trim_silence(samples: Samples, rate: int) -> tuple[Samples, int]:
    """The samples without surrounding silence, and the number removed at the front."""
    hop = max(rate // 400, 1)
    frames = len(samples) // hop
    level = np.sqrt(np.mean(samples[: frames * hop].reshape(frames, hop) ** 2, axis=1)) if frames else np.zeros(0)
    loud = np.flatnonzero(level > max(float(level.max(initial=0.0)) * 0.008, 1e-5))
    if not len(loud):
        return samples[:0], 0
    start = max(int(loud[0]) - 3, 0) * hop
    return samples[start : min((int(loud[-1]) + 6) * hop, len(samples))], start


def process_phrase(samples: Samples, rate: int, tone: VoiceProcessing, rng: Generator) -> Samples:
    """One trimmed phrase at `rate` Hz → mono at 48 kHz, about −20 LUFS plus the gain, peaks below −3 dBFS, followed by
    `TAIL` seconds."""
    speech = _add_breath(samples, tone.breath, rng, rate)
    spectrum = _resample_spectrum(speech, rate) * _response(len(speech), rate, tone)
    count = round(len(samples) * RATE / rate)
    voice = _replicate_band(spectrum, count, rate / 2)
    voice = _compress(_de_ess(voice))
    voice = _normalize_loudness(_add_room(voice), LEVEL + tone.gain)
    return _fade_edges(voice)


def _padded_length(count: int, rate: int) -> int:
    """A length that `rate` → 48 kHz maps to a whole number of samples, with padding for the filters."""
    step = rate // math.gcd(rate, RATE)
    return step * fast_fft_length(-(-(count + rate // 20) // step))


def _resample_spectrum(samples: Samples, rate: int) -> Spectrum:
    """Spectrum of the phrase at 48 kHz: zeros above the old Nyquist frequency, so no images."""
    length = _padded_length(len(samples), rate)
    longer = length * RATE // rate
    source = np.fft.rfft(samples, length)
    spectrum = np.zeros(longer // 2 + 1, np.complex64)
    spectrum[: len(source)] = source[: len(spectrum)] * (longer / length)
    return spectrum


def _response(count: int, rate: int, tone: VoiceProcessing) -> Spectrum:
    """Complex frequency response: equalisation of harsh bands, the narrator's warmth, and a phase dispersion that
    delays low harmonics by a few milliseconds, because in-phase harmonics of synthetic pulses buzz."""
    longer = _padded_length(count, rate) * RATE // rate
    frequency = np.fft.rfftfreq(longer, 1 / RATE)
    lag = 2 * np.pi * _DISPERSION * _SPREAD * (1 - np.exp(-frequency / _SPREAD))
    gain = _gain(frequency, tone.eq, 1.0) * _gain(frequency, _WARM, tone.warmth)
    return np.asarray(gain * np.exp(-1j * lag), np.complex64)


def _gain(frequency: NDArray[Any], points: Curve, scale: float) -> NDArray[np.float32]:
    """Gain at each frequency from (Hz, dB) points, interpolated on a logarithmic axis."""
    hertz, decibel = zip(*points, strict=True)
    level = np.interp(np.log(np.maximum(frequency, 1)), np.log(hertz), np.array(decibel) * scale)
    return np.asarray(10 ** (level / 20), np.float32)


def _replicate_band(spectrum: Spectrum, count: int, nyquist: float) -> Samples:
    """Spectral band replication (Dietz et al., 2002, simplified): the synthesiser's highest band, moved up and
    attenuated, fills the missing one."""
    width = RATE / 2 / (len(spectrum) - 1)
    first, last = (int(band_edge * nyquist / width) for band_edge in (_AIR_FROM, _AIR_TO))
    shift = last - first
    patch = spectrum[first:last] * np.linspace(1, 0.2, last - first, dtype=np.float32) * _AIR_GAIN
    patch[: len(patch) // 8] *= np.linspace(0, 1, len(patch) // 8, dtype=np.float32)
    full = spectrum.copy()
    full[first + shift : last + shift] += patch
    voice = np.fft.irfft(full, (len(spectrum) - 1) * 2)
    tail = round(TAIL * RATE)
    return np.asarray(np.pad(voice, (0, tail))[: count + tail], np.float32)


def _add_breath(samples: Samples, breath: float, rng: Generator, rate: int) -> Samples:
    """Breath: noise with the spectral envelope of the voice, frame by frame, mixed in."""
    if breath <= 0 or not len(samples):
        return samples
    size = 512
    hop = size // 4
    padded = np.pad(samples, (size, size + hop))
    window = np.hanning(size).astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop] * window
    envelope = _smooth_spectrum(np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32))
    phase = np.exp(1j * rng.uniform(0, 2 * np.pi, envelope.shape))
    tilt = np.clip(np.arange(envelope.shape[1]) * rate / size / 900, 0.05, 1.4)
    noise = np.fft.irfft(envelope * tilt * phase, axis=1) * window
    output = np.zeros(len(padded) + size, np.float32)
    for index, frame in enumerate(noise):
        output[index * hop : index * hop + size] += frame
    breathed = output[size : size + len(samples)]
    scale = np.sqrt(np.mean(samples**2) / max(float(np.mean(breathed**2)), 1e-12))
    voiced = np.sqrt(max(1 - breath, 0.0))
    return np.asarray(samples * voiced + breathed * scale * np.sqrt(breath) * 0.8, np.float32)


def _smooth_spectrum(magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
    """Magnitude spectra smoothed over about 400 Hz: formants without harmonics."""
    width = 9
    padded = np.pad(magnitude, ((0, 0), (width // 2 + 1, width // 2)), mode="edge")
    total = np.cumsum(padded, axis=1)
    return np.asarray((total[:, width:] - total[:, :-width]) / width, np.float32)


def _envelope(samples: Samples, seconds: float) -> Samples:
    """RMS envelope, computed per window of `seconds` and interpolated to samples."""
    hop = max(int(seconds * RATE), 1)
    frames = -(-len(samples) // hop)
    power = np.mean(np.pad(samples, (0, frames * hop - len(samples))).reshape(frames, hop) ** 2, axis=1)
    power = np.convolve(np.pad(power, 1, mode="edge"), (0.25, 0.5, 0.25), "valid")
    return np.interp(np.arange(len(samples)), (np.arange(frames) + 0.5) * hop, np.sqrt(power)).astype(np.float32)


def _de_ess(voice: Samples) -> Samples:
    """Attenuate the band above 5.5 kHz where it exceeds a third of the whole."""
    sibilants = apply_response(voice, _sibilants)
    bright = _envelope(sibilants, 0.006)
    limit = 0.3 * max(float(np.sqrt(np.mean(voice**2))), 1e-6)
    gain = np.minimum(1.0, np.sqrt(limit / np.maximum(bright, 1e-9)))
    return np.asarray(voice - sibilants * (1 - gain), np.float32)


def _sibilants(hertz: NDArray[Any]) -> NDArray[Any]:
    return np.clip((hertz - 4500) / 2000, 0, 1)


def _compress(voice: Samples) -> Samples:
    """2:1 compression above the phrase's mean level, with 12 ms windows."""
    level = _envelope(voice, 0.012)
    mean_level = max(float(np.sqrt(np.mean(voice**2))), 1e-6)
    return np.asarray(voice * np.minimum(1.0, np.sqrt(mean_level * 1.3 / np.maximum(level, 1e-9))), np.float32)


def _add_room(voice: Samples) -> Samples:
    """Early reflections of a small room with damped high frequencies."""
    damped = apply_response(voice, _soft_walls)
    room = voice.copy()
    for milliseconds, gain in _ROOM:
        delay = round(milliseconds * RATE / 1000)
        if delay < len(room):
            room[delay:] += np.float32(gain) * damped[: len(damped) - delay]
    return room


def _soft_walls(hertz: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(1 / (1 + (hertz / 4000) ** 2))


def _normalize_loudness(voice: Samples, target: float) -> Samples:
    """Scale to the target loudness; peaks above −3 dBFS are soft-clipped."""
    scaled = voice * 10 ** ((target - max(loudness(voice), -50.0)) / 20)
    knee = 0.7 * PEAK
    excess = np.abs(scaled) > knee
    rounded = knee + (PEAK - knee) * np.tanh((np.abs(scaled) - knee) / (PEAK - knee))
    return np.asarray(np.where(excess, np.sign(scaled) * rounded, scaled), np.float32)


def _fade_edges(voice: Samples) -> Samples:
    """3 ms fade-in and 30 ms fade-out, against clicks."""
    fade_in, fade_out = min(144, len(voice)), min(1440, len(voice))
    voice[:fade_in] *= np.linspace(0, 1, fade_in, dtype=np.float32)
    voice[len(voice) - fade_out :] *= np.linspace(1, 0, fade_out, dtype=np.float32)
    return voice
