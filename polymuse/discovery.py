"""Finding parts by listing a folder and by entry points; nothing is imported until it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any

__all__ = ["Found", "found"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be loaded: an attribute of a module."""

    name: str
    module: str
    attribute: str

    def load(self) -> Any:
        return getattr(import_module(self.module), self.attribute)


@cache
def found(package: str, group: str, attribute: str) -> Mapping[str, Found]:
    """Every module of `package` that does not begin with an underscore, then the entry points of `group`; an entry
    point may not take a built-in's name. Names have `-` where modules have `_`."""
    parts = {}
    for module in iter_modules(import_module(package).__path__):
        if not module.name.startswith("_"):
            name = module.name.replace("_", "-")
            parts[name] = Found(name, f"{package}.{module.name}", attribute)
    for point in entry_points(group=group):
        parts.setdefault(point.name, Found(point.name, point.module, point.attr or attribute))
    return parts
