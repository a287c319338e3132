"""Keys, modes, scales and chords.

Pitches are MIDI note numbers (60 is middle C), pitch classes 0..11 (0 is C). A *step* counts scale degrees from a
key's tonic: 0 is the tonic, 7 the tonic an octave higher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from polymuse.errors import ParameterError

__all__ = ["BRIGHTNESS", "MODES", "Chord", "Key", "parse_key"]

MODES: dict[str, tuple[int, ...]] = {
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "major": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
}
"""Semitones above the tonic, from the darkest mode to the brightest."""

BRIGHTNESS = {mode: place for place, mode in enumerate(MODES)}
"""A mode's place from dark (0) to bright (5): the number of raised degrees."""

_FIFTHS_OF_MODE = {"lydian": 1, "major": 0, "mixolydian": -1, "dorian": -2, "minor": -3, "phrygian": -4}
_SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_MOST_SHARPS = 6
_KEY = re.compile(r"^\s*([A-Ga-g])\s*(#|♯|b|♭|sharp|flat)?\s*-?\s*([A-Za-z]*)\s*$")
_ACCIDENTAL = {"#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}
_MODE_NAMES = {"": "major", "maj": "major", "ionian": "major", "m": "minor", "min": "minor", "aeolian": "minor"}


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic's pitch class and a mode of MODES."""

    tonic: int
    mode: str

    @property
    def minor(self) -> bool:
        """Whether its third is minor."""
        return MODES[self.mode][2] == 3  # semitones of a minor third

    @property
    def fifths(self) -> int:
        """Sharps (positive) or flats (negative) of its signature, −5..6."""
        fifths = (self.tonic * 7 + _FIFTHS_OF_MODE[self.mode]) % 12
        return fifths if fifths <= _MOST_SHARPS else fifths - 12

    @property
    def name(self) -> str:
        """ "D minor", "F# dorian"."""
        return f"{_spell(self.tonic, self.fifths)} {self.mode}"

    @property
    def signature(self) -> str:
        """The signature as MIDI files name it: the major or minor key that shares it ("Bb", "F#m")."""
        tonic = self.fifths * 7 % 12
        return _spell((tonic + 9) % 12, self.fifths) + "m" if self.minor else _spell(tonic, self.fifths)

    def pitch(self, step: int, octave: int = 4) -> int:
        """The MIDI pitch of a step counted from the tonic in `octave` (4 holds middle C)."""
        return 12 * (octave + 1) + self.tonic + 12 * (step // 7) + MODES[self.mode][step % 7]

    def step(self, pitch: int, octave: int = 4) -> int:
        """The step that lies nearest at or below a pitch."""
        octaves, semitone = divmod(pitch - 12 * (octave + 1) - self.tonic, 12)
        return 7 * octaves + max(i for i, semitones in enumerate(MODES[self.mode]) if semitones <= semitone)

    def relative(self) -> Key:
        """The key of the same notes with the other third: A minor for C major."""
        return Key((self.tonic + 3) % 12, "major") if self.minor else Key((self.tonic - 3) % 12, "minor")


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord on a degree (0..6) of a key: triad, and perhaps a colour such as a seventh or ninth."""

    key: Key
    degree: int
    colours: tuple[int, ...] = ()
    """Added scale steps above the root: 6 is a seventh, 8 a ninth."""
    leading: bool = False
    """The key's seventh degree is raised (the dominant in minor)."""
    bass_step: int = 0
    """Which step above the root is in the bass: 2 for a first inversion."""

    def pitch_class(self, above: int) -> int:
        """The pitch class of a step above the chord's root."""
        step = self.degree + above
        raised = self.leading and step % 7 == 6  # the seventh degree
        return (self.key.pitch(step) + raised) % 12

    @property
    def tones(self) -> tuple[int, ...]:
        """Pitch classes: root, third, fifth, colours."""
        return tuple(self.pitch_class(above) for above in (0, 2, 4, *self.colours))

    @property
    def triad(self) -> tuple[int, ...]:
        return self.tones[:3]

    @property
    def bass(self) -> int:
        """The pitch class in the bass."""
        return self.pitch_class(self.bass_step)

    def has_step(self, step: int) -> bool:
        """Whether a key's step is a tone of the triad."""
        return (step - self.degree) % 7 in (0, 2, 4)

    def pitch(self, step: int) -> int:
        """The MIDI pitch of a key's step as it sounds over this chord."""
        raised = self.leading and step % 7 == 6  # the seventh degree
        return self.key.pitch(step) + raised


def parse_key(text: str) -> Key:
    """Read "D minor", "F# major", "Bb", "Am", "E flat lydian". Raises ParameterError."""
    match = _KEY.match(text)
    if match:
        word = match[3] if match[3] in ("M", "m") else match[3].lower()
        mode = "major" if word == "M" else _MODE_NAMES.get(word, word)
        if mode in MODES:
            letter = _SHARP_NAMES.index(match[1].upper())
            return Key((letter + _ACCIDENTAL.get(match[2] or "", 0)) % 12, mode)
    raise ParameterError(
        f"key: {text!r} is not a key.", hint=f'Write for example "D minor" or "F# major"; modes: {", ".join(MODES)}.'
    )


def _spell(pitch_class: int, fifths: int) -> str:
    return (_FLAT_NAMES if fifths < 0 else _SHARP_NAMES)[pitch_class]
