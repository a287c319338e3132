"""Money, in SQLite. A budget's scope is `run` (given with the run), `project`, `day` or `month` (set once, kept).
Amounts are kept in millionths of a US dollar."""

from __future__ import annotations

import math
import sqlite3
import time

from polymuse.errors import BudgetExceeded, ParameterError
from polymuse.journal.database import Database
from polymuse.protocols import OPEN, Budget, LedgerEntry
from polymuse.types import Allowance

__all__ = ["SCOPES", "SqliteLedger", "dollars"]

MICRO = 1_000_000
MOST = 1e9
SCOPES = ("project", "day", "month")
NO_RUN = -1
"""Stands for a run that has not begun."""


def dollars(usd: float) -> str:
    """An amount for people: cents, and more places where it is less than ten cents."""
    return f"${usd:.2f}" if usd >= 0.1 or usd == 0 else f"${usd:.4f}"


def today() -> str:
    """The day that budgets count by, in UTC: 2026-11-21."""
    return time.strftime("%Y-%m-%d", time.gmtime())


class SqliteLedger:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def reserve(
        self, key: str, usd: float, *, run: int | None, task: str, engine: str, provider: str, allowance: Allowance
    ) -> None:
        amount = math.ceil(usd * MICRO)
        with self._db.transaction() as db:
            reserved = db.execute("select id from money where key=? and status='reserved'", (key,)).fetchone()
            if reserved:
                db.execute("update money set run=? where id=?", (run, reserved[0]))
                return
            _check_room(db, amount, run, f"{engine} may charge {{}} for {task}", allowance)
            db.execute(
                "insert into money (key, run, project, client, task, engine, provider, status, reserved, day, made)"
                " values (?, ?, ?, ?, ?, ?, ?, 'reserved', ?, ?, ?)",
                (key, run, allowance.project, allowance.client, task, engine, provider, amount, today(), time.time()),
            )

    async def check(self, usd: float, what: str, allowance: Allowance) -> None:
        with self._db.transaction() as db:
            _check_room(db, math.ceil(usd * MICRO), NO_RUN, what, allowance)

    async def limited(self, allowance: Allowance) -> bool:
        if allowance.usd is not None or allowance.client_usd is not None:
            return True
        scopes = self._db.read("select scope, name from budgets")
        return any(scope != "project" or name == allowance.project for scope, name in scopes)

    async def settle(self, key: str, usd: float) -> None:
        self._end(key, "settled", round(usd * MICRO))

    async def release(self, key: str) -> None:
        self._end(key, "released", 0)

    async def reserved(self, key: str) -> float:
        rows = self._db.read("select reserved from money where key=? and status='reserved'", (key,))
        return float(rows[0][0]) / MICRO if rows else 0.0

    async def close(self, key: str) -> None:
        if (usd := (await self.abandoned()).get(key)) is not None:
            await (self.settle(key, usd) if usd else self.release(key))

    async def abandoned(self) -> dict[str, float]:
        marks = ", ".join("?" * len(OPEN))
        return dict(
            self._db.read(
                "select key, coalesce((select usd from calls where calls.key=money.key and calls.status='done'"
                " and calls.ended>=money.made order by calls.id desc limit 1), 0.0) from money where status='reserved'"
                f" and key not in (select key from jobs where status in ({marks}))",
                OPEN,
            )
        )

    def _end(self, key: str, status: str, spent: int) -> None:
        self._db.write("update money set status=?, spent=? where key=? and status='reserved'", (status, spent, key))

    async def set_budget(self, scope: str, name: str, usd: float | None) -> None:
        if scope not in SCOPES:
            raise ParameterError(f"budget: {scope!r} is not one of {', '.join(SCOPES)}.")
        if usd is not None and not 0 <= usd < MOST:
            raise ParameterError(f"budget: {usd} is no amount of US dollars.", hint="Write it as 25 or 2.50.")
        with self._db.transaction() as db:
            db.execute("delete from budgets where scope=? and name=?", (scope, name))
            if usd is not None:
                db.execute("insert into budgets (scope, name, usd) values (?, ?, ?)", (scope, name, round(usd * MICRO)))

    async def budgets(self) -> list[Budget]:
        with self._db.transaction() as db:
            rows = db.execute("select scope, name, usd from budgets order by scope, name").fetchall()
            return [
                Budget(scope, name, usd / MICRO, _gone(db, *_period(scope, name, today())) / MICRO)
                for scope, name, usd in rows
            ]

    async def entries(self, since: str = "", project: str | None = None) -> list[LedgerEntry]:
        rows = self._db.read(
            "select money.run, project, money.task, money.engine, provider, case when money.status='reserved' and"
            " jobs.status='in doubt' then 'in doubt' else money.status end, reserved, spent, day from money"
            " left join jobs on jobs.key=money.key and jobs.status='in doubt'"
            " where day>=? and (? is null or project=?) order by money.id",
            (since, project, project),
        )
        return [
            LedgerEntry(run, account, task, engine, provider, status, reserved / MICRO, spent / MICRO, day)
            for run, account, task, engine, provider, status, reserved, spent, day in rows
        ]


def _check_room(db: sqlite3.Connection, amount: int, run: int | None, what: str, allowance: Allowance) -> None:
    """Raises BudgetExceeded unless every budget has room for an amount."""
    for scope, name, limit, gone in _limits(db, run, allowance, today()):
        if gone + amount > limit:
            raise _exceeded(scope, name, limit, gone, what.format(dollars(amount / MICRO)))


def _limits(db: sqlite3.Connection, run: int | None, allowance: Allowance, day: str) -> list[tuple[str, str, int, int]]:
    """(scope, name, limit, gone) of every budget that a call falls under."""
    limits = []
    if allowance.usd is not None:
        limits.append(("run", "", round(allowance.usd * MICRO), _gone(db, "run is ?", run)))
    if allowance.client_usd is not None:
        gone = _gone(db, "client=?", allowance.client)
        limits.append(("client", "", round(allowance.client_usd * MICRO), gone))
    for scope, name, usd in db.execute("select scope, name, usd from budgets").fetchall():
        if scope != "project" or name == allowance.project:
            limits.append((scope, name, usd, _gone(db, *_period(scope, name, day))))
    return limits


def _gone(db: sqlite3.Connection, where: str, value: object) -> int:
    """Spent, reserved or in doubt."""
    row = db.execute(
        f"select coalesce(sum(case when status='reserved' then reserved else spent end), 0) from money where {where}",
        (value,),
    ).fetchone()
    return int(row[0])


def _period(scope: str, name: str, day: str) -> tuple[str, str]:
    if scope == "project":
        return "project=?", name
    return ("day=?", day) if scope == "day" else ("day like ?", day[:7] + "-%")


def _exceeded(scope: str, name: str, limit: int, gone: int, what: str) -> BudgetExceeded:
    whose = f"{scope} {name}".strip()
    budget = f"this {whose}'s budget of {dollars(limit / MICRO)}"
    left = (
        f"and of {budget} only {dollars(max(0, limit - gone) / MICRO)} is left"
        if gone
        else f"which is more than {budget}"
    )
    remedies = {"run": "Raise --max-cost", "client": "Give the client a larger budget"}
    remedy = remedies.get(scope, f"`polymuse budget {scope}` shows and changes it")
    return BudgetExceeded(
        f"{what}, {left}.",
        hint=f"{remedy}, or choose a cheaper model.",
    )
