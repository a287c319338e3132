"""Arranging: a plan → a score. Section by section and phrase by phrase: chords, melody, and every player's part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi, sin
from random import Random

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.ensemble import ROLES, Cast, cast, players
from polymuse.engines.builtin.composer.figures import Stroke, arpeggio, bass_line, choose, drum_bar, fold, glint
from polymuse.engines.builtin.composer.form import PPQ, Plan, Section
from polymuse.engines.builtin.composer.harmony import Close, chords, voicings
from polymuse.engines.builtin.composer.melody import Manner, Motif, Tone, compose, motif, vary
from polymuse.engines.builtin.composer.score import Clock, Note, Score, Track
from polymuse.engines.builtin.composer.theory import Chord, Key

__all__ = ["Phrase", "arrange", "phrases"]

_PHRASE = 4
_LOUDNESS = {"lead": 66, "harmony": 45, "pad": 37, "bass": 60, "sparkle": 48, "drums": 54}
_LOOSE = {"lead": 0.012, "harmony": 0.008, "pad": 0.01, "bass": 0.005, "sparkle": 0.012, "drums": 0.004}
_CENTRE = {"harmony": 61, "pad": 61}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few bars that belong together, with one chord each."""

    section: Section
    index: int
    first: int
    progression: tuple[Chord, ...]
    home: bool
    """Whether the melody closes on the tonic."""


def arrange(plan: Plan) -> Score:
    """Write every part of a plan."""
    return _Writer(plan).score()


def phrases(plan: Plan) -> list[Phrase]:
    """The piece as phrases. A theme's chords come back with the theme; the last phrase leads to the final chord."""
    made: list[Phrase] = []
    for section in plan.sections:
        first = section.first
        sizes = _sizes(section.bars)
        for index, size in enumerate(sizes):
            last = section is plan.sections[-1] and index == len(sizes) - 1
            answer = index % 2 == 1 or (len(sizes) % 2 == 1 and index == len(sizes) - 1 and len(sizes) > 1)
            close: Close = "turn" if last else "home" if answer else "half"
            rng = Random(f"harmony {plan.wish.entropy} {section.letter} {index % 2} {size} {close}")
            colour = plan.wish.style.colour
            made.append(
                Phrase(section, index, first, tuple(chords(section.key, size, close, colour, rng)), close == "home")
            )
            first += size
    return made


def _sizes(bars: int) -> list[int]:
    """Phrases of four bars; a bar over lengthens the last one."""
    count, rest = divmod(bars, _PHRASE)
    if count and rest == 1:
        return [_PHRASE] * (count - 1) + [_PHRASE + 1]
    return [_PHRASE] * count + ([rest] if rest else [])


class _Writer:
    """Collects the notes of all parts."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.clock = Clock(plan)
        self.cast: Cast = cast(plan)
        self.entropy = plan.wish.entropy
        self.touch = Random(f"touch {self.entropy}")
        self.notes: dict[tuple[str, str], list[Note]] = defaultdict(list)
        self.themes = self._themes()
        self.sung: tuple[Key, int] | None = None

    def score(self) -> Score:
        """All parts, the roles in their usual order."""
        written = phrases(self.plan)
        everything = [chord for phrase in written for chord in phrase.progression]
        everything.append(Chord(self.plan.key, 0))
        for phrase in written:
            self._phrase(phrase, everything)
        self._final(written[-1] if written else None)
        order = sorted(self.notes, key=lambda part: (ROLES.index(part[0]), part[1]))
        tracks = (Track(name, role, tuple(_tidy(self.notes[role, name]))) for role, name in order)
        return Score(self.plan, self.clock, tuple(track for track in tracks if track.notes))

    def _themes(self) -> dict[str, Motif]:
        rng = Random(f"theme {self.entropy}")
        density = 0.4 + 0.34 * (self.plan.wish.mood.arousal + 1) / 2
        metre = self.plan.metre.name
        themes = {"A": motif(metre, density, rng)}
        for letter, before in zip("BCD", "ABA", strict=True):
            themes[letter] = vary(themes[before], metre, density, rng)
        return themes

    def _phrase(self, phrase: Phrase, everything: Sequence[Chord]) -> None:
        playing = players(phrase.section, self.plan, self.cast)
        if "lead" not in playing:
            self.sung = None
        tones = self._melody(phrase, playing["lead"]) if "lead" in playing else []
        busy = {tone.bar for tone in tones if tone.onset + 0.01 >= self.plan.metre.quarters / 2}
        if "harmony" in playing:
            self._harmony(phrase, playing["harmony"])
        if "pad" in playing:
            self._pad(phrase, playing["pad"])
        if "bass" in playing:
            self._bass(phrase, playing["bass"], everything)
        if "sparkle" in playing:
            self._sparkle(phrase, playing["sparkle"], busy)
        if "drums" in playing:
            self._drums(phrase)

    def _melody(self, phrase: Phrase, name: str) -> list[Tone]:
        section, metre = phrase.section, self.plan.metre
        if phrase.index % 4 == 2 and section.energy < 0.6:  # a phrase's rest in a long section
            return []
        low, high = instruments()[name].range
        centre = min(max(74 + round(4 * section.mood.valence), low + 9), high - 10)
        rng = Random(f"melody {self.entropy} {section.letter} {phrase.index % 2} {len(phrase.progression)}")
        theme = self.themes.get(section.letter, self.themes["A"])
        manner = Manner(
            home=phrase.home,
            centre=section.key.step(centre) + (1 if section.letter == "B" else 0),
            beats=metre.quarters,
            sparse=0.55 - 0.5 * section.energy,
            before=self.sung[1] if self.sung and self.sung[0] == section.key else None,
        )
        sung = theme if section.name == section.letter else theme.ornamented()
        tones = compose(sung, phrase.progression, manner, rng)
        self.sung = (section.key, tones[-1].step)
        detached = 0.97 - 0.25 * max(section.mood.arousal, 0)
        for tone in tones:
            pitch = fold(phrase.progression[max(tone.bar, 0)].pitch(tone.step), low, high)
            length = round(tone.length * PPQ * (detached if tone.length <= 1 else 0.98))
            stroke = Stroke(round(tone.onset * PPQ), length, pitch, 0.86 + 0.16 * tone.weight)
            self._play("lead", name, phrase, tone.bar, [stroke])
        return tones

    def _harmony(self, phrase: Phrase, name: str) -> None:
        section = phrase.section
        rng = Random(f"figure {self.entropy} {section.letter} {name} {round(section.energy * 4)}")
        tokens = choose("harmony", self.plan.metre.name, section.energy, name, rng)
        voiced = voicings(phrase.progression, _CENTRE["harmony"] + round(2 * section.mood.valence), 4)
        for bar, (chord, voicing) in enumerate(zip(phrase.progression, voiced, strict=True)):
            self._play("harmony", name, phrase, bar, arpeggio(tokens, chord, voicing, self.plan.metre, name))

    def _pad(self, phrase: Phrase, name: str) -> None:
        """Long chords; a tone that stays is held over the bar line."""
        voiced = voicings(phrase.progression, _CENTRE["pad"] + round(3 * phrase.section.mood.valence), 4)
        bar_ticks = self.plan.metre.ticks
        low, high = instruments()[name].range
        for bar, voicing in enumerate(voiced):
            for pitch in voicing:
                if bar and pitch in voiced[bar - 1]:
                    continue
                bars = next((i for i, later in enumerate(voiced[bar:]) if pitch not in later), len(voiced) - bar)
                self._play("pad", name, phrase, bar, [Stroke(0, bars * bar_ticks, fold(pitch, low, high))])

    def _bass(self, phrase: Phrase, name: str, everything: Sequence[Chord]) -> None:
        section, metre = phrase.section, self.plan.metre
        rng = Random(f"bass {self.entropy} {section.letter} {round(section.energy * 4)}")
        kind = "walking" if self.plan.wish.style_name == "jazz" and section.energy > 0.3 else metre.name
        tokens = choose("bass", kind, section.energy, name, rng)
        for bar, chord in enumerate(phrase.progression):
            strokes = bass_line(tokens, chord, everything[phrase.first + bar + 1], metre, name)
            self._play("bass", name, phrase, bar, strokes)

    def _sparkle(self, phrase: Phrase, name: str, busy: set[int]) -> None:
        section = phrase.section
        rng = Random(f"sparkle {self.entropy} {section.name} {phrase.index}")
        chance = 0.32 + 0.25 * section.mood.valence
        for bar, chord in enumerate(phrase.progression):
            if bar not in busy and rng.random() < chance:
                self._play("sparkle", name, phrase, bar, glint(chord, self.plan.metre, name, rng))

    def _drums(self, phrase: Phrase) -> None:
        section = phrase.section
        rng = Random(f"drums {self.entropy} {section.name} {phrase.index}")
        for bar in range(len(phrase.progression)):
            strokes = drum_bar(self.plan.wish.style.drums, self.plan.metre, rng, thin=section.energy < 0.5)
            self._play("drums", "drums", phrase, bar, strokes)

    def _final(self, last: Phrase | None) -> None:
        """The home chord: rolled by those who ring, held by those who sustain."""
        section = last.section if last else None
        playing = players(section, self.plan, self.cast) if section else {}
        if not playing:
            playing = {role: self.cast[role][0] for role in ("harmony", "pad", "lead") if self.cast[role]}
        ring = self.plan.seconds - self.plan.home
        end = self.clock.ticks(self.plan.seconds - 0.12 * ring) - len(self.plan.bars) * self.plan.metre.ticks
        home = Chord(self.plan.key, 0)
        root = fold(home.tones[0] + 48, 48, 59)
        voicing = (root, root + (home.tones[2] - root) % 12, root + 12, root + 12 + (home.tones[1] - root) % 12)
        for role, name in playing.items():
            strokes = _final_strokes(role, name, home, voicing, end)
            if role == "lead" and self.notes[role, name]:
                near = max(self.notes[role, name]).pitch
                strokes = [Stroke(0, end, fold(fold(root, near - 5, near + 6), *instruments()[name].range))]
            self._sound(role, name, len(self.plan.bars), strokes, 0.8 * self._level(section, 1.0))

    def _play(self, role: str, name: str, phrase: Phrase, bar: int, strokes: Iterable[Stroke]) -> None:
        along = (bar + 0.5) / len(phrase.progression)
        section = phrase.section
        through = (phrase.first + bar - section.first) / max(section.bars, 1)
        level = self._level(section, through) * (0.94 + 0.12 * sin(pi * along))
        self._sound(role, name, phrase.first + bar, strokes, level)

    def _level(self, section: Section | None, through: float) -> float:
        if section is None:
            return 0.8
        swell = {"grow": 0.8 + 0.45 * through, "fade": 1.05 - 0.4 * through}.get(section.cue.swell, 1.0)
        return (0.7 + 0.62 * section.energy) * swell

    def _sound(self, role: str, name: str, bar: int, strokes: Iterable[Stroke], level: float) -> None:
        """Play strokes as a person would: a little early or late, no two equally loud."""
        base = bar * self.plan.metre.ticks
        second = 1e6 * PPQ / self.clock.tempi[min(bar, len(self.clock.tempi) - 1)]
        for stroke in strokes:
            loose = min(max(self.touch.gauss(0, _LOOSE[role] / 2), -0.02), 0.02)
            start = max(base + self._swung(stroke.onset) + round(loose * second), 0)
            velocity = self._loudness(role, name) * level * stroke.accent + self.touch.gauss(0, 2.5)
            self.notes[role, name].append(
                Note(start, max(stroke.length, 1), stroke.pitch, min(max(round(velocity), 1), 120))
            )

    def _loudness(self, role: str, name: str) -> float:
        """Velocity at a middle level; a melody on an instrument that dies away is played harder than a held one."""
        dies = role == "lead" and instruments()[name].maker in ("piano", "plucked")
        return _LOUDNESS[role] * (1.25 if dies else 1.0)

    def _swung(self, onset: int) -> int:
        within = onset % PPQ
        return onset + round((self.plan.wish.style.swing - 0.5) * PPQ) if within == PPQ // 2 else onset


def _final_strokes(role: str, name: str, home: Chord, voicing: Sequence[int], length: int) -> list[Stroke]:
    """A player's share in the last chord."""
    low, high = instruments()[name].range
    roll = PPQ // 14
    if role == "drums":
        return []
    if role == "lead":
        return [Stroke(0, length, fold(home.tones[0] + 60, min(max(low, 66), high - 11), high))]
    if role == "sparkle":
        tones = [fold(tone + 72, max(low, 76), high) for tone in home.triad[::2]]
        onsets = [PPQ + i * PPQ // 2 for i in range(len(tones))]
        return [Stroke(at, length - at, tone, 0.8) for at, tone in zip(onsets, tones, strict=True) if at < length]
    bass = fold(home.bass + 36, max(low, 36), max(low, 36) + 12)
    if role == "bass":
        return [Stroke(0, length, fold(home.bass + 24, low, low + 14))]
    if role == "pad":
        return [Stroke(0, length, fold(pitch, low, high)) for pitch in voicing]
    pitches = (bass, *sorted(fold(pitch, max(low, bass + 1), high) for pitch in voicing))
    return [Stroke(i * roll, length - i * roll, pitch) for i, pitch in enumerate(pitches)]


def _tidy(notes: Iterable[Note]) -> list[Note]:
    """Notes in order of time; a note that is struck again while it sounds ends there, doubles are left out."""
    made: list[Note] = []
    latest: dict[int, int] = {}
    for note in sorted(notes):
        before = latest.get(note.pitch)
        if before is not None:
            other = made[before]
            if note.start - other.start < PPQ // 16:
                continue
            if other.start + other.length > note.start:
                made[before] = Note(other.start, note.start - other.start, other.pitch, other.velocity)
        latest[note.pitch] = len(made)
        made.append(note)
    return made
