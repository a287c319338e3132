"""Functional harmony and voice leading. A phrase's chords are a random walk through a transition table (harmony.yaml),
conditioned on starting and ending where the phrase must: on the tonic, on a half cadence, or before the final tonic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from random import Random
from typing import Any, Literal

from polymuse.engines.builtin.composer.data import load
from polymuse.engines.builtin.composer.theory import Chord, Key

__all__ = ["Cadence", "make_progression", "mode_table", "voice_leading"]

Cadence = Literal["half", "home", "turn"]
"""How a phrase ends: a half cadence, on the tonic, or on the chord before a final tonic."""

_TONIC = 1
_FIFTHS_APART = 7


@cache
def mode_table(mode: str) -> Mapping[str, Any]:
    """The mode's table: `half`, `before_home` and `next`, weights by degree."""
    tables: Mapping[str, Mapping[str, Any]] = load("harmony.yaml")
    return tables[mode]


def make_progression(key: Key, count: int, close: Cadence, colour: float, rng: Random) -> list[Chord]:
    """`count` chords that start on the tonic and end with the cadence. `colour` 0..1 is the frequency of sevenths and
    ninths."""
    rules = mode_table(key.mode)
    if close == "home":
        path = [*_random_walk(rules["next"], count - 1, rules["before_home"], rng), _TONIC] if count > 1 else [_TONIC]
    else:
        path = _random_walk(rules["next"], count, rules["half" if close == "half" else "before_home"], rng)
    return _add_extensions(key, path, colour, rng)


def _random_walk(
    transitions: Mapping[int, Mapping[int, float]], count: int, end_weights: Mapping[int, float], rng: Random
) -> list[int]:
    """Degrees from the tonic to one of `end_weights`, weighted; backward messages ensure that the end is reached."""
    reach = [{degree: float(end_weights.get(degree, 0)) for degree in transitions}]
    for _ in range(count - 1):
        next_weights = reach[0]
        reach.insert(0, {d: sum(w * next_weights.get(n, 0) for n, w in transitions[d].items()) for d in transitions})
    at = _TONIC if count > 1 else rng.choices(list(end_weights), list(end_weights.values()))[0]
    path = [at]
    for weights in reach[1:]:
        options = {n: w * weights[n] for n, w in transitions[at].items() if weights.get(n, 0) > 0}
        if not options:
            options = {n: weights[n] for n in weights if weights[n] > 0}
        at = rng.choices(list(options), list(options.values()))[0]
        path.append(at)
    return path


def _add_extensions(key: Key, path: Sequence[int], colour: float, rng: Random) -> list[Chord]:
    """Chords of the degrees: extensions added, the dominant's leading note raised in minor, stepwise basses."""
    result = []
    for place, degree in enumerate(path):
        needs_leading_note = key.mode == "minor" and degree == 5 and path[place + 1 : place + 2] in ([_TONIC], [])
        colours = _extensions_of(key, degree, rng) if rng.random() < colour else ()
        result.append(Chord(key, degree - 1, colours, needs_leading_note))
    for place in range(1, len(result) - 1):
        previous, chord, following = result[place - 1 : place + 2]
        if (
            _is_passing_tone(previous.pitch_class(0), chord.pitch_class(2), following.pitch_class(0))
            and rng.random() < 0.5
        ):
            result[place] = Chord(key, chord.degree, chord.colours, chord.leading, bass_step=2)
    return result


def _extensions_of(key: Key, degree: int, rng: Random) -> tuple[int, ...]:
    """A seventh or ninth without harsh dissonance: no semitone above the root, no tritone sevenths on the tonic."""
    root = Chord(key, degree - 1)
    gentle = [above for above in (6, 8) if (root.pitch_class(above) - root.pitch_class(0)) % 12 in (2, 10, 11)]
    if degree == _TONIC:
        gentle = [above for above in gentle if above == 8] or gentle  # the ninth is the sweeter one
    return (rng.choice(gentle),) if gentle else ()


def _is_passing_tone(previous: int, middle: int, following: int) -> bool:
    """Whether the bass moves by step through `middle`."""
    steps = (1, 2, 10, 11)
    return (middle - previous) % 12 in steps and (following - middle) % 12 in steps


def voice_leading(progression: Sequence[Chord], centre: int, voices: int) -> list[tuple[int, ...]]:
    """For each chord `voices` ascending pitches near `centre`, with minimal movement of each voice between chords
    (Tymoczko, A Geometry of Music, 2011)."""
    result: list[tuple[int, ...]] = []
    for chord in progression:
        options = _close_positions(chord, centre, voices)
        previous = result[-1] if result else None
        result.append(min(options, key=lambda option: (_cost(previous, option, centre), option)))
    return result


def _close_positions(chord: Chord, centre: int, voices: int) -> list[tuple[int, ...]]:
    """Close positions of the chord around the centre; the fifth is omitted first if there are too few voices."""
    tones = list(dict.fromkeys(chord.tones))
    if len(tones) > voices:
        tones = [tone for tone in tones if tone != chord.tones[2]][:voices]
    positions: set[tuple[int, ...]] = set()
    for doubled in {tones[0], chord.tones[2]} if len(tones) < voices else {tones[0]}:
        full = [*tones, doubled][:voices]
        near_centre = [centre + (tone - centre + 6) % 12 - 6 for tone in full]
        raised = (
            sorted(map(sum, zip(near_centre, octaves, strict=True)))
            for octaves in product((-12, 0, 12), repeat=len(full))
        )
        positions |= {tuple(pitches) for pitches in raised if _is_playable(pitches, centre)}
    return sorted(positions) or [tuple(sorted(centre + (tone - centre) % 12 for tone in tones))]


def _is_playable(pitches: Sequence[int], centre: int) -> bool:
    """Whether neighbouring voices are a second to a sixth apart, all within a tenth around the centre."""
    gaps = all(2 <= upper - lower <= 9 for lower, upper in pairwise(pitches))  # semitones
    return gaps and pitches[-1] - pitches[0] <= 16 and abs(sum(pitches) / len(pitches) - centre) < 7


def _cost(previous: tuple[int, ...] | None, pitches: tuple[int, ...], centre: int) -> float:
    drift = abs(sum(pitches) / len(pitches) - centre)
    if previous is None:
        return drift
    moves = [b - a for a, b in zip(previous, pitches, strict=True)]
    parallels = sum(
        1
        for i, j in product(range(len(moves)), repeat=2)
        if i < j and moves[i] == moves[j] != 0 and (previous[j] - previous[i]) % 12 in (0, _FIFTHS_APART)
    )
    return sum(abs(move) for move in moves) + 0.4 * drift + 3 * parallels
