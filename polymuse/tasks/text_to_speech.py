"""Text → speech."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.quantities import measured, per_character, per_item, read_tokens, spoken_seconds
from polymuse.tasks.base import Port, Seed, Strings, Task
from polymuse.types import Kind, Params


class TextToSpeech(Params):
    """What to say and how. The speech asset's facts carry `words`: `[[word, start, end], …]` in seconds."""

    text: Annotated[str, Field(description="What to say.", min_length=1)]
    voice: str | None = Field(None, description="Who speaks; a wrong name lists the right ones.")
    language: str = Field("en", description="The language, as en or pt-BR.")
    speed: Annotated[float, Field(description="1 is ordinary, 2 twice as fast.", ge=0.25, le=4)] = 1.0
    pitch: Annotated[float, Field(description="Higher or lower, in semitones.", ge=-12, le=12)] = 0.0
    delivery: Strings = Field((), description="How it is spoken: soft, excited, whisper.")
    seed: Seed = Field(0, description="Another seed, another result.")


TASK = Task(
    name="text-to-speech",
    summary="Words spoken aloud, with the time of every word.",
    command="speak",
    params=TextToSpeech,
    outputs={"speech": Port(Kind.SPEECH)},
    unit="character",
    quantities=measured(per_item, per_character, spoken_seconds, read_tokens),
    example={"text": "The lamp is lit."},
)
