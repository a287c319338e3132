"""What the painters of sets and skies share: shapes as of cut paper, and a brush that knows the light.

Shapes are `skia.Path`s in frame pixels. A `Brush` turns metres into pixels, colours into lit colours, and gives random
numbers that depend on the scene's seed and a name only.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import skia

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.stage import Light, Scenery, View

__all__ = ["Brush", "Point", "below", "bumps", "lens", "polygon", "rolling", "smooth"]

Point = tuple[float, float]


def polygon(points: Sequence[Point]) -> skia.Path:
    """A closed shape with straight edges."""
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], True)
    return path


def smooth(points: Sequence[Point], closed: bool = True) -> skia.Path:
    """A soft line near the points: quadratic curves through the middles between them."""
    path = skia.Path()
    if closed:
        first, last = points[0], points[-1]
        path.moveTo((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
        ring = [*points, first]
    else:
        path.moveTo(*points[0])
        ring = list(points)
    for (x, y), (nx, ny) in pairwise(ring):
        path.quadTo(x, y, (x + nx) / 2, (y + ny) / 2)
    if closed:
        path.close()
    else:
        path.lineTo(*points[-1])
    return path


def below(line: Sequence[Point], bottom: float) -> skia.Path:
    """The area under a soft line, down to `bottom`."""
    path = smooth(line, closed=False)
    path.lineTo(line[-1][0], bottom)
    path.lineTo(line[0][0], bottom)
    path.close()
    return path


def rolling(rng: Random, left: float, right: float, y: float, height: float, wave: float) -> list[Point]:
    """A line of hills from left to right: at most `height` above and below y, `wave` pixels from crest to crest."""
    phases = [rng.uniform(0, 2 * math.pi) for _ in range(3)]
    steps = max(8, round((right - left) / wave * 10))
    line = []
    for i in range(steps + 1):
        x = left + (right - left) * i / steps
        angle = 2 * math.pi * (x - left) / wave
        swell = 0.62 * math.sin(angle + phases[0]) + 0.26 * math.sin(angle * 2.3 + phases[1])
        line.append((x, y - height * (swell + 0.12 * math.sin(angle * 5.1 + phases[2]))))
    return line


def bumps(rng: Random, line: Sequence[Point], size: float, spread: float = 0.35) -> skia.Path:
    """Round heads of foliage (or foam, or cloud) along a line; `size` is their radius in pixels."""
    path = skia.Path()
    x, (end, _) = line[0][0], line[-1]
    i = 0
    while x < end:
        while i + 2 < len(line) and line[i + 1][0] < x:
            i += 1
        (ax, ay), (bx, by) = line[i], line[i + 1]
        y = ay + (by - ay) * min(1, max(0, (x - ax) / max(1e-6, bx - ax)))
        r = size * rng.uniform(1 - spread, 1 + spread)
        path.addOval(skia.Rect.MakeLTRB(x - r * 1.15, y - r, x + r * 1.15, y + r))
        x += r * rng.uniform(0.75, 1.35)
    return path


def lens(path: skia.Path, x: float, y: float, width: float, height: float) -> None:
    """Add a sliver with pointed ends, as water and thin clouds have, centred at x, y."""
    half = width / 2
    path.moveTo(x - half, y)
    path.quadTo(x, y - height, x + half, y)
    path.quadTo(x, y + height, x - half, y)
    path.close()


@dataclass(frozen=True, slots=True)
class Brush:
    """The painter's hand in one scene. `left`, `top`, `right`, `bottom` bound what has to be painted: the frame and a
    third of it on every side."""

    scenery: Scenery

    @property
    def view(self) -> View:
        return self.scenery.view

    @property
    def light(self) -> Light:
        return self.scenery.light

    @property
    def left(self) -> float:
        return -self.view.width * 0.36

    @property
    def right(self) -> float:
        return self.view.width * 1.36

    @property
    def top(self) -> float:
        return -self.view.height * 0.36

    @property
    def bottom(self) -> float:
        return self.view.height * 1.36

    @property
    def horizon(self) -> float:
        """The horizon's y in pixels."""
        return self.view.horizon * self.view.height

    def rng(self, name: str) -> Random:
        """Random numbers of the scene's seed and a name."""
        return Random(zlib.crc32(f"{name}/{self.scenery.seed}".encode()))

    def tone(self, colour: Rgb, z: float = 0.0, strength: float = 1.0) -> Rgb:
        """A surface colour in the scene's light at depth z."""
        return self.light.tint(z, strength)(colour, False)

    def shade(self, colour: Rgb, z: float = 0.0) -> Rgb:
        """The same surface where the sun does not reach."""
        ambient, key = self.light.ambient, self.light.key
        ratio = Rgb(ambient.r / max(0.01, key.r), ambient.g / max(0.01, key.g), ambient.b / max(0.01, key.b))
        return self.tone(colour.multiply(Rgb(1, 1, 1).mix(ratio, 0.75)), z)

    def fill(self, canvas: skia.Canvas, path: skia.Path, colour: Rgb, alpha: float = 1.0) -> None:
        """Fill with a colour as it is (light it first with `tone`)."""
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=colour.skia(alpha)))

    def wash(
        self,
        canvas: skia.Canvas,
        path: skia.Path,
        colours: Sequence[Rgb],
        start: Point,
        end: Point,
        alphas: Sequence[float] | None = None,
    ) -> None:
        """Fill with a gradient from start to end, dithered so that it does not band."""
        stops = [c.skia(a) for c, a in zip(colours, alphas or [1.0] * len(colours), strict=True)]
        shader = skia.GradientShader.MakeLinear([skia.Point(*start), skia.Point(*end)], stops)
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Dither=True, Shader=shader))

    def glow(self, canvas: skia.Canvas, x: float, y: float, radius: float, colour: Rgb, alpha: float) -> None:
        """A soft round light that fades out at `radius` pixels."""
        stops = [colour.skia(alpha), colour.skia(alpha * 0.35), colour.skia(0.0)]
        shader = skia.GradientShader.MakeRadial(skia.Point(x, y), radius, stops, [0.0, 0.4, 1.0])
        canvas.drawCircle(x, y, radius, skia.Paint(AntiAlias=True, Dither=True, Shader=shader))

    def draw_drawing(
        self,
        canvas: skia.Canvas,
        name: str,
        x: float,
        z: float,
        size: float = 1.0,
        lift: float = 0.0,
        colours: dict[str, Rgb] | None = None,
        flip: bool = False,
    ) -> None:
        """Draw a thing of the art library on the ground (or `lift` metres above it) at x, z metres."""
        drawing = art.load(name)
        scale = self.view.scale(z) * drawing.scale * size
        px, py = self.view.point(x, lift, z)
        canvas.save()
        canvas.translate(px, py)
        canvas.scale(-scale if flip else scale, scale)
        canvas.translate(-drawing.width / 2, -drawing.ground)
        drawing.paint(colours, self.light.tint(z)).draw(canvas)
        canvas.restore()
