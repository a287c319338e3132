"""Which formats a result can be written in, by the endings of files' names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from polymuse.errors import OutputError
from polymuse.types import AUDIO, Kind

__all__ = ["check_target", "formats", "media_type_for"]

IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
SOUNDS = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".flac": "audio/flac", ".ogg": "audio/ogg"}
VIDEOS = {".mp4": "video/mp4"}
EMBEDDINGS = {".npy": "application/x-npy"}
TEXTS = {".txt": "text/plain", ".md": "text/markdown", ".json": "application/json"}


def formats(kind: Kind) -> Mapping[str, str]:
    """Media types of what a result of that kind may be written as, by the endings of files' names; the first is that of
    the built-in artists."""
    if kind in AUDIO:
        return SOUNDS
    return {Kind.IMAGE: IMAGES, Kind.VIDEO: VIDEOS, Kind.TEXT: TEXTS, Kind.EMBEDDING: EMBEDDINGS}.get(kind, {})


def media_type_for(kind: Kind, path: Path) -> str | None:
    """The media type that a file's name asks for; None where a result of that kind cannot be had so."""
    return formats(kind).get(path.suffix.lower())


def check_target(kind: Kind, target: Path, maker: str = "") -> None:
    """Whether a result of that kind can be written under that name; `maker` is what makes it, for the message. Raises
    OutputError."""
    if target.is_dir():
        raise OutputError(f"{target}: this is a folder.", hint="Name a file in it.")
    if media_type_for(kind, target) is None:
        endings = list(formats(kind))
        raise OutputError(
            f"{target}: {maker or kind} makes no {target.suffix or 'such'} file, but {', '.join(endings) or 'none'}.",
            hint=f"Call it {target.with_suffix(endings[0]).name}." if target.name and endings else "",
        )
