"""What a film's music is to follow."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.brief.model import Mood
from polymuse.types import Frozen

__all__ = ["Cue", "Score"]


class Cue(Frozen):
    """From `start` (seconds) on the music should feel like this."""

    start: Annotated[float, Field(ge=0)]
    mood: Mood = Mood()
    text: str = ""


class Score(Frozen):
    """The length of a piece in seconds and what changes in it. `home` is when the last chord should begin, in seconds;
    `title` makes pieces of one mood differ."""

    seconds: Annotated[float, Field(gt=0, le=14400)]
    title: str = ""
    home: Annotated[float, Field(ge=0)] | None = None
    cues: tuple[Cue, ...] = ()
