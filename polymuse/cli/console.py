"""What every command prints with: results on standard output, all else on standard error."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from polymuse.cli.report import Report
from polymuse.errors import AwaitingImport, PolymuseError
from polymuse.storage.folder import disk_errors

__all__ = [
    "as_json",
    "clock",
    "complain",
    "deliver",
    "facts",
    "log",
    "out",
    "plain",
    "stopped",
    "table",
    "wide",
]

NARROWEST, PIPED, WIDE = 40, 160, 120
"""Columns that are printed at least, those of what is not printed to a terminal, and from how many on a table has its
details."""
CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}")
"""Characters by which a text could command a terminal."""


class Screen(Console):
    """A console that leaves a reader who went away to the program's end."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def _columns(stream: str) -> int | None:
    """How wide what is printed may be; None for as wide as the terminal."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return max(NARROWEST, int(asked))
    os.environ.pop("COLUMNS", None)  # rich takes a zero for the width
    return None if getattr(sys, stream) is not None and getattr(sys, stream).isatty() else PIPED


out = Screen(highlight=False, emoji=False, width=_columns("stdout"))
"""Results."""
log = Screen(stderr=True, highlight=False, emoji=False, width=_columns("stderr"))
"""Progress, notices, remarks; silent with `--quiet`."""
err = Screen(stderr=True, highlight=False, emoji=False, width=_columns("stderr"))
"""Errors."""


def as_json() -> bool:
    """Whether the command that runs was asked for JSON."""
    return bool(click.get_current_context().params["as_json"])


def deliver(report: Report, *, as_json: bool) -> None:
    """Print what a command came to. Raises DiskFull, OutputError, StorageError, and the report's own error."""
    with _standard_output():
        if as_json:
            print_json(_document(report))
            return
        for item in report.shown:
            out.print(item, soft_wrap=isinstance(item, str | Text))
    for remark in report.remarks:
        log.print(remark, soft_wrap=True)
    for notice in dict.fromkeys(notice.text for notice in report.notices):
        log.print(f"  [yellow]·[/yellow] {plain(notice)}", soft_wrap=True)
    if report.error:
        raise report.error


def _document(report: Report) -> dict[str, Any]:
    notices = [{"topic": notice.topic, "text": notice.text} for notice in report.notices]
    error = {"error": _error_data(report.error)} if report.error else {}
    return {**report.data, "notices": notices, **error}


@contextlib.contextmanager
def _standard_output() -> Iterator[None]:
    """Raises our own errors where it cannot be written to, and BrokenPipeError where its reader has gone (`| head`)."""
    gone: BrokenPipeError | None = None
    with disk_errors(Path("standard output"), "Send it somewhere else."):
        try:
            yield
            sys.stdout.flush()
        except BrokenPipeError as error:
            gone = error
    if gone:
        raise gone


def print_json(document: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, indent=1, ensure_ascii=not _unicode(), default=str) + "\n")


def _unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def plain(text: object) -> str:
    """A text of somebody else's, as it may be printed: without rich's markup, and without what commands a terminal."""
    return escape(str(text).translate(CONTROLS))


def complain(error: PolymuseError, *, as_json: bool = False) -> None:
    """An error as one sentence on standard error, with its remedy; work for a person between the two, in lines of its
    own that can be copied. As JSON, it is the document on standard output, where that can be written to."""
    if as_json:
        with contextlib.suppress(PolymuseError), _standard_output():
            print_json({"error": _error_data(error)})
            return
    hint = f"[dim]{plain(error.hint)}[/dim]" if error.hint else ""
    place = f" [dim]({plain(error.step)})[/dim]" if error.step else ""
    if isinstance(error, AwaitingImport):
        err.print(f"[yellow]polymuse:[/yellow] {plain(error.message)}\n\n{plain(error.work)}\n\n{hint}", soft_wrap=True)
    else:
        err.print(f"[red]polymuse:[/red] {plain(error.message)}{place} {hint}".rstrip(), soft_wrap=True)


def stopped(*, as_json: bool = False) -> None:
    """What is to be known after Ctrl-C."""
    message = "Stopped. What was finished is kept; the same command goes on from there."
    if as_json:
        print_json({"error": {"type": "KeyboardInterrupt", "message": message, "hint": "", "exit_code": 130}})
    else:
        err.print(message, soft_wrap=True)


def _error_data(error: PolymuseError) -> dict[str, Any]:
    data = {"type": type(error).__name__, "message": error.message, "hint": error.hint, "step": error.step,
            "retryable": error.retryable, "exit_code": error.exit_code}  # fmt: skip
    return {**data, "work": error.work} if isinstance(error, AwaitingImport) else data


def clock(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def table(*columns: str, right: Iterable[str] = ()) -> Table:
    """A plain table; columns named in `right` hold numbers. The first column holds names, which are never broken."""
    made = Table(box=None, header_style="dim", pad_edge=False)
    for number, column in enumerate(columns):
        justify: JustifyMethod = "right" if column in right else "left"
        made.add_column(column, justify=justify, overflow="fold", no_wrap=number == 0)
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
