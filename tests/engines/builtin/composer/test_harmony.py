from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.composer.harmony import Cadence, make_progression, mode_table, voice_leading
from polymuse.engines.builtin.composer.theory import MODES, Key

keys = st.builds(Key, st.integers(0, 11), st.sampled_from(list(MODES)))
closes: st.SearchStrategy[Cadence] = st.sampled_from(["half", "home", "turn"])


@given(keys, st.integers(1, 9), closes, st.integers(0, 999))
def test_phrases_begin_and_close_as_asked(key: Key, count: int, close: Cadence, seed: int) -> None:
    path = [chord.degree + 1 for chord in make_progression(key, count, close, 0.5, Random(seed))]
    ends = {"home": {1: 1}, "half": mode_table(key.mode)["half"], "turn": mode_table(key.mode)["before_home"]}[close]
    assert len(path) == count
    assert path[-1] in ends
    assert count <= 2 or path[0] == 1


@given(keys, st.integers(3, 8), st.integers(0, 999))
def test_chords_move_as_the_table_allows(key: Key, count: int, seed: int) -> None:
    path = [chord.degree + 1 for chord in make_progression(key, count, "half", 0.0, Random(seed))]
    assert all(later in mode_table(key.mode)["next"][earlier] for earlier, later in pairwise(path))


@pytest.mark.parametrize("mode", MODES)
def test_every_chord_leads_somewhere(mode: str) -> None:
    following = mode_table(mode)["next"]
    assert {degree for options in following.values() for degree in options} <= set(following)


@given(keys, st.integers(0, 999), st.integers(55, 67))
def test_voices_move_little_and_never_cross(key: Key, seed: int, centre: int) -> None:
    placed = voice_leading(make_progression(key, 8, "home", 0.5, Random(seed)), centre, 4)
    for before, after in pairwise(placed):
        moves = [abs(b - a) for a, b in zip(before, after, strict=True)]
        assert sum(moves) / 4 <= 5
        assert max(moves) <= 9
    assert all(list(pitches) == sorted(set(pitches)) for pitches in placed)


@given(keys, st.integers(0, 999))
def test_voicings_hold_the_chords_third_and_root(key: Key, seed: int) -> None:
    progression = make_progression(key, 6, "home", 0.6, Random(seed))
    for chord, pitches in zip(progression, voice_leading(progression, 60, 4), strict=True):
        sounding = {pitch % 12 for pitch in pitches}
        assert set(chord.tones[:2]) <= sounding <= set(chord.tones)
