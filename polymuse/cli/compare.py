"""The command compare: the same film by different models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from polymuse.cli.console import clock, out, table, wait
from polymuse.cli.film import Aspect, Cards, Script, Size, amounts, piped
from polymuse.errors import ParameterError
from polymuse.executor.pool import pool_size
from polymuse.flows.film import compare as film_compare
from polymuse.flows.film.options import film_options
from polymuse.home import Home
from polymuse.planning.model_selection import read_models
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import Estimate, estimate
from polymuse.pricing import FREE

__all__ = ["compare"]


def compare(
    script: Script,
    models: Annotated[
        list[Path] | None,
        typer.Option(help="A file that says which model does what; give two or more.", show_default=False),
    ] = None,
    size: Size = None,
    aspect: Aspect = None,
    cards: Cards = True,
) -> None:
    """Show side by side what the same storyboard would cost and take with different models; nothing is made, and no key
    is needed.

    `polymuse compare script.md --models quick.yaml --models best.yaml`"""
    files = models or []
    if len(files) < 2:
        raise ParameterError("compare: give two files of models or more.", hint="--models a.yaml --models b.yaml")
    choices = [read_models(file, keyless=True) for file in files]
    home = Home()
    plans = wait(film_compare(piped(script), film_options(size, aspect, cards=cards), choices, home))
    rows = table("", *(escape(str(file)) for file in files))
    for task in dict.fromkeys(step.task for plan in plans for step in plan.steps):
        parts = [_part(plan, task) for plan in plans]
        costs = [estimate(part, home.journal) for part in parts]
        if any(cost.money != FREE or not cost.priced for cost in costs):
            rows.add_row(task, *map(_cell, parts, costs))
    wholes = [estimate(plan, home.journal, pool_size()) for plan in plans]
    rows.add_row("[bold]costs[/bold]", *(f"[bold]{amounts(whole)}[/bold]" for whole in wholes))
    rows.add_row("takes about", *(clock(whole.seconds) for whole in wholes))
    out.print(rows)


def _part(plan: Plan, task: str) -> Plan:
    """The steps of a plan that do one task."""
    return Plan(name=task, steps=tuple(step for step in plan.steps if step.task == task))


def _cell(part: Plan, cost: Estimate) -> str:
    """Who does a task how often, and for how much."""
    if not part.steps:
        return "[dim]not needed[/dim]"
    return f"{_engines(part.steps)}: {amounts(cost)}"


def _engines(steps: Sequence[Step]) -> str:
    counts = Counter(step.engine for step in steps)
    return ", ".join(f"{count} × {engine}" for engine, count in counts.items())
