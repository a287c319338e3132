"""Walks a plan: steps whose inputs are there run side by side; their events stream back as they come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from polymuse import tasks
from polymuse.engines import registry
from polymuse.errors import AwaitingImport, PlanError, PolymuseError
from polymuse.home import Home
from polymuse.journal.ledger import Allowance, Ledger
from polymuse.middleware import Budgeted, Cached, Once, Place, Recorded, Retried
from polymuse.middleware.cache import kept
from polymuse.planning.plan import GIVEN, Plan, Step
from polymuse.planning.planner import certain, urgencies
from polymuse.runs.job_resolution import free_left_behind
from polymuse.types import Asset, Engine, Event, Finished, Request

__all__ = ["FREELY", "Results", "StepEvent", "afford", "call", "foreseen", "run"]

AT_ONCE = 64
"""Steps of a plan that are being worked on or stand in line for a worker: a film of a thousand scenes has thousands
that could, and a process may have a thousand files open."""

FREELY = Allowance()
"""No limit but the budgets that are kept."""

Results = Mapping[str, Finished]
"""What every step came to, by its id."""


@dataclass(frozen=True, slots=True)
class StepEvent:
    """An event of one step; `step` is the step itself."""

    step: Step
    event: Event


@dataclass(slots=True)
class _Walk:
    """One walk through a plan. `room` bounds how many steps hold a work folder and a lock at once."""

    plan: Plan
    home: Home
    since: float
    run: int
    given: Mapping[str, Asset]
    allowance: Allowance
    live: bool
    urgency: Mapping[str, float]
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    news: asyncio.Queue[StepEvent | BaseException | None] = field(default_factory=asyncio.Queue)
    results: dict[str, Finished] = field(default_factory=dict)
    ended: dict[str, asyncio.Event] = field(default_factory=dict)
    awaited: dict[str, AwaitingImport] = field(default_factory=dict)
    """Steps that a person has to do first, and those that need them."""

    async def all_steps(self) -> None:
        """Run every step, then put None; on the first failure stop the others and put the error. What was handed to a
        person holds up only what needs it; it is the error at the end."""
        self.ended = {step.id: asyncio.Event() for step in self.plan.steps}
        try:
            async with asyncio.TaskGroup() as group:
                for step in self.plan.steps:
                    group.create_task(self.one(step))
        except BaseExceptionGroup as errors:
            ours, others = errors.split(PolymuseError)
            await self.news.put(_first(others or ours))
        else:
            await self.news.put(all_awaited(self.awaited.values()))

    async def one(self, step: Step) -> None:
        for id in step.after() - {GIVEN}:
            await self.ended[id].wait()
        if held_up := sorted(step.after() & set(self.awaited)):
            self.awaited[step.id] = self.awaited[held_up[0]]
        else:
            await self.do(step)
        self.ended[step.id].set()

    async def do(self, step: Step) -> None:
        params = tasks.parameters(tasks.get(step.task), step.params)
        request = Request(step.task, params, self.inputs(step), urgency=self.urgency[step.id], live=self.live)
        place = Place(self.home, self.run, step.id, self.allowance)
        engine = wrapped(registry.get(step.engine), place, size=step.size, since=self.since)
        async with self.room:
            try:
                await self.work(engine, step, request)
            except AwaitingImport as error:
                self.awaited[step.id] = error
            except PolymuseError as error:
                error.step = step.id if len(self.plan.steps) > 1 else ""
                raise

    async def work(self, engine: Engine, step: Step, request: Request) -> None:
        with self.home.store.workspace() as work:
            async with contextlib.aclosing(engine.run(request, work)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        self.results[step.id] = event
                    await self.news.put(StepEvent(step, event))

    def inputs(self, step: Step) -> dict[str, Asset]:
        """The assets that the step's inputs name."""
        found = {}
        for name, reference in step.inputs.items():
            id, _, output = reference.partition(".")
            try:
                found[name] = self.given[output] if id == GIVEN else self.results[id].outputs[output]
            except KeyError:
                raise PlanError(f"Step {step.id!r} needs {reference!r}, which {id!r} did not make.") from None
        return found


def all_awaited(errors: Iterable[AwaitingImport]) -> AwaitingImport | None:
    """One error for all the work that people have to do; None where there is none."""
    different = list({error.message: error for error in errors}.values())
    if len(different) < 2:
        return different[0] if different else None
    return AwaitingImport(
        f"{len(different)} pieces of work wait for you, at services that have no programming interface.",
        work="\n\n".join(error.work for error in different),
        hint="Bring each back with `polymuse import JOB FILE`, then give the same command again.",
    )


def _first(errors: BaseExceptionGroup[BaseException] | None) -> BaseException:
    assert errors is not None
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def wrapped(engine: Engine, place: Place, *, size: float = 0.0, since: float = 0.0) -> Engine:
    """An engine as every call goes to it: cache ( retry ( record ( engine ))), and where it may cost money
    cache ( budget ( retry ( once ( record ( engine )))))."""
    recorded = Recorded(engine, place, size)
    if engine.card.locality in ("builtin", "local"):
        return Cached(Retried(recorded), place, since=since)
    return Cached(Budgeted(Retried(Once(recorded, place)), place, size), place, since=since)


def afford(plan: Plan, home: Home, allowance: Allowance, *, since: float = 0.0) -> None:
    """Raises BudgetExceeded where a plan is sure to end at its budget, before anything of it is paid for."""
    free_left_behind(home)
    ledger = Ledger(home.journal)
    if ledger.limited(allowance) and (usd := certain(plan, home.journal, since).low):
        ledger.check(usd, "This costs at least {}", allowance)


async def run(
    plan: Plan,
    home: Home,
    *,
    since: float = 0.0,
    given: Mapping[str, Asset] | None = None,
    allowance: Allowance = FREELY,
    live: bool = False,
) -> AsyncGenerator[StepEvent, None]:
    """Run a plan; inputs called `given.NAME` are the assets given here. Every step's last event is its `Finished`.
    Closing the stream cancels what is being made; what was finished stays in the cache. Raises the first step's error,
    AwaitingImport when all is done that can be done without a person, and BudgetExceeded before anything is paid for where
    the plan is sure to cost too much. Results from before `since` (seconds since 1970) are not used again; with `live` sound
    comes in chunks while it is made, where an engine can."""
    plan.check()
    afford(plan, home, allowance, since=since)
    run_id = home.journal.begin_run(plan.name, plan.to_json())
    walk = _Walk(plan, home, since, run_id, given or {}, allowance, live, urgencies(plan, home.journal))
    worker = asyncio.create_task(walk.all_steps())
    status, reason = "cancelled", ""
    try:
        while (news := await walk.news.get()) is not None:
            if isinstance(news, BaseException):
                raise news
            yield news
        status = "done"
    except PolymuseError as error:
        status, reason = "failed", str(error)
        raise
    finally:
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker
        home.journal.end_run(run_id, status, reason)


def foreseen(plan: Plan, home: Home, since: float = 0.0) -> set[str]:
    """The steps of a plan whose results are kept from before, and were made after `since` (seconds since 1970). A step can
    be looked up only where all that it needs is kept, for its key holds the digests of its inputs."""
    results: dict[str, Finished] = {}
    for step in plan.steps:
        with contextlib.suppress(KeyError):
            sources = {name: reference.partition(".") for name, reference in step.inputs.items()}
            inputs = {name: results[id].outputs[output] for name, (id, _, output) in sources.items()}
            request = Request(step.task, tasks.parameters(tasks.get(step.task), step.params), inputs)
            if found := kept(home, registry.get(step.engine).card, request, since):
                results[step.id] = found
    return set(results)


async def call(
    step: Step,
    home: Home,
    *,
    since: float = 0.0,
    given: Mapping[str, Asset] | None = None,
    allowance: Allowance = FREELY,
    watch: Callable[[Event], None] | None = None,
) -> Finished:
    """Run a single step and wait for its end; `watch` is called with every event."""
    result: Finished | None = None
    plan = Plan(name=step.task, steps=(step,))
    async with contextlib.aclosing(run(plan, home, since=since, given=given, allowance=allowance)) as events:
        async for news in events:
            if watch:
                watch(news.event)
            if isinstance(news.event, Finished):
                result = news.event
    assert result is not None
    return result
