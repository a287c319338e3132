"""The sound is not clipped: no samples at full scale."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polymuse.gates.base import DecodedFilm, Verdict, judge

FULL_SCALE = 0.999


def check(film: DecodedFilm) -> Iterator[Verdict]:
    clipped = sum(int((np.abs(block) >= FULL_SCALE).sum()) for block in film.audio_blocks())
    yield judge("clipping", clipped, 0, "samples", f"{clipped} samples at full scale")
