"""A small film, made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from polymuse.flows.film import Film
from tests.blocking import Home
from tests.command import script

SIZE = {"size": "192x108", "fps": 12}


@dataclass(frozen=True)
class Made:
    """A film, its script, and the home that keeps its parts. Tests that make other films take the home along, so that
    only what differs is made."""

    film: Film
    script: Path
    home: Home


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("film")
    home = Home(folder / "home")
    path = script(folder)
    return Made(home.client.film(path, folder / "out", **SIZE), path, home)
