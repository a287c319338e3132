"""Small rooms with a view: lantern room, ship's cabin, train compartment; and the cave."""

from __future__ import annotations

import math
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, Point, below, lens, polygon, rolling, smooth
from polymuse.engines.builtin.sketch.scenery.sets import _dressing as dressing
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets import _water as water
from polymuse.engines.builtin.sketch.scenery.sets._houses import LAMP, box
from polymuse.engines.builtin.sketch.scenery.sets._room import Opening, Room, Wall, lamplight, room
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import FAR, Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
BRASS, IRON, PLANK = _hex("#c79c52"), _hex("#4f5b62"), _hex("#9a7050")
STONE = _hex("#7f7480")


def _sea_outside(brush: Brush, canvas: skia.Canvas) -> None:
    """The sea to the horizon, as seen from a window over it."""
    view = brush.view
    sheet = box(brush.left, brush.horizon, brush.right - brush.left, brush.bottom)
    steps = [water.reflection(brush, water.SEA, t / 3) for t in range(4)]
    brush.wash(canvas, sheet, steps, (0, brush.horizon), (0, view.height))
    path = skia.Path()
    rng = brush.rng("far waves")
    for _ in range(40):
        y = brush.horizon + view.height * 0.3 * rng.random() ** 1.5
        lens(path, rng.uniform(brush.left, brush.right), y, view.height * 0.08, view.height * 0.0022)
    brush.fill(canvas, path, brush.light.sky[-1], 0.6)


def lantern_room(scenery: Scenery) -> Backdrop:
    """The top of a lighthouse: panes all round over the sea, iron bars, the great lens to one side."""
    brush = Brush(scenery)
    z = 5.6
    dome = [p for p in sky.planes(brush) if p.still or p.z >= FAR]
    return Backdrop(
        planes=(
            *dome,
            Plane(1500, lambda canvas, _: _sea_outside(brush, canvas)),
            Plane(z, partial(_panes, brush, z)),
            Plane(z - 0.3, partial(_lens, brush, z - 0.3)),
        ),
        ground=Zone(min(4.6, brush.view.nearest()), 5.0),
        wall=z,
        indoors=True,
    )


def _panes(brush: Brush, z: float, canvas: skia.Canvas, _: float) -> None:
    """Glazing in lozenges above a panelled wall, a planked floor below and the dome's ribs above."""
    view, s = brush.view, brush.view.scale(z)
    half = view.half_width(z) * 1.8
    wall = Wall(brush, canvas, z, half)
    foot, sill, head = view.ground(z), view.point(0, 1.0, z)[1], max(view.point(0, 3.6, z)[1], view.height * 0.07)
    glass = box(brush.left, head, brush.right - brush.left, sill - head)
    brush.fill(canvas, glass, brush.tone(_hex("#dfe9e4")), 0.10)
    bar = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.075 * s, Color=brush.tone(IRON).skia()
    )
    step = 1.25
    count = int(half / step) + 1
    for i in range(-count, count):
        ax, bx = view.point(i * step, 0, z)[0], view.point((i + 1) * step, 0, z)[0]
        canvas.drawLine(ax, sill, bx, head, bar)
        canvas.drawLine(bx, sill, ax, head, bar)
    brush.fill(
        canvas, box(brush.left, brush.top, brush.right - brush.left, head - brush.top), brush.tone(_hex("#8f4a42"))
    )
    for i in range(-6, 7):
        rib = [
            (view.width / 2 + i * 0.9 * s, brush.top),
            (view.width / 2 + (i * 0.9 + 0.08) * s, brush.top),
            (view.width / 2 + (i * 1.25 + 0.08) * s, head),
            (view.width / 2 + i * 1.25 * s, head),
        ]
        brush.fill(canvas, polygon(rib), brush.tone(_hex("#743a36")))
    wall.rect(-half, 0, 2 * half, 1.0, _hex("#d9d2bd"))
    for i in range(-count, count):
        wall.rect(i * step + 0.12, 0.2, step - 0.24, 0.6, _hex("#c6bda6"))
    brush.fill(canvas, box(brush.left, head - 0.08 * s, brush.right - brush.left, 0.16 * s), brush.tone(IRON))
    brush.fill(canvas, box(brush.left, sill - 0.06 * s, brush.right - brush.left, 0.14 * s), brush.tone(BRASS))
    brush.wash(
        canvas,
        box(brush.left, foot, brush.right - brush.left, brush.bottom - foot),
        [brush.tone(PLANK.adjust_lightness(0.05)), brush.tone(PLANK.adjust_lightness(-0.25))],
        (0, foot),
        (0, view.height),
    )
    for i in range(-14, 15):
        seam = [
            view.point(i * 0.42, 0, z),
            view.point(i * 0.42 + 0.03, 0, z),
            view.point(i * 0.42 + 0.03, 0, 0.9),
            view.point(i * 0.42, 0, 0.9),
        ]
        brush.fill(canvas, polygon(seam), brush.tone(PLANK.adjust_lightness(-0.32)), 0.7)


def _lens(brush: Brush, z: float, canvas: skia.Canvas, _: float) -> None:
    """The lens of stacked prisms on its pedestal, off to the side; lit in the dark."""
    view, s = brush.view, brush.view.scale(z)
    cx, foot = view.point(view.half_width(z) * 0.62, 0, z)
    night = brush.light.night
    brush.fill(
        canvas,
        polygon(
            [
                (cx - 0.5 * s, foot),
                (cx - 0.36 * s, foot - 1.0 * s),
                (cx + 0.36 * s, foot - 1.0 * s),
                (cx + 0.5 * s, foot),
            ]
        ),
        brush.tone(IRON.adjust_lightness(0.06)),
    )
    brush.fill(canvas, box(cx - 0.56 * s, foot - 1.1 * s, 1.12 * s, 0.12 * s), brush.tone(BRASS))
    middle = foot - 1.95 * s
    glass = _hex("#b5d3cf").mix(_hex("#fff0c0"), night)
    core = skia.Rect.MakeLTRB(cx - 0.54 * s, middle - 0.84 * s, cx + 0.54 * s, middle + 0.84 * s)
    canvas.drawOval(
        core, skia.Paint(AntiAlias=True, Color=brush.light.tint(0)(glass.adjust_lightness(-0.16), night > 0.3).skia())
    )
    for i in range(-5, 6):
        w = 0.58 * math.cos(i / 5 * 1.15)
        tone = glass.adjust_lightness(0.18 if i % 2 else -0.06)
        band = skia.Rect.MakeLTRB(
            cx - w * s, middle + (i - 0.46) * 0.145 * s, cx + w * s, middle + (i + 0.46) * 0.145 * s
        )
        canvas.drawRoundRect(
            band, 0.05 * s, 0.05 * s, skia.Paint(AntiAlias=True, Color=brush.light.tint(0)(tone, night > 0.3).skia())
        )
    for dx in (-0.5, 0.0, 0.5):
        brush.fill(canvas, box(cx + dx * s - 0.025 * s, middle - 0.84 * s, 0.05 * s, 1.68 * s), brush.tone(BRASS))
    brush.fill(
        canvas, box(cx - 0.42 * s, middle - 0.93 * s, 0.84 * s, 0.12 * s), brush.tone(BRASS.adjust_lightness(-0.1))
    )
    brush.glow(canvas, cx, middle, 2.6 * s, LAMP, 0.12 + 0.55 * night)


def ship_cabin(scenery: Scenery) -> Backdrop:
    """Panelled wood, two portholes on the sea, a shelf with a rail, a lamp that swings."""
    brush = Brush(scenery)
    reach = 0.86 * brush.view.half_width(5.2)
    wide = reach > 2.2
    spots = (-reach * 0.45, reach * 0.45) if wide else (0.0,)
    made = Room(
        _hex("#a3744f"),
        _hex("#8a6143"),
        depth=5.2,
        beams=5,
        ceiling=_hex("#8c6a4c"),
        dado=0.9,
        trim=_hex("#7b523a"),
        windows=tuple(Opening(x, 1.35, 0.95, 0.95, 1, 1, head="round") for x in spots),
        outside=_sea_outside,
    )

    def fittings(wall: Wall) -> None:
        for x in spots:
            px, py = wall.at(x, 1.825)
            s = brush.view.scale(5.2)
            ring = skia.Paint(
                AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.12 * s, Color=brush.tone(BRASS).skia()
            )
            wall.canvas.drawCircle(px, py, 0.47 * s, ring)
        for i in range(round(reach / 0.35)):
            wall.rect(-reach + i * 0.7, 0.97, 0.03, 2.7, _hex("#7b523a"), 0.5)
        if wide:
            wall.rect(-0.6, 1.35, 1.2, 0.05, _hex("#6d452f"))
            dressing.shelf(wall, -0.55, 1.4, 1.1, 0.34, "ship")
            wall.rect(-0.6, 1.52, 1.2, 0.03, BRASS)
            dressing.framed(wall, -0.42, 2.0, 0.84, 0.6, _hex("#d9c79c"))

    return room(brush, made, (fittings,), (Plane(4.4, partial(_swinging, brush), still=False),))


def _swinging(brush: Brush, canvas: skia.Canvas, seconds: float) -> None:
    """A brass lamp swinging with the ship."""
    view, s = brush.view, brush.view.scale(4.4)
    x, y = view.width * 0.5, view.height * -0.02
    canvas.save()
    canvas.rotate(4.5 * math.sin(seconds * 1.3), x, y)
    drop = view.height * 0.20
    brush.fill(canvas, box(x - 0.012 * s, y, 0.024 * s, drop), brush.tone(IRON))
    brush.glow(canvas, x, y + drop, 1.0 * s, LAMP, 0.2 + 0.45 * brush.light.night)
    brush.fill(
        canvas,
        polygon([(x - 0.18 * s, y + drop), (x, y + drop - 0.16 * s), (x + 0.18 * s, y + drop)]),
        brush.tone(BRASS),
    )
    lamp = skia.Rect.MakeXYWH(x - 0.11 * s, y + drop, 0.22 * s, 0.26 * s)
    canvas.drawRoundRect(lamp, 0.06 * s, 0.06 * s, skia.Paint(AntiAlias=True, Color=LAMP.skia()))
    brush.fill(
        canvas, box(x - 0.14 * s, y + drop + 0.26 * s, 0.28 * s, 0.06 * s), brush.tone(BRASS.adjust_lightness(-0.15))
    )
    canvas.restore()


def train(scenery: Scenery) -> Backdrop:
    """A compartment: one wide window on the land going by, luggage net above, plush seats at the sides."""
    brush, accent = Brush(scenery), scenery.palette[0]
    z = 5.6
    reach = 0.9 * brush.view.half_width(z)
    width = min(3.2, reach * 1.5)
    made = Room(
        _hex("#9c6b49"),
        _hex("#75604f"),
        depth=z,
        half=reach,
        floor="plain",
        ceiling=_hex("#d9c9a6"),
        dado=0.8,
        trim=_hex("#7d5238"),
        windows=(Opening(0, 1.05, width, 1.45, 2, 1),),
    )
    plush = _hex("#6f8a7c").mix(accent, 0.45)
    land = [
        Plane(FAR * 0.99, partial(_passing, brush, depth, speed, shift), still=False)
        for depth, speed, shift in ((0.50, 0.012, 0.15), (0.56, 0.05, 0.0), (0.63, 0.16, -0.16))
    ]

    def seats(wall: Wall) -> None:
        for side in (-1, 1):
            inner, outer = side * width * 0.42, side * (reach + 1.2)
            x, w = min(inner, outer), abs(outer - inner)
            wall.rect(x + (0.1 if side > 0 else -0.1), 0.45, w, 1.1, plush.adjust_lightness(-0.10))
            wall.rect(x, 0.32, w, 0.28, plush)
            wall.rect(x, 0.0, w, 0.34, _hex("#5a4436"))
        wall.rect(-reach, 2.72, 2 * reach, 0.05, BRASS)
        for x, w, colour in ((-0.75, 0.62, "#8a5a44"), (-0.1, 0.48, "#5d7566"), (0.5, 0.7, "#a9803f")):
            wall.rect(x * reach, 2.77, w, 0.40, _hex(colour))
            wall.rect(x * reach + w * 0.2, 2.77, 0.06, 0.40, _hex(colour).adjust_lightness(-0.25))
            wall.rect(x * reach + w * 0.72, 2.77, 0.06, 0.40, _hex(colour).adjust_lightness(-0.25))
            wall.rect(x * reach + w * 0.38, 3.17, w * 0.24, 0.05, _hex(colour).adjust_lightness(-0.25))

    backdrop = room(brush, made, (seats,), (lamplight(brush, 0, 3.0, 4.4, 1.8),))
    outside, *inside = backdrop.planes
    return Backdrop((outside, *land, *inside), backdrop.ground, None, backdrop.wall, True)


def _passing(brush: Brush, level: float, speed: float, shift: float, canvas: skia.Canvas, seconds: float) -> None:
    """Land that slides by outside, faster the nearer it is; `level` of the height, `speed` in widths per second."""
    view = brush.view
    wave = view.width * 0.8
    line: list[Point] = []
    for i in range(25):
        x = view.width * (-0.1 + 1.2 * i / 24)
        at = (x / wave + seconds * speed * 1.25) * math.tau
        line.append((x, view.height * level - view.height * 0.022 * (math.sin(at) + 0.5 * math.sin(2 * at + 1))))
    colour = brush.light.sky[-1].mix(
        _hex("#6f8f62").adjust_lightness(shift).mix(_hex("#1d3346"), brush.light.night), 0.55 - shift
    )
    brush.fill(canvas, below(line, view.height), colour)


def cave(scenery: Scenery) -> Backdrop:
    """Rock all round, the daylight at its mouth, crystals that shine."""
    brush = Brush(scenery)
    return Backdrop(
        planes=(
            *sky.planes(brush),
            terrain.hills(brush, "outside", 300, _hex("#7d9a8c"), 14, 160, base=4),
            Plane(40, partial(_mouth, brush, 40.0, 0.40, _hex("#a89488"))),
            Plane(22, partial(_mouth, brush, 22.0, 0.60, STONE.adjust_lightness(0.10))),
            Plane(13, partial(_mouth, brush, 13.0, 0.80, STONE.adjust_lightness(-0.06))),
            Plane(11, partial(_cave_floor, brush)),
            Plane(6, partial(_mouth, brush, 6.0, 1.06, STONE.adjust_lightness(-0.34))),
        ),
        ground=Zone(4.6, 10),
    )


def _mouth(brush: Brush, z: float, size: float, colour: Rgb, canvas: skia.Canvas, _: float) -> None:
    """A wall of rock with a ragged opening, `size` of the frame, and stalactites."""
    view, rng = brush.view, brush.rng(f"mouth {z}")
    cx, cy = view.width * 0.5, view.ground(z) - view.height * 0.04
    ring = []
    for i in range(26):
        angle = math.pi + math.pi * i / 25
        reach = size * rng.uniform(0.86, 1.08) * (0.90 if i % 5 == 2 else 1.0)
        ring.append(
            (cx + math.cos(angle) * reach * view.width * 0.52, cy + math.sin(angle) * reach * view.height * 0.66)
        )
    hole = smooth([*ring, (ring[-1][0], brush.bottom), (ring[0][0], brush.bottom)])
    solid = box(brush.left, brush.top, brush.right - brush.left, brush.bottom - brush.top)
    rock = skia.Op(solid, hole, skia.PathOp.kDifference_PathOp) or solid
    lit, dark = brush.tone(colour, z), brush.shade(colour.adjust_lightness(-0.18), z)
    shader = skia.GradientShader.MakeRadial(
        skia.Point(cx, cy - view.height * 0.2), view.width * 0.7, [lit.skia(), dark.skia()]
    )
    canvas.drawPath(rock, skia.Paint(AntiAlias=True, Dither=True, Shader=shader))
    if size < 1:
        floor = rolling(rng, brush.left, brush.right, view.ground(z), view.height * 0.006, view.width * 0.4)
        brush.fill(canvas, below(floor, brush.bottom), lit.mix(dark, 0.35))


def _cave_floor(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    rng, near = brush.rng("cave floor"), brush.view.nearest()
    terrain.lawn(brush, canvas, "cave floor", 11, STONE.adjust_lightness(0.10), STONE.adjust_lightness(-0.24), 0.15)
    terrain.light_patches(brush, canvas, rng, near, 10, 10, STONE.adjust_lightness(0.22), 0.4)
    for _i in range(8):
        z, x = rng.uniform(6.5, 10.5), rng.choice((-1, 1)) * rng.uniform(0.5, 1.05)
        glow = rng.choice((_hex("#8fd0c8"), _hex("#b99ad3")))
        px, foot = brush.view.point(x * brush.view.half_width(z), 0, z)
        s = brush.view.scale(z)
        brush.glow(canvas, px, foot - 0.4 * s, 1.1 * s, glow, 0.22 + 0.25 * brush.light.night)
        for dx, h, lean in ((-0.2, 0.5, -0.12), (0.05, 0.85, 0.04), (0.26, 0.42, 0.14)):
            tip = (px + (dx + lean) * s, foot - h * s)
            left, right = (px + (dx - 0.11) * s, foot), (px + (dx + 0.11) * s, foot)
            brush.fill(
                canvas,
                polygon(
                    [
                        left,
                        (left[0] + lean * s * 0.6, foot - h * 0.7 * s),
                        tip,
                        (right[0] + lean * s * 0.6, foot - h * 0.7 * s),
                        right,
                    ]
                ),
                glow,
            )
            brush.fill(
                canvas,
                polygon([(px + dx * s, foot), tip, (right[0] + lean * s * 0.6, foot - h * 0.7 * s), right]),
                glow.adjust_lightness(-0.2),
            )


SETS = (
    ScenerySet(
        "lantern room",
        (
            "lighthouse top",
            "lamp room",
            "lighthouse interior",
            "top of the lighthouse",
            "gallery of the lighthouse",
            "observatory",
            "watchtower",
            "tower",
        ),
        lantern_room,
        indoors=True,
    ),
    ScenerySet(
        "ship cabin",
        ("ship's cabin", "below deck", "submarine", "boat cabin", "captain's cabin", "galley"),
        ship_cabin,
        indoors=True,
    ),
    ScenerySet(
        "train",
        (
            "train compartment",
            "train carriage",
            "railway carriage",
            "bus",
            "tram",
            "compartment",
            "subway",
            "car",
            "aeroplane",
            "airplane",
        ),
        train,
        indoors=True,
    ),
    ScenerySet("cave", ("cavern", "grotto", "mine", "tunnel", "underground", "dungeon", "cellar", "basement"), cave),
)
