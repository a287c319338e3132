"""Functional harmony: which chord when, and how its voices move.

A phrase's chords are a walk through a table of what follows what (harmony.yaml), drawn at random among the walks that
begin and end where the phrase must: on the tonic, on a half close, or home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from random import Random
from typing import Any, Literal

from polymuse.engines.builtin.composer.data import load
from polymuse.engines.builtin.composer.theory import Chord, Key

__all__ = ["Close", "chords", "table", "voicings"]

Close = Literal["half", "home", "turn"]
"""How a phrase ends: a question, an answer on the tonic, or on the chord before a tonic that is still to come."""

_TONIC = 1
_FIFTHS_APART = 7


@cache
def table(mode: str) -> Mapping[str, Any]:
    """The mode's table: `half`, `before_home` and `next`, weights by degree."""
    tables: Mapping[str, Mapping[str, Any]] = load("harmony.yaml")
    return tables[mode]


def chords(key: Key, count: int, close: Close, colour: float, rng: Random) -> list[Chord]:
    """`count` chords that begin on the tonic and close as asked. `colour` 0..1 is how often sevenths and ninths are
    added."""
    rules = table(key.mode)
    if close == "home":
        path = [*_walk(rules["next"], count - 1, rules["before_home"], rng), _TONIC] if count > 1 else [_TONIC]
    else:
        path = _walk(rules["next"], count, rules["half" if close == "half" else "before_home"], rng)
    return _colour(key, path, colour, rng)


def _walk(
    following: Mapping[int, Mapping[int, float]], count: int, ends: Mapping[int, float], rng: Random
) -> list[int]:
    """Degrees from the tonic to one of `ends`, weighted; backward messages make sure that the end is reached."""
    reach = [{degree: float(ends.get(degree, 0)) for degree in following}]
    for _ in range(count - 1):
        after = reach[0]
        reach.insert(0, {d: sum(w * after.get(n, 0) for n, w in following[d].items()) for d in following})
    at = _TONIC if count > 1 else rng.choices(list(ends), list(ends.values()))[0]
    path = [at]
    for later in reach[1:]:
        options = {n: w * later[n] for n, w in following[at].items() if later.get(n, 0) > 0}
        if not options:
            options = {n: later[n] for n in later if later[n] > 0}
        at = rng.choices(list(options), list(options.values()))[0]
        path.append(at)
    return path


def _colour(key: Key, path: Sequence[int], colour: float, rng: Random) -> list[Chord]:
    """Chords of the degrees: colours added, the dominant's leading note raised in minor, basses that walk."""
    made = []
    for place, degree in enumerate(path):
        leading = key.mode == "minor" and degree == 5 and path[place + 1 : place + 2] in ([_TONIC], [])
        colours = _colours_of(key, degree, rng) if rng.random() < colour else ()
        made.append(Chord(key, degree - 1, colours, leading))
    for place in range(1, len(made) - 1):
        before, chord, after = made[place - 1 : place + 2]
        if _between(before.pitch_class(0), chord.pitch_class(2), after.pitch_class(0)) and rng.random() < 0.5:
            made[place] = Chord(key, chord.degree, chord.colours, chord.leading, bass_step=2)
    return made


def _colours_of(key: Key, degree: int, rng: Random) -> tuple[int, ...]:
    """A seventh or ninth that does not rub: no semitone above the root, no tritone-laden sevenths on the tonic."""
    root = Chord(key, degree - 1)
    gentle = [above for above in (6, 8) if (root.pitch_class(above) - root.pitch_class(0)) % 12 in (2, 10, 11)]
    if degree == _TONIC:
        gentle = [above for above in gentle if above == 8] or gentle  # the ninth is the sweeter one
    return (rng.choice(gentle),) if gentle else ()


def _between(before: int, middle: int, after: int) -> bool:
    """Whether a bass would move by step through `middle`."""
    near = (1, 2, 10, 11)
    return (middle - before) % 12 in near and (after - middle) % 12 in near


def voicings(progression: Sequence[Chord], centre: int, voices: int) -> list[tuple[int, ...]]:
    """For each chord `voices` pitches, ascending, near `centre`, each voice moving as little as it can from one chord
    to the next (Tymoczko, A Geometry of Music, 2011: efficient voice leading)."""
    placed: list[tuple[int, ...]] = []
    for chord in progression:
        options = _placings(chord, centre, voices)
        before = placed[-1] if placed else None
        placed.append(min(options, key=lambda option: (_cost(before, option, centre), option)))
    return placed


def _placings(chord: Chord, centre: int, voices: int) -> list[tuple[int, ...]]:
    """Close positions of the chord's tones around the centre, the fifth left out first when there are more tones than
    voices."""
    tones = list(dict.fromkeys(chord.tones))
    if len(tones) > voices:
        tones = [tone for tone in tones if tone != chord.tones[2]][:voices]
    found: set[tuple[int, ...]] = set()
    for doubled in {tones[0], chord.tones[2]} if len(tones) < voices else {tones[0]}:
        full = [*tones, doubled][:voices]
        near = [centre + (tone - centre + 6) % 12 - 6 for tone in full]
        raised = (
            sorted(map(sum, zip(near, octaves, strict=True))) for octaves in product((-12, 0, 12), repeat=len(full))
        )
        found |= {tuple(pitches) for pitches in raised if _lies_well(pitches, centre)}
    return sorted(found) or [tuple(sorted(centre + (tone - centre) % 12 for tone in tones))]


def _lies_well(pitches: Sequence[int], centre: int) -> bool:
    """Neither a cluster nor a spread: neighbours a second to a sixth apart, all within a tenth, about the centre."""
    gaps = all(2 <= high - low <= 9 for low, high in pairwise(pitches))  # semitones
    return gaps and pitches[-1] - pitches[0] <= 16 and abs(sum(pitches) / len(pitches) - centre) < 7


def _cost(before: tuple[int, ...] | None, after: tuple[int, ...], centre: int) -> float:
    drift = abs(sum(after) / len(after) - centre)
    if before is None:
        return drift
    moves = [b - a for a, b in zip(before, after, strict=True)]
    parallels = sum(
        1
        for i, j in product(range(len(moves)), repeat=2)
        if i < j and moves[i] == moves[j] != 0 and (before[j] - before[i]) % 12 in (0, _FIFTHS_APART)
    )
    return sum(abs(move) for move in moves) + 0.4 * drift + 3 * parallels
