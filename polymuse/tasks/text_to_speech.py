"""Text → speech."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Seed, Task
from polymuse.types import Kind, Params


class TextToSpeech(Params):
    """What to say and how. The speech asset's facts carry `words`: `[[word, start, end], …]` in seconds."""

    text: Annotated[str, Field(min_length=1)]
    voice: str | None = None
    language: str = "en"
    """BCP 47."""
    speed: Annotated[float, Field(ge=0.25, le=4)] = 1.0
    pitch: Annotated[float, Field(ge=-12, le=12)] = 0.0
    """In semitones."""
    delivery: tuple[str, ...] = ()
    """How it is spoken: "soft", "excited", "whisper" …"""
    seed: Seed = 0


TASK = Task(
    name="text-to-speech",
    summary="Words spoken aloud, with the time of every word.",
    command="speak",
    params=TextToSpeech,
    makes={"speech": Kind.SPEECH},
    unit="character",
    example={"text": "The lamp is lit."},
)
