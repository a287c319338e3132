"""Reading a picture's file."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from polymuse.errors import MediaError

__all__ = ["read"]

MOST_PIXELS = 100_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def read(path: Path) -> Image.Image:
    """Decode a picture as RGB, upright. Raises MediaError when it is no picture, damaged or too large."""
    try:
        with warnings.catch_warnings(), Image.open(path, formats=FORMATS) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MOST_PIXELS:
                raise MediaError(f"{path}: {image.width}×{image.height} is more than {MOST_PIXELS:,} pixels.")
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise MediaError(f"{path}: not a readable picture ({error}).") from error
    ground = Image.new("RGBA", upright.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, upright).convert("RGB")
