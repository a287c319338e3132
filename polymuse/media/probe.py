"""Importing user files: type detection by content, metadata, full decoding."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from polymuse.errors import MediaError
from polymuse.protocols import BlobStore
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["MAX_PIXELS", "import_file", "probe", "sniff"]

MAX_PIXELS = 100_000_000
MAX_BYTES = 2 * 1024**3
UNKNOWN_RIFF_SIZE = 0xFFFFFFFF
"""RIFF size field of a stream whose size was unknown when its header was written."""
MIN_DECODED_RATIO = 0.8
"""A file whose decoded length or size is less than this part of the declared one is truncated."""

SIGNATURES: tuple[tuple[bytes, int, Kind, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, Kind.IMAGE, "image/png"),
    (b"\xff\xd8\xff", 0, Kind.IMAGE, "image/jpeg"),
    (b"GIF8", 0, Kind.IMAGE, "image/gif"),
    (b"WEBP", 8, Kind.IMAGE, "image/webp"),
    (b"WAVE", 8, Kind.SOUND, "audio/wav"),
    (b"MThd", 0, Kind.MUSIC, "audio/midi"),
    (b"ftypM4A", 4, Kind.SOUND, "audio/mp4"),
    (b"ftypavif", 4, Kind.IMAGE, "image/avif"),
    (b"ftyp", 4, Kind.VIDEO, "video/mp4"),
    (b"ID3", 0, Kind.SOUND, "audio/mpeg"),
    (b"\xff\xfb", 0, Kind.SOUND, "audio/mpeg"),
    (b"\xff\xf3", 0, Kind.SOUND, "audio/mpeg"),
    (b"\xff\xf2", 0, Kind.SOUND, "audio/mpeg"),
    (b"\xff\xfa", 0, Kind.SOUND, "audio/mpeg"),
    (b"\xff\xf1", 0, Kind.SOUND, "audio/aac"),
    (b"\xff\xf9", 0, Kind.SOUND, "audio/aac"),
    (b"OggS", 0, Kind.SOUND, "audio/ogg"),
    (b"fLaC", 0, Kind.SOUND, "audio/flac"),
    (b"\x1aE\xdf\xa3", 0, Kind.VIDEO, "video/webm"),
)
"""Magic bytes, their offset, and the kind and media type they identify."""


def sniff(path: Path) -> tuple[Kind, str]:
    """Kind and media type by the first 32 bytes. Raises MediaError for unsupported content."""
    with path.open("rb") as file:
        head = file.read(32)
    for signature, offset, kind, media_type in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind, media_type
    raise MediaError(
        f"{path}: this is no kind of media that is understood.",
        hint="PNG, JPEG, GIF, WebP, WAV, MP3, Ogg, FLAC, MIDI, MP4, WebM are.",
    )


CONTAINERS = {
    "audio/wav": "wav", "audio/mpeg": "mp3", "audio/aac": "aac", "audio/ogg": "ogg", "audio/flac": "flac",
    "audio/mp4": "mov", "video/mp4": "mov", "video/webm": "matroska",
}  # fmt: skip
"""FFmpeg demuxer per media type. It is forced, so that a file's content cannot select another."""


def probe(path: Path, kind: Kind) -> tuple[str, dict[str, Any]]:
    """Media type and facts read from the file's content: `width`, `height`, `seconds`, `fps`, `frames`, `sample_rate`.
    Raises MediaError if the content is not of the given kind."""
    found, media_type = sniff(path)
    if found is not kind and not {found, kind} <= AUDIO:
        raise MediaError(f"{path.name}: this is {media_type}; {kind} is wanted.")
    if found is Kind.IMAGE:
        return media_type, _image_facts(path)
    return media_type, {} if media_type == "audio/midi" else _stream_facts(path, CONTAINERS[media_type], found)


def _stream_facts(path: Path, container: str, kind: Kind) -> dict[str, Any]:
    import av  # noqa: PLC0415 - FFmpeg, only where something is to be looked into

    try:
        with path.open("rb") as file, av.open(file, mode="r", format=container) as media:
            streams: Any = media.streams.video if kind is Kind.VIDEO else media.streams.audio
            if not streams:
                raise MediaError(f"{path.name}: there is no {kind} in this file.")
            stream = streams[0]
            end_pts = max((p.pts + (p.duration or 0) for p in media.demux(stream) if p.pts is not None), default=0)
            seconds = round(float((end_pts - (stream.start_time or 0)) * stream.time_base), 4)
            codec = stream.codec_context
            if kind is not Kind.VIDEO:
                return {"seconds": seconds, "sample_rate": codec.sample_rate}
            if codec.width * codec.height > MAX_PIXELS:
                raise MediaError(f"{path.name}: {codec.width}×{codec.height} is more than {MAX_PIXELS} pixels.")
            rate = float(stream.average_rate or 0)
            size = {"width": codec.width, "height": codec.height}
            return {**size, "fps": rate, "frames": round(seconds * rate), "seconds": seconds}
    except (av.FFmpegError, ValueError) as error:
        raise MediaError(f"{path.name}: this file is damaged ({error}).") from None


async def import_file(path: Path, store: BlobStore, kind: Kind, *, full_decode: bool = False) -> Asset:
    """Copy a user's file into the store. Raises MediaError, naming the file, if it is missing, damaged, too large, or
    of another kind. With `full_decode` every frame and sample is decoded, so that later damage is found now."""
    media_type, facts = await asyncio.to_thread(_check_and_probe, path, kind, full_decode)
    async with store.workspace() as work:
        copy = work() / "copy"
        await asyncio.to_thread(shutil.copyfile, path, copy)
        return await store.put(copy, kind, media_type, facts)


def _check_and_probe(path: Path, kind: Kind, full_decode: bool) -> tuple[str, dict[str, Any]]:
    """Media type and facts of a user's file. Raises MediaError."""
    if not path.is_file():
        raise MediaError(f"{path}: there is no such file.")
    if path.stat().st_size > MAX_BYTES:
        raise MediaError(f"{path}: larger than {MAX_BYTES // 1024**3} GiB.")
    media_type, facts = _text_facts(path) if kind is Kind.TEXT else _media_facts(path, kind)
    if full_decode and kind is not Kind.TEXT:
        decode(path, media_type)
    return media_type, facts


def _media_facts(path: Path, kind: Kind) -> tuple[str, dict[str, Any]]:
    found, media_type = sniff(path)
    if found is not kind and not {found, kind} <= AUDIO:
        raise MediaError(f"{path}: this is {media_type}; {kind} is wanted.")
    return media_type, probe(path, kind)[1]


def _text_facts(path: Path) -> tuple[str, dict[str, Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MediaError(f"{path}: this is no text in UTF-8.") from None
    if not text.strip() or "\0" in text:
        raise MediaError(f"{path}: there are no words in this file.")
    return "text/plain", {"characters": len(text)}


def decode(path: Path, media_type: str) -> None:
    """Decode a whole file. Raises MediaError if it is empty, damaged or truncated."""
    if media_type.startswith("image/"):
        try:
            with Image.open(path) as image:
                image.load()
        except (OSError, SyntaxError, ValueError) as error:
            raise MediaError(f"{path}: this image is damaged ({error}).") from None
    elif media_type in CONTAINERS:
        _decode_stream(path, media_type)


def _decode_stream(path: Path, media_type: str) -> None:
    import av  # noqa: PLC0415 - FFmpeg, only where something is to be looked into

    try:
        with path.open("rb") as file, av.open(file, mode="r", format=CONTAINERS[media_type]) as media:
            streams: Any = media.streams.video if media_type.startswith("video/") else media.streams.audio
            stream = streams[0]
            declared_seconds = float((stream.duration or 0) * stream.time_base)
            frames, end = 0, 0.0
            for frame in media.decode(stream):
                frames, end = frames + 1, max(end, _frame_end(frame))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaError(f"{path}: this file is damaged ({error}).") from None
    if not frames:
        raise MediaError(f"{path}: there is nothing in this file.")
    if end < MIN_DECODED_RATIO * declared_seconds or path.stat().st_size < MIN_DECODED_RATIO * _riff_size(path):
        raise MediaError(f"{path}: this file is cut short.", hint="Save or download it again.")


def _riff_size(path: Path) -> int:
    """File size in bytes declared by a RIFF header; 0 if unknown or not RIFF."""
    with path.open("rb") as file:
        head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    return size + 8 if head[:4] == b"RIFF" and size < UNKNOWN_RIFF_SIZE else 0


def _frame_end(frame: Any) -> float:
    """End time of a decoded video or audio frame in seconds."""
    samples = getattr(frame, "samples", 0)
    return float(frame.time or 0.0) + (samples / frame.sample_rate if samples else 0.0)


def _image_facts(path: Path) -> dict[str, int]:
    try:
        with Image.open(path) as image:
            if image.width * image.height > MAX_PIXELS:
                raise MediaError(f"{path}: {image.width}×{image.height} is more than {MAX_PIXELS} pixels.")
            image.verify()
            return {"width": image.width, "height": image.height}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MediaError(f"{path}: this image is damaged ({error}).") from None
