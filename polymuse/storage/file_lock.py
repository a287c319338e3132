"""Locks between processes: files that one of them holds, and that the system frees when it dies (flock(2))."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator
from pathlib import Path
from weakref import WeakValueDictionary

from polymuse.storage.folder import REMEDY, disk_errors

__all__ = ["FileLocks"]

POLL = 0.02
"""Seconds between two looks at a lock that another process holds."""


class FileLocks:
    """A `polymuse.protocols.LockManager`: a file for each name in one folder. Raises OutputError, StorageError and
    DiskFull where that cannot be written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._queues: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
        with disk_errors(folder, REMEDY):
            folder.mkdir(parents=True, exist_ok=True)

    @contextlib.asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[None]:
        """Callers of one event loop queue up for each other, so that only one of them polls the file."""
        async with self._queue(name):
            while (handle := self._taken(name)) is None:
                await asyncio.sleep(POLL)
            try:
                yield
            finally:
                os.close(handle)

    @contextlib.asynccontextmanager
    async def try_hold(self, name: str) -> AsyncIterator[bool]:
        handle = self._taken(name)
        try:
            yield handle is not None
        finally:
            if handle is not None:
                os.close(handle)

    async def clean(self) -> None:
        """A lock's file is removed while it is held, so that nobody else holds it; whoever waits for it sees that it is
        gone and makes it anew."""
        for path in self._folder.glob("*"):
            with contextlib.suppress(OSError):
                async with self.try_hold(path.name) as held:
                    if held:
                        path.unlink()

    def _queue(self, name: str) -> asyncio.Lock:
        return self._queues.setdefault((id(asyncio.get_running_loop()), name), asyncio.Lock())

    def _taken(self, name: str) -> int | None:
        with disk_errors(self._folder, REMEDY):
            return _locked(self._folder / name)


def _locked(path: Path) -> int | None:
    """An open file that is locked; None where somebody else holds it. A file that was removed meanwhile (`clean` removes
    what it holds) is no lock any more: others would make it anew. Raises OSError."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
