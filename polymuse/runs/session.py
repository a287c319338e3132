"""A run in the journal: begun, its events numbered and kept, its end noted, and cancelled when somebody asks for that."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from functools import partial

from polymuse.errors import PolymuseError, RunStopped
from polymuse.protocols import Journal
from polymuse.runs.events import RunCancelled, RunEvent, RunFailed, RunFinished, RunStarted, Stamp

__all__ = ["Session", "session"]

TICK = 0.2
"""Seconds between two looks at whether a run is to be cancelled, and after which events are on the disk."""


class Session:
    """The journal's side of one run."""

    def __init__(self, journal: Journal, run: int) -> None:
        self.run = run
        self.cancelled = asyncio.Event()
        self.usd = 0.0
        """What was spent in it so far, in US dollars."""
        self._journal = journal
        self._number = 0
        self._unwritten: list[RunEvent] = []
        self._to_compact = False

    def record(self, make: Callable[[Stamp], RunEvent], step: str = "") -> RunEvent:
        """An event of this run, made with its run, step, number and time; it is written with the next flush."""
        self._number += 1
        event = make({"run": self.run, "step": step, "number": self._number, "time": time.time()})
        self._unwritten.append(event)
        return event

    async def flush(self) -> None:
        """Write what was recorded."""
        events, self._unwritten = self._unwritten, []
        if events:
            self._to_compact = self._to_compact or any(event.passing for event in events)
            await self._journal.events.append(self.run, [(event.number, event.model_dump_json()) for event in events])

    async def watch(self) -> None:
        """Write events as they come, and set `cancelled` once the journal says so; runs until it is cancelled."""
        while True:
            await asyncio.sleep(TICK)
            await self.flush()
            if await self._journal.runs.cancel_requested(self.run):
                self.cancelled.set()

    async def end(self, status: str, make: Callable[[Stamp], RunEvent], error: str = "", step: str = "") -> None:
        """Write the last event and the outcome. What only mattered while the run went on is not kept."""
        self.record(make, step)
        self._unwritten = [event for event in self._unwritten if not event.passing]
        await self.flush()
        if self._to_compact:
            await self._journal.events.compact(self.run)
        await self._journal.runs.end(self.run, status, error)


@contextlib.asynccontextmanager
async def session(journal: Journal, name: str, plan: str = "", run: int | None = None) -> AsyncIterator[Session]:
    """A run for the length of the block: `run` where it was begun before (a detached one), else a new one. It ends as the
    block does: done, failed or cancelled."""
    current = Session(journal, await journal.runs.begin(name, plan) if run is None else run)
    current.record(lambda stamp: RunStarted(**stamp, name=name))
    watching = asyncio.create_task(current.watch())
    try:
        yield current
    except RunStopped:
        await current.end("cancelled", lambda stamp: RunCancelled(**stamp))
        raise
    except PolymuseError as error:
        failed = partial(RunFailed, error=type(error).__name__, message=error.message, hint=error.hint)
        await current.end("failed", lambda stamp: failed(**stamp), str(error), error.step)
        raise
    except BaseException:
        await current.end("cancelled", lambda stamp: RunCancelled(**stamp))
        raise
    else:
        await current.end("done", lambda stamp: RunFinished(**stamp, usd=current.usd))
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
