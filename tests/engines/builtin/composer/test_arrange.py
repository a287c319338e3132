from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Mood
from polymuse.engines.builtin.composer.data import instruments, styles
from polymuse.engines.builtin.composer.score import Note, Score
from polymuse.tasks.text_to_music import Cue

Scored = Callable[..., Score]
prompts = st.sampled_from(list(styles()))


def _sounding(score: Score, tick: int) -> Iterator[Note]:
    for track in score.tracks:
        if track.role != "drums":
            yield from (note for note in track.notes if note.start <= tick < note.start + note.length)


@given(seconds=st.floats(1, 120), seed=st.integers(0, 99), prompt=prompts)
def test_every_piece_ends_on_its_home_chord(scored: Scored, seconds: float, seed: int, prompt: str) -> None:
    score = scored(prompt=prompt, seconds=seconds, seed=seed)
    key = score.plan.key
    end = score.clock.ticks(seconds - 0.3 * (seconds - score.plan.final_chord_start))
    last = list(_sounding(score, end))
    triad = {key.pitch(step) % 12 for step in (0, 2, 4)}
    assert {
        note.pitch % 12 for note in last if note.start >= score.clock.ticks(score.plan.final_chord_start) - 200
    } <= triad
    assert min(last, key=lambda note: note.pitch).pitch % 12 == key.tonic


@given(seconds=st.floats(1, 120), seed=st.integers(0, 99), prompt=prompts)
def test_notes_lie_in_their_instruments_range_and_in_time(
    scored: Scored, seconds: float, seed: int, prompt: str
) -> None:
    score = scored(prompt=prompt, seconds=seconds, seed=seed)
    end = score.clock.ticks(seconds)
    for track in score.tracks:
        low, high = instruments()[track.instrument].range
        assert all(low <= note.pitch <= high for note in track.notes)
        assert all(0 <= note.start < end and note.length > 0 and 1 <= note.velocity <= 127 for note in track.notes)
        assert [note.start for note in track.notes] == sorted(note.start for note in track.notes)


@given(seed=st.integers(0, 99), prompt=prompts)
def test_melodies_sing(scored: Scored, seed: int, prompt: str) -> None:
    """Mostly small steps, no leaps beyond an octave but after a breath, and rests to breathe."""
    score = scored(prompt=prompt, seconds=60, seed=seed)
    for track in score.tracks:
        if track.role == "lead" and len(track.notes) > 12:
            moves = [abs(b.pitch - a.pitch) for a, b in pairwise(track.notes)]
            assert sum(move <= 5 for move in moves) / len(moves) > 0.55
            runs = [(a, b) for a, b in pairwise(track.notes) if b.start - a.start - a.length < 400]
            assert sum(abs(b.pitch - a.pitch) > 12 for a, b in runs) <= 1
            assert max(moves) <= 19
            assert sum(note.length for note in track.notes) < 0.97 * score.clock.ticks(60)


@given(seed=st.integers(0, 99), prompt=prompts)
def test_strong_melody_notes_agree_with_the_harmony(scored: Scored, seed: int, prompt: str) -> None:
    score = scored(prompt=prompt, seconds=40, seed=seed)
    rubs = checked = 0
    others = [n for t in score.tracks if t.role in ("pad", "bass", "harmony") for n in t.notes]
    for note in (n for t in score.tracks if t.role == "lead" for n in t.notes if n.length > 900):
        under = [o for o in others if o.start - 200 <= note.start < o.start + o.length - 200]
        checked += len(under)
        rubs += sum((note.pitch - other.pitch) % 12 in (1, 11) for other in under)
    assert rubs <= 0.12 * checked + 2


def test_other_seeds_and_words_are_other_music(scored: Scored) -> None:
    scores = [scored(prompt=prompt, seed=seed, seconds=30) for prompt in ("calm", "calm sea") for seed in (0, 1, 2)]
    melodies = {tuple(n.pitch for t in score.tracks if t.role == "lead" for n in t.notes) for score in scores}
    assert len(melodies) == len(scores)


def test_the_same_request_is_the_same_music(scored: Scored) -> None:
    one, other = (scored(prompt="playful", seed=5, seconds=30) for _ in range(2))
    assert one.tracks == other.tracks


def test_only_the_instruments_given_play(scored: Scored) -> None:
    assert {t.instrument for t in scored(instruments=("guitar",), seconds=40).tracks} == {"guitar"}
    assert {t.instrument for t in scored(prompt="solo piano", seconds=40).tracks} == {"piano"}
    assert {t.role for t in scored(instruments=("piano",), seconds=40).tracks} >= {"lead", "harmony"}


def test_instruments_in_words_are_featured(scored: Scored) -> None:
    for name in ("harp", "flute", "celesta", "marimba", "cello", "choir"):
        assert name in {track.instrument for track in scored(prompt=f"calm {name}", seconds=40).tracks}


def test_a_cues_instruments_enter_with_it(scored: Scored) -> None:
    cues = (Cue(start=0, text="soft piano"), Cue(start=20, text="a flute joins"))
    score = scored(seconds=40, cues=cues, instruments=())
    flute = next(track for track in score.tracks if track.instrument == "flute")
    assert score.clock.seconds(flute.notes[0].start) == pytest.approx(20, abs=3)


def test_a_theme_comes_back(scored: Scored) -> None:
    score = scored(prompt="hopeful piano", seconds=80, seed=3)
    sections = [section for section in score.plan.sections if section.letter == "A"]
    bar = score.clock.bar_ticks
    lead = [note for track in score.tracks if track.role == "lead" for note in track.notes]

    def opening(first: int) -> list[int]:
        return [note.pitch % 12 for note in sorted(lead) if -100 <= note.start - first * bar < bar - 600][:2]

    assert len(sections) >= 2
    assert opening(sections[0].first) == opening(sections[1].first)


def test_arousal_makes_it_busier_and_louder(scored: Scored) -> None:
    calm, wild = (scored(mood=Mood(valence=0.4, arousal=a), seconds=40, prompt="folk") for a in (-0.8, 0.8))
    notes = [[note for track in score.tracks for note in track.notes] for score in (calm, wild)]
    assert len(notes[1]) > 1.5 * len(notes[0])
    leads = [[n.velocity for t in score.tracks if t.role == "lead" for n in t.notes] for score in (calm, wild)]
    loudness = [sum(each) / len(each) for each in leads]
    assert loudness[1] > loudness[0] + 10


def test_silence_is_kept(scored: Scored) -> None:
    score = scored(seconds=45, cues=(Cue(start=0, text="gentle piano"), Cue(start=15, text="silence"), Cue(start=30)))
    begin, end = score.clock.ticks(15.3), score.clock.ticks(29.5)
    assert not [note for track in score.tracks for note in track.notes if begin < note.start < end]
