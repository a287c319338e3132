"""The commands spend and budget."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import click

from polymuse.cli.command import among, command, option
from polymuse.cli.console import plain, table
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.journal.ledger import SCOPES, dollars
from polymuse.protocols import Budget, Ledger, LedgerEntry
from polymuse.runs.job_resolution import free_abandoned
from polymuse.runtime import Runtime
from polymuse.suggestions import did_you_mean

__all__ = ["budget", "spend"]

BY: Mapping[str, Callable[[LedgerEntry], str]] = {
    "engine": lambda entry: entry.engine,
    "provider": lambda entry: entry.provider,
    "project": lambda entry: entry.project,
    "day": lambda entry: entry.day,
    "task": lambda entry: entry.task,
}


@command(
    option("--by", default="engine", metavar="WHAT", values=BY, help=f"What to add up by: {', '.join(BY)}."),
    option("--since", default="", metavar="DAY", help="From which day on (UTC), as 2026-11-01; else all."),
    option("--project", metavar="NAME", help="Only this project's."),
    examples=("polymuse spend", "polymuse spend --by project --since 2026-11-01"),
)
async def spend(runtime: Runtime, by: str, since: str, project: str | None) -> Report:
    """Show what was spent, and what is set aside.

    What is set aside for work that is under way or in doubt stands apart from what was spent."""
    if by not in BY:
        raise ParameterError(f"by: {by!r} is not one of {', '.join(BY)}.", hint=did_you_mean(by, BY))
    await free_abandoned(runtime)
    entries = [e for e in await runtime.journal.ledger.entries(_day(since), project) if e.status != "released"]
    names = sorted({BY[by](entry) for entry in entries})
    rows = {name: _sums([entry for entry in entries if BY[by](entry) == name]) for name in names}
    data = {"by": by, "rows": [{"name": name, **sums} for name, sums in rows.items()], "total": _sums(entries)}
    if not entries:
        return Report(data, remarks=("Nothing was spent.",))
    numbers = ("calls", "spent", "reserved", "in doubt")
    shown = table(by, *numbers, right=numbers)
    for name, sums in rows.items():
        shown.add_row(plain(name) or "[dim]none[/dim]", *_cells(sums))
    shown.add_row("[bold]total[/bold]", *_cells(_sums(entries)))
    return Report(data, shown=(shown,))


def _day(since: str) -> str:
    """A day as the journal writes it. Raises ParameterError."""
    try:
        return datetime.date.fromisoformat(since).isoformat() if since else ""
    except ValueError:
        raise ParameterError(f"since: {since!r} is no day.", hint="Write it as 2026-11-01.") from None


def _sums(entries: Sequence[LedgerEntry]) -> dict[str, float]:
    """How many calls, and US dollars spent, reserved and in doubt."""
    apart = {status: sum(e.reserved for e in entries if e.status == status) for status in ("reserved", "in doubt")}
    spent = sum(entry.spent for entry in entries)
    return {"calls": len(entries), "spent": spent, "reserved": apart["reserved"], "in_doubt": apart["in doubt"]}


def _cells(sums: Mapping[str, float]) -> tuple[str, ...]:
    apart = (dollars(sums[name]) if sums[name] else "" for name in ("reserved", "in_doubt"))
    return str(sums["calls"]), dollars(sums["spent"]), *apart


@command(
    click.Argument(["scope"], required=False, help=f"What it holds for: {', '.join(SCOPES)}.",
                   shell_complete=among(SCOPES)),
    click.Argument(["name"], default="", help="The project's name."),
    option("--usd", type=float, metavar="USD", help="US dollars."),
    option("--remove", is_flag=True, help="Lift the budget."),
    examples=(
        "polymuse budget                                       # shows all",
        "polymuse budget month --usd 50",
        "polymuse budget project lighthouse --usd 12.50",
        "polymuse budget day --remove",
    ),
)  # fmt: skip
async def budget(runtime: Runtime, scope: str | None, name: str, usd: float | None, remove: bool) -> Report:
    """Set or show what may be spent.

    A budget holds for a project, a day or a month (UTC), for every run from then on, whatever starts it, and cannot be
    overrun: the most that a piece of work may cost is set aside before it is sent. For one run alone there is
    `--max-cost`."""
    await free_abandoned(runtime)
    ledger = runtime.journal.ledger
    if usd is not None and remove:
        raise ParameterError("budget: --usd and --remove do not go together.", hint="Give one of the two.")
    if scope is None and (usd is not None or remove):
        raise ParameterError("budget: for what?", hint=f"Name one of {', '.join(SCOPES)}.")
    if scope is not None and scope not in SCOPES:
        raise ParameterError(f"budget: {scope!r} is not one of {', '.join(SCOPES)}.", hint=did_you_mean(scope, SCOPES))
    if scope is not None and (usd is not None or remove):
        await _set(ledger, scope, name, None if remove else usd)
    found = [b for b in await ledger.budgets() if scope in (None, b.scope) and name in ("", b.name)]
    data = {"budgets": [{**asdict(each), "left": _left(each)} for each in found]}
    return Report(data, shown=_shown(found), remarks=_remarks(found, scope, name, remove))


async def _set(ledger: Ledger, scope: str, name: str, usd: float | None) -> None:
    if scope == "project" and not re.search(r"\S", name):
        raise ParameterError("budget: which project?", hint="`polymuse budget project NAME --usd 10`")
    if scope != "project" and name:
        raise ParameterError(f"budget: a {scope} has no name ({name!r}).")
    await ledger.set_budget(scope, name, usd)


def _left(budget: Budget) -> float:
    return max(0.0, budget.usd - budget.gone)


def _shown(budgets: Sequence[Budget]) -> tuple[Any, ...]:
    rows = table("budget", "US dollars", "spent or reserved", "left", right=("US dollars", "spent or reserved", "left"))
    for each in budgets:
        rows.add_row(plain(f"{each.scope} {each.name}".strip()), *map(dollars, (each.usd, each.gone, _left(each))))
    return (rows,) if budgets else ()


def _remarks(found: Sequence[Budget], scope: str | None, name: str, removed: bool) -> tuple[str, ...]:
    if removed:
        return (f"There is no budget for the {plain(f'{scope} {name}'.strip())} any more.",)
    return () if found else ("There is no budget." if scope is None else "There is no such budget.",)
