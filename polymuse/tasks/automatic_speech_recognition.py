"""Speech → text."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import measured, per_input_second, per_item, read_tokens, transcript_tokens
from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class AutomaticSpeechRecognition(Params):
    """What was said. The text asset's facts carry `words`: `[[word, start, end], …]` in seconds, as far as the model
    gives them, and with `diarize` `speakers`: one name per word."""

    language: str | None = Field(None, description="The language spoken, as en or pt-BR; left out, it is recognised.")
    prompt: str = Field("", description="Names and words that may occur, for models that take a hint.")
    diarize: bool = Field(False, description="Tell speakers apart.")


TASK = Task(
    name="automatic-speech-recognition",
    summary="What was said, with the time of every word.",
    command="transcribe",
    params=AutomaticSpeechRecognition,
    outputs={"text": Port(Kind.TEXT)},
    inputs={"speech": Port(Kind.SPEECH)},
    unit="second",
    quantities=measured(per_item, per_input_second, read_tokens, transcript_tokens),
)
