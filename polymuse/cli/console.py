"""What every command prints with."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from polymuse.errors import AwaitingImport, PolymuseError
from polymuse.types import Notice

__all__ = ["clock", "complain", "facts", "notices", "out", "table", "wait", "wide"]

R = TypeVar("R")

PIPED, WIDE = 160, 120
"""Columns of what is not printed to a terminal, and from how many on a table has its details."""

out = Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED)
err = Console(stderr=True, highlight=False)


def complain(error: PolymuseError) -> None:
    """An error as one sentence on standard error, with its remedy; work for a person between the two, in lines of its
    own that can be copied."""
    hint = f"[dim]{escape(error.hint)}[/dim]" if error.hint else ""
    place = f" [dim]({escape(error.step)})[/dim]" if error.step else ""
    if isinstance(error, AwaitingImport):
        err.print(
            f"[yellow]polymuse:[/yellow] {escape(error.message)}\n\n{escape(error.work)}\n\n{hint}", soft_wrap=True
        )
    else:
        err.print(f"[red]polymuse:[/red] {escape(error.message)}{place} {hint}".rstrip(), soft_wrap=True)


def notices(found: Iterable[Notice], screen: Console = out) -> None:
    """What the user should know of a result."""
    for notice in found:
        screen.print(f"  [yellow]·[/yellow] {escape(notice.text)}", soft_wrap=True)


def clock(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def table(*columns: str, right: Iterable[str] = ()) -> Table:
    """A plain table; columns named in `right` hold numbers."""
    made = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return made


def wide() -> bool:
    """Whether there is room for details."""
    return out.width >= WIDE


def facts(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values, one under the other; those without a value are left out."""
    made = Table(box=None, show_header=False, pad_edge=False)
    made.add_column(style="dim")
    for name, value in rows:
        if value:
            made.add_row(name, value)
    return made


def wait(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run to the end. Ctrl-C cancels it and ends the program with exit code 130."""
    try:
        return asyncio.run(coroutine)
    except KeyboardInterrupt:
        err.print("Stopped. What was finished is kept; the same command goes on from there.", soft_wrap=True)
        sys.exit(130)
