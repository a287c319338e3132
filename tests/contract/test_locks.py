"""What every lock manager keeps to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from polymuse.protocols import LockManager
from polymuse.storage.file_lock import FileLocks

MAKERS: dict[str, Callable[[Path], LockManager]] = {"files": FileLocks}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], LockManager]:
    """Another manager of the same locks each time, as another process has."""
    return lambda: request.param(tmp_path / "locks")


def test_a_lock_is_held_by_one_at_a_time(make: Callable[[], LockManager]) -> None:
    async def hold() -> None:
        one, other = make(), make()
        async with one.try_hold("lock") as ours, other.try_hold("lock") as theirs, other.try_hold("other") as another:
            assert (ours, theirs, another) == (True, False, True)
        async with other.try_hold("lock") as again:
            assert again

    asyncio.run(hold())


def test_whoever_waits_gets_it_and_never_two_at_once(make: Callable[[], LockManager]) -> None:
    inside, most = 0, 0

    async def work(locks: LockManager) -> None:
        nonlocal inside, most
        async with locks.hold("lock"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async def all_of_them() -> None:
        shared = make()
        await asyncio.gather(*(work(shared) for _ in range(10)), *(work(make()) for _ in range(3)))

    asyncio.run(all_of_them())
    assert (inside, most) == (0, 1)


def test_a_holder_that_fails_or_is_cancelled_frees_it(make: Callable[[], LockManager]) -> None:
    async def fail() -> None:
        locks = make()
        with pytest.raises(KeyError):
            async with locks.hold("lock"):
                raise KeyError
        waiting = asyncio.create_task(locks.hold("lock").__aenter__())
        await waiting
        cancelled = asyncio.create_task(make().hold("lock").__aenter__())
        await asyncio.sleep(0.05)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)

    asyncio.run(fail())

    async def free() -> bool:
        async with make().try_hold("lock") as held:
            return held

    assert asyncio.run(free())


def test_cleaning_leaves_what_is_held(make: Callable[[], LockManager]) -> None:
    async def clean() -> None:
        one, other = make(), make()
        async with one.try_hold("left"):
            pass
        async with one.hold("held"):
            await other.clean()
            async with other.try_hold("held") as theirs, other.try_hold("left") as free:
                assert (theirs, free) == (False, True)

    asyncio.run(clean())
