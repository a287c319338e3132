"""The dissolve from one shot to the next, coded as a shot is, so that its packets can be joined to theirs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import cast

import av
import numpy as np
from numpy.typing import NDArray

from polymuse.errors import EngineError
from polymuse.media.video import ShotWriter, decode_frames, frame_count_and_rate
from polymuse.tasks.video_transition import VideoTransition
from polymuse.types import Event, Kind, Made, Progress, Request

Planes = NDArray[np.uint8]
"""A picture as it is coded: the planes of YUV 4:2:0 one under the other, (3 / 2 height, width). Blended so, nothing is
lost to a change of colour model and back."""


def make(request: Request, work: Path) -> Iterator[Event]:
    count = cast(VideoTransition, request.params).frames
    before, after = request.inputs["before"].path, request.inputs["after"].path
    there, fps = frame_count_and_rate(before)
    if min(there, frame_count_and_rate(after)[0]) < count:
        raise EngineError(f"A dissolve of {count} frames is longer than one of its two shots.")
    pairs = zip(planes(before, there - count, count), planes(after, 0, count), strict=True)
    blended = (blend(a, b, (k + 0.5) / count) for k, (a, b) in enumerate(pairs))
    path = work / "dissolve.mp4"
    first = next(blended)
    height, width = len(first) * 2 // 3, first.shape[1]
    with ShotWriter(path, width, height, fps) as writer:
        for picture in chain([first], blended):
            writer.write_frame(av.VideoFrame.from_ndarray(picture, format="yuv420p"))
            yield Progress(writer.frames / count)
    facts = {"width": width, "height": height, "fps": fps, "frames": count, "seconds": count / fps}
    yield Made("video", Kind.VIDEO, path, "video/mp4", facts)


def planes(path: Path, first: int, count: int) -> Iterator[Planes]:
    for frame in islice(decode_frames(path, first), count):
        yield frame.to_ndarray(format="yuv420p").astype(np.uint8, copy=False)


def blend(a: Planes, b: Planes, position: float) -> Planes:
    """A dissolve at a position 0..1, eased at both ends."""
    weight = round(256 * position * position * (3 - 2 * position))
    return ((a.astype(np.uint16) * (256 - weight) + b.astype(np.uint16) * weight + 128) >> 8).astype(np.uint8)
