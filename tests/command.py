"""The command line, in this process and in one of its own, and small films to make with it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from polymuse.cli import console, main

ROOT = Path(__file__).parent.parent
SMALL = ("--size", "192x108", "--fps", "12")
FILES = {
    "alt.txt", "captions.srt", "captions.vtt", "film.mp4", "manifest.json", "music.mid", "music.wav", "narration.wav",
    "poster.png", "script.md", "storyboard.html",
}  # fmt: skip
SCRIPT = """# Lamp

## Scene 1 — The sea (0:00–0:03)
Visual: A lighthouse by the sea at dusk.
Sound: waves
Narration: "The lamp is lit."

## Scene 2 — The boat (0:03–0:06)
Visual: A red boat on calm water in the morning.
Narration: "A boat comes home."
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "POLYMUSE_HOME": str(home), "COLUMNS": "200", **more}


def start(*arguments: str, home: Path, cwd: Path, **options: Any) -> subprocess.Popen[str]:
    """Start `polymuse …` as the leader of a process group of its own, as a shell does."""
    return subprocess.Popen(
        [sys.executable, "-m", "polymuse", *arguments], cwd=cwd, env=environment(home, **options.pop("more", {})),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0,
        restore_signals=True, **options,
    )  # fmt: skip


def polymuse(*arguments: str, home: Path, cwd: Path, more: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
    """Run `polymuse …` to its end in this process, which spares a second of imports; what is to be known of the process
    itself (signals, pipes, what it imports) is tested with `start` and `run`."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open() as nothing:
        for name, value in environment(home, **more).items():
            patch.setenv(name, value)
        for name, stream in (("stdin", nothing), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", ["polymuse", *arguments])
        for screen in (console.out, console.log, console.err):
            patch.setattr(screen, "_width", 200)
        patch.chdir(cwd)
        try:
            main()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(arguments, code, *texts)


def run(*arguments: str, home: Path, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `polymuse …` to its end in a process of its own."""
    process = start(*arguments, home=home, cwd=cwd, **options)
    try:
        out, err = process.communicate(timeout=120)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def script(folder: Path, text: str = SCRIPT, name: str = "lamp.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The worker processes that a running command has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in children.read_text().split()] if children.exists() else []


def alive(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def interrupt(process: subprocess.Popen[str], group: bool) -> None:
    """What Ctrl-C does: SIGINT, to the whole group or to the command alone."""
    (os.killpg if group else os.kill)(process.pid, signal.SIGINT)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def manifest_of(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return made
