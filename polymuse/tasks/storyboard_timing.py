"""Storyboard + narration → timing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.brief import Storyboard
from polymuse.tasks.base import Fps, Task
from polymuse.types import Kind, Params


class StoryboardTiming(Params):
    """Fits scenes to their narration. `speech` inputs are named `speech-SS-PP` (scene and passage, both from 1).

    A scene lasts as long as its script says, or long enough for its narration where that is longer (with a notice; with
    `strict` it is an error), or as its narration needs where the script says nothing."""

    storyboard: Storyboard
    fps: Fps = 24
    overlap: Annotated[int, Field(ge=0, le=120)] = 9
    """Frames by which each shot reaches into its neighbours, for dissolves."""
    title_seconds: Annotated[float, Field(ge=0, le=30)] = 3.5
    end_seconds: Annotated[float, Field(ge=0, le=30)] = 3.0
    end_text: str = "The End"
    strict: bool = False
    language: str = "en"
    lines: tuple[int, ...] = ()
    """Where each scene stands in its script, for messages."""
    only: Annotated[int, Field(ge=1)] | None = None
    """Only this scene, counted from 1, without cards."""


TASK = Task(
    name="storyboard-timing",
    summary="When everything in a film happens, from a storyboard and its spoken narration.",
    params=StoryboardTiming,
    makes={
        "timeline": Kind.BRIEF,
        "title?": Kind.BRIEF,
        "end?": Kind.BRIEF,
        "score": Kind.BRIEF,
        "poster": Kind.BRIEF,
        "picture-*": Kind.BRIEF,
        "sound-*": Kind.BRIEF,
        "vtt": Kind.TEXT,
        "srt": Kind.TEXT,
    },
    takes={"speech-*?": Kind.SPEECH},
    example={
        "storyboard": {"title": "Lamp", "scenes": [{"seconds": 2, "brief": {"text": "A lighthouse by the sea."}}]},
    },
)
