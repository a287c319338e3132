"""Writing assets in the format that the target's suffix names.

Images by Pillow: JPEG at quality 92 without chroma subsampling, transparency flattened onto white; WebP at quality 90;
lossless PNG. Audio by FFmpeg: MP3 at 192 kbit/s (LAME), Opus in Ogg at 128 kbit/s, FLAC and WAV at 16 bits. Output is
deterministic: encoders omit their versions, containers their dates and random numbers. Video is not transcoded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from polymuse.errors import MediaError, OutputError
from polymuse.media.formats import formats, media_type_for
from polymuse.media.probe import CONTAINERS
from polymuse.storage.folder import SUFFIXES, appearing, place
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["write_as"]

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
"""Container, encoder, sample format, bits per second (0 for lossless formats)."""
RATES = {"libopus": (48000,), "libmp3lame": (48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)}
"""Sample rates in Hz that an encoder accepts, the fallback first; encoders that accept any rate are absent."""


def write_as(asset: Asset, target: Path) -> None:
    """Write an asset in the format named by the target's suffix, atomically. Raises OutputError if there is no such
    format for it or the target is not writable, MediaError if the asset is damaged."""
    media_type = media_type_for(asset.kind, target)
    if asset.media_type == media_type or SUFFIXES.get(asset.media_type) == target.suffix.lower():
        place(asset.path, target)
    elif asset.kind is Kind.TEXT and media_type:
        _write_text(asset, target, media_type)
    elif media_type and media_type in PILLOW and asset.kind is Kind.IMAGE:
        _write_image(asset, target, media_type)
    elif media_type and media_type in FFMPEG and asset.media_type in CONTAINERS:
        _write_audio(asset, target, media_type)
    else:
        raise OutputError(
            f"{target}: {asset.media_type} cannot be written so.", hint=describe_supported_suffixes(asset)
        )


def describe_supported_suffixes(asset: Asset) -> str:
    """A sentence that lists the suffixes the asset can be written with."""
    converted = formats(asset.kind) if asset.kind not in AUDIO or asset.media_type in CONTAINERS else ()
    endings = dict.fromkeys(filter(None, [SUFFIXES.get(asset.media_type), *converted]))
    return f"Names that end in {', '.join(endings)} can." if endings else ""


def _write_text(asset: Asset, target: Path, media_type: str) -> None:
    """Text unchanged. As JSON: unchanged if it is JSON, else an object with `text` and the asset's facts."""
    text = asset.read_text()
    if media_type == "application/json":
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            text = json.dumps({"text": text, **asset.facts}, ensure_ascii=False, indent=1)
    with appearing(target) as scratch:
        scratch.write_text(text, encoding="utf-8")


def _write_image(asset: Asset, target: Path, media_type: str) -> None:
    name, options = PILLOW[media_type]
    try:
        with Image.open(asset.path) as opened, appearing(target) as scratch:
            image = (
                opened.convert("RGBA") if "transparency" in opened.info or "A" in opened.mode else opened.convert("RGB")
            )
            if media_type == "image/jpeg" and image.mode == "RGBA":
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
            image.save(scratch, format=name, **options)
    except (SyntaxError, ValueError) as error:
        raise MediaError(f"{asset.path}: this image is damaged ({error}).") from None


def _write_audio(asset: Asset, target: Path, media_type: str) -> None:
    import av  # noqa: PLC0415 - FFmpeg, only where something is converted

    container, encoder, layout, bits = FFMPEG[media_type]
    try:
        with (
            asset.path.open("rb") as file,
            av.open(file, mode="r", format=CONTAINERS[asset.media_type]) as source,
            appearing(target) as scratch,
            av.open(str(scratch), mode="w", format=container, options={"fflags": "+bitexact"}) as sink,
        ):
            input_stream = source.streams.audio[0]
            rates = RATES.get(encoder)
            rate = input_stream.rate if rates is None or input_stream.rate in rates else rates[0]
            stream: Any = sink.add_stream(encoder, rate=rate, options={"flags": "+bitexact", "threads": "1"})
            stream.layout = "mono" if input_stream.channels == 1 else "stereo"
            stream.format = layout
            if bits:
                stream.bit_rate = bits
            resampler = av.AudioResampler(layout, stream.layout, rate, frame_size=None)
            for frame in source.decode(input_stream):
                for resampled in resampler.resample(frame):
                    sink.mux(stream.encode(resampled))
            for resampled in resampler.resample(None):
                sink.mux(stream.encode(resampled))
            sink.mux(stream.encode(None))
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaError(f"{target}: {asset.path.name} cannot be written so ({error}).") from None
