"""A pool of worker processes that do artists' work and stream its events back.

A worker is `python -m polymuse.executor.worker`, spoken to by length-prefixed pickles over its standard input and
output. It is a plain child process rather than a `multiprocessing` one, so that a user's script needs no `__main__`
guard. A worker whose caller goes away is killed; one whose parent dies sees its input close and ends itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import IO, Any

from polymuse.errors import EngineError
from polymuse.event_loop import PerLoop
from polymuse.executor.priority_semaphore import PrioritySemaphore
from polymuse.types import Events, Progress, Request

__all__ = ["Pool", "ProcessExecutor"]

ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "4194304",
    "MALLOC_TRIM_THRESHOLD_": "33554432",
}
"""One thread of linear algebra, for there is a worker per core. And glibc is to give back at once what
is larger than a frame of 1280×720, as a shot's rasters and the encoder's frames are, or two workers hold a gigabyte; but
to keep what every frame needs again: asking the system for each frame's buffers costs a fifth of the drawing."""
HEADER = 8
"""Bytes of a message's length, little-endian."""


def packed(message: object) -> bytes:
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(HEADER, "little") + body


class Worker:
    """One worker process, free or busy with one job."""

    def __init__(self, process: Process, errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors

    @classmethod
    async def start(cls) -> Worker:
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "polymuse.executor.worker",
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            start_new_session=True,
            limit=2**24,
            env={**os.environ, **ENVIRONMENT},
        )
        return cls(process, errors)

    async def stream(self, function: str, request: Request, work: Path) -> Events:
        """The events of one job. Raises what the job raised, or EngineError when the process died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(packed((function, request, work)))
            await self._process.stdin.drain()
            while (message := await self._receive()) is not None:
                if isinstance(message, BaseException):
                    raise message
                yield message
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise EngineError(await self._obituary(request.task), retryable=True) from error

    async def _receive(self) -> Any:
        assert self._process.stdout is not None
        size = int.from_bytes(await self._process.stdout.readexactly(HEADER), "little")
        return pickle.loads(await self._process.stdout.readexactly(size))

    async def _obituary(self, task: str) -> str:
        code = await self._process.wait()
        self._errors.seek(0)
        last = self._errors.read()[-2000:].decode(errors="replace").strip().splitlines()[-1:]
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"The worker doing {task} {how}{': ' + last[0] if last else ''}."

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._errors.close()

    async def gone(self) -> None:
        """Wait until a killed worker has ended and its pipes are closed, so that its files are no longer written to."""
        await self._process.communicate()


class Pool:
    """At most `size` workers; started when needed, kept while free. Belongs to one event loop."""

    def __init__(self, size: int) -> None:
        self._slots = PrioritySemaphore(size)
        self._free: list[Worker] = []
        self._busy: set[Worker] = set()

    async def stream(self, function: str, request: Request, work: Path, priority: float = 0.0) -> Events:
        """Run `function` ("package.module:name") in a worker once there is a free one, the highest priority first; the
        first event, a Progress, says that it begins. Closing the stream early kills that worker."""
        async with self._slots.acquire(priority):
            worker = self._free.pop() if self._free else await Worker.start()
            self._busy.add(worker)
            done = False
            try:
                yield Progress(0.0)
                async with contextlib.aclosing(worker.stream(function, request, work)) as events:
                    async for event in events:
                        yield event
                done = True
            finally:
                self._busy.discard(worker)
                if done:
                    self._free.append(worker)
                else:
                    worker.kill()
                    await worker.gone()

    async def close(self) -> None:
        """End all workers, busy ones too."""
        workers = [*self._free, *self._busy]
        self._free.clear()
        for worker in workers:
            worker.kill()
        for worker in workers:
            await worker.gone()


class ProcessExecutor:
    """A `polymuse.protocols.Executor`: a pool of worker processes for each event loop that uses it, closed with the
    loop or by `close`. `size` is the number of workers; by default one per core."""

    def __init__(self, size: int | None = None) -> None:
        self.size = size or os.cpu_count() or 1
        self._pools = PerLoop(lambda: Pool(self.size), Pool.close)

    async def stream(self, function: str, request: Request, work: Path, priority: float = 0.0) -> Events:
        pool = await self._pools.get()
        async with contextlib.aclosing(pool.stream(function, request, work, priority)) as events:
            async for event in events:
                yield event

    async def close(self) -> None:
        await self._pools.close()
