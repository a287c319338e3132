"""Land: hills, lines of trees, ground in strips, grass and flowers in front."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, bumps, lens, polygon, rolling, smooth
from polymuse.engines.builtin.sketch.stage import Plane

__all__ = [
    "Greens",
    "blades",
    "foreground",
    "ground",
    "hills",
    "lawn",
    "leaves",
    "light_patches",
    "mound",
    "mountains",
    "season_of",
    "speckle",
    "treeline",
    "tuft",
]

_hex = Rgb.parse

LARGEST = 0.010
"""Radius of the largest dab of a flower, in frame heights: nearer ones would be blots."""


@dataclass(frozen=True, slots=True)
class Greens:
    """The colours of what grows, in one season."""

    grass: Rgb
    dry: Rgb
    far: Rgb
    leaf: Rgb
    deep: Rgb
    flowers: tuple[Rgb, ...]


SEASONS: Mapping[str, Greens] = {
    "spring": Greens(
        _hex("#9db565"), _hex("#c1c77f"), _hex("#87a28b"), _hex("#86a85a"), _hex("#4f7350"),
        (_hex("#f2ead2"), _hex("#eebfc6"), _hex("#efd77a")),
    ),
    "summer": Greens(
        _hex("#8ea657"), _hex("#c2b76f"), _hex("#7a9784"), _hex("#6f8f50"), _hex("#41624a"),
        (_hex("#d9634d"), _hex("#f0e3bd"), _hex("#e8c35a")),
    ),
    "autumn": Greens(
        _hex("#b3a05a"), _hex("#cfae68"), _hex("#97896d"), _hex("#c9853f"), _hex("#7d5a3b"),
        (_hex("#c9743a"), _hex("#d9a24a"), _hex("#a8503a")),
    ),
    "winter": Greens(
        _hex("#e3e8ea"), _hex("#f2f1ec"), _hex("#a9bac4"), _hex("#b9c6cc"), _hex("#62747c"),
        (_hex("#cfd8dc"), _hex("#eef0ee"), _hex("#bccad2")),
    ),
}  # fmt: skip


def season_of(brush: Brush) -> Greens:
    """The season's colours; snow on the ground is winter whatever the month."""
    setting = brush.scenery.brief.setting
    if "snow" in setting.weather:
        return SEASONS["winter"]
    return SEASONS[setting.season or "summer"]


def hills(brush: Brush, name: str, z: float, colour: Rgb, height: float, wave: float, base: float = 0.0) -> Plane:
    """A line of hills at depth z: `height` and `wave` in metres, standing `base` metres above the ground there."""
    scale = brush.view.scale(z)
    y = brush.view.ground(z) - (base + height) * scale
    line = rolling(brush.rng(name), brush.left, brush.right, y, height * scale, wave * scale)
    return Plane(z, partial(_silhouette, brush, line, colour, z, height * 2 * scale))


def _silhouette(
    brush: Brush,
    line: Sequence[tuple[float, float]],
    colour: Rgb,
    z: float,
    depth: float,
    canvas: skia.Canvas,
    _: float,
) -> None:
    """A land shape that pales towards its foot, where the mist lies."""
    top = min(y for _, y in line)
    foot = brush.tone(colour, z).mix(brush.light.haze, 0.30)
    brush.wash(canvas, below(line, brush.bottom), [brush.tone(colour, z), foot], (0, top), (0, top + depth * 1.4 + 1))


def mountains(brush: Brush, name: str, z: float, colour: Rgb, height: float, snow: float = 0.0) -> Plane:
    """A range of peaks `height` metres high; snow covers the upper part (0..1) of the highest."""
    return Plane(z, partial(_range, brush, name, z, colour, height, snow))


def _range(
    brush: Brush, name: str, z: float, colour: Rgb, height: float, snow: float, canvas: skia.Canvas, _: float
) -> None:
    rng, scale = brush.rng(name), brush.view.scale(z)
    foot, tall = brush.view.ground(z), height * scale
    lit, shade = brush.tone(colour, z), brush.shade(colour, z)
    x = brush.left - tall
    peaks = []
    while x < brush.right + tall:
        peaks.append((x, tall * rng.uniform(0.45, 1.0), rng.uniform(0.9, 1.5)))
        x += tall * rng.uniform(0.55, 1.1)
    mist = brush.light.haze
    for px, rise, slope in sorted(peaks, key=lambda p: p[1]):
        top = foot - rise
        half = rise * slope
        ridge = [(px, top)]
        for i in range(1, 6):
            ridge.append((px + half * 0.10 * math.sin(i * 2.2 + px) + half * 0.16 * i / 5, top + rise * i / 5))
        left = _slope(rng, px, top, px - half, foot)
        right = _slope(rng, px, top, px + half, foot)
        brush.wash(canvas, polygon([*left, *reversed(right)]), [lit, lit.mix(mist, 0.35)], (0, top), (0, foot))
        brush.wash(canvas, polygon([*ridge, *reversed(right)]), [shade, shade.mix(mist, 0.5)], (0, top), (0, foot))
        if snow and rise > tall * 0.62:
            _snowcap(brush, canvas, rng, left, right, ridge, snow, z)


def _slope(rng: Random, x: float, y: float, ex: float, ey: float) -> list[tuple[float, float]]:
    """A mountainside from summit to foot, a little broken."""
    steps = 6
    side = []
    for i in range(steps + 1):
        t = i / steps
        jag = rng.uniform(-0.05, 0.05) * (ex - x) * (0 < i < steps)
        side.append((x + (ex - x) * t**1.12 + jag, y + (ey - y) * t))
    return side


def _snowcap(
    brush: Brush,
    canvas: skia.Canvas,
    rng: Random,
    left: Sequence[tuple[float, float]],
    right: Sequence[tuple[float, float]],
    ridge: Sequence[tuple[float, float]],
    snow: float,
    z: float,
) -> None:
    white = _hex("#f3f1ea")
    steps = max(1, round(snow * 5))
    lx, ly = left[steps]
    rx, ry = right[steps]
    teeth = [
        (lx + (rx - lx) * i / 7, (ly + ry) / 2 + rng.uniform(-0.9, 0.35) * (ly - left[0][1]) * 0.3) for i in range(1, 7)
    ]
    brush.fill(canvas, polygon([*left[: steps + 1], *teeth, *reversed(right[: steps + 1])]), brush.tone(white, z))
    middle = ridge[min(steps, 5)]
    shaded = [*ridge[: steps + 1], *[t for t in teeth if t[0] > middle[0]], *reversed(right[: steps + 1])]
    brush.fill(canvas, polygon(shaded), brush.shade(white, z))


def treeline(brush: Brush, name: str, z: float, height: float, colour: Rgb, gap: float = 0.0) -> Plane:
    """A wood seen from afar, about `height` metres high, standing on the ground at z. `gap` metres to either side of
    the middle are left low."""
    return Plane(z, partial(_wood, brush, name, z, height, colour, gap))


def _wood(
    brush: Brush, name: str, z: float, height: float, colour: Rgb, gap: float, canvas: skia.Canvas, _: float
) -> None:
    rng, scale = brush.rng(name), brush.view.scale(z)
    foot, size = brush.view.ground(z), height * scale * 0.36
    line = rolling(
        rng, brush.left, brush.right, foot - height * scale * 0.55, height * scale * 0.22, height * scale * 7
    )
    if gap:
        middle, reach = brush.view.width / 2, gap * scale
        line = [(x, y + height * scale * 0.5 * math.exp(-(((x - middle) / reach) ** 2))) for x, y in line]
    for dx, dy, grow, tone in (
        (0.0, 0.0, 1.0, brush.tone(colour.adjust_lightness(-0.12), z)), (-0.22, 0.10, 0.82, brush.tone(colour, z)),
        (-0.42, 0.05, 0.42, brush.tone(colour.adjust_lightness(0.09), z)),
    ):  # fmt: skip
        shifted = [(x + dx * size, y + dy * size) for x, y in line]
        path = bumps(rng, shifted, size * grow)
        brush.fill(canvas, path, tone)
        if not dx:
            brush.fill(canvas, below(line, foot + 2), tone)


def ground(
    brush: Brush,
    name: str,
    z: float,
    far: Rgb,
    near: Rgb,
    swell: float = 0.06,
    to: float = 1.0,
    details: int = 0,
    detail: Rgb | None = None,
) -> Plane:
    """The ground from depth z to the eye: `far` and `near` are its colours (unlit) there and at depth `to`; its edge
    rises and falls by `swell` metres. `details` tufts of the colour `detail` grow on it."""
    return Plane(z, partial(_strip, brush, name, z, far, near, swell, to, details, detail))


def _strip(
    brush: Brush,
    name: str,
    z: float,
    far: Rgb,
    near: Rgb,
    swell: float,
    to: float,
    details: int,
    detail: Rgb | None,
    canvas: skia.Canvas,
    _: float,
) -> None:
    lawn(brush, canvas, name, z, far, near, swell, to)
    if details:
        rng = brush.rng(f"{name} tufts")
        blades(
            brush,
            canvas,
            rng,
            z * 0.96,
            max(to, brush.view.nearest() * 0.8),
            details,
            detail or near.adjust_lightness(-0.14),
        )


def lawn(
    brush: Brush, canvas: skia.Canvas, name: str, z: float, far: Rgb, near: Rgb, swell: float, to: float = 2.5
) -> None:
    """Paint plain ground from depth z on; arguments as for `ground`."""
    view, rng = brush.view, brush.rng(name)
    y, scale = view.ground(z), view.scale(z)
    line = rolling(rng, brush.left, brush.right, y, swell * scale, max(60.0, min(9 * scale, view.width * 0.8)))
    end = min(brush.bottom, view.ground(to))
    path = below(line, brush.bottom)
    brush.wash(canvas, path, [brush.tone(far, z), brush.tone(near, to)], (0, y), (0, end))
    shade = brush.light.shadow
    brush.wash(canvas, path, [shade, shade], (0, view.height * 0.74), (0, view.height * 1.04), [0.0, 0.34])


def light_patches(
    brush: Brush, canvas: skia.Canvas, rng: Random, near: float, far: float, count: int, colour: Rgb, alpha: float = 0.5
) -> None:
    """Long flat patches lying on the ground, foreshortened, between two depths."""
    view = brush.view
    for _ in range(count):
        z = near * (far / near) ** rng.random()
        x = rng.uniform(-1.7, 1.7) * view.half_width(z)
        px, py = view.point(x, 0, z)
        path = skia.Path()
        width = view.scale(z) * rng.uniform(1.6, 4.5)
        lens(path, px, py, width, width * rng.uniform(0.05, 0.09))
        brush.fill(canvas, path, brush.tone(colour, z), alpha)


def blades(
    brush: Brush,
    canvas: skia.Canvas,
    rng: Random,
    far: float,
    near: float,
    count: int,
    colour: Rgb,
    height: float = 0.16,
) -> None:
    """Tufts of three blades each, in groups over the picture between two depths."""
    view = brush.view
    top, bottom = view.ground(far), min(brush.bottom, view.ground(near))
    groups = [(rng.uniform(brush.left, brush.right), rng.random() ** 1.2) for _ in range(max(4, count // 7))]
    shades: dict[int, skia.Path] = {}
    for i in range(count):
        gx, gy = groups[i % len(groups)]
        y = top + (bottom - top) * min(1, max(0, gy + rng.gauss(0, 0.025)))
        z = view.eye * view.focal * view.height / max(1.0, y - brush.horizon)
        x, size = gx + rng.gauss(0, 0.45) * view.scale(z), view.scale(z) * height * rng.uniform(0.6, 1.3)
        path = shades.setdefault(min(3, int(4 * (y - top) / max(1.0, bottom - top))), skia.Path())
        tuft(path, rng, x, y, size)
    for level, path in shades.items():
        depth = far + (near - far) * (level + 0.5) / 4
        brush.fill(canvas, path, brush.tone(colour, depth), 0.8)


def tuft(path: skia.Path, rng: Random, x: float, y: float, size: float) -> None:
    for lean in (-0.45, 0.05, 0.5):
        tip = lean * size * rng.uniform(0.8, 1.3)
        rise = size * (1.1 - abs(lean) * 0.7)
        path.moveTo(x - size * 0.10, y)
        path.quadTo(x + tip * 0.2, y - rise * 0.6, x + tip, y - rise)
        path.quadTo(x + tip * 0.45, y - rise * 0.4, x + size * 0.12, y)
        path.close()


def speckle(
    brush: Brush,
    canvas: skia.Canvas,
    rng: Random,
    far: float,
    near: float,
    count: int,
    colours: Sequence[Rgb],
    size: float = 0.035,
    lift: float = 0.14,
) -> None:
    """Flower heads (or leaves, or pebbles with no lift) as dabs between two depths; sizes in metres."""
    view = brush.view
    top, bottom = view.ground(far), min(brush.bottom, view.ground(near))
    groups = [(rng.uniform(brush.left, brush.right), rng.random()) for _ in range(max(3, count // 14))]
    for _ in range(count):
        gx, gy = rng.choice(groups)
        y = top + (bottom - top) * min(1, max(0, gy + rng.gauss(0, 0.07)))
        z = view.eye * view.focal * view.height / max(1.0, y - brush.horizon)
        scale = view.scale(z)
        wide = min(scale * size, LARGEST * view.height)
        x, r = gx + rng.gauss(0, 0.7) * scale, max(1.0, wide * rng.uniform(0.7, 1.3))
        y -= scale * lift * rng.uniform(0.3, 1)
        brush.fill(canvas, _dab(x, y, r), brush.tone(rng.choice(colours), z))


def _dab(x: float, y: float, r: float) -> skia.Path:
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - r * 1.2, y - r * 0.8, x + r * 1.2, y + r * 0.8))
    return path


@dataclass(frozen=True, slots=True)
class _Blade:
    x: float
    length: float
    lean: float
    width: float
    tone: int
    flower: int


FOOT = 1.02
"""Where the grass in front grows from, just out of the frame: in frame heights."""


def foreground(brush: Brush, colour: Rgb, flowers: Sequence[Rgb] = (), tall: float = 1.0, z: float = 2.2) -> Plane:
    """Dark grass along the lower edge, taller at the corners, moving in the wind: a frame with a free middle."""
    rng, view = brush.rng("foreground"), brush.view
    made = []
    count = round(66 * max(0.5, min(1.2, view.width / view.height / 1.6)))
    for i in range(count):
        x = brush.left + (brush.right - brush.left) * (i + rng.random()) / count
        side = abs(x / view.width - 0.5) * 2
        length = view.height * (0.030 + 0.085 * min(1.4, side) ** 2.4) * tall * rng.uniform(0.6, 1.35)
        flower = rng.randrange(len(flowers)) if flowers and rng.random() < 0.16 * side else -1
        made.append(
            _Blade(
                x,
                length * (1.25 if flower >= 0 else 1),
                rng.uniform(-0.5, 0.5),
                length * 0.09 + 2,
                rng.randrange(2),
                flower,
            )
        )
    tones = (brush.tone(colour, 2), brush.tone(colour.adjust_lightness(-0.13), 2))
    lit = [brush.tone(f, 2).mix(tones[0], 0.15) for f in flowers]
    foot, wave = view.height * FOOT, view.height * 0.3
    bank = below(rolling(rng, brush.left, brush.right, foot, view.height * 0.008, wave), brush.bottom)
    return Plane(z, partial(_sway, brush, made, bank, tones, lit), still=False)


def _sway(
    brush: Brush,
    grass: Sequence[_Blade],
    bank: skia.Path,
    tones: Sequence[Rgb],
    flowers: Sequence[Rgb],
    canvas: skia.Canvas,
    seconds: float,
) -> None:
    foot = brush.view.height * FOOT
    paths = [skia.Path() for _ in tones]
    heads = []
    for blade in grass:
        wind = 0.13 * math.sin(seconds * 1.7 + blade.x * 0.011) + 0.05 * math.sin(seconds * 3.1 + blade.x * 0.05)
        tip = blade.x + (blade.lean + wind) * blade.length
        path, half = paths[blade.tone], blade.width
        path.moveTo(blade.x - half, foot + half)
        path.lineTo(blade.x - half, foot)
        path.quadTo(blade.x - half * 0.3, foot - blade.length * 0.6, tip, foot - blade.length)
        path.quadTo(blade.x + half * 0.9, foot - blade.length * 0.5, blade.x + half, foot)
        path.lineTo(blade.x + half, foot + half)
        path.close()
        if blade.flower >= 0:
            heads.append((tip, foot - blade.length, blade))
    paths[-1].addPath(bank)
    for path, tone in zip(paths, tones, strict=True):
        brush.fill(canvas, path, tone)
    for x, y, blade in heads:
        brush.fill(canvas, _dab(x, y, brush.view.height * 0.009), flowers[blade.flower])


def leaves(brush: Brush, colour: Rgb, right: bool = True, z: float = 2.4) -> Plane:
    """A bough hanging into an upper corner, moving a little: the frame of a picture under trees."""
    rng, view = brush.rng(f"bough {right}"), brush.view
    unit = min(view.width, view.height * 1.5) / 1000
    sprays = []
    for i in range(9):
        t = i / 8
        x, y = 40 - 330 * t * rng.uniform(0.8, 1.2), -60 + 120 * math.sin(t * 1.4) + rng.uniform(-40, 60) * (1 - t)
        sprays.append((x * unit, y * unit, rng.uniform(46, 84) * (1.25 - t) * unit, rng.uniform(0, 6)))
    tones = (brush.tone(colour.adjust_lightness(-0.10), 2), brush.tone(colour, 2))
    corner = view.width if right else 0.0
    return Plane(z, partial(_bough, brush, sprays, tones, corner, 1 if right else -1), still=False)


def _bough(
    brush: Brush,
    sprays: Sequence[tuple[float, float, float, float]],
    tones: Sequence[Rgb],
    corner: float,
    side: int,
    canvas: skia.Canvas,
    seconds: float,
) -> None:
    paths = [skia.Path() for _ in tones]
    for i, (x, y, size, phase) in enumerate(sprays):
        sway = math.sin(seconds * 1.1 + phase) * size * 0.05
        cx, cy = corner + side * x + sway, y + abs(sway) * 0.4
        for j in range(7):
            angle = phase + j * 0.9
            _leaf(
                paths[(i + j) % 2],
                cx + math.cos(angle) * size * 0.5,
                cy + math.sin(angle) * size * 0.4,
                size * 0.62,
                angle,
            )
    for path, tone in zip(paths, tones, strict=True):
        brush.fill(canvas, path, tone)


def _leaf(path: skia.Path, x: float, y: float, length: float, angle: float) -> None:
    dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    nx, ny = -dy * 0.55, dx * 0.55
    path.moveTo(x - dx, y - dy)
    path.quadTo(x + nx, y + ny, x + dx, y + dy)
    path.quadTo(x - nx, y - ny, x - dx, y - dy)
    path.close()


def mound(x: float, y: float, width: float, height: float) -> skia.Path:
    """A low rounded heap standing at x, y."""
    return smooth(
        [
            (x - width / 2, y),
            (x - width * 0.36, y - height * 0.7),
            (x, y - height * 1.1),
            (x + width * 0.36, y - height * 0.7),
            (x + width / 2, y),
            (x, y + height * 0.1),
        ]
    )
