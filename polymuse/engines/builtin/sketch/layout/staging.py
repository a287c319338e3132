"""The layout: a brief becomes a staging, with everything asked for in its place and in the frame.

Where the real sizes do not fit, this is what gives: what is too small to be made out is drawn larger (at most
`LARGEST_GAIN` times), what is too large goes as far back as the set's ground reaches and is then drawn smaller. Of one
kind of thing at most 48 are drawn; what is left out is in `Staging.undrawn`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.layout.arrange import Arrangement
from polymuse.engines.builtin.sketch.layout.blocks import truth
from polymuse.engines.builtin.sketch.layout.cast import Role, cast
from polymuse.engines.builtin.sketch.layout.frame import DEFAULT_FILL, FILL, Ground, ground_of, view_of
from polymuse.engines.builtin.sketch.layout.outdoors import outdoors
from polymuse.engines.builtin.sketch.layout.places import covered, set_of, unknown_place
from polymuse.engines.builtin.sketch.layout.sizes import sized
from polymuse.engines.builtin.sketch.layout.support import Rest, place_on, rests_of, roomy, seated
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.stage import Placed, Staging, View

__all__ = ["stage"]

STREETS = frozenset({"street", "city street", "harbour"})
"""Where a door is that of a house; in a field that somebody named it may stand alone."""
SCENIC = frozenset({"plants", "sky"})
TABLES = frozenset({"table", "desk", "kitchen-counter"})
TABLE = -1
"""Index of a table that is there only to carry something."""
TOWERING = 3.5
"""How many times the main subject's height something has to be for the picture to make room for it."""
LONGEST = 2.0
"""How much longer than usual the lens gets."""
FARTHER_LOOKS, WIDER, LEAST_FILL, BELIEVABLE = 3, 0.72, 0.16, 0.5
"""A picture without an asked-for shot is looked at from farther away, in so many steps, until what is large has at
least this share of its real size."""
ATTEMPTS = 14
FARTHER = 1.2
"""How much room each new attempt makes."""
SMALLEST = 0.62
"""The least part of its real size that what lives is drawn at to make room; rather, things overlap."""
TOLERANCE = 0.012
"""Part of the frame's width by which boxes may stay too close before all is moved back."""


def stage(brief: Brief, width: int, height: int, seed: int) -> Staging:
    """Stage a described brief for a frame of width × height pixels. The same arguments give the same staging."""
    name = set_of(brief, cast(brief, frozenset(), seed).roles.values())
    company = cast(brief, covered(brief, name), seed)
    alone = brief.setting.place is not None and name not in STREETS
    roles = sized(company.roles if sets.indoors(name) else outdoors(company, alone), company.relations)
    rests = rests_of(roles, company.relations)
    for i, rest in rests.items():
        roles[i] = seated(roles[i], rest, roles[rest.parent])
    for parent in {rest.parent for rest in rests.values()}:
        roles[parent] = roomy(roles[parent], sum(roles[i].count for i, r in rests.items() if r.parent == parent))
    if sets.indoors(name):
        _lay(roles, rests)
    main = _main(brief, roles)
    tall = _tall(roles, rests, main)
    fill = _fill(brief, roles, tall)
    aloft = main is not None and roles[main].stand == "air"
    look = partial(view_of, brief, width, height, tall, indoors=sets.indoors(name), aloft=aloft)
    view, ground, fill = _looked(brief, name, look, fill, roles, seed)
    if ground.water is not None and main is not None and roles[_root(main, rests)].stand == "water":
        view = _zoomed(view, ground.water.near, fill * ground.water.near / tall, roles)
        ground = ground_of(name, view, brief, seed)
    depth = max(view.nearest() * 1.04, view.focal * tall / fill)
    arrangement = Arrangement(roles, rests, company.relations, view, ground, main, depth, seed)
    things = _settled(arrangement, TOLERANCE * width)
    follow = _followed(things, main) if brief.camera.move == "follow" else None
    things = [t if t.subject != TABLE else replace(t, subject=None) for t in things]
    return Staging(name, view, tuple(things), brief.camera, brief, follow, (*unknown_place(brief), *company.undrawn))


def _looked(
    brief: Brief, name: str, look: Callable[[float], View], fill: float, roles: dict[int, Role], seed: int
) -> tuple[View, Ground, float]:
    """The view, the ground seen in it, and the part of the frame's height that the main subject is left with."""
    view = look(fill)
    ground = ground_of(name, view, brief, seed)
    for _ in range(FARTHER_LOOKS):
        if brief.camera.shot is not None or fill <= LEAST_FILL or truth(roles.values(), view, ground) > BELIEVABLE:
            break
        fill = max(LEAST_FILL, fill * WIDER)
        view = look(fill)
        ground = ground_of(name, view, brief, seed)
    return view, ground, fill


def _lay(roles: dict[int, Role], rests: dict[int, Rest]) -> None:
    """In a room, small things that nobody gave a place lie on a table: one that is there, or one brought in."""
    loose = [i for i, r in roles.items() if r.stand == "surface" and i not in rests]
    if not loose:
        return
    table = next((i for i, r in roles.items() if r.art in TABLES), TABLE)
    if table == TABLE:
        roles[TABLE] = Role(TABLE, "table", "table", art.load("table"), "ground")
    rests.update({i: Rest(i, table, "top") for i in loose})


def _settled(arrangement: Arrangement, tolerance: float) -> list[Placed]:
    """Arrange; while it is too crowded, from farther away. If nothing clears it, the best compromise is taken."""
    best, least = 1.0, math.inf
    for attempt in range(ATTEMPTS):
        back = FARTHER**attempt
        rest = arrangement.arrange(back)
        if rest <= tolerance:
            return arrangement.things()
        if attempt and not arrangement.ordered and arrangement.smallest() < SMALLEST:
            break
        if (cost := rest / (2 * tolerance) + attempt) < least:
            best, least = back, cost
    arrangement.arrange(best)
    return arrangement.things()


def _main(brief: Brief, roles: dict[int, Role]) -> int | None:
    """The subject that the picture is about: one the camera's words name, else the first that acts or lives, else the
    first that is no plant."""
    if not roles:
        return None
    for i, role in roles.items():
        if brief.camera.text and role.noun in brief.camera.text.lower():
            return i
    first = min(i for i in roles if i != TABLE)
    telling = [i for i, r in roles.items() if r.living and r.stand != "air"]
    solid = [i for i, r in roles.items() if r.drawing.family not in SCENIC]
    for candidates in (telling, solid):
        if candidates:
            return candidates[0] if candidates[0] - first < 3 else first
    return first


def _tall(roles: dict[int, Role], rests: dict[int, Rest], main: int | None) -> float:
    """Metres of what has to be seen of the main subject, with what carries it."""
    if main is None:
        return 1.7
    role = roles[main]
    height = role.height + min(role.depth, 0.6)
    rest = rests.get(main)
    if rest is not None:
        height = max(roles[rest.parent].height, place_on(role, roles[rest.parent], rest, 0, 1, 1)[3])
    if role.stand == "air":
        return 1.9
    return min(7.0, max(0.38, height))


def _root(index: int, rests: dict[int, Rest]) -> int:
    while index in rests:
        index = rests[index].parent
    return index


def _fill(brief: Brief, roles: dict[int, Role], tall: float) -> float:
    """The part of the frame's height for the main subject: as the shot says, else less where there is more to see."""
    if brief.camera.shot is not None:
        return FILL[brief.camera.shot]
    towering = any(r.height > TOWERING * tall and r.stand == "ground" for r in roles.values())
    return DEFAULT_FILL * (0.68 if towering else 1.0)


def _zoomed(view: View, depth: float, focal: float, roles: dict[int, Role]) -> View:
    """A longer lens for what is out on the water, when nobody stands on the shore."""
    if any(
        r.stand == "ground" and r.subject >= 0 and r.action not in ("row", "swim") and not r.action.startswith("sit")
        for r in roles.values()
    ):
        return view
    longer = min(LONGEST * view.focal, max(view.focal, focal))
    eye = min(view.eye, 0.86 * (1 - view.horizon) * depth / longer)
    return replace(view, focal=round(longer, 3), eye=round(max(0.4, eye), 3))


def _followed(things: list[Placed], main: int | None) -> int | None:
    moving = [n for n, t in enumerate(things) if t.subject is not None and t.speed]
    mine = [n for n in moving if things[n].subject == main]
    return next(iter(mine or moving), None)
