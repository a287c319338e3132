"""espeak-ng through ctypes: text in, samples and word marks out. The names are those of espeak-ng's `speak_lib.h`."""

from __future__ import annotations

import ctypes
import shutil
import tempfile
from _ctypes import dlclose
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from polymuse.errors import EngineError

__all__ = ["RATES", "Espeak", "LanguageVoice", "SpeechSamples", "SynthesisSettings", "open_espeak"]

RATES = (80, 450)
"""Range of espeak-ng's speaking rate in words per minute."""

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_RATE, _VOLUME, _PITCH, _RANGE, _WORD_GAP = 1, 2, 3, 4, 7
_END, _WORD = 0, 1


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class LanguageVoice:
    """A language of an espeak-ng voice: its lower-case tag, the voice's priority for it (lower is better), the voice's
    identifier, and the language's English name."""

    tag: str
    priority: int
    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class SynthesisSettings:
    """Words per minute, pitch and pitch range 0..100 (50 is the voice's own), seconds between words."""

    rate: float = 155
    pitch: float = 50
    range: float = 50
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class SpeechSamples:
    """Samples −1..1, mono, at `rate` Hz; `marks` are (character index, sample index) of word starts."""

    samples: NDArray[np.float32]
    rate: int
    marks: tuple[tuple[int, int], ...]


@contextmanager
def _library() -> Iterator[ctypes.CDLL]:
    """A private copy of the library. espeak-ng keeps tremolo phase, echo and random numbers in static variables that
    `espeak_Terminate` does not reset, so earlier speech would change the samples; a file with another inode is loaded
    with fresh ones."""
    with tempfile.TemporaryDirectory(prefix="polymuse-") as folder:
        copied = shutil.copy(espeakng_loader.get_library_path(), folder)
        library = ctypes.CDLL(copied)
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    library.espeak_ng_SetRandSeed.argtypes = (ctypes.c_long,)
    try:
        yield library
    finally:
        dlclose(library._handle)


class Espeak:
    """An initialised espeak-ng. See `open_espeak`."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        path = str(espeakng_loader.get_data_path()).encode()
        self.rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, path, _DONT_EXIT))
        if self.rate <= 0:
            raise EngineError(
                "voice: espeak-ng could not be started.",
                hint="Reinstall it: pip install --force-reinstall espeakng-loader",
            )
        library.espeak_ng_SetRandSeed(1)
        ctypes.CDLL(None).srand(1)
        self._blocks: list[NDArray[np.float32]] = []
        self._marks: list[tuple[int, int]] = []
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def close(self) -> None:
        self._library.espeak_Terminate()

    @property
    def version(self) -> str:
        return str(self._library.espeak_Info(None).decode())

    def language_voices(self) -> tuple[LanguageVoice, ...]:
        """All languages with their voices."""
        voices = self._library.espeak_ListVoices(None)
        result: list[LanguageVoice] = []
        index = 0
        while voices[index]:
            voice = voices[index].contents
            identifier, name = voice.identifier.decode(), voice.name.decode()
            result += [LanguageVoice(tag, rank, identifier, name) for rank, tag in _languages(voice.languages)]
            index += 1
        return tuple(result)

    def variants(self) -> tuple[str, ...]:
        """Names allowed after `+` in a voice."""
        folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
        return tuple(sorted(path.name for path in folder.iterdir()))

    def select_voice(self, voice: str) -> bool:
        """Select a voice ("gmw/en+f3"); False if there is none of that name. (espeak-ng ignores unknown variants.)"""
        return int(self._library.espeak_SetVoiceByName(voice.encode())) == 0

    def synthesize(self, text: str, style: SynthesisSettings) -> SpeechSamples:
        """Synthesise one phrase. Raises EngineError."""
        set_parameter = self._library.espeak_SetParameter
        set_parameter(_RATE, round(min(max(style.rate, RATES[0]), RATES[1])), 0)
        set_parameter(_PITCH, round(min(max(style.pitch, 0), 99)), 0)
        set_parameter(_RANGE, round(min(max(style.range, 0), 99)), 0)
        set_parameter(_WORD_GAP, round(style.gap * 100), 0)
        self._blocks, self._marks = [], []
        data = text.encode()
        if self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None) != 0:
            raise EngineError(f"voice: espeak-ng could not speak {text[:40]!r}.")
        samples = np.concatenate(self._blocks) if self._blocks else np.zeros(0, np.float32)
        return SpeechSamples(samples, self.rate, tuple(self._marks))

    def _collect(self, wave: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        if wave and count > 0:
            self._blocks.append(np.asarray(np.ctypeslib.as_array(wave, (count,)) / 32768, np.float32))
        index = 0
        while events[index].type != _END:
            if events[index].type == _WORD:
                self._marks.append((events[index].text_position - 1, events[index].sample))
            index += 1
        return 0


def _languages(data: ctypes._Pointer[ctypes.c_char]) -> Iterator[tuple[int, str]]:
    """Parse espeak-ng's (priority byte, zero-terminated tag) pairs, terminated by a zero."""
    index = 0
    while (priority := data[index]) != b"\0":
        tag = bytearray()
        index += 1
        while (letter := data[index]) != b"\0":
            tag += letter
            index += 1
        index += 1
        yield priority[0], tag.decode().lower()


@contextmanager
def open_espeak() -> Iterator[Espeak]:
    """Initialise espeak-ng without any state of earlier calls; terminate it on exit."""
    with _library() as library:
        espeak = Espeak(library)
        try:
            yield espeak
        finally:
            espeak.close()
