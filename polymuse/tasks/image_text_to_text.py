"""Image + words → text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from polymuse.quantities import measured, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class ImageTextToText(Params):
    """A question about a picture, or several: a description, the text in it, what a chart says."""

    prompt: str = Field("Describe this picture.", description="What to say about it.")
    max_tokens: Annotated[int, Field(description="The longest answer, in tokens.", ge=1, le=200_000)] | None = None
    json_schema: Mapping[str, Any] | None = Field(None, description="A JSON Schema that the answer must fit.")


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
