"""Speech → narration."""

from __future__ import annotations

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class SpeechConforming(Params):
    """Makes a film's narration of speech in any format: 48 kHz, mono, with the times of the words of `text` in its facts.
    Where the speech brings none, they are spread over the time in which somebody is heard."""

    text: str = ""


TASK = Task(
    name="speech-conforming",
    summary="Narration for a film from speech in any format.",
    params=SpeechConforming,
    outputs={"speech": Port(Kind.SPEECH)},
    inputs={"speech": Port(Kind.SPEECH)},
    unit="character",
    example={"text": "The lamp is lit."},
)
