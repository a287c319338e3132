"""Small, valid media that the servers answer with. Equal requests get equal bytes; another prompt, another colour."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
from PIL import Image, ImageDraw

__all__ = ["clip", "picture", "tone"]


def colour(words: str) -> tuple[int, int, int]:
    digest = hashlib.sha256(words.encode()).digest()
    return (40 + digest[0] % 180, 40 + digest[1] % 180, 40 + digest[2] % 180)


@lru_cache(128)
def picture(words: str, width: int = 64, height: int = 36, format: str = "PNG") -> bytes:
    """A picture of a colour of its own with a disc in it, in a format of Pillow's; a large one has a wood of poles, too,
    so that one can see it move."""
    image = Image.new("RGB", (width, height), colour(words))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width // 3, height // 3, 2 * width // 3, 2 * height // 3), fill=colour(words[::-1]))
    for x in range(width // 40, width, width // 20) if width >= 320 else ():
        pen.rectangle((x, height // 8, x + width // 80, height * 7 // 8), fill=colour(words + "pole"))
    out = io.BytesIO()
    image.save(out, format, compress_level=1)
    return out.getvalue()


CYCLE = 11
"""Frames after which a film begins anew, so that a long and large one is soon encoded; no part of a second, or whoever
looks at it twice a second would see it stand still."""
QUICK = {"preset": "ultrafast", "qp": "34", "x264-params": f"subme=0:me=dia:aq-mode=0:rc-lookahead=0:keyint={CYCLE}"}


def planes(rgb: tuple[int, int, int]) -> tuple[int, int, int]:
    """A colour as video has it: BT.601, limited range."""
    r, g, b = rgb
    y = 0.299 * r + 0.587 * g + 0.114 * b
    return round(16 + 0.859 * y), round(128 + 0.496 * (b - y)), round(128 + 0.627 * (r - y))


@lru_cache(128)
def clip(words: str, seconds: float = 1.0, width: int = 64, height: int = 36, fps: int = 24) -> bytes:
    """A silent H.264 MP4 in which a bar moves from left to right, again and again. Width and height are even."""
    out = io.BytesIO()
    frames = max(1, round(seconds * fps))
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=fps, options=QUICK)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        cycle = [bytes(packet) for frame in moving(words, width, height) for packet in stream.encode(frame)]
        cycle += map(bytes, stream.encode(None))
        for n in range(frames):
            packet = av.Packet(cycle[n % CYCLE])
            packet.stream, packet.time_base = stream, Fraction(1, fps)
            packet.pts = packet.dts = n
            packet.duration, packet.is_keyframe = 1, n % CYCLE == 0
            file.mux(packet)
    return out.getvalue()


def moving(words: str, width: int, height: int) -> Iterator[av.VideoFrame]:
    """The frames of one cycle."""
    ground, bar = planes(colour(words)), planes(colour(words[::-1]))
    pixels = np.empty((height * 3 // 2, width), np.uint8)
    pixels[height : height + height // 4], pixels[height + height // 4 :] = ground[1:]
    for n in range(CYCLE):
        at = n * (width - width // 8) // (CYCLE - 1)
        pixels[:height] = ground[0]
        pixels[height // 4 : 3 * height // 4, at : at + width // 8] = bar[0]
        frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
        frame.pts = n
        yield frame


CODECS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "opus": ("ogg", "libopus"),
    "aac": ("adts", "aac"),
    "m4a": ("ipod", "aac"),
    "mulaw": ("wav", "pcm_mulaw"),
    "alaw": ("wav", "pcm_alaw"),
}


@lru_cache(128)
def tone(words: str, seconds: float = 1.0, format: str = "wav", rate: int = 24000) -> bytes:
    """A quiet, slowly beating tone, mono; "pcm" is bare 16-bit samples."""
    at = np.arange(round(seconds * rate)) / rate
    pitch = 160 + hashlib.sha256(words.encode()).digest()[0]
    wave = (6000 * np.sin(2 * np.pi * pitch * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 2.5 * at))).astype(np.int16)
    if format == "pcm":
        return wave.astype("<i2").tobytes()
    container, codec = CODECS[format]
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=48000 if format == "opus" else rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        resampler = av.AudioResampler(
            stream.format, stream.layout, stream.rate, stream.codec_context.frame_size or None
        )
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(ready))
        file.mux(stream.encode(None))
    return out.getvalue()
