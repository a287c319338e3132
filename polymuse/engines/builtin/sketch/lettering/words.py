"""Animated text and ornaments, drawn once and faded in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.ink import Box, luminance
from polymuse.engines.builtin.sketch.lettering.text import TextBlock

__all__ = ["AnimatedText", "animate_text", "ornament"]

COMES, GOES = 1.6, 0.6
"""Seconds of appearance and disappearance."""
EDGE = 0.35
"""Width of the soft edge of the wipe, as a part of half the width."""
HALF = 0.5


def _ease(seconds: float, start: float, length: float) -> float:
    u = min(1.0, max(0.0, (seconds - start) / length))
    return u * u * (3 - 2 * u)


@dataclass(frozen=True)
class AnimatedText:
    """A drawing at a position in pixels that from `start` on is wiped in from its centre and fades out at `end`; with
    `rise` it moves up by that many pixels and fades in as a whole."""

    image: skia.Image
    x: float
    y: float
    start: float = -math.inf
    end: float = math.inf
    rise: float = 0.0

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        opened = _ease(seconds, self.start, COMES) if math.isfinite(self.start) else 1.0
        gone = _ease(seconds, self.end - GOES, GOES) if math.isfinite(self.end) else 0.0
        if opened <= 0 or gone >= 1:
            return
        if self.rise or opened >= 1:
            paint = skia.Paint(Alphaf=opened * (1 - gone))
            y = self.y + self.rise * (1 - opened)
            canvas.drawImage(self.image, self.x, y, skia.SamplingOptions(skia.FilterMode.kLinear), paint)
        else:
            self._opening(canvas, opened)

    def _opening(self, canvas: skia.Canvas, opened: float) -> None:
        box = skia.Rect.MakeXYWH(self.x, self.y, self.image.width(), self.image.height())
        canvas.saveLayer(box)
        canvas.drawImage(self.image, self.x, self.y)
        reach = opened * (1 + EDGE)
        stops = [c / 2 for c in (1 - min(1, reach), 1 - max(0, min(1, reach - EDGE)))]
        ends = [skia.Point(box.left(), 0), skia.Point(box.right(), 0)]
        full, none = 0xFFFFFFFF, 0x00FFFFFF
        places = [stops[0], stops[1], 1 - stops[1], 1 - stops[0]]
        shader = skia.GradientShader.MakeLinear(ends, [none, full, full, none], places)
        canvas.drawRect(box, skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kDstIn))
        canvas.restore()

    @property
    def box(self) -> Box:
        return self.x, self.y, self.x + self.image.width(), self.y + self.image.height()


def animate_text(block: TextBlock, x: float, y: float, start: float = -math.inf) -> AnimatedText:
    """Text with its box's top left corner at x, y; light text with a soft shadow."""
    soft = block.size * 0.10 if luminance(block.colour) > HALF else 0.0
    margin = math.ceil(soft * 3)
    surface = skia.Surface(math.ceil(block.width) + 2 * margin, math.ceil(block.height) + 2 * margin)
    canvas = surface.getCanvas()
    if soft:
        shadow = skia.ImageFilters.DropShadow(0, soft * 0.25, soft, soft, 0x70000000)
        canvas.saveLayer(None, skia.Paint(ImageFilter=shadow))
    block.draw(canvas, margin, margin)
    if soft:
        canvas.restore()
    return AnimatedText(surface.makeImageSnapshot(), round(x) - margin, round(y) - margin, start)


def ornament(colour: Rgb, x: float, y: float, width: float, start: float = -math.inf) -> AnimatedText:
    """A thin rule centred at x, y: two tapering lines and a lozenge between two dots."""
    size = width * 0.034
    height = math.ceil(4 * size)
    surface = skia.Surface(math.ceil(width), height)
    canvas = surface.getCanvas()
    paint = skia.Paint(AntiAlias=True, Color=colour.skia(0.85))
    middle, line = height / 2, max(0.7, width * 0.0042)
    gap = size * 3.4
    path = skia.Path()
    for side in (-1, 1):
        inner, outer = width / 2 + side * gap, width / 2 + side * width / 2
        path.moveTo(inner, middle - line)
        path.lineTo(outer, middle)
        path.lineTo(inner, middle + line)
        path.close()
        path.addCircle(width / 2 + side * size * 2.2, middle, size * 0.28)
    path.moveTo(width / 2 - size, middle)
    for dx, dy in ((0, -size), (size, 0), (0, size)):
        path.lineTo(width / 2 + dx, middle + dy)
    path.close()
    canvas.drawPath(path, paint)
    return AnimatedText(surface.makeImageSnapshot(), round(x - width / 2), round(y - height / 2), start)
