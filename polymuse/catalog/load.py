"""Loading of the catalogue's files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from polymuse.catalog.model import System
from polymuse.catalog.overlay import apply_overlay, load_overlay
from polymuse.errors import PolymuseError
from polymuse.validation import first_fault

__all__ = ["builtin_systems", "find_system", "suggest_name", "systems"]

FOLDER = Path(__file__).with_name("systems")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's C loader where available, several times as fast."""


def systems() -> Mapping[str, System]:
    """All systems by id, in the order of the files' names, with the user's price overlay applied. Raises PolymuseError
    naming the file if one is invalid."""
    overlay_data = load_overlay()
    return builtin_systems() if overlay_data is None else _with(overlay_data.sha256, overlay_data.date)


@cache
def _with(sha256: str, date: str) -> Mapping[str, System]:
    overlay_data = load_overlay()
    return (
        {id: apply_overlay(system, overlay_data) for id, system in builtin_systems().items()}
        if overlay_data
        else builtin_systems()
    )


@cache
def builtin_systems() -> Mapping[str, System]:
    """All systems by id as shipped, without the overlay."""
    result: dict[str, System] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for system in _read(path):
            if system.id in result:
                raise PolymuseError(f"{path}: {system.id} is in the catalogue twice.")
            result[system.id] = system
    return result


def _read(path: Path) -> Iterator[System]:
    entries: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader)
    for entry in entries:
        try:
            yield System.model_validate(entry)
        except ValidationError as error:
            fault = first_fault(error)
            place = ".".join(map(str, fault.place))
            raise PolymuseError(f"{path}: {entry.get('id')}: {place}: {fault.what}.") from None


@cache
def _names() -> Mapping[str, str]:
    return {
        name.lower(): system.id
        for system in builtin_systems().values()
        for name in (*system.also, system.name, system.id)
    }


def find_system(name: str) -> System | None:
    """The system with this id or alias, or None."""
    return systems().get(name) or systems().get(_names().get(name.lower(), ""))


def suggest_name(name: str) -> str:
    """A question with the nearest known names; empty if nothing is near."""
    matches = difflib.get_close_matches(name.lower().partition("@")[0], _names(), n=9, cutoff=0.6)
    ids = list(dict.fromkeys(_names()[match] for match in matches))[:3]
    return f"Did you mean {' or '.join(ids)}?" if ids else ""
