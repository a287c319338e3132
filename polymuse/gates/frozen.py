"""The picture moves: no long stretch without change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from polymuse.gates.base import DecodedFilm, Verdict, judge
from polymuse.gates.black import longest_run

MIN_CHANGE = 0.05
"""Mean luma change (0..255) of thumbnails over half a second below which the picture is static. Encoding noise on a
still reaches 0.03; the calmest scenes of the built-in artist change by 0.1 or more."""
MAX_REFRESH_CHANGE = 1.0
"""Largest change of a static picture at a keyframe, where the encoder redraws it; larger changes are cuts."""
MAX_SECONDS = 2.0


def check(film: DecodedFilm) -> Iterator[Verdict]:
    step = film.frame_statistics.step
    start, length = longest_run(unchanging_frames(film.frame_statistics.change, step))
    seconds = (length + step) / film.timeline.fps if length else 0.0
    evidence = f"from {film.format_time(start)} for {seconds:.1f} s" if length else "none"
    yield judge("frozen", seconds, MAX_SECONDS, "seconds", evidence)


def unchanging_frames(change: NDArray[np.float64], step: int) -> NDArray[np.bool_]:
    """Flags of static frames. A keyframe refresh, which shows in at most `step` changes, is not movement if the frames
    before and after it are static."""
    flags: NDArray[np.bool_] = change < MIN_CHANGE
    edges = np.flatnonzero(np.diff(flags.astype(np.int8)))
    for end, begin in pairwise(edges):
        if flags[end] and begin - end <= step and change[end + 1 : begin + 1].max() < MAX_REFRESH_CHANGE:
            flags[end + 1 : begin + 1] = True
    return flags
