"""Prompts for speech, family by family."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.prompts import CompiledPrompt, Prompt, PromptPart, TextLimits, dialect, read

WORDS = "Delivery: a whisper, slow\nSpeech: Nobody saw <her> go. [pause] Not (even) me & you."


def compiled(name: str, text: str = WORDS) -> CompiledPrompt:
    return dialect(name).compile(read(text))


def noted(result: CompiledPrompt) -> str:
    return "\n".join(notice.text for notice in result.notices)


def test_eleven_s_third_version_has_tags() -> None:
    result = compiled("eleven-speech")
    assert result.text == "[whispers][slowly] Nobody saw <her> go. [pause] Not (even) me & you."
    assert result.params == {"voice_settings": {"stability": 0.0}}


def test_eleven_s_second_version_has_settings() -> None:
    result = compiled("eleven-v2")
    assert result.text == 'Nobody saw <her> go. <break time="0.7s" /> Not (even) me & you.'
    assert result.params == {"voice_settings": {"speed": 0.85}}
    assert "“a whisper”" in noted(result)


def test_instructions_are_sentences() -> None:
    result = compiled("instructed-speech", f"{WORDS}\n--no sarcastic\nlike a nurse")
    assert result.text == "Nobody saw <her> go. [pause] Not (even) me & you."
    assert result.params == {"instructions": "Like a nurse. Delivery: a whisper, slow. Not sarcastic."}


def test_words_without_a_role_are_spoken_where_there_is_no_speech() -> None:
    assert compiled("instructed-speech", "Good morning.").text == "Good morning."
    assert compiled("bark", "Good morning.").text == "Good morning."


def test_ssml_is_well_formed() -> None:
    result = compiled("ssml", f"{WORDS}\n\nNobody.")
    root = ElementTree.fromstring(result.text)
    assert root.tag == "speak"
    assert "".join(root.itertext()) == "Nobody saw <her> go.  Not (even) me & you.Nobody."
    assert [pause.get("time") for pause in root.iter("break")] == ["700ms"]
    assert [prosody.get("rate") for prosody in root.iter("prosody")] == ["slow"]
    assert len(list(root.iter("p"))) == 2


@given(st.text(max_size=200), st.integers(30, 200))
def test_ssml_is_well_formed_within_any_limit(text: str, limit: int) -> None:
    prompt = Prompt((PromptPart.of(text, "speech"), PromptPart.of("slow, loud", "delivery")))
    result = dialect("ssml").compile(prompt, TextLimits(text=limit, negative=0, unit="bytes"))
    assert len(result.text.encode()) <= limit
    assert not result.text or ElementTree.fromstring(result.text).tag == "speak"


@pytest.mark.parametrize(
    ("pause", "time"), [("[short pause]", "300ms"), ("[long pause]", "1500ms"), ("[pause 2.5s]", "2500ms")]
)
def test_pauses(pause: str, time: str) -> None:
    assert f'<break time="{time}"/>' in compiled("ssml", f"Speech: one {pause} two").text


def test_bark_laughs_and_sings() -> None:
    result = compiled("bark", "Delivery: laughing\nSpeech: Oh, well. [clears throat]\nLyrics:\nla la\nlo")
    assert result.text == "[laughs] Oh, well. [clears throat] ♪ la la lo ♪"
