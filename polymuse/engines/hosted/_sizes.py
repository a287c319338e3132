"""Fitting sizes to what a model offers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from polymuse.engines.hosted._wire import Ask

__all__ = ["aspect_of", "best_aspect", "best_size", "resolution_of", "size_of"]

LINES = (360, 480, 540, 720, 1080, 1440, 2160)


def size_of(ask: Ask) -> tuple[int, int]:
    """Width and height that were asked for, in pixels."""
    return int(ask.param("width", 1280)), int(ask.param("height", 720))


def aspect_of(ask: Ask) -> str:
    """The asked shape in lowest terms: "16:9"."""
    width, height = size_of(ask)
    part = math.gcd(width, height)
    return f"{width // part}:{height // part}"


def _ratio(shape: str) -> float:
    across, up = (float(part) for part in shape.replace("x", ":").replace("*", ":").split(":"))
    return across / up


def best_aspect(ask: Ask, offered: Sequence[str]) -> str:
    """The offered shape ("16:9", "1x1") that is nearest to the asked one."""
    width, height = size_of(ask)
    return min(offered, key=lambda shape: abs(math.log(_ratio(shape) * height / width)))


def best_size(ask: Ask, offered: Sequence[str]) -> str:
    """Of the offered sizes ("1280x720", "1280:720") those nearest in shape, and of these the smallest that is large
    enough, else the largest."""
    width, height = size_of(ask)
    shape = {size: abs(math.log(_ratio(size) * height / width)) for size in offered}
    fitting = [size for size in offered if shape[size] - min(shape.values()) < 0.01]
    pixels = {size: math.prod(int(side) for side in size.replace(":", "x").split("x")) for size in fitting}
    enough = [size for size in fitting if pixels[size] >= width * height]
    return min(enough, key=pixels.__getitem__) if enough else max(fitting, key=pixels.__getitem__)


def resolution_of(ask: Ask, offered: Sequence[str]) -> str:
    """The smallest offered resolution ("720p", "4k") that is enough, else the largest."""
    lines = {name: 2160 if name.lower() == "4k" else int(name.lower().removesuffix("p")) for name in offered}
    enough = [name for name in offered if lines[name] >= min(size_of(ask))]
    return min(enough, key=lines.__getitem__) if enough else max(offered, key=lines.__getitem__)
