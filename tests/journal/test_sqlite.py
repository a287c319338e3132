"""The journal: runs, calls, kept results."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from polymuse.asset import Asset
from polymuse.errors import DiskFull, StorageError
from polymuse.file_lock import taken
from polymuse.home import Home
from polymuse.journal.jobs import Jobs
from polymuse.journal.sqlite import Asked, Journal
from polymuse.types import Kind, Usage
from tests.command import environment

ENTRY = {"outputs": {"speech": {"digest": "d"}}, "notices": []}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.db")


def begun(journal: Journal, run: int | None = None, key: str = "k", step: str = "s") -> int:
    return journal.begin_call(Asked(key, run, step, "text-to-speech", "voice", "1", "{}", "{}"))


def test_a_finished_call_and_its_result_come_together(journal: Journal) -> None:
    run = journal.begin_run("film", "{}")
    journal.finish_call(begun(journal, run), "k", ENTRY, Usage(2.5, 0.1, 10))
    (call,) = journal.calls(run)
    assert (call.status, call.seconds, call.usd) == ("done", 2.5, 0.1)
    assert journal.recall("k") == ENTRY


def test_where_the_result_cannot_be_kept_the_call_is_not_finished(journal: Journal) -> None:
    call = begun(journal)
    with pytest.raises(TypeError):
        journal.finish_call(call, "k", {**ENTRY, "bad": object()}, Usage())
    assert journal.calls()[0].status == "started" and journal.recall("k") is None
    journal.finish_call(call, "k", ENTRY, Usage())
    assert journal.calls()[0].status == "done"


def test_a_result_is_recalled_until_it_is_too_old_or_forgotten(journal: Journal) -> None:
    journal.remember("k", ENTRY)
    assert journal.recall("k", since=time.time() - 60) == ENTRY and journal.recall("other") is None
    assert journal.recall("k", since=time.time() + 1) is None
    journal.forget(0)
    assert journal.entries() == [ENTRY]
    journal.forget(9e12)
    assert journal.entries() == [] and journal.recall("k") is None


def test_the_pace_is_that_of_the_latest_finished_calls(journal: Journal) -> None:
    for seconds in range(30):
        journal.finish_call(begun(journal, key=f"k{seconds}"), f"k{seconds}", ENTRY, Usage(seconds, 0, 2))
    journal.end_call(begun(journal), "failed", seconds=99)
    pace = journal.pace("voice", "1", "text-to-speech")
    assert pace == [(2.0, float(seconds)) for seconds in range(29, 9, -1)]
    assert journal.pace("voice", "2", "text-to-speech") == []


def test_it_is_there_after_it_was_opened_again(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal.db")
    first.remember("k", ENTRY)
    first.close()
    assert Journal(tmp_path / "journal.db").recall("k") == ENTRY


def test_what_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"not a database, but long enough to look at" * 50)
    with pytest.raises(StorageError, match=r"journal\.db: the journal cannot be opened"):
        Journal(tmp_path / "journal.db")


def test_a_full_disk_is_called_so(journal: Journal) -> None:
    journal._db.execute("pragma max_page_count = 1")
    with pytest.raises(DiskFull, match="disk is full"):
        for n in range(1000):
            journal.remember(f"k{n}", {"text": "x" * 10_000})


def test_a_full_disk_is_called_so_also_where_several_things_are_done_at_once(journal: Journal) -> None:
    journal._db.execute("pragma max_page_count = 1")
    with pytest.raises(DiskFull, match="disk is full"), journal.transaction():
        for n in range(1000):
            journal.remember(f"k{n}", {"text": "x" * 10_000})
    journal._db.execute("pragma max_page_count = 100000")
    journal.remember("k", ENTRY)
    assert journal.entries() == [ENTRY]


def test_many_processes_may_open_and_write_it_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from polymuse.journal.sqlite import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(50): journal.remember(f'{sys.argv[2]}-{n}', {'n': n})\n"
    )
    path = str(tmp_path / "journal.db")
    processes = [
        subprocess.Popen([sys.executable, "-c", code, path, str(n)], env=environment(tmp_path), stderr=subprocess.PIPE)
        for n in range(6)
    ]
    assert [(p.communicate()[1], p.returncode) for p in processes] == [(b"", 0)] * 6
    with sqlite3.connect(path) as journal:
        assert journal.execute("select count(*) from results").fetchone() == (300,)


def old(home: Home, words: bytes) -> Asset:
    """A text that has been in the store for two days."""
    asset = home.store.keep_bytes(words, Kind.TEXT, "text/plain")
    os.utime(asset.path, (time.time() - 2 * 86400,) * 2)
    return asset


def test_pruning_keeps_what_results_need(home: Home) -> None:
    kept, lost = old(home, b"kept"), old(home, b"lost")
    home.journal.remember("k", {"outputs": {"text": {"digest": kept.digest}}, "notices": []})
    assert home.prune(days=1) == 4
    assert kept.path.exists() and not lost.path.exists()
    assert home.prune(days=-1) == 4 and not kept.path.exists()


def test_pruning_keeps_what_a_running_command_was_given_or_has_just_made(home: Home) -> None:
    new = home.store.keep_bytes(b"new", Kind.TEXT, "text/plain")
    assert home.prune(days=1) == 0 and new.path.exists()


def test_pruning_keeps_what_work_under_way_was_given(home: Home) -> None:
    given = old(home, b"given")
    inputs = json.dumps({"text": given.digest})
    Jobs(home.journal).begin(Asked("k", None, "s", "t", "e", "1", "{}", inputs), "mark")
    assert home.prune(days=1) == 0 and given.path.exists()
    Jobs(home.journal).end("k", "dropped")
    assert home.prune(days=1) == 5 and not given.path.exists()


def test_pruning_removes_the_locks_that_nobody_holds(home: Home) -> None:
    with taken(home.locks / "left"):
        pass
    with taken(home.locks / "held"):
        home.prune(days=1)
        assert [lock.name for lock in home.locks.iterdir()] == ["held"]
    home.prune(days=1)
    assert list(home.locks.iterdir()) == []


def test_a_journal_of_an_older_version_gets_what_it_lacks(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "journal.db") as old:
        old.execute(
            "create table jobs (id integer primary key, key text not null, run integer, step text not null, task text"
            " not null, engine text not null, version text not null, params text not null, inputs text not null, token"
            " text not null, status text not null, job text not null default '', detail text not null default '', made"
            " real not null, changed real not null)"
        )
    old.close()
    jobs = Jobs(Journal(tmp_path / "journal.db"))
    jobs.begin(Asked("k", 1, "s", "t", "e", "1", "{}", "{}"), "mark")
    jobs.submitted("k", "theirs", 0.03)
    jobs.submitted("k", "theirs")
    job = jobs.open("k")
    assert job and job.ticket.usd == 0.03
