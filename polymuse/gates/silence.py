"""No scene is silent for long. Title and end card may be: a film can be asked for without music."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from polymuse.gates.base import Film, Verdict, verdict
from polymuse.gates.black import longest

WINDOW = 4800
"""Samples of a tenth of a second at 48 kHz."""
QUIET = 10 ** (-60 / 20)
"""Root mean square, relative to full scale, under which a window is silent."""
MOST_SECONDS = 2.5


def check(film: Film) -> Iterator[Verdict]:
    levels: list[float] = []
    rest = np.zeros((0, 2), np.float32)
    for block in film.sound():
        rest = np.concatenate([rest, block])
        whole = len(rest) // WINDOW
        windows = rest[: whole * WINDOW].reshape(whole, 2 * WINDOW)
        levels += np.sqrt((windows**2).mean(axis=1)).tolist()
        rest = rest[whole * WINDOW :]
    silent = np.array(levels) < QUIET
    for shot in film.timeline.shots:
        if shot.kind == "card":
            start, end = film.timeline.span(shot)
            silent[round(start * 10) : round(end * 10)] = False
    start, length = longest(silent)
    evidence = f"from {start / 10:.1f} s for {length / 10:.1f} s" if length else "none"
    yield verdict("silence", length / 10, MOST_SECONDS, "seconds", evidence)
