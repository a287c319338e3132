"""No two scenes look the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from polymuse.gates.base import DecodedFilm, Verdict, judge

MIN_DIFFERENCE = 1.0
"""Mean luma difference (0..255) between the middle frames of two scenes below which they are duplicates."""


def check(film: DecodedFilm) -> Iterator[Verdict]:
    thumbs = film.frame_statistics.thumbnails
    middles = {
        shot.id: thumbs[min(len(thumbs) - 1, shot.start + shot.frames // 2)].astype(np.int16)
        for shot in film.timeline.shots
        if shot.kind == "scene" and len(thumbs)
    }
    same = [
        f"{a} and {b}"
        for a, b in combinations(middles, 2)
        if float(np.abs(middles[a] - middles[b]).mean()) < MIN_DIFFERENCE
    ]
    yield judge("duplicates", len(same), 0, "pairs of scenes", ", ".join(same[:5]) or "none")
