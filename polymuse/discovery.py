"""Finding parts by listing a folder and by entry points; nothing is imported until it is asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any

from polymuse.errors import ExtensionError, ExtensionWarning

__all__ = ["Found", "extensions", "found", "load_all", "loadable"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be loaded: an attribute of a module."""

    name: str
    module: str
    attribute: str
    package: str = ""
    """The installed package it comes from; empty for polymuse's own."""

    def load(self) -> Any:
        """Import it. Raises ExtensionError when it is another package's and cannot be imported."""
        try:
            return getattr(import_module(self.module), self.attribute)
        except Exception as error:
            if not self.package:
                raise
            raise ExtensionError(
                f"{self.package}: its part {self.name!r} cannot be loaded ({type(error).__name__}: {error}).",
                hint=f"Update it, or remove it: pip uninstall {self.package}",
            ) from error


def load_all(parts: Iterable[Found]) -> Iterator[tuple[str, Any]]:
    """Every part by name, imported. A part of another package that cannot be imported is left out with an
    ExtensionWarning, so that one broken package does not stop what does not need it."""
    for part in parts:
        try:
            yield part.name, part.load()
        except ExtensionError as error:
            warnings.warn(f"{error.message} It is left out. {error.hint}", ExtensionWarning, stacklevel=2)


def loadable(parts: Iterable[Found]) -> tuple[str, ...]:
    """The names of some parts: our own are not imported for that; those of other packages are, and are left out with an
    ExtensionWarning where that fails."""
    listed = list(parts)
    others = dict(load_all(part for part in listed if part.package))
    return tuple(part.name for part in listed if not part.package or part.name in others)


@cache
def extensions(group: str, attribute: str = "") -> tuple[Found, ...]:
    """The entry points of a group: what other installed packages add. `attribute` is for those that name a module only."""
    return tuple(
        Found(point.name, point.module, point.attr or attribute, point.dist.name if point.dist else point.module)
        for point in entry_points(group=group)
    )


@cache
def found(package: str, group: str, attribute: str) -> Mapping[str, Found]:
    """Every module of `package` that does not begin with an underscore, then the entry points of `group`; an entry
    point may not take a built-in's name. Names have `-` where modules have `_`."""
    parts = {}
    for module in iter_modules(import_module(package).__path__):
        if not module.name.startswith("_"):
            name = module.name.replace("_", "-")
            parts[name] = Found(name, f"{package}.{module.name}", attribute)
    for extension in extensions(group, attribute):
        parts.setdefault(extension.name, extension)
    return parts
