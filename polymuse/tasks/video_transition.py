"""Two shots → the frames in which the one turns into the other."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class VideoTransition(Params):
    """A dissolve: the last frames of one shot turn into the first of the next, which has the same size, frame rate and
    encoder settings."""

    frames: Annotated[int, Field(ge=1, le=3600)] = 12


TASK = Task(
    name="video-transition",
    summary="The frames in which one shot turns into the next.",
    params=VideoTransition,
    outputs={"video": Port(Kind.VIDEO)},
    inputs={"before": Port(Kind.VIDEO), "after": Port(Kind.VIDEO)},
    unit="megapixel",
)
