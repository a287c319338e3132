"""Scene → poster of a film."""

from __future__ import annotations

from polymuse.brief import Brief
from polymuse.tasks.base import Pixels, Port, Seed, Task
from polymuse.types import Kind, Params


class PosterRendering(Params):
    """A picture of what the brief tells, or the picture `backdrop` where there is one, with the brief's `on_screen_text`
    set large as a title."""

    brief: Brief = Brief()
    width: Pixels = 1280
    height: Pixels = 720
    seed: Seed = 0


TASK = Task(
    name="poster-rendering",
    summary="A film's poster.",
    params=PosterRendering,
    outputs={"image": Port(Kind.IMAGE)},
    inputs={"backdrop": Port(Kind.IMAGE, optional=True)},
    unit="megapixel",
    example={
        "brief": {"subjects": [{"name": "boat"}], "setting": {"place": "sea"}, "on_screen_text": "The Lamp"},
        "width": 320, "height": 180,
    },
)  # fmt: skip
