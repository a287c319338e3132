from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.voice.text import (
    PARAGRAPH,
    PAUSES,
    dropped_symbols,
    foreign_script,
    split_phrases,
    written_words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s a “well-known” boat.", ["It’s", "a", "well-known", "boat"]),
        ("the sea—calm, and grey", ["the", "sea", "calm", "and", "grey"]),
        ("Paid 1,234 at 10:30 (3.5%).", ["Paid", "1,234", "at", "10:30", "3.5%"]),
        ("1939–45 – a war", ["1939–45", "a", "war"]),
        ("Rock & roll 🎉!", ["Rock", "&", "roll"]),
        ("Grüße, señor Ñandú", ["Grüße", "señor", "Ñandú"]),
        ("مرحبا، بالعالم", ["مرحبا", "بالعالم"]),
        ("-5 degrees", ["-5", "degrees"]),
    ],
)
def test_words_are_as_written(text: str, expected: list[str]) -> None:
    assert list(written_words(text)) == expected


def test_pauses_follow_the_marks() -> None:
    found = [round(p.pause, 2) for p in split_phrases("One, two; three — four… five. Six? Seven\n\nEight")]
    marks = [PAUSES[m] for m in (",", ";", "—", "…", ".", "?")]
    assert found == [*marks, PARAGRAPH, PARAGRAPH]


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    assert [p.text for p in split_phrases("Mr. Smith met Dr. J. R. Hill, e.g. at 3.5 miles. Then home.")] == [
        "Mr Smith met Dr J R Hill,",
        "e.g at 3.5 miles.",
        "Then home.",
    ]


@pytest.mark.parametrize(
    ("tag", "seconds"), [('<break time="800ms"/>', 0.8), ("<break time='2s' />", 2.0), ("<break/>", 0.52)]
)
def test_breaks_are_honoured(tag: str, seconds: float) -> None:
    first, second = split_phrases(f"Wait {tag} here.")
    assert (first.pause, second.text) == (seconds, "here.")


def test_capitals_are_read_as_words_but_short_acronyms_are_not() -> None:
    assert [p.text for p in split_phrases("HELLO the BBC said. THE DOG RAN HOME.")] == [
        "hello the BBC said.",
        "the dog ran home.",
    ]


def test_long_text_without_marks_is_taken_in_breaths() -> None:
    assert max(len(p.text) for p in split_phrases("word " * 500)) < 300


def test_what_cannot_be_spoken_is_told() -> None:
    assert dropped_symbols("Hi 👋 there → ✓ 👋") == ("👋", "→", "✓")
    assert foreign_script("مرحبا بالعالم", "en") == "Arabic"
    assert foreign_script("مرحبا بالعالم", "ar") == ""
    assert foreign_script("Bonjour le monde", "fr") == ""


@given(st.text(max_size=200))
def test_any_text_gives_phrases_whose_words_lie_in_order_inside_them(text: str) -> None:
    for phrase in split_phrases(text):
        assert phrase.words
        assert all(a.end <= b.start for a, b in zip(phrase.words, phrase.words[1:], strict=False))
        assert phrase.words[-1].end <= len(phrase.text)
        assert all(word.text and not word.text.isspace() for word in phrase.words)
