"""Rooms of a home."""

from __future__ import annotations

from functools import partial

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.scenery.brush import Brush
from polymuse.engines.builtin.sketch.scenery.sets import _dressing as dressing
from polymuse.engines.builtin.sketch.scenery.sets._room import Opening, Room, Wall, lamplight, room
from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery

_hex = Rgb.parse
DEPTH = 6.2


def _wide(brush: Brush) -> bool:
    """Whether the frame shows enough of a wall for furniture on both sides."""
    return brush.view.half_width(DEPTH) > 3


def living_room(scenery: Scenery) -> Backdrop:
    """A window, a bookcase, pictures, a rug and a lamp."""
    brush, accent = Brush(scenery), scenery.palette[0]
    wide = _wide(brush)
    window = Opening(-2.1 if wide else -0.35, 0.95, 1.7, 1.7)
    made = Room(_hex("#b9c0a6").mix(accent, 0.2), _hex("#b5855a"), dado=0.9, windows=(window,))
    return room(
        brush,
        made,
        (
            partial(dressing.curtains, x=window.x, width=1.7, sill=0.95, height=1.7, colour=accent),
            partial(dressing.pictures, x=0.75 if wide else 0.95, y=1.6, count=3 if wide else 1),
            partial(dressing.bookcase, x=2.75, width=1.35, height=2.4) if wide else dressing.nothing,
            partial(dressing.rug, z=4.9, reach=2.0, colour=accent),
        ),
        (dressing.pendant(brush, 0.2, 2.75, 5.6, accent.adjust_lightness(-0.15)), dressing.house_plant(brush, -1, 2.9)),
    )


def kitchen(scenery: Scenery) -> Backdrop:
    """Cupboards and a window over the sink, jars on a shelf, a tiled floor."""
    brush, accent = Brush(scenery), scenery.palette[-2 if len(scenery.palette) > 2 else 0]
    reach = 0.86 * brush.view.half_width(DEPTH)
    wide = _wide(brush)
    front = accent.mix(_hex("#8fa59a"), 0.55)
    made = Room(
        _hex("#ecdcb9"), _hex("#c79d78"), floor="tiles", windows=(Opening(-0.4 if wide else -0.2, 1.25, 1.5, 1.25),)
    )

    def shelves(wall: Wall) -> None:
        left = 1.1 if wide else 0.75
        for y in (1.65, 2.15):
            wall.rect(left, y - 0.05, reach - left - 0.1, 0.05, dressing.WOOD)
            dressing.wares(wall, left + 0.05, y, reach - left - 0.2, f"shelf {y}", 0.24)
        wall.rect(-reach, 1.0, 2 * reach, 0.2, _hex("#dfe2d3").mix(front, 0.3))
        if wide:
            wall.rect(-reach + 0.2, 1.65, 1.5, 0.95, front.adjust_lightness(-0.03))
            for i in range(3):
                wall.rect(-reach + 0.25 + i * 0.5, 1.70, 0.42, 0.85, front.adjust_lightness(0.06))

    return room(
        brush,
        made,
        (shelves, partial(dressing.cupboards, x=-reach + 0.02, width=2 * reach - 0.04, colour=front), _stove),
        (
            dressing.pendant(brush, 0.9 if wide else 0.4, 2.5, 5.2, front.adjust_lightness(-0.2)),
            dressing.house_plant(brush, 1, 2.9),
        ),
    )


def _stove(wall: Wall) -> None:
    """An iron stove with a kettle, at the right end of the worktop."""
    x, iron = wall.half * 0.42, _hex("#54555c")
    wall.rect(x, 0.08, 0.75, 0.88, iron)
    wall.rect(x + 0.1, 0.2, 0.55, 0.42, iron.adjust_lightness(-0.25))
    wall.rect(x + 0.14, 0.62, 0.47, 0.04, iron.adjust_lightness(0.3))
    wall.rect(x - 0.02, 0.94, 0.79, 0.07, iron.adjust_lightness(0.12))
    pot = _hex("#b9573f")
    wall.shape(
        [(x + 0.2, 1.01), (x + 0.17, 1.16), (x + 0.26, 1.26), (x + 0.44, 1.26), (x + 0.52, 1.16), (x + 0.49, 1.01)], pot
    )
    wall.shape([(x + 0.5, 1.14), (x + 0.62, 1.24), (x + 0.60, 1.27), (x + 0.48, 1.2)], pot.adjust_lightness(-0.12))


def bedroom(scenery: Scenery) -> Backdrop:
    """A bed under the slope of the light, a window with curtains, a soft rug."""
    brush, accent = Brush(scenery), scenery.palette[0]
    wide = _wide(brush)
    x = -1.5 if wide else -0.45
    made = Room(_hex("#c3b3b4").mix(accent, 0.16), _hex("#a97d5c"), windows=(Opening(x, 0.95, 1.4, 1.6),))
    return room(
        brush,
        made,
        (
            partial(dressing.curtains, x=x, width=1.4, sill=0.95, height=1.6, colour=_hex("#e6d8c0").mix(accent, 0.3)),
            partial(_bed, x=2.1 if wide else 0.75, colour=accent),
            partial(dressing.pictures, x=0.3, y=1.65, count=1) if wide else dressing.nothing,
            partial(dressing.rug, z=4.8, reach=1.5, colour=_hex("#d9c3ac").mix(accent, 0.3)),
        ),
        (lamplight(brush, 0.95 if wide else 0.2, 1.0, 5.9, 1.7),),
    )


def _bed(wall: Wall, x: float, colour: Rgb) -> None:
    """A bed seen from its side along the wall, with a night table."""
    wood, linen = dressing.WOOD, _hex("#efe6d4")
    wall.rect(x - 1.1, 0, 0.1, 0.75, wood.adjust_lightness(-0.12))
    wall.rect(x + 1.0, 0, 0.12, 1.25, wood)
    wall.rect(x - 1.05, 0.18, 2.1, 0.24, wood.adjust_lightness(-0.05))
    wall.rect(x - 1.0, 0.4, 2.0, 0.24, linen)
    wall.shape([(x - 1.03, 0.26), (x - 1.03, 0.66), (x - 0.9, 0.72), (x + 0.38, 0.70), (x + 0.42, 0.26)], colour)
    wall.shape([(x + 0.18, 0.26), (x + 0.16, 0.71), (x + 0.38, 0.70), (x + 0.42, 0.26)], colour.adjust_lightness(0.18))
    wall.shape([(x + 0.50, 0.62), (x + 0.54, 0.82), (x + 0.92, 0.90), (x + 0.98, 0.64)], linen.adjust_lightness(0.05))
    wall.rect(x - 1.68, 0, 0.5, 0.55, wood.adjust_lightness(-0.08))
    wall.shape([(x - 1.55, 0.98), (x - 1.49, 0.74), (x - 1.36, 0.74), (x - 1.30, 0.98)][::-1], _hex("#f0d9a6"))
    wall.rect(x - 1.45, 0.55, 0.05, 0.2, wood.adjust_lightness(-0.2))


def study(scenery: Scenery) -> Backdrop:
    """Walls of books to the ceiling round an arched window."""
    brush, accent = Brush(scenery), scenery.palette[0]
    reach = 0.86 * brush.view.half_width(DEPTH)
    made = Room(
        _hex("#7f6e5c").mix(accent, 0.18),
        _hex("#94664a"),
        ceiling=_hex("#b8a58a"),
        beams=4,
        windows=(Opening(0, 0.95, 1.3, 1.9, head="arched"),),
    )
    spans = [(-reach + (reach - 0.85) / 2, reach - 0.95), (reach - (reach - 0.85) / 2, reach - 0.95)]
    return room(
        brush,
        made,
        (
            *(partial(dressing.bookcase, x=x, width=width, height=3.0, colour=_hex("#75503a")) for x, width in spans),
            partial(dressing.rug, z=4.8, reach=1.9, colour=_hex("#8a4a44").mix(accent, 0.25)),
        ),
        (dressing.pendant(brush, 0, 2.8, 5.0, _hex("#5f7f6a")),),
    )


def attic(scenery: Scenery) -> Backdrop:
    """Under the roof: slopes of board on both sides, trunks and boxes, a small round-headed window."""
    brush = Brush(scenery)
    made = Room(
        _hex("#b59a7a"),
        _hex("#9a7352"),
        ceiling=_hex("#8a6c52"),
        beams=5,
        windows=(Opening(0, 1.2, 1.1, 1.3, head="arched"),),
    )

    def slopes(wall: Wall) -> None:
        half = wall.half
        for side in (-1, 1):
            wall.shape(
                [(side * half, 1.0), (side * half * 0.32, 4.6), (side * half * 1.4, 4.6)],
                _hex("#8a6a4e").adjust_lightness(-0.05 if side < 0 else 0.06),
            )
            for i in range(4):
                a, b = 0.28 + 0.22 * i, 0.31 + 0.22 * i
                wall.shape(
                    [
                        (side * half * (1 - 0.68 * a), 1 + 3.6 * a),
                        (side * half * (1 - 0.68 * b), 1 + 3.6 * b),
                        (side * half * 1.3, 1 + 3.6 * b),
                        (side * half * 1.3, 1 + 3.6 * a),
                    ],
                    _hex("#6d523c"),
                    0.5,
                )
            wall.rect(side * half * 0.72 - 0.45, 0, 0.9, 0.5, _hex("#7f5a40"))
            wall.rect(side * half * 0.72 - 0.45, 0.34, 0.9, 0.05, _hex("#c09a5a"))
            wall.rect(side * half * 0.72 - 0.3, 0.5, 0.55, 0.36, _hex("#b9945f"))

    return room(
        brush,
        made,
        (slopes, partial(dressing.rug, z=4.8, reach=1.3, colour=_hex("#a5604f"))),
        (lamplight(brush, 0.8, 1.2, 5.6, 1.8),),
    )


def staircase(scenery: Scenery) -> Backdrop:
    """A hall with stairs rising to the right, and a door."""
    brush, accent = Brush(scenery), scenery.palette[0]
    wide = _wide(brush)
    made = Room(_hex("#d3c3a4").mix(accent, 0.18), _hex("#b08a66"), floor="tiles", dado=0.9)

    def stairs(wall: Wall) -> None:
        start, run, rise = (0.2 if wide else -0.3), 0.30, 0.19
        count = 14
        for i in range(count):
            x, y = start + i * run, (i + 1) * rise
            wall.rect(x, 0, run + 0.01, y, _hex("#9a7352").adjust_lightness(-0.14))
            wall.rect(x - 0.04, y - 0.05, run + 0.06, 0.05, _hex("#c79f70"))
            wall.rect(x + 0.12, y, 0.035, 0.82, _hex("#efe5d0"))
        rail = [
            (start, rise + 0.82),
            (start + count * run, (count + 1) * rise + 0.82),
            (start + count * run, (count + 1) * rise + 0.92),
            (start, rise + 0.92),
        ]
        wall.shape(rail, dressing.WOOD)
        wall.rect(start - 0.02, 0, 0.12, 1.2, dressing.WOOD.adjust_lightness(-0.1))

    return room(
        brush,
        made,
        (partial(dressing.door, x=-1.9 if wide else -0.8, colour=_hex("#6f8178").mix(accent, 0.2)), stairs),
        (dressing.pendant(brush, -0.5, 2.9, 5.4, _hex("#c79a4e")),),
    )


SETS = (
    ScenerySet(
        "living room",
        (
            "house",
            "home",
            "room",
            "lounge",
            "sitting room",
            "parlour",
            "parlor",
            "apartment",
            "flat",
            "indoors",
            "interior",
            "cottage",
            "dining room",
            "inside",
            "cabin",
            "nursery",
        ),
        living_room,
        indoors=True,
    ),
    ScenerySet("kitchen", ("bakery", "pantry", "bathroom", "laundry"), kitchen, indoors=True),
    ScenerySet("bedroom", ("bed", "hotel room", "dormitory", "child's room", "children's room"), bedroom, indoors=True),
    ScenerySet("study", ("library", "reading room", "archive", "bookshop", "bookstore", "den"), study, indoors=True),
    ScenerySet("attic", ("loft", "garret", "barn loft"), attic, indoors=True),
    ScenerySet(
        "staircase",
        ("stairs", "stairwell", "hallway", "corridor", "entrance", "lobby", "foyer"),
        staircase,
        indoors=True,
    ),
)
