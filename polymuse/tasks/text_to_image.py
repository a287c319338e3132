"""Text → image."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from polymuse.brief import Brief
from polymuse.quantities import measured, per_image, per_item, per_megapixel, read_tokens
from polymuse.tasks.base import Pixels, Port, PromptSyntax, Seed, Task
from polymuse.types import Kind, Params


class TextToImage(Params):
    """What to draw. `brief` adds typed intent to the prompt, or stands alone; a `scene` input brings its own."""

    prompt: str = Field("", description="What to draw.")
    syntax: PromptSyntax = "literal"
    brief: Brief | None = Field(None, description="Typed intent, beside the words or instead of them.")
    width: Pixels = Field(1280, description="Width in pixels, even.")
    height: Pixels = Field(720, description="Height in pixels, even.")
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")
    steps: int | None = Field(None, description="Denoising steps, for models that have them.")
    guidance: float | None = Field(None, description="How closely to follow the words, for models that have it.")
    quality: Literal["draft", "standard", "hd"] = Field(
        "standard", description="How much effort to spend, for models that offer a choice."
    )


TASK = Task(
    name="text-to-image",
    summary="A picture from words or a brief.",
    command="image",
    params=TextToImage,
    outputs={"image": Port(Kind.IMAGE)},
    inputs={"scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="megapixel",
    quantities=measured(per_item, per_image, per_megapixel, read_tokens),
    example={"prompt": "a red boat on a calm sea at sunset", "width": 320, "height": 180},
)
