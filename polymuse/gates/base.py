"""What a gate is: a check of a finished film that gives a number, its limit, and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import av
import numpy as np
from numpy.typing import NDArray

from polymuse.brief.timeline import Timeline
from polymuse.media.loudness import Loudness, measure
from polymuse.media.video import open_mp4
from polymuse.media.wav import Samples
from polymuse.types import Frozen

__all__ = ["Check", "Film", "Verdict", "verdict"]

THUMB = (96, 54)
"""Width and height of the small grey pictures in which blank and frozen ones are looked for."""


class Verdict(Frozen):
    """A gate's judgement. `evidence` says where, in words and times."""

    gate: str
    passed: bool
    value: float
    limit: float
    unit: str
    sense: Literal["at most", "at least"] = "at most"
    evidence: str = ""


def verdict(gate: str, value: float, limit: float, unit: str, evidence: str = "", *, least: bool = False) -> Verdict:
    """Judge a value against its limit: at most, or with `least` at least, that much."""
    passed = value >= limit if least else value <= limit
    return Verdict(
        gate=gate, passed=passed, value=round(value, 4), limit=limit, unit=unit, evidence=evidence,
        sense="at least" if least else "at most",
    )


class Film:
    """A film under examination, decoded once for all gates."""

    def __init__(self, path: Path, narration: Path, timeline: Timeline, loudness: float = -16.0) -> None:
        self.path = path
        self.narration = narration
        self.timeline = timeline
        self.target_loudness = loudness

    @cached_property
    def thumbs(self) -> NDArray[np.float32]:
        """Every frame as a small grey picture, (frames, 54, 96), 0..255."""
        with open_mp4(self.path) as file:
            stream = file.streams.video[0]
            stream.thread_type = "AUTO"
            frames = [
                frame.reformat(*THUMB, format="gray", interpolation=av.video.reformatter.Interpolation.AREA).to_ndarray()
                for frame in file.decode(stream)
            ]
        return np.array(frames, np.float32) if frames else np.zeros((0, *THUMB[::-1]), np.float32)

    def sound(self) -> Iterator[Samples]:
        """The film's own sound, decoded, a few thousand samples (frames, 2) at a time."""
        with open_mp4(self.path) as file:
            resampler = av.AudioResampler("fltp", "stereo", 48000)
            for frame in file.decode(audio=0):
                for even in resampler.resample(frame):
                    yield even.to_ndarray().T

    @cached_property
    def loudness(self) -> Loudness:
        return measure(self.sound())

    @cached_property
    def seconds(self) -> float:
        """The picture's length by its container."""
        with open_mp4(self.path) as file:
            stream = file.streams.video[0]
            return float((stream.duration or 0) * stream.time_base)

    def at(self, frame: int) -> str:
        """A frame's time, as evidence names it."""
        minutes, seconds = divmod(frame / self.timeline.fps, 60)
        return f"{int(minutes)}:{seconds:05.2f}"


Check = Callable[[Film], Iterator[Verdict]]
"""A gate: one module of this folder with a function `check`."""
