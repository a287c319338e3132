"""Scene → shot of a film."""

from __future__ import annotations

from polymuse.brief import Brief
from polymuse.tasks.base import Fps, Overlap, Pixels, Port, Seconds, Seed, Task
from polymuse.types import Kind, Params


class ShotRendering(Params):
    """A scene as a silent shot that joins its neighbours. What it shows and how long its body lasts is in the `scene`
    input, where that is made by another step, else in `brief` (a whole one: nothing is read from its text) and `seconds`.

    `lead` and `tail` are extra frames before and after the body, for transitions that overlap as many frames of the
    body. Keyframes stand where such overlaps end, 2·lead frames from the start and 2·tail frames before the end, so that
    an editor can copy what lies between them without coding it again."""

    brief: Brief = Brief()
    seconds: Seconds = 5
    fps: Fps = 24
    width: Pixels = 1280
    height: Pixels = 720
    seed: Seed = 0
    lead: Overlap = 0
    tail: Overlap = 0


TASK = Task(
    name="shot-rendering",
    summary="A film's shot, drawn from its scene with the frames that join it to its neighbours.",
    params=ShotRendering,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="megapixel",
    example={
        "brief": {"subjects": [{"name": "boat", "colour": "red"}], "setting": {"place": "sea"}},
        "seconds": 1, "width": 160, "height": 90, "fps": 12, "tail": 2,
    },
)  # fmt: skip
