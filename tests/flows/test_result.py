"""A film as a result: what it cost and took, how it shows itself, and where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from polymuse.asset import Kind
from polymuse.flows.film import folder_for
from polymuse.results import Result
from tests.flows.conftest import SIZE, Made


def test_it_is_a_result(made: Made) -> None:
    film = made.film
    assert (
        isinstance(film, Result)
        and film.asset.kind is Kind.VIDEO
        and (film.asset.width, film.asset.height) == (192, 108)
    )
    assert film.cost == 0 and film.seconds > 0 and not film.cached
    assert film.assets.keys() <= film.files.keys()
    for name, asset in film.assets.items():
        assert asset.read_bytes() == film.files[name].read_bytes()


def test_it_is_saved_alone(made: Made, tmp_path: Path) -> None:
    assert made.film.save(tmp_path / "lamp.mp4") == {"film.mp4": tmp_path / "lamp.mp4"}
    assert [file.name for file in tmp_path.iterdir()] == ["lamp.mp4"]


def test_a_notebook_has_a_player_with_a_poster_and_what_was_not_done(made: Made) -> None:
    shown = made.film._repr_mimebundle_()["text/html"]
    assert '<video controls src="data:video/mp4;base64,' in shown and 'poster="data:image/png;base64,' in shown
    assert shown.count("<li>") == len(made.film.notices)


def test_its_representation_is_short(made: Made) -> None:
    first, *notices = repr(made.film).splitlines()
    assert first.startswith(f"<Film {str(made.film.path)!r} (192×108, ") and "steps made in" in first
    assert len(notices) == len(made.film.notices) and "timeline" not in first


def test_it_needs_no_folder(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    film = made.home.client.film(made.script, **SIZE)
    assert film.folder == Path("lamp") and (tmp_path / "lamp" / "film.mp4").is_file()
    assert film.cached and film.made == 0


def test_a_folder_is_named_after_the_script(tmp_path: Path) -> None:
    (tmp_path / "The Lamp.md").write_text("# Lamp")
    assert folder_for(tmp_path / "The Lamp.md") == folder_for(str(tmp_path / "The Lamp.md")) == Path("the-lamp")
    assert folder_for("A lighthouse keeper's last evening, warm and melancholic") == Path(
        "a-lighthouse-keeper-s-last-evening-warm"
    )
    assert folder_for("…") == Path("film")
