"""Small, valid media that the servers answer with. Equal requests get equal bytes; another prompt, another colour."""

from __future__ import annotations

import hashlib
import io
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
    """A picture of a colour of its own with a disc in it, in a format of Pillow's."""
    image = Image.new("RGB", (width, height), colour(words))
    ImageDraw.Draw(image).ellipse((width // 3, height // 3, 2 * width // 3, 2 * height // 3), fill=colour(words[::-1]))
    out = io.BytesIO()
    image.save(out, format)
    return out.getvalue()


@lru_cache(128)
def clip(words: str, seconds: float = 1.0, width: int = 64, height: int = 36, fps: int = 24) -> bytes:
    """A silent H.264 MP4 in which a bar moves from left to right."""
    out = io.BytesIO()
    ground, bar = colour(words), colour(words[::-1])
    frames = max(1, round(seconds * fps))
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "30"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for n in range(frames):
            pixels = np.full((height, width, 3), ground, np.uint8)
            at = n * (width - width // 8) // max(1, frames - 1)
            pixels[height // 4 : 3 * height // 4, at : at + width // 8] = bar
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, fps)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


CODECS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "opus": ("ogg", "libopus"),
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
