from __future__ import annotations

import skia
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.text import (
    TypeStyle,
    break_lines,
    fit_text,
    fit_title,
    missing_glyphs,
    to_typographic,
)

KIND = TypeStyle("semibold", Rgb(0, 0, 0), 60)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_any_text_fits_its_box(text: str) -> None:
    block = fit_text(text, KIND, 400, 200, 14)
    assert block.height <= 200
    assert 14 <= block.size <= 60


def test_words_shrink_before_they_are_cut() -> None:
    title = fit_text("A rather long title of a film", KIND, 300, 130, 12)
    assert title.size < 60
    assert not title.cut
    assert fit_text("word " * 400, KIND, 300, 130, 12).cut


def test_a_long_word_is_made_smaller_rather_than_broken() -> None:
    block = fit_text("Donaudampfschifffahrtsgesellschaft", KIND, 500, 300, 12)
    assert block.paragraph.MinIntrinsicWidth <= 500


def test_right_to_left_and_our_own_letters_are_drawn() -> None:
    assert missing_glyphs("Žlutý kůň — Ελλάδα, Москва… “quoted”\n") == ""
    surface = skia.Surface(400, 100)
    fit_text("Žlutý", KIND, 400, 100, 12).draw(surface.getCanvas(), 0, 0)
    assert surface.toarray()[..., 3].any()


def test_a_character_that_nobody_has_is_named_once() -> None:
    assert missing_glyphs("a\U0010fffda\U0010fffd") == "\U0010fffd"


def test_typewriter_apostrophes_become_those_of_print() -> None:
    assert to_typographic("The keeper's  'own'\n sea ") == "The keeper’s 'own'\nsea"


def lines(title: str, number: int) -> list[str]:
    words = title.split()
    runs = [(a, b) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    measured = {(a, b): float(len(" ".join(words[a:b]))) for a, b in runs}
    return [" ".join(words[a:b]) for a, b in break_lines(words, measured, number)]


def test_lines_of_a_title_are_even_and_break_where_it_reads_well() -> None:
    assert lines("The Last Lamp of Gull Point", 2) == ["The Last Lamp", "of Gull Point"]
    assert lines("A Winter in the Old House", 2) == ["A Winter", "in the Old House"]
    assert lines("Sea", 3) == ["Sea"]


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=12), st.sampled_from([200.0, 700.0]))
def test_a_title_never_wraps_by_itself(words: list[str], width: float) -> None:
    block = fit_title(" ".join(words), KIND, width, 300, 8)
    assert block.paragraph.LongestLine <= width + 1
    assert block.height <= 300
    assert block.cut or block.height <= 4 * (KIND.leading * block.size + 1)
