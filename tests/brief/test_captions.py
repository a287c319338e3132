from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief.captions import (
    MAX_CHARACTERS_PER_SECOND,
    MAX_LINE_LENGTH,
    Cue,
    make_cues,
    read_captions,
    write_srt,
    write_vtt,
)

TEXT = (
    "Every evening, for thirty-one years, she climbed the hundred and twelve steps. Tonight she counts them once more, "
    "and the sea, which never counted anything, keeps her company all the same."
)


def spoken(text: str, start: float = 0.5, rate: float = 2.5) -> list[list[str | float]]:
    """Words at an even pace, with a pause after every sentence."""
    words: list[list[str | float]] = []
    for word in text.split():
        words.append([word, start, start + 1 / rate])
        start += 1 / rate + (0.6 if word.endswith(".") else 0)
    return words


def test_cues_break_where_the_sentence_breathes():
    made = make_cues(spoken(TEXT), 0, 20)
    assert [cue.text.replace("\n", " ")[-1] for cue in made][:2] == [".", ","] or made[0].text.endswith(",")
    assert any(cue.text.endswith("steps.") for cue in made)
    for cue in made:
        assert 1 <= cue.end - cue.start <= 7
        assert len(cue.text) / (cue.end - cue.start) <= MAX_CHARACTERS_PER_SECOND


def test_a_short_word_stays_a_second():
    (cue,) = make_cues([["Home.", 2.0, 2.3]], 0, 10)
    assert (cue.start, cue.end) == (2.0, 3.0)


def test_at_the_scene_s_end_it_comes_earlier():
    (cue,) = make_cues([["Home.", 9.6, 9.9]], 0, 10)
    assert (cue.start, cue.end) == (9.0, 10)


def test_no_words_no_cues():
    assert make_cues([], 0, 5) == []


def test_a_word_longer_than_a_line_is_divided():
    made = make_cues([["x" * 100, 0, 5]], 0, 6)
    assert "".join(cue.text for cue in made).replace("\n", "").replace(" ", "") == "x" * 100


WORD = st.one_of(st.text("abcdefg.,", min_size=1, max_size=12), st.text("ab", min_size=40, max_size=90))


@given(st.lists(st.tuples(WORD, st.floats(0, 2), st.floats(0, 1)), max_size=60), st.floats(0, 50))
def test_cues_are_in_order_inside_the_scene_and_hold_every_word(said: list[tuple[str, float, float]], start: float):
    at = start
    words: list[list[str | float]] = []
    for word, length, pause in said:
        words.append([word, at, at + length])
        at += length + pause
    end = at + 1
    made = make_cues(words, start, end)
    assert "".join("".join(cue.text.split()) for cue in made) == "".join(word for word, *_ in said)
    assert all(start - 1e-3 <= cue.start < cue.end <= end + 1e-3 for cue in made)
    assert all(before.end <= after.start for before, after in pairwise(made))
    assert all(len(line) <= MAX_LINE_LENGTH for cue in made for line in cue.text.split("\n"))
    assert all(len(cue.text.split("\n")) <= 2 for cue in made)


def test_vtt():
    made = [Cue(0.5, 2, "a < b\n& c --> d"), Cue(3661.25, 3662, "e")]
    written = write_vtt(made, "de")
    assert written.startswith("WEBVTT\nLanguage: de\n\n00:00:00.500 --> 00:00:02.000\na &lt; b\n&amp; c --&gt; d\n")
    assert read_captions(written) == made


def test_srt():
    made = [Cue(0.5, 2, "a < b\nc"), Cue(3661.25, 3662, "e")]
    written = write_srt(made)
    assert written.startswith("1\n00:00:00,500 --> 00:00:02,000\na < b\nc\n\n2\n01:01:01,250")
    assert read_captions(written) == made
    assert write_srt([]) == ""
