"""Reads the catalogue's files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from polymuse.catalog.model import System
from polymuse.catalog.overlay import laid_over, overlay
from polymuse.errors import PolymuseError
from polymuse.validation import first_fault

__all__ = ["meant", "named", "shipped", "systems"]

FOLDER = Path(__file__).with_name("systems")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, several times as fast, wherever PyYAML was built with it."""


def systems() -> Mapping[str, System]:
    """Every system by its id, in the order of the files' names, with what the user's own import of prices adds. Raises
    PolymuseError naming the file when one is wrong."""
    newer = overlay()
    return shipped() if newer is None else _with(newer.sha256, newer.date)


@cache
def _with(sha256: str, date: str) -> Mapping[str, System]:
    newer = overlay()
    return {id: laid_over(system, newer) for id, system in shipped().items()} if newer else shipped()


@cache
def shipped() -> Mapping[str, System]:
    """Every system as it comes with polymuse."""
    found: dict[str, System] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for system in _read(path):
            if system.id in found:
                raise PolymuseError(f"{path}: {system.id} is in the catalogue twice.")
            found[system.id] = system
    return found


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
    return {name.lower(): system.id for system in shipped().values() for name in (*system.also, system.name, system.id)}


def named(name: str) -> System | None:
    """The system of that id, or of another name that people use for it."""
    return systems().get(name) or systems().get(_names().get(name.lower(), ""))


def meant(name: str) -> str:
    """What somebody may have meant by a name that is not known, as a question; empty where nothing is near."""
    near = difflib.get_close_matches(name.lower().partition("@")[0], _names(), n=9, cutoff=0.6)
    ids = list(dict.fromkeys(_names()[one] for one in near))[:3]
    return f"Did you mean {' or '.join(ids)}?" if ids else ""
