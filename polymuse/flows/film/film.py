"""Makes films: reads the script, has the storyboard completed, plans, runs, checks, and puts the files in their place."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from polymuse.brief import Storyboard
from polymuse.brief.documents import read_document
from polymuse.brief.script import ParsedScript, load_script, read_script
from polymuse.brief.script.keys import language_name
from polymuse.brief.script.language_detection import detect_language
from polymuse.brief.timeline import Timeline
from polymuse.errors import GateFailed, InputError, OutputError, ParameterError, ScriptError
from polymuse.flows.film.export import export, exported_assets
from polymuse.flows.film.lockfile import check_paid_results, hold, open_lock, read_lock, write_lock
from polymuse.flows.film.options import FilmOptions
from polymuse.flows.film.planning import END_SECONDS, TITLE_SECONDS, film_plan
from polymuse.flows.film.result import Film
from polymuse.flows.film.sources import notices_of
from polymuse.flows.film.storyboard import storyboard_from
from polymuse.gates.verdict import Verdicts
from polymuse.planning.estimates import Estimate, Estimator
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import choose
from polymuse.results import Provenance
from polymuse.runs.events import FilesWritten, PlanReady, RunEvent, Stamp, StepInfo
from polymuse.runs.runner import Options, Results, run_in
from polymuse.runs.session import Session, session
from polymuse.runtime import Runtime
from polymuse.storage.folder import disk_errors
from polymuse.types import Finished, Notice

__all__ = ["FilmEvents", "Planned", "compare", "film", "plan", "replay"]

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
    steps: Mapping[str, Estimate]
    """What each step takes, by its id."""
    notices: tuple[Notice, ...] = ()
    kept: frozenset[str] = frozenset()
    """Steps whose results are kept from before, as far as that can be told: what waits for a step that is to be made
    may turn out to be kept as well."""
    spent: float = 0.0
    """US dollars that the storyboard cost."""

    def event(self, stamp: Stamp) -> PlanReady:
        steps = tuple(
            StepInfo(id=s.id, task=s.task, model=s.engine, size=s.size, seconds=self.steps[s.id].seconds)
            for s in self.plan.steps
        )
        money = self.estimate.money
        return PlanReady(
            **stamp, steps=steps, kept=tuple(sorted(self.kept)), seconds=self.estimate.seconds,
            usd=(money.low, money.expected, money.high),
        )  # fmt: skip


FilmEvents = AsyncGenerator[RunEvent | Film, None]
"""A film being made: events of its run and, last, the film."""


@dataclass(slots=True)
class _Work:
    """A film being planned or made: what it is made with, and its run."""

    runtime: Runtime
    session: Session
    options: Options
    began: float = field(default_factory=time.monotonic)

    async def planned(
        self, plan: Plan, storyboard: Storyboard, notices: tuple[Notice, ...] = (), kept: frozenset[str] = frozenset()
    ) -> Planned:
        estimator = Estimator(self.runtime.registry, self.runtime.journal)
        estimate = await estimator.plan(plan, self.runtime.executor.size, kept)
        steps = {step.id: await estimator.step(step) for step in plan.steps}
        return Planned(plan, estimate, storyboard, steps, notices, kept, self.session.usd)

    def left(self) -> Options:
        """The options of what is still to be done, after what was spent."""
        return Options(
            self.options.since, self.options.given, self.options.allowance.minus(self.session.usd), self.options.live
        )


def read(script: str | Path) -> ParsedScript:
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


async def plan(script: str | Path, options: FilmOptions, runtime: Runtime, run: Options | None = None) -> Planned:
    """The plan for a script's film; nothing is made but its storyboard, and a word in every voice. Results from before
    `run.since` are not `kept`. Raises ScriptError, NoEngine, ParameterError, BudgetExceeded."""
    async with session(runtime.journal, "plan") as current:
        async for event in _plan(script, options, _Work(runtime, current, run or Options())):
            if isinstance(event, Planned):
                return event
    raise AssertionError("planning ends with Planned")


async def _plan(script: str | Path, options: FilmOptions, work: _Work) -> AsyncGenerator[RunEvent | Planned, None]:
    """Events of the storyboard's step and of voices' tests; last, what is planned."""
    reading, options, said = await asyncio.to_thread(_read_in_its_language, script, options)
    results: dict[str, Finished] = {}
    async for event in _storyboard(reading, options, work, results):
        yield event
    storyboard = await asyncio.to_thread(_completed, reading, options, results)
    made = await film_plan(storyboard, options, work.runtime.registry, reading.lines)
    async for event in _try_voices(made, work):
        yield event
    notices = (*reading.notices, *said, *results["storyboard"].notices)
    estimator = Estimator(work.runtime.registry, work.runtime.journal)
    kept = frozenset(await estimator.kept(made, work.runtime.blobs, work.options.since))
    yield await work.planned(made, storyboard, notices, kept)


def _read_in_its_language(
    script: str | Path, options: FilmOptions
) -> tuple[ParsedScript, FilmOptions, tuple[Notice, ...]]:
    reading = read(script)
    return reading, *in_its_language(reading, options)


async def _storyboard(
    reading: ParsedScript, options: FilmOptions, work: _Work, results: dict[str, Finished]
) -> AsyncGenerator[RunEvent, None]:
    """The step that makes a script's storyboard, with all that it leaves open. Raises NoEngine, BudgetExceeded."""
    choice = await choose(work.runtime.registry, "text-to-storyboard", options.models)
    board = reading.storyboard
    params: dict[str, object] = {"language": options.language or board.brief.language or "en", "seed": options.seed}
    if reading.is_brief and board.seconds and options.cards:
        params["seconds"] = max(10.0, board.seconds - TITLE_SECONDS - END_SECONDS)
    params["storyboard"] = board.model_dump(mode="json", exclude_defaults=True)
    step = Step(id="storyboard", task="text-to-storyboard", engine=choice.engine, params=params, why=choice.why)
    one = Plan(name="storyboard", steps=(step,))
    # A kept storyboard serves again even where the film is made afresh, so that a writer's scenes stay the same.
    options_ = Options(allowance=work.options.allowance)
    async with contextlib.aclosing(run_in(work.session, one, work.runtime, options_, results)) as events:
        async for event in events:
            yield event


def _completed(reading: ParsedScript, options: FilmOptions, results: Results) -> Storyboard:
    """The storyboard that was made of a script. Raises ParameterError for a scene that there is not, EngineError
    for a storyboard from which no film can be planned."""
    storyboard = storyboard_from(results["storyboard"])
    if reading.is_brief:
        storyboard = free_timing(storyboard, reading.storyboard.seconds)
    if options.scene and options.scene > len(storyboard.scenes):
        raise ParameterError(f"scene: there is no scene {options.scene}; the script has {len(storyboard.scenes)}.")
    return storyboard


async def compare(
    script: str | Path, options: FilmOptions, choices: Sequence[Mapping[str, str]], runtime: Runtime
) -> tuple[Plan, ...]:
    """The plan of the same storyboard for each choice of models (engine ids by task), to be estimated: nothing is made
    but the storyboard, by the built-in writer, and no key is needed. Raises ScriptError, NoEngine, RetiredModel."""
    reading, options, _ = await asyncio.to_thread(_read_in_its_language, script, options)
    results: dict[str, Finished] = {}
    async with session(runtime.journal, "compare") as current:
        async for _event in _storyboard(reading, options, _Work(runtime, current, Options()), results):
            pass
    storyboard = await asyncio.to_thread(_completed, reading, options, results)
    return tuple(
        [
            await film_plan(
                storyboard, options.model_copy(update={"models": dict(models)}), runtime.registry, reading.lines,
                keyless=True,
            )
            for models in choices
        ]
    )  # fmt: skip


async def _try_voices(plan: Plan, work: _Work) -> AsyncGenerator[RunEvent, None]:
    """Have every built-in voice say a word: one that there is not, or that does not speak the language, is found out
    before anything is made. Raises ParameterError."""
    spoken: dict[tuple[object, ...], Step] = {}
    for step in plan.steps:
        if step.task == "text-to-speech" and work.runtime.registry.get(step.engine).card.locality == "builtin":
            said = {name: step.params[name] for name in ("voice", "language")}
            id = f"voice-{len(spoken) + 1}"
            word = step.model_copy(update={"id": id, "params": {"text": A_WORD, **said}})
            spoken.setdefault((step.engine, *said.values()), word)
    words = Plan(name="voices", steps=tuple(spoken.values()))
    async with contextlib.aclosing(run_in(work.session, words, work.runtime, Options(), {})) as events:
        async for event in events:
            yield event


def in_its_language(reading: ParsedScript, options: FilmOptions) -> tuple[FilmOptions, tuple[Notice, ...]]:
    """The options for a script that says no language, but whose narration is plainly in one other than English; and
    what there is to say about that."""
    board = reading.storyboard
    passages = [n.text for scene in board.scenes for n in scene.narration if n.language is None]
    found = None if options.language or board.brief.language else detect_language(" ".join(passages))
    if found is None or found == "en":
        return options, ()
    how = f"The narration reads as {language_name(found)} and is spoken so; `--language en` would change that."
    return options.model_copy(update={"language": found}), (Notice("script", how),)


def free_timing(storyboard: Storyboard, seconds: float | None) -> Storyboard:
    """A storyboard that was thought out: its scenes' lengths were guesses, only the whole film's was asked for."""
    scenes = tuple(s.model_copy(update={"start": None, "end": None, "seconds": None}) for s in storyboard.scenes)
    return storyboard.model_copy(update={"scenes": scenes, "seconds": seconds})


async def film(
    script: str | Path,
    folder: Path,
    options: FilmOptions,
    runtime: Runtime,
    run: Options | None = None,
    *,
    lock: Path | None = None,
    id: int | None = None,
) -> FilmEvents:
    """Make a script's film into a folder. Yields the events of its run (`id`, where it was begun before), and last the
    film.

    Results from before `run.since` are made again. With `lock`, that file is written, or, where it exists, the result is
    held against it. Raises ScriptError, NoEngine, GateFailed (the rejected film is then in `folder/rejected/`), OutputError,
    PlanError when the lock does not hold, BudgetExceeded, AwaitingImport, RunStopped."""
    try:
        async with session(runtime.journal, "film", run=id) as current:
            work = _Work(runtime, current, run or Options())
            planned: Planned | None = None
            async for event in _plan(script, options, work):
                if isinstance(event, Planned):
                    planned = event
                else:
                    yield event
            assert planned is not None
            writable(folder)
            results: dict[str, Finished] = {}
            async for made in _make(planned, work, lock, results):
                yield made
            film = _finished(planned, results, folder, work, lock)
            yield work.session.record(partial(_written, film))
        yield film
    except ScriptError as error:
        raise error if error.path or not Path(str(script)).exists() else error.at(script) from None


async def replay(
    lock: Path, folder: Path, runtime: Runtime, run: Options | None = None, *, id: int | None = None
) -> FilmEvents:
    """Make exactly what a lock file says. Raises InputError when it is none of a film, PlanError when this installation
    cannot make it."""
    plan = read_lock(lock, runtime.registry).plan
    if missing := NEEDED - {step.id for step in plan.steps}:
        raise InputError(f"{lock}: this does not lock a film; there is no step {min(missing)!r} in it.")
    writable(folder)
    async with session(runtime.journal, "replay", run=id) as current:
        work = _Work(runtime, current, run or Options())
        planned = await work.planned(plan, Storyboard())
        results: dict[str, Finished] = {}
        async for event in _make(planned, work, lock, results):
            yield event
        film = _finished(planned, results, folder, work, lock)
        yield work.session.record(partial(_written, film))
    yield film


def _written(film: Film, stamp: Stamp) -> FilesWritten:
    return FilesWritten(**stamp, folder=film.folder, files=film.files)


async def _make(
    planned: Planned, work: _Work, lock: Path | None, results: dict[str, Finished]
) -> AsyncGenerator[RunEvent, None]:
    """Do every step of the plan. Raises PlanError where a lock at `lock` is for another plan or does not hold."""
    plan, runtime = planned.plan, work.runtime
    await runtime.journal.runs.set_plan(work.session.run, plan.to_json())
    yield work.session.record(planned.event)
    locked = open_lock(lock, plan, runtime.registry)
    if locked:
        await check_paid_results(locked, runtime.registry, runtime.journal)
    async with contextlib.aclosing(run_in(work.session, plan, runtime, work.left(), results)) as events:
        async for event in events:
            yield event
    if locked:
        hold(locked, results)


def _finished(planned: Planned, results: Results, folder: Path, work: _Work, lock: Path | None) -> Film:
    """Judge the film, put its files in place, and write the lock where there is none yet. Raises GateFailed."""
    film = _exported(planned, results, folder, work)
    if lock and not lock.exists():
        write_lock(lock, planned.plan, results, work.runtime.registry)
    return film


def _exported(planned: Planned, results: Results, folder: Path, work: _Work) -> Film:
    """Judge and export. Raises GateFailed."""
    verdicts = read_document(results["check"].outputs["verdicts"], Verdicts).root
    notices = tuple(dict.fromkeys([*planned.notices, *notices_of(planned.plan, results)]))
    failed = [v for v in verdicts if not v.passed]
    target = folder / "rejected" if failed else folder
    files = export(planned.plan, results, verdicts, notices, target, work.runtime.registry)
    if failed:
        raise GateFailed(
            f"The film did not pass {', '.join(v.gate for v in failed)}: {'; '.join(map(str, failed))}.",
            hint=f"It is in {target}.",
        )
    reused = sum(result.cached for result in results.values())
    timeline = read_document(results["timing"].outputs["timeline"], Timeline)
    return Film(
        assets=exported_assets(results),
        notices=notices,
        cost=work.session.usd,
        seconds=time.monotonic() - work.began,
        cached=reused == len(results),
        provenance=Provenance(task="film", run=str(work.session.run), made_at=datetime.now(UTC)),
        folder=folder,
        files=files,
        timeline=timeline,
        verdicts=verdicts,
        made=len(results) - reused,
        reused=reused,
    )


def writable(folder: Path) -> None:
    """Raise OutputError unless files can be put into the folder; it is made where it is missing."""
    if folder.is_file():
        raise OutputError(f"{folder}: this is a file; a film needs a folder.", hint="Choose another name with -o.")
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{folder}: cannot be written to.", hint="Choose another folder with -o.")
