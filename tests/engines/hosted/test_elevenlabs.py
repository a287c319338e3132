"""ElevenLabs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.errors import Moderated, ParameterError, ServiceError
from tests.engines.hosted.conftest import Asker
from tests.servers.media import tone

TEXT = "Good evening — and welcome to the harbour!"


def asked(asker: Asker) -> dict[str, Any]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


def test_speech_with_the_time_of_every_word(asker: Asker) -> None:
    made = asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT, seed=7)
    speech = made.outputs["speech"]
    spoken, starts, ends = zip(*speech.facts["words"], strict=True)
    assert spoken == ("Good", "evening", "and", "welcome", "to", "the", "harbour")
    assert (
        starts[0] == 0
        and ends[-1] == pytest.approx(speech.facts["seconds"], abs=0.1)
        and list(starts) == sorted(starts)
    )
    assert speech.kind is Kind.SPEECH and speech.media_type == "audio/mpeg"
    assert asked(asker) == {"text": TEXT, "model_id": "eleven_v3", "seed": 7, "language_code": "en"}


def test_directions_are_not_words(asker: Asker) -> None:
    made = asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text="[whispers] Come here. [laughs]")
    assert [word for word, _, _ in made.outputs["speech"].facts["words"]] == ["Come", "here"]


def test_who_speaks_in_which_language_and_how_fast(asker: Asker) -> None:
    asker.ask(
        "elevenlabs", "text-to-speech", "eleven_flash_v2_5", text=TEXT, voice="sarah", language="de-AT", speed=0.5
    )
    seen = next(seen for seen in asker.world.seen if seen.method == "POST")
    assert seen.path == "/v1/text-to-speech/EXAVITQu4vr4xnSDxMaL/with-timestamps"
    assert asked(asker)["language_code"] == "de" and asked(asker)["voice_settings"] == {"speed": 0.7}
    assert [notice.topic for notice in asker.notices()] == ["speed"]


def test_a_model_that_hears_the_language_itself(asker: Asker) -> None:
    asker.ask("elevenlabs", "text-to-speech", "eleven_multilingual_v2", text=TEXT, language="de")
    assert "language_code" not in asked(asker)


def test_a_voice_that_there_is_not(asker: Asker) -> None:
    with pytest.raises(ParameterError, match="no voice 'Nobody'") as refused:
        asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT, voice="Nobody")
    assert "George" in refused.value.hint
    with pytest.raises(ServiceError, match="not found"):
        asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT, voice="A" * 20)


@pytest.mark.parametrize(("seconds", "length"), [(0.2, 0.5), (2, 2), (None, None)])
def test_sounds(asker: Asker, seconds: float | None, length: float | None) -> None:
    more = {} if seconds is None else {"seconds": seconds}
    made = asker.ask("elevenlabs", "text-to-sound", "eleven_text_to_sound_v2", prompt="rain", **more)
    assert asked(asker).get("duration_seconds") == length
    assert made.outputs["sound"].facts["seconds"] == pytest.approx(length or 2, abs=0.1)


def test_music(asker: Asker) -> None:
    made = asker.ask("elevenlabs", "text-to-music", "music_v2", prompt="a slow waltz", seconds=1)
    assert asked(asker) == {
        "model_id": "music_v2", "prompt": "a slow waltz", "music_length_ms": 3000, "force_instrumental": True,
    }  # fmt: skip
    assert made.outputs["music"].facts["seconds"] == pytest.approx(3, abs=0.1)


def score(asker: Asker, seconds: float, *cues: tuple[float, str]) -> Asset:
    listed = [
        {"start": start, "mood": {"valence": 0, "arousal": 0, "words": [word]}, "text": ""} for start, word in cues
    ]
    path = asker.folder / "score.json"
    path.write_text(json.dumps({"seconds": seconds, "cues": listed}))
    return Asset(Kind.BRIEF, "application/json", "sha256-score", path, {})


@pytest.mark.parametrize("model", ["music_v1", "music_v2_5"])
def test_music_that_follows_a_score(asker: Asker, model: str) -> None:
    cues = score(asker, 12, (0, "calm"), (4, "tense"), (5, "hectic"), (6.5, "wild"), (8, "glad"), (11.5, "gone"))
    made = asker.ask("elevenlabs", "text-to-music", model, {"score": cues}, prompt="waltz, strings")
    plan = asked(asker)["composition_plan"]
    parts = plan["sections"] if model == "music_v1" else plan["chunks"]
    own = "positive_local_styles" if model == "music_v1" else "positive_styles"
    assert [part["duration_ms"] for part in parts] == [4000, 4000, 4000]
    assert [part[own][-1] for part in parts] == ["calm", "tense", "glad"]
    assert made.outputs["music"].facts["seconds"] == pytest.approx(12, abs=0.1)


def test_long_parts_are_divided(asker: Asker) -> None:
    cues = score(asker, 130, (0, "calm"), (125, "glad"))
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError):
        asker.ask("elevenlabs", "text-to-music", "music_v1", {"score": cues}, prompt="waltz")
    assert [part["duration_ms"] for part in asked(asker)["composition_plan"]["sections"]] == [60_000, 65_000, 5_000]


def test_what_was_said(asker: Asker) -> None:
    talk = asker.given("talk.wav", tone("a talk", 6.0), Kind.SPEECH)
    made = asker.ask(
        "elevenlabs", "automatic-speech-recognition", "scribe_v2", {"speech": talk},
        diarize=True, language="en-GB", prompt="gull, old harbour",
    )  # fmt: skip
    text = made.outputs["text"]
    assert text.read_text() == " ".join(word for word, _, _ in text.facts["words"]) and len(text.facts["words"]) == 12
    assert set(text.facts["speakers"]) == {"speaker_0", "speaker_1"}
    body = next(seen.body for seen in asker.world.seen if seen.method == "POST")
    assert re.findall(rb'name="keyterms"\r\n\r\n(.*?)\r\n', body) == [b"gull", b"old harbour"]


def test_a_model_that_takes_no_hints(asker: Asker) -> None:
    talk = asker.given("talk.wav", tone("a talk", 1.0), Kind.SPEECH)
    asker.ask("elevenlabs", "automatic-speech-recognition", "scribe_v1", {"speech": talk}, prompt="gull")
    assert b"keyterms" not in next(seen.body for seen in asker.world.seen if seen.method == "POST")


def test_moderated_words_and_prompts(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="Terms of Service"):
        asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT)
    with pytest.raises(Moderated, match="It suggests: a calm piece of music"):
        asker.ask("elevenlabs", "text-to-music", "music_v1", prompt="as a star would")
    assert {status for status, _ in asker.money()} == {"released"}


def test_a_quota_that_is_used_up(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="exceeds your quota"):
        asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT)
    assert not asker.world.charges
