"""The commands spend and budget, and the options by which other commands are kept to them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from polymuse.cli.command import among, command, option
from polymuse.cli.console import plain, table
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.home import Home
from polymuse.journal.ledger import SCOPES, Budget, Entry, Ledger, dollars
from polymuse.runs.job_resolution import free_left_behind
from polymuse.suggestions import did_you_mean

__all__ = ["SPENDING", "budget", "spend"]

SPENDING = (
    option("--max-cost", type=float, metavar="USD", help="The most that may be spent, in US dollars."),
    option("--project", metavar="NAME", help="On whose account; else POLYMUSE_PROJECT."),
)

BY: Mapping[str, Callable[[Entry], str]] = {
    "engine": lambda entry: entry.engine,
    "provider": lambda entry: entry.provider,
    "project": lambda entry: entry.project,
    "day": lambda entry: entry.day,
    "task": lambda entry: entry.task,
}


@command(
    option("--by", default="engine", values=BY, help=f"What to add up by: {', '.join(BY)}."),
    option("--since", default="", metavar="DAY", help="From which day on (UTC), as 2026-11-01; else all."),
    option("--project", metavar="NAME", help="Only this project's."),
    examples=("polymuse spend", "polymuse spend --by project --since 2026-11-01"),
)
def spend(by: str, since: str, project: str | None) -> Report:
    """Show what was spent, and what is set aside.

    What is set aside for work that is under way or in doubt stands apart from what was spent."""
    if by not in BY:
        raise ParameterError(f"by: {by!r} is not one of {', '.join(BY)}.", hint=did_you_mean(by, BY))
    home = Home()
    free_left_behind(home)
    entries = [e for e in Ledger(home.journal).entries(_day(since), project) if e.status != "released"]
    names = sorted({BY[by](entry) for entry in entries})
    rows = {name: _sums([e for e in entries if BY[by](e) == name]) for name in names}
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


def _sums(entries: Sequence[Entry]) -> dict[str, float]:
    """How many calls, and US dollars spent, reserved and in doubt."""
    apart = {s: sum(e.reserved for e in entries if e.status == s) for s in ("reserved", "in doubt")}
    spent = sum(entry.spent for entry in entries)
    return {"calls": len(entries), "spent": spent, "reserved": apart["reserved"], "in_doubt": apart["in doubt"]}


def _cells(sums: Mapping[str, float]) -> tuple[str, ...]:
    apart = (dollars(sums[name]) if sums[name] else "" for name in ("reserved", "in_doubt"))
    return str(sums["calls"]), dollars(sums["spent"]), *apart


@command(
    click.Argument(
        ["scope"], required=False, help=f"What it holds for: {', '.join(SCOPES)}.", shell_complete=among(SCOPES)
    ),
    click.Argument(["name"], default="", help="The project's name."),
    option("--usd", type=float, metavar="USD", help="US dollars."),
    option("--remove", is_flag=True, help="Lift the budget."),
    examples=(
        "polymuse budget                                       # shows all",
        "polymuse budget month --usd 50",
        "polymuse budget project lighthouse --usd 12.50",
        "polymuse budget day --remove",
    ),
)
def budget(scope: str | None, name: str, usd: float | None, remove: bool) -> Report:
    """Set or show what may be spent.

    A budget holds for a project, a day or a month (UTC), for every run from then on, whatever starts it, and cannot be
    overrun: the most that a piece of work may cost is set aside before it is sent. For one run alone there is
    `--max-cost`."""
    home = Home()
    free_left_behind(home)
    ledger = Ledger(home.journal)
    if usd is not None and remove:
        raise ParameterError("budget: --usd and --remove do not go together.", hint="Give one of the two.")
    if scope is None and (usd is not None or remove):
        raise ParameterError("budget: for what?", hint=f"Name one of {', '.join(SCOPES)}.")
    if scope is not None and scope not in SCOPES:
        raise ParameterError(f"budget: {scope!r} is not one of {', '.join(SCOPES)}.", hint=did_you_mean(scope, SCOPES))
    if scope is not None and (usd is not None or remove):
        _set(ledger, scope, name, None if remove else usd)
    found = [b for b in ledger.budgets() if scope in (None, b.scope) and name in ("", b.name)]
    return Report(
        {"budgets": [_data(b) for b in found]}, shown=_shown(found), remarks=_remarks(found, scope, name, remove)
    )


def _set(ledger: Ledger, scope: str, name: str, usd: float | None) -> None:
    if scope == "project" and not re.search(r"\S", name):
        raise ParameterError("budget: which project?", hint="`polymuse budget project NAME --usd 10`")
    if scope != "project" and name:
        raise ParameterError(f"budget: a {scope} has no name ({name!r}).")
    ledger.set_budget(scope, name, usd)


def _data(budget: Budget) -> dict[str, Any]:
    left = max(0.0, budget.usd - budget.gone)
    return {"scope": budget.scope, "name": budget.name, "usd": budget.usd, "gone": budget.gone, "left": left}


def _shown(budgets: Sequence[Budget]) -> tuple[Any, ...]:
    rows = table("budget", "US dollars", "spent or reserved", "left", right=("US dollars", "spent or reserved", "left"))
    for row in map(_data, budgets):
        rows.add_row(
            plain(f"{row['scope']} {row['name']}".strip()), *(dollars(row[n]) for n in ("usd", "gone", "left"))
        )
    return (rows,) if budgets else ()


def _remarks(found: Sequence[Budget], scope: str | None, name: str, removed: bool) -> tuple[str, ...]:
    if removed:
        return (f"There is no budget for the {plain(f'{scope} {name}'.strip())} any more.",)
    return () if found else ("There is no budget." if scope is None else "There is no such budget.",)
