"""The command compare: the same film by different models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from polymuse.cli.command import FILE, command, option
from polymuse.cli.console import clock, plain, table
from polymuse.cli.film_report import amounts, cost_data, piped
from polymuse.cli.options import ASPECT, CARDS, SCRIPT, SIZE
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.flows.film import compare as film_compare
from polymuse.flows.film.options import film_options
from polymuse.planning.estimates import Estimate, Estimator
from polymuse.planning.model_selection import read_models
from polymuse.planning.plan import Plan, Step
from polymuse.pricing import FREE
from polymuse.runtime import Runtime

__all__ = ["compare"]


@command(
    SCRIPT,
    option("--models", type=FILE, multiple=True, metavar="FILE",
           help="A file that says which model does what; give two or more."),
    SIZE, ASPECT, CARDS,
    examples=("polymuse compare script.md --models quick.yaml --models best.yaml",),
)  # fmt: skip
async def compare(
    runtime: Runtime, script: str, models: Sequence[Path], size: str | None, aspect: str | None, cards: bool
) -> Report:
    """Show what a film would cost and take with different models.

    The same storyboard, side by side; nothing is made, and no key is needed."""
    if len(models) < 2:
        raise ParameterError("compare: give two files of models or more.", hint="--models a.yaml --models b.yaml")
    choices = [await read_models(runtime.registry, file, keyless=True) for file in models]
    plans = await film_compare(piped(script), film_options(size, aspect, cards=cards), choices, runtime)
    tasks = list(dict.fromkeys(step.task for plan in plans for step in plan.steps))
    estimator = Estimator(runtime.registry, runtime.journal)
    parts = {task: [_part(plan, task) for plan in plans] for task in tasks}
    costs = {task: [await estimator.plan(part) for part in parts[task]] for task in tasks}
    wholes = [await estimator.plan(plan, runtime.executor.size) for plan in plans]
    rows = table("", *(plain(file) for file in models))
    for task in tasks:
        if any(cost.money != FREE or not cost.priced for cost in costs[task]):
            rows.add_row(task, *map(_cell, parts[task], costs[task]))
    rows.add_row("[bold]costs[/bold]", *(f"[bold]{amounts(whole)}[/bold]" for whole in wholes))
    rows.add_row("takes about", *(clock(whole.seconds) for whole in wholes))
    films = [
        {"models": str(file), **cost_data(wholes[n]), "tasks": {t: _data(parts[t][n], costs[t][n]) for t in tasks}}
        for n, file in enumerate(models)
    ]
    return Report({"films": films}, shown=(rows,))


def _part(plan: Plan, task: str) -> Plan:
    """The steps of a plan that do one task."""
    return Plan(name=task, steps=tuple(step for step in plan.steps if step.task == task))


def _data(part: Plan, cost: Estimate) -> dict[str, Any]:
    return {"engines": Counter(step.engine for step in part.steps), **cost_data(cost)}


def _cell(part: Plan, cost: Estimate) -> str:
    """Who does a task how often, and for how much."""
    if not part.steps:
        return "[dim]not needed[/dim]"
    return f"{_engines(part.steps)}: {amounts(cost)}"


def _engines(steps: Sequence[Step]) -> str:
    counts = Counter(step.engine for step in steps)
    return ", ".join(f"{count} × {engine}" for engine, count in counts.items())
