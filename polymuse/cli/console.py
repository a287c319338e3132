"""What every command prints with."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape

from polymuse.errors import PolymuseError
from polymuse.types import Notice

__all__ = ["clock", "complain", "notices", "out", "wait"]

R = TypeVar("R")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def complain(error: PolymuseError) -> None:
    """An error as one sentence on standard error, with its remedy."""
    hint = f" [dim]{escape(error.hint)}[/dim]" if error.hint else ""
    err.print(f"[red]polymuse:[/red] {escape(error.message)}{hint}", soft_wrap=True)


def notices(found: Iterable[Notice]) -> None:
    """What the user should know of a result."""
    for notice in found:
        out.print(f"  [yellow]·[/yellow] {escape(notice.text)}", soft_wrap=True)


def clock(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def wait(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run to the end. Ctrl-C cancels it and ends the program with exit code 130."""
    try:
        return asyncio.run(coroutine)
    except KeyboardInterrupt:
        err.print("Stopped. What was finished is kept; the same command goes on from there.", soft_wrap=True)
        sys.exit(130)
