"""Makes films: reads the script, has the storyboard completed, plans, runs, checks, and puts the files in their place."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from polymuse.brief import Storyboard
from polymuse.brief.documents import read_document
from polymuse.brief.script import Reading, load_script, read_script
from polymuse.brief.script.keys import language_name
from polymuse.brief.script.language_detection import language_of
from polymuse.brief.timeline import Timeline
from polymuse.engines import registry
from polymuse.errors import GateFailed, OutputError, ParameterError, PlanError, ScriptError
from polymuse.executor.pool import pool_size
from polymuse.flows.film.export import export
from polymuse.flows.film.lockfile import hold, open_lock, read_lock, write_lock
from polymuse.flows.film.options import FilmOptions
from polymuse.flows.film.planning import END_SECONDS, TITLE_SECONDS, film_plan
from polymuse.flows.film.storyboard import storyboard_from
from polymuse.gates.verdict import Verdict, Verdicts
from polymuse.home import Home
from polymuse.journal.ledger import Allowance
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import Estimate, choose, estimate
from polymuse.runs.runner import FREELY, Results, StepEvent, call, foreseen, run
from polymuse.storage.folder import disk_errors
from polymuse.types import Finished, Notice

__all__ = ["Film", "FilmMade", "Planned", "compare", "film", "plan", "replay"]


A_WORD = "1"
"""What every language has a word for."""
NEEDED = frozenset({"timing", "mix", "film", "poster", "check"})
"""Steps without which a plan is not that of a film."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What will be done, and about how long it takes."""

    plan: Plan
    estimate: Estimate
    storyboard: Storyboard
    notices: tuple[Notice, ...] = ()
    kept: frozenset[str] = frozenset()
    """Steps whose results are kept from before, as far as that can be told: what waits for a step that is to be made
    may turn out to be kept as well."""
    spent: float = 0.0
    """US dollars that the storyboard cost."""


@dataclass(frozen=True, slots=True)
class Film:
    """A finished film: its folder and the files in it by name (`film.mp4`, `captions.vtt` …)."""

    folder: Path
    files: Mapping[str, Path]
    timeline: Timeline
    verdicts: tuple[Verdict, ...]
    notices: tuple[Notice, ...]
    made: int
    """Steps that were done."""
    reused: int
    """Steps whose results were taken from the cache."""
    usd: float = 0.0
    """US dollars that were spent on it this time, without its storyboard."""

    @property
    def path(self) -> Path:
        return self.files["film.mp4"]


@dataclass(frozen=True, slots=True)
class FilmMade:
    """The last event of making a film."""

    film: Film


def read(script: str | Path) -> Reading:
    """A script from a file, or from the text itself when it is a `str` of several lines or names no file. Raises
    ScriptError."""
    if isinstance(script, Path) or _names_a_file(script):
        return load_script(Path(script))
    return read_script(script)


def _names_a_file(script: str) -> bool:
    text = script.strip()
    return "\n" not in text and (
        os.path.exists(text) or (" " not in text and Path(text).suffix != "") or os.sep in text[:1]
    )


async def plan(
    script: str | Path, options: FilmOptions, home: Home, *, since: float = 0.0, allowance: Allowance = FREELY
) -> Planned:
    """The plan for a script's film; nothing is made but its storyboard, and a word in every voice. What was made before
    `since` (seconds since 1970) is not `kept`. Raises ScriptError, NoEngine, ParameterError, BudgetExceeded."""
    reading, options, said = _read_in_its_language(script, options)
    storyboard, finished = await thought_out(reading, options, home, allowance)
    made = film_plan(storyboard, options, reading.lines)
    await _hear_voices(made, home)
    notices = (*reading.notices, *said, *finished.notices)
    kept = frozenset(foreseen(made, home, since))
    time_and_money = estimate(made, home.journal, pool_size(), kept)
    return Planned(made, time_and_money, storyboard, notices, kept, finished.usage.usd)


def _read_in_its_language(script: str | Path, options: FilmOptions) -> tuple[Reading, FilmOptions, tuple[Notice, ...]]:
    reading = read(script)
    return reading, *in_its_language(reading, options)


async def thought_out(
    reading: Reading, options: FilmOptions, home: Home, allowance: Allowance
) -> tuple[Storyboard, Finished]:
    """The storyboard of a script, with all that it leaves open; and what making that came to. Raises NoEngine,
    ParameterError, EngineError, BudgetExceeded."""
    finished = await call(_storyboard_step(reading, options), home, allowance=allowance)
    storyboard = storyboard_from(finished)
    if reading.is_brief:
        storyboard = free_timing(storyboard, reading.storyboard.seconds)
    if options.scene and options.scene > len(storyboard.scenes):
        raise ParameterError(f"scene: there is no scene {options.scene}; the script has {len(storyboard.scenes)}.")
    return storyboard, finished


async def compare(
    script: str | Path, options: FilmOptions, choices: Sequence[Mapping[str, str]], home: Home
) -> tuple[Plan, ...]:
    """The plan of the same storyboard for each choice of models (engine ids by task), to be reckoned up: nothing is made
    but the storyboard, by the built-in writer, and no key is needed. Raises ScriptError, NoEngine, RetiredModel."""
    reading, options, _ = _read_in_its_language(script, options)
    storyboard, _ = await thought_out(reading, options, home, FREELY)
    return tuple(
        film_plan(storyboard, options.model_copy(update={"models": dict(models)}), reading.lines, keyless=True)
        for models in choices
    )


async def _hear_voices(plan: Plan, home: Home) -> None:
    """Have every built-in voice say a word: one that there is not, or that does not speak the language, is found out
    before anything is made. Raises ParameterError."""
    spoken = {}
    for step in plan.steps:
        if step.task == "text-to-speech" and registry.get(step.engine).card.locality == "builtin":
            said = {name: step.params[name] for name in ("voice", "language")}
            spoken[step.engine, *said.values()] = step.model_copy(update={"params": {"text": A_WORD, **said}})
    async with contextlib.aclosing(run(Plan(name="voices", steps=tuple(spoken.values())), home)) as events:
        async for _ in events:
            pass


def in_its_language(reading: Reading, options: FilmOptions) -> tuple[FilmOptions, tuple[Notice, ...]]:
    """The options for a script that says no language, but whose narration is plainly in one other than English; and
    what there is to say about that."""
    board = reading.storyboard
    passages = [n.text for scene in board.scenes for n in scene.narration if n.language is None]
    found = None if options.language or board.brief.language else language_of(" ".join(passages))
    if found is None or found == "en":
        return options, ()
    how = f"The narration reads as {language_name(found)} and is spoken so; `--language en` would change that."
    return options.model_copy(update={"language": found}), (Notice("script", how),)


def free_timing(storyboard: Storyboard, seconds: float | None) -> Storyboard:
    """A storyboard that was thought out: its scenes' lengths were guesses, only the whole film's was asked for."""
    scenes = tuple(s.model_copy(update={"start": None, "end": None, "seconds": None}) for s in storyboard.scenes)
    return storyboard.model_copy(update={"scenes": scenes, "seconds": seconds})


def _storyboard_step(reading: Reading, options: FilmOptions) -> Step:
    choice = choose("text-to-storyboard", options.models)
    board = reading.storyboard
    params: dict[str, object] = {"language": options.language or board.brief.language or "en", "seed": options.seed}
    if reading.is_brief and board.seconds and options.cards:
        params["seconds"] = max(10.0, board.seconds - TITLE_SECONDS - END_SECONDS)
    params["storyboard"] = board.model_dump(mode="json", exclude_defaults=True)
    return Step(id="storyboard", task="text-to-storyboard", engine=choice.engine, params=params, why=choice.why)


async def film(
    script: str | Path,
    folder: Path,
    options: FilmOptions,
    home: Home,
    *,
    lock: Path | None = None,
    since: float = 0.0,
    allowance: Allowance = FREELY,
) -> AsyncGenerator[Planned | StepEvent | FilmMade, None]:
    """Make a script's film into a folder. Yields `Planned`, then every step's events, then `FilmMade`.

    What was made before `since` (seconds since 1970) is made again. With `lock`, that file is written, or, where it
    exists, the result is held against it. Raises ScriptError, NoEngine, GateFailed (the rejected film is then in
    `folder/rejected/`), OutputError, PlanError when the lock does not hold, BudgetExceeded, AwaitingImport."""
    planned = await plan(script, options, home, since=since, allowance=allowance)
    writable(folder)
    yield planned
    try:
        async for event in _make(
            planned.plan, folder, home, planned.notices, lock, since, allowance.less(planned.spent)
        ):
            yield event
    except ScriptError as error:
        raise error if error.path or not Path(str(script)).exists() else error.at(script) from error


async def replay(
    lock: Path, folder: Path, home: Home, allowance: Allowance = FREELY
) -> AsyncGenerator[Planned | StepEvent | FilmMade, None]:
    """Make exactly what a lock file says. Raises PlanError when this installation cannot."""
    plan = read_lock(lock).plan
    if missing := NEEDED - {step.id for step in plan.steps}:
        raise PlanError(f"{lock}: this does not lock a film; there is no step {min(missing)!r} in it.")
    writable(folder)
    yield Planned(plan, estimate(plan, home.journal, pool_size()), Storyboard())
    async for event in _make(plan, folder, home, (), lock, 0.0, allowance):
        yield event


async def _make(
    plan: Plan,
    folder: Path,
    home: Home,
    notices: tuple[Notice, ...],
    lock: Path | None,
    since: float,
    allowance: Allowance,
) -> AsyncGenerator[StepEvent | FilmMade, None]:
    locked = open_lock(lock, plan)
    results: dict[str, Finished] = {}
    async with contextlib.aclosing(run(plan, home, since=since, allowance=allowance)) as events:
        async for event in events:
            if isinstance(event.event, Finished):
                results[event.step.id] = event.event
            yield event
    if locked:
        hold(locked, results)
    made = _finish(plan, results, folder, notices)
    if lock and not locked:
        write_lock(lock, plan, results)
    yield FilmMade(made)


def _finish(plan: Plan, results: Results, folder: Path, notices: tuple[Notice, ...]) -> Film:
    """Judge and export. Raises GateFailed."""
    verdicts = read_document(results["check"].outputs["verdicts"], Verdicts).root
    said = dict.fromkeys([*notices, *(n for result in results.values() for n in result.notices)])
    failed = [v for v in verdicts if not v.passed]
    target = folder / "rejected" if failed else folder
    files = export(plan, results, verdicts, tuple(said), target)
    if failed:
        raise GateFailed(
            f"The film did not pass {', '.join(v.gate for v in failed)}: {'; '.join(map(str, failed))}.",
            hint=f"It is in {target}.",
        )
    reused = sum(result.cached for result in results.values())
    timeline = read_document(results["timing"].outputs["timeline"], Timeline)
    usd = sum(result.usage.usd for result in results.values() if not result.cached)
    return Film(folder, files, timeline, verdicts, tuple(said), len(results) - reused, reused, usd)


def writable(folder: Path) -> None:
    """Raise OutputError unless files can be put into the folder; it is made where it is missing."""
    if folder.is_file():
        raise OutputError(f"{folder}: this is a file; a film needs a folder.", hint="Choose another name with -o.")
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{folder}: cannot be written to.", hint="Choose another folder with -o.")
