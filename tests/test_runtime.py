"""What everything stands on."""

from __future__ import annotations

import asyncio
import json
import os
import time

from polymuse.asset import Asset, Kind
from polymuse.protocols import CallSpec
from tests.blocking import Home


def old(home: Home, words: bytes) -> Asset:
    """A text that has been in the store for two days."""
    asset: Asset = home.blobs.put_bytes(words, Kind.TEXT, "text/plain")
    os.utime(asset.path, (time.time() - 2 * 86400,) * 2)
    return asset


def test_pruning_keeps_what_results_need(home: Home) -> None:
    kept, lost = old(home, b"kept"), old(home, b"lost")
    home.journal.results.remember("k", {"outputs": {"text": {"digest": kept.digest}}, "notices": []})
    assert home.prune(days=1) == 4
    assert kept.path.exists() and not lost.path.exists()
    assert home.prune(days=-1) == 4 and not kept.path.exists()


def test_pruning_keeps_what_a_running_command_was_given_or_has_just_made(home: Home) -> None:
    new = home.blobs.put_bytes(b"new", Kind.TEXT, "text/plain")
    assert home.prune(days=1) == 0 and new.path.exists()


def test_pruning_keeps_what_work_under_way_was_given(home: Home) -> None:
    given = old(home, b"given")
    inputs = json.dumps({"text": given.digest})
    home.journal.jobs.begin(CallSpec("k", None, "s", "t", "e", "1", "{}", inputs), "mark")
    assert home.prune(days=1) == 0 and given.path.exists()
    home.journal.jobs.end("k", "dropped")
    assert home.prune(days=1) == 5 and not given.path.exists()


def test_pruning_removes_the_locks_that_nobody_holds(home: Home) -> None:
    async def prune() -> None:
        locks, folder = home.runtime.locks, home.path / "locks"
        async with locks.hold("left"):
            pass
        async with locks.hold("held"):
            await home.runtime.prune(days=1)
            assert [lock.name for lock in folder.iterdir()] == ["held"]
        await home.runtime.prune(days=1)
        assert list(folder.iterdir()) == []

    asyncio.run(prune())
