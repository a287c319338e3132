"""Audio + words → text."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import measured, per_input_second, per_item, read_tokens, written_tokens
from polymuse.tasks.base import MaxTokens, Port, Task
from polymuse.types import Kind, Params


class AudioTextToText(Params):
    """A question about music or sound: what is heard, its mood, its instruments."""

    prompt: str = Field("Describe what is heard.", description="What to say about it.")
    max_tokens: MaxTokens | None = None


TASK = Task(
    name="audio-text-to-text",
    summary="What is heard in music or sound: described, or asked about.",
    command="listen",
    params=AudioTextToText,
    outputs={"text": Port(Kind.TEXT)},
    inputs={"audio": Port(Kind.SOUND)},
    unit="second",
    quantities=measured(per_item, per_input_second, read_tokens, written_tokens),
    example={"prompt": "Which instrument is it?"},
)
