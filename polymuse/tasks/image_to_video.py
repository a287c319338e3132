"""Image → video."""

from __future__ import annotations

from pydantic import Field

from polymuse.brief import Brief, Camera
from polymuse.quantities import measured, per_item, per_second, read_tokens
from polymuse.tasks.base import Fps, Pixels, Port, PromptSyntax, Seconds, Seed, Task
from polymuse.types import Kind, Params


class ImageToVideo(Params):
    """Camera movement over a still; with a `last` image, from the one to the other. What happens and
    how the camera moves is also in `brief`; with a `scene` input that and the length come from there."""

    prompt: str = Field("", description="How the camera moves, in words: slow pan left.")
    syntax: PromptSyntax = "literal"
    brief: Brief | None = Field(None, description="Typed intent, beside the words or instead of them.")
    camera: Camera = Field(Camera(move="push"), description="How the camera moves, as data.")
    seconds: Seconds = Field(5, description="How long, in seconds.")
    fps: Fps = Field(24, description="Frames per second.")
    width: Pixels = Field(1280, description="Width in pixels, even.")
    height: Pixels = Field(720, description="Height in pixels, even.")
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")


TASK = Task(
    name="image-to-video",
    summary="A still set in motion, or one image turning into another.",
    command="animate",
    params=ImageToVideo,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={
        "image": Port(Kind.IMAGE),
        "last": Port(Kind.IMAGE, optional=True),
        "scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True),
    },
    unit="megapixel",
    quantities=measured(per_item, per_second, read_tokens),
    example={"seconds": 1, "width": 160, "height": 90, "fps": 12},
)
