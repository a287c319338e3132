"""Video + words → text."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import measured, per_input_second, per_item, read_tokens, written_tokens
from polymuse.tasks.base import MaxTokens, Port, Task
from polymuse.types import Kind, Params


class VideoTextToText(Params):
    """A question about a video: what happens in it, what is said, its chapters."""

    prompt: str = Field("Describe what happens in this video.", description="What to say about it.")
    max_tokens: MaxTokens | None = None


TASK = Task(
    name="video-text-to-text",
    summary="What happens in a video: described, or asked about.",
    command="watch",
    params=VideoTextToText,
    outputs={"text": Port(Kind.TEXT)},
    inputs={"video": Port(Kind.VIDEO)},
    unit="second",
    quantities=measured(per_item, per_input_second, read_tokens, written_tokens),
    example={"prompt": "What moves?"},
)
