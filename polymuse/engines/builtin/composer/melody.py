"""Melody: a motif that is stated, answered, varied and brought home.

A motif is three one-bar figures, *head*, *tail* and *turn*: rhythms with steps relative to an anchor. A questioning
phrase (Caplin, Classical Form, 1998) states head and tail over its chords, repeats the head in sequence and stops
half-way; the answer begins alike, takes the turn and comes home. When a theme comes back it is ornamented. Strong and
long notes are tones of the chord; weak ones pass between them by step; a pick-up may lead into a phrase. Pitches are
handled as steps of the key, so that a theme keeps its shape in another mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from polymuse.engines.builtin.composer.data import patterns
from polymuse.engines.builtin.composer.theory import Chord

__all__ = ["MelodyNote", "Motif", "PhraseContext", "RhythmFigure", "compose_phrase", "make_motif", "vary_motif"]

_STRONG_LENGTH = 1.0
_WIDEST = 5


@dataclass(frozen=True, slots=True)
class MelodyNote:
    """A melody note in a bar: onset and length in quarter notes, a step of the key, and how strongly it is felt
    (0..1)."""

    bar: int
    onset: float
    length: float
    step: int
    weight: float


@dataclass(frozen=True, slots=True)
class RhythmFigure:
    """A one-bar rhythm, (onset, length) in quarter notes, with steps relative to the bar's anchor."""

    rhythm: tuple[tuple[float, float], ...]
    steps: tuple[int, ...]

    def invert(self) -> RhythmFigure:
        """The figure inverted around its first note."""
        return replace(self, steps=tuple(2 * self.steps[0] - step for step in self.steps))

    def ornament(self) -> RhythmFigure:
        """The longest note split, with a neighbour note in its second half."""
        place = max(range(len(self.rhythm)), key=lambda i: self.rhythm[i][1])
        onset, length = self.rhythm[place]
        if length < _STRONG_LENGTH:
            return self
        halves = ((onset, length - length / 2), (onset + length / 2, length / 2))
        step = self.steps[place]
        rhythm = (*self.rhythm[:place], *halves, *self.rhythm[place + 1 :])
        return RhythmFigure(rhythm, (*self.steps[:place], step, step + 1, *self.steps[place + 1 :]))


@dataclass(frozen=True, slots=True)
class Motif:
    """Head, tail and turn of a theme."""

    head: RhythmFigure
    tail: RhythmFigure
    turn: RhythmFigure

    def ornament(self) -> Motif:
        """The theme's ornamented recurrence."""
        return Motif(self.head, self.tail.ornament(), self.turn.ornament())


@dataclass(frozen=True, slots=True)
class PhraseContext:
    """Context of a phrase: whether it closes on the tonic (`home`); the step it is centred on; quarter notes per bar;
    how often it rests (`sparse` 0..1); the last step of the previous phrase, if a pick-up may follow it."""

    home: bool
    centre: int
    beats: int
    sparse: float
    previous_step: int | None


def make_motif(metre: str, density: float, rng: Random) -> Motif:
    """A new motif; `density` 0..1 controls the number of notes."""
    head = _figure(metre, density, rng)
    tail = _figure(metre, max(density - 0.25, 0.0), rng)
    return Motif(head, tail, _figure(metre, min(density + 0.2, 1.0), rng))


def vary_motif(theme: Motif, metre: str, density: float, rng: Random) -> Motif:
    """A contrasting theme from the same material: one figure inverted, another new."""
    new_figure = _figure(metre, density, rng)
    first = rng.random() < 0.5
    return (
        Motif(theme.tail.invert(), new_figure, theme.turn)
        if first
        else Motif(new_figure, theme.head.invert(), theme.turn)
    )


def compose_phrase(theme: Motif, progression: Sequence[Chord], context: PhraseContext, rng: Random) -> list[MelodyNote]:
    """A phrase over one chord per bar. Bars count from 0; a pick-up is in bar −1."""
    count = len(progression)
    if count == 1:
        return [_closing_note(progression[0], 0, context.centre, context)]
    lift = rng.choice((2, 3, 4))
    tones: list[MelodyNote] = []
    for bar, chord in enumerate(progression[:-1]):
        figure = _figure_at(theme, bar, count, context.home)
        if bar and bar % 2 and rng.random() < context.sparse:
            tones = _hold(tones, progression[bar - 1], context.beats)
            continue
        target = context.centre + round(lift * _phrase_arch(bar / (count - 1)))
        notes = _realise(figure, chord, bar, target, tones[-1].step if tones else None)
        tones += _smooth([_into_range(tone, chord, context.centre) for tone in notes])
    last = _closing_note(progression[-1], count - 1, tones[-1].step if tones else context.centre, context)
    result = _approach([*tones, last])
    return (
        result
        if context.previous_step is None
        else [*_pick_up(result[0], context.previous_step, context.beats, rng), *result]
    )


def _phrase_arch(along: float) -> float:
    """The phrase's contour (0..1), highest at two fifths."""
    return along / 0.4 if along < 0.4 else (1 - along) / 0.6


def _figure(metre: str, density: float, rng: Random) -> RhythmFigure:
    choices = patterns()["motifs"][metre]
    weights = [2.0 ** (-8 * abs(choice["density"] - density)) for choice in choices]
    rhythm, at = [], 0.0
    for token in rng.choices(choices, weights)[0]["bar"].split():
        length = float(token.lstrip("r"))
        if not token.startswith("r"):
            rhythm.append((at, length))
        at += length
    return RhythmFigure(tuple(rhythm), _contour(len(rhythm), rng))


def _contour(count: int, rng: Random) -> tuple[int, ...]:
    """Mostly steps in one direction; at most one leap, followed by a step back (Meyer's gap-fill)."""
    direction = rng.choice((1, 1, -1))
    leap_at = rng.randrange(1, count) if count > 1 and rng.random() < 0.55 else -1
    steps = [0]
    for place in range(1, count):
        if place == leap_at:
            move = direction * rng.choice((2, 2, 3, 4))
            direction = -direction
        else:
            move = direction * rng.choice((1, 1, 1, 1, 2, 0))
            direction = -direction if rng.random() < 0.2 else direction
        steps.append(steps[-1] + move)
    return tuple(steps)


def _figure_at(theme: Motif, bar: int, count: int, home: bool) -> RhythmFigure:
    """Head, tail, head in sequence; in a closing phrase the turn before the cadence."""
    if bar == count - 2 and count > 2:
        return theme.turn if home else theme.head if bar % 2 == 0 else theme.tail.invert()
    return theme.head if bar % 2 == 0 else theme.tail


def _realise(figure: RhythmFigure, chord: Chord, bar: int, target: int, previous_step: int | None) -> list[MelodyNote]:
    """The figure on the chord: anchored on the chord tone nearest the target, strong notes on chord tones."""
    anchor = _nearest(chord, target)
    if previous_step is not None and abs(anchor + figure.steps[0] - previous_step) > _WIDEST:
        anchor = _nearest(chord, (anchor + previous_step) // 2)
    tones: list[MelodyNote] = []
    for (onset, length), step in zip(figure.rhythm, figure.steps, strict=True):
        strong = onset == int(onset) and (int(onset) % 2 == 0 or length >= _STRONG_LENGTH)
        last = tones[-1].step if tones else anchor + step
        desired_step = min(max(anchor + step, last - _WIDEST + 1), last + _WIDEST - 1)
        final_step = _nearest(chord, desired_step) if strong or length >= _STRONG_LENGTH else desired_step
        tones.append(MelodyNote(bar, onset, length, final_step, 1.0 if onset == 0 else 0.75 if strong else 0.5))
    return tones


def _into_range(tone: MelodyNote, chord: Chord, centre: int) -> MelodyNote:
    """A note outside the range (a fifth below the centre to an octave above) folded back into it."""
    lowest, highest = centre - 4, centre + 7
    step = (
        2 * highest - tone.step if tone.step > highest else 2 * lowest - tone.step if tone.step < lowest else tone.step
    )
    return replace(tone, step=_nearest(chord, step)) if step != tone.step else tone


def _smooth(tones: list[MelodyNote]) -> list[MelodyNote]:
    """Make weak notes passing or neighbour notes, never leapt to and from."""
    result = list(tones)
    for place in range(1, len(result) - 1):
        previous, tone, following = result[place - 1 : place + 2]
        if tone.weight < 0.75 and (abs(tone.step - previous.step) > 2 or abs(following.step - tone.step) > 2):
            middle = (previous.step + following.step) // 2
            result[place] = replace(tone, step=middle if middle != previous.step else previous.step + 1)
    return result


def _closing_note(chord: Chord, bar: int, previous_step: int, context: PhraseContext) -> MelodyNote:
    """The last, long note of the phrase; the rest of the bar is silent."""
    desired_step = (previous_step + 2 * context.centre) // 3
    if context.home:
        step = min(
            (desired_step + d for d in range(-4, 5) if (desired_step + d) % 7 == 0),
            key=lambda s: (abs(s - previous_step), s),
        )
    else:
        step = min(
            (
                desired_step + d
                for d in range(-4, 5)
                if chord.has_step(desired_step + d) and (desired_step + d) % 7 != 0
            ),
            key=lambda s: (abs(s - previous_step), s),
        )
    return MelodyNote(bar, 0.0, 3.0 if context.beats > 3 else 2.0, step, 0.9)


def _approach(tones: list[MelodyNote]) -> list[MelodyNote]:
    """Approach the last note by step."""
    if len(tones) > 1 and tones[-1].bar - tones[-2].bar <= 1:
        last, previous = tones[-1], tones[-2]
        if abs(last.step - previous.step) > 2 and previous.weight < 1:
            side = 1 if previous.step > last.step else -1
            tones[-2] = replace(previous, step=last.step + side)
    return tones


def _pick_up(first: MelodyNote, previous_step: int, beats: int, rng: Random) -> list[MelodyNote]:
    """One or two notes that step to the first one from the previous one."""
    if first.onset > 0 or rng.random() < 0.4 or abs(previous_step - first.step) > _WIDEST + 2:
        return []
    side = 1 if previous_step > first.step else -1
    return [
        MelodyNote(-1, beats - 0.5 * away, 0.5, first.step + side * away, 0.4)
        for away in range(rng.choice((1, 2, 2)), 0, -1)
    ]


def _hold(tones: list[MelodyNote], chord: Chord, beats: int) -> list[MelodyNote]:
    """Extend the last note if the next bar rests."""
    if not tones:
        return tones
    last = tones[-1]
    return [*tones[:-1], replace(last, step=_nearest(chord, last.step), length=max(last.length, beats - last.onset))]


def _nearest(chord: Chord, step: int) -> int:
    """The step of the chord's triad nearest to a step, the lower of two."""
    return min((step + d for d in (0, -1, 1, -2, 2) if chord.has_step(step + d)), key=lambda s: (abs(s - step), s))
