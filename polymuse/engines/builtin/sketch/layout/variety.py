"""Variation of instances of one subject: size, colour and direction."""

from __future__ import annotations

import random
from collections.abc import Mapping

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.layout.cast import Role

__all__ = ["colours_of", "is_mirrored", "size_of"]

COLOURS = tuple(
    Rgb.parse(c) for c in ("#b5533f", "#4a75a0", "#d6a34b", "#5f8a6a", "#8a6488", "#c77f45", "#e4d8bd", "#4f6f7a")
)
COLOURED = frozenset({
    "house", "cottage", "tent", "market-stall", "balloon", "umbrella", "book", "gift", "kite", "parasol", "cup", "mug",
    "tulip", "flag", "beach-ball", "ball", "armchair", "deck-chair", "suitcase", "backpack", "paper-boat", "hat",
})  # fmt: skip
"""Things that come in all colours, besides vehicles."""
UNIFORM = frozenset({"train", "tram", "fire-engine", "submarine"})
SPREAD = 0.06
"""Maximum relative size difference."""
SAME_SIZE = frozenset({"furniture", "objects"})


def _random(role: Role, number: int, purpose: str) -> random.Random:
    return random.Random(f"{role.seed}/{role.subject}/{number}/{purpose}")


def colours_of(role: Role, number: int) -> Mapping[str, Rgb]:
    """Colours of an instance; a requested colour applies to all."""
    main = role.drawing.main
    comes_coloured = role.art in COLOURED or (role.drawing.family == "vehicles" and role.art not in UNIFORM)
    if number == 0 or main in role.colours or not comes_coloured:
        return role.colours
    first = random.Random(f"{role.seed}/{role.subject}").randrange(len(COLOURS))
    return {**role.colours, main: COLOURS[(first + number) % len(COLOURS)]}


def size_of(role: Role, number: int) -> float:
    """Size factor of an instance."""
    if role.count == 1 or role.drawing.family in SAME_SIZE:
        return 1.0
    return 1 + _random(role, number, "size").uniform(-SPREAD, SPREAD)


def is_mirrored(role: Role, number: int) -> bool:
    """Whether an instance at rest faces the other way."""
    return role.count > 1 and role.drawing.family == "vehicles" and _random(role, number, "side").random() < 1 / 3
