"""File locks between processes; what any lock manager keeps to is in tests/contract/test_locks.py."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from polymuse.errors import OutputError
from polymuse.storage.file_lock import FileLocks
from tests.command import environment

HOLDER = """
import asyncio, sys
from pathlib import Path
from polymuse.storage.file_lock import FileLocks

async def main():
    async with FileLocks(Path(sys.argv[1])).try_hold("lock") as held:
        print(held, flush=True)
        sys.stdin.read()

asyncio.run(main())
"""


async def is_free(locks: FileLocks, name: str = "lock") -> bool:
    async with locks.try_hold(name) as held:
        return held


def test_a_process_that_dies_frees_what_it_held(tmp_path: Path) -> None:
    command, locks = [sys.executable, "-c", HOLDER, str(tmp_path)], FileLocks(tmp_path)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(tmp_path)
    ) as holder:
        assert holder.stdout and holder.stdout.readline().strip() == "True"
        assert not asyncio.run(is_free(locks))
        holder.kill()
        holder.wait()
        assert asyncio.run(is_free(locks))


def test_a_lock_that_was_removed_while_somebody_waited_is_made_anew(tmp_path: Path) -> None:
    locks, others = FileLocks(tmp_path), FileLocks(tmp_path)

    async def waited() -> bool:
        waiting = others.hold("lock")
        async with locks.try_hold("lock"):
            entering = asyncio.create_task(waiting.__aenter__())
            await asyncio.sleep(0.05)
            (tmp_path / "lock").unlink()
        await entering
        free = await is_free(locks)
        await waiting.__aexit__(None, None, None)
        return free

    assert asyncio.run(waited()) is False


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        FileLocks(tmp_path / "file" / "locks")
