"""Locks between processes: files that one of them holds, and that the system frees when it dies (flock(2))."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

__all__ = ["held", "taken"]

POLL = 0.02
"""Seconds between two looks at a lock that somebody else holds."""


@contextlib.contextmanager
def taken(path: Path) -> Iterator[bool]:
    """Hold a lock for the length of the block; False where somebody else holds it. Raises OSError."""
    handle = _taken(path)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


@contextlib.asynccontextmanager
async def held(path: Path) -> AsyncIterator[None]:
    """Wait for a lock and hold it for the length of the block. Raises OSError."""
    while (handle := _taken(path)) is None:
        await asyncio.sleep(POLL)
    try:
        yield
    finally:
        os.close(handle)


def _taken(path: Path) -> int | None:
    """An open file that is locked. One that was removed meanwhile (`Home.prune` removes what it holds) is no lock any
    more: others would make the file anew."""
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
