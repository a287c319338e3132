"""Video → still."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class FrameExtraction(Params):
    """The frame at a fraction of a video's length, as a JPEG."""

    at: Annotated[float, Field(ge=0, le=1)] = 0.5
    width: Annotated[int, Field(ge=16, le=4096)] | None = None
    """Scaled down to this width, where it is wider."""


TASK = Task(
    name="frame-extraction",
    summary="A still from a video.",
    params=FrameExtraction,
    outputs={"image": Port(Kind.IMAGE)},
    inputs={"video": Port(Kind.VIDEO)},
)
