"""Files in the format that their names say.

Pictures by Pillow: JPEG at quality 92 without chroma subsampling, transparent parts on white; WebP at quality 90; PNG
without loss. Sound by FFmpeg: MP3 at 192 kbit/s (LAME), Opus in Ogg at 128 kbit/s, FLAC and WAV at 16 bits. Same
input, same bytes: encoders leave out their versions, containers their dates and random numbers. Video is not recoded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from polymuse.errors import MediaError
from polymuse.media.probe import CONTAINERS
from polymuse.storage.folder import SUFFIXES, appearing, place
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["formats", "media_type_for", "write_as"]

IMAGES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
SOUNDS = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".flac": "audio/flac", ".ogg": "audio/ogg"}
VIDEOS = {".mp4": "video/mp4"}
EMBEDDINGS = {".npy": "application/x-npy"}
TEXTS = {".txt": "text/plain", ".md": "text/markdown", ".json": "application/json"}

PILLOW: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "image/png": ("PNG", {"compress_level": 6}),
    "image/jpeg": ("JPEG", {"quality": 92, "subsampling": 0, "optimize": True}),
    "image/webp": ("WEBP", {"quality": 90, "method": 4}),
}
FFMPEG: Mapping[str, tuple[str, str, str, int]] = {
    "audio/wav": ("wav", "pcm_s16le", "s16", 0),
    "audio/mpeg": ("mp3", "libmp3lame", "s16p", 192_000),
    "audio/flac": ("flac", "flac", "s16", 0),
    "audio/ogg": ("ogg", "libopus", "s16", 128_000),
}
"""Container, encoder, sample format, bits a second (0 for formats without loss)."""
RATES = {"libopus": (48000,), "libmp3lame": (48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)}
"""Sample rates that an encoder takes, the first for all others; encoders that take any are not here."""


def formats(kind: Kind) -> Mapping[str, str]:
    """Media types of what a result of that kind may be written as, by the endings of files' names; the first is that of
    the built-in artists."""
    if kind in AUDIO:
        return SOUNDS
    return {Kind.IMAGE: IMAGES, Kind.VIDEO: VIDEOS, Kind.TEXT: TEXTS, Kind.EMBEDDING: EMBEDDINGS}.get(kind, {})


def media_type_for(kind: Kind, path: Path) -> str | None:
    """The media type that a file's name asks for; None where a result of that kind cannot be had so."""
    return formats(kind).get(path.suffix.lower())


def write_as(asset: Asset, target: Path) -> None:
    """Write an asset in the format that the target's name says; the file appears whole or not at all. Raises MediaError
    where that cannot be."""
    wanted = media_type_for(asset.kind, target)
    if asset.media_type == wanted or SUFFIXES.get(asset.media_type) == target.suffix.lower():
        place(asset.path, target)
    elif asset.kind is Kind.TEXT and wanted:
        _text(asset, target, wanted)
    elif wanted and wanted in PILLOW and asset.kind is Kind.IMAGE:
        _image(asset, target, wanted)
    elif wanted and wanted in FFMPEG and asset.media_type in CONTAINERS:
        _sound(asset, target, wanted)
    else:
        raise MediaError(f"{target}: {asset.media_type} cannot be written so.", hint=possible(asset.kind))


def possible(kind: Kind) -> str:
    """Which names a result of that kind may have, in a sentence."""
    return f"Names that end in {', '.join(formats(kind))} can."


def _text(asset: Asset, target: Path, wanted: str) -> None:
    """Words as they are. As JSON: as they are where they are JSON, else with what is known of them beside them."""
    text = asset.read_text()
    if wanted == "application/json":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            text = json.dumps({"text": text, **asset.facts}, ensure_ascii=False, indent=1)
    with appearing(target) as scratch:
        scratch.write_text(text, encoding="utf-8")


def _image(asset: Asset, target: Path, wanted: str) -> None:
    name, options = PILLOW[wanted]
    try:
        with Image.open(asset.path) as opened, appearing(target) as scratch:
            image = (
                opened.convert("RGBA") if "transparency" in opened.info or "A" in opened.mode else opened.convert("RGB")
            )
            if wanted == "image/jpeg" and image.mode == "RGBA":
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
            image.save(scratch, format=name, **options)
    except (SyntaxError, ValueError) as error:
        raise MediaError(f"{asset.path}: this image is damaged ({error}).") from error


def _sound(asset: Asset, target: Path, wanted: str) -> None:
    import av  # noqa: PLC0415 - FFmpeg, only where something is converted

    container, encoder, layout, bits = FFMPEG[wanted]
    try:
        with (
            asset.path.open("rb") as file,
            av.open(file, mode="r", format=CONTAINERS[asset.media_type]) as source,
            appearing(target) as scratch,
            av.open(str(scratch), mode="w", format=container, options={"fflags": "+bitexact"}) as sink,
        ):
            heard = source.streams.audio[0]
            rates = RATES.get(encoder)
            rate = heard.rate if rates is None or heard.rate in rates else rates[0]
            stream: Any = sink.add_stream(encoder, rate=rate, options={"flags": "+bitexact", "threads": "1"})
            stream.layout = "mono" if heard.channels == 1 else "stereo"
            stream.format = layout
            if bits:
                stream.bit_rate = bits
            resampler = av.AudioResampler(layout, stream.layout, rate, frame_size=None)
            for frame in source.decode(heard):
                for fitted in resampler.resample(frame):
                    sink.mux(stream.encode(fitted))
            for fitted in resampler.resample(None):
                sink.mux(stream.encode(fitted))
            sink.mux(stream.encode(None))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaError(f"{target}: {asset.path.name} cannot be written so ({error}).") from error
