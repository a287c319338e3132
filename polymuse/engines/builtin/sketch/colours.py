"""The names of colours; the table is colours.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from polymuse.data_files import load_table
from polymuse.engines.builtin.sketch.art import Rgb

__all__ = ["colour", "names"]

DEPTHS = {"pale": 0.42, "pastel": 0.38, "light": 0.28, "bright": 0.06, "dark": -0.26, "deep": -0.22}
"""What a word in front of a colour's name does to its lightness (as `Rgb.shifted` takes it)."""


@cache
def names() -> Mapping[str, Rgb]:
    """Every named colour."""
    table = load_table(__package__, "colours.yaml")
    return {name: Rgb.parse(value) for name, value in table.items()}


def colour(name: str) -> Rgb | None:
    """The colour of a name ("teal", "dark green", "navy-blue", "warm grey") or of `#rrggbb`; None if it is not one."""
    if name.strip().startswith("#"):
        return _hexadecimal(name)
    words = name.lower().replace("-", " ").split()
    if not words:
        return None
    known = names()
    for start in range(len(words)):
        found = known.get(" ".join(words[start:])) or known.get("-".join(words[start:]))
        if found:
            depth = sum(DEPTHS.get(word, 0.0) for word in words[:start])
            return found.shifted(depth) if depth else found
    return None


def _hexadecimal(text: str) -> Rgb | None:
    try:
        return Rgb.parse(text)
    except ValueError:
        return None
