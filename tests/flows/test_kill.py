"""A film whose command is killed at any moment is finished by the same command, and nothing is made twice."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.command import FILES, SMALL, alive, files_of, polymuse, script, start, workers_of

FEW, MANY = 4, 20
"""How often it is killed each time that the tests are run, and before a change is taken."""


@pytest.mark.parametrize("kills", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
def test_kill_at_any_moment(tmp_path: Path, kills: int) -> None:
    """Every second moment is counted from the first finished step, so that they spread over the whole of the work."""
    command = ("film", str(script(tmp_path)), "-o", "out", *SMALL)
    whole = polymuse(*command, home=tmp_path / "whole", cwd=tmp_path)
    assert whole.returncode == 0, whole.stderr
    finished = files_of(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "expected")
    chance = random.Random(20)
    home = tmp_path / "home"
    for n in range(kills):
        kill_after(chance.uniform(0.0, 1.4), command, home, tmp_path, at_work=n % 2 == 0)
        assert half_written(tmp_path / "out", finished) == []
    last = polymuse(*command, home=home, cwd=tmp_path)
    assert last.returncode == 0, last.stderr
    assert files_of(tmp_path / "out") == finished and set(finished) == FILES
    assert made_twice(home) == []
    assert kills < MANY or cut_short(home) > 0


def kill_after(seconds: float, command: tuple[str, ...], home: Path, cwd: Path, at_work: bool) -> None:
    """Start the command, kill it by SIGKILL, and see its workers end by themselves."""
    process = start(*command, home=home, cwd=cwd)
    assert process.stderr is not None
    if at_work:
        process.stderr.readline()
    time.sleep(seconds)
    workers = workers_of(process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until = time.monotonic() + 10
    while any(map(alive, workers)):
        assert time.monotonic() < until, "a worker outlived its parent"
        time.sleep(0.01)


def half_written(folder: Path, finished: dict[str, bytes]) -> list[str]:
    """Files under a final name that are not what they are to be."""
    there = files_of(folder) if folder.exists() else {}
    return [name for name, data in there.items() if not name.startswith(".") and finished.get(name) != data]


def made_twice(home: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(home / "journal.db") as journal:
        return journal.execute(
            "select step, count(*) from calls where status = 'done' group by key having count(*) > 1"
        ).fetchall()


def cut_short(home: Path) -> int:
    """Calls that a kill ended."""
    with sqlite3.connect(home / "journal.db") as journal:
        return int(journal.execute("select count(*) from calls where status = 'started'").fetchone()[0])
