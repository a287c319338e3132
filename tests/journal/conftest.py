"""What every journal keeps to is tested on each of these makers; `test_sqlite.py` and `test_migrations.py` are SQLite's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from polymuse.journal.sqlite import SqliteJournal
from polymuse.protocols import Journal
from tests.blocking import Blocking

MAKERS: dict[str, Callable[[Path], Journal]] = {"sqlite": lambda folder: SqliteJournal(folder / "journal.db")}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Journal]:
    """The same journal each time, opened anew, as another process does."""
    return lambda: request.param(tmp_path)


@pytest.fixture
def journal(make: Callable[[], Journal]) -> Iterator[Blocking]:
    journal = Blocking(make())
    yield journal
    journal.close()
