"""Text → text, and conversations with a language model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.quantities import measured, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Chat, JsonSchema, Port, Seed, Strings, Task
from polymuse.types import Kind


class TextGeneration(Chat):
    """What to write, answer, translate, summarise or change. With `json_schema` (JSON Schema) the answer is a JSON text
    that fits it. An answer that calls tools comes with `message`: all of it as JSON, for the next turn."""

    temperature: Annotated[float, Field(description="0 is sober, 1 lively.", ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(description="Of how much probability words are drawn.", gt=0, le=1)] | None = None
    stop: Annotated[Strings, Field(max_length=4)] = Field((), description="The answer ends before these words.")
    json_schema: JsonSchema | None = None
    seed: Seed = Field(0, description="Another seed, another result, for models that have one.")


TASK = Task(
    name="text-generation",
    summary="Text from words, by a language model.",
    command="write",
    params=TextGeneration,
    outputs={"text": Port(Kind.TEXT), "message": Port(Kind.DOCUMENT, optional=True)},
    inputs={
        "image": Port(Kind.IMAGE, many=True, optional=True),
        "audio": Port(Kind.SOUND, many=True, optional=True),
        "video": Port(Kind.VIDEO, many=True, optional=True),
    },
    unit="item",
    quantities=measured(per_item, read_tokens, written_tokens),
    example={"prompt": "Two lines about a lighthouse."},
)
