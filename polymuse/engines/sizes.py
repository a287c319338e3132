"""Which size a model makes of one that is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from polymuse.resolutions import pixels_of, smallest
from polymuse.types import Capability, SizeRange

__all__ = ["Frame", "frame_of", "length_of"]

ALIKE = 0.01
"""Shapes whose logarithms are less than this apart are one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A size as a model is asked for it: in pixels (`size`), as a shape ("16:9"), as a resolution ("720p"), or as some of
    these; what it is not asked for is empty. `width` and `height` are what comes out, as nearly as that is known."""

    width: int
    height: int
    size: tuple[int, int] | None = None
    aspect: str = ""
    resolution: str = ""

    def __str__(self) -> str:
        spelled = f"{self.size[0]}×{self.size[1]}" if self.size else self.aspect
        return " in ".join(filter(None, (spelled, self.resolution)))


def frame_of(width: int, height: int, capability: Capability, *, still: bool) -> Frame:
    """The nearest to a size in pixels that a model can be asked for; the size itself, said in every way, where nothing is
    known of the model."""
    if capability.sizes:
        across, up = _best_size(width, height, [_sides(size) for size in capability.sizes])
        return Frame(across, up, size=(across, up))
    if capability.size_range:
        across, up = _within(width, height, capability.size_range)
        return Frame(across, up, size=(across, up))
    if capability.aspects or capability.resolutions:
        return _shaped(width, height, capability, still)
    return Frame(width, height, size=(width, height), aspect=_lowest(width, height))


def length_of(seconds: float, capability: Capability) -> float:
    """The shortest length in seconds that a model makes and that is enough, else the longest."""
    if capability.seconds:
        enough = [length for length in capability.seconds if length >= seconds - 1e-6]
        return min(enough, default=max(capability.seconds))
    if capability.step:
        seconds = round(math.ceil(seconds / capability.step - 1e-6) * capability.step, 6)
    return max(capability.least or 0.0, min(capability.most or seconds, seconds))


def _shaped(width: int, height: int, capability: Capability, still: bool) -> Frame:
    """A shape and a resolution of those on offer. Where only the one is, the other is as it was asked for."""
    aspect = _best_aspect(width, height, capability.aspects) if capability.aspects else ""
    resolution = smallest(width * height, capability.resolutions, still=still) if capability.resolutions else ""
    area = pixels_of(resolution, still=still) if resolution else width * height
    ratio = _ratio(aspect) if aspect else width / height
    across, up = math.sqrt(area * ratio), math.sqrt(area / ratio)
    made = (2 * round(across / 2), 2 * round(up / 2))
    same = max(abs(made[0] - width), abs(made[1] - height)) <= 2
    return Frame(*((width, height) if same else made), aspect=aspect, resolution=resolution)


def _best_aspect(width: int, height: int, offered: Iterable[str]) -> str:
    return min(offered, key=lambda shape: abs(math.log(_ratio(shape) * height / width)))


def _best_size(width: int, height: int, offered: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Of the offered sizes those nearest in shape, and of these the smallest that is large enough, else the largest."""
    apart = {size: abs(math.log(size[0] * height / (size[1] * width))) for size in offered}
    fitting = [size for size in offered if apart[size] - min(apart.values()) < ALIKE]
    enough = [size for size in fitting if math.prod(size) >= width * height]
    return min(enough, key=math.prod) if enough else max(fitting, key=math.prod)


def _within(width: int, height: int, bounds: SizeRange) -> tuple[int, int]:
    """The size nearest to the asked one that lies within bounds, in the same shape as far as may be."""
    ratio = min(bounds.ratio, max(1 / bounds.ratio, width / height))
    area = min(bounds.largest, max(bounds.fewest, width * height))
    across, up = math.sqrt(area * ratio), math.sqrt(area / ratio)
    scale = min(1.0, bounds.most / max(across, up))
    scale = max(scale, bounds.least / min(across, up))
    sides = [_steps(side * scale, bounds) for side in (across, up)]
    wanted = (across * scale, up * scale)
    return min(product(sides[0], sides[1]), key=lambda size: (not _fits(size, bounds), _distance(size, wanted)))


def _steps(side: float, bounds: SizeRange) -> list[int]:
    """Sides near one that are within bounds, the larger first."""
    least = math.ceil(bounds.least / bounds.step) * bounds.step
    most = bounds.most // bounds.step * bounds.step
    near = (int(side // bounds.step + n) * bounds.step for n in range(-2, 4))
    return sorted({min(most, max(least, each)) for each in near}, reverse=True)


def _fits(size: tuple[int, int], bounds: SizeRange) -> bool:
    return bounds.fewest <= math.prod(size) <= bounds.largest and max(size) <= bounds.ratio * min(size)


def _distance(size: tuple[int, int], wanted: tuple[float, float]) -> float:
    return abs(size[0] - wanted[0]) + abs(size[1] - wanted[1])


def _sides(size: str) -> tuple[int, int]:
    across, up = size.split("x")
    return int(across), int(up)


def _ratio(shape: str) -> float:
    across, up = (float(part) for part in shape.split(":"))
    return across / up


def _lowest(width: int, height: int) -> str:
    part = math.gcd(width, height)
    return f"{width // part}:{height // part}"
