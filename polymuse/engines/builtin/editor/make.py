"""Which of the editor's jobs does which task."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.engines.builtin.editor import cutting, dissolving, mixing, stills, takes, timing, tracks
from polymuse.types import Event, Request

_JOBS = {
    "storyboard-timing": timing.make,
    "audio-mixing": mixing.make,
    "video-transition": dissolving.make,
    "video-editing": cutting.make,
    "frame-extraction": stills.make,
    "video-conforming": takes.make,
    "speech-conforming": tracks.speech,
    "sound-conforming": tracks.sound,
    "music-conforming": tracks.music,
}


def make(request: Request, work: Path) -> Iterator[Event]:
    yield from _JOBS[request.task](request, work)
