"""The picture moves: no long stretch in which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from polymuse.gates.base import Film, Verdict, verdict
from polymuse.gates.black import longest

STILL = 0.05
"""Mean change of luma (0..255) over half a second, on small pictures, under which nothing moves: what the encoder does
to a still changes up to 0.03, and the calmest scenes drawn here change 0.1 or more."""
REFRESH = 1.0
"""Change up to which a jump is no cut: the encoder draws a still anew where a group of pictures begins."""
MOST_SECONDS = 2.0


def check(film: Film) -> Iterator[Verdict]:
    step = film.pictures.step
    start, length = longest(still(film.pictures.change, step))
    seconds = (length + step) / film.timeline.fps if length else 0.0
    evidence = f"from {film.at(start)} for {seconds:.1f} s" if length else "none"
    yield verdict("frozen", seconds, MOST_SECONDS, "seconds", evidence)


def still(change: NDArray[np.float64], step: int) -> NDArray[np.bool_]:
    """Where nothing moves. A refresh, which is seen in `step` changes at most, does not count as movement when nothing
    moves before and after it."""
    flags: NDArray[np.bool_] = change < STILL
    edges = np.flatnonzero(np.diff(flags.astype(np.int8)))
    for end, begin in pairwise(edges):
        if flags[end] and begin - end <= step and change[end + 1 : begin + 1].max() < REFRESH:
            flags[end + 1 : begin + 1] = True
    return flags
