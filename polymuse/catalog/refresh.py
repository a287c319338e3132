"""Newer prices and last days from litellm's public price table (model_prices_and_context_window.json), a file that the
user gives. Where the table tells less than the catalogue (one price where ours go by quality), ours stays."""

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

from polymuse.catalog.load import shipped
from polymuse.catalog.model import EVERY, Route
from polymuse.catalog.overlay import Overlay, Renewed, overlay_file
from polymuse.errors import InputError, StorageError
from polymuse.pricing import step_rank
from polymuse.types import Price, Unit

__all__ = ["Refreshed", "refresh"]

SOURCE = "litellm price table"
STEPPED = ("resolution", "scale")
STEP = re.compile(r"\d+p|\d[kK]")
SPEECH_TOKENS = 25
"""Tokens a second of speech that is made (Gemini); where the table has a price by the second, that counts."""
MUSIC = "text-to-music"
FIELDS: Mapping[Unit, tuple[str, ...]] = {
    "input token": ("input_cost_per_token",),
    "output token": ("output_cost_per_token",),
    "character": ("input_cost_per_character",),
    "image": ("output_cost_per_image",),
    "item": ("output_cost_per_image",),
    "second": ("output_cost_per_second", "output_cost_per_video_per_second"),
}
"""Where the table has a unit's price, by the first that is there. It has songs among the images."""
HEARD: Mapping[Unit, tuple[str, ...]] = {"second": ("input_cost_per_second",)}
SHOWN: Mapping[Unit, tuple[str, ...]] = {"input token": ("input_cost_per_image_token", "input_cost_per_token")}
MOST = 1e6
"""US dollars that no unit costs."""
MAIN: tuple[Unit, ...] = ("item", "image", "second", "character", "output token")
"""Units without which a task's price would not be whole, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What an import came to."""

    path: Path
    changed: tuple[str, ...]
    """Routes whose facts differ from the shipped ones."""
    missing: tuple[str, ...]
    """Names that the table does not have."""


def refresh(table: Path, today: date) -> Refreshed:
    """Write the overlay from a price table. The same table gives the same overlay, with the day of its first import.
    Raises InputError for a file that is no price table, StorageError."""
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
    routes = [(system, route) for system in shipped().values() for route in system.routes if route.litellm]
    found = {
        f"{system.id}@{route.provider}": renewed
        for system, route in routes
        if (renewed := _renewed(route, system.life_of(route).ends, entries))
    }
    if not any(key in entries for _, route in routes for key in route.litellm.values()):
        raise InputError(
            f"{table}: it says nothing of any model in the catalogue.",
            hint="What was imported before stays. Give litellm's model_prices_and_context_window.json.",
        )
    missing = dict.fromkeys(key for _, route in routes for key in route.litellm.values() if key not in entries)
    path = overlay_file()
    new = Overlay(source=SOURCE, sha256=digest, date=_first_read(path, digest) or today.isoformat(), routes=found)
    _write(path, new)
    return Refreshed(path, tuple(found), tuple(missing))


def _first_read(path: Path, digest: str) -> str | None:
    """The day when a table was imported before."""
    try:
        old = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return None
    return str(old["date"]) if isinstance(old, dict) and old.get("sha256") == digest else None


def _write(path: Path, new: Overlay) -> None:
    text = yaml.safe_dump(new.model_dump(mode="json", exclude_defaults=True), sort_keys=True, allow_unicode=True)
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}.", hint="Set POLYMUSE_HOME to a writable folder."
        ) from error


def _renewed(route: Route, known: str | None, entries: Mapping[str, Mapping[str, Any]]) -> Renewed | None:
    """What the table says of a route that differs from what we say, or None. `known` is its last day as we have it."""
    prices: dict[str, tuple[Price, ...]] = {}
    keys: dict[str, None] = {}
    ends = None
    for task in route.tasks:
        key = route.litellm.get(task) or route.litellm.get(EVERY, "")
        if not (entry := entries.get(key)):
            continue
        keys[key] = None
        said = entry.get("deprecation_date")
        ends = said if isinstance(said, str) and _is_day(said) else ends
        old = route.prices_for(task)
        new = tuple(_priced(price, task, entry) for price in old) if old else _first(task, entry)
        if new != old:
            prices[task] = new
    if not prices and ends in (None, known):
        return None
    return Renewed(keys=tuple(keys), prices=prices, ends=ends)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _priced(price: Price, task: str, entry: Mapping[str, Any]) -> Price:
    """A price with the table's amount; its bounds move with it. As it was where the table tells less."""
    usd = _amount(price, task, entry)
    if usd is None or math.isclose(usd, price.usd, rel_tol=1e-6):
        return price
    ratio = usd / price.usd if price.usd else 1.0
    bounds = {name: at * ratio for name in ("low", "high") if (at := getattr(price, name)) is not None}
    return price.model_copy(update={"usd": usd, **bounds})


def _amount(price: Price, task: str, entry: Mapping[str, Any]) -> float | None:
    """What the table says for a price; None where its conditions are none that the table knows."""
    if price.when.keys() - set(STEPPED):
        return None
    names = {**FIELDS, **(HEARD if "recognition" in task else SHOWN if task == "image-to-image" else {})}
    fields = names.get(price.unit, ())
    if price.beyond:
        return _number(entry, *(f"{field}_above_{price.beyond // 1000}k_tokens" for field in fields))
    if step := next(iter(price.when.values()), ""):
        told = {
            form: value for form in _steps(entry, fields) if (value := _number(entry, *(f"{f}_{form}" for f in fields)))
        }
        exact = {form.lower(): value for form, value in told.items()}.get(step)
        # A film's plain price holds below all that have one of their own; a picture's for one size, which is not said.
        below = "resolution" in price.when and all(step_rank(form.lower()) > step_rank(step) for form in told)
        return exact if exact is not None or not below else _number(entry, *fields)
    if price.unit == "second" and task == "text-to-speech" and _number(entry, *fields) is None:
        token = _number(entry, "output_cost_per_audio_token")
        return None if token is None else token * SPEECH_TOKENS
    return _number(entry, *fields)


def _steps(entry: Mapping[str, Any], fields: tuple[str, ...]) -> list[str]:
    """The resolutions or sizes that have prices of their own ("1080p", "2K")."""
    return [form for field in fields for name in entry if STEP.fullmatch(form := name.removeprefix(f"{field}_"))]


def _first(task: str, entry: Mapping[str, Any]) -> tuple[Price, ...]:
    """Prices of a task that had none."""
    main = next((unit for unit in MAIN if (unit == "item") == (task == MUSIC) and _has(unit, task, entry)), None)
    if main is None:
        return ()
    units: list[Unit] = ["input token", main] if _has("input token", task, entry) else [main]
    amounts = ((unit, _amount(Price(unit=unit, usd=0.0), task, entry)) for unit in units)
    return tuple(Price(unit=unit, usd=usd) for unit, usd in amounts if usd is not None)


def _has(unit: Unit, task: str, entry: Mapping[str, Any]) -> bool:
    return bool(_amount(Price(unit=unit, usd=0.0), task, entry))


def _number(entry: Mapping[str, Any], *fields: str) -> float | None:
    """The first of some fields that is an amount of US dollars."""
    return next((float(entry[name]) for name in fields if _is_amount(entry.get(name))), None)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value < MOST
