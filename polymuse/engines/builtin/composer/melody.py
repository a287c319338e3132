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

__all__ = ["Figure", "Manner", "Motif", "Tone", "compose", "motif", "vary"]

_STRONG_LENGTH = 1.0
_WIDEST = 5


@dataclass(frozen=True, slots=True)
class Tone:
    """A melody note in a bar: onset and length in quarter notes, a step of the key, and how strongly it is felt
    (0..1)."""

    bar: int
    onset: float
    length: float
    step: int
    weight: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A one-bar rhythm, (onset, length) in quarter notes, with steps relative to the bar's anchor."""

    rhythm: tuple[tuple[float, float], ...]
    steps: tuple[int, ...]

    def inverted(self) -> Figure:
        """Upside down around the first note."""
        return replace(self, steps=tuple(2 * self.steps[0] - step for step in self.steps))

    def ornamented(self) -> Figure:
        """The longest note divided, with a neighbour note in its second half."""
        place = max(range(len(self.rhythm)), key=lambda i: self.rhythm[i][1])
        onset, length = self.rhythm[place]
        if length < _STRONG_LENGTH:
            return self
        halves = ((onset, length - length / 2), (onset + length / 2, length / 2))
        here = self.steps[place]
        rhythm = (*self.rhythm[:place], *halves, *self.rhythm[place + 1 :])
        return Figure(rhythm, (*self.steps[:place], here, here + 1, *self.steps[place + 1 :]))


@dataclass(frozen=True, slots=True)
class Motif:
    """A theme's seed."""

    head: Figure
    tail: Figure
    turn: Figure

    def ornamented(self) -> Motif:
        """The theme as it comes back."""
        return Motif(self.head, self.tail.ornamented(), self.turn.ornamented())


@dataclass(frozen=True, slots=True)
class Manner:
    """How a phrase is sung: whether it closes on the tonic (`home`) or on a tone that asks for more; the step it moves
    around; the quarter notes in a bar; how often it keeps silent (`sparse` 0..1); the step the phrase before ended on,
    if there was one and a pick-up may lead on from it."""

    home: bool
    centre: int
    beats: int
    sparse: float
    before: int | None


def motif(metre: str, density: float, rng: Random) -> Motif:
    """A new motif; `density` 0..1 is how many notes it has."""
    head = _figure(metre, density, rng)
    tail = _figure(metre, max(density - 0.25, 0.0), rng)
    return Motif(head, tail, _figure(metre, min(density + 0.2, 1.0), rng))


def vary(theme: Motif, metre: str, density: float, rng: Random) -> Motif:
    """A contrasting theme made of the same stuff: one figure turned over, the other new."""
    fresh = _figure(metre, density, rng)
    first = rng.random() < 0.5
    return Motif(theme.tail.inverted(), fresh, theme.turn) if first else Motif(fresh, theme.head.inverted(), theme.turn)


def compose(theme: Motif, progression: Sequence[Chord], manner: Manner, rng: Random) -> list[Tone]:
    """A phrase over one chord per bar. Bars count from 0; a pick-up lies in bar −1."""
    count = len(progression)
    if count == 1:
        return [_close(progression[0], 0, manner.centre, manner)]
    lift = rng.choice((2, 3, 4))
    tones: list[Tone] = []
    for bar, chord in enumerate(progression[:-1]):
        figure = _figure_at(theme, bar, count, manner.home)
        if bar and bar % 2 and rng.random() < manner.sparse:
            tones = _hold(tones, progression[bar - 1], manner.beats)
            continue
        target = manner.centre + round(lift * _arch(bar / (count - 1)))
        fresh = _realise(figure, chord, bar, target, tones[-1].step if tones else None)
        tones += _smooth([_within(tone, chord, manner.centre) for tone in fresh])
    last = _close(progression[-1], count - 1, tones[-1].step if tones else manner.centre, manner)
    made = _approach([*tones, last])
    return made if manner.before is None else [*_pick_up(made[0], manner.before, manner.beats, rng), *made]


def _arch(along: float) -> float:
    """A phrase's rise and fall (0..1), highest at two fifths of its way."""
    return along / 0.4 if along < 0.4 else (1 - along) / 0.6


def _figure(metre: str, density: float, rng: Random) -> Figure:
    choices = patterns()["motifs"][metre]
    weights = [2.0 ** (-8 * abs(choice["density"] - density)) for choice in choices]
    rhythm, at = [], 0.0
    for token in rng.choices(choices, weights)[0]["bar"].split():
        length = float(token.lstrip("r"))
        if not token.startswith("r"):
            rhythm.append((at, length))
        at += length
    return Figure(tuple(rhythm), _contour(len(rhythm), rng))


def _contour(count: int, rng: Random) -> tuple[int, ...]:
    """Mostly steps in one direction; a leap at most once, and turned back by step (Meyer's gap-fill)."""
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


def _figure_at(theme: Motif, bar: int, count: int, home: bool) -> Figure:
    """Head, tail, head again in sequence; in an answer the turn before the close."""
    if bar == count - 2 and count > 2:
        return theme.turn if home else theme.head if bar % 2 == 0 else theme.tail.inverted()
    return theme.head if bar % 2 == 0 else theme.tail


def _realise(figure: Figure, chord: Chord, bar: int, target: int, before: int | None) -> list[Tone]:
    """The figure on the chord: anchored on the chord tone nearest the target, strong notes on chord tones."""
    anchor = _nearest(chord, target)
    if before is not None and abs(anchor + figure.steps[0] - before) > _WIDEST:
        anchor = _nearest(chord, (anchor + before) // 2)
    tones: list[Tone] = []
    for (onset, length), step in zip(figure.rhythm, figure.steps, strict=True):
        strong = onset == int(onset) and (int(onset) % 2 == 0 or length >= _STRONG_LENGTH)
        last = tones[-1].step if tones else anchor + step
        wanted = min(max(anchor + step, last - _WIDEST + 1), last + _WIDEST - 1)
        placed = _nearest(chord, wanted) if strong or length >= _STRONG_LENGTH else wanted
        tones.append(Tone(bar, onset, length, placed, 1.0 if onset == 0 else 0.75 if strong else 0.5))
    return tones


def _within(tone: Tone, chord: Chord, centre: int) -> Tone:
    """A note beyond the voice's compass (a fifth below the centre, an octave above) turned back into it."""
    low, high = centre - 4, centre + 7
    step = 2 * high - tone.step if tone.step > high else 2 * low - tone.step if tone.step < low else tone.step
    return replace(tone, step=_nearest(chord, step)) if step != tone.step else tone


def _smooth(tones: list[Tone]) -> list[Tone]:
    """Weak notes between two others are passing or neighbour notes: never a leap into and out of them."""
    made = list(tones)
    for place in range(1, len(made) - 1):
        before, tone, after = made[place - 1 : place + 2]
        if tone.weight < 0.75 and (abs(tone.step - before.step) > 2 or abs(after.step - tone.step) > 2):
            middle = (before.step + after.step) // 2
            made[place] = replace(tone, step=middle if middle != before.step else before.step + 1)
    return made


def _close(chord: Chord, bar: int, before: int, manner: Manner) -> Tone:
    """The phrase's last, long note; what is left of the bar is a breath."""
    wanted = (before + 2 * manner.centre) // 3
    if manner.home:
        step = min((wanted + d for d in range(-4, 5) if (wanted + d) % 7 == 0), key=lambda s: (abs(s - before), s))
    else:
        step = min(
            (wanted + d for d in range(-4, 5) if chord.has_step(wanted + d) and (wanted + d) % 7 != 0),
            key=lambda s: (abs(s - before), s),
        )
    return Tone(bar, 0.0, 3.0 if manner.beats > 3 else 2.0, step, 0.9)


def _approach(tones: list[Tone]) -> list[Tone]:
    """Lead into the last note by step."""
    if len(tones) > 1 and tones[-1].bar - tones[-2].bar <= 1:
        last, before = tones[-1], tones[-2]
        if abs(last.step - before.step) > 2 and before.weight < 1:
            side = 1 if before.step > last.step else -1
            tones[-2] = replace(before, step=last.step + side)
    return tones


def _pick_up(first: Tone, before: int, beats: int, rng: Random) -> list[Tone]:
    """One or two notes that step to the first one from the side where the voice comes from."""
    if first.onset > 0 or rng.random() < 0.4 or abs(before - first.step) > _WIDEST + 2:
        return []
    side = 1 if before > first.step else -1
    return [
        Tone(-1, beats - 0.5 * away, 0.5, first.step + side * away, 0.4) for away in range(rng.choice((1, 2, 2)), 0, -1)
    ]


def _hold(tones: list[Tone], chord: Chord, beats: int) -> list[Tone]:
    """Let the last note ring where the next bar is silent."""
    if not tones:
        return tones
    last = tones[-1]
    return [*tones[:-1], replace(last, step=_nearest(chord, last.step), length=max(last.length, beats - last.onset))]


def _nearest(chord: Chord, step: int) -> int:
    """The step of the chord's triad nearest to a step, the lower of two."""
    return min((step + d for d in (0, -1, 1, -2, 2) if chord.has_step(step + d)), key=lambda s: (abs(s - step), s))
