"""Import of prices and shutdown dates from litellm's public price table (model_prices_and_context_window.json), a file
given by the user. Where the table is less detailed than the catalogue (one price where ours depend on quality), the
catalogue's facts stay."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from polymuse.catalog.load import builtin_systems
from polymuse.catalog.model import ANY_TASK, Route
from polymuse.catalog.overlay import Overlay, RouteUpdate, overlay_file
from polymuse.errors import InputError, StorageError
from polymuse.pricing import step_size
from polymuse.types import Price, Unit

__all__ = ["RefreshReport", "refresh"]

SOURCE = "litellm price table"
STEPPED = ("resolution", "scale")
STEP = re.compile(r"\d+p|\d[kK]")
SPEECH_TOKENS = 25
"""Output tokens per second of speech (Gemini), used if the table has no price per second."""
MUSIC = "text-to-music"
FIELDS: Mapping[Unit, tuple[str, ...]] = {
    "input token": ("input_cost_per_token",),
    "output token": ("output_cost_per_token",),
    "character": ("input_cost_per_character",),
    "image": ("output_cost_per_image",),
    "item": ("output_cost_per_image",),
    "second": ("output_cost_per_second", "output_cost_per_video_per_second"),
}
"""Fields of the table per unit; the first present one counts. Songs are priced as images there."""
HEARD: Mapping[Unit, tuple[str, ...]] = {"second": ("input_cost_per_second",)}
SHOWN: Mapping[Unit, tuple[str, ...]] = {"input token": ("input_cost_per_image_token", "input_cost_per_token")}
MAX_UNIT_PRICE = 1e6
"""US dollars above which a unit price is implausible."""
MAIN_UNITS: tuple[Unit, ...] = ("item", "image", "second", "character", "output token")
"""Units without which a task's price is incomplete, the likeliest first."""


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """The result of an import."""

    path: Path
    changed: tuple[str, ...]
    """Routes whose facts differ from the shipped ones."""
    missing: tuple[str, ...]
    """Keys that are not in the table."""


def refresh(table: Path, today: date) -> RefreshReport:
    """Write the overlay from a price table. Importing the same table again gives the same overlay, with its first
    import date. Raises InputError if the file is not a price table, StorageError."""
    try:
        data = table.read_bytes()
        entries = json.loads(data)
        if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
            raise ValueError("it is not a table of models")
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{table}: {getattr(error, 'strerror', None) or error}.",
            hint="Give litellm's model_prices_and_context_window.json.",
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    routes = [(system, route) for system in builtin_systems().values() for route in system.routes if route.litellm]
    updates = {
        f"{system.id}@{route.provider}": update
        for system, route in routes
        if (update := _route_update(route, system.life_of(route).ends, entries))
    }
    if not any(key in entries for _, route in routes for key in route.litellm.values()):
        raise InputError(
            f"{table}: it says nothing of any model in the catalogue.",
            hint="What was imported before stays. Give litellm's model_prices_and_context_window.json.",
        )
    missing = dict.fromkeys(key for _, route in routes for key in route.litellm.values() if key not in entries)
    path = overlay_file()
    overlay = Overlay(
        source=SOURCE, sha256=digest, date=_previous_import_date(path, digest) or today.isoformat(), routes=updates
    )
    _write(path, overlay)
    return RefreshReport(path, tuple(updates), tuple(missing))


def _previous_import_date(path: Path, digest: str) -> str | None:
    """The date in an existing overlay of the same table."""
    try:
        previous = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return None
    return str(previous["date"]) if isinstance(previous, dict) and previous.get("sha256") == digest else None


def _write(path: Path, overlay: Overlay) -> None:
    text = yaml.safe_dump(overlay.model_dump(mode="json", exclude_defaults=True), sort_keys=True, allow_unicode=True)
    temporary = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}.", hint="Set POLYMUSE_HOME to a writable folder."
        ) from error


def _route_update(
    route: Route, current_end: str | None, entries: Mapping[str, Mapping[str, Any]]
) -> RouteUpdate | None:
    """Facts of the table that differ from ours, or None. `current_end` is our shutdown date."""
    prices: dict[str, tuple[Price, ...]] = {}
    keys: dict[str, None] = {}
    ends = None
    for task in route.tasks:
        key = route.litellm.get(task) or route.litellm.get(ANY_TASK, "")
        if not (entry := entries.get(key)):
            continue
        keys[key] = None
        deprecation_date = entry.get("deprecation_date")
        ends = deprecation_date if isinstance(deprecation_date, str) and _is_day(deprecation_date) else ends
        old = route.prices_for(task)
        new = tuple(_updated_price(price, task, entry) for price in old) if old else _new_prices(task, entry)
        if new != old:
            prices[task] = new
    if not prices and ends in (None, current_end):
        return None
    return RouteUpdate(keys=tuple(keys), prices=prices, ends=ends)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _updated_price(price: Price, task: str, entry: Mapping[str, Any]) -> Price:
    """A price with the table's amount, its bounds scaled; unchanged if the table is less detailed."""
    usd = _table_price(price, task, entry)
    if usd is None or math.isclose(usd, price.usd, rel_tol=1e-6):
        return price
    ratio = usd / price.usd if price.usd else 1.0
    bounds = {name: at * ratio for name in ("low", "high") if (at := getattr(price, name)) is not None}
    return price.model_copy(update={"usd": usd, **bounds})


def _table_price(price: Price, task: str, entry: Mapping[str, Any]) -> float | None:
    """The table's amount for a price; None if the table does not cover the price's conditions."""
    if price.when.keys() - set(STEPPED):
        return None
    names = {**FIELDS, **(HEARD if "recognition" in task else SHOWN if task == "image-to-image" else {})}
    fields = names.get(price.unit, ())
    if price.beyond:
        return _number(entry, *(f"{field}_above_{price.beyond // 1000}k_tokens" for field in fields))
    if step := next(iter(price.when.values()), ""):
        variants = {
            form: value
            for form in _price_variants(entry, fields)
            if (value := _number(entry, *(f"{f}_{form}" for f in fields)))
        }
        exact = {form.lower(): value for form, value in variants.items()}.get(step)
        # A film's plain price holds below all that have one of their own; a picture's for one size, which is not said.
        is_lowest = "resolution" in price.when and all(step_size(form.lower()) > step_size(step) for form in variants)
        return exact if exact is not None or not is_lowest else _number(entry, *fields)
    if price.unit == "second" and task == "text-to-speech" and _number(entry, *fields) is None:
        token = _number(entry, "output_cost_per_audio_token")
        return None if token is None else token * SPEECH_TOKENS
    return _number(entry, *fields)


def _price_variants(entry: Mapping[str, Any], fields: tuple[str, ...]) -> list[str]:
    """Resolutions or sizes with their own prices ("1080p", "2K")."""
    return [form for field in fields for name in entry if STEP.fullmatch(form := name.removeprefix(f"{field}_"))]


def _new_prices(task: str, entry: Mapping[str, Any]) -> tuple[Price, ...]:
    """Prices of a task that has none in the catalogue."""
    main = next(
        (unit for unit in MAIN_UNITS if (unit == "item") == (task == MUSIC) and _has_price(unit, task, entry)), None
    )
    if main is None:
        return ()
    units: list[Unit] = ["input token", main] if _has_price("input token", task, entry) else [main]
    amounts = ((unit, _table_price(Price(unit=unit, usd=0.0), task, entry)) for unit in units)
    return tuple(Price(unit=unit, usd=usd) for unit, usd in amounts if usd is not None)


def _has_price(unit: Unit, task: str, entry: Mapping[str, Any]) -> bool:
    return bool(_table_price(Price(unit=unit, usd=0.0), task, entry))


def _number(entry: Mapping[str, Any], *fields: str) -> float | None:
    """The first of the fields that is an amount of US dollars."""
    return next((float(entry[name]) for name in fields if _is_amount(entry.get(name))), None)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < MAX_UNIT_PRICE
