"""Runs and their events, in SQLite."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from polymuse.journal.database import Database
from polymuse.protocols import RunRow

__all__ = ["SqliteEventLog", "SqliteRuns"]

COLUMNS = (
    "id, name, status, started, ended, coalesce(error, ''), cancel, pid,"
    " coalesce((select max(number) from events where run=runs.id), 0)"
)
PASSING = ("step.progress", "step.preview", "step.delta", "step.chunk")
"""Types of events that only matter while a run goes on."""


class SqliteRuns:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, name: str, plan: str) -> int:
        return self._db.write(
            "insert into runs (name, plan, status, started, pid) values (?, ?, 'started', ?, ?)",
            (name, plan, time.time(), os.getpid()),
        )

    async def end(self, run: int, status: str, error: str = "") -> None:
        self._db.write("update runs set status=?, ended=?, error=? where id=?", (status, time.time(), error, run))

    async def get(self, run: int) -> RunRow | None:
        rows = self._db.read(f"select {COLUMNS} from runs where id=?", (run,))
        return _row(rows[0]) if rows else None

    async def plan(self, run: int) -> str:
        rows = self._db.read("select plan from runs where id=?", (run,))
        return str(rows[0][0]) if rows else ""

    async def set_plan(self, run: int, plan: str) -> None:
        self._db.write("update runs set plan=? where id=?", (plan, run))

    async def set_pid(self, run: int, pid: int) -> None:
        self._db.write("update runs set pid=? where id=?", (pid, run))

    async def list(self, last: int = 20) -> list[RunRow]:
        return [_row(row) for row in self._db.read(f"select {COLUMNS} from runs order by id desc limit ?", (last,))]

    async def request_cancel(self, run: int) -> None:
        self._db.write("update runs set cancel=1 where id=?", (run,))

    async def cancel_requested(self, run: int) -> bool:
        return bool(self._db.read("select 1 from runs where id=? and cancel", (run,)))


class SqliteEventLog:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def append(self, run: int, events: Sequence[tuple[int, str]]) -> None:
        with self._db.transaction() as db:
            db.executemany(
                "insert into events (run, number, event) values (?, ?, ?)", [(run, *event) for event in events]
            )

    async def read(self, run: int, after: int = 0) -> list[tuple[int, str]]:
        return [
            (int(number), str(event))
            for number, event in self._db.read(
                "select number, event from events where run=? and number>? order by number", (run, after)
            )
        ]

    async def compact(self, run: int) -> None:
        marks = ", ".join("?" * len(PASSING))
        self._db.write(
            f"delete from events where run=? and json_extract(event, '$.type') in ({marks})", (run, *PASSING)
        )


def _row(row: tuple[object, ...]) -> RunRow:
    id, name, status, started, ended, error, cancel, pid, events = row
    return RunRow(
        int(str(id)), str(name), str(status), float(str(started)), float(str(ended)) if ended else None, str(error),
        bool(cancel), int(str(pid)), int(str(events)),
    )  # fmt: skip
