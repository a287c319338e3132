"""Money: reserved before work is sent, settled after it, held to budgets in one transaction.

A budget's scope is `run` (given with the run), `project`, `day` or `month` (set once, kept). What is reserved and what is
in doubt counts as spent until it is known to be free. Amounts are kept in millionths of a US dollar.
"""

from __future__ import annotations

import math
import os
import sqlite3
import time
from dataclasses import dataclass, replace

from polymuse.errors import BudgetExceeded, ParameterError
from polymuse.journal.sqlite import OPEN, Journal

__all__ = ["SCOPES", "Allowance", "Budget", "Entry", "Ledger", "allowance", "dollars"]

MICRO = 1_000_000
MOST = 1e9
SCOPES = ("project", "day", "month")
NO_RUN = -1
"""Stands for a run that has not begun."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a run may spend (US dollars; None for no limit of its own) and on whose account."""

    usd: float | None = None
    project: str = ""

    def less(self, usd: float) -> Allowance:
        """What is left of it for the rest of the work when that much was spent on its beginning."""
        return self if self.usd is None else replace(self, usd=max(0.0, self.usd - usd))


@dataclass(frozen=True, slots=True)
class Entry:
    """Money for one call: `status` is reserved, settled, released or in doubt; amounts in US dollars."""

    run: int | None
    project: str
    task: str
    engine: str
    provider: str
    status: str
    reserved: float
    spent: float
    day: str


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit that is kept: scope, its name (a project's; empty for days and months), US dollars, and what of it is
    gone in the present period."""

    scope: str
    name: str
    usd: float
    gone: float


def allowance(max_cost: float | None = None, project: str | None = None) -> Allowance:
    """From what people write; the project may also be in POLYMUSE_PROJECT. Raises ParameterError."""
    if max_cost is not None and not (isinstance(max_cost, int | float) and 0 <= max_cost < MOST):
        raise ParameterError(f"max-cost: {max_cost} is no amount of US dollars.", hint="Write it as 25 or 2.50.")
    return Allowance(max_cost, os.environ.get("POLYMUSE_PROJECT", "") if project is None else project)


def dollars(usd: float) -> str:
    """An amount as people read it: cents, and more places where it is less than ten cents."""
    return f"${usd:.2f}" if usd >= 0.1 or usd == 0 else f"${usd:.4f}"


def today() -> str:
    """The day that counts, in UTC: 2026-11-21."""
    return time.strftime("%Y-%m-%d", time.gmtime())


class Ledger:
    """The money in a journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def reserve(
        self, key: str, usd: float, *, run: int | None, task: str, engine: str, provider: str, allowance: Allowance
    ) -> None:
        """Set `usd` aside for a call. A reservation that is open for the same key is taken over, for it is the same
        work. Raises BudgetExceeded when any budget has no room for it."""
        amount = math.ceil(usd * MICRO)
        with self._journal.transaction() as db:
            open_ = db.execute("select id from money where key=? and status='reserved'", (key,)).fetchone()
            if open_:
                db.execute("update money set run=? where id=?", (run, open_[0]))
                return
            what = f"{engine} may charge {{}} for {task}"
            self._room(db, amount, run, what, allowance)
            db.execute(
                "insert into money (key, run, project, task, engine, provider, status, reserved, day, made)"
                " values (?, ?, ?, ?, ?, ?, 'reserved', ?, ?, ?)",
                (key, run, allowance.project, task, engine, provider, amount, today(), time.time()),
            )

    def check(self, usd: float, what: str, allowance: Allowance) -> None:
        """Raises BudgetExceeded when a run that has not begun would have no room for that much. `what` is said of it,
        with {} where the amount goes."""
        with self._journal.transaction() as db:
            self._room(db, math.ceil(usd * MICRO), NO_RUN, what, allowance)

    def _room(self, db: sqlite3.Connection, amount: int, run: int | None, what: str, allowance: Allowance) -> None:
        """Raises BudgetExceeded unless every budget has room for an amount."""
        for scope, name, limit, gone in self._limits(db, run, allowance, today()):
            if gone + amount > limit:
                raise _exceeded(scope, name, limit, gone, what.format(dollars(amount / MICRO)))

    def limited(self, allowance: Allowance) -> bool:
        """Whether any budget holds for such a run."""
        with self._journal.transaction() as db:
            return bool(self._limits(db, NO_RUN, allowance, today()))

    def _limits(
        self, db: sqlite3.Connection, run: int | None, allowance: Allowance, day: str
    ) -> list[tuple[str, str, int, int]]:
        """(scope, name, limit, gone) of every budget that a call falls under."""
        limits = []
        if allowance.usd is not None:
            limits.append(("run", "", round(allowance.usd * MICRO), _gone(db, "run is ?", run)))
        for scope, name, usd in db.execute("select scope, name, usd from budgets").fetchall():
            if scope != "project" or name == allowance.project:
                limits.append((scope, name, usd, _gone(db, *_period(scope, name, day))))
        return limits

    def settle(self, key: str, usd: float) -> None:
        """What the call really cost."""
        self._end(key, "settled", round(usd * MICRO))

    def release(self, key: str) -> None:
        """Nothing was charged."""
        self._end(key, "released", 0)

    def reserved(self, key: str) -> float:
        """Dollars that are set aside for a call; 0 where nothing is."""
        rows = self._journal.read("select reserved from money where key=? and status='reserved'", (key,))
        return float(rows[0][0]) / MICRO if rows else 0.0

    def close(self, key: str) -> None:
        """End what is set aside for a call that nobody works on any more: at what it cost where it came to its end all the
        same, else at nothing. What is under way stays set aside."""
        if (usd := self.left_behind().get(key)) is not None:
            self.settle(key, usd) if usd else self.release(key)

    def left_behind(self) -> dict[str, float]:
        """By key, what is set aside although nothing under way has that key: by a run that is just about to send it, or
        one that was killed. Dollars are what its call cost, where that came to its end."""
        marks = ", ".join("?" * len(OPEN))
        return dict(
            self._journal.read(
                "select key, coalesce((select usd from calls where calls.key=money.key and calls.status='done'"
                " and calls.ended>=money.made order by calls.id desc limit 1), 0.0) from money where status='reserved'"
                f" and key not in (select key from jobs where status in ({marks}))",
                OPEN,
            )
        )

    def _end(self, key: str, status: str, spent: int) -> None:
        with self._journal.transaction() as db:
            db.execute("update money set status=?, spent=? where key=? and status='reserved'", (status, spent, key))

    def set_budget(self, scope: str, name: str, usd: float | None) -> None:
        """Set a budget, or remove it with None. Raises ParameterError."""
        if scope not in SCOPES:
            raise ParameterError(f"budget: {scope!r} is not one of {', '.join(SCOPES)}.")
        if usd is not None and not 0 <= usd < MOST:
            raise ParameterError(f"budget: {usd} is no amount of US dollars.", hint="Write it as 25 or 2.50.")
        with self._journal.transaction() as db:
            db.execute("delete from budgets where scope=? and name=?", (scope, name))
            if usd is not None:
                db.execute("insert into budgets (scope, name, usd) values (?, ?, ?)", (scope, name, round(usd * MICRO)))

    def budgets(self) -> list[Budget]:
        """All budgets that are kept, with what is gone of each by now."""
        with self._journal.transaction() as db:
            rows = db.execute("select scope, name, usd from budgets order by scope, name").fetchall()
            return [
                Budget(scope, name, usd / MICRO, _gone(db, *_period(scope, name, today())) / MICRO)
                for scope, name, usd in rows
            ]

    def entries(self, since: str = "", project: str | None = None) -> list[Entry]:
        """Every entry from a day on (2026-11-01), oldest first."""
        rows = self._journal.read(
            "select money.run, project, money.task, money.engine, provider, case when money.status='reserved' and"
            " jobs.status='in doubt' then 'in doubt' else money.status end, reserved, spent, day from money"
            " left join jobs on jobs.key=money.key and jobs.status='in doubt'"
            " where day>=? and (? is null or project=?) order by money.id",
            (since, project, project),
        )
        return [
            Entry(run, account, task, engine, provider, status, reserved / MICRO, spent / MICRO, day)
            for run, account, task, engine, provider, status, reserved, spent, day in rows
        ]


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
    remedy = "Raise --max-cost" if scope == "run" else f"`polymuse budget {scope}` shows and changes it"
    return BudgetExceeded(
        f"{what}, {left}.",
        hint=f"{remedy}, or choose a cheaper model.",
    )
