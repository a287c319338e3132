"""The commands that look after what polymuse keeps."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from polymuse.cli.console import clock, out
from polymuse.errors import ParameterError
from polymuse.home import Home

__all__ = ["cache", "journal"]


def journal(
    run: Annotated[
        int | None, typer.Argument(help="A run's number; the last one when left out.", show_default=False)
    ] = None,
) -> None:
    """Show what a run did: every step, whether it was made or kept from before, and what it took.

    `polymuse journal`"""
    book = Home().journal
    number = book.last_run() if run is None else run
    calls = book.calls(number) if number is not None else []
    if run is not None and not calls:
        raise ParameterError(f"run: there is no run {run}; the last one is {book.last_run() or 'still to come'}.")
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("step", "task", "engine", "status"):
        table.add_column(column)
    table.add_column("time", justify="right")
    for call in calls:
        table.add_row(call.step, call.task, call.engine, call.status, clock(call.seconds) if call.seconds else "")
        if call.error:
            table.add_row("", "", "", f"[red]{escape(call.error)}[/red]", "")
    out.print(f"Run {number}" if number else "Nothing has been run yet.")
    out.print(table)


def cache(
    prune: Annotated[
        float | None, typer.Option(help="Remove what was not used for this many days.", min=0, show_default=False)
    ] = None,
) -> None:
    """Show where results are kept and how large they are; remove old ones.

    `polymuse cache --prune 30`"""
    home = Home()
    if prune is not None:
        out.print(f"{_size(home.prune(prune))} freed.")
    out.print(f"{home.path}: {_size(home.store.size())} of media, {len(home.journal.entries())} results.")


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
