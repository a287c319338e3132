"""Low sun: a warm veil and slanting rays over the distance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import skia

from polymuse.engines.builtin.sketch.picture.layers import Item
from polymuse.engines.builtin.sketch.stage import Light, Luminary, View

__all__ = ["items"]

LOW = frozenset({"dawn", "morning", "golden hour", "sunset"})
DEPTH = 70.0
REACH = 0.95
"""Extent of the veil in frame heights."""


def items(view: View, light: Light) -> Iterator[Item]:
    """The veil, if the sun is up and low."""
    if light.sun is None or light.hour not in LOW:
        return
    x, y, r = light.sun.x * view.width, light.sun.y * view.height, REACH * view.height
    yield Item(DEPTH, partial(_veil, view, light.sun), math.inf, (x - r, y - r, x + r, y + r), soft=True)


def _veil(view: View, sun: Luminary, canvas: skia.Canvas, _: float) -> None:
    x, y, reach = sun.x * view.width, sun.y * view.height, REACH * view.height
    stops = [sun.glow.skia(0.30), sun.glow.skia(0.12), sun.glow.skia(0.0)]
    shader = skia.GradientShader.MakeRadial(skia.Point(x, y), reach, stops, [0.0, 0.4, 1.0])
    canvas.drawCircle(x, y, reach, skia.Paint(Shader=shader, Dither=True))
    rays = skia.Path()
    for i in range(7):
        angle, spread = 0.25 + i * 0.38 + 0.09 * math.sin(i * 2.4), 0.035 + 0.02 * math.sin(i * 1.7)
        rays.moveTo(x, y)
        for edge in (angle - spread, angle + spread):
            rays.lineTo(x + reach * math.cos(edge), y + reach * math.sin(edge))
        rays.close()
    tones = [sun.glow.skia(0.13), sun.glow.skia(0.0)]
    fade = skia.GradientShader.MakeRadial(skia.Point(x, y), reach, tones, [0.1, 0.9])
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, view.height * 0.008)
    canvas.drawPath(rays, skia.Paint(Shader=fade, AntiAlias=True, MaskFilter=soft))
