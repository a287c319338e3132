"""There is no long stretch of black or uniform frames."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from polymuse.gates.base import DecodedFilm, Verdict, judge

BLACK_LUMA = 24.0
"""Mean luma (0..255) below which a frame is black; video black is 16."""
MIN_DEVIATION = 1.0
"""Standard deviation of luma below which a frame is uniform."""
MAX_SECONDS = 0.5
"""Longest blank stretch allowed; fades need some."""


def check(film: DecodedFilm) -> Iterator[Verdict]:
    blank = (film.frame_statistics.mean < BLACK_LUMA) | (film.frame_statistics.standard_deviation < MIN_DEVIATION)
    start, length = longest_run(blank)
    evidence = f"longest from {film.format_time(start)} to {film.format_time(start + length)}" if length else "none"
    yield judge("black", length / film.timeline.fps, MAX_SECONDS, "seconds", evidence)


def longest_run(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest run of True; (0, 0) if there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    if not len(edges):
        return 0, 0
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    best = int(lengths.argmax())
    return int(starts[best]), int(lengths[best])
