"""What a person decides or brings about work that is under way: it was not done, it was charged, here is its result."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.errors import ParameterError
from polymuse.media.probe import import_file
from polymuse.middleware.record import entry_of
from polymuse.protocols import OPEN, Job
from polymuse.runtime import Runtime
from polymuse.types import Asset, Notice, Params, Usage

__all__ = ["charged", "free_abandoned", "import_result", "is_worked_on", "retry"]

TOLERANCE = 0.1
"""By how much of what was asked for a result may be shorter, longer or of another shape before that is worth a notice."""


async def is_worked_on(runtime: Runtime, key: str) -> bool:
    """Whether a running command works under a key."""
    async with runtime.locks.try_hold(key) as held:
        return not held


async def retry(runtime: Runtime, id: int) -> Job:
    """It was not done: the job is dropped and what was reserved for it is free. The next run sends it again. Raises
    ParameterError for a job that has ended, or that a command is working on."""
    async with _resolvable(runtime, id) as job:
        await runtime.journal.ledger.release(job.key)
        await runtime.journal.jobs.end(job.key, "dropped", "not done, as its user saw")
    return job


async def charged(runtime: Runtime, id: int, usd: float | None = None) -> float:
    """It was charged and its result is lost: what was reserved for it (or `usd`) counts as spent, and the job is
    dropped. Returns the dollars. Raises ParameterError as `retry`."""
    if usd is not None and not 0 <= usd < 1e6:
        raise ParameterError(f"usd: {usd} is no amount of US dollars.", hint="Write it as 2.50.")
    ledger = runtime.journal.ledger
    async with _resolvable(runtime, id) as job:
        spent = await ledger.reserved(job.key) if usd is None else usd
        await ledger.settle(job.key, spent)
        await runtime.journal.jobs.end(job.key, "dropped", "charged, as its user saw")
    return spent


@contextlib.asynccontextmanager
async def _resolvable(runtime: Runtime, id: int) -> AsyncIterator[Job]:
    """A job under way that no command works on, for the length of the block. Raises ParameterError."""
    jobs = runtime.journal.jobs
    async with runtime.locks.try_hold((await jobs.get(id)).key) as held:
        job = await jobs.get(id)
        if job.status not in OPEN:
            raise ParameterError(
                f"Job {id} has ended: it is {job.status}.", hint="`polymuse jobs` lists what is under way."
            )
        if not held:
            raise ParameterError(f"Job {id} is being worked on by a running command.", hint="Let it end, or stop it.")
        yield job


async def import_result(runtime: Runtime, id: int, file: Path) -> tuple[Asset, tuple[str, ...]]:
    """A file as the result of a job that waits for it (or that is in doubt, and was found at the service): checked,
    kept, journalled, and remembered under the job's key, so that the flow goes on from there. Returns it with what is
    worth saying of it. Raises ParameterError for a job that waits for nothing, MediaError for a file that is not what
    was asked for."""
    async with _resolvable(runtime, id) as job:
        if job.status == "submitted":
            raise ParameterError(
                f"Job {id} waits for no file: the service has it, and the same command goes on waiting for it.",
                hint=f"If that never ends: `polymuse jobs retry {id}`.",
            )
        return await _imported(runtime, job, file)


async def _imported(runtime: Runtime, job: Job, file: Path) -> tuple[Asset, tuple[str, ...]]:
    task = tasks.get(job.task)
    name, kind = task.main_output, task.kind
    asset = await import_file(file, runtime.blobs, kind, full_decode=True)
    asset = replace(asset, facts={**asset.facts, "origin": "imported by hand"})
    params = tasks.parameters(task, json.loads(job.params))
    remarks = tuple(_remarks(asset, params))
    maker = runtime.registry.get(job.engine).card.name
    by_hand = f"{maker} made the {name} of {job.step or job.task}; it was imported by hand."
    notices = [Notice("imported", by_hand), *(Notice("timing", remark) for remark in remarks)]
    usage = Usage(usd=await runtime.journal.ledger.reserved(job.key))
    await _journal(runtime, job, entry_of({name: asset}, notices, job.engine, usage), usage)
    return asset, remarks


async def _journal(runtime: Runtime, job: Job, entry: dict[str, Any], usage: Usage) -> None:
    """The call and its result; then the money: nothing for work by hand, what was reserved for work in doubt."""
    call = await runtime.journal.calls.begin(job)
    await runtime.journal.calls.finish(call, job.key, entry, usage)
    await runtime.journal.ledger.settle(job.key, usage.usd)


def _remarks(asset: Asset, params: Params) -> Iterator[str]:
    """Where the result is not as it was asked for."""
    values, facts = params.model_dump(), asset.facts
    seconds = values.get("seconds")
    if seconds and "seconds" in facts and abs(facts["seconds"] - seconds) > TOLERANCE * seconds:
        yield f"It lasts {facts['seconds']:.1f} s; {seconds:g} s were asked for."
    width, height = values.get("width"), values.get("height")
    if width and height and facts.get("height") and facts.get("width"):
        shape = (facts["width"] / facts["height"]) / (width / height)
        if not 1 - TOLERANCE < shape < 1 + TOLERANCE:
            yield f"It is {facts['width']}×{facts['height']}; the shape of {width}×{height} was asked for."


async def free_abandoned(runtime: Runtime) -> None:
    """Settle what killed runs had set aside and never used, or used and never came to settle."""
    ledger = runtime.journal.ledger
    for key in await ledger.abandoned():
        async with runtime.locks.try_hold(key) as held:
            if held:
                await ledger.close(key)  # which looks again: another command may have had it before the lock was ours
