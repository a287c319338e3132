"""Imported prices and dates laid over the catalogue: `catalog/prices.yaml` in polymuse's folder. Facts newer than the
import are kept, so that an old import never undoes an update of polymuse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from polymuse.catalog.model import LifeCycle, PriceList, Route, System
from polymuse.errors import PolymuseError
from polymuse.paths import home_folder
from polymuse.types import Frozen, Price
from polymuse.validation import first_fault

__all__ = ["Overlay", "RouteUpdate", "apply_overlay", "load_overlay", "overlay_file"]


class RouteUpdate(Frozen):
    """Newer facts of one route: prices per task and the shutdown date, where known."""

    keys: tuple[str, ...]
    """The keys of the price table they come from."""
    prices: Mapping[str, tuple[Price, ...]] = {}
    ends: str | None = None


class Overlay(Frozen):
    """Newer facts with their source: a file's name, SHA-256, and import date."""

    source: str
    sha256: str
    date: str
    routes: Mapping[str, RouteUpdate]
    """By engine id (`kling-3.0@kling`)."""


def overlay_file() -> Path:
    return _overlay_file(home_folder())


@cache
def _overlay_file(home: Path) -> Path:
    return home / "catalog" / "prices.yaml"


def load_overlay() -> Overlay | None:
    """The user's overlay, or None. Raises PolymuseError if its file is unreadable."""
    path = overlay_file()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@cache
def _read(path: Path, modified_ns: int) -> Overlay:
    remedy = "Remove it, or import the prices again."
    try:
        return Overlay.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        message = (
            f"{'.'.join(map(str, (at := first_fault(error)).place))} {at.what}"
            if isinstance(error, ValidationError)
            else "it is not YAML"
        )
        raise PolymuseError(f"{path}: {message}.", hint=remedy) from None


def apply_overlay(system: System, overlay: Overlay) -> System:
    """A system with the overlay's newer facts of its routes."""
    routes = tuple(
        _apply_update(system, route, overlay, update)
        if (update := overlay.routes.get(f"{system.id}@{route.provider}"))
        else route
        for route in system.routes
    )
    return system if routes == system.routes else system.model_copy(update={"routes": routes})


def _apply_update(system: System, route: Route, overlay: Overlay, newer: RouteUpdate) -> Route:
    source = f"{overlay.source} (sha256 {overlay.sha256[:12]}): {', '.join(newer.keys)}"
    update: dict[str, object] = {}
    if newer.prices and (route.prices is None or route.prices.date <= overlay.date):
        current_prices = {task: prices for task in route.tasks if (prices := route.prices_for(task))}
        suffix = f"; else {route.prices.source}" if route.prices and current_prices.keys() - newer.prices.keys() else ""
        update["prices"] = PriceList(
            source=source + suffix, date=overlay.date, tasks={**current_prices, **newer.prices}
        )
    life = system.life_of(route)
    if (
        newer.ends
        and newer.ends != life.ends
        and life.state in ("active", "preview", "deprecated")
        and life.date <= overlay.date
    ):
        update["life"] = LifeCycle(
            state="deprecated", ends=newer.ends, successors=life.successors, source=source, date=overlay.date
        )
    return route.model_copy(update=update) if update else route
