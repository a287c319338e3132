"""Walks a plan: steps whose inputs are there run side by side; their events stream back as they come."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from polymuse import tasks
from polymuse.errors import AwaitingImport, PlanError, PolymuseError, RunStopped
from polymuse.middleware.base import chain
from polymuse.planning.estimates import Estimator
from polymuse.planning.plan import GIVEN, Plan, Step
from polymuse.runs.events import RunEvent, Stamp, StepStarted
from polymuse.runs.job_resolution import free_abandoned
from polymuse.runs.session import Session, session
from polymuse.runs.translation import run_event
from polymuse.runtime import Runtime
from polymuse.types import Allowance, Asset, Context, Finished, Request

__all__ = ["Options", "Results", "afford", "call", "run", "run_in"]

AT_ONCE = 64
"""Steps of a plan that are being worked on or stand in line for a worker: a film of a thousand scenes has thousands
that could, and a process may have a thousand files open."""

Results = Mapping[str, Finished]
"""What every step came to, by its id."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a plan is run. Cached results from before `since` (seconds since 1970) are not used again; inputs called
    `given.NAME` are the assets in `given`; with `live` sound comes in chunks while it is made, where an engine can."""

    since: float = 0.0
    given: Mapping[str, Asset] = field(default_factory=dict)
    allowance: Allowance = field(default_factory=Allowance)
    live: bool = False


@dataclass(slots=True)
class _Walk:
    """One walk through a plan. `room` bounds how many steps hold a work folder and a lock at once."""

    plan: Plan
    runtime: Runtime
    session: Session
    options: Options
    priorities: Mapping[str, float]
    results: dict[str, Finished]
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    news: asyncio.Queue[RunEvent | BaseException | None] = field(default_factory=asyncio.Queue)
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

    async def stop_when_cancelled(self) -> None:
        await self.session.cancelled.wait()
        await self.news.put(RunStopped(f"Run {self.session.run} was cancelled."))

    async def one(self, step: Step) -> None:
        for id in step.after() - {GIVEN}:
            await self.ended[id].wait()
        if held_up := sorted(step.after() & set(self.awaited)):
            self.awaited[step.id] = self.awaited[held_up[0]]
        else:
            async with self.room:
                await self.do(step)
        self.ended[step.id].set()

    async def do(self, step: Step) -> None:
        try:
            await self.work(step)
        except AwaitingImport as error:
            self.awaited[step.id] = error
        except PolymuseError as error:
            error.step = step.id if len(self.plan.steps) > 1 else ""
            raise

    async def work(self, step: Step) -> None:
        params = tasks.parameters(tasks.get(step.task), step.params)
        engine = self.runtime.registry.get(step.engine)
        prepared = engine.prepare(Request(step.task, params, self.inputs(step)))
        handler = chain(self.runtime.middleware, engine.run)
        await self.tell(lambda stamp: StepStarted(**stamp, task=step.task, model=step.engine), step)
        context = Context(
            executor=self.runtime.executor, secrets=self.runtime.secrets, settings=self.runtime.settings,
            run=self.session.run, step=step.id, allowance=self.options.allowance, since=self.options.since,
            priority=self.priorities[step.id], size=step.size, live=self.options.live, call_id=uuid.uuid4().hex,
        )  # fmt: skip
        async with contextlib.aclosing(handler(prepared, context)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    self.results[step.id] = event
                    self.session.usd += 0.0 if event.cached else event.usage.usd
                if (make := run_event(event)) is not None:
                    await self.tell(make, step)

    async def tell(self, make: Callable[[Stamp], RunEvent], step: Step) -> None:
        await self.news.put(self.session.record(make, step.id))

    def inputs(self, step: Step) -> dict[str, Asset]:
        """The assets that the step's inputs name."""
        found = {}
        for name, reference in step.inputs.items():
            id, _, output = reference.partition(".")
            try:
                found[name] = self.options.given[output] if id == GIVEN else self.results[id].outputs[output]
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


async def afford(
    plan: Plan, runtime: Runtime, allowance: Allowance, *, since: float = 0.0, given: Mapping[str, Asset] = {}
) -> None:
    """Raises BudgetExceeded where a plan is sure to end at its budget, before anything of it is paid for."""
    await free_abandoned(runtime)
    ledger = runtime.journal.ledger
    if await ledger.limited(allowance):
        certain = await Estimator(runtime.registry, runtime.journal).certain(plan, since, given)
        if certain.low:
            await ledger.check(certain.low, "This costs at least {}", allowance)


async def run_in(
    current: Session, plan: Plan, runtime: Runtime, options: Options, results: dict[str, Finished]
) -> AsyncGenerator[RunEvent, None]:
    """Run a plan as part of a run; `results` fills with what every step came to, and every step's last event is
    `StepFinished`. Closing the stream cancels what is being made; what was finished stays in the cache. Raises the first
    step's error, AwaitingImport when all is done that can be done without a person, BudgetExceeded before anything is paid
    for where the plan is sure to cost too much, and RunStopped when somebody cancelled the run."""
    plan.check()
    await afford(plan, runtime, options.allowance, since=options.since, given=options.given)
    priorities = await Estimator(runtime.registry, runtime.journal).priorities(plan)
    walk = _Walk(plan, runtime, current, options, priorities, results)
    working = [asyncio.create_task(walk.all_steps()), asyncio.create_task(walk.stop_when_cancelled())]
    try:
        while (news := await walk.news.get()) is not None:
            if isinstance(news, BaseException):
                raise news
            yield news
    finally:
        for each in working:
            each.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def run(
    plan: Plan,
    runtime: Runtime,
    options: Options | None = None,
    results: dict[str, Finished] | None = None,
    id: int | None = None,
) -> AsyncGenerator[RunEvent, None]:
    """Run a plan as a run of its own (of that `id` where it was begun before). As `run_in`."""
    async with session(runtime.journal, plan.name, plan.to_json(), id) as current:
        made = {} if results is None else results
        async with contextlib.aclosing(run_in(current, plan, runtime, options or Options(), made)) as events:
            async for event in events:
                yield event


async def call(current: Session, step: Step, runtime: Runtime, options: Options | None = None) -> Finished:
    """Run a single step as part of a run and wait for its end."""
    results: dict[str, Finished] = {}
    plan = Plan(name=step.task, steps=(step,))
    async with contextlib.aclosing(run_in(current, plan, runtime, options or Options(), results)) as events:
        async for _ in events:
            pass
    return results[step.id]
