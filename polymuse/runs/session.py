"""A run in the journal: begun, its events numbered and kept, its end noted, and cancelled when somebody asks for that."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from polymuse.errors import PolymuseError, RunStopped
from polymuse.protocols import Journal
from polymuse.runs.events import RunCancelled, RunEvent, RunFailed, RunFinished, RunStarted

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
        self._unwritten: list[tuple[int, str]] = []

    def record(self, event: RunEvent, step: str = "") -> RunEvent:
        """The event with its run, step, number and time; it is kept with the next flush."""
        self._number += 1
        numbered = event.model_copy(
            update={"run": self.run, "step": step or event.step, "number": self._number, "time": time.time()}
        )
        self._unwritten.append((self._number, numbered.model_dump_json()))
        return numbered

    async def flush(self) -> None:
        """Write what was recorded."""
        if self._unwritten:
            events, self._unwritten = self._unwritten, []
            await self._journal.events.append(self.run, events)

    async def watch(self) -> None:
        """Write events as they come, and set `cancelled` once the journal says so; runs until it is cancelled."""
        while True:
            await asyncio.sleep(TICK)
            await self.flush()
            if await self._journal.runs.cancel_requested(self.run):
                self.cancelled.set()

    async def end(self, status: str, event: RunEvent, error: str = "") -> None:
        self.record(event)
        await self.flush()
        await self._journal.events.compact(self.run)
        await self._journal.runs.end(self.run, status, error)


@contextlib.asynccontextmanager
async def session(journal: Journal, name: str, plan: str = "", run: int | None = None) -> AsyncIterator[Session]:
    """A run for the length of the block: `run` where it was begun before (a detached one), else a new one. It ends as the
    block does: done, failed or cancelled."""
    current = Session(journal, await journal.runs.begin(name, plan) if run is None else run)
    current.record(RunStarted(name=name))
    watching = asyncio.create_task(current.watch())
    try:
        yield current
    except RunStopped:
        await current.end("cancelled", RunCancelled())
        raise
    except PolymuseError as error:
        failed = RunFailed(error=type(error).__name__, message=error.message, hint=error.hint, step=error.step)
        await current.end("failed", failed, str(error))
        raise
    except BaseException:
        await current.end("cancelled", RunCancelled())
        raise
    else:
        await current.end("done", RunFinished(usd=current.usd))
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
