"""Text, images and audio → vectors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from polymuse.quantities import measured, per_item, read_tokens
from polymuse.tasks.base import Port, Strings, Task
from polymuse.types import Kind, Params


def _not_empty(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not all(texts):
        raise ValueError("one of the texts is empty")
    return texts


class FeatureExtraction(Params):
    """Embeddings, a vector for each text, picture and sound: those that mean alike point alike. They come as the rows of
    one matrix, float32 in NumPy's format (.npy): the texts in their order, then images, then audio."""

    text: Annotated[Strings, AfterValidator(_not_empty)] = Field(
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
    summary="Vectors of texts, pictures and sounds, to search and compare.",
    command="embed",
    params=FeatureExtraction,
    outputs={"embedding": Port(Kind.EMBEDDING)},
    inputs={"image": Port(Kind.IMAGE, many=True, optional=True), "audio": Port(Kind.SOUND, many=True, optional=True)},
    unit="item",
    quantities=measured(per_item, read_tokens),
    example={"text": ["a red boat", "a lighthouse"]},
)
