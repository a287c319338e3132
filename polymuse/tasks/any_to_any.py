"""Anything → text and pictures, in one answer."""

from __future__ import annotations

from polymuse.quantities import measured, per_image, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Chat, Port, Task
from polymuse.types import Kind


class AnyToAny(Chat):
    """A native multimodal answer: words and pictures as the model sees fit, in order. The text's facts carry `order`:
    the names of all outputs as they came."""


TASK = Task(
    name="any-to-any",
    summary="Words and pictures in one answer, by a multimodal model.",
    command="answer",
    params=AnyToAny,
    outputs={
        "text": Port(Kind.TEXT),
        "image": Port(Kind.IMAGE, many=True, optional=True),
        "speech": Port(Kind.SPEECH, optional=True),
        "message": Port(Kind.DOCUMENT, optional=True),
    },
    inputs={
        "image": Port(Kind.IMAGE, many=True, optional=True),
        "audio": Port(Kind.SOUND, many=True, optional=True),
        "video": Port(Kind.VIDEO, many=True, optional=True),
    },
    quantities=measured(per_item, per_image, read_tokens, written_tokens),
    example={"prompt": "Explain a lighthouse with a picture."},
)  # fmt: skip
