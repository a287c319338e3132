from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Mood
from polymuse.engines.builtin.composer.form import MusicPlan, make_plan, mode_of, tempo_of
from polymuse.engines.builtin.composer.interpretation import MusicCue, interpret
from polymuse.engines.builtin.composer.theory import BRIGHTNESS, Key
from polymuse.tasks.text_to_music import Cue, TextToMusic
from polymuse.types import Request

Planned = Callable[..., MusicPlan]
unit = st.floats(-1, 1)


@given(unit, unit, unit)
def test_brighter_moods_never_have_darker_modes(one: float, other: float, arousal: float) -> None:
    low, high = sorted((one, other))
    dark, bright = (mode_of(Mood(valence=valence, arousal=arousal)) for valence in (low, high))
    assert BRIGHTNESS[dark] <= BRIGHTNESS[bright]


@given(unit, unit, unit)
def test_livelier_moods_are_never_slower(one: float, other: float, valence: float) -> None:
    low, high = sorted((one, other))
    assert tempo_of(Mood(arousal=low, valence=valence)) <= tempo_of(Mood(arousal=high, valence=valence))


def test_sad_is_minor_and_slow_and_happy_is_major_and_quick(planned: Planned) -> None:
    sad, happy = planned(prompt="sad"), planned(prompt="cheerful")
    assert sad.key.mode in ("minor", "phrygian")
    assert happy.key.mode == "major"
    assert sad.tempo < happy.tempo


@given(
    seconds=st.floats(0.5, 900), seed=st.integers(0, 50), words=st.sampled_from(["", "waltz", "lullaby", "epic", "sad"])
)
def test_bars_end_before_the_piece_does(planned: Planned, seconds: float, seed: int, words: str) -> None:
    made = planned(prompt=words, seconds=seconds, seed=seed)
    ring = seconds - made.final_chord_start
    assert 0.3 * min(seconds, 6) <= ring <= max(6, 0.6 * seconds)
    assert sum(section.bars for section in made.sections) == len(made.bars)
    assert all(a.first + a.bars == b.first for a, b in pairwise(made.sections))


@given(
    starts=st.lists(st.floats(5, 80), min_size=1, max_size=5),
    moods=st.lists(st.tuples(unit, unit), min_size=6, max_size=6),
    seed=st.integers(0, 50),
)
def test_bar_lines_fall_on_cues(
    planned: Planned, starts: list[float], moods: list[tuple[float, float]], seed: int
) -> None:
    cues = [
        Cue(start=start, mood=Mood(valence=valence, arousal=arousal))
        for start, (valence, arousal) in zip(sorted([0, *starts]), moods, strict=False)
    ]
    made = planned(seconds=90, cues=tuple(cues), seed=seed)
    lines = [sum(made.bars[:i]) for i in range(len(made.bars) + 1)]
    bar = max(made.bars)
    for before, cue, after in zip(cues[:-1], cues[1:], [*cues[2:], Cue(start=90)], strict=True):
        if cue.start - before.start > 2.5 * bar and after.start - cue.start > 3 * bar:
            assert min(abs(line - cue.start) for line in lines) < 1e-6


@given(st.lists(st.floats(8, 20), min_size=2, max_size=5), st.integers(0, 30))
def test_tempo_is_stretched_only_a_little(planned: Planned, lengths: list[float], seed: int) -> None:
    starts = [sum(lengths[:i]) for i in range(len(lengths))]
    cues = tuple(Cue(start=start, mood=Mood(valence=0.4, arousal=-0.2)) for start in starts)
    made = planned(seconds=sum(lengths), cues=cues, seed=seed)
    inner = made.bars[:-2]
    assert not inner or max(inner) / min(inner) < 1.6


def test_a_tempo_asked_for_is_kept(planned: Planned) -> None:
    made = planned(prompt="march", tempo=100, seconds=40)
    assert made.tempo == pytest.approx(100)
    assert max(made.bars) == pytest.approx(min(made.bars))


def test_a_key_asked_for_is_kept(planned: Planned) -> None:
    assert planned(prompt="happy", key="C# minor").key == Key(1, "minor")


def test_a_dark_scene_turns_to_the_relative_minor_and_home_again(planned: Planned) -> None:
    moods = (Mood(valence=0.6), Mood(valence=-0.6, arousal=-0.3), Mood(valence=0.7))
    made = planned(seconds=60, cues=tuple(Cue(start=20.0 * i, mood=mood) for i, mood in enumerate(moods)))
    keys = {section.cue.start: section.key for section in made.sections}
    assert keys[0].mode == "major"
    assert keys[20] == keys[0].relative()
    assert keys[40] == keys[0] == made.key


def test_forms_have_contrast_and_return(planned: Planned) -> None:
    names = [section.name for section in planned(prompt="cheerful", seconds=80).sections]
    assert names[0] == "intro"
    assert names[-1] == "outro"
    assert "B" in names or "A'" in names


def test_a_long_piece_does_not_turn_in_a_circle() -> None:
    cues = tuple(MusicCue(20.0 * n, Mood(valence=0.5, arousal=0.0)) for n in range(29))
    made = make_plan(replace(interpret(Request("text-to-music", TextToMusic(seconds=600))), cues=cues))
    letters = [section.letter for section in made.sections]
    assert set(letters) >= set("ABCD")
    assert all(a != b for a, b in pairwise(letters[1:-1]))
    assert max(s.energy for s in made.sections) - min(s.energy for s in made.sections) > 0.15


def test_the_last_chord_comes_when_it_is_asked_for() -> None:
    wish = replace(interpret(Request("text-to-music", TextToMusic(seconds=60))), final_chord_start=56.5)
    assert make_plan(wish).final_chord_start == pytest.approx(56.5, abs=1e-6)
