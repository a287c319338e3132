"""Two commands at once: what both need is made by one of them."""

from __future__ import annotations

from pathlib import Path

from tests.command import FILES, SMALL, files_of, script, start
from tests.flows.test_kill import made_twice


def test_two_films_at_once_share_what_is_made(tmp_path: Path) -> None:
    path = str(script(tmp_path))
    both = [start("film", path, "-o", "out", *SMALL, home=tmp_path / "home", cwd=tmp_path) for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert made_twice(tmp_path / "home") == []
    assert set(files_of(tmp_path / "out")) == FILES
