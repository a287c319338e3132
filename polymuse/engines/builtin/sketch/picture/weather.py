"""Weather in front of the scene: rain, snow, fog, lightning. Every drop and flake is a function of its number and the
moment, so that any frame can be drawn alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.picture.layers import Item
from polymuse.engines.builtin.sketch.stage import Light, View

__all__ = ["FallingParticles", "items"]

WHITE = Rgb(1, 1, 1)

RAIN = ((6.0, 260, 1.5, 0.035, 0.26), (2.2, 130, 2.1, 0.06, 0.32), (0.8, 46, 2.9, 0.11, 0.36))
SNOW = ((5.0, 320, 0.10, 0.0035, 0.75), (2.0, 130, 0.16, 0.006, 0.85), (0.8, 34, 0.24, 0.011, 0.9))
"""Depths of falling particles: metres as multiples of the nearest ground, count, speed and size in frame heights,
opacity."""


@dataclass(frozen=True)
class FallingParticles:
    """Particles at one depth: start positions (fractions of the field), and speed in frame heights per second."""

    view: View
    colour: int
    across: NDArray[np.float64]
    down: NDArray[np.float64]
    speed: float
    slant: float
    size: float

    def points(self, seconds: float, swing: float = 0.0) -> NDArray[np.float64]:
        """Pixel positions at a time, (n, 2); the field extends a sixth of the frame on every side."""
        y = (self.down + seconds * self.speed / FIELD) % 1
        sway = swing * np.sin(2 * math.pi * (self.across * 7 + seconds * (0.25 + 0.2 * self.down)))
        x = (self.across + self.slant * seconds * self.speed / FIELD + sway) % 1
        edge = (FIELD - 1) / 2
        return np.stack([(x * FIELD - edge) * self.view.width, (y * FIELD - edge) * self.view.height], axis=1)


FIELD = 4 / 3
"""Size of the field in frames."""


@dataclass(frozen=True)
class _Air:
    """Common inputs of all weather."""

    view: View
    light: Light
    rng: np.random.Generator
    wind: float

    @property
    def near(self) -> float:
        return self.view.nearest()

    def fall(self, count: int, colour: int, speed: float, size: float) -> FallingParticles:
        """`count` particles; speed in frame heights per second, size in frame heights."""
        across, down = self.rng.random(count), self.rng.random(count)
        return FallingParticles(self.view, colour, across, down, speed, self.wind, size * self.view.height)


def items(weather: tuple[str, ...], view: View, light: Light, seed: int) -> Iterator[Item]:
    """Draw items of the weather, at their depths in metres."""
    wind = 0.35 if "wind" in weather or "storm" in weather else 0.12
    air = _Air(view, light, np.random.Generator(np.random.PCG64(seed)), wind)
    if {"rain", "storm", "drizzle"} & set(weather):
        yield from _rain(air, 0.4 if "drizzle" in weather else 1.0)
    if "snow" in weather:
        yield from _snow(air)
    if "fog" in weather:
        yield from _fog(air)
    if "storm" in weather:
        yield Item(air.near * 0.4, partial(_lightning, view, seed), 0.0)


def _rain(air: _Air, few: float) -> Iterator[Item]:
    tone = WHITE.multiply(air.light.key).mix(air.light.sky[-1], 0.3)
    for depth, count, speed, size, alpha in RAIN:
        drops = air.fall(round(count * few), tone.skia(alpha), speed, size)
        yield Item(air.near * depth, partial(_streaks, drops), 0.0)
    yield Item(air.near * 0.9, partial(_splashes, air.fall(round(90 * few), tone.skia(0.34), 0, 0.006)), 0.0)


def _streaks(fall: FallingParticles, canvas: skia.Canvas, seconds: float) -> None:
    path = skia.Path()
    lean = fall.slant * fall.size * fall.view.width / fall.view.height
    for x, y in fall.points(seconds).tolist():
        path.moveTo(x, y)
        path.lineTo(x + lean, y + fall.size)
    canvas.drawPath(path, _line(fall.colour, max(1.0, fall.size * 0.028)))


def _splashes(fall: FallingParticles, canvas: skia.Canvas, seconds: float) -> None:
    """Expanding rings on the ground, a third of a second each, at changing positions."""
    top = fall.view.horizon * fall.view.height
    path = skia.Path()
    for x, y in zip(fall.across.tolist(), fall.down.tolist(), strict=True):
        turns = seconds / 0.9 + x * 7
        age = turns % 1 * 2.7
        if age >= 1:
            continue
        along, near = (x + math.floor(turns) * 0.618) % 1, 0.4 + 0.6 * y
        radius = fall.size * near * (0.4 + 1.6 * age)
        px, py = (along * FIELD - 1 / 6) * fall.view.width, top + near * (fall.view.height - top)
        path.addOval(skia.Rect.MakeLTRB(px - radius * 1.6, py - radius * 0.5, px + radius * 1.6, py + radius * 0.5))
    canvas.drawPath(path, _line(fall.colour, 1.2))


def _line(colour: int, width: float) -> skia.Paint:
    return skia.Paint(AntiAlias=True, Color=colour, Style=skia.Paint.kStroke_Style, StrokeWidth=width)


def _snow(air: _Air) -> Iterator[Item]:
    tone = WHITE.multiply(air.light.key.mix(WHITE, 0.5))
    for depth, count, speed, size, alpha in SNOW:
        yield Item(air.near * depth, partial(_flakes, air.fall(count, tone.skia(alpha), speed, size)), 0.0)


def _flakes(fall: FallingParticles, canvas: skia.Canvas, seconds: float) -> None:
    paint = skia.Paint(AntiAlias=True, Color=fall.colour, StrokeCap=skia.Paint.kRound_Cap, StrokeWidth=fall.size * 2)
    points = [skia.Point(x, y) for x, y in fall.points(seconds, 0.02).tolist()]
    canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)


def _fog(air: _Air) -> Iterator[Item]:
    for depth, alpha in ((5.0, 0.30), (1.8, 0.24)):
        bank = _bank(air, alpha)
        yield Item(air.near * depth, partial(_slide, air.view, bank, float(air.rng.random())), 0.0)


def _bank(air: _Air, alpha: float) -> skia.Image:
    """A low fog bank, wider than the frame, fading at its ends."""
    width, height, haze = air.view.width, air.view.height, air.light.haze
    surface = skia.Surface(round(BANK * width), round(0.5 * height))
    canvas = surface.getCanvas()
    for x, y, wide in ((0.3, 0.4, 0.3), (0.68, 0.6, 0.32)):
        canvas.save()
        canvas.translate(x * surface.width(), y * surface.height())
        canvas.scale(wide * surface.width(), 0.38 * surface.height())
        stops = [haze.skia(alpha), haze.skia(alpha * 0.5), haze.skia(0)]
        shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, stops, [0, 0.5, 1])
        canvas.drawCircle(0, 0, 1, skia.Paint(Shader=shader, Dither=True))
        canvas.restore()
    return surface.makeImageSnapshot()


BANK = 1.7
"""Width of a fog bank in frames."""


def _slide(view: View, bank: skia.Image, phase: float, canvas: skia.Canvas, seconds: float) -> None:
    """The fog bank drifting sideways in whole pixels."""
    x = (1 - BANK) / 2 * view.width + view.width * 0.3 * math.sin(phase * 6 + seconds * 0.05)
    y = (view.horizon - 0.19) * view.height
    canvas.drawImage(bank, round(x), round(y))


def _lightning(view: View, seed: int, canvas: skia.Canvas, seconds: float) -> None:
    """A flash every few seconds, with fast rise and slow fall; at most three per second (WCAG 2.3.1)."""
    period = 5.3
    turn = math.floor(seconds / period)
    start = 1.1 + 2.6 * (math.sin(turn * 12.9898 + seed) * 43758.5453 % 1)
    since = seconds - turn * period - start
    if 0 <= since < 0.7:
        strength = 0.42 * math.exp(-since * 6)
        rect = skia.Rect.MakeLTRB(-view.width, -view.height, 2 * view.width, 2 * view.height)
        canvas.drawRect(rect, skia.Paint(Color=Rgb(0.93, 0.95, 1.0).skia(strength)))
