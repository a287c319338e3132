"""Image + words → image."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polymuse.quantities import measured, per_image, per_item, per_megapixel, read_tokens
from polymuse.tasks.base import Pixels, Port, PromptSyntax, Seed, Task
from polymuse.types import Kind, Params


class ImageToImage(Params):
    """A picture changed as the words say: edited, restyled, filled in where `mask` is white, made from a sketch, in the
    style of `style`. Without a size it keeps its own."""

    prompt: Annotated[str, Field(description="What to change.", min_length=1)]
    syntax: PromptSyntax = "literal"
    width: Pixels | None = Field(None, description="Width in pixels, even.")
    height: Pixels | None = Field(None, description="Height in pixels, even.")
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")
    strength: Annotated[float, Field(description="0 keeps the picture, 1 hardly.", ge=0, le=1)] | None = None
    quality: Literal["draft", "standard", "hd"] = Field("standard", description="How much effort to spend.")


TASK = Task(
    name="image-to-image",
    summary="A picture changed as the words say.",
    command="edit",
    params=ImageToImage,
    outputs={"image": Port(Kind.IMAGE)},
    inputs={
        "image": Port(Kind.IMAGE),
        "mask": Port(Kind.IMAGE, optional=True),
        "style": Port(Kind.IMAGE, optional=True),
    },
    unit="megapixel",
    quantities=measured(per_item, per_image, per_megapixel, read_tokens),
    example={"prompt": "make it night"},
)
