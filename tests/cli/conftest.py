"""The command line in this process, with engines of tests; a disk that is soon full."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from polymuse.cli import app, console


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str


Give = Callable[..., Done]


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Give:
    """Gives a command in this process, where engines of tests can be put into the registry."""
    for screen in (console.out, console.log, console.err):
        monkeypatch.setattr(screen, "_width", 200)

    def given(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["polymuse", *arguments])
        capsys.readouterr()
        try:
            app.run()
        except SystemExit as left:
            said = capsys.readouterr()
            return Done(int(left.code or 0), said.out, said.err)
        raise AssertionError("a command ends with an exit code")

    return given


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB. Mounting needs rights that not everybody has; without them the test is skipped."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)
