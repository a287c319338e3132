"""Captions are readable: reading speed, line length, number of lines, order, each inside its scene."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from polymuse.gates.base import DecodedFilm, Verdict, judge

MAX_CHARACTERS_PER_SECOND = 21.0
"""Netflix's limit for adult programmes in English is 20; speech sets the pace here."""
MAX_LINE_LENGTH = 42
MAX_LINES = 2


def check(film: DecodedFilm) -> Iterator[Verdict]:
    captions = film.captions
    if not captions:
        return
    pace, fastest = max((len(c.text.replace("\n", " ")) / max(0.01, c.end - c.start), c.text) for c in captions)
    yield judge("caption-speed", pace, MAX_CHARACTERS_PER_SECOND, "characters per second", fastest.replace("\n", " "))
    width, widest = max((len(line), line) for c in captions for line in c.text.splitlines())
    yield judge("caption-width", width, MAX_LINE_LENGTH, "characters", widest)
    lines = max(len(c.text.splitlines()) for c in captions)
    yield judge("caption-lines", lines, MAX_LINES, "lines")
    spans = {shot.id: film.timeline.span(shot) for shot in film.timeline.shots}
    frame = 1 / film.timeline.fps
    outside = [c.text for c in captions if not spans[c.shot][0] - frame <= c.start < c.end <= spans[c.shot][1] + frame]
    yield judge("caption-scene", len(outside), 0, "captions outside their scene", "; ".join(outside[:3]))
    crossed = [b.text for a, b in pairwise(captions) if b.start < a.end]
    yield judge("caption-order", len(crossed), 0, "overlapping captions", "; ".join(crossed[:3]))
