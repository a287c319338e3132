"""Text → text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from polymuse.quantities import measured, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Port, Seed, Task
from polymuse.types import Kind, Params


class TextGeneration(Params):
    """What to write, answer, translate, summarise or change. With `json_schema` (JSON Schema) the answer is a JSON text
    that fits it; with `tools` (name → JSON Schema of its arguments) the answer may be a JSON list of calls,
    `[{"name": …, "arguments": {…}}]`."""

    prompt: Annotated[str, Field(description="What to write or answer.", min_length=1)]
    system: str = Field("", description="Who the writer is and what always holds.")
    temperature: Annotated[float, Field(description="0 is sober, 1 lively.", ge=0, le=2)] | None = None
    max_tokens: Annotated[int, Field(description="The longest answer, in tokens.", ge=1, le=200_000)] | None = None
    json_schema: Mapping[str, Any] | None = Field(None, description="A JSON Schema that the answer must fit.")
    tools: Mapping[str, Mapping[str, Any]] = Field({}, description="JSON Schemas of arguments, by the tool's name.")
    seed: Seed = Field(0, description="Another seed, another result, for models that have one.")


TASK = Task(
    name="text-generation",
    summary="Text from words, by a language model.",
    command="write",
    params=TextGeneration,
    outputs={"text": Port(Kind.TEXT)},
    unit="item",
    quantities=measured(per_item, read_tokens, written_tokens),
    example={"prompt": "Two lines about a lighthouse."},
)
