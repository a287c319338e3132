"""What people and animals do: verbs, and the pose, speed and place of an action at a moment. Deterministic by seed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from polymuse.data_files import load_table
from polymuse.engines.builtin.sketch.art import Art, Joint
from polymuse.engines.builtin.sketch.figures import poses_animals as animals
from polymuse.engines.builtin.sketch.figures.body import Body
from polymuse.engines.builtin.sketch.figures.poses_people import person
from polymuse.engines.builtin.sketch.figures.postures import speed

VERBS: Mapping[str, str] = load_table("polymuse.engines.builtin", "art/people/verbs.yaml")
ACTIONS: Mapping[str, str] = {
    " ".join(verb.split()): action for action, verbs in VERBS.items() for verb in (action, *verbs.split(","))
}
"""Verbs in base form, synonyms included → the action's name."""


FORMS: Mapping[tuple[str, str], str] = {
    ("bird", "fly"): "bird-flying",
    ("crow", "fly"): "crow-flying",
    **{("gull", action): "gull-standing" for action in ("sit", "walk", "eat", "sleep", "crouch")},
}
"""Drawings that take another's place for an action: a bird is drawn sitting, a gull in the air."""


def form(name: str, action: str) -> str:
    """The name of the drawing to use for a thing doing something: `bird` flying is `bird-flying`."""
    return next((FORMS[name, doing] for doing in action.split("+") if (name, doing) in FORMS), name)


def pose(art: Art, action: str, seconds: float, seed: int = 0) -> dict[str, Joint]:
    """Joints of a person or animal doing something at a moment.

    `action` is a name of ACTIONS or several joined by `+` ("sit+read"); an unknown one means standing at ease.
    A thing without joints gives an empty pose.
    """
    names = action.split("+")
    joints = frozenset(art.joints())
    if not joints:
        return {}
    if _is_person(art):
        return person(Body(art, joints, seconds, seed), names)
    return animals.pose(art, joints, names, seconds, seed)


def travel(art: Art, action: str) -> float:
    """Metres per second along the way the figure faces; 0 when the action stays in place.

    A rider or rower has none: what carries them moves.
    """
    names = action.split("+")
    if not _is_person(art):
        return animals.travel(art, names)
    body = Body(art, frozenset(art.joints()), 0.0, 0)
    if "run" in names:
        return speed(body, "run")
    if {"walk", "push", "pull"} & set(names):
        return speed(body, "walk")
    return {"swim": 0.9, "fly": 4.0}.get(names[0], 0.0)


def bob(art: Art, action: str, seconds: float, seed: int = 0) -> float:
    """Metres by which the whole figure is above (> 0) its place at a moment: waves under a swimmer, a hop, wing beats.
    A walker's own rise and fall is part of the pose."""
    names = action.split("+")
    if _is_person(art):
        return 0.04 * math.sin(2.1 * seconds + seed) if {"swim", "fly"} & set(names) else 0.0
    return animals.bob(art, names, seconds, seed)


def anchor(art: Art, action: str) -> tuple[float, float]:
    """The viewBox point to put at the figure's place: soles for standing, the seat for sitting, the back for lying.

    The point belongs to the posed drawing: a sitter's goes on the chair's seat, everybody else's on the ground.
    """
    names = set(action.split("+"))
    middle = art.points.get("feet", (art.width / 2, art.ground))
    if not _is_person(art):
        return middle[0], art.ground
    seat, hip = art.points["seat"], art.points["hip"]
    if names & {"sit", "row", "ride", "pedal", "sit-ground"}:
        return seat
    if names & {"lie", "sleep"}:
        return seat[0], hip[1] + (seat[0] - art.points["back"][0])
    if names & {"swim", "fly", "fall"}:
        return seat[0], hip[1]
    return middle


def _is_person(art: Art) -> bool:
    return "shoulder" in art.points and "hip" in art.points
