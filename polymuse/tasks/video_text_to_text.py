"""Video + words → text."""

from __future__ import annotations

from pydantic import Field

from polymuse.tasks.base import MaxTokens, Task
from polymuse.types import Kind, Params


class VideoTextToText(Params):
    """A question about a video: what happens in it, what is said, its chapters."""

    prompt: str = Field("Describe what happens in this video.", description="What to say about it.")
    max_tokens: MaxTokens | None = None


TASK = Task(
    name="video-text-to-text",
    summary="What happens in a video: a description, an answer, its chapters.",
    command="watch",
    params=VideoTextToText,
    makes={"text": Kind.TEXT},
    takes={"video": Kind.VIDEO},
    unit="second",
    example={"prompt": "What moves?"},
)
