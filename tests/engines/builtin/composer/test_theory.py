from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.composer.theory import BRIGHTNESS, MODES, Chord, Key, parse_key
from polymuse.errors import ParameterError


@pytest.mark.parametrize(
    ("text", "tonic", "mode"),
    [
        ("D minor", 2, "minor"),
        ("F# major", 6, "major"),
        ("A dorian", 9, "dorian"),
        ("Bb", 10, "major"),
        ("Am", 9, "minor"),
        ("E flat lydian", 3, "lydian"),
        ("Cb", 11, "major"),
    ],
)
def test_keys_are_read(text: str, tonic: int, mode: str) -> None:
    assert parse_key(text) == Key(tonic, mode)


@pytest.mark.parametrize("text", ["H major", "D sad", "", "major", "D#b minor"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="key"):
        parse_key(text)


@given(st.integers(0, 11), st.sampled_from(list(MODES)))
def test_a_keys_name_reads_back(tonic: int, mode: str) -> None:
    assert parse_key(Key(tonic, mode).name) == Key(tonic, mode)


@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (Key(2, "minor"), "Dm"),
        (Key(2, "dorian"), "Am"),
        (Key(5, "lydian"), "C"),
        (Key(10, "major"), "Bb"),
        (Key(7, "mixolydian"), "C"),
    ],
)
def test_signatures_are_those_of_the_same_notes(key: Key, signature: str) -> None:
    assert key.signature == signature


@given(st.integers(0, 11), st.sampled_from(list(MODES)), st.integers(-14, 14))
def test_steps_and_pitches_agree(tonic: int, mode: str, step: int) -> None:
    key = Key(tonic, mode)
    assert key.step(key.pitch(step)) == step


def test_brighter_modes_have_higher_notes() -> None:
    sums = [sum(MODES[mode]) for mode in sorted(MODES, key=lambda mode: BRIGHTNESS[mode])]
    assert sums == sorted(sums)


def test_the_dominant_in_minor_has_its_leading_note() -> None:
    assert Chord(Key(9, "minor"), 4, leading=True).triad == (4, 8, 11)


def test_relative_keys_have_the_same_notes() -> None:
    key = Key(0, "major")
    assert {key.pitch(i) % 12 for i in range(7)} == {key.relative().pitch(i) % 12 for i in range(7)}
