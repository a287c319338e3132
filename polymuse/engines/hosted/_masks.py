"""Masks, as each vendor wants them. Ours are white where a picture may change."""

from __future__ import annotations

import io

__all__ = ["clear_where_white"]


def clear_where_white(mask: bytes, picture: bytes) -> bytes:
    """A PNG of the picture's size that is clear where the mask is white, and black where it is black."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only where there is a mask

    with Image.open(io.BytesIO(picture)) as image:
        size = image.size
    with Image.open(io.BytesIO(mask)) as image:
        kept = ImageOps.invert(image.convert("L").resize(size))
    clear = Image.new("RGBA", size, (0, 0, 0, 255))
    clear.putalpha(kept)
    out = io.BytesIO()
    clear.save(out, "PNG")
    return out.getvalue()
