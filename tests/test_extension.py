"""A third party adds an engine and a task without touching the package."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
EXTENSION = HERE / "extension"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(EXTENSION), str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "polymuse", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_is_listed(tmp_path: Path) -> None:
    listed = run("engines", cwd=tmp_path).stdout
    assert "shouter" in listed and "text-to-shout" in listed


def test_it_has_a_command_made_from_its_parameters(tmp_path: Path) -> None:
    done = run("shout", "hear me", "--times", "2", "-o", "loud.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "loud.txt").read_text() == "HEAR ME!\nHEAR ME!"


def test_without_it_the_command_is_unknown(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "polymuse", "shout", "x"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2 and "No such command" in done.stderr
