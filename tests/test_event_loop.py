"""What belongs to an event loop, and what is kept off it."""

from __future__ import annotations

import asyncio
import threading
from functools import cache

from polymuse.event_loop import LIGHT, computed, in_thread


def test_what_is_kept_is_computed_once_and_not_on_the_loop() -> None:
    computing: list[threading.Thread] = []

    @cache
    def slow() -> str:
        computing.append(threading.current_thread())
        return "done"

    async def often() -> list[str]:
        return [await computed(slow) for _ in range(3)]

    assert asyncio.run(often()) == ["done"] * 3
    (thread,) = computing
    assert thread is not threading.current_thread()


def test_large_work_is_done_in_a_thread_and_small_work_at_once() -> None:
    def here() -> bool:
        return threading.current_thread() is threading.main_thread()

    async def both() -> tuple[bool, bool]:
        return await in_thread(LIGHT, here), await in_thread(LIGHT + 1, here)

    assert asyncio.run(both()) == (True, False)
