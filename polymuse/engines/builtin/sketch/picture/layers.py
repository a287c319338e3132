"""Layers: a stack of pictures at depths, made cheap to draw frame after frame.

What never changes is drawn once into a raster that covers just what this camera path will show of it; neighbouring
rasters whose parallax cannot be seen become one. A raster is resampled to the frame's pixels only when what was last
made so is too far off; else that is copied, which takes a tenth of the time. Slow small movements are redrawn a few
times a second and moved with the camera in between. Whatever an opaque raster in front hides is not drawn at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.picture.camera import PlaneTransform, project_plane
from polymuse.engines.builtin.sketch.stage import Draw, Eye, View

__all__ = ["Item", "Layer", "layers_of"]

UNSEEN = 0.4
"""Invisible parallax in pixels."""

MOST_ZOOM = 1.5
"""Maximum raster resolution in pixels per pixel at rest."""

BAND = 36
GAP = 40
"""Rows examined together, and number of empty columns that split them into separately drawn parts."""

OPAQUE = 255

PRINTS = 3
"""Prints cached per raster, and their subpixel positions: enough for lateral movement."""
EXACT, LOOSE = 0.5 / PRINTS + 0.01, 1.0
"""Maximum position error of a print in pixels; LOOSE for things without edges."""

NEAREST = skia.SamplingOptions()
LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to draw at depth `z`, in the frame's pixels at rest. `hold` is the number of seconds that one drawing
    is held: 0 for every frame, infinity for stills. `bounds` are its bounds, if known."""

    z: float
    draw: Draw
    hold: float = math.inf
    bounds: Box | None = None
    soft: bool = False
    """Whether it has no edges, so that small position errors are invisible."""
    scenery: bool = False
    """Whether it moves slowly enough to be drawn on twos."""


@dataclass(frozen=True, slots=True)
class Print:
    """A raster resampled for one transform: image, top left corner, and boxes."""

    image: skia.Image
    look: PlaneTransform
    left: int
    top: int
    boxes: tuple[skia.Rect, ...]

    def draw(self, canvas: skia.Canvas, x: int, y: int) -> None:
        """Copy it, moved by whole pixels."""
        canvas.save()
        canvas.translate(self.left + x, self.top + y)
        for box in self.boxes:
            canvas.drawImageRect(self.image, box, box, NEAREST, None, skia.Canvas.kFast_SrcRectConstraint)
        canvas.restore()


@dataclass(slots=True)
class Raster:
    """Items drawn into an image: its left top corner in pixels at rest, its pixels per pixel at rest, the boxes of it
    that are not empty, and the rows (at rest) above and below which it is opaque from side to side. `tolerance` is by
    how many pixels a print may be off. A print is worth making when it will be used again: when what shows moves
    sideways or hardly at all, or when the last look stood for several frames."""

    image: skia.Image
    left: float
    top: float
    density: float
    boxes: tuple[skia.Rect, ...]
    roof: float = -math.inf
    floor: float = math.inf
    tolerance: float = EXACT
    _prints: list[Print] = field(default_factory=list, init=False)
    _last: PlaneTransform | None = field(default=None, init=False)
    _stands: bool = field(default=False, init=False)

    def draw(self, canvas: skia.Canvas, look: PlaneTransform, view: View) -> None:
        last, self._last = self._last, look
        was_still, self._stands = self._stands, look == last
        for cached_print in self._prints:
            x, y, off = self._print_offset(cached_print.look, look, view)
            if off <= self.tolerance:
                cached_print.draw(canvas, x, y)
                return
        if last is None or not (was_still or self._print_offset(last, look, view, 1.0)[2] <= self.tolerance / 2):
            self.resample(canvas, look)
            return
        cached_print = self._print(look if look == last or look.scale != last.scale else _nearby(look))
        self._prints = [cached_print, *self._prints[: PRINTS - 1]]
        cached_print.draw(canvas, 0, 0)

    def _print_offset(
        self, old: PlaneTransform, new: PlaneTransform, view: View, whole: float = 0.0
    ) -> tuple[int, int, float]:
        """The whole-pixel offset from an old print to a new transform, and the remaining error in the frame; `whole` 1
        excludes the subpixel part."""
        left, top, right, bottom = new.frame(view)
        shifts = []
        for a, b in ((left, right), (top, bottom)):
            down = b == bottom
            d0, d1 = (new.at(q, q)[down] - old.at(q, q)[down] for q in (a, b))
            move = (d0 + d1) / 2 if whole else round((d0 + d1) / 2)
            shifts.append((move, max(abs(d0 - move), abs(d1 - move))))
        (x, wide), (y, tall) = shifts
        return int(x), int(y), max(wide, tall)

    def _print(self, look: PlaneTransform) -> Print:
        scale = look.scale / self.density
        x, y = look.at(self.left, self.top)
        left, top = math.floor(x), math.floor(y)
        width, height = (math.ceil(size * scale) + 2 for size in (self.image.width(), self.image.height()))
        surface = skia.Surface(width, height)
        canvas = surface.getCanvas()
        canvas.translate(-left, -top)
        self.resample(canvas, look)
        to_print = skia.Matrix.Translate(x - left, y - top).preScale(scale, scale)
        frame = skia.Rect.MakeWH(width, height)
        boxes = tuple(_within(to_print.mapRect(box), frame) for box in self.boxes)
        return Print(surface.makeImageSnapshot(), look, left, top, boxes)

    def resample(self, canvas: skia.Canvas, look: PlaneTransform) -> None:
        """Draw it exactly with the transform."""
        canvas.save()
        canvas.translate(look.dx + self.left * look.scale, look.dy + self.top * look.scale)
        canvas.scale(look.scale / self.density, look.scale / self.density)
        for box in self.boxes:
            canvas.drawImageRect(self.image, box, box, LINEAR, None, skia.Canvas.kFast_SrcRectConstraint)
        canvas.restore()


def _nearby(look: PlaneTransform) -> PlaneTransform:
    """The nearest of the few transforms for which lateral prints are cached."""
    return PlaneTransform(look.scale, *(round(shift * PRINTS) / PRINTS for shift in (look.dx, look.dy)))


def _within(box: skia.Rect, frame: skia.Rect) -> skia.Rect:
    """The whole pixels of a box within a frame."""
    whole = skia.Rect.Make(box.roundOut())
    whole.intersect(frame)
    return whole


@dataclass(slots=True)
class Layer:
    """Items drawn as one, at one depth. `region` is what the camera path shows of that depth."""

    view: View
    z: float
    items: tuple[Item, ...]
    region: Box
    density: float
    _raster: Raster | None = field(default=None, init=False)
    _made: bool = field(default=False, init=False)
    _print: Print | None = field(default=None, init=False)
    _moment: float = field(default=-math.inf, init=False)

    @property
    def hold(self) -> float:
        return self.items[0].hold

    @property
    def calm(self) -> bool:
        """Whether it can be drawn on twos."""
        return self.hold > 0 or self.items[0].scenery

    def hides(self, eye: Eye) -> tuple[float, float]:
        """The frame's rows above and below which this layer hides everything behind it."""
        raster = self._still() if self.hold == math.inf else None
        if raster is None:
            return -math.inf, math.inf
        look = project_plane(self.view, eye, self.z)
        return look.at(0, raster.roof)[1], look.at(0, raster.floor)[1]

    def draw(self, canvas: skia.Canvas, seconds: float, eye: Eye) -> None:
        look = project_plane(self.view, eye, self.z)
        if self.hold == math.inf:
            if raster := self._still():
                raster.draw(canvas, look, self.view)
        elif self.hold > 0:
            self._draw_held(canvas, look, math.floor(seconds / self.hold + 1e-6) * self.hold)
        else:
            _draw(canvas, self.items, look, seconds)

    def _still(self) -> Raster | None:
        """The raster of the static part; None if it is empty."""
        if not self._made:
            self._raster = _rasterize(self.items, self.region, self.density)
            self._made = True
        return self._raster

    def _draw_held(self, canvas: skia.Canvas, look: PlaneTransform, moment: float) -> None:
        """Draw held items: anew when due, else moved with the camera."""
        if self._moment != moment:
            self._print, self._moment = _render_print(self.items, self.region, look, moment), moment
        if self._print:
            middle = self.view.width / 2, self.view.height / 2
            (x, y), (nx, ny) = self._print.look.at(*middle), look.at(*middle)
            self._print.draw(canvas, round(nx - x), round(ny - y))


def _draw(canvas: skia.Canvas, items: Sequence[Item], look: PlaneTransform, seconds: float) -> None:
    canvas.save()
    canvas.translate(look.dx, look.dy)
    canvas.scale(look.scale, look.scale)
    for item in items:
        item.draw(canvas, seconds)
    canvas.restore()


def _render_print(items: Sequence[Item], region: Box, look: PlaneTransform, seconds: float) -> Print | None:
    """The items drawn in the frame's pixels."""
    box = _union_bounds(items, region)
    if box is None:
        return None
    (left, top), (right, bottom) = look.at(box[0], box[1]), look.at(box[2], box[3])
    x, y = math.floor(left) - 1, math.floor(top) - 1
    surface = skia.Surface(math.ceil(right) - x + 1, math.ceil(bottom) - y + 1)
    surface.getCanvas().translate(-x, -y)
    _draw(surface.getCanvas(), items, look, seconds)
    whole = skia.Rect.MakeWH(surface.width(), surface.height())
    return Print(surface.makeImageSnapshot(), look, x, y, (whole,))


def _rasterize(items: Sequence[Item], region: Box, density: float) -> Raster | None:
    box = _union_bounds(items, region)
    if box is None:
        return None
    left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
    width, height = (math.ceil((end - start + 2) * density) for start, end in ((left, box[2]), (top, box[3])))
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.scale(density, density)
    canvas.translate(-left, -top)
    for item in items:
        item.draw(canvas, 0.0)
    raster = _crop_raster(surface, left, top, density)
    if raster and all(item.soft for item in items):
        raster.tolerance = LOOSE
    return raster


def _union_bounds(items: Sequence[Item], region: Box) -> Box | None:
    """The part of the region in which the items draw."""
    if any(item.bounds is None for item in items):
        return region
    boxes = [item.bounds for item in items if item.bounds]
    left, top = max(region[0], min(b[0] for b in boxes)), max(region[1], min(b[1] for b in boxes))
    right, bottom = min(region[2], max(b[2] for b in boxes)), min(region[3], max(b[3] for b in boxes))
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else None


def _crop_raster(surface: skia.Surface, left: float, top: float, density: float) -> Raster | None:
    """The raster without empty margins, with its non-empty boxes."""
    alpha = surface.toarray(colorType=skia.kN32_ColorType)[..., 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return None
    height, width = alpha.shape
    x0, x1 = max(0, int(columns[0]) - 1), min(width, int(columns[-1]) + 2)
    y0, y1 = max(0, int(rows[0]) - 1), min(height, int(rows[-1]) + 2)
    image = surface.makeImageSnapshot(skia.IRect.MakeLTRB(x0, y0, x1, y1))
    boxes = tuple(_boxes(alpha[y0:y1, x0:x1] != 0))
    roof, floor = _opaque_rows(alpha)
    return Raster(
        image, left + x0 / density, top + y0 / density, density, boxes, top + roof / density, top + floor / density
    )


def _opaque_rows(alpha: NDArray[np.uint8]) -> tuple[float, float]:
    """Rows above and below which it is opaque, minus one row."""
    holes = np.flatnonzero((alpha != OPAQUE).any(axis=1))
    if not len(holes):
        return -math.inf, 1.0
    roof, floor = int(holes[0]) - 1, int(holes[-1]) + 2
    return roof if roof > 0 else -math.inf, floor if floor < len(alpha) else math.inf


def _boxes(filled: NDArray[np.bool_]) -> Iterator[skia.Rect]:
    """Boxes that cover everything filled and little else: islands of every band of rows, merged with nearly equal ones
    above."""
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
    """First and last column (exclusive) of parts separated by at least GAP columns, with a border of one."""
    columns = np.flatnonzero(filled.any(axis=0))
    if not len(columns):
        return []
    breaks = np.flatnonzero(np.diff(columns) >= GAP)
    firsts = columns[np.concatenate([[0], breaks + 1])]
    lasts = columns[np.concatenate([breaks, [len(columns) - 1]])]
    return [(max(0, int(a) - 1), min(filled.shape[1], int(b) + 2)) for a, b in zip(firsts, lasts, strict=True)]


def layers_of(items: Iterable[Item], view: View, eyes: Sequence[Eye]) -> list[Layer]:
    """Layers back to front for samples of a camera path; equal depths keep their order."""
    layers: list[Layer] = []
    for item in sorted(items, key=lambda i: -i.z):
        behind = layers[-1] if layers else None
        if behind and behind.hold == item.hold and _can_merge(view, eyes, behind, item):
            behind.items = (*behind.items, item)
        else:
            region, density = _visible_region(view, eyes, item.z)
            layers.append(Layer(view, item.z, (item,), region, density))
    return layers


def _can_merge(view: View, eyes: Sequence[Eye], layer: Layer, item: Item) -> bool:
    """Whether two can share a raster: both still, with invisible parallax."""
    if item.hold != math.inf or layer.items[0].soft != item.soft:
        return False
    for eye in eyes:
        a, b = project_plane(view, eye, layer.z), project_plane(view, eye, item.z)
        left, top, right, bottom = a.frame(view)
        for x, y in ((left, top), (right, bottom)):
            if math.dist(a.at(x, y), b.at(x, y)) > UNSEEN:
                return False
    return True


def _visible_region(view: View, eyes: Sequence[Eye], z: float) -> tuple[Box, float]:
    """The part of a plane at depth z that the path shows, and its largest scale."""
    looks = [project_plane(view, eye, z) for eye in eyes]
    frames = [look.frame(view) for look in looks]
    margin = view.height * 0.01 + 2
    box = (
        min(f[0] for f in frames) - margin,
        min(f[1] for f in frames) - margin,
        max(f[2] for f in frames) + margin,
        max(f[3] for f in frames) + margin,
    )
    return box, min(MOST_ZOOM, max(1.0, *(look.scale for look in looks)))
