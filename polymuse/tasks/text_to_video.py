"""Text → video."""

from __future__ import annotations

from pydantic import Field

from polymuse.brief import Brief
from polymuse.quantities import measured, per_item, per_second, read_tokens
from polymuse.tasks.base import Fps, Pixels, Port, PromptSyntax, Seconds, Seed, Task
from polymuse.types import Kind, Params


class TextToVideo(Params):
    """A silent shot. With a `scene` input its brief and length come from there."""

    prompt: str = Field("", description="What to show.")
    syntax: PromptSyntax = "literal"
    brief: Brief | None = Field(None, description="Typed intent, beside the words or instead of them.")
    seconds: Seconds | None = Field(None, description="How long, in seconds.")
    fps: Fps = Field(24, description="Frames per second.")
    width: Pixels = Field(1280, description="Width in pixels, even.")
    height: Pixels = Field(720, description="Height in pixels, even.")
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")


TASK = Task(
    name="text-to-video",
    summary="A silent shot from words, a brief or a storyboard's scene.",
    command="video",
    params=TextToVideo,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="megapixel",
    quantities=measured(per_item, per_second, read_tokens),
    example={"prompt": "a red boat sails past a lighthouse", "seconds": 1, "width": 160, "height": 90, "fps": 12},
)
