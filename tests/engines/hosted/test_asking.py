"""What a vendor's mapping is given."""

from __future__ import annotations

import json

import pytest

from polymuse.asset import Kind
from polymuse.catalog import Route
from polymuse.engines.hosted._prompt_builder import UNSAID
from polymuse.engines.hosted._request_builder import built
from polymuse.errors import ParameterError
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Request
from tests.blocking import Home

ROUTE = Route(provider="nobody", model="m", tasks=("text-to-music",))
CALM, BRIGHT, NONE = {"valence": 0.4, "arousal": -0.5}, {"valence": 0.7, "arousal": 0.6}, {"valence": 0, "arousal": 0}


def words(home: Home, *moods: dict[str, float], prompt: str = "") -> str:
    cues = [{"start": float(n), "mood": mood} for n, mood in enumerate(moods)]
    score = home.blobs.put_bytes(json.dumps({"seconds": 9, "cues": cues}).encode(), Kind.BRIEF, "application/json")
    return built(Request("text-to-music", TextToMusic(prompt=prompt), {"score": score}), ROUTE, "plain").ask.text


def test_music_of_which_nobody_said_a_word_is_as_its_score_s_moods_tell(home: Home) -> None:
    calm, bright = words(home, CALM), words(home, BRIGHT)
    assert calm != bright and "peaceful" in calm.lower()
    both = words(home, NONE, CALM, BRIGHT, CALM)
    assert ", then " in both and both.lower().count("peaceful") == 1


@pytest.mark.parametrize("moods", [(), (NONE,)])
def test_there_is_always_something_to_play(home: Home, moods: tuple[dict[str, float], ...]) -> None:
    assert UNSAID in words(home, *moods).lower()


def test_what_was_said_stays_as_it_was_said(home: Home) -> None:
    assert words(home, CALM, prompt="a loud march") == "a loud march"


def test_more_than_can_be_spoken_at_once_is_refused_and_not_cut() -> None:
    route = Route.model_validate(
        {"provider": "openai", "model": "tts-1", "tasks": ("text-to-speech",), "limits": {"*": {"prompt": 10}}}
    )
    built(Request("text-to-speech", TextToSpeech(text="ten marks.")), route, "plain")
    with pytest.raises(ParameterError, match="tts-1 speaks 10 characters at once; these are 11"):
        built(Request("text-to-speech", TextToSpeech(text="ten marks.!")), route, "plain")


@pytest.mark.parametrize(
    ("limits", "seconds", "said"),
    [
        ({"least": 3, "most": 600}, 700, "m makes 600 s at once; 700 s were asked for."),
        ({"least": 3, "most": 600}, 1, "m makes 3 s at once; 1 s were asked for."),
        ({"seconds": [5, 10]}, 30, "m makes 10 s at once; 30 s were asked for."),
        ({"seconds": [5, 10]}, 7, ""), ({}, 700, ""), ({"least": 3, "most": 600}, 60, ""),
    ],
)  # fmt: skip
def test_a_length_that_cannot_be_had_is_said(limits: dict[str, object], seconds: float, said: str) -> None:
    route = Route.model_validate(
        {"provider": "elevenlabs", "model": "m", "tasks": ("text-to-music",), "limits": {"*": limits}}
    )
    notices = built(Request("text-to-music", TextToMusic(prompt="calm", seconds=seconds)), route, "plain").notices
    assert [notice.text for notice in notices if notice.topic == "length"] == ([said] if said else [])
