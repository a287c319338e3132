"""Text → storyboard."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.brief import Storyboard
from polymuse.tasks.base import Port, Seconds, Task
from polymuse.types import Kind, Params


class TextToStoryboard(Params):
    """A one-line brief to be thought out (`text`), or a script's storyboard to be completed with what it
    leaves open: title, narration where asked for, captions, alt texts, audio descriptions. In what comes of it every
    scene has its whole brief (`Scene.resolved`), so that nothing after it reads prose."""

    text: str = ""
    storyboard: Storyboard | None = None
    seconds: Seconds | None = None
    language: str = "en"
    scenes: Annotated[int, Field(ge=1, le=1000)] | None = None
    seed: int = 0


TASK = Task(
    name="text-to-storyboard",
    summary="A storyboard with narration, captions and alt texts from a brief or a script.",
    params=TextToStoryboard,
    outputs={"storyboard": Port(Kind.BRIEF, schema="polymuse.storyboard/1")},
    unit="item",
    example={"text": "A lighthouse keeper's last evening, 20 seconds, warm and melancholic"},
)
