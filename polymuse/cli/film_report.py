"""What the commands film, plan and replay do."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from polymuse.cli.console import clock, plain, table, wide
from polymuse.cli.progress import ProgressView, label
from polymuse.cli.report import Report, run_of
from polymuse.client import AsyncClient
from polymuse.engines.registry import Registry
from polymuse.errors import BudgetExceeded, ParameterError, ScriptError
from polymuse.flows.film import Film, FilmEvents, Planned
from polymuse.flows.film import replay as replay_events
from polymuse.journal.ledger import dollars
from polymuse.planning.estimates import Estimate
from polymuse.planning.model_selection import models_from
from polymuse.planning.plan import Step
from polymuse.pricing import FREE
from polymuse.runs.runner import Options, afford
from polymuse.runtime import Runtime

__all__ = ["FILM_TASKS", "amounts", "cost_data", "make_film", "piped", "plan_film", "replay_film"]

FILM_TASKS = (
    "text-to-storyboard", "text-to-image", "text-to-video", "image-to-video", "text-to-speech", "text-to-music",
    "text-to-sound",
)  # fmt: skip
"""The tasks of a film that another model can do."""


async def make_film(
    runtime: Runtime, script: str, folder: Path | None, detach: bool, open_it: bool, models_file: Path | None,
    models: Sequence[str], **choices: Any,
) -> Report:  # fmt: skip
    """Make a film, or begin one that goes on by itself."""
    chosen = await _models(runtime.registry, models_file, models)
    client, script = AsyncClient(runtime=runtime), piped(script)
    if detach:
        run = await client.start_film(script, folder, models=chosen, **choices)
        return Report({"run": run}, shown=(str(run),), remarks=(f"`polymuse runs follow {run}` shows how it goes on.",))
    return await _made(client.film_events(script, folder, models=chosen, **choices), open_it)


async def replay_film(
    runtime: Runtime, lock: Path, folder: Path, max_cost: float | None, project: str | None
) -> Report:
    allowed = runtime.allowance(max_cost, project)
    return await _made(replay_events(lock, folder, runtime, Options(allowance=allowed)), open_it=False)


async def plan_film(
    runtime: Runtime, script: str, models_file: Path | None, models: Sequence[str], max_cost: float | None,
    project: str | None, **choices: Any,
) -> Report:  # fmt: skip
    """Plan a film; nothing of it is made but its storyboard."""
    chosen, client = await _models(runtime.registry, models_file, models), AsyncClient(runtime=runtime)
    planned = await client.plan(piped(script), models=chosen, max_cost=max_cost, project=project, **choices)
    error = await _unaffordable(planned, runtime, max_cost, project)
    return await asyncio.to_thread(_plan_report, planned, error)


def _plan_report(planned: Planned, error: BudgetExceeded | None) -> Report:
    steps, estimate = planned.plan.steps, planned.estimate
    how = "as fast as this machine was before" if estimate.measured else "on an ordinary machine"
    shown: list[RenderableType] = [
        _steps(planned), *_reasons(planned),
        *([f"{len(planned.kept)} of {len(steps)} steps are kept from before."] if planned.kept else []),
        f"About {clock(estimate.seconds)} ({how}); costs {amounts(estimate)}.",
    ]  # fmt: skip
    requests = {id: each.request for id, each in planned.steps.items() if each.request}
    data = {
        **planned.plan.model_dump(mode="json"), "cached": sorted(planned.kept), "requests": requests,
        **cost_data(estimate),
    }  # fmt: skip
    return Report(data, shown=shown, notices=planned.notices, error=error)


async def _unaffordable(
    planned: Planned, runtime: Runtime, max_cost: float | None, project: str | None
) -> BudgetExceeded | None:
    """Why the plan is sure to end at its budget, if it is."""
    try:
        await afford(planned.plan, runtime, runtime.allowance(max_cost, project))
    except BudgetExceeded as error:
        return error
    return None


async def _models(registry: Registry, file: Path | None, models: Sequence[str]) -> Mapping[str, str]:
    """Model ids by task. Raises ParameterError and what `models_from` does."""
    return await models_from(registry, file, [await _assigned(registry, model) for model in models])


async def _assigned(registry: Registry, model: str) -> str:
    """TASK=MODEL; of a model alone, with the task of a film that it does. Raises ParameterError where it does none, or
    several, and as `Registry.select`."""
    if "=" in model:
        return model
    card = await registry.select(model, keyless=True)
    able = [task for task in FILM_TASKS if task in card.tasks]
    if len(able) == 1:
        return f"{able[0]}={model}"
    does = f"does {' and '.join(able)}" if able else "does none of a film's tasks"
    hint = f"Say which: --model {able[0]}={model}" if able else f"They are: {', '.join(FILM_TASKS)}."
    raise ParameterError(f"model: {model} {does}.", hint=hint)


def piped(script: str) -> str:
    """The script, or for `-` the words that come in on standard input. Raises ScriptError where those are no UTF-8."""
    if script != "-":
        return script
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScriptError("This is no text in UTF-8.", path="standard input", hint="Give a file's name.") from None


async def _made(events: FilmEvents, open_it: bool) -> Report:
    """Make a film, and report it."""
    with ProgressView() as progress:
        async with contextlib.aclosing(events):
            async for event in events:
                if isinstance(event, Film):
                    film = event
                else:
                    progress.show(event)
    if open_it:
        webbrowser.open(film.files["storyboard.html"].resolve().as_uri())
    return _film_report(film)


def _film_report(film: Film) -> Report:
    work = f"{film.made} steps made, {film.reused} kept from before" if film.reused else f"{film.made} steps made"
    work += f"; {dollars(film.cost)} spent" if film.cost else ""
    others = ", ".join(sorted(name for name in film.files if name != "film.mp4"))
    remarks = (
        f"{clock(film.timeline.seconds)} of film in {clock(film.seconds)} ({work}); {len(film.verdicts)} checks passed",
        f"[dim]also {plain(others)}[/dim]",
    )
    data = {
        "film": str(film.path), "folder": str(film.folder), "files": {n: str(p) for n, p in film.files.items()},
        "length": film.timeline.seconds, "seconds": film.seconds, "cost": film.cost, "run": run_of(film),
        "steps_made": film.made, "steps_cached": film.reused,
        "checks": [verdict.model_dump(mode="json") for verdict in film.verdicts],
    }  # fmt: skip
    return Report(data, shown=(f"[green]{plain(film.path)}[/green]",), remarks=remarks, notices=film.notices)


def amounts(estimate: Estimate) -> str:
    """Money as people read it: one amount, or from where to where."""
    low, expected, high = (dollars(x) for x in (estimate.money.low, estimate.money.expected, estimate.money.high))
    text = expected if low == high else f"{low} to {high}, about {expected}"
    return text if estimate.priced else f"{text} and what has no known price"


def cost_data(estimate: Estimate) -> dict[str, Any]:
    """An estimate for programs: seconds, and US dollars at the least, as expected and at the most."""
    money = estimate.money
    cost = {"low": money.low, "expected": money.expected, "high": money.high, "known": estimate.priced}
    return {"seconds": estimate.seconds, "cost": cost}


def _steps(planned: Planned) -> Table:
    """Every step with its time, and what it costs where anything does."""
    paid = any(estimate.money != FREE or not estimate.priced for estimate in planned.steps.values())
    numbers = ("time", *(("lowest", "expected", "highest") if paid else ()))
    rows = table("step", *(("task",) if wide() else ()), "engine", *numbers, right=numbers)
    for step in planned.plan.steps:
        rows.add_row(label(step.id, step.task), *_cells(step, planned, paid))
    return rows


def _cells(step: Step, planned: Planned, paid: bool) -> list[str]:
    estimate, kept = planned.steps[step.id], step.id in planned.kept
    task = [step.task] if wide() else []
    takes = "kept" if kept else clock(estimate.seconds)
    prices = ("", "", "") if kept else _prices(estimate)
    return [*task, step.engine, takes, *(prices if paid else ())]


def _prices(estimate: Estimate) -> tuple[str, ...]:
    if not estimate.priced:
        return "?", "?", "?"
    money = estimate.money
    return ("", "", "") if money == FREE else tuple(dollars(usd) for usd in (money.low, money.expected, money.high))


def _reasons(planned: Planned) -> Iterator[str]:
    for why in dict.fromkeys(step.why for step in planned.plan.steps):
        engines = dict.fromkeys(step.engine for step in planned.plan.steps if step.why == why)
        yield f"Why {', '.join(engines)}: {why}."
