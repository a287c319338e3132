"""Rooms of a home."""

from __future__ import annotations

from functools import partial

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.brush import Brush
from polymuse.engines.builtin.sketch.sets import _dressing as dressing
from polymuse.engines.builtin.sketch.sets._room import Opening, Room, lamplight, room
from polymuse.engines.builtin.sketch.sets._set import Set
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery

_hex = Rgb.parse


def living_room(scenery: Scenery) -> Backdrop:
    """A window, a bookcase, pictures, a rug and a lamp."""
    brush = Brush(scenery)
    accent = scenery.palette[0]
    wide = brush.view.half_width(7.5) > 3
    made = Room(
        wall=_hex("#b9c0a6").mix(accent, 0.22), boards=_hex("#b5855a"), dado=0.95, height=3.25,
        windows=(Opening(-1.9 if wide else -0.3, 1.0, 1.9, 1.75),),
    )
    return room(
        brush, made,
        (
            partial(dressing.curtains, x=-1.9 if wide else -0.3, width=1.9, sill=1.0, height=1.75, colour=accent),
            partial(dressing.pictures, x=0.9 if wide else 0.95, y=1.75, count=3 if wide else 1),
            partial(dressing.bookcase, x=3.0, width=1.5, height=2.35) if wide else dressing.nothing,
            partial(dressing.rug, z=5.4, reach=2.2, colour=accent),
        ),
        (lamplight(brush, 2.1 if wide else 0.9, 2.1, 7.0, 3.0), dressing.house_plant(brush, -1, 2.9)),
    )


SETS = (
    Set("living room", ("house", "home", "room", "lounge", "sitting room", "parlour", "parlor", "apartment", "flat", "indoors", "interior", "cottage", "dining room", "inside"), living_room, indoors=True),
)
