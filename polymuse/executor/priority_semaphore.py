"""A semaphore that lets the highest priority through first."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import AsyncGenerator
from itertools import count

__all__ = ["PrioritySemaphore"]


class PrioritySemaphore:
    """Up to `slots` holders at a time; of those that wait the highest priority goes first, of equals the first to come.
    Belongs to one event loop."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._counter = count()

    @contextlib.asynccontextmanager
    async def acquire(self, priority: float = 0.0) -> AsyncGenerator[None, None]:
        """Hold a slot for the length of the block."""
        await self._acquire(priority)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, priority: float) -> None:
        if self._slots:
            self._slots -= 1
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-priority, next(self._counter), waiter))
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # it was let through in the moment in which it was cancelled
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting:
            *_, waiter = heapq.heappop(self._waiting)
            if not waiter.done():
                waiter.set_result(None)
                return
        self._slots += 1
