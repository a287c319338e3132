"""All commands put together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from polymuse import tasks
from polymuse.cli import compare, doctor, film, jobs, models
from polymuse.cli import costs as money
from polymuse.cli import listings as lists
from polymuse.cli import recommend as choosing
from polymuse.cli import storage as keeping
from polymuse.cli.console import complain
from polymuse.cli.task_commands import command
from polymuse.errors import PolymuseError
from polymuse.version import __version__

__all__ = ["build", "run"]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"polymuse {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Any mix of text, images, sound and video into any other: a script in, a finished film out.

    polymuse film script.md -o out      a whole film

    polymuse image "a red boat at sunset" -o boat.png"""


def run() -> None:
    """Run a command; our own errors become one sentence and an exit code."""
    try:
        build()()
    except PolymuseError as error:
        complain(error)
        sys.exit(error.exit_code)


def build() -> typer.Typer:
    """The command line as it stands: fixed commands, and one for each task that has a command's name."""
    app = typer.Typer(
        no_args_is_help=True, rich_markup_mode="rich", add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_root)
    app.command("film")(film.film)
    app.command("plan")(film.plan)
    app.command("compare")(compare.compare)
    app.command("replay")(film.replay)
    for name in tasks.names():
        task = tasks.get(name)
        if task.command:
            app.command(task.command, help=f"{task.summary} ({task.name})")(command(task))
    app.command("engines")(lists.engines)
    app.command("models")(models.models)
    app.command("recommend")(choosing.recommended)
    app.command("refresh-prices")(choosing.refreshed)
    app.command("doctor")(doctor.doctor)
    app.command("gates")(lists.gates)
    app.command("spend")(money.spend)
    app.command("budget")(money.budget)
    app.command("jobs")(jobs.jobs)
    app.command("import")(jobs.import_)
    app.command("journal")(keeping.journal)
    app.command("cache")(keeping.cache)
    return app
