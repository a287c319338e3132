"""Where polymuse keeps its things when nobody says otherwise."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["home_folder"]


def home_folder() -> Path:
    """POLYMUSE_HOME, or the user's data folder (`~/.local/share/polymuse` on Linux)."""
    said = os.environ.get("POLYMUSE_HOME")
    return Path(said) if said else _data_folder(os.environ.get("XDG_DATA_HOME"), os.environ.get("HOME"))


@cache
def _data_folder(*decisive: str | None) -> Path:
    """The user's data folder, looked up once for what decides it."""
    return user_data_path("polymuse")
