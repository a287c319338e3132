"""Rendering of a score to audio in blocks, with constant memory.

Two passes: the mix is written to a temporary file of floats while loudness and peak are measured; then it is scaled,
soft-limited, faded and written as WAV.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.instruments import RATE, NoteSynthesizer, Sound
from polymuse.engines.builtin.composer.reverb import BLOCK, Reverb
from polymuse.engines.builtin.composer.score import Score
from polymuse.media.wav import WavWriter

__all__ = ["mix", "render"]

Stereo = NDArray[np.float32]

_LEVEL = 10 ** (-19 / 20)
_CEILING = 10 ** (-3.2 / 20)
_KNEE = 0.4
_QUIET = 10 ** (-50 / 20)
_KEYBOARD = 0.3


@dataclass(slots=True)
class _Playing:
    """A sounding note: start in samples, samples, gains left, right and to the reverb."""

    start: int
    sound: Sound
    gains: NDArray[np.float32]
    send: float


@dataclass(frozen=True, slots=True)
class _Event:
    start: int
    seconds: float
    instrument: str
    pitch: int
    velocity: int


def render(score: Score, path: Path, work: Path) -> Iterator[float]:
    """Write the score as a 48 kHz stereo WAV file of exactly its length; yields progress 0..1."""
    frames = round(score.plan.seconds * RATE)
    raw = work / "mix.f32"
    energy, loud_blocks, peak, position = 0.0, 0, 0.0, 0
    with raw.open("wb") as file:
        for block in mix(score, frames):
            for part in np.array_split(block, 4):
                power = float(np.mean(np.square(part))) if len(part) else 0.0
                if power > _QUIET**2:
                    energy, loud_blocks = energy + power, loud_blocks + 1
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
            block.tofile(file)
            position += len(block)
            yield 0.9 * position / frames
    gain = _LEVEL / max(np.sqrt(energy / max(loud_blocks, 1)), 1e-6)
    _master(raw, path, frames, float(min(gain, 2.2 * _CEILING / max(peak, 1e-6))), score)
    raw.unlink()
    yield 1.0


def mix(score: Score, frames: int) -> Iterator[Stereo]:
    """The score with reverb, before mastering: blocks of (≤ BLOCK, 2), `frames` in total."""
    voices, room = NoteSynthesizer(), Reverb(score.plan.request.style.room, RATE)
    events = _events(score)
    playing: list[_Playing] = []
    upcoming = 0
    for start in range(0, frames, BLOCK):
        while upcoming < len(events) and events[upcoming].start < start + BLOCK:
            playing.append(_play(voices, events[upcoming]))
            upcoming += 1
        dry, send = np.zeros((BLOCK, 2), np.float32), np.zeros((BLOCK, 2), np.float32)
        for note in playing:
            _add(note, start, dry, send)
        playing = [note for note in playing if note.start + len(note.sound) > start + BLOCK]
        yield (dry + room.process(send))[: frames - start]


def _events(score: Score) -> list[_Event]:
    events = []
    for track in score.tracks:
        if not track.notes:
            continue
        onsets = score.clock.seconds(np.array([note.start for note in track.notes], float))
        releases = score.clock.seconds(np.array([note.start + note.length for note in track.notes], float))
        for note, start, end in zip(track.notes, onsets, releases, strict=True):
            events.append(_Event(round(start * RATE), float(end - start), track.instrument, note.pitch, note.velocity))
    return sorted(events, key=lambda event: (event.start, event.instrument, event.pitch))


def _play(voices: NoteSynthesizer, event: _Event) -> _Playing:
    about = instruments()[event.instrument]
    sound = voices.note(event.instrument, event.pitch, event.velocity, event.seconds)
    across = _KEYBOARD * (event.pitch - 64) / 36 if about.maker in ("piano", "bar") else 0.0
    turn = (np.clip(about.pan + across, -0.9, 0.9) + 1) * np.pi / 4
    gains = np.array([np.cos(turn), np.sin(turn)], np.float32) * np.float32(np.sqrt(2))
    return _Playing(event.start, sound, gains, about.send)


def _add(note: _Playing, start: int, dry: Stereo, send: Stereo) -> None:
    """Mix the part of a note that is in the block at `start`."""
    first = max(note.start - start, 0)
    skip = max(start - note.start, 0)
    part = note.sound[skip : skip + len(dry) - first]
    if part.ndim == 1:
        part = part[:, None]
    scaled = part * note.gains
    dry[first : first + len(part)] += scaled
    send[first : first + len(part)] += scaled * np.float32(note.send)


def _master(raw: Path, path: Path, frames: int, gain: float, score: Score) -> None:
    ring = score.plan.seconds - score.plan.final_chord_start
    fade = max(int(min(0.55 * ring, 2.5) * RATE), 1)
    with raw.open("rb") as file, WavWriter(path, RATE, 2) as output:
        for start in range(0, frames, BLOCK):
            count = min(BLOCK, frames - start)
            block = np.fromfile(file, np.float32, 2 * count).reshape(-1, 2)
            block = _limit(block * np.float32(gain))
            output.write(block * _ending(np.arange(start, start + count), frames, fade)[:, None])


def _limit(block: Stereo) -> Stereo:
    """Soft limiter: samples below the knee are unchanged, others approach the ceiling."""
    size = np.abs(block)
    excess = np.maximum(size - _KNEE, 0) / (_CEILING - _KNEE)
    bent = np.minimum(size, _KNEE) + (_CEILING - _KNEE) * np.tanh(excess)
    return np.asarray(np.sign(block) * bent, np.float32)


def _ending(positions: Sequence[int] | NDArray[np.int64], frames: int, fade: int) -> NDArray[np.float32]:
    """Fade-out gains: 1, then a half cosine to 0 over the last `fade` frames."""
    fade_out = np.clip((frames - 1 - np.asarray(positions)) / fade, 0, 1)
    return np.asarray(np.sin(fade_out * np.pi / 2) ** 2, np.float32)
