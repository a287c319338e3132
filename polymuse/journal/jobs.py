"""Jobs, in SQLite: journalled before they are sent, found again by the next run."""

from __future__ import annotations

import contextlib
import time

from polymuse.errors import ParameterError
from polymuse.journal.database import Database
from polymuse.protocols import OPEN, CallSpec, Job

__all__ = ["SqliteJobs"]

CALL = "key, run, step, task, engine, version, params, inputs"
COLUMNS = f"{CALL}, id, token, status, job, detail, changed, usd"
MARKS = ", ".join("?" * len(OPEN))


class SqliteJobs:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def open(self, key: str) -> Job | None:
        rows = self._db.read(f"select {COLUMNS} from jobs where key=? and status in ({MARKS}) limit 1", (key, *OPEN))
        return Job(*rows[0]) if rows else None

    async def get(self, id: int) -> Job:
        rows = self._db.read(f"select {COLUMNS} from jobs where id=?", (id,))
        if not rows:
            raise ParameterError(f"There is no job {id}.", hint="`polymuse jobs` lists them.")
        return Job(*rows[0])

    async def list(self, every: bool = False) -> list[Job]:
        jobs = [Job(*row) for row in self._db.read(f"select {COLUMNS} from jobs order by id")]
        return [job for job in jobs if every or job.status in OPEN]

    async def begin(
        self, call: CallSpec, token: str, status: str = "sent", detail: str = "", *, durable: bool = True
    ) -> int:
        now = time.time()
        with self._db.durable() if durable else contextlib.nullcontext(), self._db.transaction() as db:
            under_way = db.execute(
                f"select id from jobs where key=? and status in ({MARKS})", (call.key, *OPEN)
            ).fetchone()
            if under_way:
                db.execute(
                    "update jobs set run=?, token=?, status=?, detail=?, changed=? where id=?",
                    (call.run, token, status, detail, now, under_way[0]),
                )
                return int(under_way[0])
            cursor = db.execute(
                f"insert into jobs ({CALL}, token, status, detail, made, changed)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*call.row(), token, status, detail, now, now),
            )
            return int(cursor.lastrowid or 0)

    async def submitted(self, key: str, job: str, usd: float | None = None) -> None:
        self._change(key, "submitted", job=job, usd=usd)

    async def end(self, key: str, status: str, detail: str = "") -> None:
        self._change(key, status, detail=detail)

    async def is_under_way(self, engine: str, version: str, task: str, params: str) -> bool:
        return bool(
            self._db.read(
                f"select 1 from jobs where engine=? and version=? and task=? and params=? and status in ({MARKS}) limit 1",
                (engine, version, task, params, *OPEN),
            )
        )

    def _change(
        self, key: str, status: str, *, job: str | None = None, detail: str = "", usd: float | None = None
    ) -> None:
        self._db.write(
            "update jobs set status=?, job=coalesce(?, job), detail=?, usd=coalesce(?, usd), changed=?"
            f" where key=? and status in ({MARKS})",
            (status, job, detail, usd, time.time(), key, *OPEN),
        )
