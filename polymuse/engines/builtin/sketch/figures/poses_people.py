"""Poses of people: a posture of the whole body, then how it carries what it holds, then gestures."""

from __future__ import annotations

from polymuse.engines.builtin.sketch.art import Joint
from polymuse.engines.builtin.sketch.figures.body import Body, joints
from polymuse.engines.builtin.sketch.figures.gestures import GESTURES, HOLDS
from polymuse.engines.builtin.sketch.figures.postures import POSTURES

HANDS_BUSY = {"dance", "row", "ride", "pedal", "climb", "swim", "fly", "fall", "push", "pull", "lie", "sleep"}


def person(body: Body, actions: list[str]) -> dict[str, Joint]:
    """Joints of a figure doing one or more things at once, such as sit and read."""
    posture = next((name for name in actions if name in POSTURES), "stand")
    shape = POSTURES[posture](body)
    gestures = [GESTURES[name] for name in actions if name in GESTURES]
    if posture not in HANDS_BUSY:
        gestures = [carry for name, carry in HOLDS.items() if name in body.joints] + gestures
    for gesture in gestures:
        shape = gesture(body, shape)
    return joints(body, shape)
