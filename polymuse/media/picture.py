"""Image decoding."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from polymuse.errors import MediaError

__all__ = ["read_image"]

MAX_PIXELS = 100_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def read_image(path: Path) -> Image.Image:
    """Decode an image to RGB, with its EXIF orientation applied and transparency flattened onto white. Raises
    MediaError if the file is not an image, is damaged, or exceeds MAX_PIXELS."""
    try:
        with warnings.catch_warnings(), Image.open(path, formats=FORMATS) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MAX_PIXELS:
                raise MediaError(f"{path}: {image.width}×{image.height} is more than {MAX_PIXELS:,} pixels.")
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise MediaError(f"{path}: not a readable picture ({error}).") from None
    background = Image.new("RGBA", upright.size, (255, 255, 255, 255))
    return Image.alpha_composite(background, upright).convert("RGB")
