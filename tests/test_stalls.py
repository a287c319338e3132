"""The watch over event loops."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command import environment, script
from tests.stalls import LIMIT, Watch


@pytest.fixture
def found() -> Iterator[list[str]]:
    """What a watch of this test's own finds."""
    watch = Watch()
    watch.install()
    yield watch.stalls
    watch.uninstall()


@pytest.fixture(autouse=True)
def forgiven(watch: Watch) -> Iterator[None]:
    """What is held up here is meant to be."""
    yield
    watch.stalls.clear()


def burn(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def held_up(do: Callable[[], None]) -> None:
    await asyncio.sleep(0)
    do()
    await asyncio.sleep(0)


def test_a_step_that_takes_long_is_found_with_its_place(found: list[str]) -> None:
    asyncio.run(held_up(lambda: burn(2 * LIMIT)))
    (stall,) = found
    assert "held_up, now at tests/test_stalls.py:" in stall and " in burn" in stall


def test_a_callback_that_takes_long_is_found_by_its_name(found: list[str]) -> None:
    async def call() -> None:
        asyncio.get_running_loop().call_soon(burn, 2 * LIMIT)
        await asyncio.sleep(0.01)

    asyncio.run(call())
    (stall,) = found
    assert "function burn" in stall


def test_what_takes_no_processor_time_or_is_not_on_the_loop_is_not(found: list[str]) -> None:
    asyncio.run(held_up(lambda: time.sleep(2 * LIMIT)))
    asyncio.run(asyncio.wait_for(asyncio.to_thread(burn, 2 * LIMIT), 60))
    assert found == []


def test_every_step_counts_by_itself(found: list[str]) -> None:
    async def often() -> None:
        for _ in range(8):
            burn(LIMIT / 4)
            await asyncio.sleep(0)

    asyncio.run(often())
    assert found == []


PROGRAM = """
import sys
from tests.stalls import Watch
watch = Watch()
watch.install()
try:
    {}
finally:
    print(*watch.stalls, sep="\\n")
"""
PROGRAMS = {
    "a picture on the command line": "sys.argv = ['polymuse', 'image', 'a boat', '-o', 'boat.png', '--width', '64']; "
    "from polymuse.cli import main; main()",
    "a plan on the command line": "sys.argv = ['polymuse', 'plan', 'lamp.md']; from polymuse.cli import main; main()",
}


@pytest.mark.parametrize("code", PROGRAMS.values(), ids=PROGRAMS)
def test_a_new_process_loads_nothing_on_its_loop(code: str, tmp_path: Path) -> None:
    """In this one everything may have been loaded by another test."""
    script(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(code)], cwd=tmp_path, env=environment(tmp_path / "home"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and " ms in " not in done.stdout, done.stdout + done.stderr
