"""Locks between processes, and between tasks of one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from polymuse.file_lock import held, taken

HOLDER = """
import sys
from pathlib import Path
from polymuse.file_lock import taken
with taken(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with taken(tmp_path / "lock") as ours, taken(tmp_path / "lock") as theirs, taken(tmp_path / "other") as other:
        assert (ours, theirs, other) == (True, False, True)
    with taken(tmp_path / "lock") as again:
        assert again


def test_a_process_that_dies_frees_what_it_held(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline().strip() == "True"
        with taken(tmp_path / "lock") as ours:
            assert not ours
        holder.kill()
        holder.wait()
        with taken(tmp_path / "lock") as ours:
            assert ours


def test_who_waits_gets_its_turn_and_never_two_at_once(tmp_path: Path) -> None:
    inside, most = 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with held(tmp_path / "lock"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    async def all_of_them() -> None:
        await asyncio.gather(*(work() for _ in range(10)))

    asyncio.run(all_of_them())
    assert (inside, most) == (0, 1)


def test_a_lock_that_was_removed_while_somebody_waited_is_made_anew(tmp_path: Path) -> None:
    async def waited() -> bool:
        waiting = held(tmp_path / "lock")
        with taken(tmp_path / "lock"):
            entering = asyncio.create_task(waiting.__aenter__())
            await asyncio.sleep(0.05)
            (tmp_path / "lock").unlink()
        await entering
        with taken(tmp_path / "lock") as ours:
            free = ours
        await waiting.__aexit__(None, None, None)
        return free

    assert asyncio.run(waited()) is False
