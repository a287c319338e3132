"""No two scenes look the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from polymuse.gates.base import Film, Verdict, verdict

SAME = 1.0
"""Mean difference of luma (0..255) between two scenes' middle frames under which they are the same picture."""


def check(film: Film) -> Iterator[Verdict]:
    thumbs = film.pictures.thumbs
    middles = {
        shot.id: thumbs[min(len(thumbs) - 1, shot.start + shot.frames // 2)].astype(np.int16)
        for shot in film.timeline.shots
        if shot.kind == "scene" and len(thumbs)
    }
    same = [f"{a} and {b}" for a, b in combinations(middles, 2) if float(np.abs(middles[a] - middles[b]).mean()) < SAME]
    yield verdict("duplicates", len(same), 0, "pairs of scenes", ", ".join(same[:5]) or "none")
