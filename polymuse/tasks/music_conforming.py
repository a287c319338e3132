"""Music → score."""

from __future__ import annotations

from polymuse.tasks.base import Port, Seconds, Task
from polymuse.types import Kind, Params


class MusicConforming(Params):
    """Makes a film's music of a piece in any format and length: 48 kHz, stereo, as long as the score (or `seconds`).
    What is too long fades out; what is too short is played again, one end melting into the other."""

    seconds: Seconds | None = None


TASK = Task(
    name="music-conforming",
    summary="A film's music from a piece in any format and length.",
    params=MusicConforming,
    outputs={"music": Port(Kind.MUSIC)},
    inputs={"music": Port(Kind.MUSIC), "score": Port(Kind.BRIEF, schema="polymuse.score/1", optional=True)},
    unit="second",
    example={"seconds": 2},
)
