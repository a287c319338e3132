"""The sky as planes: its gradient with sun or moon, stars that twinkle, clouds of cut paper that drift, and an aurora,
a rainbow or the Milky Way where the words ask for one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush, lens
from polymuse.engines.builtin.sketch.stage import FAR, Luminary, Plane

__all__ = ["SHOWN", "band", "clouds", "planes", "stars"]

SHOWN = frozenset({
    "aurora", "cloud", "milky way", "moon", "northern light", "northern lights", "rainbow", "sky", "star", "starlight",
    "sun",
})  # fmt: skip
"""Things of the sky that outdoor sets draw themselves, so that nothing has to be placed for them."""

FAINT = 0.02
"""Strength of stars below which there are none."""
MOONLIT = 0.9
"""How dark it is when what shines is the moon."""
CORONA = 3.0
"""How far the light close to the sun reaches, in its radii."""
MARIA = ((-0.3, -0.22, 0.24), (0.26, 0.06, 0.17), (-0.1, 0.42, 0.2), (0.34, -0.4, 0.1))
"""The moon's spots: place and size in its radii."""
ARCS = {
    ("dawn", "morning"): (0.0016, 0.0034), ("day", "afternoon"): (0.0014, -0.0004),
    ("golden hour", "sunset"): (0.0012, -0.0034), ("night", "dusk"): (0.0012, 0.0012),
}  # fmt: skip
"""How the sun or moon goes across and up, in frame heights a second: as fast as it can without drawing the eye."""
LONG = 18.0
"""Seconds after which it stands still, or it would leave its light behind."""

WHITE = Rgb(1, 1, 1)
PAPER_MOON = Rgb.parse("#f4ecd2")
RAINBOW = ("#c95f5a", "#dd9655", "#e6cf74", "#86b07c", "#6b9bc0", "#8576b0")

COVER = {"cloudy": 7, "overcast": 9, "rain": 8, "drizzle": 8, "storm": 10, "snow": 7, "wind": 6, "clear": 0, "fog": 0}
"""How many clouds each weather has; FAIR without any."""
FAIR = 4
FLAT_HOURS = {"dawn", "sunset", "dusk", "night", "golden hour"}
"""Hours whose clouds are long and flat."""


def planes(brush: Brush) -> list[Plane]:
    """The sky's planes, back to front."""
    light = brush.light
    found = [Plane(FAR, partial(_dome, brush), soft=light.stars <= FAINT)]
    if light.sun:
        found.append(Plane(FAR, partial(_wander, brush, _disc(brush, light.sun), light.sun), still=False))
    found += stars(brush)
    if _asked(brush, "aurora", "northern light"):
        found.append(Plane(FAR, partial(_aurora, brush)))
    found += clouds(brush)
    if _asked(brush, "rainbow"):
        found.append(Plane(FAR * 0.75, partial(_rainbow, brush)))
    return found


def stars(brush: Brush) -> list[Plane]:
    """The bright stars, which twinkle."""
    if brush.light.stars <= FAINT:
        return []
    return [Plane(FAR, partial(_twinkle, brush, _bright_stars(brush)), still=False)]


def _asked(brush: Brush, *words: str) -> bool:
    brief = brush.scenery.brief
    said = " ".join([brief.text, *(s.name for s in brief.subjects)]).lower()
    return any(word in said for word in words)


def band(canvas: skia.Canvas, brush: Brush, box: skia.Rect, zenith: float, horizon: float) -> None:
    """The sky's colours in a box, from the zenith's y to the horizon's; beyond them the last colour goes on."""
    sky = brush.light.sky
    stops = [(i / (len(sky) - 1)) ** 0.85 for i in range(len(sky))]
    ends = [skia.Point(0, zenith), skia.Point(0, horizon)]
    shader = skia.GradientShader.MakeLinear(ends, [c.skia() for c in sky], stops)
    canvas.drawRect(box, skia.Paint(Shader=shader, Dither=True))


def _dome(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    box = skia.Rect.MakeLTRB(brush.left, brush.top, brush.right, brush.bottom)
    band(canvas, brush, box, 0.0, brush.horizon)
    if brush.light.stars > FAINT:
        _star_field(brush, canvas)
        if _asked(brush, "milky way", "galaxy"):
            _milky_way(brush, canvas)
    if brush.light.sun:
        _haze_of(canvas, brush, brush.light.sun)


def _haze_of(canvas: skia.Canvas, brush: Brush, sun: Luminary) -> None:
    """The wide light around the sun or the moon: low and broad near the horizon, round above."""
    view = brush.view
    x, y, r = sun.x * view.width, sun.y * view.height, sun.radius * view.height
    if brush.light.night >= MOONLIT:
        brush.glow(canvas, x, y, r * 9.0, sun.glow, 0.30)
        return
    low = max(0.0, min(1.0, 1.6 - abs(brush.horizon - y) / (0.16 * view.height)))
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(1 + 0.8 * low, 1)
    brush.glow(canvas, 0, 0, r * (11 + 4 * low), sun.glow, 0.62)
    canvas.restore()


def _disc(brush: Brush, sun: Luminary) -> skia.Image:
    """The sun or the moon with the light close to it."""
    r = sun.radius * brush.view.height
    size = math.ceil(2 * CORONA * r)
    surface, middle = skia.Surface(size, size), size / 2
    canvas = surface.getCanvas()
    moon = brush.light.night >= MOONLIT
    if moon:
        brush.glow(canvas, middle, middle, r * 2.6, sun.glow, 0.32)
    else:
        brush.glow(canvas, middle, middle, r * CORONA, sun.colour, 0.55)
    canvas.drawCircle(middle, middle, r, skia.Paint(AntiAlias=True, Color=sun.colour.skia()))
    spot = skia.Paint(AntiAlias=True, Color=sun.colour.adjust_lightness(-0.10).skia(0.7))
    for dx, dy, part in MARIA if moon else ():
        canvas.drawCircle(middle + dx * r, middle + dy * r, part * r, spot)
    return surface.makeImageSnapshot()


def _wander(brush: Brush, disc: skia.Image, sun: Luminary, canvas: skia.Canvas, seconds: float) -> None:
    """The sun or moon on its arc: up in the morning, down in the evening, but never out of its light."""
    view = brush.view
    across, up = next((way for hours, way in ARCS.items() if brush.light.hour in hours), (0.0, 0.0))
    t = min(LONG, max(-LONG, seconds))
    x = sun.x * view.width + across * t * view.height
    y = sun.y * view.height - up * t * view.height
    half = disc.width() / 2
    canvas.drawImage(disc, x - half, y - half, skia.SamplingOptions(skia.FilterMode.kLinear))


def _star_field(brush: Brush, canvas: skia.Canvas) -> None:
    """The faint stars: denser away from the horizon."""
    rng, light = brush.rng("stars"), brush.light
    unit = brush.view.height / 720
    for size, count in ((0.7, 260), (1.1, 90)):
        points = [skia.Point(rng.uniform(brush.left, brush.right), _height(rng, brush)) for _ in range(count)]
        paint = skia.Paint(AntiAlias=True, Color=PAPER_MOON.skia(0.62 * light.stars), StrokeWidth=2 * size * unit)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        canvas.drawPoints(skia.Canvas.kPoints_PointMode, points, paint)


def _height(rng: Random, brush: Brush) -> float:
    return brush.top + (brush.horizon * 0.94 - brush.top) * math.pow(rng.random(), 1.35)


@dataclass(frozen=True, slots=True)
class _Star:
    x: float
    y: float
    size: float
    period: float
    phase: float


def _bright_stars(brush: Brush) -> list[_Star]:
    rng = brush.rng("bright stars")
    unit = brush.view.height / 720
    return [
        _Star(
            rng.uniform(brush.left, brush.right),
            _height(rng, brush),
            rng.uniform(2.2, 4.6) * unit,
            rng.uniform(2.2, 5.5),
            rng.random(),
        )
        for _ in range(26)
    ]


def _twinkle(brush: Brush, stars: Sequence[_Star], canvas: skia.Canvas, seconds: float) -> None:
    for star in stars:
        shine = 0.62 + 0.38 * math.sin(2 * math.pi * (seconds / star.period + star.phase))
        paint = skia.Paint(AntiAlias=True, Color=PAPER_MOON.skia(shine * brush.light.stars))
        r = star.size * (0.75 + 0.25 * shine)
        path = skia.Path()
        path.moveTo(star.x, star.y - r)
        for dx, dy in ((r, 0), (0, r), (-r, 0), (0, -r)):
            path.quadTo(star.x, star.y, star.x + dx, star.y + dy)
        canvas.drawPath(path, paint)


def _milky_way(brush: Brush, canvas: skia.Canvas) -> None:
    rng, view = brush.rng("milky way"), brush.view
    ax, ay, bx, by = view.width * 0.18, brush.horizon, view.width * 0.86, -view.height * 0.1
    for _ in range(46):
        t, off = rng.uniform(-0.1, 1.2), rng.gauss(0, 0.05)
        x, y = ax + (bx - ax) * t + off * view.height, ay + (by - ay) * t + off * view.height * 0.5
        radius = view.height * rng.uniform(0.05, 0.13)
        brush.glow(canvas, x, y, radius, Rgb(0.72, 0.76, 0.88), 0.10)
    dust = []
    for _ in range(420):
        t, off = rng.uniform(-0.2, 1.3), rng.gauss(0, 0.055)
        dust.append(skia.Point(ax + (bx - ax) * t + off * view.height, ay + (by - ay) * t + off * view.height * 0.5))
    dust = [p for p in dust if p.y() < brush.horizon]
    paint = skia.Paint(AntiAlias=True, Color=PAPER_MOON.skia(0.65), StrokeWidth=view.height / 500)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    canvas.drawPoints(skia.Canvas.kPoints_PointMode, dust, paint)


def _aurora(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """Three curtains: each a row of soft vertical strips hanging on a winding line."""
    rng, view = brush.rng("aurora"), brush.view
    tints = (Rgb(0.45, 0.86, 0.66), Rgb(0.40, 0.78, 0.78), Rgb(0.66, 0.55, 0.82))
    step = view.width / 52
    for curtain, tint in enumerate(tints):
        base, phase = brush.horizon * (0.74 - 0.16 * curtain), rng.uniform(0, 6)
        x = brush.left
        while x < brush.right:
            sway = math.sin(x / view.width * 5 + phase) + 0.45 * math.sin(x / view.width * 13 + phase * 2)
            foot = base + 0.055 * view.height * sway
            tall = view.height * (0.30 + 0.10 * math.sin(x / view.width * 21 + phase))
            alpha = 0.16 + 0.10 * math.sin(x / view.width * 9 + phase * 3)
            shader = skia.GradientShader.MakeLinear(
                [skia.Point(0, foot - tall), skia.Point(0, foot + tall * 0.12)],
                [tint.skia(0.0), tint.skia(alpha), tint.skia(alpha * 1.4), tint.skia(0.0)],
                [0.0, 0.6, 0.9, 1.0],
            )
            box = skia.Rect.MakeLTRB(x, foot - tall, x + step * 2.1, foot + tall * 0.12)
            canvas.drawRect(box, skia.Paint(Shader=shader, Dither=True))
            x += step


def _rainbow(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    view = brush.view
    reach = view.height * 0.62
    x, y, band = view.width * 0.62, brush.horizon + view.height * 0.16, reach * 0.035
    for i, name in enumerate(RAINBOW):
        paint = skia.Paint(
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=band * 1.05,
            Color=brush.tone(Rgb.parse(name)).mix(brush.light.sky[-1], 0.25).skia(0.62),
        )
        canvas.drawCircle(x, y, reach - i * band, paint)


@dataclass(frozen=True, slots=True)
class _Cloud:
    """A cloud's three tones as paths about its own origin, and how it travels (pixels, pixels per second)."""

    tones: tuple[tuple[skia.Path, int], ...]
    x: float
    y: float
    width: float
    speed: float


def clouds(brush: Brush) -> list[Plane]:
    """Two layers of drifting clouds, as many as the weather brings."""
    weather = brush.scenery.brief.setting.weather
    count = max((COVER.get(w, FAIR) for w in weather), default=FAIR)
    if not count:
        return []
    rng = brush.rng("clouds")
    far = [_cloud(brush, rng, 0.5, i, count) for i in range(count)]
    near = [_cloud(brush, rng, 1.0, i, max(2, count // 2)) for i in range(max(2, count // 2))]
    return [
        Plane(FAR * 0.9, partial(_drift, brush, far), still=False),
        Plane(FAR * 0.8, partial(_drift, brush, near), still=False),
    ]


def _cloud(brush: Brush, rng: Random, size: float, index: int, count: int) -> _Cloud:
    """One of `count` clouds spread evenly along the sky; the near ones (size 1) are bigger and higher."""
    view, light = brush.view, brush.light
    heavy = bool({"rain", "storm"} & set(brush.scenery.brief.setting.weather))
    flat = light.hour in FLAT_HOURS and not heavy
    width = view.height * size * rng.uniform(0.34, 0.62) * (1.5 if flat or heavy else 1.0)
    height = width * (rng.uniform(0.05, 0.08) if flat else rng.uniform(0.20, 0.28))
    span = brush.right - brush.left
    low = 0.82 if size < 1 else 0.52
    y = brush.horizon * rng.uniform(low - 0.34, low)
    body = _heavy_tones(brush) if heavy else _tones(brush, y)
    make = _streak if flat else _heap
    x = brush.left + span * (index + rng.uniform(0.1, 0.9)) / count
    if light.sun and abs(x - light.sun.x * view.width) < width * 0.7:
        x += width * 1.3
    return _Cloud(tuple(zip(make(rng, width, height), body, strict=True)), x, y, width, view.height * 0.0045 * size)


def _tones(brush: Brush, y: float) -> tuple[int, int, int]:
    """Shade, body and the side towards the sun, in the sky's own colours at that height."""
    light = brush.light
    sky = light.sky[min(len(light.sky) - 1, max(0, round(y / brush.horizon * (len(light.sky) - 1))))]
    lit = (light.sun.glow if light.sun else light.sky[-1]).mix(WHITE.multiply(light.key), 0.55 * (1 - light.night))
    if light.night > 0.9:
        lit = light.sky[-1]
    strength = 0.34 if light.night > 0.9 else 0.62
    return (
        sky.mix(light.shadow, 0.10).mix(lit, 0.28).skia(0.9),
        sky.mix(lit, strength).skia(0.95),
        sky.mix(lit, strength + 0.30).skia(0.95),
    )


def _heavy_tones(brush: Brush) -> tuple[int, int, int]:
    """Rain clouds: darker than the sky behind them, with a paler rim."""
    sky = brush.light.sky[0]
    return (
        sky.adjust_lightness(-0.30).skia(0.9),
        sky.adjust_lightness(-0.16).skia(0.95),
        sky.mix(brush.light.sky[-1], 0.4).skia(0.9),
    )


def _heap(rng: Random, width: float, height: float) -> tuple[skia.Path, skia.Path, skia.Path]:
    """A cumulus with a flat foot: shade, body, lit crowns towards the upper left."""
    count = rng.randint(6, 8)
    heads = []
    for i in range(count):
        t = (i + 0.5) / count * 2 - 1
        rise = (1 - abs(t) ** 1.6) * rng.uniform(0.55, 1.0)
        heads.append((t * width * 0.42, -rise * height * 0.62, height * (0.30 + 0.34 * rise)))
    paths = []
    for dx, dy, grow, floor in ((0.0, 0.0, 1.0, 0.14), (-0.10, -0.10, 0.93, 0.0), (-0.22, -0.24, 0.66, -0.26)):
        path = skia.Path()
        for x, y, r in heads:
            path.addCircle(x + dx * height, y + dy * height, r * grow)
        above = skia.Path()
        above.addRect(-width * 2, -height * 4, width * 2, floor * height)
        paths.append(skia.Op(skia.Simplify(path) or path, above, skia.PathOp.kIntersect_PathOp) or path)
    return paths[0], paths[1], paths[2]


def _streak(rng: Random, width: float, height: float) -> tuple[skia.Path, skia.Path, skia.Path]:
    """A long flat cloud of overlapping slivers, lit from below as by a low sun."""
    bands = [(rng.uniform(-0.3, 0.3) * width, i * height * 0.42, rng.uniform(0.5, 1.0)) for i in range(4)]
    paths = []
    for dy, shrink in ((0.0, 1.0), (0.16, 0.86), (0.34, 0.6)):
        path = skia.Path()
        for x, y, length in bands:
            lens(path, x, y + dy * height, width * length * shrink, height * 0.62 * shrink)
        paths.append(path)
    return paths[0], paths[1], paths[2]


def _drift(brush: Brush, flock: Sequence[_Cloud], canvas: skia.Canvas, seconds: float) -> None:
    """Clouds move left to right and come in again on the left, out of sight."""
    span = (brush.right - brush.left) + brush.view.height
    for cloud in flock:
        x = (cloud.x + cloud.speed * seconds - brush.left + cloud.width) % span + brush.left - cloud.width
        canvas.save()
        canvas.translate(x, cloud.y)
        for path, colour in cloud.tones:
            canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=colour))
        canvas.restore()
