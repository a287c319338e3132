"""A runtime as synchronous tests see it, and calls of engines as the runner makes them."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.client import Client
from polymuse.media.probe import import_file
from polymuse.middleware.base import chain
from polymuse.planning.plan import Plan
from polymuse.runs.events import RunEvent
from polymuse.runs.runner import Options, run
from polymuse.runtime import Runtime, default_runtime
from polymuse.types import Card, Context, Engine, Event, Finished, Middleware, Request

__all__ = ["Blocking", "Home", "perform", "performed", "request", "select", "walk"]


class Blocking:
    """An object whose coroutine methods are run to their end when they are called, and whose parts are seen in the same
    way."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if inspect.iscoroutinefunction(value):
            return lambda *args, **options: asyncio.run(value(*args, **options))
        return value if callable(value) or type(value).__module__ == "builtins" else Blocking(value)


class Home(Blocking):
    """A runtime in a folder: `home.journal.ledger.entries()`, `home.blobs.size()`; `home.runtime` is the real one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.runtime: Runtime = default_runtime(path)
        super().__init__(self.runtime)

    @cached_property
    def client(self) -> Client:
        return Client(runtime=self.runtime)

    def import_file(self, path: Path, kind: Kind, full_decode: bool = False) -> Asset:
        """A user's file, in the store."""
        return asyncio.run(import_file(path, self.runtime.blobs, kind, full_decode=full_decode))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the journal's file has."""
        return self.runtime.journal._db.read(sql)  # type: ignore[attr-defined, no-any-return]

    def last_run(self) -> int:
        return int(self.rows("select max(id) from runs")[0][0])

    def locks_held(self, name: str) -> bool:
        """Whether somebody holds a lock."""

        async def held() -> bool:
            async with self.runtime.locks.try_hold(name) as ours:
                return not ours

        return asyncio.run(held())


def request(task: str, inputs: Mapping[str, Asset] | None = None, **params: Any) -> Request:
    return Request(task, tasks.parameters(tasks.get(task), params), inputs or {})


async def performed(
    runtime: Runtime, engine: Engine, request: Request, middleware: Sequence[Middleware] = (), **context: Any
) -> AsyncIterator[Event]:
    """The events of one call through some middleware."""
    async with runtime.blobs.workspace() as make_work:
        surroundings = Context(
            executor=runtime.executor, make_work=make_work, secrets=runtime.secrets, settings=runtime.settings,
            **{"call_id": "call", **context},
        )  # fmt: skip
        async with contextlib.aclosing(chain(middleware, engine.run)(engine.prepare(request), surroundings)) as events:
            async for event in events:
                yield event


def perform(
    home: Home, engine: Engine, request: Request, middleware: Sequence[Middleware] = (), **context: Any
) -> list[Event]:
    """The same, to its end."""

    async def collect() -> list[Event]:
        return [event async for event in performed(home.runtime, engine, request, middleware, **context)]

    return asyncio.run(collect())


def select(id: str, task: str | None = None) -> Card:
    """The card of the engine that an id means, as the environment is now."""
    return asyncio.run(default_runtime().registry.select(id, task))


def walk(
    plan: Plan, home: Home, options: Options | None = None, results: dict[str, Finished] | None = None,
    watch: Callable[[RunEvent], None] | None = None,
) -> list[RunEvent]:  # fmt: skip
    """Run a plan to its end."""

    async def collect() -> list[RunEvent]:
        events = []
        async for event in run(plan, home.runtime, options, results):
            events.append(event)
            if watch:
                watch(event)
        return events

    return asyncio.run(collect())
