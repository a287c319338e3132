"""Which of the editor's jobs does which task."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.engines.builtin.editor import audio_conforming as tracks
from polymuse.engines.builtin.editor import concatenation as cutting
from polymuse.engines.builtin.editor import frame_extraction as stills
from polymuse.engines.builtin.editor import mixing, timing
from polymuse.engines.builtin.editor import transitions as dissolving
from polymuse.engines.builtin.editor import video_conforming as takes
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
