"""Narration, ambience and music of sound that came from anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from polymuse.asset import Asset, Kind
from polymuse.brief import Scene
from polymuse.engines.builtin.editor import audio_conforming as tracks
from polymuse.errors import MediaError
from polymuse.media.wav import read_wav
from polymuse.storage.folder import digest_of
from polymuse.tasks.music_conforming import MusicConforming
from polymuse.tasks.sound_conforming import SoundConforming
from polymuse.tasks.speech_conforming import SpeechConforming
from polymuse.types import Made, Notice, Params, Request
from tests.servers.media import tone
from tests.sounds import text

TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "opus": "audio/ogg"}


def heard(path: Path, kind: Kind, format: str = "wav", seconds: float = 1.0, **facts: object) -> Asset:
    path.write_bytes(tone("a", seconds, format))
    return Asset(kind, TYPES[format], digest_of(path), path, facts)


def conformed(task: str, params: Params, inputs: dict[str, Asset], work: Path) -> tuple[Made, list[Notice]]:
    events = list(getattr(tracks, task.partition("-")[0])(Request(task, params, inputs), work))
    made = events[-1]
    assert isinstance(made, Made)
    return made, [e for e in events if isinstance(e, Notice)]


@pytest.mark.parametrize("format", TYPES)
def test_speech_of_any_format_becomes_narration(format: str, tmp_path: Path) -> None:
    given = {"speech": heard(tmp_path / "in", Kind.SPEECH, format, 2.0)}
    made, _ = conformed("speech-conforming", SpeechConforming(text="The lamp, is lit."), given, tmp_path)
    samples, rate = read_wav(made.path)
    assert rate == 48000 and samples.shape[1] == 1 and made.facts["seconds"] == pytest.approx(2.0, abs=0.1)
    assert [word for word, _, _ in made.facts["words"]] == ["The", "lamp,", "is", "lit."]
    times = [t for _, start, end in made.facts["words"] for t in (start, end)]
    assert all(0 <= t <= made.facts["seconds"] + 0.05 for t in times)
    assert [start for _, start, _ in made.facts["words"]] == sorted(start for _, start, _ in made.facts["words"])


def test_times_that_came_with_the_speech_are_kept(tmp_path: Path) -> None:
    given = {"speech": heard(tmp_path / "in", Kind.SPEECH, words=[["Lit", 0.1, 0.4]])}
    made, _ = conformed("speech-conforming", SpeechConforming(text="Lit"), given, tmp_path)
    assert made.facts["words"] == [["Lit", 0.1, 0.4]]


def test_words_are_spread_only_where_somebody_is_heard() -> None:
    at = np.arange(48000 * 3) / 48000
    samples = np.where((at < 1) | (at > 2), np.sin(880 * at), 0).astype(np.float32)
    times = tracks.spread("one two three four five six", samples)
    assert not [word for word, start, _ in times if 1.05 < start < 1.95]
    assert times[0][1] < 0.1 and 2.8 < times[-1][2] <= 3.02


def test_ambience_lasts_as_long_as_its_scene(tmp_path: Path) -> None:
    scene = text(tmp_path / "scene.json", Scene(seconds=3.5).model_dump_json())
    given = {"sound": heard(tmp_path / "in", Kind.SOUND, "mp3", 1.5), "scene": scene}
    made, notices = conformed("sound-conforming", SoundConforming(), given, tmp_path)
    samples, rate = read_wav(made.path)
    assert (len(samples), rate, samples.shape[1]) == (round(3.5 * 48000), 48000, 2)
    assert "repeated" in notices[0].text
    level = np.sqrt(np.square(samples[: 3 * 48000]).reshape(-1, 4800).mean(axis=1))
    assert level.min() > 0.2 * level.max()  # no hole at the joints


def test_music_that_is_too_long_fades_out(tmp_path: Path) -> None:
    score = text(tmp_path / "score.json", json.dumps({"seconds": 2.0, "cues": []}))
    given = {"music": heard(tmp_path / "in", Kind.MUSIC, "mp3", 6.0), "score": score}
    made, notices = conformed("music-conforming", MusicConforming(), given, tmp_path)
    samples, _ = read_wav(made.path)
    assert len(samples) == 96000 and not notices
    assert abs(samples[-1]).max() < 0.001 < abs(samples[:48000]).max()


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(tone("a", 1.0, "flac")[:100])
    broken = Asset(Kind.SOUND, "audio/flac", "0", tmp_path / "in", {})
    with pytest.raises(MediaError):
        conformed("sound-conforming", SoundConforming(), {"sound": broken}, tmp_path)
    with pytest.raises(MediaError, match="no sound"):
        conformed("sound-conforming", SoundConforming(), {"sound": text(tmp_path / "t", "x")}, tmp_path)
