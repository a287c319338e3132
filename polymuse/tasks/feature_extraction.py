"""Text, images and audio → vectors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from polymuse.tasks.base import Task
from polymuse.types import Kind, Params


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class FeatureExtraction(Params):
    """Embeddings, a vector for each text, picture and sound: those that mean alike point alike. They come as the rows of
    one matrix, float32 in NumPy's format (.npy): the texts in their order, then images, then audio."""

    text: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_listed)] = Field(
        (), description="What to make vectors of; several in a list."
    )
    dimensions: Annotated[int, Field(ge=1, le=65_536)] | None = Field(
        None, description="How long the vectors are, for models that let one choose."
    )
    input_type: Literal["query", "document", "similarity", "classification", "clustering"] | None = Field(
        None, description="What they are for, for models that distinguish."
    )


TASK = Task(
    name="feature-extraction",
    summary="Embeddings: vectors of texts, pictures and sounds, to be searched and compared.",
    command="embed",
    params=FeatureExtraction,
    makes={"embedding": Kind.EMBEDDING},
    takes={"image-*?": Kind.IMAGE, "audio-*?": Kind.SOUND},
    unit="item",
    example={"text": ["a red boat", "a lighthouse"]},
)
