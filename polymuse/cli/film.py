"""The commands film, plan and replay."""

from __future__ import annotations

import contextlib
import sys
import time
import webbrowser
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from polymuse.cli.console import clock, notices, out, table, wait, wide
from polymuse.cli.costs import MaxCost, Project
from polymuse.cli.progress import Bars, label
from polymuse.errors import ScriptError
from polymuse.flows.film import ASPECTS, Film, FilmMade, FilmOptions, Planned
from polymuse.flows.film import film as film_events
from polymuse.flows.film import plan as film_plan
from polymuse.flows.film import replay as replay_events
from polymuse.flows.film.options import film_options
from polymuse.home import Home
from polymuse.journal.ledger import allowance, dollars
from polymuse.middleware.cache import cutoff
from polymuse.planning.model_selection import models_from
from polymuse.planning.planner import Estimate, estimate_step
from polymuse.pricing import FREE
from polymuse.runs.runner import StepEvent, afford

__all__ = ["Aspect", "Cards", "Script", "Size", "amounts", "film", "piped", "plan", "replay"]

Events = AsyncGenerator[Planned | StepEvent | FilmMade, None]

Script = Annotated[
    str,
    typer.Argument(
        help="A script's file (Markdown, text, YAML, JSON), a brief in one line, or - for what is piped in."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        help="Folder for the film and all that belongs to it (default: named after the script).",
        show_default=False,
    ),
]
Size = Annotated[str | None, typer.Option(help="Width and height in pixels: 1280x720.", show_default=False)]
Aspect = Annotated[str | None, typer.Option(help=f"One of {', '.join(ASPECTS)}.", show_default="16:9")]
Fps = Annotated[int, typer.Option(help="Frames per second, 1 to 60.")]
Voice = Annotated[str | None, typer.Option(help="Who narrates; a wrong name lists the right ones.", show_default=False)]
Music = Annotated[
    str | None, typer.Option(help='How the music should be, in words; "none" for none.', show_default=False)
]
Seed = Annotated[int, typer.Option(help="Another seed draws and composes another film.")]
Language = Annotated[
    str | None,
    typer.Option(
        help="Language of narration and captions, as `en` or `pt-BR`: speaks the passages a script has for it.",
        show_default=False,
    ),
]
SceneNumber = Annotated[
    int | None, typer.Option("--scene", help="Make only this scene, counted from 1.", show_default=False)
]
Cards = Annotated[bool, typer.Option(help="Title and end cards.")]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict-timing", help="Refuse narration that is longer than its scene, instead of stretching the scene."
    ),
]
LockFile = Annotated[
    Path | None,
    typer.Option(
        "--lock",
        help="Write a lock file; where it exists, prove that the film is the same to the byte.",
        show_default=False,
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Make everything anew, whatever is kept from before.")]
Open = Annotated[bool, typer.Option("--open", help="Show the storyboard in the browser when done.")]
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--models", help="A file that says which model does what: `text-to-image: MODEL` …", show_default=False
    ),
]
Model = Annotated[
    list[str] | None,
    typer.Option(
        "--model", help="One such line, as TASK=MODEL; may be repeated, and goes before the file.", show_default=False
    ),
]


def film(
    script: Script, folder: Out = None, size: Size = None, aspect: Aspect = None, fps: Fps = 24, voice: Voice = None,
    music: Music = None, seed: Seed = 0, language: Language = None, scene: SceneNumber = None, cards: Cards = True,
    strict_timing: Strict = False, lock: LockFile = None, fresh: Fresh = False, open_it: Open = False,
    models: ModelFile = None, model: Model = None, max_cost: MaxCost = None, project: Project = None,
) -> None:  # fmt: skip
    """Make a finished film from a script or a one-line brief.

    Writes film.mp4, captions (.vtt, .srt), poster.png, storyboard.html, narration.wav, music.wav and .mid, alt.txt,
    script.md and manifest.json. A second run reuses all that has not changed.

    `polymuse film script.md -o out`

    `polymuse film "A lighthouse keeper's last evening, 45 seconds, warm and melancholic" --aspect 9:16`

    `polymuse film script.md --models models.yaml --max-cost 5`"""
    options = _options(
        size, aspect, fps, voice, music, seed, language, scene, cards, strict_timing, models_from(models, model or ())
    )
    script, allowed = piped(script), allowance(max_cost, project)
    events = film_events(
        script, folder or folder_for(script), options, Home(), lock=lock, since=cutoff(fresh), allowance=allowed
    )
    _made(wait(_watch(events)), open_it)


def amounts(estimate: Estimate) -> str:
    """Money as people read it: one amount, or from where to where."""
    low, expected, high = (dollars(x) for x in (estimate.money.low, estimate.money.expected, estimate.money.high))
    said = expected if low == high else f"{low} to {high}, about {expected}"
    return said if estimate.priced else f"{said} and what has no known price"


def _options(
    size: str | None, aspect: str | None, fps: int, voice: str | None, music: str | None, seed: int,
    language: str | None, scene: int | None, cards: bool, strict_timing: bool, models: Mapping[str, str],
) -> FilmOptions:  # fmt: skip
    return film_options(
        size, aspect, fps=fps, voice=voice, music=music, seed=seed, language=language, scene=scene, cards=cards,
        strict_timing=strict_timing, models=models,
    )  # fmt: skip


def replay(
    lock: Annotated[Path, typer.Argument(help="A lock file that `polymuse film --lock` wrote.")],
    folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for the film.")] = Path("replay"),
    max_cost: MaxCost = None,
    project: Project = None,
) -> None:
    """Make a locked film again, exactly, from its lock file alone.

    `polymuse replay film.lock -o again`"""
    _made(wait(_watch(replay_events(lock, folder, Home(), allowance(max_cost, project)))), False)


def plan(
    script: Script, size: Size = None, aspect: Aspect = None, fps: Fps = 24, voice: Voice = None, music: Music = None,
    seed: Seed = 0, language: Language = None, scene: SceneNumber = None, cards: Cards = True,
    strict_timing: Strict = False, as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    models: ModelFile = None, model: Model = None, max_cost: MaxCost = None, project: Project = None,
) -> None:  # fmt: skip
    """Show what a film would take before anything of it is made: steps, engines, time, cost, and what is kept from
    before.

    Where a step may cost something, its lowest, expected and highest price is shown beside it.

    `polymuse plan script.md --models models.yaml`"""
    options = _options(
        size, aspect, fps, voice, music, seed, language, scene, cards, strict_timing, models_from(models, model or ())
    )
    home = Home()
    planned = wait(film_plan(piped(script), options, home, allowance=allowance(max_cost, project)))
    if as_json:
        typer.echo(planned.plan.to_json())
        return
    out.print(_steps(planned, home))
    for why in dict.fromkeys(step.why for step in planned.plan.steps):
        engines = dict.fromkeys(step.engine for step in planned.plan.steps if step.why == why)
        out.print(f"Why {', '.join(engines)}: {why}.", soft_wrap=True)
    how = "as fast as this machine was before" if planned.estimate.measured else "on an ordinary machine"
    if planned.kept:
        out.print(f"{len(planned.kept)} of {len(planned.plan.steps)} steps are kept from before.")
    out.print(f"About {clock(planned.estimate.seconds)} ({how}); costs {amounts(planned.estimate)}.")
    notices(planned.notices)
    afford(planned.plan, home, allowance(max_cost, project))


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


async def _watch(events: Events) -> Film:
    """Show a film being made; returns it."""
    began = time.monotonic()
    async with contextlib.aclosing(events):
        with contextlib.ExitStack() as screen:
            bars: Bars | None = None
            async for event in events:
                if isinstance(event, Planned):
                    bars = screen.enter_context(Bars(event.plan))
                elif isinstance(event, StepEvent) and bars:
                    bars.show(event)
                elif isinstance(event, FilmMade):
                    screen.close()
                    _tell(event.film, time.monotonic() - began)
                    return event.film
    raise AssertionError("a film's last event is FilmMade")


def _tell(film: Film, seconds: float) -> None:
    work = f"{film.made} steps made, {film.reused} kept from before" if film.reused else f"{film.made} steps made"
    work += f"; {dollars(film.usd)} spent" if film.usd else ""
    out.print(
        f"[green]{escape(str(film.path))}[/green]  {clock(film.timeline.seconds)} of film in {clock(seconds)} ({work})",
        soft_wrap=True,
    )
    out.print(f"[dim]also {escape(', '.join(sorted(n for n in film.files if n != 'film.mp4')))}[/dim]", soft_wrap=True)
    out.print(f"[dim]{len(film.verdicts)} checks passed[/dim]")
    notices(film.notices)


def _made(film: Film, open_it: bool) -> None:
    if open_it:
        webbrowser.open(film.files["storyboard.html"].resolve().as_uri())
