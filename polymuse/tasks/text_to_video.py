"""Text → video."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.brief import Brief
from polymuse.quantities import measured, per_item, per_second, read_tokens
from polymuse.tasks.base import Fps, Pixels, PromptSyntax, Seconds, Seed, Task
from polymuse.types import Kind, Params


class TextToVideo(Params):
    """A silent shot. With a `scene` input (a timed Scene as JSON) its brief and length come from there.

    `lead` and `tail` are extra frames before and after the body, for transitions that overlap as many frames of the
    body. Keyframes stand where such overlaps end, 2·lead frames from the start and 2·tail frames before the end, so that
    an editor can copy what lies between them without coding it again. `share` is the part of the
    scene that this shot covers, where it takes several. `card` makes a title or end card of the brief's
    `on_screen_text` instead of a scene, on the picture `backdrop` where there is one."""

    prompt: str = Field("", description="What to show.")
    syntax: PromptSyntax = "literal"
    brief: Brief | None = Field(None, description="Typed intent, beside the words or instead of them.")
    seconds: Seconds | None = Field(None, description="How long, in seconds.")
    fps: Fps = Field(24, description="Frames per second.")
    width: Pixels = Field(1280, description="Width in pixels, even.")
    height: Pixels = Field(720, description="Height in pixels, even.")
    seed: Seed = Field(0, description="Another seed, another result.")
    negative_prompt: str = Field("", description="What should not be seen.")
    lead: Annotated[int, Field(ge=0, le=240)] = 0
    tail: Annotated[int, Field(ge=0, le=240)] = 0
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    card: bool = False


TASK = Task(
    name="text-to-video",
    summary="A silent shot from words, a brief or a storyboard's scene.",
    command="video",
    params=TextToVideo,
    makes={"video": Kind.VIDEO},
    takes={"scene?": Kind.BRIEF, "backdrop?": Kind.IMAGE},
    by_flows=frozenset({"backdrop"}),
    unit="megapixel",
    quantities=measured(per_item, per_second, read_tokens),
    example={"prompt": "a red boat sails past a lighthouse", "seconds": 1, "width": 160, "height": 90, "fps": 12},
)
