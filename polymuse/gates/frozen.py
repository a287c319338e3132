"""The picture moves: no long stretch in which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.gates.base import Film, Verdict, verdict
from polymuse.gates.black import longest

STILL = 0.02
"""Mean change of luma (0..255) over half a second, on small pictures, under which nothing moves."""
MOST_SECONDS = 2.0


def check(film: Film) -> Iterator[Verdict]:
    step = film.pictures.step
    start, length = longest(film.pictures.change < STILL)
    seconds = (length + step) / film.timeline.fps if length else 0.0
    evidence = f"from {film.at(start)} for {seconds:.1f} s" if length else "none"
    yield verdict("frozen", seconds, MOST_SECONDS, "seconds", evidence)
