"""Anything → text and pictures, in one answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.quantities import measured, per_image, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class AnyToAny(Params):
    """A native multimodal answer: words and pictures as the model sees fit, in order. The text's facts carry `order`:
    the names of all outputs as they came."""

    prompt: Annotated[str, Field(description="What to answer.", min_length=1)]
    system: str = Field("", description="Who answers and what always holds.")
    max_tokens: Annotated[int, Field(description="The longest answer, in tokens.", ge=1, le=200_000)] | None = None


TASK = Task(
    name="any-to-any",
    summary="Words and pictures in one answer, by a multimodal model.",
    command="answer",
    params=AnyToAny,
    outputs={
        "text": Port(Kind.TEXT),
        "image": Port(Kind.IMAGE, many=True, optional=True),
        "speech": Port(Kind.SPEECH, optional=True),
    },
    inputs={
        "image": Port(Kind.IMAGE, many=True, optional=True),
        "audio": Port(Kind.SOUND, optional=True),
        "video": Port(Kind.VIDEO, optional=True),
    },
    quantities=measured(per_item, per_image, read_tokens, written_tokens),
    example={"prompt": "Explain a lighthouse with a picture."},
)
