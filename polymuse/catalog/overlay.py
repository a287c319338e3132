"""What a user's own import of newer facts adds to the catalogue: `catalog/prices.yaml` in polymuse's folder.

It never replaces a fact that is newer than itself, so that an update of polymuse is not undone by an old import.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from polymuse.catalog.model import Life, Priced, Route, System
from polymuse.errors import PolymuseError
from polymuse.paths import home_folder
from polymuse.types import Frozen, Price
from polymuse.validation import first_fault

__all__ = ["Overlay", "Renewed", "laid_over", "overlay", "overlay_file"]


class Renewed(Frozen):
    """Newer facts of one route: prices per task, and the last day, as far as they were told."""

    keys: tuple[str, ...]
    """The names under which the table has them."""
    prices: Mapping[str, tuple[Price, ...]] = {}
    ends: str | None = None


class Overlay(Frozen):
    """Newer facts with where they come from: a file by its name and SHA-256, and the day it was read."""

    source: str
    sha256: str
    date: str
    routes: Mapping[str, Renewed]
    """By engine id (`kling-3.0@kling`)."""


def overlay_file() -> Path:
    return home_folder() / "catalog" / "prices.yaml"


def overlay() -> Overlay | None:
    """The overlay there is. Raises PolymuseError when its file cannot be read."""
    path = overlay_file()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@cache
def _read(path: Path, changed: int) -> Overlay:
    remedy = "Remove it, or import the prices again."
    try:
        return Overlay.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        what = (
            f"{'.'.join(map(str, (at := first_fault(error)).place))} {at.what}"
            if isinstance(error, ValidationError)
            else "it is not YAML"
        )
        raise PolymuseError(f"{path}: {what}.", hint=remedy) from None


def laid_over(system: System, newer: Overlay) -> System:
    """A system with what is newer of its routes."""
    routes = tuple(
        _renewed(system, route, newer, found) if (found := newer.routes.get(f"{system.id}@{route.provider}")) else route
        for route in system.routes
    )
    return system if routes == system.routes else system.model_copy(update={"routes": routes})


def _renewed(system: System, route: Route, newer: Overlay, found: Renewed) -> Route:
    source = f"{newer.source} (sha256 {newer.sha256[:12]}): {', '.join(found.keys)}"
    update: dict[str, object] = {}
    if found.prices and (route.prices is None or route.prices.date <= newer.date):
        kept = {task: prices for task in route.tasks if (prices := route.prices_for(task))}
        beside = f"; else {route.prices.source}" if route.prices and kept.keys() - found.prices.keys() else ""
        update["prices"] = Priced(source=source + beside, date=newer.date, tasks={**kept, **found.prices})
    life = system.life_of(route)
    if (
        found.ends
        and found.ends != life.ends
        and life.state in ("active", "preview", "deprecated")
        and life.date <= newer.date
    ):
        update["life"] = Life(
            state="deprecated", ends=found.ends, successors=life.successors, source=source, date=newer.date
        )
    return route.model_copy(update=update) if update else route
