"""A worker process: does jobs from standard input, writes their events to standard output (see workers.py)."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import logging
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from polymuse.errors import DiskFull, EngineError, PolymuseError
from polymuse.executor.pool import HEADER, packed
from polymuse.types import Event, Request

log = logging.getLogger(__name__)

Job = tuple[str, Request, Path]


def read_jobs(source: BinaryIO, jobs: queue.Queue[Job]) -> None:
    """Pass jobs on; when the parent closes the pipe or dies, end the process at once, busy or not."""
    try:
        while header := source.read(HEADER):
            jobs.put(pickle.loads(source.read(int.from_bytes(header, "little"))))
    finally:
        os._exit(0)


def work_on(job: Job) -> Iterator[Event]:
    make, request, work = job
    module, _, function = make.partition(":")
    yield from getattr(import_module(module), function)(request, work)


def ours(error: Exception, task: str) -> PolymuseError:
    """Our own error for whatever was raised."""
    if isinstance(error, PolymuseError):
        return error
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"{task}: the disk is full.", hint="Free some space and run the same command again.")
    if isinstance(error, MemoryError):
        return EngineError(f"{task}: there was not enough memory.")
    return EngineError(f"{task} failed: {type(error).__name__}: {error}")


def give_back() -> None:
    """Return freed memory to the system between jobs: within one the allocator keeps it (see `workers.ENVIRONMENT`), and
    what a long film's shots leave in pieces would add up. Other C libraries than glibc need no telling."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    jobs: queue.Queue[Job] = queue.Queue()
    threading.Thread(target=read_jobs, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        try:
            for event in work_on(job):
                answers.write(packed(event))
                answers.flush()
            answers.write(packed(None))
        except Exception as error:
            log.exception("%s failed", job[1].task)
            answers.write(packed(ours(error, job[1].task)))
        answers.flush()
        give_back()


if __name__ == "__main__":
    main()
