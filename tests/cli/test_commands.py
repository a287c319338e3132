"""The commands as a user gives them."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from PIL import Image

from polymuse.flows.film.options import folder_for
from tests.command import SCRIPT, SMALL, polymuse, script


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        ("A lighthouse keeper's last evening, 45 seconds, warm", "a-lighthouse-keeper-s-last-evening-45"),
        ("A storm. Then calm.", "a-storm-then-calm"),
        ("x" * 5000, "x" * 60),
        ("…", "film"),
    ],
)
def test_the_folder_is_named_after_the_brief(words: str, folder: str) -> None:
    assert folder_for(words) == Path(folder)


def test_the_folder_is_named_after_the_script(tmp_path: Path) -> None:
    assert folder_for(str(script(tmp_path, SCRIPT, "My Film v2.md"))) == Path("my-film-v2")


def test_plan_shows_steps_engines_and_time_and_makes_nothing(tmp_path: Path) -> None:
    script(tmp_path)
    done = polymuse("plan", "lamp.md", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in ("picture of scene 2", "shot-rendering", "sketch", "About ", "costs $0.00"):
        assert words in done.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "lamp.md"]


def test_plan_says_what_is_kept_from_before(tmp_path: Path) -> None:
    path, home = script(tmp_path), tmp_path / "home"
    assert "kept" not in polymuse("plan", "lamp.md", *SMALL, home=home, cwd=tmp_path).stdout
    polymuse("film", "lamp.md", "-o", "out", *SMALL, home=home, cwd=tmp_path)
    again = polymuse("plan", "lamp.md", *SMALL, home=home, cwd=tmp_path).stdout
    steps = json.loads(polymuse("plan", "lamp.md", *SMALL, "--json", home=home, cwd=tmp_path).stdout)["steps"]
    assert f"{len(steps)} of {len(steps)} steps are kept from before." in again
    path.write_text(path.read_text().replace("red", "blue"))
    told = _kept_lines(polymuse("plan", "lamp.md", *SMALL, home=home, cwd=tmp_path).stdout)
    assert told["text-to-speech"] == {True}, "what is said is the same"
    assert told["storyboard-timing"] == {False}
    assert told["shot-rendering"] == {False}, "nobody can know before the timing is made"


def _kept_lines(stdout: str) -> dict[str, set[bool]]:
    """By task, whether its steps are kept."""
    told: dict[str, set[bool]] = {}
    for line in stdout.splitlines():
        if (words := line.split()) and len(words) > 3:
            for task in ("text-to-speech", "storyboard-timing", "shot-rendering"):
                if task in words:
                    told.setdefault(task, set()).add(words[-1] == "kept")
    return told


def test_single_things(tmp_path: Path) -> None:
    home = tmp_path / "home"
    image = polymuse(
        "image", "a red boat", "-o", "boat.png", "--width", "64", "--height", "48", home=home, cwd=tmp_path
    )
    assert image.returncode == 0, image.stderr
    with Image.open(tmp_path / "boat.png") as picture:
        assert picture.size == (64, 48)
    speech = polymuse("speak", "The lamp is lit.", "-o", "lamp.wav", home=home, cwd=tmp_path)
    assert speech.returncode == 0, speech.stderr
    with wave.open(str(tmp_path / "lamp.wav")) as sound:
        assert sound.getnframes() > 0.3 * sound.getframerate()


def test_a_thing_is_called_what_it_is(tmp_path: Path) -> None:
    done = polymuse("image", "a red boat", "-o", "boat.mp4", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 2
    assert "boat.mp4: text-to-image makes no .mp4 file, but .png, .jpg, .jpeg, .webp. Call it boat.png." in done.stderr
    assert not (tmp_path / "boat.mp4").exists()


def test_lists(tmp_path: Path) -> None:
    engines = polymuse("engines", home=tmp_path / "home", cwd=tmp_path).stdout
    assert all(name in engines for name in ("sketch", "voice", "composer", "foley", "writer", "editor"))
    gates = polymuse("gates", home=tmp_path / "home", cwd=tmp_path).stdout
    assert all(name in gates for name in ("duration", "loudness", "silence", "narration"))


def test_runs_and_cache_before_anything_was_made(tmp_path: Path) -> None:
    assert "Nothing has been run yet." in polymuse("runs", home=tmp_path / "home", cwd=tmp_path).stderr
    assert "0 results" in polymuse("cache", home=tmp_path / "home", cwd=tmp_path).stdout


def test_cache_prune_forgets_and_frees(tmp_path: Path) -> None:
    home = tmp_path / "home"
    polymuse("speak", "The lamp is lit.", "-o", "lamp.wav", home=home, cwd=tmp_path)
    done = polymuse("cache", "--prune", "0", home=home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "freed" in done.stderr and "0 results" in done.stdout
    assert list((home / "objects").glob("*/*")) == []


def test_a_run_that_never_was(tmp_path: Path) -> None:
    done = polymuse("runs", "show", "99", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no run 99" in done.stderr


def test_help_shows_what_a_parameter_is_and_what_it_is_without(tmp_path: Path) -> None:
    told = " ".join(polymuse("music", "--help", home=tmp_path, cwd=tmp_path).stdout.split())
    for words in ("--tempo", "Beats per minute.", "(default: 30)"):
        assert words in told


@pytest.mark.parametrize("name", ["image", "speak", "music"])
def test_empty_words_are_refused(tmp_path: Path, name: str) -> None:
    done = polymuse(name, "  ", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 2 and "is empty" in done.stderr and not list(tmp_path.glob(f"{name}.*"))


def test_results_are_not_pruned_by_a_slip(tmp_path: Path) -> None:
    done = polymuse("cache", "--prune", "-1", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 2 and "prune" in done.stderr
