"""A semaphore that lets the highest priority through first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from polymuse.executor.priority_semaphore import PrioritySemaphore


async def line_up(semaphore: PrioritySemaphore, priority: float, served: list[float]) -> None:
    async with semaphore.acquire(priority):
        served.append(priority)
        await asyncio.sleep(0)


async def settle() -> None:
    """Let everybody come to where they wait."""
    for _ in range(5):
        await asyncio.sleep(0)


def order(priorities: Sequence[float], slots: int = 1) -> list[float]:
    """In which order those are served who come one after the other while all slots are taken."""

    async def serve() -> list[float]:
        semaphore, served = PrioritySemaphore(slots), list[float]()
        async with asyncio.TaskGroup() as group, semaphore.acquire():
            for priority in priorities:
                group.create_task(line_up(semaphore, priority, served))
                await settle()
            assert slots > 1 or served == []
        return served

    return asyncio.run(serve())


def test_the_highest_priority_goes_first_and_of_equals_who_came_first() -> None:
    assert order([1.0, 3.0, 2.0]) == [3.0, 2.0, 1.0]
    assert order([0.0, -0.0, 5.0, 0.0]) == [5.0, 0.0, -0.0, 0.0]


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_there_are_never_more_than_there_are_slots(slots: int) -> None:
    async def crowd() -> int:
        semaphore, inside, most = PrioritySemaphore(slots), 0, 0

        async def visit() -> None:
            nonlocal inside, most
            async with semaphore.acquire():
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(visit() for _ in range(8)))
        return most

    assert asyncio.run(crowd()) == slots


@pytest.mark.parametrize("called", [False, True], ids=["still waiting", "just called"])
def test_who_goes_away_leaves_the_place_to_the_next(called: bool) -> None:
    async def leave() -> list[float]:
        semaphore, served = PrioritySemaphore(1), list[float]()
        async with semaphore.acquire():
            first = asyncio.create_task(line_up(semaphore, 2.0, served))
            second = asyncio.create_task(line_up(semaphore, 1.0, served))
            await settle()
            if not called:
                first.cancel()
        first.cancel()  # its turn has come now, but it has not heard of it
        await asyncio.wait([first, second], timeout=5)
        await asyncio.wait_for(line_up(semaphore, 0.0, served), 5)
        return served

    assert asyncio.run(leave()) == [1.0, 0.0]
