"""A lock file proves that a film is the same to the byte, and makes it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from polymuse import __version__
from polymuse.errors import PlanError
from tests.blocking import Home
from tests.command import SCRIPT, files_of, polymuse, script
from tests.flows.conftest import SIZE, Made


@pytest.fixture(scope="module")
def lock(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lock")
    made.home.client.film(made.script, folder / "out", lock=folder / "film.lock", **SIZE)
    return folder / "film.lock"


def held(made: Made, lock: Path, folder: Path, **options: Any) -> None:
    made.home.client.film(made.script, folder, lock=lock, **{**SIZE, **options})


def changed(lock: Path, folder: Path, change: Any) -> Path:
    """A copy of the lock with something changed in it."""
    data = json.loads(lock.read_text())
    change(data)
    copy = folder / "film.lock"
    copy.write_text(json.dumps(data))
    return copy


def test_it_names_every_step_and_output(made: Made, lock: Path) -> None:
    data = json.loads(lock.read_text())
    assert set(data["steps"]) == {step["id"] for step in data["plan"]["steps"]}
    assert (
        data["steps"]["film"]["outputs"]["film"]
        == (json.loads(made.film.files["manifest.json"].read_text())["files"]["film.mp4"])
    )


def test_it_holds_and_is_left_alone(made: Made, lock: Path, tmp_path: Path) -> None:
    before = lock.read_bytes()
    held(made, lock, tmp_path)
    assert lock.read_bytes() == before


def test_other_options_or_words_do_not_hold(made: Made, lock: Path, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"film\.lock: the script or the options have changed"):
        held(made, lock, tmp_path, seed=1)
    with pytest.raises(PlanError, match=r"film\.lock: the script or the options have changed"):
        other = script(tmp_path, SCRIPT.replace("red", "blue"))
        made.home.client.film(other, tmp_path / "out", lock=lock, **SIZE)


def test_another_digest_does_not_hold_and_nothing_is_exported(made: Made, lock: Path, tmp_path: Path) -> None:
    def tamper(data: dict[str, Any]) -> None:
        data["steps"]["music"]["outputs"]["midi"] = "0" * 64

    with pytest.raises(PlanError, match="Step 'music' made another midi than the lock file says"):
        held(made, changed(lock, tmp_path, tamper), tmp_path / "out")
    assert files_of(tmp_path / "out") == {}


def test_another_version_is_refused_before_anything_is_made(made: Made, lock: Path, tmp_path: Path) -> None:
    def older(data: dict[str, Any]) -> None:
        data["polymuse"] = "0.0.0"

    def other_engine(data: dict[str, Any]) -> None:
        data["steps"]["film"]["version"] = "0"

    for change, said in ((older, r"made with polymuse 0\.0\.0"), (other_engine, "was made by editor 0")):
        with pytest.raises(PlanError, match=said):
            held(made, changed(lock, tmp_path, change), tmp_path / "out")


def test_a_film_made_again_from_its_lock_alone(made: Made, lock: Path, tmp_path: Path, home: Home) -> None:
    done = polymuse("replay", str(lock), "-o", "again", home=home.path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "again") == files_of(made.film.folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "this is not a lock file"),
        ("not json", "this is not a lock file"),
        ('{"polymuse": "VERSION", "plan": {"name": "x", "steps": []}, "steps": {}}', "this does not lock a film"),
    ],
    ids=["empty", "no JSON", "no film"],
)
def test_what_is_no_lock(tmp_path: Path, home: Home, text: str, said: str) -> None:
    (tmp_path / "bad.lock").write_text(text.replace("VERSION", __version__))
    done = polymuse("replay", "bad.lock", "-o", "again", home=home.path, cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and "bad.lock" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "again").exists()


def test_a_lock_that_is_not_there(tmp_path: Path, home: Home) -> None:
    done = polymuse("replay", "none.lock", home=home.path, cwd=tmp_path)
    assert done.returncode == 2 and "none.lock: there is no such lock file" in done.stderr


def test_a_folder_is_no_lock(tmp_path: Path, home: Home) -> None:
    done = polymuse("replay", ".", home=home.path, cwd=tmp_path)
    assert done.returncode == 2 and "cannot be read" in done.stderr
