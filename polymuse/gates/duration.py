"""The film is as long as planned, within a frame."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.gates.base import Film, Verdict, verdict


def check(film: Film) -> Iterator[Verdict]:
    planned, found = film.timeline.frames, len(film.pictures.thumbs)
    yield verdict("duration", abs(found - planned), 1, "frames", f"planned {planned} frames, decoded {found}")
    drift = abs(film.seconds - film.timeline.seconds) * film.timeline.fps
    yield verdict("container-duration", drift, 1, "frames", f"the file says {film.seconds:.3f} s")
