"""Turns at something of which there are only so many."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
from collections.abc import AsyncGenerator
from itertools import count

__all__ = ["Turns"]


class Turns:
    """So many places; of those that wait for one the most urgent goes first, and of equals who came first. Belongs to
    one event loop."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._arrivals = count()

    @contextlib.asynccontextmanager
    async def turn(self, urgency: float = 0.0) -> AsyncGenerator[None, None]:
        """A place, for the length of the block."""
        await self._take(urgency)
        try:
            yield
        finally:
            self._give()

    async def _take(self, urgency: float) -> None:
        if self._places:
            self._places -= 1
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-urgency, next(self._arrivals), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():  # it was called in the moment in which it went away
                self._give()
            raise

    def _give(self) -> None:
        while self._waiting:
            *_, called = heapq.heappop(self._waiting)
            if not called.done():
                called.set_result(None)
                return
        self._places += 1
