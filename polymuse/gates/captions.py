"""Captions can be read: not too fast, not too wide, in order, each inside its scene."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from polymuse.gates.base import Film, Verdict, verdict

MOST_PER_SECOND = 21.0
"""Characters per second: Netflix's limit for adult programmes in English is 20; speech sets the pace here."""
MOST_PER_LINE = 42
MOST_LINES = 2


def check(film: Film) -> Iterator[Verdict]:
    captions = film.timeline.captions
    if not captions:
        return
    pace, fastest = max((len(c.text.replace("\n", " ")) / max(0.01, c.end - c.start), c.text) for c in captions)
    yield verdict("caption-speed", pace, MOST_PER_SECOND, "characters per second", fastest.replace("\n", " "))
    width, widest = max((len(line), line) for c in captions for line in c.text.splitlines())
    yield verdict("caption-width", width, MOST_PER_LINE, "characters", widest)
    lines = max(len(c.text.splitlines()) for c in captions)
    yield verdict("caption-lines", lines, MOST_LINES, "lines")
    spans = {shot.id: film.timeline.span(shot) for shot in film.timeline.shots}
    frame = 1 / film.timeline.fps
    outside = [c.text for c in captions if not spans[c.shot][0] - frame <= c.start < c.end <= spans[c.shot][1] + frame]
    yield verdict("caption-scene", len(outside), 0, "captions outside their scene", "; ".join(outside[:3]))
    crossed = [b.text for a, b in pairwise(captions) if b.start < a.end]
    yield verdict("caption-order", len(crossed), 0, "overlapping captions", "; ".join(crossed[:3]))
