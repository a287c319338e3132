"""The journal: what happened, what it took, and which results are kept for next time. SQLite; safe to share between
processes on one machine. Its calls take well under a millisecond, so they are made directly from async code."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polymuse.errors import DiskFull, ParameterError, StorageError
from polymuse.types import Usage

__all__ = ["OPEN", "Asked", "Call", "Journal"]

OPEN = ("sent", "submitted", "in doubt", "awaiting import")
"""What a job is until it has come to something."""

SCHEMA = """
create table if not exists runs (
    id integer primary key, name text not null, plan text not null, status text not null,
    started real not null, ended real, error text);
create table if not exists calls (
    id integer primary key, run integer references runs(id), step text not null, task text not null,
    engine text not null, version text not null, key text not null, params text not null, inputs text not null,
    status text not null, started real not null, ended real, seconds real, usd real, size real,
    outputs text, notices text, error text);
create index if not exists calls_run on calls(run);
create index if not exists calls_pace on calls(engine, version, task, status);
create table if not exists results (
    key text primary key, entry text not null, made real not null, used real not null);
create table if not exists jobs (
    id integer primary key, key text not null, run integer, step text not null, task text not null,
    engine text not null, version text not null, params text not null, inputs text not null, token text not null,
    status text not null, job text not null default '', detail text not null default '',
    made real not null, changed real not null, usd real);
create unique index if not exists jobs_open on jobs(key)
    where status in ('sent', 'submitted', 'in doubt', 'awaiting import');
create table if not exists money (
    id integer primary key, key text not null, run integer, project text not null, task text not null,
    engine text not null, provider text not null, status text not null, reserved integer not null,
    spent integer not null default 0, day text not null, made real not null);
create unique index if not exists money_reserved on money(key) where status = 'reserved';
create index if not exists money_day on money(day);
create index if not exists money_run on money(run);
create table if not exists budgets (
    scope text not null, name text not null, usd integer not null, primary key (scope, name));
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of whom: parameters and inputs' digests as JSON. `key` is that of its result."""

    key: str
    run: int | None
    step: str
    task: str
    engine: str
    version: str
    params: str
    inputs: str

    def row(self) -> tuple[str | int | None, ...]:
        """Its columns, in the order above."""
        return self.key, self.run, self.step, self.task, self.engine, self.version, self.params, self.inputs


@dataclass(frozen=True, slots=True)
class Call:
    """A journalled call of an engine, as far as reports need it."""

    run: int | None
    step: str
    task: str
    engine: str
    status: str
    seconds: float | None
    usd: float | None
    error: str | None


class Journal:
    """One SQLite file. `status` of a run: started, done, failed, cancelled; of a call: started, done, failed, cached,
    cancelled."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=normal")
            self._db.executescript(SCHEMA)
            self._grow("jobs", "usd real")
        except sqlite3.Error as error:
            raise _ours(error, f"{path}: the journal cannot be opened") from error

    def close(self) -> None:
        self._db.close()

    def _grow(self, table: str, column: str) -> None:
        """Add a column that an older journal lacks."""
        known = {row[1] for row in self._db.execute(f"pragma table_info({table})")}
        if column.split(maxsplit=1)[0] not in known:
            self._db.execute(f"alter table {table} add column {column}")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _ours(error, "The journal cannot be written or read") from error
        except OverflowError as error:
            raise ParameterError("A number is larger than any in the journal.") from error

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """What is written in the block outlives a cut of power, and so does all that was written before; else a cut may
        undo the last writes. It takes the time of an fsync(2)."""
        self._db.execute("pragma synchronous=full")
        try:
            yield
        finally:
            self._db.execute("pragma synchronous=normal")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done in the block is done whole or not at all, and by nobody else meanwhile."""
        with self._errors():
            self._db.execute("begin immediate")
            try:
                yield self._db
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("rollback")
                raise

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(sql, values).fetchall()

    def _write(self, sql: str, values: tuple[Any, ...]) -> int:
        with self._errors():
            return self._db.execute(sql, values).lastrowid or 0

    def begin_run(self, name: str, plan: str) -> int:
        return self._write(
            "insert into runs (name, plan, status, started) values (?, ?, 'started', ?)", (name, plan, time.time())
        )

    def end_run(self, run: int, status: str, error: str = "") -> None:
        self._write("update runs set status=?, ended=?, error=? where id=?", (status, time.time(), error, run))

    def begin_call(self, asked: Asked) -> int:
        return self._write(
            "insert into calls (key, run, step, task, engine, version, params, inputs, status, started)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 'started', ?)",
            (*asked.row(), time.time()),
        )

    def end_call(
        self,
        call: int,
        status: str,
        *,
        seconds: float = 0,
        usd: float = 0,
        size: float = 0,
        outputs: str = "",
        notices: str = "",
        error: str = "",
    ) -> None:
        self._write(
            "update calls set status=?, ended=?, seconds=?, usd=?, size=?, outputs=?, notices=?, error=? where id=?",
            (status, time.time(), seconds, usd, size, outputs, notices, error, call),
        )

    def finish_call(self, call: int, key: str, entry: Mapping[str, Any], usage: Usage) -> None:
        """End a call that went well and keep its result under its key: both, or neither when this process is killed."""
        with self.transaction() as db:
            self.end_call(
                call, "done", seconds=usage.seconds, usd=usage.usd, size=usage.size,
                outputs=json.dumps(entry["outputs"]), notices=json.dumps(entry["notices"]),
            )  # fmt: skip
            self.remember(key, entry)
            db.execute(
                "update jobs set status='done', changed=? where key=? and status in (?, ?, ?, ?)",
                (time.time(), key, *OPEN),
            )

    def calls(self, run: int | None = None) -> list[Call]:
        """The calls of a run, or all, oldest first."""
        where, values = ("where run=?", (run,)) if run is not None else ("", ())
        with self._errors():
            rows = self._db.execute(
                f"select run, step, task, engine, status, seconds, usd, error from calls {where} order by id", values
            ).fetchall()
        return [Call(*row) for row in rows]

    def was_done(self, engine: str, version: str, task: str, params: str, since: float = 0.0) -> bool:
        """Whether such a call was done since a time (seconds since 1970), whatever its inputs were."""
        return bool(
            self.read(
                "select 1 from calls where engine=? and version=? and task=? and status='done' and params=? and ended>=?"
                " limit 1",
                (engine, version, task, params, since),
            )
        )

    def is_under_way(self, engine: str, version: str, task: str, params: str) -> bool:
        """Whether a job of that kind is under way, whatever its inputs are."""
        marks = ", ".join("?" * len(OPEN))
        return bool(
            self.read(
                f"select 1 from jobs where engine=? and version=? and task=? and params=? and status in ({marks}) limit 1",
                (engine, version, task, params, *OPEN),
            )
        )

    def last_run(self) -> int | None:
        with self._errors():
            row: tuple[int | None] = self._db.execute("select max(id) from runs").fetchone()
        return row[0]

    def remember(self, key: str, entry: Mapping[str, Any]) -> None:
        """Keep a result under its key."""
        now = time.time()
        self._write(
            "insert or replace into results (key, entry, made, used) values (?, ?, ?, ?)",
            (key, json.dumps(entry), now, now),
        )

    def recall(self, key: str, since: float = 0.0) -> dict[str, Any] | None:
        """The result kept under a key, unless it was made before that time (seconds since 1970)."""
        with self._errors():
            row = self._db.execute("select entry, made from results where key=?", (key,)).fetchone()
        if row is None or row[1] < since:
            return None
        self._write("update results set used=? where key=?", (time.time(), key))
        entry: dict[str, Any] = json.loads(row[0])
        return entry

    def forget(self, unused_since: float) -> None:
        """Drop results that were last used before that time (seconds since 1970)."""
        self._write("delete from results where used<?", (unused_since,))

    def needed(self) -> set[str]:
        """Digests of the media that are kept results, or were given to work that is under way."""
        marks = ", ".join("?" * len(OPEN))
        given = self.read(f"select inputs from jobs where status in ({marks})", OPEN)
        results = {output["digest"] for entry in self.entries() for output in entry["outputs"].values()}
        return results.union(*(json.loads(inputs).values() for (inputs,) in given))

    def entries(self) -> list[dict[str, Any]]:
        """Every result that is kept."""
        with self._errors():
            return [json.loads(row[0]) for row in self._db.execute("select entry from results")]

    def pace(self, engine: str, version: str, task: str, last: int = 20) -> list[tuple[float, float]]:
        """(size, seconds) of the latest finished calls: how fast this machine is."""
        with self._errors():
            return self._db.execute(
                "select size, seconds from calls where engine=? and version=? and task=? and status='done'"
                " order by id desc limit ?",
                (engine, version, task, last),
            ).fetchall()


def _ours(error: sqlite3.Error, what: str) -> StorageError:
    """SQLite's error as our own."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFull(f"{what}: the disk is full.", hint="Free some space and run the same command again.")
    return StorageError(f"{what} ({error}).", hint="Set POLYMUSE_HOME to a folder that can be written to.")
