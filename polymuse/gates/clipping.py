"""The sound is not clipped: no runs of samples at full scale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polymuse.gates.base import Film, Verdict, verdict

FULL_SCALE = 0.999


def check(film: Film) -> Iterator[Verdict]:
    clipped = sum(int((np.abs(block) >= FULL_SCALE).sum()) for block in film.sound())
    yield verdict("clipping", clipped, 0, "samples", f"{clipped} samples at full scale")
