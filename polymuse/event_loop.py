"""Things that belong to one event loop, and work that is kept off it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from concurrent.futures import wait
from functools import _lru_cache_wrapper
from typing import Any, Generic, TypeVar

__all__ = ["Call", "PerLoop", "computed", "in_thread", "result_of"]

T = TypeVar("T")
LIGHT = 2 << 20
"""Bytes that are processed in less time than it takes to hand them to a thread and to wait for its turn."""
GRACE = 25.0
"""Seconds that interrupted work is given to end. A hosted request under way may need 20 to be named by its service, by which
the next run finds it again."""
WAKE_UP = 0.5
"""Seconds after which a wait looks for Ctrl-C: a signal that another thread receives does not wake up the main thread."""


async def in_thread(size: int, function: Callable[..., T], *args: object) -> T:
    """The result of `function(*args)`, which goes through `size` bytes: in a thread where the loop would notice."""
    return function(*args) if size <= LIGHT else await asyncio.to_thread(function, *args)


async def computed(cached: _lru_cache_wrapper[T]) -> T:
    """The result of a function of no parameters that `functools.cache` keeps; the first time it is computed in a thread."""
    return cached() if cached.cache_info().currsize else await asyncio.to_thread(cached)


class PerLoop(Generic[T]):
    """One T for each running event loop, made at its first use and closed when the loop is, or by `close`."""

    def __init__(self, make: Callable[[], T], close: Callable[[T], Awaitable[None]]) -> None:
        self._make = make
        self._close = close
        self._kept: dict[asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None, None]]] = {}

    async def get(self) -> T:
        loop = asyncio.get_running_loop()
        if loop not in self._kept:
            made = self._make()
            keeper = self._until_the_loop_ends(loop, made)
            self._kept[loop] = made, keeper
            await anext(keeper)
        return self._kept[loop][0]

    async def close(self) -> None:
        """Close the running loop's T, if there is one."""
        if kept := self._kept.get(asyncio.get_running_loop()):
            await kept[1].aclose()

    async def _until_the_loop_ends(self, loop: asyncio.AbstractEventLoop, kept: T) -> AsyncGenerator[None, None]:
        """A generator that is begun and left: a loop that ends finishes those, and so closes what it keeps."""
        try:
            yield
        finally:
            del self._kept[loop]
            await self._close(kept)


def result_of(work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> T:
    """The result of work that another thread's loop does. An interrupt ends the work, and waits until it has ended."""
    call = Call(work)
    try:
        future = asyncio.run_coroutine_threadsafe(call.run(), loop)
        while not wait([future], timeout=WAKE_UP).done:
            pass
        return future.result()
    except BaseException:
        if not call.ended.is_set():
            loop.call_soon_threadsafe(call.cancel)
            call.ended.wait(GRACE)
        raise


class Call(Generic[T]):
    """Work in the loop's thread for another thread, which may be interrupted at any time: before it knows of the work's
    future, too. `ended` tells when the work is over, for a future that is cancelled does not wait for that."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self.ended = threading.Event()
        self._work = work
        self._task: asyncio.Task[Any] | None = None

    async def run(self) -> T:
        if self.ended.is_set():
            raise asyncio.CancelledError
        self._task = asyncio.current_task()
        try:
            return await self._work
        finally:
            self.ended.set()

    def cancel(self) -> None:
        """To be called in the loop's thread."""
        if self._task is not None:
            self._task.cancel()
        else:
            self._work.close()
            self.ended.set()
