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
from polymuse.engines.builtin.sketch.layout.blocks import worst_scale
from polymuse.engines.builtin.sketch.layout.cast import Role, cast_roles
from polymuse.engines.builtin.sketch.layout.frame import DEFAULT_FILL, FILL, GroundZones, make_ground, make_view
from polymuse.engines.builtin.sketch.layout.outdoors import cast_outdoors
from polymuse.engines.builtin.sketch.layout.places import choose_set, subjects_in_set, unknown_place
from polymuse.engines.builtin.sketch.layout.sizes import apply_sizes
from polymuse.engines.builtin.sketch.layout.support import (
    Support,
    enlarge_for_guests,
    find_supports,
    support_position,
    with_support_action,
)
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.stage import PlacedThing, Staging, View

__all__ = ["stage_brief"]

STREETS = frozenset({"street", "city street", "harbour"})
"""Sets in which a door belongs to a house; in a named field it may stand alone."""
SCENIC = frozenset({"plants", "sky"})
TABLES = frozenset({"table", "desk", "kitchen-counter"})
TABLE = -1
"""Index of a table added to carry things."""
TOWERING = 3.5
"""Height, relative to the main subject's, from which the picture makes room for a thing."""
LONGEST = 2.0
"""Maximum factor of the focal length."""
FARTHER_LOOKS, WIDER, LEAST_FILL, BELIEVABLE = 3, 0.72, 0.16, 0.5
"""Without a stated shot size the view is widened in steps until large things have at least this part of their real
size."""
ATTEMPTS = 14
FARTHER = 1.2
"""Factor of room per attempt."""
SMALLEST = 0.62
"""Minimum scale of living things; below it, overlaps are accepted."""
TOLERANCE = 0.012
"""Overlap, as a part of the frame's width, that is accepted before everything is moved back."""


def stage_brief(brief: Brief, width: int, height: int, seed: int) -> Staging:
    """Stage a completed brief for a frame of width × height pixels. Deterministic."""
    name = choose_set(brief, cast_roles(brief, frozenset(), seed).roles.values())
    company = cast_roles(brief, subjects_in_set(brief, name), seed)
    alone = brief.setting.place is not None and name not in STREETS
    roles = apply_sizes(company.roles if sets.indoors(name) else cast_outdoors(company, alone), company.relations)
    rests = find_supports(roles, company.relations)
    for i, support in rests.items():
        roles[i] = with_support_action(roles[i], support, roles[support.parent])
    for parent in {rest.parent for rest in rests.values()}:
        roles[parent] = enlarge_for_guests(
            roles[parent], sum(roles[i].count for i, r in rests.items() if r.parent == parent)
        )
    if sets.indoors(name):
        _lay_on_table(roles, rests)
    main = _main_subject(brief, roles)
    tall = _main_height(roles, rests, main)
    fill = _fill_ratio(brief, roles, tall)
    aloft = main is not None and roles[main].stand == "air"
    look = partial(make_view, brief, width, height, tall, indoors=sets.indoors(name), aloft=aloft)
    view, ground, fill = _choose_view(brief, name, look, fill, roles, seed)
    if ground.water is not None and main is not None and roles[_root(main, rests)].stand == "water":
        view = _zoomed(view, ground.water.near, fill * ground.water.near / tall, roles)
        ground = make_ground(name, view, brief, seed)
    depth = max(view.nearest() * 1.04, view.focal * tall / fill)
    arrangement = Arrangement(roles, rests, company.relations, view, ground, main, depth, seed)
    placed = _solve_arrangement(arrangement, TOLERANCE * width)
    follow = _followed_index(placed, main) if brief.camera.move == "follow" else None
    placed = [t if t.subject != TABLE else replace(t, subject=None) for t in placed]
    return Staging(name, view, tuple(placed), brief.camera, brief, follow, (*unknown_place(brief), *company.undrawn))


def _choose_view(
    brief: Brief, name: str, look: Callable[[float], View], fill: float, roles: dict[int, Role], seed: int
) -> tuple[View, GroundZones, float]:
    """The view, its ground zones, and the main subject's final part of the frame's height."""
    view = look(fill)
    ground = make_ground(name, view, brief, seed)
    for _ in range(FARTHER_LOOKS):
        if (
            brief.camera.shot is not None
            or fill <= LEAST_FILL
            or worst_scale(roles.values(), view, ground) > BELIEVABLE
        ):
            break
        fill = max(LEAST_FILL, fill * WIDER)
        view = look(fill)
        ground = make_ground(name, view, brief, seed)
    return view, ground, fill


def _lay_on_table(roles: dict[int, Role], rests: dict[int, Support]) -> None:
    """Indoors, small things without a position lie on a table: an existing one, or an added one."""
    loose = [i for i, r in roles.items() if r.stand == "surface" and i not in rests]
    if not loose:
        return
    table = next((i for i, r in roles.items() if r.art in TABLES), TABLE)
    if table == TABLE:
        roles[TABLE] = Role(TABLE, "table", "table", art.load("table"), "ground")
    rests.update({i: Support(i, table, "top") for i in loose})


def _solve_arrangement(arrangement: Arrangement, tolerance: float) -> list[PlacedThing]:
    """Solve; if too crowded, again from farther away. Falls back to the best attempt."""
    best, best_violation = 1.0, math.inf
    for attempt in range(ATTEMPTS):
        back = FARTHER**attempt
        violation = arrangement.solve(back)
        if violation <= tolerance:
            return arrangement.placed_things()
        if attempt and not arrangement.has_stated_order and arrangement.min_living_scale() < SMALLEST:
            break
        if (cost := violation / (2 * tolerance) + attempt) < best_violation:
            best, best_violation = back, cost
    arrangement.solve(best)
    return arrangement.placed_things()


def _main_subject(brief: Brief, roles: dict[int, Role]) -> int | None:
    """The main subject: one named by the camera text, else the first that acts or lives, else the first that is not a
    plant."""
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


def _main_height(roles: dict[int, Role], rests: dict[int, Support], main: int | None) -> float:
    """Height in metres of the main subject's visible part, with its carrier."""
    if main is None:
        return 1.7
    role = roles[main]
    height = role.height + min(role.depth, 0.6)
    support = rests.get(main)
    if support is not None:
        height = max(roles[support.parent].height, support_position(role, roles[support.parent], support, 0, 1, 1)[3])
    if role.stand == "air":
        return 1.9
    return min(7.0, max(0.38, height))


def _root(index: int, rests: dict[int, Support]) -> int:
    while index in rests:
        index = rests[index].parent
    return index


def _fill_ratio(brief: Brief, roles: dict[int, Role], tall: float) -> float:
    """The main subject's part of the frame's height: by shot size, else less if there is more to show."""
    if brief.camera.shot is not None:
        return FILL[brief.camera.shot]
    towering = any(r.height > TOWERING * tall and r.stand == "ground" for r in roles.values())
    return DEFAULT_FILL * (0.68 if towering else 1.0)


def _zoomed(view: View, depth: float, focal: float, roles: dict[int, Role]) -> View:
    """A longer lens for subjects out on the water, if nobody stands on the shore."""
    if any(
        r.stand == "ground" and r.subject >= 0 and r.action not in ("row", "swim") and not r.action.startswith("sit")
        for r in roles.values()
    ):
        return view
    longer = min(LONGEST * view.focal, max(view.focal, focal))
    eye = min(view.eye, 0.86 * (1 - view.horizon) * depth / longer)
    return replace(view, focal=round(longer, 3), eye=round(max(0.4, eye), 3))


def _followed_index(things: list[PlacedThing], main: int | None) -> int | None:
    moving = [n for n, t in enumerate(things) if t.subject is not None and t.speed]
    mine = [n for n in moving if things[n].subject == main]
    return next(iter(mine or moving), None)
