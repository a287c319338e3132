"""No scene is silent for long. Title and end cards may be: a film can be made without music."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polymuse.gates.base import DecodedFilm, Verdict, judge
from polymuse.gates.black import longest_run

WINDOW = 4800
"""Samples per window: 0.1 s at 48 kHz."""
MAX_SILENT_RMS = 10 ** (-60 / 20)
"""RMS level, relative to full scale, below which a window is silent."""
MAX_SECONDS = 2.5


def check(film: DecodedFilm) -> Iterator[Verdict]:
    levels: list[float] = []
    rest = np.zeros((0, 2), np.float32)
    for block in film.audio_blocks():
        rest = np.concatenate([rest, block])
        whole = len(rest) // WINDOW
        windows = rest[: whole * WINDOW].reshape(whole, 2 * WINDOW)
        levels += np.sqrt((windows**2).mean(axis=1)).tolist()
        rest = rest[whole * WINDOW :]
    silent = np.array(levels) < MAX_SILENT_RMS
    for shot in film.timeline.shots:
        if shot.kind == "card":
            start, end = film.timeline.span(shot)
            silent[round(start * 10) : round(end * 10)] = False
    start, length = longest_run(silent)
    evidence = f"from {start / 10:.1f} s for {length / 10:.1f} s" if length else "none"
    yield judge("silence", length / 10, MAX_SECONDS, "seconds", evidence)
