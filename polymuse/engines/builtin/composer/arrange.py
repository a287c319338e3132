"""Arrangement: from plan to score. Phrase by phrase within each section: chords, melody, and the part of every player."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import pi, sin
from random import Random

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.ensemble import ROLES, RoleAssignment, active_players, assign_roles
from polymuse.engines.builtin.composer.figures import (
    Stroke,
    arpeggio,
    bass_line,
    choose_figure,
    drum_bar,
    fold_into_range,
    sparkle_notes,
)
from polymuse.engines.builtin.composer.form import PPQ, FormSection, MusicPlan
from polymuse.engines.builtin.composer.harmony import Cadence, make_progression, voice_leading
from polymuse.engines.builtin.composer.melody import (
    MelodyNote,
    Motif,
    PhraseContext,
    compose_phrase,
    make_motif,
    vary_motif,
)
from polymuse.engines.builtin.composer.score import Clock, Note, Score, Track
from polymuse.engines.builtin.composer.theory import Chord, Key

__all__ = ["MusicalPhrase", "arrange", "make_phrases"]

_PHRASE = 4
_LOUDNESS = {"lead": 66, "harmony": 45, "pad": 37, "bass": 60, "sparkle": 48, "drums": 54}
_LOOSE = {"lead": 0.012, "harmony": 0.008, "pad": 0.01, "bass": 0.005, "sparkle": 0.012, "drums": 0.004}
_CENTRE = {"harmony": 61, "pad": 61}


@dataclass(frozen=True, slots=True)
class MusicalPhrase:
    """A few bars with one chord each."""

    section: FormSection
    index: int
    first: int
    progression: tuple[Chord, ...]
    home: bool
    """Whether the melody closes on the tonic."""


def arrange(plan: MusicPlan) -> Score:
    """Write all parts of a plan."""
    return _ScoreWriter(plan).score()


def make_phrases(plan: MusicPlan) -> list[MusicalPhrase]:
    """The piece as phrases. A recurring theme has the same chords; the last phrase leads to the final chord."""
    result: list[MusicalPhrase] = []
    for section in plan.sections:
        first = section.first
        sizes = _phrase_lengths(section.bars)
        for index, size in enumerate(sizes):
            last = section is plan.sections[-1] and index == len(sizes) - 1
            answer = index % 2 == 1 or (len(sizes) % 2 == 1 and index == len(sizes) - 1 and len(sizes) > 1)
            close: Cadence = "turn" if last else "home" if answer else "half"
            rng = Random(f"harmony {plan.request.entropy} {section.letter} {index % 2} {size} {close}")
            colour = plan.request.style.colour
            result.append(
                MusicalPhrase(
                    section,
                    index,
                    first,
                    tuple(make_progression(section.key, size, close, colour, rng)),
                    close == "home",
                )
            )
            first += size
    return result


def _phrase_lengths(bars: int) -> list[int]:
    """Phrases of four bars; an extra bar lengthens the last one."""
    count, remainder = divmod(bars, _PHRASE)
    if count and remainder == 1:
        return [_PHRASE] * (count - 1) + [_PHRASE + 1]
    return [_PHRASE] * count + ([remainder] if remainder else [])


class _ScoreWriter:
    """Collects the notes of all parts."""

    def __init__(self, plan: MusicPlan) -> None:
        self.plan = plan
        self.clock = Clock(plan)
        self.cast: RoleAssignment = assign_roles(plan)
        self.entropy = plan.request.entropy
        self.touch = Random(f"touch {self.entropy}")
        self.notes: dict[tuple[str, str], list[Note]] = defaultdict(list)
        self.themes = self._themes()
        self.sung: tuple[Key, int] | None = None

    def score(self) -> Score:
        """All parts, roles in their usual order."""
        phrases = make_phrases(self.plan)
        everything = [chord for phrase in phrases for chord in phrase.progression]
        everything.append(Chord(self.plan.key, 0))
        for phrase in phrases:
            self._phrase(phrase, everything)
        self._write_final_chord(phrases[-1] if phrases else None)
        order = sorted(self.notes, key=lambda part: (ROLES.index(part[0]), part[1]))
        tracks = (Track(name, role, tuple(_remove_overlaps(self.notes[role, name]))) for role, name in order)
        return Score(self.plan, self.clock, tuple(track for track in tracks if track.notes))

    def _themes(self) -> dict[str, Motif]:
        rng = Random(f"theme {self.entropy}")
        density = 0.4 + 0.34 * (self.plan.request.mood.arousal + 1) / 2
        metre = self.plan.metre.name
        themes = {"A": make_motif(metre, density, rng)}
        for letter, source_letter in zip("BCD", "ABA", strict=True):
            themes[letter] = vary_motif(themes[source_letter], metre, density, rng)
        return themes

    def _phrase(self, phrase: MusicalPhrase, everything: Sequence[Chord]) -> None:
        playing = active_players(phrase.section, self.plan, self.cast)
        if "lead" not in playing:
            self.sung = None
        tones = self._melody(phrase, playing["lead"]) if "lead" in playing else []
        busy = {tone.bar for tone in tones if tone.onset + 0.01 >= self.plan.metre.quarters / 2}
        if "harmony" in playing:
            self._harmony(phrase, playing["harmony"])
        if "pad" in playing:
            self._write_pad(phrase, playing["pad"])
        if "bass" in playing:
            self._bass(phrase, playing["bass"], everything)
        if "sparkle" in playing:
            self._sparkle(phrase, playing["sparkle"], busy)
        if "drums" in playing:
            self._drums(phrase)

    def _melody(self, phrase: MusicalPhrase, name: str) -> list[MelodyNote]:
        section, metre = phrase.section, self.plan.metre
        if phrase.index % 4 == 2 and section.energy < 0.6:  # a phrase's rest in a long section
            return []
        lowest, highest = instruments()[name].range
        centre = min(max(74 + round(4 * section.mood.valence), lowest + 9), highest - 10)
        rng = Random(f"melody {self.entropy} {section.letter} {phrase.index % 2} {len(phrase.progression)}")
        theme = self.themes.get(section.letter, self.themes["A"])
        context = PhraseContext(
            home=phrase.home,
            centre=section.key.step(centre) + (1 if section.letter == "B" else 0),
            beats=metre.quarters,
            sparse=0.55 - 0.5 * section.energy,
            previous_step=self.sung[1] if self.sung and self.sung[0] == section.key else None,
        )
        sung = theme if section.name == section.letter else theme.ornament()
        tones = compose_phrase(sung, phrase.progression, context, rng)
        self.sung = (section.key, tones[-1].step)
        detached = 0.97 - 0.25 * max(section.mood.arousal, 0)
        for tone in tones:
            pitch = fold_into_range(phrase.progression[max(tone.bar, 0)].pitch(tone.step), lowest, highest)
            length = round(tone.length * PPQ * (detached if tone.length <= 1 else 0.98))
            stroke = Stroke(round(tone.onset * PPQ), length, pitch, 0.86 + 0.16 * tone.weight)
            self._play("lead", name, phrase, tone.bar, [stroke])
        return tones

    def _harmony(self, phrase: MusicalPhrase, name: str) -> None:
        section = phrase.section
        rng = Random(f"figure {self.entropy} {section.letter} {name} {round(section.energy * 4)}")
        tokens = choose_figure("harmony", self.plan.metre.name, section.energy, name, rng)
        voiced = voice_leading(phrase.progression, _CENTRE["harmony"] + round(2 * section.mood.valence), 4)
        for bar, (chord, voicing) in enumerate(zip(phrase.progression, voiced, strict=True)):
            self._play("harmony", name, phrase, bar, arpeggio(tokens, chord, voicing, self.plan.metre, name))

    def _write_pad(self, phrase: MusicalPhrase, name: str) -> None:
        """Long chords; common tones are held over the bar line."""
        voiced = voice_leading(phrase.progression, _CENTRE["pad"] + round(3 * phrase.section.mood.valence), 4)
        bar_ticks = self.plan.metre.ticks
        lowest, highest = instruments()[name].range
        for bar, voicing in enumerate(voiced):
            for pitch in voicing:
                if bar and pitch in voiced[bar - 1]:
                    continue
                bars = next(
                    (i for i, voiced_bar in enumerate(voiced[bar:]) if pitch not in voiced_bar), len(voiced) - bar
                )
                self._play(
                    "pad", name, phrase, bar, [Stroke(0, bars * bar_ticks, fold_into_range(pitch, lowest, highest))]
                )

    def _bass(self, phrase: MusicalPhrase, name: str, everything: Sequence[Chord]) -> None:
        section, metre = phrase.section, self.plan.metre
        rng = Random(f"bass {self.entropy} {section.letter} {round(section.energy * 4)}")
        kind = "walking" if self.plan.request.style_name == "jazz" and section.energy > 0.3 else metre.name
        tokens = choose_figure("bass", kind, section.energy, name, rng)
        for bar, chord in enumerate(phrase.progression):
            strokes = bass_line(tokens, chord, everything[phrase.first + bar + 1], metre, name)
            self._play("bass", name, phrase, bar, strokes)

    def _sparkle(self, phrase: MusicalPhrase, name: str, busy: set[int]) -> None:
        section = phrase.section
        rng = Random(f"sparkle {self.entropy} {section.name} {phrase.index}")
        chance = 0.32 + 0.25 * section.mood.valence
        for bar, chord in enumerate(phrase.progression):
            if bar not in busy and rng.random() < chance:
                self._play("sparkle", name, phrase, bar, sparkle_notes(chord, self.plan.metre, name, rng))

    def _drums(self, phrase: MusicalPhrase) -> None:
        section = phrase.section
        rng = Random(f"drums {self.entropy} {section.name} {phrase.index}")
        for bar in range(len(phrase.progression)):
            strokes = drum_bar(self.plan.request.style.drums, self.plan.metre, rng, thin=section.energy < 0.5)
            self._play("drums", "drums", phrase, bar, strokes)

    def _write_final_chord(self, last: MusicalPhrase | None) -> None:
        """The final tonic chord: rolled by plucked and struck instruments, held by sustaining ones."""
        section = last.section if last else None
        playing = active_players(section, self.plan, self.cast) if section else {}
        if not playing:
            playing = {role: self.cast[role][0] for role in ("harmony", "pad", "lead") if self.cast[role]}
        ring = self.plan.seconds - self.plan.final_chord_start
        end = self.clock.ticks(self.plan.seconds - 0.12 * ring) - len(self.plan.bars) * self.plan.metre.ticks
        home = Chord(self.plan.key, 0)
        root = fold_into_range(home.tones[0] + 48, 48, 59)
        voicing = (root, root + (home.tones[2] - root) % 12, root + 12, root + 12 + (home.tones[1] - root) % 12)
        for role, name in playing.items():
            strokes = _final_chord_strokes(role, name, home, voicing, end)
            if role == "lead" and self.notes[role, name]:
                last_pitch = max(self.notes[role, name]).pitch
                strokes = [
                    Stroke(
                        0,
                        end,
                        fold_into_range(
                            fold_into_range(root, last_pitch - 5, last_pitch + 6), *instruments()[name].range
                        ),
                    )
                ]
            self._add_strokes(role, name, len(self.plan.bars), strokes, 0.8 * self._level(section, 1.0))

    def _play(self, role: str, name: str, phrase: MusicalPhrase, bar: int, strokes: Iterable[Stroke]) -> None:
        along = (bar + 0.5) / len(phrase.progression)
        section = phrase.section
        through = (phrase.first + bar - section.first) / max(section.bars, 1)
        level = self._level(section, through) * (0.94 + 0.12 * sin(pi * along))
        self._add_strokes(role, name, phrase.first + bar, strokes, level)

    def _level(self, section: FormSection | None, through: float) -> float:
        if section is None:
            return 0.8
        swell = {"grow": 0.8 + 0.45 * through, "fade": 1.05 - 0.4 * through}.get(section.cue.swell, 1.0)
        return (0.7 + 0.62 * section.energy) * swell

    def _add_strokes(self, role: str, name: str, bar: int, strokes: Iterable[Stroke], level: float) -> None:
        """Add strokes as notes with slight random timing and velocity."""
        base = bar * self.plan.metre.ticks
        second = 1e6 * PPQ / self.clock.tempi[min(bar, len(self.clock.tempi) - 1)]
        for stroke in strokes:
            loose = min(max(self.touch.gauss(0, _LOOSE[role] / 2), -0.02), 0.02)
            start = max(base + self._swung(stroke.onset) + round(loose * second), 0)
            velocity = self._velocity(role, name) * level * stroke.accent + self.touch.gauss(0, 2.5)
            self.notes[role, name].append(
                Note(start, max(stroke.length, 1), stroke.pitch, min(max(round(velocity), 1), 120))
            )

    def _velocity(self, role: str, name: str) -> float:
        """Velocity at a middle level; higher for a melody on a decaying instrument."""
        dies = role == "lead" and instruments()[name].maker in ("piano", "plucked")
        return _LOUDNESS[role] * (1.25 if dies else 1.0)

    def _swung(self, onset: int) -> int:
        offset = onset % PPQ
        return onset + round((self.plan.request.style.swing - 0.5) * PPQ) if offset == PPQ // 2 else onset


def _final_chord_strokes(role: str, name: str, home: Chord, voicing: Sequence[int], length: int) -> list[Stroke]:
    """A player's strokes in the last chord."""
    low, high = instruments()[name].range
    roll = PPQ // 14
    if role == "drums":
        return []
    if role == "lead":
        return [Stroke(0, length, fold_into_range(home.tones[0] + 60, min(max(low, 66), high - 11), high))]
    if role == "sparkle":
        tones = [fold_into_range(tone + 72, max(low, 76), high) for tone in home.triad[::2]]
        onsets = [PPQ + i * PPQ // 2 for i in range(len(tones))]
        return [Stroke(at, length - at, tone, 0.8) for at, tone in zip(onsets, tones, strict=True) if at < length]
    bass = fold_into_range(home.bass + 36, max(low, 36), max(low, 36) + 12)
    if role == "bass":
        return [Stroke(0, length, fold_into_range(home.bass + 24, low, low + 14))]
    if role == "pad":
        return [Stroke(0, length, fold_into_range(pitch, low, high)) for pitch in voicing]
    pitches = (bass, *sorted(fold_into_range(pitch, max(low, bass + 1), high) for pitch in voicing))
    return [Stroke(i * roll, length - i * roll, pitch) for i, pitch in enumerate(pitches)]


def _remove_overlaps(notes: Iterable[Note]) -> list[Note]:
    """Notes in time order; a note repeated while it sounds ends there, duplicates are dropped."""
    result: list[Note] = []
    latest: dict[int, int] = {}
    for note in sorted(notes):
        previous = latest.get(note.pitch)
        if previous is not None:
            previous_note = result[previous]
            if note.start - previous_note.start < PPQ // 16:
                continue
            if previous_note.start + previous_note.length > note.start:
                result[previous] = Note(
                    previous_note.start, note.start - previous_note.start, previous_note.pitch, previous_note.velocity
                )
        latest[note.pitch] = len(result)
        result.append(note)
    return result
