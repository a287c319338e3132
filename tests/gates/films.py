"""A tiny film that passes every gate, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from polymuse.asset import Asset
from polymuse.brief.timeline import Caption, Shot, SpokenPassage, Timeline
from polymuse.engines.builtin.editor import concatenation as cutting
from polymuse.gates.base import DecodedFilm
from polymuse.media.loudness import measure
from polymuse.media.video import Pixels
from polymuse.media.wav import Samples, write_wav
from polymuse.tasks.video_editing import VideoEditing
from polymuse.types import Made, Request
from tests.sounds import RATE, aac, pictures, shot, text, tone

FPS, BODY = 12, 36
"""Frames a second, and of each of the two scenes: three seconds."""
PASSAGES = (
    SpokenPassage(speech="speech-01-01", shot="scene-01", start=0.5, end=2.0, text="The lamp is lit."),
    SpokenPassage(speech="speech-02-01", shot="scene-02", start=3.5, end=5.0, text="A boat, at last!"),
)
CAPTIONS = (
    Caption(start=0.5, end=2.5, text="The lamp is lit.", shot="scene-01"),
    Caption(start=3.5, end=5.5, text="A boat,\nat last!", shot="scene-02"),
)
TIMELINE = Timeline(
    title="Lamp", language="en", fps=FPS, frames=2 * BODY,
    shots=tuple(Shot(id=f"scene-0{n}", kind="scene", start=BODY * (n - 1), frames=BODY) for n in (1, 2)),
    passages=PASSAGES,
)  # fmt: skip


FOLDERS: list[TemporaryDirectory[str]] = []
"""Of films that tests may still look at; they go when the tests end."""


@dataclass(frozen=True)
class Recipe:
    """What a film is made of; `scenes` are the frames of each scene."""

    scenes: tuple[tuple[Pixels, ...], ...]
    sound: Samples
    narration: Samples
    timeline: Timeline = TIMELINE
    captions: tuple[Caption, ...] = CAPTIONS

    def but(self, **changes: object) -> Recipe:
        return replace(self, **changes)  # type: ignore[arg-type]

    def timed(self, **changes: object) -> Recipe:
        """The same film, judged by another timeline."""
        return replace(self, timeline=self.timeline.model_copy(update=changes))


@cache
def good() -> Recipe:
    sound = tone(TIMELINE.seconds, channels=2)
    sound *= np.float32(10 ** ((-16.0 - measure([sound]).integrated) / 20))
    spoken = np.zeros((len(sound), 1), np.float32)
    for passage in PASSAGES:
        a, b = round(passage.start * RATE), round(passage.end * RATE)
        spoken[a:b] = tone(TIMELINE.seconds, 300)[a:b]
    return Recipe(scenes=(tuple(pictures(BODY)), tuple(pictures(BODY, shift=60))), sound=sound, narration=spoken)


def film(recipe: Recipe) -> DecodedFilm:
    """Code the film and open it for examination."""
    FOLDERS.append(TemporaryDirectory())
    folder = Path(FOLDERS[-1].name)
    shots, inputs, start = [], {}, 0
    for n, frames in enumerate(recipe.scenes, 1):
        shots.append(Shot(id=f"scene-0{n}", kind="scene", start=start, frames=len(frames)))
        inputs[f"scene-0{n}"] = shot(folder / f"{n}.mp4", list(frames), FPS)
        start += len(frames)
    real = Timeline(title="T", language="en", fps=FPS, frames=start, shots=tuple(shots))
    path = joined(real, inputs, recipe.sound, folder)
    write_wav(folder / "narration.wav", recipe.narration)
    return DecodedFilm(path, folder / "narration.wav", recipe.timeline, recipe.captions)


def joined(timeline: Timeline, shots: dict[str, Asset], sound: Samples, folder: Path) -> Path:
    inputs = {
        "timeline": text(folder / "timeline.json", timeline.model_dump_json()),
        "soundtrack": aac(folder / "sound.m4a", sound), **shots,
    }  # fmt: skip
    made = list(cutting.make(Request("video-editing", VideoEditing(), inputs), folder))[-1]
    assert isinstance(made, Made)
    return made.path


def plain(level: int, count: int = BODY) -> tuple[Pixels, ...]:
    """Frames of one grey."""
    frame = np.full((64, 96, 4), level, np.uint8)
    frame[..., 3] = 255
    return (frame,) * count


def still(frames: Sequence[Pixels]) -> tuple[Pixels, ...]:
    """As many frames that are all the first."""
    return (frames[0],) * len(frames)
