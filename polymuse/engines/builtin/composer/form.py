"""Form: a wish → key, tempo, metre, bars and sections that fill the length exactly.

How mood becomes music (Gabrielsson & Lindström, The role of structure in the musical expression of emotions, 2010;
Palmer et al., PNAS 2013; Temperley & Tan 2013 for the modes):

- valence → mode: phrygian below −0.8, minor, dorian from −0.3, mixolydian from −0.05, major from 0.1 (never darker as
  valence rises); words such as "magical" may ask for lydian, "folk" for mixolydian …
- arousal → tempo: 84 beats per minute · 2^(0.55 · arousal), times the style's factor, within the style's limits
  (never slower as arousal rises).
- valence raises the melody's register, arousal its density, loudness and the sharpness of articulation.

Bar lines fall on the cues: between two cues the tempo is stretched until a whole number of bars fits, and the base
tempo is chosen so that the stretching is least. A cue too near to another, or to the end, is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi, sin
from random import Random

from polymuse.brief import Mood
from polymuse.engines.builtin.composer.interpretation import CueWish, Wish
from polymuse.engines.builtin.composer.theory import Key

__all__ = ["METRES", "PPQ", "Metre", "Plan", "Section", "mode_of", "plan", "tempo_of"]

PPQ = 960
"""Ticks per quarter note."""

_MODE_FROM = ((-0.8, "minor"), (-0.3, "dorian"), (-0.05, "mixolydian"), (0.1, "major"))
_MIDDLE_TEMPO = 84.0
_OCTAVES_PER_AROUSAL = 0.55
_SAME_MOOD = 0.3
_FORMS = {
    1: ("A",),
    2: ("A", "A'"),
    3: ("A", "B", "A'"),
    4: ("A", "A'", "B", "A''"),
    5: ("A", "B", "A'", "C", "A''"),
}
_LETTERS = "ABCD"
_FRESH = 4
"""Of so many sections one brings a new theme, while there are any."""
_WAVE, _PERIOD = 0.07, 5
"""How much the energy rises and falls in a long piece, and over how many sections."""
_LONG = 10
_PART = 8
_SLOWING = {1: (1.12,), 2: (1.05, 1.15)}
_GENTLE = 0.1
_LONGEST_INTRO = 9.0
_DOTTED = 1.2
"""A dotted beat holds three notes, so it goes slower than a plain one."""


@dataclass(frozen=True, slots=True)
class Metre:
    """A time signature; `quarters` is how many quarter notes fill a bar, `pulses` how many felt beats."""

    beats: int
    unit: int
    quarters: int
    pulses: int

    @property
    def name(self) -> str:
        return f"{self.beats}/{self.unit}"

    @property
    def ticks(self) -> int:
        """Ticks in a bar."""
        return self.quarters * PPQ


METRES = {"4/4": Metre(4, 4, 4, 4), "3/4": Metre(3, 4, 3, 3), "6/8": Metre(6, 8, 3, 2)}


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of whole bars with one mood and one theme. `letter` "A" … is its theme, `name` says how often it
    came."""

    name: str
    letter: str
    first: int
    bars: int
    cue: CueWish
    key: Key
    energy: float
    """0..1: how loud, dense and full it is."""

    @property
    def mood(self) -> Mood:
        return self.cue.mood


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything decided before a note is written. `bars` are the lengths of the bars in seconds; after them the last
    chord rings until `seconds`."""

    wish: Wish
    seconds: float
    key: Key
    metre: Metre
    tempo: float
    """Felt beats per minute (dotted quarters in 6/8)."""
    bars: tuple[float, ...]
    sections: tuple[Section, ...]

    @property
    def home(self) -> float:
        """When the last chord begins, in seconds."""
        return sum(self.bars)


def mode_of(mood: Mood) -> str:
    """The mode of a mood: brighter as valence rises."""
    mode = "phrygian"
    for least, name in _MODE_FROM:
        if mood.valence >= least:
            mode = name
    return mode


def tempo_of(mood: Mood, factor: float = 1.0, low: float = 48, high: float = 160) -> float:
    """Beats per minute for a mood: faster as arousal rises."""
    return min(max(_MIDDLE_TEMPO * 2 ** (_OCTAVES_PER_AROUSAL * mood.arousal) * factor, low), high)


def plan(wish: Wish) -> Plan:
    """Decide key, metre, tempo, bars and sections."""
    rng = Random(f"form {wish.entropy} {wish.style_name}")
    metre = METRES[rng.choice(wish.style.metres)]
    key = wish.key or Key(rng.choice((0, 2, 3, 5, 7, 9, 10)), wish.mode or mode_of(wish.mood))
    felt = wish.tempo or tempo_of(wish.mood, *wish.style.tempo) * rng.uniform(0.97, 1.03)
    bar = metre.pulses * 60 / felt
    if metre.name == "6/8" and not wish.tempo:
        bar *= _DOTTED
    cues = _usable(wish.cues, wish.seconds, bar)
    spans = _spans(cues, wish, bar)
    bars, counts = _fit(spans, [_eagerness(cue.mood, wish.mood) for cue in cues], bar, free=wish.tempo is None)
    sections = _sections(cues, counts, key, wish, bar)
    tempo = metre.pulses * 60 * max(len(bars), 1) / (sum(bars) or bar)
    return Plan(wish, wish.seconds, key, metre, tempo, bars, sections)


def _usable(cues: Sequence[CueWish], seconds: float, bar: float) -> list[CueWish]:
    """The cues that are a bar and a half or more from their neighbours and from the end."""
    kept = [replace(cues[0], start=0.0)]
    for cue in cues[1:]:
        if cue.start - kept[-1].start >= 1.5 * bar and seconds - cue.start >= 2 * bar:
            kept.append(cue)
        elif cue.start < 1.5 * bar and len(kept) == 1:
            kept = [replace(cue, start=0.0)]
    return kept


def _spans(cues: Sequence[CueWish], wish: Wish, bar: float) -> list[float]:
    """Seconds from each cue to the next, the last one to the final chord, which begins where it was asked to, or rings
    2.5 to 5 seconds (in a short piece, half of it)."""
    ring = min(max(0.06 * wish.seconds, 2.5) + 0.5, 5.0, 0.5 * wish.seconds)
    if wish.home is not None:
        ring = min(max(wish.seconds - wish.home, 1.0), 8.0, 0.5 * wish.seconds)
    if len(cues) == 1 and wish.tempo:
        return [max(wish.seconds - ring, 0.0) // bar * bar]
    starts = [cue.start for cue in cues] + [max(wish.seconds - ring, cues[-1].start)]
    return [later - earlier for earlier, later in pairwise(starts)]


def _eagerness(mood: Mood, whole: Mood) -> float:
    """How much faster than the whole piece a section goes."""
    return float(2 ** (0.35 * min(max(mood.arousal - whole.arousal, -1), 1)))


def _fit(
    spans: Sequence[float], pushes: Sequence[float], bar: float, free: bool
) -> tuple[tuple[float, ...], list[int]]:
    """Whole bars for every span: their lengths, and how many for each span. The base bar length is searched within 8 %
    (when `free`) for the least stretching."""

    def counts(length: float) -> list[int]:
        pushed = zip(spans, pushes, strict=True)
        return [max(round(span * push / length), 1) if span >= length / 2 else 0 for span, push in pushed]

    def strain(length: float) -> float:
        fits = zip(spans, pushes, counts(length), strict=True)
        stretch = sum((span * push / count / length - 1) ** 2 for span, push, count in fits if count)
        return float(stretch + (length / bar - 1) ** 2 / 8)

    lengths = [bar * (0.92 + 0.005 * i) for i in range(33)] if free else [bar]
    best = min(lengths, key=strain)
    made: list[float] = []
    for place, (span, count) in enumerate(zip(spans, counts(best), strict=True)):
        weights = [1.0] * count
        slowing = _SLOWING[2 if count > 3 else 1] if place == len(spans) - 1 and free else ()
        if count > len(slowing):
            weights[count - len(slowing) :] = slowing
        made += [span * weight / sum(weights) for weight in weights]
    return tuple(made), counts(best)


def _sections(cues: Sequence[CueWish], counts: Sequence[int], key: Key, wish: Wish, bar: float) -> tuple[Section, ...]:
    drafts = _one_cue(cues[0], counts[0], bar) if len(cues) == 1 else _many_cues(cues, counts, bar)
    seen: dict[str, int] = {}
    made, first = [], 0
    for place, (letter, bars, cue) in enumerate(drafts):
        times = seen[letter] = seen.get(letter, 0) + 1
        edge = place in (0, len(drafts) - 1) or letter in ("intro", "outro")
        energy = _energy(cue.mood, letter, place / max(len(drafts) - 1, 1))
        if len(drafts) >= _LONG and not edge:
            energy = min(max(energy + _WAVE * sin(2 * pi * place / _PERIOD), 0.05), 1.0)
        name = letter + "'" * (times - 1)
        made.append(Section(name, letter, first, bars, cue, _key_of(cue.mood, letter, wish, key, home=edge), energy))
        first += bars
    return tuple(made)


def _one_cue(cue: CueWish, bars: int, bar: float) -> list[tuple[str, int, CueWish]]:
    """Intro, A, B, A', outro, as far as there is room for them."""
    intro = 0 if bars < 8 else (4 if bars >= 28 and bar < 3 else 2)
    outro = 0 if bars < 14 else 2
    body = bars - intro - outro
    drafts = [("intro", intro, cue)] if intro else []
    drafts += [(letter, count, cue) for letter, count in _parts(body)]
    return drafts + ([("outro", outro, cue)] if outro else [])


def _many_cues(cues: Sequence[CueWish], counts: Sequence[int], bar: float) -> list[tuple[str, int, CueWish]]:
    """A theme for each cue's mood: a new one where it changes, an old one where it comes back, A at the end."""
    drafts: list[tuple[str, int, CueWish]] = []
    themes: dict[str, Mood] = {}
    heard: dict[str, int] = {}
    for place, (cue, bars) in enumerate(zip(cues, counts, strict=True)):
        if bars == 0:
            continue
        last = place == len(cues) - 1
        letter = "A" if last and len(cues) > 2 else _theme(cue.mood, themes, heard, place)
        themes.setdefault(letter, cue.mood)
        heard[letter] = place
        left = bars
        if not drafts and bars >= 6 and bar * 2 < _LONGEST_INTRO:
            drafts.append(("intro", 2, cue))
            left -= 2
        drafts += [(letter, count, cue) for _, count in _parts(left)]
    return drafts


def _theme(mood: Mood, themes: dict[str, Mood], heard: dict[str, int], place: int) -> str:
    """Of the themes with nearly that mood the one that was heard longest ago, but not the last one; a new one where
    there is none, and now and then for its own sake, so that a long piece does not turn in a circle."""
    others = [letter for letter in themes if heard[letter] < place - 1]
    near = [letter for letter in others if _distance(themes[letter], mood) < _SAME_MOOD]
    fresh = len(themes) < len(_LETTERS) and (not near or place % _FRESH == _FRESH - 1)
    if fresh:
        return _LETTERS[len(themes)]
    return min(near or others, key=lambda letter: heard[letter])


def _distance(one: Mood, other: Mood) -> float:
    return abs(one.valence - other.valence) + abs(one.arousal - other.arousal)


def _parts(bars: int) -> list[tuple[str, int]]:
    """Letters and bar counts of about eight bars each, an even number where it can be."""
    if bars <= 0:
        return []
    count = max(1, round(bars / _PART))
    letters = _FORMS.get(count) or tuple(("A", "B", "A'", "C")[i % 4] for i in range(count))
    whole = [bars // count // 2 * 2 or bars // count] * count
    spare = bars - sum(whole)
    place = 0
    while spare > 0:
        whole[place % count] += min(2, spare)
        spare -= 2
        place += 1
    return [(letter.rstrip("'"), size) for letter, size in zip(letters, whole, strict=True)]


def _energy(mood: Mood, letter: str, progress: float) -> float:
    shape = {"intro": -0.08, "outro": -0.2, "A": 0.0, "B": 0.06, "C": 0.04, "D": 0.02}[letter]
    arc = _GENTLE * (1 - abs(progress - 0.65) / 0.65)
    return min(max(0.42 + 0.4 * mood.arousal + shape + arc, 0.05), 1.0)


def _key_of(mood: Mood, letter: str, wish: Wish, key: Key, home: bool) -> Key:
    """The home key where the piece begins and ends; else, where the mood turns from bright to dark or back, the
    relative key, whose notes are the same. The fourth theme, which only long pieces have, lies a fourth higher."""
    if home or wish.key:
        return key
    if letter == _LETTERS[-1]:
        return replace(key, tonic=(key.tonic + 5) % 12)
    dark = mode_of(mood) in ("phrygian", "minor") or (key.minor and mode_of(mood) == "dorian")
    return key if dark == key.minor else key.relative()
