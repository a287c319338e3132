"""Two shots → the frames in which the one turns into the other."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Task
from polymuse.types import Kind, Params


class VideoTransition(Params):
    """A dissolve: the last frames of one shot turn into the first of the next, which has the same size, frame rate and
    encoder settings."""

    frames: Annotated[int, Field(ge=1, le=3600)] = 12


TASK = Task(
    name="video-transition",
    summary="The frames in which one shot turns into the next.",
    params=VideoTransition,
    makes={"video": Kind.VIDEO},
    takes={"before": Kind.VIDEO, "after": Kind.VIDEO},
    unit="megapixel",
)
