"""Who speaks, and how."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from polymuse.engines.builtin.voice.make import make
from polymuse.engines.builtin.voice.voices import Delivery, choose_narrator, combine_deliveries, narrators
from polymuse.errors import ParameterError
from polymuse.media.wav import read_wav
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Made, Request

WRITTEN = """
amused wry proud nervous tender solemn matter-of-fact hopeful soft warm calm gentle quiet hushed whispered weary
tired excited cheerful playful sad melancholic wistful nostalgic serious grave stern dramatic mysterious ominous
scared anxious angry furious bitter urgent breathless loud shouting slow unhurried fast brisk deep husky gravelly
old young childlike deadpan dry sarcastic ironic mischievous curious surprised awed thoughtful reflective dreamy
intimate confident earnest sincere shy hesitant reassuring encouraging lonely sleepy bored friendly authoritative
neutral conversational wryly proudly happily gently softly nervously dramatically soft-spoken weary-sounding
"""


@pytest.mark.parametrize("word", WRITTEN.split())
def test_words_of_scriptwriters_are_known(word: str) -> None:
    assert combine_deliveries((word,))[1] == ()


def test_phrases_are_understood() -> None:
    soft = combine_deliveries(("soft", "unhurried"))[0]
    assert combine_deliveries(("a soft", "unhurried voice")) == (soft, ())
    assert combine_deliveries(("in a soft, unhurried tone", "soft")) == (soft, ())
    assert combine_deliveries(("matter of fact",)) == (Delivery(), ())
    assert combine_deliveries(("purple",))[1] == ("purple",)


def test_no_pile_of_words_makes_it_crawl_or_race() -> None:
    slowest = combine_deliveries(("soft", "slow", "tired", "sad", "old", "thoughtful"))[0]
    fastest = combine_deliveries(("fast", "urgent", "excited"))[0]
    assert slowest.rate > 0.8 and slowest.pause < 1.5 and fastest.rate < 1.3


def test_a_part_is_played_by_one_who_suits() -> None:
    assert choose_narrator("old man")[0].name == "walter" and choose_narrator("child")[0].name == "pip"
    assert choose_narrator("Woman 2")[0] != choose_narrator("woman")[0]
    assert len({choose_narrator(f"man {n}")[0].name for n in (1, 2, 3, 4)}) == 4
    assert narrators()["ada"] not in {
        choose_narrator(part)[0] for part in ("woman", "man", "girl", "old woman", "person")
    }
    with pytest.raises(ParameterError, match="no voice"):
        choose_narrator("old boot")


TEXT = (
    "Every morning the harbour begins again, with two men who have nothing to say to each other, and say it. "
    "She buys one apple a day. It is never about the apple."
)


@pytest.mark.parametrize("voice", narrators())
@pytest.mark.parametrize("engine", ["espeak", "flite"])
def test_pace_is_that_of_a_narrator(voice: str, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if engine == "espeak":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif not shutil.which("flite"):
        pytest.skip("flite is not installed")
    events = make(Request("text-to-speech", TextToSpeech(text=TEXT, voice=voice)), tmp_path)
    made = next(event for event in events if isinstance(event, Made))
    assert 140 <= len(TEXT.split()) / made.facts["seconds"] * 60 <= 170


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed")
def test_with_flite_too_voices_differ_and_are_not_muffled(tmp_path: Path) -> None:
    brightness, made = [], set()
    for voice in ("ada", "iris", "clara", "pip"):
        events = make(Request("text-to-speech", TextToSpeech(text="She buys one apple a day.", voice=voice)), tmp_path)
        path = next(event.path for event in events if isinstance(event, Made))
        samples = read_wav(path)[0][:, 0]
        power = np.abs(np.fft.rfft(samples)) ** 2
        hertz = np.fft.rfftfreq(len(samples), 1 / 48000)
        brightness.append(10 * np.log10(power[(hertz > 1000) & (hertz < 4000)].sum() / power.sum()))
        made.add(path.read_bytes())
    assert len(made) == 4
    assert min(brightness) > -16
