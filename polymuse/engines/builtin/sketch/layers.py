"""Layers: a stack of pictures at depths, made cheap to draw frame after frame.

What never changes is drawn once into a raster that covers just what this camera path will show of it; neighbouring
rasters whose parallax cannot be seen become one. Slow small movements are redrawn a few times a second and moved
with the camera in between. Whatever an opaque raster in front hides is not drawn at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.camera import Seen, seen
from polymuse.engines.builtin.sketch.stage import Draw, Eye, View

__all__ = ["Item", "Layer", "layers_of"]

UNSEEN = 0.4
"""Pixels of parallax that nobody sees."""

MOST_ZOOM = 1.5
"""Rasters are not kept sharper than this many pixels per pixel at rest."""

GAP = 40
"""Empty columns between two parts of a raster that make it worth drawing them apart."""

OPAQUE = 255

LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to draw at depth `z`, in the frame's pixels at rest. `hold` is how many seconds one drawing stands for:
    0 for what moves in every frame, infinity for what is still. `bounds` is where it draws, if that is known."""

    z: float
    draw: Draw
    hold: float = math.inf
    bounds: Box | None = None


@dataclass(frozen=True, slots=True)
class Raster:
    """Items drawn into an image: its left top corner in pixels at rest, its pixels per pixel at rest, and the row (at
    rest) from which on downwards it is opaque from side to side."""

    image: skia.Image
    left: float
    top: float
    density: float
    solid: float = math.inf

    def draw(self, canvas: skia.Canvas, look: Seen) -> None:
        canvas.save()
        canvas.translate(look.dx + self.left * look.scale, look.dy + self.top * look.scale)
        canvas.scale(look.scale / self.density, look.scale / self.density)
        canvas.drawImage(self.image, 0, 0, LINEAR)
        canvas.restore()


@dataclass(slots=True)
class Layer:
    """One or more items that are drawn as one, at one depth. `region` is all of that depth the camera path shows."""

    view: View
    z: float
    items: tuple[Item, ...]
    region: Box
    density: float
    _rasters: tuple[Raster, ...] = field(default=(), init=False)
    _moment: float = field(default=-math.inf, init=False)

    @property
    def hold(self) -> float:
        return self.items[0].hold

    def solid(self, eye: Eye) -> float:
        """The frame's row from which on downwards this layer hides all that is behind it."""
        if self.hold != math.inf:
            return math.inf
        solid = min((raster.solid for raster in self._current(0.0)), default=math.inf)
        return seen(self.view, eye, self.z).at(0, solid)[1]

    def draw(self, canvas: skia.Canvas, seconds: float, eye: Eye) -> None:
        look = seen(self.view, eye, self.z)
        if self.hold > 0:
            for raster in self._current(seconds):
                raster.draw(canvas, look)
            return
        canvas.save()
        canvas.translate(look.dx, look.dy)
        canvas.scale(look.scale, look.scale)
        for item in self.items:
            item.draw(canvas, seconds)
        canvas.restore()

    def _current(self, seconds: float) -> tuple[Raster, ...]:
        """The rasters for a moment."""
        moment = 0.0 if self.hold == math.inf else math.floor(seconds / self.hold + 1e-6) * self.hold
        if self._moment != moment:
            self._rasters = _rasters(self.items, self.region, self.density, moment)
            self._moment = moment
        return self._rasters


def _rasters(items: Sequence[Item], region: Box, density: float, seconds: float) -> tuple[Raster, ...]:
    box = _joined(items, region)
    if box is None:
        return ()
    left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
    width, height = (math.ceil((end - start + 2) * density) for start, end in ((left, box[2]), (top, box[3])))
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.scale(density, density)
    canvas.translate(-left, -top)
    for item in items:
        item.draw(canvas, seconds)
    if items[0].hold != math.inf:
        return (Raster(surface.makeImageSnapshot(), left, top, density),)
    return _cropped(surface, left, top, density)


def _joined(items: Sequence[Item], region: Box) -> Box | None:
    """The part of the region in which the items draw."""
    if any(item.bounds is None for item in items):
        return region
    boxes = [item.bounds for item in items if item.bounds]
    left, top = max(region[0], min(b[0] for b in boxes)), max(region[1], min(b[1] for b in boxes))
    right, bottom = min(region[2], max(b[2] for b in boxes)), min(region[3], max(b[3] for b in boxes))
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None


def _cropped(surface: skia.Surface, left: float, top: float, density: float) -> tuple[Raster, ...]:
    """Without what is empty: one raster for every island that a wide gap parts from the next, each with a border of one
    pixel that makes its edges soft."""
    alpha = surface.toarray(colorType=skia.kN32_ColorType)[..., 3]
    height, width = alpha.shape
    found = []
    for x0, x1 in _islands(alpha):
        rows = np.flatnonzero(alpha[:, x0:x1].any(axis=1))
        y0, y1 = max(0, int(rows[0]) - 1), min(height, int(rows[-1]) + 2)
        image = surface.makeImageSnapshot(skia.IRect.MakeLTRB(x0, y0, x1, y1))
        solid = math.inf
        if x0 == 0 and x1 == width and y1 == height:
            holes = np.flatnonzero((alpha != OPAQUE).any(axis=1))
            solid = top + ((int(holes[-1]) + 2 if len(holes) else 1) / density)
        found.append(Raster(image, left + x0 / density, top + y0 / density, density, solid))
    return tuple(found)


def _islands(alpha: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """First and last column (exclusive) of what gaps of at least GAP columns part."""
    columns = np.flatnonzero(alpha.any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) >= GAP)
    firsts = columns[np.concatenate([[0], breaks + 1])]
    lasts = columns[np.concatenate([breaks, [len(columns) - 1]])]
    return [(max(0, int(a) - 1), min(alpha.shape[1], int(b) + 2)) for a, b in zip(firsts, lasts, strict=True)]


def layers_of(items: Iterable[Item], view: View, eyes: Sequence[Eye]) -> list[Layer]:
    """Layers back to front for a camera path given by some of its moments; equal depths keep their order."""
    layers: list[Layer] = []
    for item in sorted(items, key=lambda i: -i.z):
        behind = layers[-1] if layers else None
        if behind and behind.hold == item.hold and _together(view, eyes, behind, item):
            behind.items = (*behind.items, item)
        else:
            region, density = _shown(view, eyes, item.z)
            layers.append(Layer(view, item.z, (item,), region, density))
    return layers


def _together(view: View, eyes: Sequence[Eye], layer: Layer, item: Item) -> bool:
    """Whether the two may share one raster: both still, and never further apart than can be seen."""
    if item.hold != math.inf:
        return False
    for eye in eyes:
        a, b = seen(view, eye, layer.z), seen(view, eye, item.z)
        left, top, right, bottom = a.frame(view)
        for x, y in ((left, top), (right, bottom)):
            if math.dist(a.at(x, y), b.at(x, y)) > UNSEEN:
                return False
    return True


def _shown(view: View, eyes: Sequence[Eye], z: float) -> tuple[Box, float]:
    """All of a plane at depth z that the path shows, and its largest scale."""
    looks = [seen(view, eye, z) for eye in eyes]
    frames = [look.frame(view) for look in looks]
    margin = view.height * 0.01 + 2
    box = (
        min(f[0] for f in frames) - margin, min(f[1] for f in frames) - margin,
        max(f[2] for f in frames) + margin, max(f[3] for f in frames) + margin,
    )
    return box, min(MOST_ZOOM, max(1.0, *(look.scale for look in looks)))
