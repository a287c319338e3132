from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import mido
import pytest

from polymuse.engines.builtin.composer.midi import write_midi
from polymuse.engines.builtin.composer.score import Note, Score

Scored = Callable[..., Score]


def _notes(track: mido.MidiTrack) -> list[Note]:
    at, held, made = 0, {}, []
    for message in track:
        at += message.time
        if message.type == "note_on":
            held[message.note] = (at, message.velocity)
        elif message.type == "note_off":
            start, velocity = held.pop(message.note)
            made.append(Note(start, at - start, message.note, velocity))
    assert not held
    return sorted(made)


@pytest.mark.parametrize("prompt", ["calm piano", "epic", "jazz", "waltz", "lullaby"])
def test_the_file_holds_exactly_the_notes(scored: Scored, tmp_path: Path, prompt: str) -> None:
    score = scored(prompt=prompt, seconds=45.5)
    write_midi(score, tmp_path / "music.mid")
    file = mido.MidiFile(str(tmp_path / "music.mid"))
    assert file.type == 1
    assert file.length == pytest.approx(45.5, abs=0.005)
    assert [_notes(track) for track in file.tracks[1:]] == [sorted(track.notes) for track in score.tracks]


def test_it_says_its_key_metre_and_players(scored: Scored, tmp_path: Path) -> None:
    score = scored(prompt="waltz", key="D minor", seconds=30)
    write_midi(score, tmp_path / "music.mid")
    file = mido.MidiFile(str(tmp_path / "music.mid"))
    head = {message.type: message for message in file.tracks[0]}
    assert head["key_signature"].key == "Dm"
    assert (head["time_signature"].numerator, head["time_signature"].denominator) == (3, 4)
    assert [track.name for track in file.tracks[1:]] == [f"{t.instrument} ({t.role})" for t in score.tracks]


def test_the_tempo_map_puts_notes_where_they_sound(scored: Scored, tmp_path: Path) -> None:
    score = scored(prompt="calm", seconds=30)
    write_midi(score, tmp_path / "music.mid")
    file = mido.MidiFile(str(tmp_path / "music.mid"))
    at, starts = 0.0, []
    for message in file:
        at += message.time
        if message.type == "note_on":
            starts.append(at)
    ours = sorted(float(score.clock.seconds(note.start)) for track in score.tracks for note in track.notes)
    assert sorted(starts) == pytest.approx(ours, abs=0.002)
