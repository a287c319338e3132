"""Small inputs for every task: made by kind, and by name where a task's inputs must fit each other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.brief.timeline import Shot, SpokenPassage, Timeline
from polymuse.engines.builtin.editor import concatenation as cutting
from polymuse.storage.folder import digest_of
from polymuse.tasks import Task
from polymuse.tasks.video_editing import VideoEditing
from polymuse.types import Made, Request
from tests.sounds import aac, pictures, shot, text, tone, wav

FPS = 12
TIMELINE = Timeline(
    title="Lamp", language="en", fps=FPS, frames=12,
    shots=(Shot(id="scene-01", kind="scene", start=0, frames=12),),
    passages=(SpokenPassage(speech="speech-01-01", shot="scene-01", start=0.1, end=0.7, text="Lit."),),
)  # fmt: skip


def given(task: Task, folder: Path) -> dict[str, Asset]:
    """All that a task takes, but for what may be left out."""
    folder.mkdir()
    needed = {key: port for key, port in task.inputs.items() if not port.optional}
    names = {f"{key}-01" if port.many else key: port.kind for key, port in needed.items()}
    return {name: one(name, kind, folder) for name, kind in names.items()}


def one(name: str, kind: Kind, folder: Path) -> Asset:
    if name == "film":
        return film(folder)
    if kind is Kind.BRIEF:
        return text(folder / f"{name}.json", TIMELINE.model_dump_json() if name == "timeline" else json.dumps({}))
    if kind is Kind.VIDEO:
        return shot(folder / f"{name}.mp4", pictures(12), FPS)
    if kind is Kind.IMAGE:
        return image(folder / f"{name}.png")
    if name == "soundtrack":
        return aac(folder / f"{name}.m4a", tone(1.0, channels=2))
    return wav(folder / f"{name}.wav", tone(1.0, channels=1 if kind is Kind.SPEECH else 2), kind)


def image(path: Path) -> Asset:
    Image.fromarray(pictures(1, 160, 90)[0][..., 2::-1]).save(path)
    return Asset(Kind.IMAGE, "image/png", digest_of(path), path, {"width": 160, "height": 90})


def film(folder: Path) -> Asset:
    inputs: Mapping[str, Asset] = {
        "timeline": text(folder / "film.json", TIMELINE.model_dump_json()),
        "soundtrack": aac(folder / "film.m4a", tone(1.0, channels=2)),
        "scene-01": shot(folder / "shot.mp4", pictures(12), FPS),
    }
    made = list(cutting.make(Request("video-editing", VideoEditing(), inputs), folder))[-1]
    assert isinstance(made, Made)
    return Asset(made.kind, made.media_type, digest_of(made.path), made.path, made.facts)
