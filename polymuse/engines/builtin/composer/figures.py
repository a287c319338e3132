"""Accompaniment figures: arpeggios, bass lines, pads, sparkles and drums, each a function from a bar to strokes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from polymuse.engines.builtin.composer.data import instruments, patterns
from polymuse.engines.builtin.composer.form import PPQ, Metre
from polymuse.engines.builtin.composer.theory import Chord

__all__ = ["DRUMS", "Stroke", "arpeggio", "bass_line", "choose_figure", "drum_bar", "fold_into_range", "sparkle_notes"]

DRUMS = {"kick": 36, "rim": 37, "brush": 38, "taiko": 41, "hat": 42, "tom": 45, "ride": 51, "shaker": 70}
"""General MIDI percussion notes."""

_LOW = 38


@dataclass(frozen=True, slots=True)
class Stroke:
    """A note before humanisation: onset and length in ticks from the bar line, pitch, and accent (1 is normal)."""

    onset: int
    length: int
    pitch: int
    accent: float = 1.0


def choose_figure(kind: str, metre: str, energy: float, instrument: str, rng: Random) -> list[str]:
    """Tokens of a figure that suits the energy and the instrument."""
    figures = patterns()[kind][metre]
    suits = [f for f in figures if f["energy"][0] <= energy <= f["energy"][1]] or figures[:1]
    suits = [f for f in suits if instrument in f.get("kinds", (instrument,))] or figures[:1]
    tokens: list[str] = rng.choice(suits)["bar"].split()
    return tokens


def fold_into_range(pitch: int, lowest: int, highest: int) -> int:
    """The pitch, transposed by octaves into lowest..highest (if that is less than an octave, possibly below `lowest`)."""
    if pitch < lowest:
        pitch = lowest + (pitch - lowest) % 12
    return pitch if pitch <= highest else highest - (highest - pitch) % 12


def arpeggio(
    tokens: Sequence[str], chord: Chord, voicing: Sequence[int], metre: Metre, instrument: str
) -> list[Stroke]:
    """A chord figure. Undamped plucked and struck notes ring to the end of the bar."""
    grid = metre.ticks // len(tokens)
    about = instruments()[instrument]
    rings = about.maker in ("plucked", "piano", "bar") and about.params.get("ring") != 0
    lowest = max(_LOW, about.range[0])
    voices = [fold_into_range(chord.bass + 36, lowest, lowest + 14), *voicing]
    strokes = []
    for place, token in enumerate(tokens):
        for digit in token.split("+") if token != "." else ():
            voice = min(int(digit), len(voices) - 1)
            pitch = fold_into_range(voices[voice], lowest if voice == 0 else max(lowest, voices[0] + 1), about.range[1])
            length = metre.ticks - place * grid if rings else round(grid * 0.9)
            accent = 1.08 if place == 0 else 0.94 if place % 2 else 1.0
            strokes.append(Stroke(place * grid, length, pitch, accent))
    return strokes


def bass_line(tokens: Sequence[str], chord: Chord, next_chord: Chord, metre: Metre, instrument: str) -> list[Stroke]:
    """Root, fifth, octave, and a step that leads into the next chord."""
    grid = metre.ticks // len(tokens)
    lowest = max(instruments()[instrument].range[0], 28)
    root = fold_into_range(chord.bass + 24, lowest, lowest + 14)
    onsets = [place for place, token in enumerate(tokens) if token != "."]
    strokes = []
    for place, end in zip(onsets, [*onsets[1:], len(tokens)], strict=True):
        token = tokens[place]
        pitch = {"R": root, "F": fold_into_range(chord.pitch_class(4) + 24, lowest, lowest + 14), "O": root + 12}.get(
            token
        )
        if pitch is None:
            pitch = _leading_note(root, fold_into_range(next_chord.bass + 24, lowest, lowest + 14), chord)
        strokes.append(Stroke(place * grid, round((end - place) * grid * 0.95), pitch, 1.0 if place == 0 else 0.88))
    return strokes


def _leading_note(root: int, target: int, chord: Chord) -> int:
    """A scale step above or below the target, on the side of the root."""
    side = 1 if root >= target else -1
    scale = {chord.key.pitch(step) % 12 for step in range(7)}
    return next(target + side * distance for distance in (1, 2, 3) if (target + side * distance) % 12 in scale)


def sparkle_notes(chord: Chord, metre: Metre, instrument: str, rng: Random) -> list[Stroke]:
    """A few high chord tones in the second half of the bar, where the melody rests."""
    lowest, highest = instruments()[instrument].range
    base = fold_into_range(chord.tones[rng.randrange(3)] + 72, max(lowest, 74), min(highest, 88))
    tones = sorted(fold_into_range(tone + 72, base, base + 14) for tone in (*chord.triad, chord.tones[0]))
    tones = tones[: rng.choice((2, 3, 3, 4))]
    if rng.random() < 0.3:
        tones.reverse()
    start = metre.ticks // 2 if metre.name != "3/4" else PPQ
    grid = PPQ // 2
    return [
        Stroke(
            start + place * grid, metre.ticks - place * grid, fold_into_range(tone, lowest, highest), 0.9 - 0.06 * place
        )
        for place, tone in enumerate(tones)
        if start + place * grid < metre.ticks
    ]


def drum_bar(kit: str, metre: Metre, rng: Random, thin: bool) -> list[Stroke]:
    """One bar of drums; `thin` omits the kick and the accents between beats."""
    lines: Mapping[str, str] = patterns()["drums"][kit].get(metre.name, {})
    strokes = []
    for name, line in lines.items():
        tokens = line.split()
        grid = metre.ticks // len(tokens)
        for place, token in enumerate(tokens):
            if token == "." or (thin and name == "kick" and place) or (int(token) <= 2 and rng.random() < 0.25):
                continue
            strokes.append(Stroke(place * grid, grid, DRUMS[name], int(token) / 6))
    return strokes
