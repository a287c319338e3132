"""Anything → text and pictures, in one answer."""

from __future__ import annotations

from polymuse.quantities import measured, per_image, per_item, read_tokens, written_tokens
from polymuse.tasks.base import Chat, Task
from polymuse.types import Kind


class AnyToAny(Chat):
    """A native multimodal answer: words and pictures as the model sees fit, in order. The text's facts carry `order`:
    the names of all outputs as they came."""


TASK = Task(
    name="any-to-any",
    summary="Words and pictures in one answer, by a multimodal model.",
    command="answer",
    params=AnyToAny,
    makes={
        "text": Kind.TEXT, "image?": Kind.IMAGE, "image-*?": Kind.IMAGE, "speech?": Kind.SPEECH,
        "message?": Kind.DOCUMENT,
    },
    takes={"image-*?": Kind.IMAGE, "audio-*?": Kind.SOUND, "video-*?": Kind.VIDEO},
    quantities=measured(per_item, per_image, read_tokens, written_tokens),
    example={"prompt": "Explain a lighthouse with a picture."},
)  # fmt: skip
