"""Video + words → video."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.quantities import measured, per_input_second, per_item, read_tokens
from polymuse.tasks.base import Port, PromptSyntax, Seed, Task
from polymuse.types import Kind, Params


class VideoToVideo(Params):
    """A video changed as the words say: restyled, extended, upscaled."""

    prompt: Annotated[str, Field(description="What to change.", min_length=1)]
    syntax: PromptSyntax = "literal"
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")


TASK = Task(
    name="video-to-video",
    summary="A video changed as the words say.",
    command="restyle",
    params=VideoToVideo,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"video": Port(Kind.VIDEO), "image": Port(Kind.IMAGE, optional=True)},
    unit="second",
    quantities=measured(per_item, per_input_second, read_tokens),
    example={"prompt": "as a watercolour"},
)
