"""The station: a platform under an iron roof with a train at it; and the same under ground."""

from __future__ import annotations

import math
from functools import partial

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.colours import parse_colour
from polymuse.engines.builtin.sketch.scenery import sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush, polygon
from polymuse.engines.builtin.sketch.scenery.sets import _terrain as terrain
from polymuse.engines.builtin.sketch.scenery.sets._houses import LAMP, box
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Plane, Scenery, Zone

_hex = Rgb.parse
PAVING, EDGE, WARNING = _hex("#bdb2a0"), _hex("#e8e0cd"), _hex("#d9ad4f")
IRON, BRICK, STONE = _hex("#4c6660"), _hex("#ad7660"), _hex("#d8c7a6")
LIVERIES = tuple(_hex(c) for c in ("#7c3f3d", "#3f6b60", "#3f5a80"))
CREAM, GLASS, UNDERSIDE = _hex("#eadfc4"), _hex("#6f8790"), _hex("#3c3a3f")
TILES, FACE = _hex("#dfe0d2"), _hex("#f4eedd")
COLUMNS, BRINK, TRAIN, WALL = 7.4, 8.6, 10.4, 24.0
"""Depths in metres: of the iron columns, the platform's edge, the train and what is behind it."""
BAY, CARRIAGE, GAP = 6.4, 16.0, 0.7
"""Metres between columns, along a carriage, and between two."""
FLOOR, EAVES = 0.25, 3.2
"""Metres above the platform of a carriage's lower edge and of its roof's."""
GIRDER = 0.115
"""Where the girder is in the frame, from its top."""


def station(scenery: Scenery) -> Backdrop:
    """A platform with a train, iron columns and a glazed roof, open to the sky."""
    brush = Brush(scenery)
    return _platform(brush, (*sky.planes(brush), Plane(WALL, partial(_arcade, brush))), indoors=False)


def underground(scenery: Scenery) -> Backdrop:
    """A platform in a tiled tunnel."""
    brush = Brush(scenery)
    return _platform(brush, (Plane(WALL, partial(_tunnel, brush)),), indoors=True)


def _platform(brush: Brush, behind: tuple[Plane, ...], indoors: bool) -> Backdrop:
    planes = (
        *behind,
        Plane(TRAIN + 0.2, partial(_bed, brush)),
        Plane(TRAIN, partial(_train, brush), still=_drive(brush) is None),
        Plane(BRINK, partial(_paving, brush)),
        Plane(COLUMNS, partial(_iron, brush, not indoors)),
    )
    near = max(3.2, brush.view.nearest())
    return Backdrop(planes=planes, ground=Zone(near, max(COLUMNS - 0.5, near + 1.2)), indoors=indoors)


def _arcade(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The far wall of the station, with arches that the town's trees are seen through."""
    view, s = brush.view, brush.view.scale(WALL)
    foot, top = view.ground(WALL), view.point(0, 6.8, WALL)[1]
    middle, wide, reach = view.width / 2, 5.6 * s, math.ceil(view.half_width(WALL) * 1.9 / 5.6)
    greens = terrain.season_of(brush)
    hedge = box(brush.left, foot - 3.1 * s, brush.right - brush.left, 3.1 * s + view.height)
    brush.fill(canvas, hedge, brush.tone(greens.deep, WALL * 4))
    wall = box(brush.left, top, brush.right - brush.left, foot - top + view.height)
    for i in range(-reach, reach + 1):
        x, sill, spring = middle + i * wide, foot - 0.9 * s, foot - 3.9 * s
        arch = skia.Path()
        arch.moveTo(x - 2.0 * s, sill)
        arch.lineTo(x - 2.0 * s, spring)
        arch.arcTo(skia.Rect.MakeLTRB(x - 2.0 * s, spring - 2.0 * s, x + 2.0 * s, spring + 2.0 * s), 180, 180, False)
        arch.lineTo(x + 2.0 * s, sill)
        arch.close()
        wall = skia.Op(wall, arch, skia.PathOp.kDifference_PathOp) or wall
        rim = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.3 * s)
        rim.setColor(brush.tone(STONE, WALL).skia())
        canvas.drawPath(arch, rim)
    lit = brush.tone(BRICK, WALL)
    brush.wash(canvas, wall, [lit.mix(brush.light.haze, 0.15), lit], (0, top), (0, foot))
    for y, height in ((6.8, 0.45), (0.9, 0.25)):
        cornice = box(brush.left, view.point(0, y, WALL)[1], brush.right - brush.left, height * s)
        brush.fill(canvas, cornice, brush.tone(STONE, WALL))


def _tunnel(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """White tiles with a coloured band, dark towards the vault."""
    view, s = brush.view, brush.view.scale(WALL)
    whole = skia.Path()
    whole.addRect(skia.Rect.MakeLTRB(brush.left, brush.top, brush.right, brush.bottom))
    tile, foot = brush.tone(TILES), view.ground(WALL)
    brush.wash(canvas, whole, [tile.mix(UNDERSIDE, 0.75), tile], (0, view.height * 0.05), (0, foot - 2 * s))
    for y in (5.6, 5.0):
        stripe = box(brush.left, view.point(0, y, WALL)[1], brush.right - brush.left, 0.22 * s)
        brush.fill(canvas, stripe, brush.tone(_livery(brush)))
    joints = skia.Path()
    for i in range(24):
        joints.addRect(skia.Rect.MakeXYWH(brush.left, foot - i * 0.5 * s, brush.right - brush.left, max(0.6, 0.02 * s)))
    brush.fill(canvas, joints, brush.tone(TILES.adjust_lightness(-0.2)), 0.4)


def _bed(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The dark of the track below the platform's edge."""
    top = brush.view.ground(TRAIN) - 0.15 * brush.view.scale(TRAIN)
    dark = brush.tone(UNDERSIDE, TRAIN)
    brush.fill(canvas, box(brush.left, top, brush.right - brush.left, brush.bottom - top), dark)


def _livery(brush: Brush) -> Rgb:
    """The colour of the train: the one it is said to have, else one by chance."""
    trains = [s.colour for s in brush.scenery.brief.subjects if "train" in s.name and s.colour]
    said = parse_colour(trains[0]) if trains else None
    return said or brush.rng("livery").choice(LIVERIES)


def _drive(brush: Brush) -> str | None:
    """What the train does, where it moves."""
    acts = [s.action or "" for s in brush.scenery.brief.subjects if "train" in s.name]
    for name, verbs in (
        ("leave", ("leave", "depart", "start", "go", "roll", "move", "pull")),
        ("arrive", ("arrive", "come", "enter", "stop", "brake", "return")),
        ("pass", ("pass", "rush", "race", "speed", "thunder")),
    ):
        if any(act.split(" ")[0] in verbs for act in acts if act):
            return name
    return None


def _way(drive: str | None, seconds: float) -> float:
    """Metres that the train has gone to the right: away ever faster, in ever slower, or past."""
    match drive:
        case "leave":
            return 0.3 * max(0.0, seconds) ** 2
        case "arrive":
            return -0.55 * max(0.0, 5.0 - seconds) ** 2
        case "pass":
            return 11.0 * seconds
    return 0.0


def _train(brush: Brush, canvas: skia.Canvas, seconds: float) -> None:
    """Carriages along the platform, as long as the camera may see; they repeat, so that there is no end of them."""
    view, s = brush.view, brush.view.scale(TRAIN)
    pitch = CARRIAGE + GAP
    way = _way(_drive(brush), seconds) % pitch
    reach = view.half_width(TRAIN) * 1.9
    first = -math.ceil((reach + pitch) / pitch)
    canvas.save()
    canvas.translate(view.width / 2 + (way - 0.42 * CARRIAGE) * s, view.ground(TRAIN))
    canvas.scale(s, s)
    for i in range(first, math.ceil(reach / pitch) + 1):
        canvas.save()
        canvas.translate(i * pitch, 0)
        _carriage(brush, canvas)
        canvas.restore()
    canvas.restore()


def _carriage(brush: Brush, canvas: skia.Canvas) -> None:
    """One carriage in metres, its left lower corner at the origin, y down."""
    body, cream = brush.tone(_livery(brush), TRAIN), brush.tone(CREAM, TRAIN)
    dark, roof = brush.tone(UNDERSIDE, TRAIN), brush.tone(_hex("#7d7f80"), TRAIN)
    night = brush.light.night > 0.3
    glass = LAMP.mix(_hex("#f09a58"), 0.15) if night else brush.tone(GLASS, TRAIN).mix(brush.light.sky[0], 0.3)
    brush.fill(canvas, box(-GAP, -2.7, GAP, 2.5), dark)
    shell = skia.Path()
    shell.addRRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(-0.12, -EAVES - 0.42, CARRIAGE + 0.12, -1.5), 0.5, 0.42))
    brush.fill(canvas, shell, roof)
    brush.wash(
        canvas,
        box(0, -EAVES, CARRIAGE, EAVES - FLOOR),
        [cream, cream.adjust_lightness(-0.06)],
        (0, -EAVES),
        (0, -FLOOR),
    )
    brush.wash(canvas, box(0, -1.5, CARRIAGE, 1.5 - FLOOR), [body, body.adjust_lightness(-0.1)], (0, -1.5), (0, -FLOOR))
    brush.fill(canvas, box(0, -EAVES, CARRIAGE, 0.22), body)
    brush.fill(canvas, box(0, -1.56, CARRIAGE, 0.07), brush.tone(WARNING, TRAIN))
    for x in (1.5, CARRIAGE - 1.5):
        _door(brush, canvas, x, body.adjust_lightness(-0.07), glass)
    for i in range(6):
        x = 3.1 + i * 1.72
        brush.fill(canvas, box(x - 0.06, -2.72, 1.32, 1.06), body.adjust_lightness(-0.12))
        brush.fill(canvas, box(x, -2.66, 1.2, 0.94), glass)
        if not night:
            shine = polygon([(x, -2.66), (x + 0.62, -2.66), (x + 0.1, -1.72), (x, -1.72)])
            brush.fill(canvas, shine, brush.light.sky[-1], 0.35)
        brush.fill(canvas, box(x, -2.36, 1.2, 0.05), body.adjust_lightness(-0.12))
    brush.fill(canvas, box(0, -FLOOR, CARRIAGE, FLOOR + 0.4), dark)


def _door(brush: Brush, canvas: skia.Canvas, x: float, colour: Rgb, glass: Rgb) -> None:
    """A double door with a window in each leaf."""
    brush.fill(canvas, box(x - 0.72, -2.86, 1.44, 2.56), colour.adjust_lightness(-0.12))
    for leaf in (x - 0.66, x + 0.03):
        brush.fill(canvas, box(leaf, -2.8, 0.63, 2.46), colour)
        brush.fill(canvas, box(leaf + 0.13, -2.62, 0.37, 1.05), glass)
    brush.fill(canvas, box(x - 0.06, -1.42, 0.12, 0.07), brush.tone(WARNING, TRAIN))


def _paving(brush: Brush, canvas: skia.Canvas, _: float) -> None:
    """The platform: slabs, the coping at the brink, and the line not to be stepped over."""
    view = brush.view
    top = view.ground(BRINK)
    far, near = brush.tone(PAVING.adjust_lightness(0.03), BRINK), brush.tone(PAVING.adjust_lightness(-0.14), 2)
    brush.wash(
        canvas, box(brush.left, top, brush.right - brush.left, brush.bottom - top), [far, near], (0, top),
        (0, view.height),
    )  # fmt: skip
    last, seam = view.nearest() * 0.6, brush.tone(PAVING.adjust_lightness(-0.22), 4)
    joints = skia.Path()
    for i in range(-24, 25):
        joints.addPath(_strip(brush, i * 1.2, i * 1.2 + 0.025, BRINK, last))
    depth = BRINK
    while depth > last:
        joints.addPath(_across(brush, depth, depth - 0.02))
        depth -= 1.2
    brush.fill(canvas, joints, seam, 0.5)
    brush.fill(canvas, _across(brush, BRINK, BRINK - 0.35), brush.tone(EDGE, BRINK))
    brush.fill(canvas, _across(brush, BRINK - 0.62, BRINK - 0.82), brush.tone(WARNING, BRINK))
    lip = box(brush.left, top, brush.right - brush.left, 0.05 * view.scale(BRINK))
    brush.fill(canvas, lip, brush.tone(EDGE.adjust_lightness(0.08), BRINK))


def _strip(brush: Brush, left: float, right: float, far: float, near: float) -> skia.Path:
    return polygon([brush.view.point(x, 0, z) for x, z in ((left, far), (right, far), (right, near), (left, near))])


def _across(brush: Brush, far: float, near: float) -> skia.Path:
    top, bottom = brush.view.ground(far), brush.view.ground(near)
    return box(brush.left, top, brush.right - brush.left, max(0.7, bottom - top))


def _iron(brush: Brush, glazed: bool, canvas: skia.Canvas, _: float) -> None:
    """Columns with brackets, the girder that they carry, the roof above, a clock and lamps hanging from it."""
    view, s = brush.view, brush.view.scale(COLUMNS)
    foot, y = view.ground(COLUMNS), view.height * GIRDER
    y = min(y, foot - 3.4 * s)
    iron = brush.tone(IRON, COLUMNS)
    _roof(brush, canvas, glazed, y)
    reach = math.ceil(view.half_width(COLUMNS) * 1.9 / BAY)
    xs = [view.width / 2 + (i + 0.5) * BAY * s for i in range(-reach - 1, reach + 1)]
    for x in xs:
        _column(brush, canvas, x, y, foot)
    depth = 0.34 * s
    for line in (y - depth, y):
        brush.fill(canvas, box(brush.left, line - 0.05 * s, brush.right - brush.left, 0.1 * s), iron)
    lattice = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=max(1.0, 0.045 * s), Color=iron.skia()
    )
    step, x = 0.46 * s, brush.left
    while x < brush.right:
        canvas.drawLine(x, y, x + step, y - depth, lattice)
        canvas.drawLine(x, y - depth, x + step, y, lattice)
        x += step
    for x in xs:
        _lamp(brush, canvas, x + 0.5 * BAY * s, y, brush.light.night if glazed else 0.6)
    _clock(brush, canvas, xs[len(xs) // 2] - 0.26 * BAY * s, y)


def _roof(brush: Brush, canvas: skia.Canvas, glazed: bool, y: float) -> None:
    """What is above the girder: panes between ribs that run towards us, or the vault."""
    view = brush.view
    whole = box(brush.left, brush.top, brush.right - brush.left, y - brush.top)
    if not glazed:
        brush.fill(canvas, whole, brush.tone(UNDERSIDE.adjust_lightness(0.06), COLUMNS))
        return
    pale = brush.light.sky[-1]
    brush.wash(canvas, whole, [pale.mix(brush.tone(IRON), 0.42), pale.mix(brush.tone(IRON), 0.22)], (0, 0), (0, y))
    ribs, middle = skia.Path(), view.width / 2
    for i in range(-40, 41):
        x = i * 0.055 * view.height
        ribs.addPath(
            polygon(
                [
                    (middle + x - 0.7, y), (middle + x + 0.7, y),
                    (middle + x * 2.6 + 2.4, y - 0.5 * view.height), (middle + x * 2.6 - 2.4, y - 0.5 * view.height),
                ]
            )
        )  # fmt: skip
    brush.fill(canvas, ribs, brush.tone(IRON.adjust_lightness(-0.08), COLUMNS), 0.8)


def _column(brush: Brush, canvas: skia.Canvas, x: float, top: float, foot: float) -> None:
    s, iron = brush.view.scale(COLUMNS), brush.tone(IRON, COLUMNS)
    light = brush.tone(IRON.adjust_lightness(0.1), COLUMNS)
    brush.fill(canvas, box(x - 0.1 * s, top, 0.2 * s, foot - top), iron)
    brush.fill(canvas, box(x - 0.06 * s, top, 0.05 * s, foot - top), light)
    for y, half, height in ((foot - 0.5 * s, 0.17, 0.5), (foot - 0.14 * s, 0.24, 0.14), (top + 0.62 * s, 0.16, 0.12)):
        brush.fill(canvas, box(x - half * s, y, 2 * half * s, height * s), iron)
    stroke = skia.Paint(AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=0.09 * s, Color=iron.skia())
    for side in (-1, 1):
        bracket = skia.Path()
        bracket.moveTo(x, top + 0.95 * s)
        bracket.quadTo(x, top, x + side * 1.05 * s, top)
        canvas.drawPath(bracket, stroke)
        canvas.drawCircle(x + side * 0.3 * s, top + 0.24 * s, 0.13 * s, stroke)


def _lamp(brush: Brush, canvas: skia.Canvas, x: float, y: float, shine: float) -> None:
    """A lamp under an iron shade; `shine` 0..1 says how brightly it burns."""
    s = brush.view.scale(COLUMNS)
    brush.fill(canvas, box(x - 0.02 * s, y, 0.04 * s, 0.3 * s), brush.tone(IRON, COLUMNS))
    shade = polygon(
        [(x - 0.07 * s, y + 0.26 * s), (x + 0.07 * s, y + 0.26 * s), (x + 0.26 * s, y + 0.44 * s),
         (x - 0.26 * s, y + 0.44 * s)]
    )  # fmt: skip
    brush.fill(canvas, shade, brush.tone(IRON.adjust_lightness(-0.06), COLUMNS))
    bulb = skia.Rect.MakeLTRB(x - 0.12 * s, y + 0.36 * s, x + 0.12 * s, y + 0.56 * s)
    shining = LAMP if shine > 0.3 else brush.tone(CREAM, COLUMNS)
    canvas.drawOval(bulb, skia.Paint(AntiAlias=True, Color=shining.skia()))
    if shine > 0.3:
        brush.glow(canvas, x, y + 0.46 * s, 2.2 * s, LAMP, 0.5 * shine)


def _clock(brush: Brush, canvas: skia.Canvas, x: float, y: float) -> None:
    """A round clock on a hanger; it shows ten past ten, as clocks in shop windows do."""
    s, iron = brush.view.scale(COLUMNS), brush.tone(IRON.adjust_lightness(-0.1), COLUMNS)
    cy, radius = y + 0.62 * s, 0.36 * s
    brush.fill(canvas, box(x - 0.03 * s, y, 0.06 * s, 0.3 * s), iron)
    face = brush.tone(FACE, COLUMNS).mix(LAMP, 0.75 * brush.light.night)
    for r, tone in ((radius, iron), (radius * 0.86, face)):
        canvas.drawCircle(x, cy, r, skia.Paint(AntiAlias=True, Color=tone.skia()))
    hand = skia.Paint(AntiAlias=True, StrokeWidth=max(1.0, 0.045 * s), Color=iron.skia())
    hand.setStrokeCap(skia.Paint.kRound_Cap)
    for hours, length in ((10 + 1 / 6, 0.46), (2.0, 0.66)):
        angle = math.tau * hours / 12
        canvas.drawLine(x, cy, x + math.sin(angle) * length * radius, cy - math.cos(angle) * length * radius, hand)
    for i in range(12):
        angle = math.tau * i / 12
        at = (x + math.sin(angle) * 0.74 * radius, cy - math.cos(angle) * 0.74 * radius)
        canvas.drawCircle(*at, max(0.5, 0.035 * radius), skia.Paint(AntiAlias=True, Color=iron.skia()))


SETS = (
    ScenerySet(
        "station",
        ("train station", "railway station", "station platform", "platform", "railway platform", "train platform"),
        station,
    ),
    ScenerySet(
        "metro station",
        ("metro", "subway", "subway station", "underground station", "underground", "metro platform"),
        underground,
        indoors=True,
    ),
)
