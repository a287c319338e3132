"""Ctrl-C stops a film at once, leaves no process behind, and the next run goes on from there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.command import FILES, SMALL, alive, files_of, interrupt, polymuse, script, start, workers_of


@pytest.mark.parametrize("group", [True, False], ids=["process group", "main process"])
def test_ctrl_c(tmp_path: Path, group: bool) -> None:
    home = tmp_path / "home"
    command = ("film", str(script(tmp_path)), "-o", "out", *SMALL)
    process = start(*command, home=home, cwd=tmp_path)
    assert process.stderr is not None
    finished = process.stderr.readline()
    workers = workers_of(process)
    assert finished.startswith("[1/") and workers
    interrupt(process, group)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130 and out == ""
    said = [line for line in err.splitlines() if not line.startswith("[")]
    assert said == ["Stopped. What was finished is kept; the same command goes on from there."]
    assert gone(workers)
    assert not (tmp_path / "out").exists() or files_of(tmp_path / "out") == {}
    assert list((home / "work").iterdir()) == []
    again = polymuse(*command, home=home, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "kept from before" in again.stderr
    assert set(files_of(tmp_path / "out")) == FILES


def gone(workers: list[int], within: float = 60.0) -> bool:
    until = time.monotonic() + within
    while any(map(alive, workers)):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
