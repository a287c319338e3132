"""Colour names; the table is colours.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from polymuse.data_files import load_table
from polymuse.engines.builtin.sketch.art import Rgb

__all__ = ["named_colours", "parse_colour"]

DEPTHS = {"pale": 0.42, "pastel": 0.38, "light": 0.28, "bright": 0.06, "dark": -0.26, "deep": -0.22}
"""Lightness offset per modifier, for `Rgb.adjust_lightness`."""


@cache
def named_colours() -> Mapping[str, Rgb]:
    """All named colours."""
    table = load_table(__package__, "colours.yaml")
    return {name: Rgb.parse(value) for name, value in table.items()}


def parse_colour(name: str) -> Rgb | None:
    """The colour of a name ("teal", "dark green", "navy-blue", "warm grey") or of `#rrggbb`; None if unknown."""
    if name.strip().startswith("#"):
        return _hexadecimal(name)
    words = name.lower().replace("-", " ").split()
    if not words:
        return None
    table = named_colours()
    for start in range(len(words)):
        match = table.get(" ".join(words[start:])) or table.get("-".join(words[start:]))
        if match:
            depth = sum(DEPTHS.get(word, 0.0) for word in words[:start])
            return match.adjust_lightness(depth) if depth else match
    return None


def _hexadecimal(text: str) -> Rgb | None:
    try:
        return Rgb.parse(text)
    except ValueError:
        return None
