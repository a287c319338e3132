"""Storyboard + narration → timing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from polymuse.brief import Storyboard
from polymuse.tasks.base import Fps, Port, Task
from polymuse.types import Kind, Params


class StoryboardTiming(Params):
    """Fits scenes to their narration. `speech` inputs are named `speech-SS-PP` (scene and passage, both from 1).

    A scene lasts as long as its script says, or long enough for its narration where that is longer (with a notice; with
    `strict` it is an error), or as its narration needs where the script says nothing. What it shows and sounds like is in
    its whole brief (`Scene.resolved`): nothing is read here."""

    storyboard: Storyboard
    fps: Fps = 24
    overlap: Annotated[int, Field(ge=0, le=120)] = 9
    """Frames by which each shot reaches into its neighbours, for dissolves."""
    title_seconds: Annotated[float, Field(ge=0, le=30)] = 3.5
    end_seconds: Annotated[float, Field(ge=0, le=30)] = 3.0
    strict: bool = False
    language: str = "en"
    lines: tuple[int, ...] = ()
    """Where each scene stands in its script, for messages."""
    only: Annotated[int, Field(ge=1)] | None = None
    """Only this scene, counted from 1, without cards."""
    takes: Mapping[int, Annotated[int, Field(ge=1)]] = {}
    """By scene, counted from 1: of how many takes its shot is made, where it is not drawn whole. They are of one length,
    and each is long enough for what overlaps at either end."""


TASK = Task(
    name="storyboard-timing",
    summary="When everything in a film happens, from a storyboard and its spoken narration.",
    params=StoryboardTiming,
    outputs={
        "timeline": Port(Kind.BRIEF, schema="polymuse.timeline/1"),
        "score": Port(Kind.BRIEF, schema="polymuse.score/1"),
        "captions": Port(Kind.BRIEF, schema="polymuse.captions/1"),
        "vtt": Port(Kind.TEXT),
        "srt": Port(Kind.TEXT),
        "picture": Port(Kind.BRIEF, schema="polymuse.scene/1", many=True),
        "take": Port(Kind.BRIEF, schema="polymuse.scene/1", many=True, optional=True),
        "sound": Port(Kind.BRIEF, schema="polymuse.scene/1", many=True),
    },
    inputs={"speech": Port(Kind.SPEECH, many=True, optional=True)},
    example={
        "storyboard": {"title": "Lamp", "scenes": [{"seconds": 2, "resolved": {"subjects": [{"name": "lighthouse"}]}}]},
    },
)
