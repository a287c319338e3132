"""Where polymuse keeps its things when nobody says otherwise."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["home_folder"]


def home_folder() -> Path:
    """POLYMUSE_HOME, or the user's data folder (`~/.local/share/polymuse` on Linux)."""
    environ = os.environ
    return _home_folder(environ.get("POLYMUSE_HOME"), environ.get("XDG_DATA_HOME"), environ.get("HOME"))


@cache
def _home_folder(polymuse_home: str | None, *decisive: str | None) -> Path:
    """Looked up once for what decides it: the catalogue asks with every look at it."""
    return Path(polymuse_home) if polymuse_home else user_data_path("polymuse")
