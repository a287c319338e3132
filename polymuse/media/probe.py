"""Taking a user's file in: its kind is read from its bytes, never from its name."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from polymuse.errors import MediaError
from polymuse.media.store import Store
from polymuse.types import Asset, Kind

__all__ = ["MOST_PIXELS", "sniff", "take"]

MOST_PIXELS = 100_000_000
MOST_BYTES = 2 * 1024**3

SIGNATURES: tuple[tuple[bytes, int, Kind, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, Kind.IMAGE, "image/png"),
    (b"\xff\xd8\xff", 0, Kind.IMAGE, "image/jpeg"),
    (b"GIF8", 0, Kind.IMAGE, "image/gif"),
    (b"WEBP", 8, Kind.IMAGE, "image/webp"),
    (b"WAVE", 8, Kind.SOUND, "audio/wav"),
    (b"MThd", 0, Kind.MUSIC, "audio/midi"),
    (b"ftyp", 4, Kind.VIDEO, "video/mp4"),
)
"""Bytes, where they stand, and what a file with them there is."""


def sniff(path: Path) -> tuple[Kind, str]:
    """Kind and media type by a file's first bytes. Raises MediaError when it is none that we take."""
    with path.open("rb") as file:
        head = file.read(16)
    for signature, offset, kind, media_type in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind, media_type
    raise MediaError(
        f"{path}: this is no kind of media that is understood.", hint="PNG, JPEG, GIF, WebP, WAV, MIDI, MP4 are."
    )


def take(path: Path, store: Store, kind: Kind) -> Asset:
    """Copy a user's file into the store. Raises MediaError naming the file when it is missing, damaged, too large, or of
    another kind."""
    if not path.is_file():
        raise MediaError(f"{path}: there is no such file.")
    if path.stat().st_size > MOST_BYTES:
        raise MediaError(f"{path}: larger than {MOST_BYTES // 1024**3} GiB.")
    found, media_type = sniff(path)
    if found is not kind:
        raise MediaError(f"{path}: this is {media_type}; {kind} is wanted.")
    facts = _image_facts(path) if kind is Kind.IMAGE else {}
    with store.workspace() as work:
        copy = work / "taken"
        shutil.copyfile(path, copy)
        return store.keep(copy, kind, media_type, facts)


def _image_facts(path: Path) -> dict[str, int]:
    try:
        with Image.open(path) as image:
            if image.width * image.height > MOST_PIXELS:
                raise MediaError(f"{path}: {image.width}×{image.height} is more than {MOST_PIXELS} pixels.")
            image.verify()
            return {"width": image.width, "height": image.height}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MediaError(f"{path}: this image is damaged ({error}).") from error
