"""The gate interface: a check of a finished film that yields a value, its limit, and evidence."""

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

from polymuse.brief.timeline import Caption, Timeline
from polymuse.gates.verdict import Verdict, judge
from polymuse.media.loudness import Loudness, measure
from polymuse.media.video import decode_frames, keyframes, open_mp4
from polymuse.media.wav import Samples

__all__ = ["DecodedFilm", "Gate", "Verdict", "judge"]

THUMBNAIL_LINES = 90
"""Approximate size of a thumbnail's shorter side in pixels."""


Thumbnail = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FrameStatistics:
    """Luma thumbnails (16..235) of all frames with the mean and standard deviation of each; `change[i]` is the mean
    absolute difference between frames i + `step` and i."""

    thumbnails: Sequence[Thumbnail]
    mean: NDArray[np.float64]
    standard_deviation: NDArray[np.float64]
    change: NDArray[np.float64]
    step: int


class DecodedFilm:
    """A finished film with its timeline; decoded at most once for all gates."""

    def __init__(
        self,
        path: Path,
        narration: Path,
        timeline: Timeline,
        captions: Sequence[Caption] = (),
        loudness: float = -16.0,
        threads: int = 1,
    ) -> None:
        self.path = path
        self.narration = narration
        self.timeline = timeline
        self.captions = captions
        self.target_loudness = loudness
        self.threads = threads

    @cached_property
    def frame_statistics(self) -> FrameStatistics:
        """Statistics of every frame, from one pass over the film decoded in parallel segments."""
        with ThreadPoolExecutor(self.threads) as threads:
            thumbs = [thumb for part in threads.map(self._thumbnails, self._segments()) for thumb in part]
        step = max(1, self.timeline.fps // 2)
        pairs = zip(thumbs[step:], thumbs, strict=False)
        change = [float(np.abs(after.astype(np.int16) - before).mean()) for after, before in pairs]
        return FrameStatistics(
            thumbs, np.array([t.mean() for t in thumbs]), np.array([t.std() for t in thumbs]), np.array(change), step
        )

    def _segments(self) -> list[tuple[int, int | None]]:
        """About `threads` segments of the film: the first frame of each, a keyframe, and its number of frames (None: to
        the end)."""
        starts = keyframes(self.path) or (0,)
        cuts = sorted({starts[len(starts) * part // self.threads] for part in range(self.threads)})
        return [(a, b - a if b else None) for a, b in zip_longest(cuts, cuts[1:])]

    def _thumbnails(self, segment: tuple[int, int | None]) -> list[Thumbnail]:
        first, count = segment
        return [thumbnail(frame) for frame in islice(decode_frames(self.path, first), count)]

    def audio_blocks(self) -> Iterator[Samples]:
        """The decoded soundtrack, 48 kHz stereo, in blocks of (frames, 2)."""
        with open_mp4(self.path) as file:
            resampler = av.AudioResampler("fltp", "stereo", 48000)
            for frame in file.decode(audio=0):
                for resampled in resampler.resample(frame):
                    yield resampled.to_ndarray().T.astype(np.float32, copy=False)

    @cached_property
    def loudness(self) -> Loudness:
        return measure(self.audio_blocks())

    @cached_property
    def seconds(self) -> float:
        """Duration of the video stream by its container, in seconds."""
        with open_mp4(self.path) as file:
            stream = file.streams.video[0]
            return float((stream.duration or 0) * stream.time_base)

    def format_time(self, frame: int) -> str:
        """The time of a frame as m:ss.ss, for evidence."""
        minutes, seconds = divmod(frame / self.timeline.fps, 60)
        return f"{int(minutes)}:{seconds:05.2f}"


def thumbnail(frame: av.VideoFrame) -> Thumbnail:
    """A frame's luma, subsampled to about THUMBNAIL_LINES pixels on the shorter side."""
    plane = frame.planes[0]
    luma: Thumbnail = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    step = max(1, min(frame.height, frame.width) // THUMBNAIL_LINES)
    return luma[step // 2 : frame.height : step, step // 2 : frame.width : step].copy()


Gate = Callable[[DecodedFilm], Iterator[Verdict]]
"""A gate: the function `check` of a module in this package."""
