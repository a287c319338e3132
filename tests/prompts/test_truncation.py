"""Texts within limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.prompts.truncation import Unit, fit_pieces, shorten, size

UNITS = st.sampled_from(["characters", "UTF-16 units", "bytes"])


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("One two. Three four.", 20, "One two. Three four."),
        ("One two. Three four.", 15, "One two."),
        ("One two, three four five", 20, "One two, three four"),
        ("One two three, four", 16, "One two three,"),
        ("abcdefghij", 4, "abcd"),
        ("anything", 0, ""),
        ("anything", -3, ""),
    ],
)
def test_text_ends_with_a_sentence_a_phrase_or_a_word(text: str, room: int, expected: str) -> None:
    assert shorten(text, room) == expected


@given(st.text(max_size=80), st.integers(-2, 90), UNITS)
def test_what_is_shortened_is_a_beginning_that_has_room(text: str, room: int, unit: Unit) -> None:
    short = shorten(text, room, unit)
    assert text.startswith(short)
    assert size(short, unit) <= max(0, room)


@given(st.lists(st.text(max_size=30), max_size=5), st.integers(0, 100), UNITS)
def test_pieces_fit(pieces: list[str], limit: int, unit: Unit) -> None:
    text, lost = fit_pieces(pieces, ", ", limit, unit)
    assert size(text, unit) <= limit
    whole = ", ".join(piece for piece in pieces if piece)
    assert (text == whole) == (size(whole, unit) <= limit)
    assert bool(lost) == (text != whole)


def test_the_longest_piece_gives_way() -> None:
    assert fit_pieces(["a" * 50, "short", "brief"], " ", 40, "characters") == (f"{'a' * 28} short brief", ["a" * 22])
