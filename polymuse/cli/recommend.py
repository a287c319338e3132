"""The commands recommend and refresh-prices: which model, and what it costs today."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from polymuse.catalog.recommend import Recommendation, parse_need, recommend
from polymuse.catalog.refresh import refresh
from polymuse.cli.console import out
from polymuse.engines.hosted import _routing as roster
from polymuse.errors import ParameterError

__all__ = ["recommended", "refreshed"]

EXAMPLES = "As in: best voice; text in images, commercial; cheap video; local and private."


def recommended(
    need: Annotated[str, typer.Argument(help=f"What is needed, in words. {EXAMPLES}")],
    most: Annotated[int, typer.Option(help="How many to name.", min=1)] = 5,
) -> None:
    """Recommend models for a need, with reasons for and against each.

    Ranked by what the catalogue knows (strengths as the makers name them, licence, price, length, whether a key is set);
    nothing is tried out.

    `polymuse recommend "text in images, commercial"`

    `polymuse recommend "local and private"`"""
    found = recommend(need, roster.ready)
    if not found:
        raise ParameterError(f"recommend: nothing in {need!r} says what is needed, or nothing fits.", hint=EXAMPLES)
    for place, one in enumerate(found[:most], 1):
        _tell(place, one)
    if unknown := parse_need(need).unknown:
        out.print(f"[dim]Not understood, and so left out: {escape(', '.join(unknown))}.[/dim]", soft_wrap=True)


def _tell(place: int, one: Recommendation) -> None:
    out.print(f"[bold]{place}. {escape(one.system.name)}[/bold] [dim]{escape(one.id)}[/dim]", soft_wrap=True)
    for sign, colour, lines in (("+", "green", one.reasons), ("−", "yellow", one.doubts)):
        for line in lines:
            out.print(f"   [{colour}]{sign}[/{colour}] {escape(line)}", soft_wrap=True)


def refreshed(
    table: Annotated[Path, typer.Argument(help="litellm's model_prices_and_context_window.json.")],
) -> None:
    """Put the prices and last days of litellm's public price table over the catalogue's own.

    They are kept in POLYMUSE_HOME with the file's digest and the day, and named as the source of each fact.

    `polymuse refresh-prices model_prices_and_context_window.json`"""
    done = refresh(table, dt.date.today())
    out.print(
        f"[green]{escape(str(done.path))}[/green]  {len(done.changed)} routes differ from the catalogue", soft_wrap=True
    )
    if done.missing:
        out.print(f"[dim]The table does not have {len(done.missing)} names of ours: {escape(', '.join(done.missing[:12]))}"
                  f"{' …' if len(done.missing) > 12 else ''}[/dim]", soft_wrap=True)  # fmt: skip
