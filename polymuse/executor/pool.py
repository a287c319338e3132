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
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import IO, Any

from polymuse.errors import EngineError, ParameterError
from polymuse.executor.priority_semaphore import Turns
from polymuse.types import Events, Progress, Request

__all__ = ["Pool", "pool", "pool_size", "stream"]

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

    async def stream(self, make: str, request: Request, work: Path) -> Events:
        """The events of one job. Raises what the job raised, or EngineError when the process died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(packed((make, request, work)))
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


def pool_size() -> int:
    """How many workers there may be: POLYMUSE_WORKERS, or one per core. Raises ParameterError."""
    asked = os.environ.get("POLYMUSE_WORKERS", "0")
    if not asked.isdecimal():
        raise ParameterError(f"POLYMUSE_WORKERS: {asked!r} is no number.", hint="Set it to 1 or more, or unset it.")
    return int(asked) or os.cpu_count() or 1


class Pool:
    """At most `size` workers; started when needed, kept while free. Belongs to one event loop."""

    def __init__(self, size: int | None = None) -> None:
        self.size = size or pool_size()
        self._turns = Turns(self.size)
        self._free: list[Worker] = []
        self._busy: set[Worker] = set()

    async def stream(self, make: str, request: Request, work: Path) -> Events:
        """Run `make` ("package.module:function") in a worker when it is the request's turn by its urgency; the first
        event, a Progress, says that the turn has come. Closing the stream early kills that worker."""
        async with self._turns.turn(request.urgency):
            worker = self._free.pop() if self._free else await Worker.start()
            self._busy.add(worker)
            done = False
            try:
                yield Progress(0.0)
                async with contextlib.aclosing(worker.stream(make, request, work)) as events:
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


_pools: dict[asyncio.AbstractEventLoop, tuple[Pool, AsyncGenerator[None, None]]] = {}


async def pool() -> Pool:
    """The running event loop's own pool; it is closed when the loop is."""
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        made = Pool()
        keeper = _until_the_loop_ends(loop, made)
        _pools[loop] = made, keeper
        await anext(keeper)
    return _pools[loop][0]


async def _until_the_loop_ends(loop: asyncio.AbstractEventLoop, kept: Pool) -> AsyncGenerator[None, None]:
    """A generator that is begun and left: a loop that ends finishes those, and so closes its pool."""
    try:
        yield
    finally:
        del _pools[loop]
        await kept.close()


async def stream(make: str, request: Request, work: Path) -> Events:
    """Run a Make in the running loop's pool."""
    async with contextlib.aclosing((await pool()).stream(make, request, work)) as events:
        async for event in events:
            yield event
