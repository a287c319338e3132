"""What a gate is: a check of a finished film that gives a number, its limit, and evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from polymuse.brief.timeline import Timeline
from polymuse.gates.verdict import Verdict, verdict
from polymuse.media.loudness import Loudness, measure
from polymuse.media.video import decoded, keyframes, open_mp4
from polymuse.media.wav import Samples

__all__ = ["Check", "Film", "Verdict", "verdict"]

THUMB_LINES = 90
"""About how many pixels the shorter side of the small grey pictures has, in which blank and frozen ones are looked for."""


Thumb = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pictures:
    """A film's frames as small grey pictures, luma 16..235, with each one's mean and standard deviation; `change`
    is the mean difference between a frame and the one `step` frames before it, from frame `step` on."""

    thumbs: Sequence[Thumb]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    change: NDArray[np.float64]
    step: int


class Film:
    """A film under examination, decoded once for all gates."""

    def __init__(
        self, path: Path, narration: Path, timeline: Timeline, loudness: float = -16.0, threads: int = 1
    ) -> None:
        self.path = path
        self.narration = narration
        self.timeline = timeline
        self.target_loudness = loudness
        self.threads = threads

    @cached_property
    def pictures(self) -> Pictures:
        """What every frame looks like, in one pass through the film, whose stretches are gone through side by side."""
        with ThreadPoolExecutor(self.threads) as threads:
            thumbs = [thumb for part in threads.map(self._thumbs, self._stretches()) for thumb in part]
        step = max(1, self.timeline.fps // 2)
        pairs = zip(thumbs[step:], thumbs, strict=False)
        change = [float(np.abs(after.astype(np.int16) - before).mean()) for after, before in pairs]
        return Pictures(
            thumbs, np.array([t.mean() for t in thumbs]), np.array([t.std() for t in thumbs]), np.array(change), step
        )

    def _stretches(self) -> list[tuple[int, int | None]]:
        """The film in about as many parts as there are threads: each one's first frame, at which a group of pictures
        begins, and how many frames it has (None: all that follow)."""
        starts = keyframes(self.path) or (0,)
        cuts = sorted({starts[len(starts) * part // self.threads] for part in range(self.threads)})
        return [(a, b - a if b else None) for a, b in zip_longest(cuts, cuts[1:])]

    def _thumbs(self, stretch: tuple[int, int | None]) -> list[Thumb]:
        first, count = stretch
        return [thumb(frame) for frame in islice(decoded(self.path, first), count)]

    def sound(self) -> Iterator[Samples]:
        """The film's own sound, decoded, a few thousand samples (frames, 2) at a time."""
        with open_mp4(self.path) as file:
            resampler = av.AudioResampler("fltp", "stereo", 48000)
            for frame in file.decode(audio=0):
                for even in resampler.resample(frame):
                    yield even.to_ndarray().T.astype(np.float32, copy=False)

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


def thumb(frame: av.VideoFrame) -> Thumb:
    """A frame's luma at about every eighth pixel of every eighth line: enough to see what is blank or still."""
    plane = frame.planes[0]
    luma: Thumb = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    step = max(1, min(frame.height, frame.width) // THUMB_LINES)
    return luma[step // 2 : frame.height : step, step // 2 : frame.width : step].copy()


Check = Callable[[Film], Iterator[Verdict]]
"""A gate: one module of this folder with a function `check`."""
