"""The commands that look after what polymuse keeps."""

from __future__ import annotations

import dataclasses

import click

from polymuse.cli.command import command, option
from polymuse.cli.console import clock, plain, table
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.home import Home

__all__ = ["cache", "journal"]


@command(
    click.Argument(["run"], type=int, required=False, help="A run's number; the last one when left out."),
    examples=("polymuse journal", "polymuse journal 12 --json"),
)
def journal(run: int | None) -> Report:
    """Show what a run did, step by step.

    For every step: whether it was made or kept from before, what it took, and what went wrong."""
    book = Home().journal
    number = book.last_run() if run is None else run
    calls = book.calls(number) if number is not None else []
    if run is not None and not calls:
        raise ParameterError(f"run: there is no run {run}; the last one is {book.last_run() or 'still to come'}.")
    data = {"run": number, "calls": [dataclasses.asdict(call) for call in calls]}
    if number is None:
        return Report(data, remarks=("Nothing has been run yet.",))
    rows = table("step", "task", "engine", "status", "time", right=("time",))
    for call in calls:
        rows.add_row(call.step, call.task, call.engine, call.status, clock(call.seconds) if call.seconds else "")
        if call.error:
            rows.add_row("", "", "", f"[red]{plain(call.error)}[/red]", "")
    return Report(data, shown=(f"Run {number}", rows))


@command(
    option("--prune", type=click.FloatRange(min=0), metavar="DAYS", help="Remove what was not used for so many days."),
    examples=("polymuse cache", "polymuse cache --prune 30"),
)
def cache(prune: float | None) -> Report:
    """Show what is kept, and how much; remove what is old.

    Results are kept so that nothing is made twice, in the folder that POLYMUSE_HOME names."""
    home = Home()
    freed = home.prune(prune) if prune is not None else 0
    media, results = home.store.size(), len(home.journal.entries())
    data = {"home": str(home.path), "media_bytes": media, "results": results, "freed_bytes": freed}
    remarks = (f"{_size(freed)} freed.",) if prune is not None else ()
    return Report(data, shown=(f"{plain(home.path)}: {_size(media)} of media, {results} results.",), remarks=remarks)


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
