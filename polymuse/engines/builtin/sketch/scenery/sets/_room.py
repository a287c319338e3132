"""Rooms: a shell of floor, walls and ceiling in perspective, windows with the hour outside, its light on the floor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, below, polygon, rolling
from polymuse.engines.builtin.sketch.scenery.sets._houses import LAMP, box
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Plane, Zone

__all__ = ["Opening", "Room", "Wall", "lamplight", "panel", "room"]

_hex = Rgb.parse
FRAME, CEILING = _hex("#efe5d0"), _hex("#e9e0cd")
LINTEL = 0.17
"""Where the ceiling meets the back wall at the lowest, as a fraction of the frame's height."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A window in the back wall: centre and sill in metres, size, panes across and down, and its shape."""

    x: float
    sill: float
    width: float
    height: float
    across: int = 2
    down: int = 2
    head: Literal["flat", "arched", "round"] = "flat"


@dataclass(frozen=True, slots=True)
class Room:
    """A room's measures in metres and colours. `floor` is laid with "boards", "tiles" or "plain"; `dado` is the height
    of a wainscot (0: none); `half` its half width, None for one that fits the frame; `height` the least there is (more
    where the frame shows more)."""

    wall: Rgb
    boards: Rgb
    trim: Rgb = FRAME
    ceiling: Rgb = CEILING
    height: float = 3.0
    depth: float = 6.2
    half: float | None = None
    floor: str = "boards"
    dado: float = 0.0
    beams: int = 0
    windows: tuple[Opening, ...] = ()
    outside: Callable[[Brush, skia.Canvas], None] | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """The back wall on which a room's dressing is painted: metres to pixels, and colours to lit ones."""

    brush: Brush
    canvas: skia.Canvas
    z: float
    half: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.brush.view.point(x, y, self.z)

    def rect(self, x: float, y: float, width: float, height: float, colour: Rgb, alpha: float = 1.0) -> None:
        """A rectangle by its left lower corner."""
        scale = self.brush.view.scale(self.z)
        px, py = self.at(x, y + height)
        self.brush.fill(self.canvas, box(px, py, width * scale, height * scale), self.brush.tone(colour), alpha)

    def shape(self, points: Sequence[tuple[float, float]], colour: Rgb, alpha: float = 1.0) -> None:
        self.brush.fill(self.canvas, polygon([self.at(x, y) for x, y in points]), self.brush.tone(colour), alpha)

    def disc(self, x: float, y: float, radius: float, colour: Rgb, alpha: float = 1.0) -> None:
        px, py = self.at(x, y)
        paint = skia.Paint(AntiAlias=True, Color=self.brush.tone(colour).skia(alpha))
        self.canvas.drawCircle(px, py, radius * self.brush.view.scale(self.z), paint)


Dress = Callable[[Wall], None]


def room(brush: Brush, made: Room, dress: Sequence[Dress] = (), front: Sequence[Plane] = ()) -> Backdrop:
    """Build a room: what is outside, the shell with its dressing, the light on the floor, and planes in front."""
    view = brush.view
    half = made.half or max(1.2, 0.86 * view.half_width(made.depth))
    made = replace(
        made, height=max(made.height, view.eye + (view.horizon - LINTEL) * view.height / view.scale(made.depth))
    )
    planes = []
    if made.windows:
        planes.append(Plane(FAR, partial(_outside, brush, made)))
    planes.append(Plane(made.depth, partial(_shell, brush, made, half, tuple(dress))))
    return Backdrop(
        planes=(*planes, *sorted(front, key=lambda plane: -plane.z)),
        ground=Zone(min(max(3.4, view.nearest() * 0.98), made.depth - 0.9), made.depth - 0.6, -half + 0.4, half - 0.4),
        wall=made.depth,
        indoors=True,
    )


def _outside(brush: Brush, made: Room, canvas: skia.Canvas, _: float) -> None:
    """The sky beyond the window, as bright as it is out there, and some land."""
    view = brush.view
    sill = view.point(0, min(w.sill for w in made.windows), made.depth)[1]
    head = view.point(0, max(w.sill + w.height for w in made.windows), made.depth)[1]
    frame = skia.Rect.MakeLTRB(brush.left, brush.top, brush.right, brush.bottom)
    horizon = max(brush.horizon, head + (sill - head) * 0.7)
    canvas.save()
    canvas.clipRect(frame)
    sky.band(canvas, brush, frame, head - (sill - head) * 0.3, horizon)
    if made.outside:
        made.outside(brush, canvas)
    else:
        rng, light = brush.rng("outside"), brush.light
        for i, mixed in enumerate((0.30, 0.55)):
            y = horizon - (sill - head) * (0.10 - 0.12 * i)
            line = rolling(rng, brush.left, brush.right, y, (sill - head) * 0.06, view.width * 0.5)
            brush.fill(canvas, below(line, brush.bottom), light.sky[-1].mix(_land(brush), mixed))
    canvas.restore()


def _land(brush: Brush) -> Rgb:
    return _hex("#6f8f78").mix(_hex("#1d3346"), brush.light.night)


def _shell(brush: Brush, made: Room, half: float, dress: Sequence[Dress], canvas: skia.Canvas, _: float) -> None:
    view, z, near = brush.view, made.depth, 1.0
    ceiling, wall = brush.tone(made.ceiling.adjust_lightness(-0.05)), brush.tone(made.wall)
    quad = [view.point(x, made.height, d) for x, d in ((-half, z), (half, z), (half * 3, near), (-half * 3, near))]
    brush.wash(
        canvas,
        polygon(quad),
        [ceiling, brush.tone(made.ceiling.adjust_lightness(-0.22))],
        quad[0],
        (quad[0][0], brush.top),
    )
    for i in range(made.beams):
        _beam(brush, canvas, made, half, i)
    for side, shift in ((-1, -0.16), (1, 0.03)):
        _side_wall(brush, canvas, made, side * half, shift)
    _back(brush, canvas, made, half, wall)
    if made.dado:
        panel(brush, canvas, made, half)
    _floor(brush, canvas, made, half)
    for opening in made.windows:
        _frame(brush, canvas, made, opening)
        _sunbeam(brush, canvas, made, opening)
    for paint in dress:
        paint(Wall(brush, canvas, z, half))


def _beam(brush: Brush, canvas: skia.Canvas, made: Room, half: float, index: int) -> None:
    view = brush.view
    x = half * (-1 + 2 * (index + 0.5) / made.beams)
    for dx, y, shift in ((0.0, made.height - 0.001, -0.30), (0.04, made.height - 0.10, -0.2)):
        beam = [
            view.point(x - 0.10 + dx, y, made.depth),
            view.point(x + 0.10 + dx, y, made.depth),
            view.point(x + 0.10 + dx, y, 1.5),
            view.point(x - 0.10 + dx, y, 1.5),
        ]
        brush.fill(canvas, polygon(beam), brush.tone(made.boards.adjust_lightness(shift)))


def _side_wall(brush: Brush, canvas: skia.Canvas, made: Room, x: float, shift: float) -> None:
    view, near = brush.view, 0.9
    tone = brush.tone(made.wall.adjust_lightness(shift))
    corners = [
        view.point(x, -0.4, made.depth),
        view.point(x, made.height, made.depth),
        view.point(x, made.height, near),
        view.point(x, -0.4, near),
    ]
    brush.wash(
        canvas,
        polygon(corners),
        [tone, tone.mix(brush.tone(made.wall.adjust_lightness(-0.34)), 0.7)],
        (corners[0][0], 0),
        (corners[0][0] * 1.0 + (brush.right if x > 0 else brush.left) * 0.6, 0),
    )
    for low, high, colour in (
        (0.0, 0.16, made.trim),
        (made.dado, made.dado + 0.07, made.trim) if made.dado else (0, 0.16, made.trim),
    ):
        strip = [
            view.point(x, low, made.depth),
            view.point(x, high, made.depth),
            view.point(x, high, near),
            view.point(x, low, near),
        ]
        brush.fill(canvas, polygon(strip), brush.tone(colour.adjust_lightness(shift - 0.06)))


def _opening(brush: Brush, made: Room, opening: Opening) -> skia.Path:
    view, scale = brush.view, brush.view.scale(made.depth)
    px, py = view.point(opening.x - opening.width / 2, opening.sill + opening.height, made.depth)
    width, height = opening.width * scale, opening.height * scale
    path = skia.Path()
    if opening.head == "round":
        path.addOval(skia.Rect.MakeXYWH(px, py, width, height))
    elif opening.head == "arched":
        path.moveTo(px, py + height)
        path.lineTo(px, py + width / 2)
        path.arcTo(skia.Rect.MakeXYWH(px, py, width, width), 180, 180, False)
        path.lineTo(px + width, py + height)
        path.close()
    else:
        path.addRect(skia.Rect.MakeXYWH(px, py, width, height))
    return path


def _back(brush: Brush, canvas: skia.Canvas, made: Room, half: float, wall: Rgb) -> None:
    """The back wall with its windows cut out; it goes on behind the floor for a camera that rises."""
    view = brush.view
    (left, top), (right, foot) = view.point(-half, made.height, made.depth), view.point(half, -0.4, made.depth)
    path = box(left - 1, top - 1, right - left + 2, foot - top)
    path.setFillType(skia.PathFillType.kEvenOdd)
    for opening in made.windows:
        path.addPath(_opening(brush, made, opening))
    brush.wash(canvas, path, [wall, brush.tone(made.wall.adjust_lightness(-0.10))], (left, top), (right, foot))
    if brush.light.night > 0.3:
        canvas.save()
        canvas.clipPath(path, doAntiAlias=True)
        brush.glow(
            canvas, (left + right) / 2, top + (foot - top) * 0.3, (right - left) * 0.55, LAMP, 0.30 * brush.light.night
        )
        canvas.restore()
    brush.fill(canvas, box(left, top, right - left, 0.09 * view.scale(made.depth)), brush.tone(made.trim))


def panel(brush: Brush, canvas: skia.Canvas, made: Room, half: float) -> None:
    """A wainscot of upright boards along the back wall."""
    wall = Wall(brush, canvas, made.depth, half)
    tone = made.trim.mix(made.wall, 0.45).adjust_lightness(-0.06)
    wall.rect(-half, 0, 2 * half, made.dado, tone)
    count = max(4, round(half * 2 / 0.55))
    for i in range(count):
        x = -half + 2 * half * i / count
        wall.rect(x + 0.07, 0.24, 2 * half / count - 0.14, made.dado - 0.40, tone.adjust_lightness(-0.07))
    wall.rect(-half, made.dado, 2 * half, 0.07, made.trim)


def _floor(brush: Brush, canvas: skia.Canvas, made: Room, half: float) -> None:
    view, near, z = brush.view, 0.9, made.depth
    wall = Wall(brush, canvas, z, half)
    wall.rect(-half, 0, 2 * half, 0.16, made.trim.adjust_lightness(-0.03))
    quad = [view.point(-half, 0, z), view.point(half, 0, z), view.point(half, 0, near), view.point(-half, 0, near)]
    far, close = brush.tone(made.boards.adjust_lightness(0.05)), brush.tone(made.boards.adjust_lightness(-0.16))
    brush.wash(canvas, polygon(quad), [far, close], (0, view.ground(z)), (0, view.height))
    if made.floor == "plain":
        return
    canvas.save()
    canvas.clipPath(polygon(quad), doAntiAlias=True)
    (_tiles if made.floor == "tiles" else _boards)(brush, canvas, made, half)
    canvas.restore()


def _boards(brush: Brush, canvas: skia.Canvas, made: Room, half: float) -> None:
    """Boards running away from us in three close tones, with a few joints."""
    view, rng, z, near = brush.view, brush.rng("boards"), made.depth, 0.9
    width, x = 0.30, -half
    tones = [brush.tone(made.boards.adjust_lightness(s)) for s in (-0.10, 0.07, -0.04)]
    while x < half:
        board = [
            view.point(x, 0, z),
            view.point(x + width, 0, z),
            view.point(x + width, 0, near),
            view.point(x, 0, near),
        ]
        if rng.random() < 0.55:
            brush.fill(canvas, polygon(board), rng.choice(tones), 0.45)
        joint = rng.uniform(1.8, z)
        gap = [
            view.point(x, 0, joint),
            view.point(x + width, 0, joint),
            view.point(x + width, 0, joint - 0.03),
            view.point(x, 0, joint - 0.03),
        ]
        seam = [
            view.point(x, 0, z),
            view.point(x + 0.014, 0, z),
            view.point(x + 0.014, 0, near),
            view.point(x, 0, near),
        ]
        for line in (gap, seam):
            brush.fill(canvas, polygon(line), brush.tone(made.boards.adjust_lightness(-0.28)), 0.6)
        x += width


def _tiles(brush: Brush, canvas: skia.Canvas, made: Room, half: float) -> None:
    view, size = brush.view, 0.6
    dark = skia.Path()
    for row in range(round(made.depth / size)):
        z1 = made.depth - row * size
        z2 = max(0.9, z1 - size)
        if z1 <= z2:
            break
        for column in range(-int(half / size) - 1, int(half / size) + 1):
            if (row + column) % 2:
                a, b = column * size, (column + 1) * size
                dark.addPath(
                    polygon([view.point(a, 0, z1), view.point(b, 0, z1), view.point(b, 0, z2), view.point(a, 0, z2)])
                )
    brush.fill(canvas, dark, brush.tone(made.boards.adjust_lightness(-0.20)), 0.55)


def _frame(brush: Brush, canvas: skia.Canvas, made: Room, opening: Opening) -> None:
    """A window's casing, bars and sill."""
    wall = Wall(brush, canvas, made.depth, 0)
    scale = brush.view.scale(made.depth)
    line = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.11 * scale, Color=brush.tone(made.trim).skia()
    )
    canvas.drawPath(_opening(brush, made, opening), line)
    x, w, h = opening.x - opening.width / 2, opening.width, opening.height
    for i in range(1, opening.across):
        wall.rect(x + w * i / opening.across - 0.025, opening.sill, 0.05, h * 0.995, made.trim)
    for i in range(1, opening.down):
        wall.rect(x, opening.sill + h * i / opening.down - 0.025, w, 0.05, made.trim)
    if opening.head != "round":
        wall.rect(x - 0.14, opening.sill - 0.11, w + 0.28, 0.11, made.trim.adjust_lightness(-0.05))


def _sunbeam(brush: Brush, canvas: skia.Canvas, made: Room, opening: Opening) -> None:
    """The window's light lying on the floor, leaning with the sun."""
    light, view = brush.light, brush.view
    if light.night > 0.8:
        return
    lean = 0.6 if opening.x <= 0 else -0.6
    left, right = opening.x - opening.width / 2, opening.x + opening.width / 2
    far, near = made.depth - 1.0, made.depth - 1.0 - opening.height * 1.1
    strength = (0.42 if light.sun else 0.16) * (1 - light.night)
    glow = light.sun.glow if light.sun else light.sky[-1]
    count = opening.across
    for i in range(count):
        a = left + (right - left) * (i + 0.06) / count
        b = left + (right - left) * (i + 0.94) / count
        patch = [
            view.point(a + lean, 0, far),
            view.point(b + lean, 0, far),
            view.point(b + 2.4 * lean, 0, near),
            view.point(a + 2.4 * lean, 0, near),
        ]
        brush.fill(canvas, polygon(patch), glow, strength)


def lamplight(brush: Brush, x: float, y: float, z: float, reach: float) -> Plane:
    """The glow of a lamp at x, y, z metres that lights `reach` metres around it in the dark."""

    def draw(canvas: skia.Canvas, _: float) -> None:
        px, py = brush.view.point(x, y, z)
        strength = 0.12 + 0.40 * brush.light.night
        brush.glow(canvas, px, py, reach * brush.view.scale(z), LAMP, strength)

    return Plane(z, draw)
