"""Calls and the results that are kept of them, in SQLite."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from polymuse.journal.database import Database
from polymuse.protocols import OPEN, CallRow, CallSpec
from polymuse.types import Usage

__all__ = ["SqliteCalls", "SqliteResults"]

COLUMNS = "key, run, step, task, engine, version, params, inputs"
REMEMBER = "insert or replace into results (key, entry, made, used) values (?, ?, ?, ?)"


class SqliteCalls:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def begin(self, call: CallSpec) -> int:
        return self._db.write(
            f"insert into calls ({COLUMNS}, status, started) values (?, ?, ?, ?, ?, ?, ?, ?, 'started', ?)",
            (*call.row(), time.time()),
        )

    async def end(
        self, id: int, status: str, *, seconds: float = 0, usd: float = 0, size: float = 0, error: str = ""
    ) -> None:
        self._db.write(
            "update calls set status=?, ended=?, seconds=?, usd=?, size=?, error=? where id=?",
            (status, time.time(), seconds, usd, size, error, id),
        )

    async def finish(self, id: int, key: str | None, entry: Mapping[str, Any], usage: Usage) -> None:
        now = time.time()
        with self._db.transaction() as db:
            db.execute(
                "update calls set status='done', ended=?, seconds=?, usd=?, size=?, outputs=?, notices=? where id=?",
                (
                    now, usage.seconds, usage.usd, usage.size, json.dumps(entry["outputs"]), json.dumps(entry["notices"]),
                    id,
                ),
            )  # fmt: skip
            if key is None:
                return
            db.execute(REMEMBER, (key, json.dumps(entry), now, now))
            db.execute(
                "update jobs set status='done', changed=? where key=? and status in (?, ?, ?, ?)", (now, key, *OPEN)
            )

    async def reuse(self, call: CallSpec) -> None:
        now = time.time()
        self._db.write(
            f"insert into calls ({COLUMNS}, status, started, ended, seconds, usd, size)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, 'cached', ?, ?, 0, 0, 0)",
            (*call.row(), now, now),
        )

    async def list(self, run: int | None = None) -> Sequence[CallRow]:
        where, values = ("where run=?", (run,)) if run is not None else ("", ())
        rows = self._db.read(
            f"select run, step, task, engine, status, seconds, usd, error from calls {where} order by id", values
        )
        return [CallRow(*row) for row in rows]

    async def was_done(self, engine: str, version: str, task: str, params: str, since: float = 0.0) -> bool:
        return bool(
            self._db.read(
                "select 1 from calls where engine=? and version=? and task=? and status='done' and params=? and ended>=?"
                " limit 1",
                (engine, version, task, params, since),
            )
        )

    async def paces(self, engine: str, version: str, task: str, last: int = 20) -> Sequence[tuple[float, float]]:
        rows = self._db.read(
            "select size, seconds from calls where engine=? and version=? and task=? and status='done'"
            " order by id desc limit ?",
            (engine, version, task, last),
        )
        return [(float(size), float(seconds)) for size, seconds in rows]


class SqliteResults:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def recall(self, key: str, since: float = 0.0) -> dict[str, Any] | None:
        rows = self._db.read("select entry, made from results where key=?", (key,))
        if not rows or rows[0][1] < since:
            return None
        self._db.write("update results set used=? where key=?", (time.time(), key))
        entry: dict[str, Any] = json.loads(rows[0][0])
        return entry

    async def remember(self, key: str, entry: Mapping[str, Any]) -> None:
        now = time.time()
        self._db.write(REMEMBER, (key, json.dumps(entry), now, now))

    async def forget(self, unused_since: float) -> None:
        self._db.write("delete from results where used<?", (unused_since,))

    async def drop(self, key: str) -> None:
        self._db.write("delete from results where key=?", (key,))

    async def list(self) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self._db.read("select entry from results")]

    async def needed_digests(self) -> set[str]:
        marks = ", ".join("?" * len(OPEN))
        given = self._db.read(f"select inputs from jobs where status in ({marks})", OPEN)
        results = {output["digest"] for entry in await self.list() for output in entry["outputs"].values()}
        return results.union(*(json.loads(inputs).values() for (inputs,) in given))
