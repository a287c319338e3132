"""Pictures made small enough for a service that takes only so many bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from polymuse.errors import ParameterError

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["compressed"]

SCALES = (1.0, 0.75, 0.5, 0.25, 0.125)
QUALITIES = (95, 90, 80, 70)
"""Of JPEG; below that smaller is better than coarser."""


def compressed(picture: bytes, most: int) -> bytes:
    """A JPEG of a picture with at most that many bytes: as fine as may be, and only then smaller. It stands upright, and
    what is transparent is white. Raises ParameterError where even the smallest is too large."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where a picture is too large

    with Image.open(io.BytesIO(picture)) as opened:
        image = _on_white(_in_8_bits(ImageOps.exif_transpose(opened)))
    for scale in SCALES:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        smaller = image.resize(size, Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = io.BytesIO()
            smaller.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= most:
                return out.getvalue()
    raise ParameterError(f"A picture of {image.width}×{image.height} pixels does not fit into {most} bytes.")


def _in_8_bits(opened: Image.Image) -> Image.Image:
    """The picture, where it has grey levels of 16 bits (Pillow's `I` and `I;16`) with the upper 8 of them: Pillow's own
    conversion makes all others white."""
    return opened.convert("I").point(lambda grey: grey / 256).convert("L") if opened.mode.startswith("I") else opened


def _on_white(opened: Image.Image) -> Image.Image:
    from PIL import Image  # noqa: PLC0415 - only where a picture is too large

    clear = opened.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
