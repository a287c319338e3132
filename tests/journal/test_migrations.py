"""Journals of older versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from polymuse.journal.migrations import BASELINE, MIGRATIONS, migrate
from polymuse.journal.sqlite import SqliteJournal
from polymuse.protocols import CallSpec
from tests.blocking import Blocking


def test_a_journal_of_an_older_version_gets_what_it_lacks(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "journal.db") as old:
        old.execute(
            "create table jobs (id integer primary key, key text not null, run integer, step text not null, task text"
            " not null, engine text not null, version text not null, params text not null, inputs text not null, token"
            " text not null, status text not null, job text not null default '', detail text not null default '', made"
            " real not null, changed real not null)"
        )
    old.close()
    jobs = Blocking(SqliteJournal(tmp_path / "journal.db")).jobs
    jobs.begin(CallSpec("k", 1, "s", "t", "e", "1", "{}", "{}"), "mark")
    jobs.submitted("k", "theirs", 0.03)
    jobs.submitted("k", "theirs")
    job = jobs.open("k")
    assert job and job.ticket.usd == 0.03


def test_what_was_there_stays(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "journal.db") as old:
        for statement in BASELINE.split(";\n"):
            old.execute(statement)
        old.execute("insert into runs (name, plan, status, started) values ('film', '{}', 'done', 1.5)")
    old.close()
    journal = Blocking(SqliteJournal(tmp_path / "journal.db"))
    (run,) = journal.runs.list()
    assert (run.name, run.status, run.started, run.cancel, run.events) == ("film", "done", 1.5, False, 0)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    db.execute("create table events (something text)")
    with pytest.raises(sqlite3.OperationalError):
        migrate(db)
    assert db.execute("pragma user_version").fetchone() == (0,)
    assert db.execute("select name from sqlite_master where type='table'").fetchall() == [("events",)]
    db.execute("drop table events")
    migrate(db)
    assert db.execute("pragma user_version").fetchone() == (len(MIGRATIONS),)
