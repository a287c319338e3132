"""Text → image."""

from __future__ import annotations

from typing import Literal

from polymuse.brief import Brief
from polymuse.tasks.base import Pixels, Seed, Task
from polymuse.types import Kind, Params


class TextToImage(Params):
    """What to draw. `brief` adds typed intent to the prompt, or stands alone. `card` makes a poster: the brief's
    `on_screen_text` is set large as a title."""

    prompt: str = ""
    brief: Brief | None = None
    width: Pixels = 1280
    height: Pixels = 720
    seed: Seed = 0
    negative_prompt: str = ""
    steps: int | None = None
    guidance: float | None = None
    quality: Literal["draft", "standard", "hd"] = "standard"
    card: bool = False


TASK = Task(
    name="text-to-image",
    summary="A picture from words or a brief.",
    command="image",
    params=TextToImage,
    makes={"image": Kind.IMAGE},
    takes={"scene?": Kind.BRIEF},
    unit="megapixel",
    example={"prompt": "a red boat on a calm sea at sunset", "width": 320, "height": 180},
)
