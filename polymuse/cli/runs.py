"""The command runs: what was made and what is being made, by whatever program."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from rich.console import RenderableType

from polymuse.cli import values
from polymuse.cli.command import among, command, option
from polymuse.cli.console import clock, plain, table
from polymuse.cli.progress import ProgressView, label
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.protocols import CallRow, RunRow
from polymuse.runs import following
from polymuse.runs.events import FilesWritten, RunEvent, RunFailed
from polymuse.runtime import Runtime
from polymuse.suggestions import did_you_mean

__all__ = ["runs"]

ACTIONS = ("list", "show", "follow", "cancel")


@command(
    click.Argument(["action"], default="list", help=f"What to do: {', '.join(ACTIONS)}.", shell_complete=among(ACTIONS)),
    click.Argument(["run"], type=int, required=False, help="The run's number; the last one where none is given.",
                   shell_complete=among(values.runs)),
    option("--last", type=click.IntRange(min=1), default=20, metavar="N", help="How many to list."),
    examples=(
        "polymuse runs                 # lists the latest",
        "polymuse runs show 12         # every step: made or kept, what it took, what went wrong",
        "polymuse runs follow 12       # its progress as it comes, to its end",
        "polymuse runs cancel 12       # ends it; what was finished is kept",
    ),
)  # fmt: skip
async def runs(runtime: Runtime, action: str, run: int | None, last: int) -> Report:
    """List runs, show or follow one, or end it.

    A film that was started with `--detach` goes on without its command; so does what other programs have started."""
    if action not in ACTIONS:
        hint = did_you_mean(action, ACTIONS, otherwise="`polymuse runs` lists them.")
        raise ParameterError(f"runs: {action!r} is not one of {', '.join(ACTIONS)}.", hint=hint)
    listed = await following.runs(runtime, last)
    if action == "list":
        return _list(listed)
    if run is None and not listed:
        raise ParameterError(f"runs: there is no run to {action} yet.")
    number = listed[0].id if run is None else run
    if action == "show":
        return await _show(runtime, number)
    if action == "follow":
        return await _follow(runtime, number)
    await following.cancel(runtime, number)
    return Report({"run": number, "status": "cancelling"}, remarks=(f"Run {number} is asked to end.",))


def _list(listed: Sequence[RunRow]) -> Report:
    data = {"runs": [_data(row) for row in listed]}
    if not listed:
        return Report(data, remarks=("Nothing has been run yet.",))
    rows = table("run", "what", "status", "begun", "took", right=("took",))
    for row in listed:
        rows.add_row(str(row.id), row.name, _status(row.status), _date(row.started), _took(row))
    return Report(data, shown=(rows,))


async def _show(runtime: Runtime, number: int) -> Report:
    row = await following.get(runtime, number)
    calls = await runtime.journal.calls.list(number)
    data = {"run": {**_data(row), "calls": [asdict(call) for call in calls]}}
    head = f"Run {row.id}, {row.name}: {_status(row.status)}, begun {_date(row.started)}, {_took(row)}"
    shown: list[RenderableType] = [head, *([f"[red]{plain(row.error)}[/red]"] if row.error else [])]
    return Report(data, shown=[*shown, *([_calls(calls)] if calls else [])])


def _calls(calls: Sequence[CallRow]) -> RenderableType:
    rows = table("step", "task", "engine", "status", "time", right=("time",))
    for call in calls:
        name = "" if call.step == call.task else label(call.step, call.task)
        rows.add_row(name, call.task, call.engine, call.status, clock(call.seconds) if call.seconds else "")
        if call.error:
            rows.add_row("", "", "", f"[red]{plain(call.error)}[/red]", "")
    return rows


async def _follow(runtime: Runtime, number: int) -> Report:
    """Show a run's progress to its end; what it came to is the result."""
    events: list[RunEvent] = []
    with ProgressView() as progress:
        async for event in following.follow(runtime, number):
            events.append(event)
            progress.show(event)
    row = await following.get(runtime, number)
    files = [event.files for event in events if isinstance(event, FilesWritten)]
    shown = [f"[green]{plain(written.get('film.mp4', next(iter(written.values()))))}[/green]" for written in files]
    remarks = [f"Run {number} is {row.status}, {_took(row)}."]
    remarks += [f"[red]{plain(e.message)}[/red] {plain(e.hint)}" for e in events if isinstance(e, RunFailed)]
    data = {"run": _data(row), "events": [event.model_dump(mode="json") for event in events]}
    return Report(data, shown=shown, remarks=remarks)


def _data(row: RunRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if name != "pid"}


def _status(status: str) -> str:
    colour = {"started": "cyan", "failed": "red", "cancelled": "yellow"}.get(status)
    words = "under way" if status == "started" else status
    return f"[{colour}]{words}[/{colour}]" if colour else words


def _date(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _took(row: RunRow) -> str:
    return clock((row.ended or time.time()) - row.started)
