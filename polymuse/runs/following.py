"""Runs as others see them: listed, followed from any event, cancelled by id, whoever works on them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

from polymuse.errors import ParameterError
from polymuse.protocols import RunRow
from polymuse.runs.events import RunEvent, read_event
from polymuse.runtime import Runtime

__all__ = ["cancel", "follow", "get", "runs"]

POLL = 0.1
"""Seconds between two looks at a run's events."""


async def runs(runtime: Runtime, last: int = 20) -> list[RunRow]:
    """The latest runs, newest first."""
    return [await _settled(runtime, row) for row in await runtime.journal.runs.list(last)]


async def get(runtime: Runtime, run: int) -> RunRow:
    """Raises ParameterError when there is no such run."""
    row = await runtime.journal.runs.get(run)
    if row is None:
        raise ParameterError(f"There is no run {run}.", hint="`polymuse runs` lists them.")
    return await _settled(runtime, row)


async def follow(runtime: Runtime, run: int, after: int = 0) -> AsyncIterator[RunEvent]:
    """The events of a run after that number, as they come; ends with the run. Raises ParameterError when there is no such
    run."""
    while True:
        row = await get(runtime, run)
        for number, text in await runtime.journal.events.read(run, after):
            after = number
            yield read_event(text)
        if row.status != "started":
            return
        await asyncio.sleep(POLL)


async def cancel(runtime: Runtime, run: int) -> None:
    """Ask for a run's end. Raises ParameterError when there is no such run or it has ended."""
    row = await get(runtime, run)
    if row.status != "started":
        raise ParameterError(f"Run {run} has ended: it is {row.status}.")
    await runtime.journal.runs.request_cancel(run)


async def _settled(runtime: Runtime, row: RunRow) -> RunRow:
    """The run; one whose process is gone was cancelled with it, and is marked so."""
    if row.status != "started" or _is_alive(row.pid):
        return row
    await runtime.journal.runs.end(row.id, "cancelled", "The process that worked on it was ended.")
    return await runtime.journal.runs.get(row.id) or row


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
