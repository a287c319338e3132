"""Where polymuse keeps its things when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["home_folder"]


def home_folder() -> Path:
    """POLYMUSE_HOME, or the user's data folder (`~/.local/share/polymuse` on Linux)."""
    return Path(os.environ.get("POLYMUSE_HOME") or user_data_path("polymuse"))
