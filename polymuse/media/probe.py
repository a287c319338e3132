"""Taking a user's file in: its kind is read from its bytes, never from its name."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from polymuse.errors import MediaError
from polymuse.protocols import BlobStore
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["MOST_PIXELS", "facts_of", "sniff", "take"]

MOST_PIXELS = 100_000_000
MOST_BYTES = 2 * 1024**3
UNKNOWN = 0xFFFFFFFF
"""What stands for the size of a RIFF file that was written before it was known."""
SHORT = 0.8
"""Part of the length that a file says it has, of which at least as much has to be there."""

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
"""Bytes, where they stand, and what a file with them there is."""


def sniff(path: Path) -> tuple[Kind, str]:
    """Kind and media type by a file's first bytes. Raises MediaError when it is none that we take."""
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
"""FFmpeg's demuxer for a media type. It is forced, so that no file's content chooses another."""


def facts_of(path: Path, kind: Kind) -> tuple[str, dict[str, Any]]:
    """Media type and facts by a file's own bytes: `width`, `height`, `seconds`, `fps`, `frames`, `sample_rate`. Raises
    MediaError when it is not media of that kind."""
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
            last = max((p.pts + (p.duration or 0) for p in media.demux(stream) if p.pts is not None), default=0)
            seconds = round(float((last - (stream.start_time or 0)) * stream.time_base), 4)
            coded = stream.codec_context
            if kind is not Kind.VIDEO:
                return {"seconds": seconds, "sample_rate": coded.sample_rate}
            if coded.width * coded.height > MOST_PIXELS:
                raise MediaError(f"{path.name}: {coded.width}×{coded.height} is more than {MOST_PIXELS} pixels.")
            rate = float(stream.average_rate or 0)
            size = {"width": coded.width, "height": coded.height}
            return {**size, "fps": rate, "frames": round(seconds * rate), "seconds": seconds}
    except (av.FFmpegError, ValueError) as error:
        raise MediaError(f"{path.name}: this file is damaged ({error}).") from error


async def take(path: Path, store: BlobStore, kind: Kind, *, whole: bool = False) -> Asset:
    """Copy a user's file into the store. Raises MediaError naming the file when it is missing, damaged, too large, or of
    another kind. With `whole` every picture and sample of it is decoded, so that no damage is left to be found later."""
    media_type, facts = await asyncio.to_thread(_checked, path, kind, whole)
    async with store.workspace() as work:
        copy = work / "copy"
        await asyncio.to_thread(shutil.copyfile, path, copy)
        return await store.put(copy, kind, media_type, facts)


def _checked(path: Path, kind: Kind, whole: bool) -> tuple[str, dict[str, Any]]:
    """Media type and facts of a user's file. Raises MediaError."""
    if not path.is_file():
        raise MediaError(f"{path}: there is no such file.")
    if path.stat().st_size > MOST_BYTES:
        raise MediaError(f"{path}: larger than {MOST_BYTES // 1024**3} GiB.")
    media_type, facts = _text_facts(path) if kind is Kind.TEXT else _media_facts(path, kind)
    if whole and kind is not Kind.TEXT:
        decode(path, media_type)
    return media_type, facts


def _media_facts(path: Path, kind: Kind) -> tuple[str, dict[str, Any]]:
    found, media_type = sniff(path)
    if found is not kind and not {found, kind} <= AUDIO:
        raise MediaError(f"{path}: this is {media_type}; {kind} is wanted.")
    return media_type, facts_of(path, kind)[1]


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
    """Decode all of a file. Raises MediaError when there is nothing in it or it is damaged anywhere."""
    if media_type.startswith("image/"):
        try:
            with Image.open(path) as image:
                image.load()
        except (OSError, SyntaxError, ValueError) as error:
            raise MediaError(f"{path}: this image is damaged ({error}).") from error
    elif media_type in CONTAINERS:
        _decode_stream(path, media_type)


def _decode_stream(path: Path, media_type: str) -> None:
    import av  # noqa: PLC0415 - FFmpeg, only where something is to be looked into

    try:
        with path.open("rb") as file, av.open(file, mode="r", format=CONTAINERS[media_type]) as media:
            streams: Any = media.streams.video if media_type.startswith("video/") else media.streams.audio
            stream = streams[0]
            said = float((stream.duration or 0) * stream.time_base)
            frames, end = 0, 0.0
            for frame in media.decode(stream):
                frames, end = frames + 1, max(end, _end_of(frame))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaError(f"{path}: this file is damaged ({error}).") from error
    if not frames:
        raise MediaError(f"{path}: there is nothing in this file.")
    if end < SHORT * said or path.stat().st_size < SHORT * _stated(path):
        raise MediaError(f"{path}: this file is cut short.", hint="Save or download it again.")


def _stated(path: Path) -> int:
    """The bytes that a RIFF file says it has; 0 where it does not know, and for other files."""
    with path.open("rb") as file:
        head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    return size + 8 if head[:4] == b"RIFF" and size < UNKNOWN else 0


def _end_of(frame: Any) -> float:
    """When a picture or a block of samples has ended, in seconds from the file's beginning."""
    samples = getattr(frame, "samples", 0)
    return float(frame.time or 0.0) + (samples / frame.sample_rate if samples else 0.0)


def _image_facts(path: Path) -> dict[str, int]:
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise MediaError(f"{path}: {image.width}×{image.height} is more than {MOST_PIXELS} pixels.")
            image.verify()
            return {"width": image.width, "height": image.height}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MediaError(f"{path}: this image is damaged ({error}).") from error
