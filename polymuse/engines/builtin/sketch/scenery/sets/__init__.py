"""The sets: painted places. Every module here without a leading underscore names the sets of one family in `SETS`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from polymuse.engines.builtin.sketch.scenery.sets._set import ScenerySet
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery

__all__ = ["indoors", "names", "paint", "words"]


@cache
def _sets() -> Mapping[str, ScenerySet]:
    modules = sorted(m.name for m in iter_modules(__path__) if not m.name.startswith("_"))
    all_sets = [one for name in modules for one in import_module(f"{__name__}.{name}").SETS]
    return {one.name: one for one in all_sets}


def names() -> tuple[str, ...]:
    """Every set's name."""
    return tuple(_sets())


@cache
def words() -> Mapping[str, str]:
    """Every word for a place → the name of its set; a set's own name always means that set."""
    table = {name: name for name in _sets()}
    for name, one in _sets().items():
        for word in one.words:
            table.setdefault(word, name)
    return table


def indoors(name: str) -> bool:
    """Whether the set is a room, whose light `light_of` has to make for indoors. Raises KeyError for no set."""
    return _sets()[name].indoors


def paint(name: str, scenery: Scenery) -> Backdrop:
    """The set painted for a scene. Raises KeyError for no set."""
    return _sets()[name].paint(scenery)
