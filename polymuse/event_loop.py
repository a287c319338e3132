"""Things that belong to one event loop, and work that is kept off it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import _lru_cache_wrapper
from typing import Generic, TypeVar

__all__ = ["PerLoop", "computed", "in_thread"]

T = TypeVar("T")
LIGHT = 2 << 20
"""Bytes that are processed in less time than it takes to hand them to a thread and to wait for its turn."""


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
