"""Affect words, their negation and their blend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Mood
from polymuse.brief.lexicon import load_word_table, split_list
from polymuse.brief.mood import blend, mood_of


@pytest.mark.parametrize(
    ("text", "pleasant", "lively"),
    [
        ("A joyful dance", True, True),
        ("A calm, peaceful lake", True, False),
        ("The terrified man screams in panic", False, True),
        ("Her lonely, melancholy evening", False, False),
    ],
)
def test_quadrants(text: str, pleasant: bool, lively: bool) -> None:
    mood = mood_of(text)
    assert mood is not None
    assert (mood.valence > 0) == pleasant
    assert (mood.arousal > 0) == lively


def test_no_affect_is_no_mood() -> None:
    assert mood_of("A table and two chairs.") is None
    assert mood_of("") is None


def test_negation_turns() -> None:
    happy, unhappy = mood_of("The man is happy."), mood_of("The man is not happy.")
    assert happy is not None and unhappy is not None
    assert happy.valence > 0 > unhappy.valence
    assert abs(unhappy.valence) < happy.valence
    assert unhappy.words == ("not happy",)


def test_words_keep_the_order_of_the_text() -> None:
    mood = mood_of("A gentle, hopeful and gentle song")
    assert mood is not None and mood.words == ("gentle", "hopeful")


def test_blend_is_weighted() -> None:
    bright, dark = Mood(valence=1, arousal=0, words=("joy",)), Mood(valence=-1, arousal=0.5, words=("fear",))
    mood = blend({bright: 3, dark: 1})
    assert mood is not None
    assert (mood.valence, mood.arousal, mood.words) == (0.5, 0.125, ("joy", "fear"))
    assert blend({}) is None


def test_lexicon_is_rich_and_in_range() -> None:
    groups = load_word_table("mood")["groups"].values()
    assert len({word for group in groups for word in split_list(group["words"])}) >= 400
    assert all(-1 <= number <= 1 for group in groups for number in group["at"])


@given(st.text())
def test_never_fails(text: str) -> None:
    mood = mood_of(text)
    assert mood is None or mood.words
