"""A film of hosted pictures, videos, voices, sounds and music."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from polymuse.engines.hosted import _call
from polymuse.errors import AwaitingImport, BudgetExceeded, PlanError, RetiredModel
from polymuse.flows.film import Film
from polymuse.media.video import read_frames
from tests.blocking import Home
from tests.command import SMALL, files_of, manifest_of, polymuse, script
from tests.flows.conftest import SIZE
from tests.flows.test_film import statuses
from tests.servers.media import tone
from tests.servers.world import World, running

MODELS = {
    "text-to-video": "ray-3.2",
    "text-to-speech": "eleven-multilingual-v2",
    "text-to-sound": "eleven-sound-2",
    "text-to-music": "eleven-music-2.5",
}
KEYS = {"luma_agents": "LUMA_AGENTS_API_KEY", "elevenlabs": "ELEVENLABS_API_KEY", "kling": "KLING_API_KEY"}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with running() as server:
        yield server.fresh()


@pytest.fixture(autouse=True)
def keyed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_call, "PAUSES", 0.01)
    for name, variable in KEYS.items():
        monkeypatch.setenv(f"POLYMUSE_{name.upper()}_URL", world.at(name))
        monkeypatch.setenv(variable, world.key(name))
    world.charges.clear()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One for all of these tests: what they do not change is made once."""
    return Home(tmp_path_factory.mktemp("hosted") / "home")


def film(home: Home, folder: Path, models: Mapping[str, str] = MODELS, **options: object) -> Film:
    return home.client.film(script(folder), folder / "out", models=models, **{**SIZE, **options})


def test_the_whole_film_is_made_by_others_and_passes_its_checks(home: Home, tmp_path: Path, world: World) -> None:
    made = film(home, tmp_path)
    assert {"film.mp4", "music.wav", "narration.wav", "manifest.json"} <= set(files_of(made.folder))
    assert "music.mid" not in made.files
    assert not {notice.topic for notice in made.notices} & {"size", "length"}  # all of it is made to fit
    charged = sorted(charge.what for charge in world.charges)
    assert (
        charged == ["eleven_multilingual_v2"] * 2 + ["eleven_text_to_sound_v2"] * 2 + ["music_v2_5"] + ["ray-3.2"] * 2
    )
    listed = {asset["id"]: asset["engine"]["id"] for asset in manifest_of(made.folder)["assets"]}
    assert listed["scene-01-take-1.video"] == "ray-3.2@luma_agents" and listed["scene-01.video"] == "editor"
    assert listed["title.video"] == listed["poster.image"] == "sketch"


def test_its_cards_and_poster_are_on_its_own_pictures(home: Home, tmp_path: Path) -> None:
    made = film(home, tmp_path)
    frames = [frame[..., 2::-1] for frame in read_frames(made.path)]
    first, last = (hue(frames[n]) for n in (4 * 12, -4 * 12))
    assert np.abs(first - last).max() > 0.05  # the scenes are of different colours
    assert hue(frames[6]) == pytest.approx(first, abs=0.04)
    assert hue(frames[-6]) == pytest.approx(last, abs=0.04)
    with Image.open(made.files["poster.png"]) as poster:
        assert hue(np.asarray(poster.convert("RGB"))) == pytest.approx(first, abs=0.04)


def hue(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The shares of red, green and blue in the ground of one of the server's films: its edges."""
    edges = np.concatenate([picture[:10].reshape(-1, 3), picture[-10:].reshape(-1, 3)]).astype(float)
    shares: NDArray[np.float64] = edges.mean(axis=0) / edges.mean(axis=0).sum()
    return shares


def test_the_second_time_nothing_is_asked_for(home: Home, tmp_path: Path, world: World) -> None:
    film(home, tmp_path)
    assert set(statuses(home).values()) == {"cached"} and not world.charges


def test_another_model_for_one_thing_makes_only_that_anew(home: Home, tmp_path: Path, world: World) -> None:
    film(home, tmp_path)
    film(home, tmp_path, {**MODELS, "text-to-music": "eleven-music-1"})
    anew = {step for step, status in statuses(home).items() if status == "done"}
    assert anew == {"music-source", "music", "mix", "film", "check"}
    assert [charge.what for charge in world.charges] == ["music_v1"]


def test_a_lock_whose_paid_results_are_gone_is_not_paid_for_again(home: Home, tmp_path: Path, world: World) -> None:
    lock, other = tmp_path / "film.lock", Home(tmp_path / "other")
    film(home, tmp_path, lock=lock)
    film(home, tmp_path, lock=lock)
    world.charges.clear()
    with pytest.raises(PlanError, match=r"results of .*scene-01-take-1.* are not kept any more"):
        film(other, tmp_path, lock=lock)
    assert not world.charges


def test_a_film_that_would_cost_too_much_is_not_begun(home: Home, tmp_path: Path, world: World) -> None:
    with pytest.raises(BudgetExceeded):
        film(home, tmp_path, seed=99, max_cost=0.001)
    assert not world.charges


def test_a_film_goes_on_from_what_a_person_brings(home: Home, tmp_path: Path, world: World) -> None:
    models = {**MODELS, "text-to-music": "suno"}
    with pytest.raises(AwaitingImport, match="polymuse import") as waiting:
        film(home, tmp_path, models)
    assert "suno.com" in waiting.value.work
    assert {step for step, s in statuses(home).items() if s == "done"} <= {"music-source"}
    (job,) = home.journal.jobs.list()
    song = tmp_path / "song.mp3"
    song.write_bytes(tone("a song", 12.0, "mp3", 44100))
    done = polymuse("import", str(job.id), str(song), home=home.path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = film(home, tmp_path, models)
    assert "music.wav" in made.files and not world.charges
    listed = {asset["id"]: asset["engine"]["id"] for asset in manifest_of(made.folder)["assets"]}
    assert listed["music-source.music"] == "suno@handoff"


def test_models_are_named_in_a_file(home: Home, tmp_path: Path, world: World) -> None:
    lines = ["# who makes what", *(f"{task}: {engine}" for task, engine in MODELS.items())]
    (tmp_path / "models.yaml").write_text("\n".join(lines))
    script(tmp_path)
    ran = polymuse("film", "lamp.md", "-o", "out", "--models", "models.yaml", *SMALL, home=home.path, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert not world.charges  # all of it is known from before
    planned = polymuse(
        "plan", "lamp.md", "--models", "models.yaml", "--seed", "5", *SMALL, home=home.path, cwd=tmp_path
    )
    assert "ray-3.2@luma_agents" in planned.stdout and "$" in planned.stdout


def test_a_model_that_is_gone_is_refused_before_anything_is_made(home: Home, tmp_path: Path, world: World) -> None:
    with pytest.raises(RetiredModel, match="Use"):
        film(home, tmp_path, {"text-to-video": "sora-2"})
    assert not world.charges
