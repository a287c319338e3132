"""Sound → ambience."""

from __future__ import annotations

from polymuse.tasks.base import Port, Seconds, Task
from polymuse.types import Kind, Params


class SoundConforming(Params):
    """Makes a scene's ambience of sound in any format and length: 48 kHz, stereo, as long as the scene (or `seconds`).
    What is too long fades out; what is too short goes on from its beginning, one end melting into the other."""

    seconds: Seconds | None = None


TASK = Task(
    name="sound-conforming",
    summary="A scene's ambience from sound in any format and length.",
    params=SoundConforming,
    outputs={"sound": Port(Kind.SOUND)},
    inputs={"sound": Port(Kind.SOUND), "scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="second",
    example={"seconds": 2},
)
