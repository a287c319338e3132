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
from polymuse.engines.builtin.composer.interpretation import MusicCue, MusicRequest
from polymuse.engines.builtin.composer.theory import Key

__all__ = ["METRES", "PPQ", "FormSection", "Metre", "MusicPlan", "make_plan", "mode_of", "tempo_of"]

PPQ = 960
"""Ticks per quarter note."""

_MODE_FROM = ((-0.8, "minor"), (-0.3, "dorian"), (-0.05, "mixolydian"), (0.1, "major"))
_MIDDLE_TEMPO = 84.0
_OCTAVES_PER_AROUSAL = 0.55
_SAME_MOOD_DISTANCE = 0.3
_FORMS = {
    1: ("A",),
    2: ("A", "A'"),
    3: ("A", "B", "A'"),
    4: ("A", "A'", "B", "A''"),
    5: ("A", "B", "A'", "C", "A''"),
}
_LETTERS = "ABCD"
_NEW_THEME_EVERY = 4
"""One in so many sections has a new theme, while there are any."""
_WAVE_DEPTH, _PERIOD = 0.07, 5
"""Amplitude of the energy's oscillation in a long piece, and its period in sections."""
_LONG = 10
_PART = 8
_SLOWING = {1: (1.12,), 2: (1.05, 1.15)}
_GENTLE = 0.1
_LONGEST_INTRO = 9.0
_DOTTED_TEMPO_FACTOR = 1.2
"""A dotted beat has three notes, so its tempo is lower."""


@dataclass(frozen=True, slots=True)
class Metre:
    """A time signature; `quarters` is the number of quarter notes per bar, `pulses` of beats."""

    beats: int
    unit: int
    quarters: int
    pulses: int

    @property
    def name(self) -> str:
        return f"{self.beats}/{self.unit}"

    @property
    def ticks(self) -> int:
        """Ticks per bar."""
        return self.quarters * PPQ


METRES = {"4/4": Metre(4, 4, 4, 4), "3/4": Metre(3, 4, 3, 3), "6/8": Metre(6, 8, 3, 2)}


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of whole bars with one mood and one theme. `letter` "A" … is its theme, `name` counts its occurrences."""

    name: str
    letter: str
    first: int
    bars: int
    cue: MusicCue
    key: Key
    energy: float
    """0..1: loudness, density and fullness."""

    @property
    def mood(self) -> Mood:
        return self.cue.mood


@dataclass(frozen=True, slots=True)
class MusicPlan:
    """All decisions before notes are written. `bars` are bar lengths in seconds; the final chord follows and rings
    until `seconds`."""

    request: MusicRequest
    seconds: float
    key: Key
    metre: Metre
    tempo: float
    """Beats per minute (dotted quarters in 6/8)."""
    bars: tuple[float, ...]
    sections: tuple[FormSection, ...]

    @property
    def final_chord_start(self) -> float:
        """Start of the final chord in seconds."""
        return sum(self.bars)


def mode_of(mood: Mood) -> str:
    """The mode for a mood: brighter as valence rises."""
    mode = "phrygian"
    for min_valence, name in _MODE_FROM:
        if mood.valence >= min_valence:
            mode = name
    return mode


def tempo_of(mood: Mood, factor: float = 1.0, lowest: float = 48, highest: float = 160) -> float:
    """Beats per minute for a mood: faster as arousal rises."""
    return min(max(_MIDDLE_TEMPO * 2 ** (_OCTAVES_PER_AROUSAL * mood.arousal) * factor, lowest), highest)


def make_plan(request: MusicRequest) -> MusicPlan:
    """Choose key, metre, tempo, bars and sections."""
    rng = Random(f"form {request.entropy} {request.style_name}")
    metre = METRES[rng.choice(request.style.metres)]
    key = request.key or Key(rng.choice((0, 2, 3, 5, 7, 9, 10)), request.mode or mode_of(request.mood))
    base_tempo = request.tempo or tempo_of(request.mood, *request.style.tempo) * rng.uniform(0.97, 1.03)
    bar = metre.pulses * 60 / base_tempo
    if metre.name == "6/8" and not request.tempo:
        bar *= _DOTTED_TEMPO_FACTOR
    cues = _usable_cues(request.cues, request.seconds, bar)
    spans = _cue_lengths(cues, request, bar)
    bars, counts = _fit_bars(
        spans, [_tempo_ratio(cue.mood, request.mood) for cue in cues], bar, adjustable=request.tempo is None
    )
    sections = _sections(cues, counts, key, request, bar)
    tempo = metre.pulses * 60 * max(len(bars), 1) / (sum(bars) or bar)
    return MusicPlan(request, request.seconds, key, metre, tempo, bars, sections)


def _usable_cues(cues: Sequence[MusicCue], seconds: float, bar: float) -> list[MusicCue]:
    """Cues at least a bar and a half from their neighbours and from the end."""
    usable = [replace(cues[0], start=0.0)]
    for cue in cues[1:]:
        if cue.start - usable[-1].start >= 1.5 * bar and seconds - cue.start >= 2 * bar:
            usable.append(cue)
        elif cue.start < 1.5 * bar and len(usable) == 1:
            usable = [replace(cue, start=0.0)]
    return usable


def _cue_lengths(cues: Sequence[MusicCue], request: MusicRequest, bar: float) -> list[float]:
    """Seconds from each cue to the next, the last one to the final chord, which starts where requested, or rings 2.5 to
    5 seconds (half of a short piece)."""
    ring = min(max(0.06 * request.seconds, 2.5) + 0.5, 5.0, 0.5 * request.seconds)
    if request.final_chord_start is not None:
        ring = min(max(request.seconds - request.final_chord_start, 1.0), 8.0, 0.5 * request.seconds)
    if len(cues) == 1 and request.tempo:
        return [max(request.seconds - ring, 0.0) // bar * bar]
    boundaries = [cue.start for cue in cues] + [max(request.seconds - ring, cues[-1].start)]
    return [end - start for start, end in pairwise(boundaries)]


def _tempo_ratio(mood: Mood, overall: Mood) -> float:
    """Tempo of a section relative to the whole piece."""
    return float(2 ** (0.35 * min(max(mood.arousal - overall.arousal, -1), 1)))


def _fit_bars(
    spans: Sequence[float], pushes: Sequence[float], bar: float, adjustable: bool
) -> tuple[tuple[float, ...], list[int]]:
    """Whole bars for every span: their lengths in seconds, and the number for each span. The base bar length is varied
    by up to 8 % (if `adjustable`) to minimise the distortion."""

    def counts(length: float) -> list[int]:
        pushed = zip(spans, pushes, strict=True)
        return [max(round(span * push / length), 1) if span >= length / 2 else 0 for span, push in pushed]

    def strain(length: float) -> float:
        fits = zip(spans, pushes, counts(length), strict=True)
        stretch = sum((span * push / count / length - 1) ** 2 for span, push, count in fits if count)
        return float(stretch + (length / bar - 1) ** 2 / 8)

    lengths = [bar * (0.92 + 0.005 * i) for i in range(33)] if adjustable else [bar]
    bar_length = min(lengths, key=strain)
    lengths_of_bars: list[float] = []
    for place, (span, count) in enumerate(zip(spans, counts(bar_length), strict=True)):
        weights = [1.0] * count
        slowing = _SLOWING[2 if count > 3 else 1] if place == len(spans) - 1 and adjustable else ()
        if count > len(slowing):
            weights[count - len(slowing) :] = slowing
        lengths_of_bars += [span * weight / sum(weights) for weight in weights]
    return tuple(lengths_of_bars), counts(bar_length)


def _sections(
    cues: Sequence[MusicCue], counts: Sequence[int], key: Key, request: MusicRequest, bar: float
) -> tuple[FormSection, ...]:
    drafts = _single_cue_form(cues[0], counts[0], bar) if len(cues) == 1 else _multi_cue_form(cues, counts, bar)
    counts_by_letter: dict[str, int] = {}
    sections, first = [], 0
    for place, (letter, bars, cue) in enumerate(drafts):
        times = counts_by_letter[letter] = counts_by_letter.get(letter, 0) + 1
        edge = place in (0, len(drafts) - 1) or letter in ("intro", "outro")
        energy = _energy(cue.mood, letter, place / max(len(drafts) - 1, 1))
        if len(drafts) >= _LONG and not edge:
            energy = min(max(energy + _WAVE_DEPTH * sin(2 * pi * place / _PERIOD), 0.05), 1.0)
        name = letter + "'" * (times - 1)
        sections.append(
            FormSection(name, letter, first, bars, cue, _key_of(cue.mood, letter, request, key, home=edge), energy)
        )
        first += bars
    return tuple(sections)


def _single_cue_form(cue: MusicCue, bars: int, bar: float) -> list[tuple[str, int, MusicCue]]:
    """Intro, A, B, A', outro, as far as they fit."""
    intro = 0 if bars < 8 else (4 if bars >= 28 and bar < 3 else 2)
    outro = 0 if bars < 14 else 2
    body = bars - intro - outro
    drafts = [("intro", intro, cue)] if intro else []
    drafts += [(letter, count, cue) for letter, count in _split_bars(body)]
    return drafts + ([("outro", outro, cue)] if outro else [])


def _multi_cue_form(cues: Sequence[MusicCue], counts: Sequence[int], bar: float) -> list[tuple[str, int, MusicCue]]:
    """A theme for each cue's mood: a new one if it changes, an old one if it recurs, A at the end."""
    drafts: list[tuple[str, int, MusicCue]] = []
    themes: dict[str, Mood] = {}
    last_use: dict[str, int] = {}
    for place, (cue, bars) in enumerate(zip(cues, counts, strict=True)):
        if bars == 0:
            continue
        last = place == len(cues) - 1
        letter = "A" if last and len(cues) > 2 else _choose_theme(cue.mood, themes, last_use, place)
        themes.setdefault(letter, cue.mood)
        last_use[letter] = place
        remaining = bars
        if not drafts and bars >= 6 and bar * 2 < _LONGEST_INTRO:
            drafts.append(("intro", 2, cue))
            remaining -= 2
        drafts += [(letter, count, cue) for _, count in _split_bars(remaining)]
    return drafts


def _choose_theme(mood: Mood, themes: dict[str, Mood], last_use: dict[str, int], place: int) -> str:
    """Among themes of a similar mood the least recently used, but not the last one; a new one if there is none, and
    periodically, so that long pieces do not repeat in a cycle."""
    candidates = [letter for letter in themes if last_use[letter] < place - 1]
    similar = [letter for letter in candidates if _distance(themes[letter], mood) < _SAME_MOOD_DISTANCE]
    needs_new = len(themes) < len(_LETTERS) and (not similar or place % _NEW_THEME_EVERY == _NEW_THEME_EVERY - 1)
    if needs_new:
        return _LETTERS[len(themes)]
    return min(similar or candidates, key=lambda letter: last_use[letter])


def _distance(first: Mood, second: Mood) -> float:
    return abs(first.valence - second.valence) + abs(first.arousal - second.arousal)


def _split_bars(bars: int) -> list[tuple[str, int]]:
    """Letters and bar counts of about eight bars each, preferably even."""
    if bars <= 0:
        return []
    count = max(1, round(bars / _PART))
    letters = _FORMS.get(count) or tuple(("A", "B", "A'", "C")[i % 4] for i in range(count))
    lengths = [bars // count // 2 * 2 or bars // count] * count
    remainder = bars - sum(lengths)
    place = 0
    while remainder > 0:
        lengths[place % count] += min(2, remainder)
        remainder -= 2
        place += 1
    return [(letter.rstrip("'"), size) for letter, size in zip(letters, lengths, strict=True)]


def _energy(mood: Mood, letter: str, progress: float) -> float:
    offset = {"intro": -0.08, "outro": -0.2, "A": 0.0, "B": 0.06, "C": 0.04, "D": 0.02}[letter]
    arc = _GENTLE * (1 - abs(progress - 0.65) / 0.65)
    return min(max(0.42 + 0.4 * mood.arousal + offset + arc, 0.05), 1.0)


def _key_of(mood: Mood, letter: str, request: MusicRequest, key: Key, home: bool) -> Key:
    """The home key at start and end; else, if the mood turns from bright to dark or back, the relative key. The fourth
    theme, which only long pieces have, is a fourth higher."""
    if home or request.key:
        return key
    if letter == _LETTERS[-1]:
        return replace(key, tonic=(key.tonic + 5) % 12)
    dark = mode_of(mood) in ("phrygian", "minor") or (key.minor and mode_of(mood) == "dorian")
    return key if dark == key.minor else key.relative()
