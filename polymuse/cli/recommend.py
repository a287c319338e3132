"""The commands recommend and refresh-prices: which model, and what it costs today."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click

from polymuse.catalog.calendar import current_date
from polymuse.catalog.recommend import Recommendation, parse_need, recommend
from polymuse.catalog.refresh import refresh
from polymuse.cli.command import FILE, command, option
from polymuse.cli.console import plain
from polymuse.cli.installed import registry
from polymuse.cli.report import Report
from polymuse.errors import ParameterError

__all__ = ["recommended", "refreshed"]

EXAMPLES = "As in: best voice; text in images, commercial; cheap video; local and private."


@command(
    click.Argument(["need"], help=f"What is needed, in words. {EXAMPLES}"),
    option("--most", type=click.IntRange(min=1), default=5, metavar="N", help="How many to name."),
    name="recommend",
    examples=('polymuse recommend "text in images, commercial"', 'polymuse recommend "local and private" --most 3'),
)
def recommended(need: str, most: int) -> Report:
    """Recommend models for a need, with reasons for and against.

    Ranked by what the catalogue knows (strengths as the makers name them, licence, price, length, whether a key is set);
    nothing is tried out."""
    found = recommend(need, asyncio.run(registry().readiness()))[:most]
    if not found:
        raise ParameterError(f"recommend: nothing in {need!r} says what is needed, or nothing fits.", hint=EXAMPLES)
    unknown = parse_need(need).unknown
    data = [{"id": one.id, "name": one.system.name, "reasons": one.reasons, "doubts": one.doubts} for one in found]
    lines = [line for place, one in enumerate(found, 1) for line in _lines(place, one)]
    remarks = [f"[dim]Not parse_need, and so left out: {plain(', '.join(unknown))}.[/dim]"] if unknown else []
    return Report({"recommendations": data, "not_understood": unknown}, shown=lines, remarks=remarks)


def _lines(place: int, one: Recommendation) -> Iterator[str]:
    yield f"[bold]{place}. {plain(one.system.name)}[/bold] [dim]{plain(one.id)}[/dim]"
    for sign, colour, lines in (("+", "green", one.reasons), ("−", "yellow", one.doubts)):
        for line in lines:
            yield f"   [{colour}]{sign}[/{colour}] {plain(line)}"


@command(
    click.Argument(["table"], type=FILE, help="litellm's model_prices_and_context_window.json."),
    name="refresh-prices",
    examples=("polymuse refresh-prices model_prices_and_context_window.json",),
)
def refreshed(table: Path) -> Report:
    """Read newer prices from litellm's public table.

    Its prices and last days are laid over the catalogue's own. They are kept in POLYMUSE_HOME with the file's digest and
    the day, and named as the source of each fact."""
    done = refresh(table, current_date())
    some = f"{', '.join(done.missing[:12])}{' …' if len(done.missing) > 12 else ''}"
    remarks = [f"{len(done.changed)} routes differ from the catalogue."]
    if done.missing:
        remarks.append(f"[dim]The table does not have {len(done.missing)} names of ours: {plain(some)}[/dim]")
    data = {"path": str(done.path), "changed": list(done.changed), "missing": list(done.missing)}
    return Report(data, shown=(f"[green]{plain(done.path)}[/green]",), remarks=remarks)
