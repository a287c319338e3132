"""Takes → shot."""

from __future__ import annotations

from polymuse.tasks.base import Fps, Overlap, Pixels, Port, Seconds, Task
from polymuse.types import Kind, Params


class VideoConforming(Params):
    """Makes a film's shot of videos that came from anywhere: one take after the other, cropped to the frame, at the
    film's frame rate, as long as the scene (or `seconds`) with `lead` and `tail` more frames, and coded like its
    neighbours. What is too long is cut at the end; what is too short is slowed down."""

    seconds: Seconds | None = None
    fps: Fps = 24
    width: Pixels = 1280
    height: Pixels = 720
    lead: Overlap = 0
    tail: Overlap = 0


TASK = Task(
    name="video-conforming",
    summary="A film's shot from videos of any size, rate and length.",
    params=VideoConforming,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"take": Port(Kind.VIDEO, many=True), "scene": Port(Kind.BRIEF, schema="polymuse.scene/1", optional=True)},
    unit="megapixel",
    example={"seconds": 1, "width": 160, "height": 90, "fps": 12},
)
