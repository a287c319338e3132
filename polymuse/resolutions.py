"""Resolutions by name, and how many pixels each has: what models are asked for, and what prices go by.

A resolution of films, "720p", has as many pixels as a picture of 16:9 with so many lines, whatever its shape; one of stills,
"1K", as many as a square with sides of so many.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["RESOLUTIONS", "SCALES", "pixels_of", "smallest"]

RESOLUTIONS = ("360p", "480p", "540p", "720p", "1080p", "1440p", "4k")
"""The usual ones of films."""
SCALES = ("512", "1k", "2k", "4k")
"""The usual ones of stills."""
LINES = {"2k": 1440, "4k": 2160}
SQUARES = {"512": 512, "1k": 1024, "2k": 2048, "4k": 4096}
MEGAPIXELS = " mp"
TOLERANCE = 1.05
"""By so much a size may be larger than its resolution: sides are multiples of something."""


def pixels_of(resolution: str, *, still: bool) -> float:
    """How many pixels a resolution has: of a film, "720p" or "4k"; of a still, "512" or "1K"; of either, "2 MP"."""
    name = resolution.lower()
    if name.endswith(MEGAPIXELS):
        return float(name.removesuffix(MEGAPIXELS)) * 1e6
    if still and name in SQUARES:
        return float(SQUARES[name] ** 2)
    lines = LINES.get(name) or int(name.removesuffix("p"))
    return lines * lines * 16 / 9


def smallest(pixels: float, offered: Sequence[str], *, still: bool) -> str:
    """The smallest resolution on offer that has as many pixels, else the largest."""
    sizes = {name: pixels_of(name, still=still) for name in offered}
    enough = [name for name in offered if sizes[name] * TOLERANCE >= pixels]
    return min(enough, key=sizes.__getitem__) if enough else max(offered, key=sizes.__getitem__)
