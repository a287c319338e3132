"""Video + words → text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class VideoTextToText(Params):
    """A question about a video: what happens in it, what is said, its chapters."""

    prompt: str = Field("Describe what happens in this video.", description="What to say about it.")
    max_tokens: Annotated[int, Field(description="The longest answer, in tokens.", ge=1, le=200_000)] | None = None


TASK = Task(
    name="video-text-to-text",
    summary="What happens in a video: a description, an answer, its chapters.",
    command="watch",
    params=VideoTextToText,
    outputs={"text": Port(Kind.TEXT)},
    inputs={"video": Port(Kind.VIDEO)},
    unit="second",
    example={"prompt": "What moves?"},
)
