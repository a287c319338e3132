"""The commands film, plan and replay."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
import webbrowser
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType
from rich.table import Table

from polymuse.cli import values
from polymuse.cli.command import FILE, FOLDER, command, option
from polymuse.cli.console import clock, plain, table, wait, wide
from polymuse.cli.costs import SPENDING
from polymuse.cli.progress import Bars, label
from polymuse.cli.report import Report
from polymuse.engines import registry
from polymuse.errors import BudgetExceeded, ParameterError, ScriptError
from polymuse.flows.film import ASPECTS, Film, FilmMade, FilmOptions, Planned
from polymuse.flows.film import film as film_events
from polymuse.flows.film import plan as film_plan
from polymuse.flows.film import replay as replay_events
from polymuse.flows.film.options import film_options
from polymuse.home import Home
from polymuse.journal.ledger import Allowance, allowance, dollars
from polymuse.middleware.cache import cutoff
from polymuse.planning.model_selection import models_from
from polymuse.planning.planner import Estimate, estimate_step
from polymuse.pricing import FREE
from polymuse.runs.runner import StepEvent, afford

__all__ = ["ASPECT", "CARDS", "SCRIPT", "SIZE", "amounts", "cost_data", "film", "folder_for", "piped", "plan", "replay"]

Events = AsyncGenerator[Planned | StepEvent | FilmMade, None]

FILM_TASKS = (
    "text-to-storyboard", "text-to-image", "text-to-video", "image-to-video", "text-to-speech", "text-to-music",
    "text-to-sound",
)  # fmt: skip
"""The tasks of a film that another model can do."""

SCRIPT = click.Argument(
    ["script"], type=click.Path(allow_dash=True), metavar="SCRIPT",
    help="A script's file (Markdown, text, YAML, JSON), a brief in one line, or - for what is piped in.",
)  # fmt: skip
SIZE = option("--size", metavar="WxH", help="Width and height in pixels: 1280x720.")
ASPECT = option("--aspect", metavar="W:H", values=ASPECTS, help=f"One of {', '.join(ASPECTS)} (default: 16:9).")
CARDS = option("--cards/--no-cards", default=True, help="Title and end cards.")
CHOICES = (
    SIZE,
    ASPECT,
    option("--fps", type=int, default=24, metavar="N", help="Frames per second, 1 to 60."),
    option("--voice", metavar="NAME", values=values.voices, help="Who narrates; `polymuse voices` lists them."),
    option("--music", metavar="WORDS", help='How the music should be, in words; "none" for none.'),
    option("--seed", type=int, default=0, metavar="N", help="Another seed, another film."),
    option("--language", metavar="CODE", values=values.languages,
           help="Language of narration and captions, as `en` or `pt-BR`: speaks the passages a script has for it."),
    option("--scene", type=int, metavar="N", help="Make only this scene, counted from 1."),
    CARDS,
    option("--strict-timing", is_flag=True,
           help="Refuse narration that is longer than its scene, instead of stretching the scene."),
)  # fmt: skip
"""What a film is like, for `film` and `plan`: the fields of FilmOptions, with a size or an aspect."""
MODELS = (
    option("--models", "models_file", type=FILE, metavar="FILE",
           help="A file that says which model does what: `text-to-image: MODEL` …"),
    option("--model", "models", multiple=True, metavar="[TASK=]MODEL", shell_complete=values.assignments(FILM_TASKS),
           help="A model for one task, as TASK=MODEL, or MODEL where it does one of a film's tasks; may be repeated, "
           "and goes before the file."),
)  # fmt: skip


@command(
    SCRIPT,
    option("--out", "-o", "folder", type=FOLDER, metavar="FOLDER",
           help="Folder for the film and all that belongs to it (default: named after the script)."),
    *CHOICES,
    option("--lock", type=FILE, metavar="FILE",
           help="Write a lock file; where it exists, prove that the film is the same to the byte."),
    option("--fresh", is_flag=True, help="Make everything anew, whatever is kept from before."),
    option("--open", "open_it", is_flag=True, help="Show the storyboard in the browser when done."),
    *MODELS,
    *SPENDING,
    examples=(
        "polymuse film script.md -o out",
        'polymuse film "A lighthouse keeper\'s last evening, 45 seconds, warm and melancholic" --aspect 9:16',
        "polymuse film script.md --voice walter --model eleven-v3 --max-cost 5",
    ),
)  # fmt: skip
def film(
    script: str, folder: Path | None, lock: Path | None, fresh: bool, open_it: bool, models_file: Path | None,
    models: Sequence[str], max_cost: float | None, project: str | None, **choices: Any,
) -> Report:  # fmt: skip
    """Make a finished film from a script or a one-line brief.

    Writes film.mp4, captions (.vtt, .srt), poster.png, storyboard.html, narration.wav, music.wav and .mid, alt.txt,
    script.md and manifest.json, and prints where the film is. A second run reuses all that has not changed."""
    options, script = _options(models_file, models, choices), piped(script)
    folder, allowed = folder or folder_for(script), allowance(max_cost, project)
    return _made(
        film_events(script, folder, options, Home(), lock=lock, since=cutoff(fresh), allowance=allowed), open_it
    )


@command(
    click.Argument(["lock"], type=FILE, help="A lock file that `polymuse film --lock` wrote."),
    option("--out", "-o", "folder", type=FOLDER, default=Path("replay"), metavar="FOLDER",
           help="Folder for the film."),
    *SPENDING,
    examples=("polymuse replay film.lock -o again",),
)  # fmt: skip
def replay(lock: Path, folder: Path, max_cost: float | None, project: str | None) -> Report:
    """Make a locked film again, exactly, from its lock file alone."""
    return _made(replay_events(lock, folder, Home(), allowance(max_cost, project)), open_it=False)


@command(SCRIPT, *CHOICES, *MODELS, *SPENDING, examples=("polymuse plan script.md --models models.yaml",))
def plan(
    script: str, models_file: Path | None, models: Sequence[str], max_cost: float | None, project: str | None,
    **choices: Any,
) -> Report:  # fmt: skip
    """Show a film's steps, time and cost before it is made.

    Which engine does each step, and why; what is kept from before. Where a step may cost something, its lowest, expected
    and highest price is shown beside it."""
    options, home, allowed = _options(models_file, models, choices), Home(), allowance(max_cost, project)
    planned = wait(film_plan(piped(script), options, home, allowance=allowed))
    steps, estimated = planned.plan.steps, planned.estimate
    how = "as fast as this machine was before" if estimated.measured else "on an ordinary machine"
    shown: list[RenderableType] = [
        _steps(planned, home), *_reasons(planned),
        *([f"{len(planned.kept)} of {len(steps)} steps are kept from before."] if planned.kept else []),
        f"About {clock(estimated.seconds)} ({how}); costs {amounts(estimated)}.",
    ]  # fmt: skip
    data = {**planned.plan.model_dump(mode="json"), "cached": sorted(planned.kept), **cost_data(estimated)}
    return Report(data, shown=shown, notices=planned.notices, error=_unaffordable(planned, home, allowed))


def _unaffordable(planned: Planned, home: Home, allowed: Allowance) -> BudgetExceeded | None:
    """Why the plan is sure to end at its budget, if it is."""
    try:
        afford(planned.plan, home, allowed)
    except BudgetExceeded as error:
        return error
    return None


def _options(models_file: Path | None, models: Sequence[str], choices: dict[str, Any]) -> FilmOptions:
    """Raises ParameterError and what `models_from` does."""
    chosen = models_from(models_file, [_assigned(model) for model in models])
    return film_options(choices.pop("size"), choices.pop("aspect"), **choices, models=chosen)


def _assigned(model: str) -> str:
    """TASK=MODEL; of a model alone, with the task of a film that it does. Raises ParameterError where it does none, or
    several, and as `registry.chosen`."""
    if "=" in model:
        return model
    card = registry.chosen(model, keyless=True)
    able = [task for task in FILM_TASKS if task in card.tasks]
    if len(able) == 1:
        return f"{able[0]}={model}"
    does = f"does {' and '.join(able)}" if able else "does none of a film's tasks"
    hint = f"Say which: --model {able[0]}={model}" if able else f"They are: {', '.join(FILM_TASKS)}."
    raise ParameterError(f"model: {model} {does}.", hint=hint)


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


def _steps(planned: Planned, home: Home) -> Table:
    """Every step with its time, and what it costs where anything does."""
    estimates = {step.id: estimate_step(step, home.journal) for step in planned.plan.steps}
    paid = any(estimate.money != FREE or not estimate.priced for estimate in estimates.values())
    numbers = ("time", *(("lowest", "expected", "highest") if paid else ()))
    rows = table("step", *(("task",) if wide() else ()), "engine", *numbers, right=numbers)
    for step in planned.plan.steps:
        estimate, kept = estimates[step.id], step.id in planned.kept
        prices = ("", "", "") if kept else _prices(estimate)
        takes = "kept" if kept else clock(estimate.seconds)
        task = (step.task,) if wide() else ()
        rows.add_row(label(step), *task, step.engine, takes, *(prices if paid else ()))
    return rows


def _reasons(planned: Planned) -> Iterator[str]:
    for why in dict.fromkeys(step.why for step in planned.plan.steps):
        engines = dict.fromkeys(step.engine for step in planned.plan.steps if step.why == why)
        yield f"Why {', '.join(engines)}: {why}."


def _prices(estimate: Estimate) -> tuple[str, ...]:
    if not estimate.priced:
        return "?", "?", "?"
    money = estimate.money
    return ("", "", "") if money == FREE else tuple(dollars(usd) for usd in (money.low, money.expected, money.high))


def piped(script: str) -> str:
    """The script, or for `-` the words that come in on standard input. Raises ScriptError where those are no UTF-8."""
    if script != "-":
        return script
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScriptError("This is no text in UTF-8.", path="standard input", hint="Give a file's name.") from None


def folder_for(script: str) -> Path:
    """A folder named after the script's file, or after a brief's first words."""
    name = Path(script).stem if os.path.isfile(script) else " ".join(script.split()[:6])
    return Path(re.sub(r"[^\w-]+", "-", name)[:60].strip("-").lower() or "film")


def _made(events: Events, open_it: bool) -> Report:
    """Make a film, and report it."""
    began = time.monotonic()
    made = wait(_watched(events))
    if open_it:
        webbrowser.open(made.files["storyboard.html"].resolve().as_uri())
    return _report(made, time.monotonic() - began)


async def _watched(events: Events) -> Film:
    """Show a film being made; returns it."""
    async with contextlib.aclosing(events):
        with contextlib.ExitStack() as screen:
            bars: Bars | None = None
            async for event in events:
                if isinstance(event, Planned):
                    bars = screen.enter_context(Bars(event.plan))
                elif isinstance(event, StepEvent) and bars:
                    bars.show(event)
                elif isinstance(event, FilmMade):
                    return event.film
    raise AssertionError("a film's last event is FilmMade")


def _report(film: Film, seconds: float) -> Report:
    work = f"{film.made} steps made, {film.reused} kept from before" if film.reused else f"{film.made} steps made"
    work += f"; {dollars(film.usd)} spent" if film.usd else ""
    remarks = (
        f"{clock(film.timeline.seconds)} of film in {clock(seconds)} ({work}); {len(film.verdicts)} checks passed",
        f"[dim]also {plain(', '.join(sorted(n for n in film.files if n != 'film.mp4')))}[/dim]",
    )
    data = {
        "film": str(film.path), "folder": str(film.folder), "files": {n: str(p) for n, p in film.files.items()},
        "length": film.timeline.seconds, "seconds": seconds, "cost": film.usd, "steps_made": film.made,
        "steps_cached": film.reused, "checks": [verdict.model_dump(mode="json") for verdict in film.verdicts],
    }  # fmt: skip
    return Report(data, shown=(f"[green]{plain(film.path)}[/green]",), remarks=remarks, notices=film.notices)
