"""Paid and handed-off work that is under way: journalled before it is sent, found again by the next run.

A job is `sent` from just before its request goes out, `submitted` once the service has named it, `in doubt` when it
may have been taken without anybody seeing the answer, `awaiting import` while a person does it; it ends `done`,
`failed` or `dropped`.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from polymuse.errors import ParameterError
from polymuse.journal.sqlite import OPEN, Asked, Journal
from polymuse.types import Ticket

__all__ = ["Job", "Jobs", "new_ticket"]

COLUMNS = "key, run, step, task, engine, version, params, inputs, id, token, status, job, detail, changed, usd"


@dataclass(frozen=True, slots=True)
class Job(Asked):
    """A job as the journal has it; `changed` in seconds since 1970."""

    id: int
    token: str
    status: str
    job: str
    detail: str
    changed: float
    usd: float | None = None
    """What the service said it would charge."""

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.token, sent=True, job=self.job, usd=self.usd)


def new_ticket() -> Ticket:
    return Ticket(uuid.uuid4().hex)


class Jobs:
    """The jobs in a journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def open(self, key: str) -> Job | None:
        """The job under way for a key."""
        marks = ", ".join("?" * len(OPEN))
        rows = self._journal.read(
            f"select {COLUMNS} from jobs where key=? and status in ({marks}) limit 1", (key, *OPEN)
        )
        return Job(*rows[0]) if rows else None

    def get(self, id: int) -> Job:
        """Raises ParameterError when there is no such job."""
        rows = self._journal.read(f"select {COLUMNS} from jobs where id=?", (id,))
        if not rows:
            raise ParameterError(f"There is no job {id}.", hint="`polymuse jobs` lists them.")
        return Job(*rows[0])

    def list(self, every: bool = False) -> list[Job]:
        """Jobs under way, oldest first; with `every`, also those that have ended."""
        jobs = [Job(*row) for row in self._journal.read(f"select {COLUMNS} from jobs order by id")]
        return [job for job in jobs if every or job.status in OPEN]

    def begin(self, asked: Asked, token: str, status: str = "sent", detail: str = "") -> int:
        """Journal what is about to be sent (or handed over), and what was reserved for it, so that a cut of power does not
        undo it; a job under way for the same key is taken up again."""
        now = time.time()
        with self._journal.lasting(), self._journal.transaction() as db:
            under_way = db.execute(
                "select id from jobs where key=? and status in (?, ?, ?, ?)", (asked.key, *OPEN)
            ).fetchone()
            if under_way:
                db.execute(
                    "update jobs set run=?, token=?, status=?, detail=?, changed=? where id=?",
                    (asked.run, token, status, detail, now, under_way[0]),
                )
                return int(under_way[0])
            cursor = db.execute(
                "insert into jobs (key, run, step, task, engine, version, params, inputs, token, status, detail, made,"
                " changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*asked.row(), token, status, detail, now, now),
            )
            return int(cursor.lastrowid or 0)

    def submitted(self, key: str, job: str, usd: float | None = None) -> None:
        """The service has named it, and maybe said what it will charge."""
        self._change(key, "submitted", job=job, usd=usd)

    def end(self, key: str, status: str, detail: str = "") -> None:
        """It came to something: `done`, `failed`, `dropped`, or is `in doubt`."""
        self._change(key, status, detail=detail)

    def _change(
        self, key: str, status: str, *, job: str | None = None, detail: str = "", usd: float | None = None
    ) -> None:
        with self._journal.transaction() as db:
            db.execute(
                "update jobs set status=?, job=coalesce(?, job), detail=?, usd=coalesce(?, usd), changed=?"
                " where key=? and status in (?, ?, ?, ?)",
                (status, job, detail, usd, time.time(), key, *OPEN),
            )
