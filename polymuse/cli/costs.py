"""The commands spend and budget, and the options by which other commands are kept to them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Annotated

import typer
from rich.markup import escape

from polymuse.cli.console import out, table
from polymuse.errors import ParameterError
from polymuse.home import Home
from polymuse.journal.ledger import SCOPES, Budget, Entry, Ledger, dollars
from polymuse.runs.job_resolution import free_left_behind

__all__ = ["MaxCost", "Project", "budget", "spend"]

MaxCost = Annotated[
    float | None, typer.Option("--max-cost", help="The most that may be spent, in US dollars.", show_default=False)
]
Project = Annotated[
    str | None,
    typer.Option("--project", help="On whose account; else POLYMUSE_PROJECT.", show_default=False),
]

BY: Mapping[str, Callable[[Entry], str]] = {
    "engine": lambda entry: entry.engine,
    "provider": lambda entry: entry.provider,
    "project": lambda entry: entry.project,
    "day": lambda entry: entry.day,
    "task": lambda entry: entry.task,
}


def spend(
    by: Annotated[str, typer.Option(help=f"What to add up by: {', '.join(BY)}.")] = "engine",
    since: Annotated[str, typer.Option(help="From which day on: 2026-11-01 (UTC); else all.", show_default=False)] = "",
    project: Annotated[str | None, typer.Option(help="Only this project's.", show_default=False)] = None,
) -> None:
    """Show what was spent, and apart from it what is set aside for work under way or in doubt.

    `polymuse spend --by project --since 2026-11-01`"""
    if by not in BY:
        raise ParameterError(f"by: {by!r} is not one of {', '.join(BY)}.")
    home = Home()
    free_left_behind(home)
    entries = [e for e in Ledger(home.journal).entries(_day(since), project) if e.status != "released"]
    if not entries:
        out.print("Nothing was spent.")
        return
    numbers = ("calls", "spent", "reserved", "in doubt")
    rows = table(by, *numbers, right=numbers)
    for name in sorted({BY[by](entry) for entry in entries}):
        rows.add_row(escape(name) or "[dim]none[/dim]", *_sums([e for e in entries if BY[by](e) == name]))
    rows.add_row("[bold]total[/bold]", *_sums(entries))
    out.print(rows)


def _day(since: str) -> str:
    """A day as the journal writes it. Raises ParameterError."""
    try:
        return datetime.date.fromisoformat(since).isoformat() if since else ""
    except ValueError:
        raise ParameterError(f"since: {since!r} is no day.", hint="Write it as 2026-11-01.") from None


def _sums(entries: list[Entry]) -> tuple[str, ...]:
    """How many calls, and dollars spent, reserved and in doubt."""
    spent = sum(entry.spent for entry in entries)
    apart = [sum(e.reserved for e in entries if e.status == status) for status in ("reserved", "in doubt")]
    return str(len(entries)), dollars(spent), *(dollars(usd) if usd else "" for usd in apart)


def budget(
    scope: Annotated[
        str | None, typer.Argument(help=f"What it holds for: {', '.join(SCOPES)}.", show_default=False)
    ] = None,
    name: Annotated[str, typer.Argument(help="The project's name.", show_default=False)] = "",
    usd: Annotated[float | None, typer.Option(help="US dollars.", show_default=False)] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Lift the budget.")] = False,
) -> None:
    """Set or show what may be spent on a project, in a day, in a month (UTC).

    A budget holds for every run from then on, whatever starts it, and cannot be overrun: the most that a piece of work
    may cost is set aside before it is sent. For one run alone there is `--max-cost`.

    `polymuse budget`      shows all

    `polymuse budget month --usd 50`

    `polymuse budget project lighthouse --usd 12.50`

    `polymuse budget day --remove`"""
    home = Home()
    free_left_behind(home)
    ledger = Ledger(home.journal)
    if usd is not None and remove:
        raise ParameterError("budget: --usd and --remove do not go together.", hint="Give one of the two.")
    if scope is not None and (usd is not None or remove):
        _set(ledger, scope, name, None if remove else usd)
        if remove:
            out.print(f"There is no budget for the {escape(f'{scope} {name}'.strip())} any more.")
            return
    elif usd is not None or remove:
        raise ParameterError("budget: for what?", hint=f"Name one of {', '.join(SCOPES)}.")
    elif scope is not None and scope not in SCOPES:
        raise ParameterError(f"budget: {scope!r} is not one of {', '.join(SCOPES)}.")
    kept = [b for b in ledger.budgets() if scope in (None, b.scope) and name in ("", b.name)]
    if not kept:
        out.print("There is no budget." if scope is None else "There is no such budget.")
        return
    rows = table("budget", "US dollars", "spent or reserved", "left", right=("US dollars", "spent or reserved", "left"))
    for each in kept:
        rows.add_row(*_row(each))
    out.print(rows)


def _set(ledger: Ledger, scope: str, name: str, usd: float | None) -> None:
    if scope == "project" and not re.search(r"\S", name):
        raise ParameterError("budget: which project?", hint="`polymuse budget project NAME --usd 10`")
    if scope != "project" and name:
        raise ParameterError(f"budget: a {scope} has no name ({name!r}).")
    ledger.set_budget(scope, name, usd)


def _row(budget: Budget) -> tuple[str, ...]:
    left = max(0.0, budget.usd - budget.gone)
    return escape(f"{budget.scope} {budget.name}".strip()), dollars(budget.usd), dollars(budget.gone), dollars(left)
