"""Progress as a terminal shows it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from polymuse.cli.console import clock
from polymuse.cli.progress import label
from tests.command import SMALL, environment, script


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("speech-02-01", "narration 2.1"), ("scene-12", "picture of scene 12"), ("sound-01", "sound of scene 1"),
        ("still-03", "still of scene 3"), ("film", "cut"), ("title", "title card"), ("text-to-image", "text-to-image"),
        ("scene-03-take-2", "picture of scene 3, take 2"), ("scene-03-picture", "picture of scene 3, as a still"),
        ("title-backdrop", "picture behind title card"),
        ("music-source", "music"), ("speech-02-01-source", "narration 2.1"),
    ],
)  # fmt: skip
def test_labels(id: str, words: str) -> None:
    assert label(id) == words


def test_what_is_made_to_fit_is_called_so() -> None:
    assert label("scene-03", "video-conforming") == "picture of scene 3, made to fit"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (59.4, "59 s"), (61, "1 min 01 s"), (59.7, "1 min 00 s"), (119.7, "2 min 00 s")],
)
def test_times(seconds: float, words: str) -> None:
    assert clock(seconds) == words


def test_a_terminal_shows_bars_and_every_finished_step(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "polymuse", "film", str(script(tmp_path)), "-o", "out", *SMALL, "--no-cards"],
        cwd=tmp_path, env=environment(tmp_path / "home", TERM="xterm"), stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while data := os.read(leader, 65536):
            shown += data
    except OSError:
        """The terminal is closed when the last program on it ends."""
    text = shown.decode()
    assert process.wait() == 0, text
    assert "✓ picture of scene 2" in plain(text) and "film" in text and "checks passed" in text
    assert "Traceback" not in text


def plain(text: str) -> str:
    """Without colours."""
    parts = text.split("\x1b[")
    return parts[0] + "".join(part.partition("m")[2] if "m" in part[:12] else part for part in parts[1:])
