"""Text → music."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polymuse.brief import Mood
from polymuse.brief.score import Cue
from polymuse.quantities import measured, per_item, per_second, read_tokens
from polymuse.tasks.base import Port, PromptSyntax, Seconds, Seed, Strings, Task
from polymuse.types import Kind, Params


class TextToMusic(Params):
    """A piece that lasts exactly `seconds`, follows the cues, and ends on its home chord. With a `score` input
    length and cues come from there."""

    prompt: str = Field("", description="How it should be.")
    syntax: PromptSyntax = "literal"
    mood: Mood | None = Field(None, description="The mood as numbers and words.")
    genre: str | None = Field(None, description="Waltz, lullaby, march, jazz, folk and others.")
    tempo: Annotated[float, Field(ge=30, le=240)] | None = Field(None, description="Beats per minute.")
    key: str | None = Field(None, description="As in 'D minor', 'F# major', 'A dorian'.")
    instruments: Strings = Field((), description="Who plays.")
    seconds: Seconds = Field(30, description="How long, in seconds.")
    cues: tuple[Cue, ...] = Field((), description="Where the mood changes.")
    vocals: Literal["none"] = "none"
    seed: Seed = Field(0, description="Another seed, another piece.")


TASK = Task(
    name="text-to-music",
    summary="Instrumental music, with its notes as MIDI.",
    command="music",
    params=TextToMusic,
    outputs={"music": Port(Kind.MUSIC), "midi": Port(Kind.MUSIC, optional=True)},
    inputs={"score": Port(Kind.BRIEF, schema="polymuse.score/1", optional=True)},
    unit="second",
    quantities=measured(per_item, per_second, read_tokens),
    example={"prompt": "calm, hopeful piano", "seconds": 4},
)
