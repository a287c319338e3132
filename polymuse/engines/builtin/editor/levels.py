"""How loud each part of a soundtrack is from moment to moment: music ridden to an even level, and both music and
ambience back, most of all where consonants are, while somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.editor.mastering import RATE
from polymuse.media.loudness import HOP, integrated_loudness
from polymuse.media.spectrum import apply_response
from polymuse.media.wav import Samples

__all__ = ["ATTACK", "MARGIN", "RELEASE", "Ducking", "Ride", "without_presence"]

ATTACK, RELEASE = 0.5, 1.2
"""Seconds in which music goes back before a word and comes back after it."""
TOO_SHORT = 1.2
"""Seconds of a pause in which the music does not come back at all."""
MARGIN = 2400
"""Samples that `without_presence` needs before and after what it gives."""
_PRESENCE = (900.0, 1500.0, 3500.0, 5600.0)
"""Hz where the band that carries consonants begins to count, counts in full, and ends."""
_DIP = 10 ** (-5 / 20)
_RIDING, _SHARE, _FURTHEST = 4.0, 0.6, 7.0
"""Seconds that a rider listens to, how much of the difference he takes away, and the most he does, in decibels."""
_RESTING = 18.0


class Ducking:
    """How far music and ambience go back while somebody speaks (spans in seconds): a smooth curve over the whole
    film."""

    def __init__(self, spoken: Sequence[tuple[float, float]], decibels: float) -> None:
        self._spoken = _joined(spoken)
        self._decibels = decibels

    def depth(self, start: int, stop: int) -> Samples:
        """0 (nobody speaks) to 1 for samples start..stop, (frames, 1). In a short pause the music comes back a part of
        the way."""
        times = np.arange(start, stop) / RATE
        depth = np.zeros(stop - start, np.float32)
        for begin, end in self._spoken:
            if begin - ATTACK < times[-1] and end + RELEASE > times[0]:
                ramp = np.interp(times, (begin - ATTACK, begin, end, end + RELEASE), (0, 1, 1, 0))
                depth = np.maximum(depth, 0.5 - 0.5 * np.cos(np.pi * ramp)).astype(np.float32)
        return depth[:, None]

    def gain(self, start: int, stop: int, share: float) -> Samples:
        """The gain for samples start..stop, (frames, 1), with a share 0..1 of the full ducking."""
        return np.asarray(10 ** (self.depth(start, stop) * (-self._decibels * share / 20)), np.float32)


def _joined(spoken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Passages too close together for the music to come back between them, as one."""
    out: list[tuple[float, float]] = []
    for start, end in sorted(spoken):
        if out and start - out[-1][1] < TOO_SHORT:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def without_presence(samples: Samples, depth: Samples) -> Samples:
    """Sound with the band from 1.5 to 3.5 kHz down by 5 dB where `depth` is 1: the words' consonants get its place, and
    the music seems hardly quieter. `samples` has `MARGIN` more frames than `depth` at both ends."""
    middle = slice(MARGIN, len(samples) - MARGIN)
    if not depth.any():
        return samples[middle]
    return np.asarray(samples[middle] - apply_response(samples, _presence)[middle] * depth * (1 - _DIP), np.float32)


def _presence(hertz: NDArray[Any]) -> NDArray[Any]:
    """1 inside the band, 0 outside, smooth on a logarithmic axis between."""
    ramp = np.interp(np.log(np.maximum(hertz, 1)), np.log(_PRESENCE), (0, 1, 1, 0))
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * ramp))


class Ride:
    """A hand on the fader: where some seconds of the music are quieter or louder than the whole, part of the difference
    is taken away, so that a soft opening is heard and a full passage does not shout. Rests are left alone, and so is
    what comes after the last sound."""

    def __init__(self, power: NDArray[np.float64], target: float) -> None:
        """`power` as `loudness.k_weighted_powers` gives it; `target` in LUFS for the whole as ridden."""
        gains = _ridden(power)
        self._decibels = gains + (target - integrated_loudness(power * 10 ** (gains / 10)))

    def gain(self, start: int, stop: int) -> Samples:
        """The gain for samples start..stop, (frames, 1)."""
        at = np.arange(start, stop) / HOP - 0.5
        return (10 ** (np.interp(at, np.arange(len(self._decibels)), self._decibels) / 20)).astype(np.float32)[:, None]


def _ridden(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Decibels by tenths of a second, around 0."""
    width = round(_RIDING * RATE / HOP)
    window = np.hanning(width + 2)[1:-1]
    around, weight = (np.convolve(x, window)[width // 2 :][: len(power)] for x in (power, np.ones(len(power))))
    level = 10 * np.log10(around / weight + 1e-12)
    whole = integrated_loudness(power) + 0.691
    playing = np.flatnonzero(level > whole - _RESTING)
    if not len(playing):
        return np.zeros(len(power))
    wanted = np.clip(_SHARE * (whole - level[playing]), -_FURTHEST, _FURTHEST)
    return np.interp(np.arange(len(power)), playing, wanted)
