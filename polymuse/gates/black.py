"""No picture is blank: black, or of one tone all over."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from polymuse.gates.base import Film, Verdict, verdict

BLACK_LUMA = 24.0
"""Mean luma (0..255) under which a frame is black; video black is 16."""
FLAT = 1.0
"""Standard deviation of luma under which a frame shows nothing."""
MOST_SECONDS = 0.5
"""Longest blank stretch: a fade needs some."""


def check(film: Film) -> Iterator[Verdict]:
    blank = (film.pictures.mean < BLACK_LUMA) | (film.pictures.spread < FLAT)
    start, length = longest(blank)
    evidence = f"longest from {film.at(start)} to {film.at(start + length)}" if length else "none"
    yield verdict("black", length / film.timeline.fps, MOST_SECONDS, "seconds", evidence)


def longest(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    if not len(edges):
        return 0, 0
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    best = int(lengths.argmax())
    return int(starts[best]), int(lengths[best])
