"""Prompts for films, family by family."""

from __future__ import annotations

import pytest

from polymuse.prompts import CompiledPrompt, dialect, read
from polymuse.prompts.truncation import size

SHOT = """Camera: wide shot, slow push in
Subject: Two red boats lying in a harbour
Light: blue light of dusk
Sound: gulls
Speech: We are home.
--no people --ar 16:9 --seed 7"""


def compiled(name: str, text: str = SHOT) -> CompiledPrompt:
    return dialect(name).compile(read(text))


def test_veo_hears_and_has_a_negative_prompt() -> None:
    result = compiled("veo")
    assert result.text == (
        "Two red boats lying in a harbour. Wide shot, slow push in. Blue light of dusk. Sound: gulls. "
        "Somebody says: “We are home.”"
    )
    assert result.negative == "people"
    assert result.params == {"seed": 7, "aspect_ratio": "16:9"}
    assert result.notices == ()


def test_runway_puts_motion_first_and_only_what_is_wanted() -> None:
    result = compiled("runway")
    assert result.text == "Wide shot, slow push in. Two red boats lying in a harbour. Blue light of dusk. Deserted."
    assert any("gulls" in notice.text for notice in result.notices)


def test_runway_counts_utf_16_units() -> None:
    result = compiled("runway", "🚤" * 600)
    assert result.text == "🚤" * 500
    assert size(result.text, "UTF-16 units") == 1000


def test_sora_has_labelled_paragraphs() -> None:
    assert compiled("sora").text == (
        "Two red boats lying in a harbour. No people.\n\nCinematography: wide shot, slow push in\n\n"
        "Lighting: blue light of dusk\n\nDialogue: “We are home.”\n\nBackground Sound: gulls"
    )


@pytest.mark.parametrize(
    ("name", "heard"), [("veo", True), ("kling", True), ("omni", True), ("luma", False), ("pika", False)]
)
def test_who_hears(name: str, heard: bool) -> None:
    result = compiled(name)
    assert ("gulls" in result.text) == heard
    assert any("gulls" in notice.text for notice in result.notices) != heard
