"""A film from end to end."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from polymuse.brief.captions import read_captions
from polymuse.brief.script import load_script
from polymuse.flows.film import Film
from polymuse.media.wav import read_wav
from tests.blocking import Home
from tests.command import FILES, SCRIPT, files_of, manifest_of, script
from tests.flows.conftest import SIZE, Made


def statuses(home: Home) -> dict[str, str]:
    """What became of each step of the last run, from the film's own plan."""
    before = ("storyboard", "voice-")
    calls = home.journal.calls.list(home.last_run())
    return {call.step: call.status for call in calls if not call.step.startswith(before)}


def again(made: Made, folder: Path, text: str | None = None, **options: Any) -> Film:
    """The film once more, with what differs."""
    path = script(folder, text) if text else made.script
    return made.home.client.film(path, folder / "out", **{**SIZE, **options})


def test_every_file_is_there(made: Made) -> None:
    assert set(made.film.files) == FILES == set(files_of(made.film.folder))
    assert all(path.stat().st_size > 0 for path in made.film.files.values())


def test_the_film_has_picture_sound_captions_and_chapters(made: Made) -> None:
    timeline = made.film.timeline
    with av.open(str(made.film.path)) as file:
        assert [s.type for s in file.streams][:3] == ["video", "audio", "subtitle"]
        video = file.streams.video[0]
        assert (video.codec_context.width, video.codec_context.height) == (192, 108)
        assert sum(1 for _ in file.decode(video)) == timeline.frames
        assert [c["metadata"]["title"] for c in file.chapters()] == ["The sea", "The boat"]
        assert file.metadata["title"] == "Lamp"


def test_captions_say_what_is_spoken_when_it_is_spoken(made: Made) -> None:
    for name in ("captions.vtt", "captions.srt"):
        cues = read_captions(made.film.files[name].read_text())
        assert [cue.text for cue in cues] == ["The lamp is lit.", "A boat comes home."]
        for cue, passage in zip(cues, made.film.timeline.passages, strict=True):
            assert abs(cue.start - passage.start) < 0.5


def test_sounds_last_as_long_as_the_film(made: Made) -> None:
    for name in ("narration.wav", "music.wav"):
        samples, rate = read_wav(made.film.files[name])
        assert len(samples) / rate == pytest.approx(made.film.timeline.seconds, abs=1 / 12)
    assert made.film.files["music.mid"].read_bytes()[:4] == b"MThd"


def test_pictures_and_texts(made: Made) -> None:
    with Image.open(made.film.files["poster.png"]) as poster:
        assert poster.size == (192, 108)
    page = made.film.files["storyboard.html"].read_text()
    assert page.count("data:image/jpeg;base64,") == 2
    assert "The lamp is lit." in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "The sea" in made.film.files["alt.txt"].read_text()


def test_the_written_script_is_the_film_s_own(made: Made) -> None:
    scenes = load_script(made.film.files["script.md"]).storyboard.scenes
    assert [s.heading for s in scenes] == ["The sea", "The boat"]
    assert [s.narration[0].text for s in scenes] == ["The lamp is lit.", "A boat comes home."]


def test_the_manifest_names_every_asset_and_every_file(made: Made) -> None:
    manifest = manifest_of(made.film.folder)
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((made.film.folder / name).read_bytes()).hexdigest() == digest
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    assets = {asset["id"]: asset for asset in manifest["assets"]}
    digests = {asset["sha256"] for asset in assets.values()}
    assert manifest["files"]["film.mp4"] == assets["film.film"]["sha256"]
    for asset in assets.values():
        assert set(asset) == {
            "id", "sha256", "kind", "media_type", "task", "engine", "parameters", "seed", "inputs", "facts",
        }  # fmt: skip
        assert set(asset["inputs"].values()) <= digests
        assert asset["engine"]["version"] and asset["engine"]["licence"]
    assert {v["gate"] for v in manifest["gates"]} >= {"duration", "loudness", "narration"}


def test_a_second_run_is_all_kept_and_the_same_to_the_byte(made: Made, tmp_path: Path) -> None:
    film = again(made, tmp_path)
    assert film.made == 0 and set(statuses(made.home).values()) == {"cached"}
    assert files_of(film.folder) == files_of(made.film.folder)


def test_made_anew_elsewhere_it_is_the_same_to_the_byte(made: Made, tmp_path: Path, home: Home) -> None:
    film = home.client.film(made.script, tmp_path / "out", **SIZE)
    assert film.reused == 0
    assert files_of(film.folder) == files_of(made.film.folder)


def test_new_words_make_again_only_what_depends_on_them(made: Made, tmp_path: Path) -> None:
    """Words of another length, in a scene that stays as long: the pictures do not change, nor does the sound of the
    place. The composer follows the scenes' moods, which are read from the words too; these are as calm."""
    film = again(made, tmp_path, SCRIPT.replace("The lamp is lit.", "The lamp is on."))
    made_again = {step for step, status in statuses(made.home).items() if status == "done"}
    assert made_again == {"speech-01-01", "timing", "mix", "film", "check"}
    assert film.timeline.frames == made.film.timeline.frames


def test_another_picture_makes_again_only_that_picture(made: Made, tmp_path: Path) -> None:
    again(made, tmp_path, SCRIPT.replace("A red boat", "A blue boat"))
    made_again = {step for step, status in statuses(made.home).items() if status == "done"}
    assert made_again >= {"timing", "scene-02", "still-02", "into-scene-02", "into-end", "film", "check"}
    kept = {"speech-01-01", "speech-02-01", "scene-01", "still-01", "sound-01", "title", "into-scene-01"}
    assert not made_again & kept


def test_one_scene_alone(made: Made, tmp_path: Path) -> None:
    film = again(made, tmp_path, scene=2)
    assert [shot.id for shot in film.timeline.shots] == ["scene-02"]
    assert [passage.text for passage in film.timeline.passages] == ["A boat comes home."]
    assert statuses(made.home)["speech-02-01"] == "cached"


def test_without_cards(made: Made, tmp_path: Path) -> None:
    film = again(made, tmp_path, cards=False)
    assert [shot.id for shot in film.timeline.shots] == ["scene-01", "scene-02"]
    assert film.timeline.seconds == pytest.approx(6.0)


def test_without_music(made: Made, tmp_path: Path) -> None:
    again(made, tmp_path)
    film = again(made, tmp_path, music="none")
    assert "music" not in statuses(made.home)
    assert set(files_of(film.folder)) == FILES - {"music.wav", "music.mid"}


def test_without_narration(made: Made, tmp_path: Path) -> None:
    silent = "\n".join(line for line in SCRIPT.splitlines() if not line.startswith("Narration"))
    film = again(made, tmp_path, silent)
    assert film.timeline.passages == ()
    assert read_captions(film.files["captions.vtt"].read_text()) == []


@pytest.mark.parametrize(("aspect", "size"), [("9:16", "108x192"), ("1:1", "144x144")])
def test_aspects(made: Made, tmp_path: Path, aspect: str, size: str) -> None:
    film = again(made, tmp_path, aspect=aspect, size=size)
    with Image.open(film.files["poster.png"]) as poster:
        assert f"{poster.width}x{poster.height}" == size
    assert statuses(made.home)["mix"] == "cached"


TRANSLATED = """# Lamp

## Scene 1: The sea [4s]
Visual: A lighthouse by the sea at dusk.
Narration (en): "The lamp is lit."
Narration (de): "Die Lampe brennt."
"""


@pytest.mark.parametrize(("language", "words"), [("de", "Die Lampe brennt."), ("en-GB", "The lamp is lit.")])
def test_the_language_chooses_the_narration(made: Made, tmp_path: Path, language: str, words: str) -> None:
    film = again(made, tmp_path, TRANSLATED, language=language, cards=False, music="none")
    assert [p.text for p in film.timeline.passages] == [words]
    assert film.timeline.language == language
    assert [c.text for c in read_captions(film.files["captions.vtt"].read_text())] == [words]
