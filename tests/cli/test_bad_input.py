"""Whatever is given: one clear sentence that names the place and the remedy, exit code 2 where it is the user's, and
nothing half-written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import SCRIPT, SMALL, environment, files_of, polymuse, script


def film(name: str, cwd: Path, *options: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    return polymuse("film", name, "-o", "out", *SMALL, *options, home=home or cwd / "home", cwd=cwd)


def refused(done: subprocess.CompletedProcess[str], *said: str, code: int = 2) -> None:
    """One sentence on standard error (after the progress of what was done till then), with all that is named in it, and
    no traceback; nothing on standard output."""
    assert done.returncode == code and done.stdout == "", done.stderr
    sentences = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert len(sentences) == 1 and sentences[0].startswith("polymuse: "), done.stderr
    for words in said:
        assert words in sentences[0]


OVERLAP = SCRIPT.replace("(0:03–0:06)", "(0:02–0:06)")
BACKWARDS = SCRIPT.replace("(0:03–0:06)", "(0:06–0:03)")

SCRIPTS: dict[str, tuple[bytes | None, tuple[str, ...]]] = {
    "missing": (None, ("bad.md: There is no such file.",)),
    "empty": (b"", ("bad.md: ", "empty", "Write what should be seen")),
    "blank": (b" \n\t\n", ("bad.md: ", "Write what should be seen")),
    "binary": (bytes(range(256)) * 20, ("bad.md: This is", "Save")),
    "a PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ("bad.md: This is", "Save")),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", ("bad.md: This is a PDF",)),
    "10 MB": (b"A boat on the sea. " * 550_000, ("bad.md: ", "MB")),
    "ends before it starts": (BACKWARDS.encode(), ("bad.md, line 8: Scene 2 ends at 0:03, before it starts",)),
    "overlap": (OVERLAP.encode(), ("bad.md, line 8: Scene 2 begins at 0:02, before scene 1 has ended",)),
}


@pytest.mark.parametrize(("content", "said"), SCRIPTS.values(), ids=SCRIPTS)
def test_scripts(tmp_path: Path, content: bytes | None, said: tuple[str, ...]) -> None:
    if content is not None:
        (tmp_path / "bad.md").write_bytes(content)
    refused(film("bad.md", tmp_path), *said)
    assert not (tmp_path / "out").exists()


def test_what_is_piped_in_is_text(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes("Ein Boot. Schöne See.".encode("latin-1"))
    command = [sys.executable, "-m", "polymuse", "film", "-", "-o", "out", *SMALL]
    with (tmp_path / "bad.md").open("rb") as piped:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(tmp_path / "home"), stdin=piped, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    refused(done, "standard input: This is no text in UTF-8.")


def test_a_folder_as_script(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    refused(film("scripts", tmp_path), "scripts: This is a folder.", "Name the script inside it.")


OPTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "size": (("--size", "large"), ("size: 'large'", "1280x720")),
    "odd size": (("--size", "191x107"), ("width", "multiple of 2")),
    "huge size": (("--size", "9998x9998"), ("width", "4096")),
    "aspect": (("--aspect", "4:3"), ("aspect: '4:3'", "16:9, 9:16, 1:1")),
    "size against aspect": (("--aspect", "1:1"), ("size: 192x108 is not 1:1",)),
    "fps 0": (("--fps", "0"), ("fps: ", "must be 1 or more (given: 0)")),
    "fps 1000": (("--fps", "1000"), ("fps: ", "must be 60 or less (given: 1000)")),
    "seed": (("--seed", "-1"), ("seed: ",)),
    "voice": (("--voice", "nobody"), ("nobody", "voice")),
    "language": (("--language", "xx-nowhere"), ("xx-nowhere", "language")),
    "scene 0": (("--scene", "0"), ("scene: ",)),
    "scene 99": (("--scene", "99"), ("scene: there is no scene 99; the script has 2",)),
}


@pytest.mark.parametrize(("options", "said"), OPTIONS.values(), ids=OPTIONS)
def test_option_values(tmp_path: Path, options: tuple[str, ...], said: tuple[str, ...]) -> None:
    script(tmp_path)
    refused(film("lamp.md", tmp_path, *options), *said)
    assert files_of(tmp_path / "out") == {}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--voice", "nobody"), ("'nobody'", "ada", "pip", "`polymuse voices`")),
        (("--language", "xx-nowhere"), ("'xx-nowhere'", "`polymuse voices --languages` lists")),
        (("--language", "pt-bx", "--voice", "espeak:en+nobody"), ("'nobody'", "variant")),
        (("--voice", "espeak:nowhere"), ("'nowhere'",)),
    ],
)
def test_a_voice_that_cannot_speak_is_found_out_by_the_plan(
    tmp_path: Path, options: tuple[str, ...], said: tuple[str, ...]
) -> None:
    script(tmp_path)
    refused(polymuse("plan", "lamp.md", *options, home=tmp_path / "home", cwd=tmp_path), *said)


def test_an_option_that_is_no_number(tmp_path: Path) -> None:
    script(tmp_path)
    done = film("lamp.md", tmp_path, "--fps", "fast")
    assert done.returncode == 2 and "--fps" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["file in the way", "under a file", "not a place for files"])
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, place: str) -> None:
    script(tmp_path)
    (tmp_path / "taken").write_text("here already")
    where = {"file in the way": "taken", "under a file": "taken/out", "not a place for files": "/proc/film"}[place]
    done = polymuse("film", "lamp.md", "-o", where, *SMALL, home=tmp_path / "home", cwd=tmp_path)
    said = "this is a file; a film needs a folder" if place == "file in the way" else "cannot be written"
    refused(done, f"{where}: {said}", "Choose another")
    assert (tmp_path / "taken").read_text() == "here already"


def test_a_home_that_cannot_be_written_to(tmp_path: Path) -> None:
    script(tmp_path)
    (tmp_path / "home").write_text("here already")
    refused(film("lamp.md", tmp_path), "home: cannot be written", "POLYMUSE_HOME")


LONG = SCRIPT.replace("The lamp is lit.", "The lamp is lit, and the keeper climbs down the long and winding stair.")


def test_narration_longer_than_its_scene_stretches_it_and_says_so(tmp_path: Path) -> None:
    script(tmp_path, LONG)
    done = film("lamp.md", tmp_path, "--no-cards", "--music", "none")
    assert done.returncode == 0, done.stderr
    assert "Line 3: Scene 1 “The sea” lasts 3 s in the script" in done.stderr
    assert "it was stretched to" in done.stderr


def test_with_strict_timing_it_is_refused(tmp_path: Path) -> None:
    script(tmp_path, LONG)
    done = film("lamp.md", tmp_path, "--strict-timing")
    refused(done, "lamp.md, line 3: Scene 1 “The sea” lasts 3 s in the script", "Shorten the narration")
    assert files_of(tmp_path / "out") == {}


STRANGE = """# 🌊 Море и море

## 1. 🚢 السفينة [3s]
Visual: A boat 🚢 on the sea. سفينة في البحر.
Narration: "It sails 🎉 home."

## 2. 終わり [3s]
Visual: A lighthouse at night ✨.
"""


def test_emoji_and_right_to_left_text(tmp_path: Path) -> None:
    script(tmp_path, STRANGE, "🚢 سفينة.md")
    done = film("🚢 سفينة.md", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "السفينة" in (tmp_path / "out" / "alt.txt").read_text()
    assert "🎉" in (tmp_path / "out" / "captions.vtt").read_text()


def test_a_thousand_scenes_are_planned(tmp_path: Path) -> None:
    scenes = "\n".join(f"## Scene {n}: Place {n} [2s]\nVisual: A boat on a lake.\n" for n in range(1, 1001))
    script(tmp_path, f"# Long\n\n{scenes}")
    done = polymuse("plan", "lamp.md", "--json", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    tasks = [step["task"] for step in json.loads(done.stdout)["steps"]]
    assert (tasks.count("shot-rendering"), tasks.count("card-rendering")) == (1000, 2)


def test_a_full_disk(tmp_path: Path, full: Path) -> None:
    script(tmp_path)
    done = film("lamp.md", tmp_path, home=full / "home")
    refused(done, "the disk is full", "Free some space and run the same command again.")
    assert files_of(tmp_path / "out") == {}


def test_a_full_disk_under_the_film_s_folder(tmp_path: Path, full: Path) -> None:
    script(tmp_path)
    done = polymuse("film", "lamp.md", "-o", str(full / "out"), *SMALL, home=tmp_path / "home", cwd=tmp_path)
    refused(done, "the disk is full", "Free some space and run the same command again.")
    assert [n for n in files_of(full / "out") if n.startswith(".")] == []
