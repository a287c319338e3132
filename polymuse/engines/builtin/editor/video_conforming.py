"""Makes shots of videos that came from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from polymuse.brief import Scene
from polymuse.brief.documents import optional_document
from polymuse.errors import MediaError
from polymuse.media.probe import CONTAINERS, MAX_PIXELS
from polymuse.media.video import Pixels, ShotWriter
from polymuse.tasks.video_conforming import VideoConforming
from polymuse.types import Asset, Event, Kind, Made, Notice, Progress, Request

SECONDS = 5.0
SLOW = 0.8
"""A shot that has to play slower than this is worth a notice."""
STEP = 10


@dataclass(frozen=True, slots=True)
class Source:
    """A take: its file, its demuxer, and its length in seconds."""

    path: Path
    container: str
    seconds: float


def make(request: Request, work: Path) -> Iterator[Event]:
    """Make `video-conforming`'s shot. Raises MediaError for a take that cannot be read."""
    params = cast(VideoConforming, request.params)
    sources = [source_of(asset) for name, asset in sorted(request.inputs.items()) if name.startswith("take")]
    frames = max(1, round(_seconds(params, request) * params.fps))
    total = params.lead + frames + params.tail
    speed = min(1.0, sum(source.seconds for source in sources) * params.fps / total)
    if speed < SLOW:
        yield Notice("timing", f"The shot is shorter than its scene and is slowed down to {speed:.0%} of its speed.")
    path = work / "shot.mp4"
    cuts = (2 * params.lead, params.lead + frames - params.tail)
    with ShotWriter(path, params.width, params.height, params.fps, cuts) as writer:
        times = [n * speed / params.fps for n in range(total)]
        for number, pixels in enumerate(shown(sources, times, params.width, params.height)):
            writer.write(pixels)
            if number % STEP == 0:
                yield Progress(number / total)
    facts = {"width": params.width, "height": params.height, "fps": params.fps, "frames": total}
    yield Made("video", Kind.VIDEO, path, "video/mp4", {**facts, "seconds": frames / params.fps})


def _seconds(params: VideoConforming, request: Request) -> float:
    scene = optional_document(request.inputs, "scene", Scene) or Scene()
    return params.seconds or scene.length() or SECONDS


def source_of(asset: Asset) -> Source:
    """Raises MediaError when the asset is no video that is read here."""
    if asset.media_type not in CONTAINERS:
        raise MediaError(f"{asset.path}: {asset.media_type} is no video.", hint="MP4 and WebM are.")
    return Source(asset.path, CONTAINERS[asset.media_type], float(asset.facts.get("seconds") or SECONDS))


def shown(sources: Sequence[Source], times: Sequence[float], width: int, height: int) -> Iterator[Pixels]:
    """What is seen at each of the times (seconds from the first take's start, rising), (height, width, 4). After the
    last picture that one stays."""
    pictures = one_after_the_other(sources)
    fitted = Fitted(width, height)
    pixels: Pixels | None = None
    upcoming = next(pictures, None)
    for time in times:
        frame: av.VideoFrame | None = None
        while upcoming is not None and (upcoming[0] <= time + 1e-6 or (pixels is None and frame is None)):
            frame, upcoming = upcoming[1], next(pictures, None)
        if frame is not None:
            pixels = fitted.fit(frame)
        if pixels is None:
            raise MediaError(f"{sources[0].path}: there is no picture in this file.")
        yield pixels


def one_after_the_other(sources: Sequence[Source]) -> Iterator[tuple[float, av.VideoFrame]]:
    """Every frame of every take, with the time at which it is first seen. Raises MediaError."""
    begin = 0.0
    for source in sources:
        first: float | None = None
        for frame in decoded(source):
            at = float(frame.time or 0.0)
            first = at if first is None else first
            yield begin + at - first, frame
        begin += source.seconds


def decoded(source: Source) -> Iterator[av.VideoFrame]:
    try:
        with source.path.open("rb") as file, av.open(file, mode="r", format=source.container) as media:
            if not media.streams.video:
                raise MediaError(f"{source.path}: there is no picture in this file.")
            context: Any = media.streams.video[0].codec_context
            if context.width * context.height > MAX_PIXELS:
                raise MediaError(f"{source.path}: more than {MAX_PIXELS} pixels per frame.")
            yield from media.decode(media.streams.video[0])
    except av.FFmpegError as error:
        raise MediaError(f"{source.path}: this video is damaged ({error}).") from error


class Fitted:
    """Scales pictures so that they fill a frame, and crops what stands over, the same on both sides."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._reformatter = VideoReformatter()

    def fit(self, frame: av.VideoFrame) -> Pixels:
        width, height = self._size
        scale = max(width / frame.width, height / frame.height)
        across, up = max(width, round(frame.width * scale)), max(height, round(frame.height * scale))
        space = Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
        fitted = self._reformatter.reformat(
            frame, across, up, "bgra", src_colorspace=space, dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.LANCZOS | Interpolation.ACCURATE_RND | Interpolation.BITEXACT, threads=1,
        )  # fmt: skip
        left, top = (across - width) // 2, (up - height) // 2
        return np.ascontiguousarray(fitted.to_ndarray()[top : top + height, left : left + width])
