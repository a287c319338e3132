"""The tables that come with polymuse, as YAML beside the code that uses them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

__all__ = ["load_table"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's, where it is there: it reads ten times as fast, and many tables are read while a worker starts."""


def load_table(package: str, name: str) -> Any:
    """What a file says, given the package it lies in and its path from there."""
    return yaml.load(files(package).joinpath(name).read_text(encoding="utf-8"), _Loader)
