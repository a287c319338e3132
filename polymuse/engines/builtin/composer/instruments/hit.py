"""The parameters of one note for an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["RATE", "Floats", "Hit", "Mono"]

RATE = 48000
"""Samples per second."""

Floats = NDArray[np.float64]
Mono = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """One note: MIDI pitch, loudness 0..1, length in samples, the instrument's parameters, and its random generator."""

    pitch: int
    loud: float
    count: int
    params: Mapping[str, Any]
    rng: np.random.Generator

    @property
    def hertz(self) -> float:
        """The pitch's frequency in equal temperament, A4 = 440 Hz."""
        return float(440.0 * 2 ** ((self.pitch - 69) / 12))

    def number(self, name: str) -> float:
        return float(self.params[name])

    def numbers(self, name: str) -> Floats:
        return np.array(self.params[name], np.float64)
