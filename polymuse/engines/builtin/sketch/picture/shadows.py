"""Contact shadows, cast shadows, reflections and halos."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import skia

from polymuse.engines.builtin.sketch.art import SLOT, Art, Rgb, SvgNode
from polymuse.engines.builtin.sketch.stage import Light

__all__ = [
    "DARK",
    "Glow",
    "ShadowCaster",
    "draw_cast_shadow",
    "draw_contact_shadow",
    "draw_halos",
    "draw_light_pool",
    "draw_reflection",
    "find_glows",
    "footprint",
    "halo_reach",
]

Sketch = Callable[[skia.Canvas], None]

HALOS = 16
"""Number of emissive parts, the largest, with a halo."""

DARK = 0.25
"""Darkness (`Light.night`) from which halos show."""

HALO = 2.2
"""Extent of a halo, relative to the part's radius …"""

WIDEST = 0.2
"""… and at most, relative to the thing's height."""

WARM = Rgb(1.0, 0.86, 0.58)


def draw_contact_shadow(canvas: skia.Canvas, x: float, ground: float, width: float, light: Light) -> None:
    """A soft dark ellipse on the ground under a thing of some width at x."""
    strength = 0.24 + 0.10 * light.soft
    height = max(1.5, min(width * 0.085, width * 0.05 + 8))
    _ellipse(canvas, (x, ground), (width * 0.68, height), light.shadow, strength, DENSE)


@dataclass(frozen=True, slots=True)
class ShadowCaster:
    """The geometry of a cast shadow: foot, width and height in pixels, and the light."""

    x: float
    ground: float
    width: float
    height: float
    light: Light
    box: skia.Rect
    """Bounds of the silhouette, to limit the blur."""


FLAT = 0.16
"""Height in the frame of a ground shadow, per length."""


def draw_cast_shadow(canvas: skia.Canvas, lean: ShadowCaster, silhouette: Sketch | None) -> None:
    """The sun's shadow: the silhouette projected onto the ground, or, without one, a soft streak (none for wide
    things)."""
    light = lean.light
    if light.sun is None or light.soft < DARK or light.night > DARK * 2:
        return
    slant = max(-1.8, min(1.8, light.slant))
    alpha = 0.24 * light.soft
    if silhouette is None and lean.width > lean.height:
        return
    if silhouette is None:
        length = abs(slant) * lean.height * 0.5
        canvas.save()
        canvas.translate(lean.x, lean.ground)
        canvas.rotate(math.degrees(math.atan2(FLAT * lean.height * 0.5, slant * lean.height)))
        way = math.copysign(length * 0.5, 1.0)
        _ellipse(canvas, (way, 0), (length * 0.62, lean.width * 0.22), light.shadow, alpha * 1.3)
        canvas.restore()
        return
    canvas.save()
    canvas.translate(lean.x, lean.ground)
    canvas.concat(skia.Matrix.MakeAll(1, -slant * 0.9, 0, 0, -FLAT - 0.06, 0, 0, 0, 1))
    canvas.translate(-lean.x, -lean.ground)
    layer = skia.Paint(
        Alphaf=alpha,
        ColorFilter=skia.ColorFilters.Blend(light.shadow.skia(), skia.BlendMode.kSrcIn),
        ImageFilter=skia.ImageFilters.Blur(2.2, 1.2),
    )
    canvas.saveLayer(lean.box, layer)
    silhouette(canvas)
    canvas.restore()
    canvas.restore()


def draw_reflection(canvas: skia.Canvas, sketch: Sketch, waterline: float, height: float, seconds: float) -> None:
    """The thing mirrored in water: faint, foreshortened, broken by ripples."""
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(-1e5, waterline, 1e5, waterline + height))
    canvas.translate(0, waterline)
    canvas.scale(1, -0.55)
    canvas.skew(0.02 * math.sin(seconds * 1.9), 0)
    canvas.translate(0, -waterline)
    canvas.saveLayerAlpha(None, 64)
    sketch(canvas)
    canvas.restore()
    canvas.restore()


@dataclass(frozen=True, slots=True)
class Glow:
    """An emissive part: centre, radius, extent of its halo from the centre, colour or slot. Lengths in viewBox units."""

    x: float
    y: float
    radius: float
    reach: float
    fill: str


def draw_light_pool(canvas: skia.Canvas, x: float, ground: float, radius: float, night: float) -> None:
    """A lamp's light on the ground around its foot."""
    _ellipse(canvas, (x, ground), (radius, radius * FLAT), WARM, 0.34 * night)


def find_glows(art: Art) -> tuple[Glow, ...]:
    """The largest emissive parts of a drawing."""
    shining = sorted(_shining(art.root, skia.Matrix(), art.height), key=lambda glow: (-glow.radius, glow.x, glow.y))
    return tuple(shining[:HALOS])


def halo_reach(shining: tuple[Glow, ...], night: float) -> float:
    """Extent of halos beyond the emissive parts, in viewBox units."""
    return max((glow.reach for glow in shining), default=0.0) if night > DARK else 0.0


def draw_halos(
    canvas: skia.Canvas, shining: tuple[Glow, ...], slots: Mapping[str, Rgb], matrix: skia.Matrix, night: float
) -> None:
    """Soft light around emissive parts, stronger in the dark."""
    if night <= DARK:
        return
    for glow in shining:
        slot = SLOT.fullmatch(glow.fill)
        colour = slots.get(slot[1].split("-")[0], WARM) if slot else Rgb.parse(glow.fill)
        at = matrix.mapXY(glow.x, glow.y)
        radius = matrix.mapRadius(glow.reach)
        if radius > 2:
            _ellipse(canvas, (at.x(), at.y()), (radius, radius), colour.mix(WARM, 0.4), 0.42 * night)


def footprint(art: Art) -> tuple[float, float]:
    """Left and right, in viewBox units, of the shapes that reach the ground."""
    low = art.ground - 0.05 * art.height
    boxes = [box for box in _boxes(art.root, skia.Matrix()) if box.bottom() >= low and box.top() <= art.ground]
    if not boxes:
        return art.bounds[0], art.bounds[2]
    return min(box.left() for box in boxes), max(box.right() for box in boxes)


def _boxes(part: SvgNode, matrix: skia.Matrix) -> Iterator[skia.Rect]:
    if part.path is not None:
        yield matrix.mapRect(part.path.getBounds())
    for child in part.children:
        turned = child.matrix is not None and child.path is None
        yield from _boxes(child, skia.Matrix.Concat(matrix, child.matrix) if turned else matrix)


def _shining(part: SvgNode, matrix: skia.Matrix, height: float) -> Iterator[Glow]:
    if part.path is not None:
        if part.glow and part.fill not in (None, "none"):
            box = matrix.mapRect(part.path.getBounds())
            radius = max(box.width(), box.height()) / 2
            yield Glow(box.centerX(), box.centerY(), radius, radius + min(HALO * radius, WIDEST * height), part.fill)
        return
    for child in part.children:
        turned = child.matrix is not None and child.path is None
        yield from _shining(child, skia.Matrix.Concat(matrix, child.matrix) if turned else matrix, height)


GLOWING = ((1.0, 0.0), (0.55, 0.42), (0.14, 0.75), (0.0, 1.0))
DENSE = ((1.0, 0.0), (0.8, 0.5), (0.3, 0.82), (0.0, 1.0))
"""Radial opacity profile of an ellipse: (opacity, part of the radius)."""


def _ellipse(
    canvas: skia.Canvas,
    centre: tuple[float, float],
    radii: tuple[float, float],
    colour: Rgb,
    alpha: float,
    fall: tuple[tuple[float, float], ...] = GLOWING,
) -> None:
    """An ellipse with a soft edge."""
    canvas.save()
    canvas.translate(*centre)
    canvas.scale(radii[0], radii[1])
    stops = [colour.skia(alpha * strength) for strength, _ in fall]
    shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, stops, [at for _, at in fall])
    canvas.drawCircle(0, 0, 1.0, skia.Paint(Shader=shader, AntiAlias=True))
    canvas.restore()
