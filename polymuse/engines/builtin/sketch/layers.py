"""Layers: a stack of pictures at depths, made cheap to draw frame after frame.

What never changes is drawn once into a raster that covers just what this camera path will show of it; neighbouring
rasters whose parallax cannot be seen become one. Slow small movements are redrawn a few times a second and moved
with the camera in between. Whatever an opaque raster in front hides is not drawn at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
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

BAND = 36
GAP = 40
"""Rows that are looked at together, and empty columns between two parts of them that make it worth drawing the parts
one by one."""

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
    """Items drawn into an image: its left top corner in pixels at rest, its pixels per pixel at rest, the boxes of it
    that are not empty, and the rows (at rest) above and below which it is opaque from side to side."""

    image: skia.Image
    left: float
    top: float
    density: float
    boxes: tuple[skia.Rect, ...]
    roof: float = -math.inf
    floor: float = math.inf

    def draw(self, canvas: skia.Canvas, look: Seen) -> None:
        canvas.save()
        canvas.translate(look.dx + self.left * look.scale, look.dy + self.top * look.scale)
        canvas.scale(look.scale / self.density, look.scale / self.density)
        for box in self.boxes:
            canvas.drawImageRect(self.image, box, box, LINEAR, None, skia.Canvas.kFast_SrcRectConstraint)
        canvas.restore()


@dataclass(slots=True)
class Layer:
    """One or more items that are drawn as one, at one depth. `region` is all of that depth the camera path shows."""

    view: View
    z: float
    items: tuple[Item, ...]
    region: Box
    density: float
    _raster: Raster | None = field(default=None, init=False)
    _moment: float = field(default=-math.inf, init=False)

    @property
    def hold(self) -> float:
        return self.items[0].hold

    def hides(self, eye: Eye) -> tuple[float, float]:
        """The frame's rows above and below which this layer hides all that is behind it."""
        raster = self._current(0.0) if self.hold == math.inf else None
        if raster is None:
            return -math.inf, math.inf
        look = seen(self.view, eye, self.z)
        return look.at(0, raster.roof)[1], look.at(0, raster.floor)[1]

    def draw(self, canvas: skia.Canvas, seconds: float, eye: Eye) -> None:
        look = seen(self.view, eye, self.z)
        if self.hold > 0:
            raster = self._current(seconds)
            if raster:
                raster.draw(canvas, look)
            return
        canvas.save()
        canvas.translate(look.dx, look.dy)
        canvas.scale(look.scale, look.scale)
        for item in self.items:
            item.draw(canvas, seconds)
        canvas.restore()

    def _current(self, seconds: float) -> Raster | None:
        """The raster for a moment; None when there is nothing to see."""
        moment = 0.0 if self.hold == math.inf else math.floor(seconds / self.hold + 1e-6) * self.hold
        if self._moment != moment:
            self._raster = _drawn(self.items, self.region, self.density, moment)
            self._moment = moment
        return self._raster


def _drawn(items: Sequence[Item], region: Box, density: float, seconds: float) -> Raster | None:
    box = _joined(items, region)
    if box is None:
        return None
    left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
    width, height = (math.ceil((end - start + 2) * density) for start, end in ((left, box[2]), (top, box[3])))
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.scale(density, density)
    canvas.translate(-left, -top)
    for item in items:
        item.draw(canvas, seconds)
    if items[0].hold != math.inf:
        return Raster(surface.makeImageSnapshot(), left, top, density, (skia.Rect.MakeWH(width, height),))
    return _cropped(surface, left, top, density)


def _joined(items: Sequence[Item], region: Box) -> Box | None:
    """The part of the region in which the items draw."""
    if any(item.bounds is None for item in items):
        return region
    boxes = [item.bounds for item in items if item.bounds]
    left, top = max(region[0], min(b[0] for b in boxes)), max(region[1], min(b[1] for b in boxes))
    right, bottom = min(region[2], max(b[2] for b in boxes)), min(region[3], max(b[3] for b in boxes))
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None


def _cropped(surface: skia.Surface, left: float, top: float, density: float) -> Raster | None:
    """The raster without its empty margin, and with the boxes that are worth drawing."""
    alpha = surface.toarray(colorType=skia.kN32_ColorType)[..., 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return None
    height, width = alpha.shape
    x0, x1 = max(0, int(columns[0]) - 1), min(width, int(columns[-1]) + 2)
    y0, y1 = max(0, int(rows[0]) - 1), min(height, int(rows[-1]) + 2)
    image = surface.makeImageSnapshot(skia.IRect.MakeLTRB(x0, y0, x1, y1))
    boxes = tuple(_boxes(alpha[y0:y1, x0:x1] != 0))
    roof, floor = _opaque(alpha)
    return Raster(
        image, left + x0 / density, top + y0 / density, density, boxes, top + roof / density, top + floor / density
    )


def _opaque(alpha: NDArray[np.uint8]) -> tuple[float, float]:
    """The rows above and below which there is no hole, a row of safety left out."""
    holes = np.flatnonzero((alpha != OPAQUE).any(axis=1))
    if not len(holes):
        return -math.inf, 1.0
    roof, floor = int(holes[0]) - 1, int(holes[-1]) + 2
    return roof if roof > 0 else -math.inf, floor if floor < len(alpha) else math.inf


def _boxes(filled: NDArray[np.bool_]) -> Iterator[skia.Rect]:
    """Boxes that together hold all that is filled and little else: the islands of every band of rows, joined to those
    of the band above where they are nearly the same."""
    above: list[tuple[int, int]] = []
    start = 0
    for row in range(0, len(filled), BAND):
        here = _islands(filled[row : row + BAND])
        if len(here) == len(above):
            pairs = list(zip(here, above, strict=True))
            if all(abs(a - c) + abs(b - d) <= GAP for (a, b), (c, d) in pairs):
                above = [(min(a, c), max(b, d)) for (a, b), (c, d) in pairs]
                continue
        yield from (skia.Rect.MakeLTRB(a, start, b, row) for a, b in above)
        above, start = here, row
    yield from (skia.Rect.MakeLTRB(a, start, b, len(filled)) for a, b in above)


def _islands(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last column (exclusive) of what gaps of at least GAP columns part, with a border of one."""
    columns = np.flatnonzero(filled.any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) >= GAP)
    firsts = columns[np.concatenate([[0], breaks + 1])]
    lasts = columns[np.concatenate([breaks, [len(columns) - 1]])]
    return [(max(0, int(a) - 1), min(filled.shape[1], int(b) + 2)) for a, b in zip(firsts, lasts, strict=True)]


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
