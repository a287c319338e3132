"""The journal's file: what is no journal, a full disk, several processes."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from polymuse.errors import DiskFull, StorageError
from polymuse.journal.migrations import MIGRATIONS
from polymuse.journal.sqlite import SqliteJournal
from tests.command import environment

ENTRY = {"outputs": {"speech": {"digest": "d"}}, "notices": []}


@pytest.fixture
def journal(tmp_path: Path) -> SqliteJournal:
    return SqliteJournal(tmp_path / "journal.db")


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(StorageError, match=r"journal\.db: the journal cannot be opened"):
        SqliteJournal(tmp_path / "journal.db")


def test_a_full_disk_is_called_so(journal: SqliteJournal) -> None:
    journal._db._db.execute("pragma max_page_count = 1")
    with pytest.raises(DiskFull, match="disk is full"):
        for n in range(1000):
            asyncio.run(journal.results.remember(f"k{n}", {"text": "x" * 10_000}))


def test_a_full_disk_is_called_so_also_where_several_things_are_done_at_once(journal: SqliteJournal) -> None:
    journal._db._db.execute("pragma max_page_count = 1")
    with pytest.raises(DiskFull, match="disk is full"), journal._db.transaction():
        for n in range(1000):
            asyncio.run(journal.results.remember(f"k{n}", {"text": "x" * 10_000}))
    journal._db._db.execute("pragma max_page_count = 100000")
    asyncio.run(journal.results.remember("k", ENTRY))
    assert asyncio.run(journal.results.list()) == [ENTRY]


def test_many_processes_may_open_and_write_it_at_once(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path; from polymuse.journal.sqlite import SqliteJournal\n"
        "async def write():\n"
        "    journal = SqliteJournal(Path(sys.argv[1]))\n"
        "    for n in range(50): await journal.results.remember(f'{sys.argv[2]}-{n}', {'n': n})\n"
        "asyncio.run(write())\n"
    )
    path = str(tmp_path / "journal.db")
    processes = [
        subprocess.Popen([sys.executable, "-c", code, path, str(n)], env=environment(tmp_path), stderr=subprocess.PIPE)
        for n in range(6)
    ]
    assert [(p.communicate()[1], p.returncode) for p in processes] == [(b"", 0)] * 6
    with sqlite3.connect(path) as journal:
        assert journal.execute("select count(*) from results").fetchone() == (300,)


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "journal.db") as newer:
        newer.execute(f"pragma user_version={len(MIGRATIONS) + 1}")
    newer.close()
    with pytest.raises(StorageError, match="written by a newer polymuse"):
        SqliteJournal(tmp_path / "journal.db")
