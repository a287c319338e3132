"""Words → title or end card of a film."""

from __future__ import annotations

from polymuse.brief import Brief
from polymuse.tasks.base import Fps, Overlap, Pixels, Port, Seconds, Seed, Task
from polymuse.types import Kind, Params


class CardRendering(Params):
    """A card with the brief's `on_screen_text`, over the place that the brief tells of, or on the picture `backdrop` where
    there is one. `lead` and `tail` are as in `shot-rendering`."""

    brief: Brief = Brief()
    seconds: Seconds = 3
    fps: Fps = 24
    width: Pixels = 1280
    height: Pixels = 720
    seed: Seed = 0
    lead: Overlap = 0
    tail: Overlap = 0


TASK = Task(
    name="card-rendering",
    summary="A film's title or end card.",
    params=CardRendering,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"backdrop": Port(Kind.IMAGE, optional=True)},
    unit="megapixel",
    example={
        "brief": {"setting": {"place": "sea"}, "on_screen_text": "The Lamp"},
        "seconds": 1, "width": 160, "height": 90, "fps": 12,
    },
)  # fmt: skip
