"""The film has its planned length, within one frame."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.gates.base import DecodedFilm, Verdict, judge


def check(film: DecodedFilm) -> Iterator[Verdict]:
    planned, found = film.timeline.frames, len(film.frame_statistics.thumbnails)
    yield judge("duration", abs(found - planned), 1, "frames", f"planned {planned} frames, decoded {found}")
    drift = abs(film.seconds - film.timeline.seconds) * film.timeline.fps
    yield judge("container-duration", drift, 1, "frames", f"the file says {film.seconds:.3f} s")
