"""Reads the catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from polymuse.catalog.model import System
from polymuse.errors import PolymuseError
from polymuse.wording import first_fault

__all__ = ["systems"]

FOLDER = Path(__file__).with_name("systems")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, several times as fast, wherever PyYAML was built with it."""


@cache
def systems() -> Mapping[str, System]:
    """Every system by its id, in the order of the files' names. Raises PolymuseError naming the file when one is wrong."""
    found: dict[str, System] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader):
            try:
                system = System.model_validate(entry)
            except ValidationError as error:
                fault = first_fault(error)
                place = ".".join(map(str, fault.place))
                raise PolymuseError(f"{path}: {entry.get('id')}: {place}: {fault.what}.") from error
            if system.id in found:
                raise PolymuseError(f"{path}: {system.id} is in the catalogue twice.")
            found[system.id] = system
    return found
