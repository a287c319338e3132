"""Image + words → text."""

from __future__ import annotations

from pydantic import Field

from polymuse.quantities import measured, per_item, read_tokens, written_tokens
from polymuse.tasks.base import JsonSchema, MaxTokens, Port, Task
from polymuse.types import Kind, Params


class ImageTextToText(Params):
    """A question about a picture, or several: a description, the text in it, what a chart says."""

    prompt: str = Field("Describe this picture.", description="What to say about it.")
    max_tokens: MaxTokens | None = None
    json_schema: JsonSchema | None = None


TASK = Task(
    name="image-text-to-text",
    summary="What is in a picture: described, read, or asked about.",
    command="look",
    params=ImageTextToText,
    outputs={"text": Port(Kind.TEXT)},
    inputs={"image": Port(Kind.IMAGE, many=True)},
    quantities=measured(per_item, read_tokens, written_tokens),
    example={"prompt": "What colour is it?"},
)
