"""Rooms where people work, learn, buy and are healed."""

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
SLATE, PAPER = _hex("#3f5a50"), _hex("#efe6d0")


def _reach(brush: Brush) -> float:
    return 0.86 * brush.view.half_width(DEPTH)


def classroom(scenery: Scenery) -> Backdrop:
    """A blackboard, a map, tall windows to one side."""
    brush = Brush(scenery)
    reach = _reach(brush)
    wide = reach > 2.6
    board = (-1.5, 3.0) if wide else (-reach * 0.8, reach * 1.6)
    windows = tuple(Opening(x, 1.0, 0.95, 1.9, 2, 3) for x in ((-reach + 0.75, reach - 0.75) if wide else ()))

    def fittings(wall: Wall) -> None:
        dressing.framed(wall, board[0], 1.05, board[1], 1.45, SLATE)
        wall.rect(board[0], 0.98, board[1], 0.07, dressing.WOOD.adjust_lightness(0.1))
        for i, w in enumerate((0.7, 1.1, 0.5)):
            wall.rect(board[0] + 0.35, 2.1 - i * 0.24, board[1] * 0.28 * w, 0.03, PAPER, 0.8)
        wall.disc(board[0] + board[1] * 0.72, 1.75, 0.26, PAPER, 0.75)
        wall.disc(board[0] + board[1] * 0.72, 1.75, 0.235, SLATE)
        wall.rect(-0.35, 2.66, 0.7, 0.32, _hex("#d9c08a"))

    made = Room(_hex("#d8cfa8"), _hex("#b98d62"), dado=0.85, trim=_hex("#c9ab7d"), windows=windows)
    return room(brush, made, (fittings,), (dressing.pendant(brush, 0, 3.0, 5.2, _hex("#5f7f78")),))


def office(scenery: Scenery) -> Backdrop:
    """A wide window over the town, shelves of files, a plant."""
    brush, accent = Brush(scenery), scenery.palette[0]
    reach = _reach(brush)
    wide = reach > 2.6
    width = 3.4 if wide else reach * 1.5
    made = Room(
        _hex("#c8ccc6").mix(accent, 0.12),
        _hex("#a5957f"),
        floor="plain",
        windows=(Opening(-0.5 if wide else 0, 0.85, width, 1.8, 4, 1),),
    )

    def files(wall: Wall) -> None:
        for y in (0.1, 0.6, 1.1, 1.6):
            wall.rect(reach - 1.15, y - 0.05, 1.05, 0.05, _hex("#8d8a86"))
            dressing.shelf(wall, reach - 1.1, y, 0.95, 0.38, f"files {y}")

    return room(
        brush,
        made,
        (
            files if wide else dressing.nothing,
            partial(dressing.rug, z=4.8, reach=2.0, colour=accent.mix(_hex("#7d8b97"), 0.5)),
        ),
        (
            dressing.pendant(brush, -0.9, 2.8, 5.2, _hex("#6f7d85")),
            dressing.pendant(brush, 0.9, 2.8, 5.2, _hex("#6f7d85")),
            dressing.house_plant(brush, 1, 2.9),
        ),
    )


def cafe(scenery: Scenery) -> Backdrop:
    """A counter with cups and a chalk board, a big window to the street, warm lamps."""
    brush, accent = Brush(scenery), scenery.palette[0]
    reach = _reach(brush)
    wide = reach > 2.6
    made = Room(
        _hex("#b98f6d").mix(accent, 0.22),
        _hex("#8f6a4c"),
        dado=0.95,
        trim=_hex("#d9c4a0"),
        windows=(Opening(-reach + 1.5, 0.9, 2.2, 1.75, 3, 2),) if wide else (Opening(-0.55, 1.0, 1.0, 1.5),),
    )

    def bar(wall: Wall) -> None:
        x = 0.6 if wide else 0.25
        width = reach - x - 0.1
        for y in (1.55, 2.05):
            wall.rect(x, y - 0.05, width * 0.55, 0.05, dressing.WOOD.adjust_lightness(-0.2))
            dressing.wares(wall, x + 0.05, y, width * 0.5, f"cups {y}", 0.22)
        dressing.framed(wall, x + width * 0.62, 1.45, width * 0.36, 0.95, _hex("#3e4344"))
        for i in range(4):
            wall.rect(x + width * 0.67, 2.12 - i * 0.15, width * (0.2, 0.26, 0.16, 0.22)[i], 0.03, PAPER, 0.8)
        dressing.cupboards(wall, x, width, accent.adjust_lightness(-0.1).mix(_hex("#5a4a40"), 0.3), height=1.02)

    lamps = [dressing.pendant(brush, x, 2.45, 5.0, _hex("#4f5f5a")) for x in ((-1.6, 0.0, 1.6) if wide else (0.0,))]
    return room(brush, made, (bar,), (*lamps, dressing.house_plant(brush, -1, 2.8)))


def workshop(scenery: Scenery) -> Backdrop:
    """A bench with tools above it, boards leaning, light from a big window."""
    brush = Brush(scenery)
    reach = _reach(brush)
    wide = reach > 2.6
    made = Room(
        _hex("#b3a488"),
        _hex("#a07c58"),
        beams=4,
        ceiling=_hex("#9c8568"),
        windows=(Opening(-1.4 if wide else -0.4, 1.1, 1.9 if wide else 1.0, 1.5, 4 if wide else 2, 3),),
    )

    def bench(wall: Wall) -> None:
        x, rng = 0.2, wall.brush.rng("tools")
        dressing.framed(wall, x, 1.25, reach - x - 0.2, 1.1, _hex("#c9b08a"))
        t = x + 0.2
        while t < reach - 0.5:
            length, steel = rng.uniform(0.3, 0.7), rng.choice((_hex("#7d858a"), _hex("#9a6a4a"), _hex("#5f6468")))
            wall.rect(t, 2.2 - length, 0.06, length, dressing.WOOD)
            wall.rect(t - 0.07, 2.2 - length * 0.3, 0.2, length * 0.26, steel)
            t += rng.uniform(0.24, 0.36)
        wall.rect(-reach + 0.3, 0.82, 2 * reach - 0.5, 0.1, _hex("#c79f70"))
        for leg in (-reach + 0.5, 0.0, reach - 0.6):
            wall.rect(leg, 0, 0.16, 0.84, _hex("#8f6a4c"))
        wall.rect(-reach + 0.5, 0.25, 2 * reach - 1.0, 0.06, _hex("#8f6a4c").adjust_lightness(0.1))
        dressing.wares(wall, -reach + 0.6, 0.92, reach * 0.5, "paint", 0.2)
        dressing.wares(wall, -reach + 0.7, 0.31, reach, "boxes", 0.3)

    return room(brush, made, (bench,), (dressing.pendant(brush, 0.4, 2.6, 5.1, _hex("#4f6a66")),))


def shop(scenery: Scenery) -> Backdrop:
    """Shelves full of wares on both sides of a shop window."""
    brush, accent = Brush(scenery), scenery.palette[0]
    reach = _reach(brush)
    wide = reach > 2.6
    made = Room(
        _hex("#dcc9a4").mix(accent, 0.2),
        _hex("#b08560"),
        floor="tiles",
        windows=(Opening(0, 0.9, 1.6, 1.8, 2, 2),) if wide else (),
    )

    def shelves(wall: Wall) -> None:
        spans = ((-reach + 0.1, reach - 1.2), (1.1, reach - 1.2)) if wide else ((-reach + 0.15, 2 * reach - 0.3),)
        for x, width in spans:
            wall.rect(x, 0, width, 2.6, dressing.WOOD)
            for i in range(5):
                y = 0.12 + i * 0.49
                wall.rect(x + 0.06, y, width - 0.12, 0.43, dressing.WOOD.adjust_lightness(-0.3))
                dressing.wares(wall, x + 0.1, y, width - 0.22, f"{x:.1f} {i}", 0.27)

    lamps = [
        dressing.pendant(brush, x, 2.7, 5.2, accent.adjust_lightness(-0.2)) for x in ((-1.4, 1.4) if wide else (0.0,))
    ]
    return room(brush, made, (shelves,), lamps)


def hospital(scenery: Scenery) -> Backdrop:
    """A clean pale room: cabinets of glass, a screen, a big window."""
    brush = Brush(scenery)
    reach = _reach(brush)
    wide = reach > 2.6
    pale, steel = _hex("#dbe3dd"), _hex("#9fb0b3")
    made = Room(
        pale,
        _hex("#b9c5c2"),
        floor="tiles",
        trim=_hex("#eef0ea"),
        windows=(Opening(-1.3 if wide else -0.35, 0.95, 2.2 if wide else 1.1, 1.7, 3, 1),),
    )

    def fittings(wall: Wall) -> None:
        wall.rect(-reach, 0.92, 2 * reach, 0.12, _hex("#8fb0ab"))
        x = 0.6 if wide else 0.35
        width = reach - x - 0.15
        wall.rect(x, 1.4, width, 1.1, steel)
        wall.rect(x + 0.06, 1.46, width - 0.12, 0.98, _hex("#c7d8d8"))
        for y in (1.5, 1.95):
            wall.rect(x + 0.06, y - 0.04, width - 0.12, 0.03, steel)
            dressing.wares(wall, x + 0.1, y, width - 0.3, f"bottles {y}", 0.2)
        dressing.cupboards(wall, x, width, _hex("#cdd8d4"), _hex("#eef0ea"))
        dressing.wares(wall, x + 0.1, 0.99, width * 0.5, "flasks", 0.22)

    return room(brush, made, (fittings,), (lamplight(brush, 0, 3.1, 5.4, 2.4),))


SETS = (
    ScenerySet(
        "classroom",
        ("school", "schoolroom", "lecture hall", "university", "kindergarten", "class"),
        classroom,
        indoors=True,
    ),
    ScenerySet(
        "office",
        ("newsroom", "meeting room", "conference room", "workspace", "bank", "police station", "control room"),
        office,
        indoors=True,
    ),
    ScenerySet(
        "café",
        ("cafe", "coffee shop", "coffee house", "restaurant", "bar", "pub", "tavern", "inn", "diner", "tea room"),
        cafe,
        indoors=True,
    ),
    ScenerySet(
        "workshop",
        ("studio", "atelier", "garage", "shed", "forge", "smithy", "factory", "art studio", "boathouse", "pottery"),
        workshop,
        indoors=True,
    ),
    ScenerySet(
        "shop",
        ("store", "grocery", "supermarket", "toy shop", "bazaar", "general store", "boutique", "florist"),
        shop,
        indoors=True,
    ),
    ScenerySet(
        "hospital",
        ("laboratory", "lab", "clinic", "ward", "hospital room", "surgery", "pharmacy", "doctor's office"),
        hospital,
        indoors=True,
    ),
)
