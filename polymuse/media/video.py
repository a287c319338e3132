"""Shots as H.264 in MP4: written so that equal settings give streams that can be joined packet by packet, and equal
pictures give equal bytes."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter
from numpy.typing import NDArray
from PIL import Image

from polymuse.errors import MediaError

__all__ = [
    "KEYFRAME_SECONDS",
    "Pixels",
    "ShotWriter",
    "count_and_rate",
    "decoded",
    "frame_at",
    "keyframes",
    "open_mp4",
    "read_frames",
    "x264_options",
]

Pixels = NDArray[np.uint8]
"""A picture, (height, width, 4), blue-green-red-alpha as skia keeps it, opaque."""

PRESET = "slow"
CRF = 20
TUNE = "animation"
KEYFRAME_SECONDS = 2
MOST_PIXELS = 4096 * 4096
"""A larger picture is refused before it is decoded."""


ASM = ":asm=sse4.2" if platform.machine().lower() in ("x86_64", "amd64") else ""
"""One instruction set for every machine of a kind: x264 rounds differently with each, and with AVX-512 its macroblock
tree reads memory that nobody has written, so that equal pictures give different bytes."""


def x264_options(fps: int) -> dict[str, str]:
    """The one set of encoder settings. One thread, because several shots are drawn side by side and because the bytes
    must not depend on the machine; closed groups of pictures with key frames only where they are asked for, so that a
    shot can be cut there and joined to another by copying packets."""
    gop = KEYFRAME_SECONDS * fps
    return {
        "preset": PRESET,
        "tune": TUNE,
        "crf": str(CRF),
        "forced-idr": "1",
        "x264-params": f"threads=1:lookahead-threads=1:keyint={gop}:min-keyint=1:scenecut=0:open-gop=0{ASM}",
    }


class ShotWriter:
    """Writes frames to an MP4 file; use as a context manager. `cuts` are frame numbers that must begin a group of
    pictures (0 and every two seconds after a cut do so anyway). The file holds no dates and no names."""

    def __init__(self, path: Path, width: int, height: int, fps: int, cuts: Iterable[int] = ()) -> None:
        self.frames = 0
        self._cuts = frozenset(cuts) | {0}
        self._fps = fps
        self._last_key = 0
        self._file = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"})
        self._stream = self._file.add_stream("libx264", rate=fps, options=x264_options(fps))
        context: Any = self._stream.codec_context
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base = Fraction(1, fps)
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        self._reformatter = VideoReformatter()

    def __enter__(self) -> ShotWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._file.mux(self._stream.encode(None))
        self._file.close()

    def write(self, pixels: Pixels) -> None:
        """Append a picture; the array may be used again afterwards."""
        self.write_frame(to_yuv(self._reformatter, pixels))

    def write_frame(self, frame: av.VideoFrame) -> None:
        """Append a frame that is YUV 4:2:0 already."""
        frame.pts, frame.time_base = self.frames, Fraction(1, self._fps)
        frame.pict_type = av.video.frame.PictureType.NONE
        if self.frames in self._cuts or self.frames - self._last_key >= KEYFRAME_SECONDS * self._fps:
            frame.pict_type = av.video.frame.PictureType.I
            self._last_key = self.frames
        self.frames += 1
        self._file.mux(self._stream.encode(frame))

    @property
    def seconds(self) -> float:
        return self.frames / self._fps


def to_yuv(reformatter: VideoReformatter, pixels: Pixels) -> av.VideoFrame:
    """BGRA, full range → YUV 4:2:0, BT.709, limited range."""
    return reformatter.reformat(
        av.VideoFrame.from_numpy_buffer(pixels, format="bgra"),
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.AREA | Interpolation.BITEXACT,
        threads=1,
    )


def open_mp4(path: Path) -> Any:
    """The file as MP4 and nothing else: a demuxer that is handed a name may follow what is written in the file."""
    try:
        return av.open(path.open("rb"), format="mp4")
    except av.FFmpegError as error:
        raise MediaError(f"{path}: not a readable MP4 file ({error}).") from error


def decoded(path: Path, first: int = 0) -> Iterator[av.VideoFrame]:
    """Every frame from number `first` on, as it was coded. Raises MediaError when it is not a video or too large."""
    with open_mp4(path) as file:
        if not file.streams.video:
            raise MediaError(f"{path}: there is no picture in this file.")
        stream = file.streams.video[0]
        if stream.codec_context.width * stream.codec_context.height > MOST_PIXELS:
            raise MediaError(f"{path}: more than {MOST_PIXELS} pixels per frame.")
        start = round(first / stream.average_rate / stream.time_base)
        file.seek(start, stream=stream)
        for frame in file.decode(stream):
            if frame.pts is not None and frame.pts >= start:
                yield frame


def read_frames(path: Path, first: int = 0) -> Iterator[Pixels]:
    """Every frame from number `first` on as opaque BGRA. Raises MediaError when it is not a video or too large."""
    for frame in decoded(path, first):
        yield frame.to_ndarray(format="bgra").astype(np.uint8, copy=False)


def count_and_rate(path: Path) -> tuple[int, int]:
    """How many frames a shot has, and how many a second. Raises MediaError."""
    with open_mp4(path) as file:
        if not file.streams.video:
            raise MediaError(f"{path}: there is no picture in this file.")
        stream = file.streams.video[0]
        return stream.frames, round(stream.average_rate)


def keyframes(path: Path) -> tuple[int, ...]:
    """Numbers of the frames, in the order they are shown, where a group of pictures begins."""
    with open_mp4(path) as file:
        packets = [(packet.pts, packet.is_keyframe) for packet in file.demux(video=0) if packet.pts is not None]
    return tuple(number for number, (_, key) in enumerate(sorted(packets)) if key)


def frame_at(path: Path, fraction: float) -> Image.Image:
    """The frame at a fraction 0..1 of a video's length. Raises MediaError."""
    with open_mp4(path) as file:
        if not file.streams.video:
            raise MediaError(f"{path}: there is no picture in this file.")
        stream = file.streams.video[0]
        target = int((stream.duration or 0) * fraction)
        file.seek(target, stream=stream)
        frame = None
        for frame in file.decode(stream):
            if frame.pts is not None and frame.pts >= target:
                break
        if frame is None:
            raise MediaError(f"{path}: no frame could be read.")
        image: Image.Image = frame.to_image()
        return image
