"""The composition as notes: the single source of audio and MIDI."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.composer.form import PPQ, MusicPlan

__all__ = ["Clock", "Note", "Score", "Track"]


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Start and length in ticks (PPQ to a quarter note), MIDI pitch 0..127 and velocity 1..127."""

    start: int
    length: int
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Track:
    """One player's part."""

    instrument: str
    role: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """All parts and their tempo map."""

    plan: MusicPlan
    clock: Clock
    tracks: tuple[Track, ...]


class Clock:
    """The tempo map: one tempo per bar, in whole microseconds per quarter note as in MIDI."""

    def __init__(self, plan: MusicPlan) -> None:
        quarters = plan.metre.quarters
        usual = plan.metre.pulses * 60 / plan.tempo
        lengths = [*plan.bars, plan.bars[-1] if plan.bars else usual]
        self.bar_ticks = plan.metre.ticks
        self.tempi = tuple(max(round(length * 1e6 / quarters), 1) for length in lengths)
        """Microseconds per quarter in each bar, the last one for the final chord."""
        micros = np.cumsum([0, *(tempo * quarters for tempo in self.tempi)])
        self._seconds: NDArray[np.float64] = micros / 1e6
        self._ticks = np.arange(len(self._seconds), dtype=np.float64) * self.bar_ticks

    def seconds(self, ticks: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Time of ticks in seconds."""
        beyond = np.maximum(np.asarray(ticks) - self._ticks[-1], 0)
        return np.asarray(np.interp(ticks, self._ticks, self._seconds) + beyond * self.tempi[-1] / (1e6 * PPQ))

    def ticks(self, seconds: float) -> int:
        """The tick at a time in seconds."""
        beyond = max(seconds - self._seconds[-1], 0.0)
        return round(float(np.interp(seconds, self._seconds, self._ticks)) + float(beyond) * 1e6 * PPQ / self.tempi[-1])
