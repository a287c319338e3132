"""A still from a video."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from polymuse.media.video import frame_at
from polymuse.tasks.frame_extraction import FrameExtraction
from polymuse.types import Event, Kind, Made, Request

QUALITY = 88


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(FrameExtraction, request.params)
    image = frame_at(request.inputs["video"].path, params.at)
    if params.width and params.width < image.width:
        image = image.resize((params.width, round(image.height * params.width / image.width)))
    path = work / "still.jpg"
    image.save(path, quality=QUALITY, optimize=True)
    yield Made("image", Kind.IMAGE, path, "image/jpeg", {"width": image.width, "height": image.height})
