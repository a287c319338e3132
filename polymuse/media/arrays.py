"""Assets as Pillow images and NumPy arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from polymuse.errors import MediaError
from polymuse.media.probe import CONTAINERS
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["to_numpy", "to_pil"]


def to_pil(asset: Asset) -> Image.Image:
    """An image with its orientation applied, as RGB, or RGBA if it has transparency. Raises MediaError if the asset is
    not an image or is damaged."""
    if asset.kind is not Kind.IMAGE:
        raise MediaError(f"{asset.kind} {asset.path.name}: this is no picture.")
    try:
        with Image.open(asset.path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            opaque = upright.getchannel("A").getextrema() == (255, 255)
            return upright.convert("RGB") if opaque else upright
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError(f"{asset.path}: this image is damaged ({error}).") from None


def to_numpy(asset: Asset) -> NDArray[np.uint8] | NDArray[np.float32]:
    """An image as uint8 (height, width, 3 or 4); audio as float32 (samples, channels) in −1..1 at its own sample rate;
    an embedding (.npy) as float32, a row for each thing. Raises MediaError for other kinds and damaged files."""
    if asset.kind is Kind.IMAGE:
        return np.asarray(to_pil(asset))
    if asset.kind in AUDIO and asset.media_type in CONTAINERS:
        return _samples(asset)
    if asset.kind is Kind.EMBEDDING:
        return _vector(asset)
    raise MediaError(
        f"{asset.kind} {asset.path.name}: {asset.media_type} is no array.", hint="Pictures, audio and embeddings are."
    )


def _samples(asset: Asset) -> NDArray[np.float32]:
    import av  # noqa: PLC0415 - FFmpeg, only where something is decoded

    try:
        with (
            asset.path.open("rb") as file,
            av.open(file, mode="r", format=CONTAINERS[asset.media_type]) as source,
        ):
            resampler = av.AudioResampler("fltp")
            decoded = [fitted for frame in source.decode(audio=0) for fitted in resampler.resample(frame)]
            frames = [frame for frame in [*decoded, *resampler.resample(None)] if frame is not None]
            samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1).T
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaError(f"{asset.path}: this file is damaged ({error}).") from None
    return np.clip(samples.astype(np.float32, copy=False), -1.0, 1.0)


def _vector(asset: Asset) -> NDArray[np.float32]:
    try:
        return np.asarray(np.load(asset.path, allow_pickle=False), dtype=np.float32)
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise MediaError(f"{asset.path}: this is no embedding ({error}).") from None
