"""Google Cloud Text-to-Speech."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polymuse.errors import ServiceError
from tests.engines.hosted.conftest import Asker

WORDS = "The ship came in at dawn."


def speak(asker: Asker, dialect: str = "plain", **params: Any) -> dict[str, Any]:
    """What was asked; the speech is as long as it should be."""
    made = asker.ask("google_tts", "text-to-speech", "", route={"dialect": dialect}, **{"text": WORDS, **params})
    assert made.outputs["speech"].facts["sample_rate"] == 24000
    return json.loads(asker.world.seen[-1].body)


def test_a_language_finds_a_voice(asker: Asker) -> None:
    assert speak(asker, language="de")["voice"] == {"languageCode": "de-DE"}
    assert speak(asker, language="fr-FR")["voice"] == {"languageCode": "fr-FR"}


def test_a_voice_has_a_language(asker: Asker) -> None:
    asked = speak(asker, voice="en-GB-Neural2-A", speed=2.0, pitch=-3.0)
    assert asked["voice"] == {"languageCode": "en-GB", "name": "en-GB-Neural2-A"}
    assert (asked["audioConfig"]["speakingRate"], asked["audioConfig"]["pitch"]) == (2.0, -3.0)


def test_words_in_xml(asker: Asker) -> None:
    assert speak(asker, "ssml", delivery=("slow",))["input"]["ssml"].startswith("<speak><prosody")
    assert speak(asker, "ssml", voice="en-US-Chirp3-HD-Kore", pitch=2.0)["input"] == {"text": WORDS}
    assert "pitch" in [notice.topic for notice in asker.notices()]


def test_a_speed_it_does_not_have(asker: Asker) -> None:
    assert speak(asker, speed=4.0)["audioConfig"]["speakingRate"] == 2.0
    assert [notice.topic for notice in asker.notices()] == ["speed"]


def test_a_wrong_voice(asker: Asker) -> None:
    with pytest.raises(ServiceError, match="nobody"):
        speak(asker, voice="nobody")
    assert asker.money() == [("released", 0.0)]
