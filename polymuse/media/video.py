"""H.264 in MP4: encoding of shots, decoding of frames. Shots written with equal settings can be concatenated by copying
packets, and equal frames give equal bytes."""

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
    "decode_frames",
    "frame_at",
    "frame_count_and_rate",
    "keyframes",
    "open_mp4",
    "read_frames",
    "x264_options",
]

Pixels = NDArray[np.uint8]
"""An opaque image, (height, width, 4) uint8 BGRA, skia's native layout."""

PRESET = "slow"
CRF = 20
TUNE = "animation"
KEYFRAME_SECONDS = 2
MAX_PIXELS = 4096 * 4096
"""Larger frames are refused before they are decoded."""


ASM = ":asm=sse4.2" if platform.machine().lower() in ("x86_64", "amd64") else ""
"""One instruction set per architecture: x264 rounds differently with each, and with AVX-512 its macroblock tree reads
uninitialised memory, so that equal frames would give different bytes."""


def x264_options(fps: int) -> dict[str, str]:
    """Encoder options for shots. One thread, because shots are encoded in parallel and output must not depend on the
    machine; closed GOPs with keyframes only where requested, so that shots can be cut there and concatenated by packet."""
    gop = KEYFRAME_SECONDS * fps
    return {
        "preset": PRESET,
        "tune": TUNE,
        "crf": str(CRF),
        "forced-idr": "1",
        "x264-params": f"threads=1:lookahead-threads=1:keyint={gop}:min-keyint=1:scenecut=0:open-gop=0{ASM}",
    }


class ShotWriter:
    """Encodes frames to an MP4 file; a context manager. `cuts` are frame numbers that must start a GOP; frame 0 and
    every two seconds after a keyframe do so anyway. The file stores no dates and no encoder name."""

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
        """Append an image; the array may be reused afterwards."""
        self.write_frame(to_yuv(self._reformatter, pixels))

    def write_frame(self, frame: av.VideoFrame) -> None:
        """Append a YUV 4:2:0 frame."""
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
    """Convert full-range BGRA to YUV 4:2:0, BT.709, limited range."""
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
    """Open a file with the MP4 demuxer only; demuxers chosen by name or content may open other files. Raises
    MediaError."""
    try:
        return av.open(path.open("rb"), format="mp4")
    except av.FFmpegError as error:
        raise MediaError(f"{path}: not a readable MP4 file ({error}).") from None


def decode_frames(path: Path, first: int = 0) -> Iterator[av.VideoFrame]:
    """Frames from number `first` on. Raises MediaError if the file is not a video or exceeds MAX_PIXELS."""
    with open_mp4(path) as file:
        if not file.streams.video:
            raise MediaError(f"{path}: there is no picture in this file.")
        stream = file.streams.video[0]
        if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
            raise MediaError(f"{path}: more than {MAX_PIXELS} pixels per frame.")
        start = round(first / stream.average_rate / stream.time_base)
        file.seek(start, stream=stream)
        for frame in file.decode(stream):
            if frame.pts is not None and frame.pts >= start:
                yield frame


def read_frames(path: Path, first: int = 0) -> Iterator[Pixels]:
    """Frames from number `first` on as opaque BGRA. Raises MediaError if the file is not a video or exceeds MAX_PIXELS."""
    for frame in decode_frames(path, first):
        yield frame.to_ndarray(format="bgra").astype(np.uint8, copy=False)


def frame_count_and_rate(path: Path) -> tuple[int, int]:
    """Number of frames and frames per second of a shot. Raises MediaError."""
    with open_mp4(path) as file:
        if not file.streams.video:
            raise MediaError(f"{path}: there is no picture in this file.")
        stream = file.streams.video[0]
        return stream.frames, round(stream.average_rate)


def keyframes(path: Path) -> tuple[int, ...]:
    """Numbers, in display order, of the frames that start a GOP."""
    with open_mp4(path) as file:
        packets = [(packet.pts, packet.is_keyframe) for packet in file.demux(video=0) if packet.pts is not None]
    return tuple(number for number, (_, key) in enumerate(sorted(packets)) if key)


def frame_at(path: Path, fraction: float) -> Image.Image:
    """The frame at a fraction 0..1 of the video's duration. Raises MediaError."""
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
