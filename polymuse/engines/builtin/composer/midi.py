"""Standard MIDI file (format 1) of a score: tempo map, time and key signature, section markers, one named track per
part with its General MIDI program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mido import Message, MetaMessage, MidiFile, MidiTrack, bpm2tempo

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.form import PPQ
from polymuse.engines.builtin.composer.score import Score, Track

__all__ = ["write_midi"]

_DRUMS_CHANNEL = 9
_Timed = tuple[int, int, Message | MetaMessage]
"""Tick, order among equals, message."""
_SLOWEST = bpm2tempo(4)


def write_midi(score: Score, path: Path) -> None:
    """Write exactly the notes that are rendered. The file is as long as the audio."""
    file = MidiFile(type=1, ticks_per_beat=PPQ)
    end = score.clock.ticks(score.plan.seconds)
    file.tracks.append(_track("polymuse composer", _conductor(score), end))
    melodic = (channel for channel in range(16) if channel != _DRUMS_CHANNEL)
    for part in score.tracks:
        channel = _DRUMS_CHANNEL if part.role == "drums" else next(melodic)
        file.tracks.append(_track(f"{part.instrument} ({part.role})", _notes(part, channel), end))
    file.save(str(path))


def _conductor(score: Score) -> Iterable[_Timed]:
    plan, clock = score.plan, score.clock
    yield 0, 0, MetaMessage("time_signature", numerator=plan.metre.beats, denominator=plan.metre.unit)
    yield 0, 0, MetaMessage("key_signature", key=plan.key.signature)
    previous = 0
    for bar, tempo in enumerate(clock.tempi):
        if tempo != previous:
            yield bar * clock.bar_ticks, 1, MetaMessage("set_tempo", tempo=min(tempo, _SLOWEST))
            previous = tempo
    for section in plan.sections:
        yield section.first * clock.bar_ticks, 2, MetaMessage("marker", text=section.name)


def _notes(part: Track, channel: int) -> Iterable[_Timed]:
    about = instruments()[part.instrument]
    yield 0, 0, Message("program_change", channel=channel, program=about.program)
    yield 0, 0, Message("control_change", channel=channel, control=10, value=round(64 + 63 * about.pan))
    for note in part.notes:
        yield note.start, 2, Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        yield note.start + note.length, 1, Message("note_off", channel=channel, note=note.pitch, velocity=0)


def _track(name: str, messages: Iterable[_Timed], end: int) -> MidiTrack:
    track = MidiTrack([MetaMessage("track_name", name=name, time=0)])
    at = 0
    for tick, _, message in sorted(messages, key=lambda timed: timed[:2]):
        track.append(message.copy(time=tick - at))
        at = tick
    track.append(MetaMessage("end_of_track", time=max(end - at, 0)))
    return track
