"""The public door: a client runs tasks and makes films with one runtime, and closes what it opens."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from polymuse import json_schema, tasks
from polymuse.catalog import System, systems
from polymuse.conversation import conversation
from polymuse.credentials import EnvironmentSecrets, GivenSecrets
from polymuse.errors import MediaError, ParameterError
from polymuse.event_loop import result_of
from polymuse.flows.film import Film, FilmEvents, FilmOptions, Planned
from polymuse.flows.film import film as film_events
from polymuse.flows.film import plan as plan_film
from polymuse.flows.film.options import film_options, folder_for
from polymuse.flows.film.planning import TASKS
from polymuse.media.formats import check_target
from polymuse.media.probe import import_file
from polymuse.planning.model_selection import models_from
from polymuse.planning.plan import GIVEN, Plan, Step
from polymuse.planning.planner import choose
from polymuse.protocols import RunRow
from polymuse.results import Media, Provenance, Result, asset_of
from polymuse.runs import following
from polymuse.runs.detached import DetachedSpec, start_detached
from polymuse.runs.events import RunEvent
from polymuse.runs.runner import Options, run
from polymuse.runtime import Runtime, default_runtime
from polymuse.storage.folder import digest_of
from polymuse.task_methods import AsyncTaskMethods, TaskMethods
from polymuse.types import Allowance, Asset, Finished, Kind, Settings

__all__ = ["AsyncClient", "Client", "cutoff"]

WORDS = frozenset({"prompt", "text"})
DESCRIBING = frozenset({"brief", "mood", "genre", "tempo", "key", "instruments", "messages"})
"""Parameters that say what is wanted instead of words."""
R = TypeVar("R")
OnEvent = Callable[[RunEvent], None]


def cutoff(fresh: bool | timedelta) -> float:
    """From when on a result may have been made to be used again, in seconds since 1970: at any time, from now on where all
    is to be made afresh, or within the last so and so long."""
    if isinstance(fresh, timedelta):
        return time.time() - fresh.total_seconds()
    return time.time() if fresh else 0.0


class AsyncClient(AsyncTaskMethods):
    """Runs tasks and makes films, from asynchronous programs.

    `home` is the folder for what is kept (POLYMUSE_HOME, or the user's data folder). `keys` are those of services, by their
    name or variable (`{"OPENAI_API_KEY": "…"}`); what is not there is looked for in the environment and the keyring.
    `budget` is the most that this client may spend in all, in US dollars; `project` the project that is charged; `models`
    the model for each task where a call names none. A `runtime` of one's own stands in for home and keys, and is not
    closed."""

    def __init__(
        self,
        home: str | Path | None = None,
        *,
        keys: Mapping[str, str] | None = None,
        budget: float | None = None,
        project: str | None = None,
        models: Mapping[str, str] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        self._own = runtime is None
        self.runtime = runtime or _runtime(home, keys)
        self._budget = self.runtime.allowance(budget, project)
        self._id = uuid.uuid4().hex if budget is not None else ""
        self._models = dict(models or {})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End workers and close the journal."""
        if self._own:
            await self.runtime.close()

    async def runs(self, last: int = 20) -> list[RunRow]:
        """The latest runs, newest first."""
        return await following.runs(self.runtime, last)

    async def follow(self, run: int, after: int = 0) -> AsyncIterator[RunEvent]:
        """The events of a run, of this program or another, after that number; ends with the run. Raises ParameterError
        when there is no such run."""
        async for event in following.follow(self.runtime, run, after):
            yield event

    async def cancel(self, run: int) -> None:
        """Ask for the end of a run, whoever works on it. What it has finished stays cached. Raises ParameterError when there
        is no such run or it has ended."""
        await following.cancel(self.runtime, run)

    def models(self) -> list[System]:
        """Every hosted and handed-over system of the catalogue: what it does, by which routes, at which price, with sources
        and dates."""
        return list(systems().values())

    async def _task(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        out: str | Path | None,
        **common: Any,
    ) -> Result:
        _refuse_empty(task, params, inputs)
        if out is not None:
            check_target(tasks.get(task).kind, Path(out), task)
        result = await self._run(task, params, inputs, **common)
        if out is not None:
            await asyncio.to_thread(result.save, out)
        return result

    async def _run(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: OnEvent | None,
        live: bool = False,
    ) -> Result:
        plan, given = await self._planned(task, model, inputs, params)
        results: dict[str, Finished] = {}
        id = ""
        live = live or (on_event is not None and _writes(task))
        events = run(plan, self.runtime, self._options(fresh, max_cost, project, live, given), results)
        async with contextlib.aclosing(events):
            async for event in events:
                id = str(event.run)
                if on_event:
                    on_event(event)
        return Result.from_finished(results[task], self._provenance(plan.steps[0], given, id))

    async def _stream(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        live: bool,
    ) -> AsyncIterator[RunEvent]:
        plan, given = await self._planned(task, model, inputs, params)
        live = live or _writes(task)
        events = run(plan, self.runtime, self._options(fresh, max_cost, project, live, given))
        async with contextlib.aclosing(events):
            async for event in events:
                yield event

    async def _start(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        plan, given = await self._planned(task, model, inputs, params)
        spec = DetachedSpec.task_spec(plan, given, self._allowed(max_cost, project), cutoff(fresh))
        return await start_detached(self.runtime, spec)

    async def _film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        on_event: OnEvent | None,
        **common: Any,
    ) -> Film:
        async with contextlib.aclosing(self.film_events(script, out, **options, **common)) as events:
            async for event in events:
                if isinstance(event, Film):
                    made = event
                elif on_event:
                    on_event(event)
        return made

    async def _plan(
        self,
        script: str | Path,
        options: Mapping[str, Any],
        *,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> Planned:
        chosen = await self._film_options(options)
        return await plan_film(script, chosen, self.runtime, self._options(fresh, max_cost, project))

    async def _start_film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        lock: str | Path | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        chosen, folder = await self._film_options(options), Path(out) if out else folder_for(str(script))
        allowed = self._allowed(max_cost, project)
        spec = DetachedSpec.film_spec(script, folder, chosen, allowed, cutoff(fresh), lock)
        return await start_detached(self.runtime, spec)

    async def film_events(
        self,
        script: str | Path,
        out: str | Path | None = None,
        *,
        lock: str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        **options: Any,
    ) -> FilmEvents:
        """The events of making a film, and last the film. Takes the options of `film`."""
        chosen, folder = await self._film_options(options), Path(out) if out else folder_for(str(script))
        opened = self._options(fresh, max_cost, project)
        events = film_events(script, folder, chosen, self.runtime, opened, lock=Path(lock) if lock else None)
        async with contextlib.aclosing(events):
            async for event in events:
                yield event

    async def _film_options(self, options: Mapping[str, Any]) -> FilmOptions:
        models = options.get("models")
        registry = self.runtime.registry
        if isinstance(models, str | Path):
            named = await models_from(registry, Path(models))
        else:
            named = await models_from(registry, pairs=[f"{task}={engine}" for task, engine in (models or {}).items()])
        known = {task: engine for task, engine in self._models.items() if task in TASKS}
        return film_options(**{**options, "models": {**known, **named}})

    def _allowed(self, max_cost: float | None, project: str | None) -> Allowance:
        allowed = self.runtime.allowance(max_cost, self._budget.project if project is None else project)
        return replace(allowed, client=self._id, client_usd=self._budget.usd)

    def _options(
        self,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        live: bool = False,
        given: Mapping[str, Asset] | None = None,
    ) -> Options:
        return Options(cutoff(fresh), given or {}, self._allowed(max_cost, project), live)

    async def _planned(
        self, task: str, model: str | None, inputs: Mapping[str, Media], params: Mapping[str, Any]
    ) -> tuple[Plan, dict[str, Asset]]:
        """One task as a plan of one step, and what it is given."""
        if not isinstance(model, str | None):
            raise ParameterError(f"model: {model!r} is no model's id.", hint="`polymuse engines` lists them.")
        if params.get("messages"):
            messages, shown = await conversation(params["messages"], self.runtime.blobs, inputs)
            params, inputs = {**params, "messages": messages}, {**inputs, **shown}
        given = {name: await self._taken(task, name, value) for name, value in inputs.items()}
        _refuse_missing(task, given)
        if params.get("json_schema") is not None:
            await json_schema.preload()
        values = tasks.parameters(tasks.get(task), params).model_dump(mode="json", exclude_defaults=True)
        named = model or self._models.get(task)
        choice = await choose(self.runtime.registry, task, {task: named} if named else None)
        references = {name: f"{GIVEN}.{name}" for name in given}
        step = Step(id=task, task=task, engine=choice.engine, params=values, inputs=references, why=choice.why)
        return Plan(name=task, steps=(step,)), given

    async def _taken(self, task: str, name: str, media: Media) -> Asset:
        """What is given for an input. Raises ParameterError for an input that the task does not take, MediaError."""
        port = tasks.get(task).input(name)
        if port is None:
            known = ", ".join(tasks.get(task).inputs) or "none"
            raise ParameterError(f"{task}: it takes no input {name!r}.", hint=f"Its inputs: {known}.")
        value = asset_of(media)
        if isinstance(value, Asset):
            return await _unchanged(value)
        if not isinstance(value, str | Path):
            raise ParameterError(f"{task}: {name}: {type(value).__name__} is no file.", hint="Give a path or an asset.")
        return await import_file(Path(value), self.runtime.blobs, port.kind)

    def _provenance(self, step: Step, given: Mapping[str, Asset], run: str) -> Provenance:
        return Provenance(
            task=step.task, params=step.params, inputs={name: asset.digest for name, asset in given.items()},
            model=step.engine, version=self.runtime.registry.get(step.engine).card.version, run=run,
            made_at=datetime.now(UTC),
        )  # fmt: skip


class Client(TaskMethods):
    """The same for ordinary programs: an `AsyncClient` whose methods run to their end, in an event loop of a background
    thread, so that it can also be used where a loop is already running, as in a notebook. Interrupting a call cancels its
    work and waits for its end; interrupting that does not wait."""

    def __init__(
        self,
        home: str | Path | None = None,
        *,
        keys: Mapping[str, str] | None = None,
        budget: float | None = None,
        project: str | None = None,
        models: Mapping[str, str] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        self._async = AsyncClient(home, keys=keys, budget=budget, project=project, models=models, runtime=runtime)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="polymuse", daemon=True)
        self._thread.start()

    @property
    def runtime(self) -> Runtime:
        return self._async.runtime

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End workers, close the journal, and end the thread."""
        if self._loop.is_closed():
            return
        self._wait(self._async.close())
        self._wait(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def runs(self, last: int = 20) -> list[RunRow]:
        """The latest runs, newest first."""
        return self._wait(self._async.runs(last))

    def follow(self, run: int, after: int = 0) -> Iterator[RunEvent]:
        """The events of a run, of this program or another, after that number; ends with the run. Raises ParameterError
        when there is no such run."""
        return self._iterated(self._async.follow(run, after))

    def cancel(self, run: int) -> None:
        """Ask for the end of a run, whoever works on it. What it has finished stays cached. Raises ParameterError when there
        is no such run or it has ended."""
        self._wait(self._async.cancel(run))

    def models(self) -> list[System]:
        """Every hosted and handed-over system of the catalogue: what it does, by which routes, at which price, with sources
        and dates."""
        return self._async.models()

    def _task(self, *args: Any, **options: Any) -> Result:
        return self._wait(self._async._task(*args, **options))

    def _run(self, *args: Any, **options: Any) -> Result:
        return self._wait(self._async._run(*args, **options))

    def _stream(self, *args: Any, **options: Any) -> Iterator[RunEvent]:
        return self._iterated(self._async._stream(*args, **options))

    def _start(self, *args: Any, **options: Any) -> int:
        return self._wait(self._async._start(*args, **options))

    def _film(self, *args: Any, **options: Any) -> Film:
        return self._wait(self._async._film(*args, **options))

    def _plan(self, *args: Any, **options: Any) -> Planned:
        return self._wait(self._async._plan(*args, **options))

    def _start_film(self, *args: Any, **options: Any) -> int:
        return self._wait(self._async._start_film(*args, **options))

    def _wait(self, work: Coroutine[Any, Any, R]) -> R:
        return result_of(work, self._loop)

    def _iterated(self, events: AsyncIterator[R]) -> Iterator[R]:
        end = object()

        async def following() -> R | object:
            return await anext(events, end)

        try:
            while (event := self._wait(following())) is not end:
                yield event  # type: ignore[misc]
        finally:
            self._wait(_closed(events))


async def _closed(events: AsyncIterator[Any]) -> None:
    if close := getattr(events, "aclose", None):
        await close()


def _runtime(home: str | Path | None, keys: Mapping[str, str] | None) -> Runtime:
    if not keys:
        return default_runtime(home)
    settings = Settings(Path(home) if home else Path())
    return default_runtime(home, secrets=GivenSecrets(keys, EnvironmentSecrets(settings)))


def _refuse_empty(task: str, params: Mapping[str, Any], inputs: Mapping[str, Media]) -> None:
    """Raises ParameterError where nothing says what is wanted."""
    for name in sorted(WORDS & params.keys()):
        if not str(params[name]).strip() and not any(params.get(other) for other in DESCRIBING) and not inputs:
            raise ParameterError(f"{task}: the {name} is empty.", hint="Say in words what is wanted.")


def _writes(task: str) -> bool:
    """Whether a task's main output is a text, whose words come one after the other where somebody listens."""
    return next(iter(tasks.get(task).outputs.values())).kind is Kind.TEXT


def _refuse_missing(task: str, inputs: Mapping[str, Asset]) -> None:
    """Raises ParameterError where an input is not given that the task needs."""
    for name in tasks.missing(tasks.get(task).inputs, inputs):
        raise ParameterError(f"{task}: the {name} is missing.", hint="Give a path or an asset.")


async def _unchanged(asset: Asset) -> Asset:
    """The asset. Raises MediaError where its file is gone or holds other bytes than it did."""
    try:
        digest = await asyncio.to_thread(digest_of, asset.path)
    except OSError as error:
        raise MediaError(f"{asset.path}: this file is gone ({error.strerror}).", hint="Make it again.") from None
    if digest != asset.digest:
        raise MediaError(
            f"{asset.path}: this file was changed since the asset was made.", hint="Give the changed file by its path."
        )
    return asset
