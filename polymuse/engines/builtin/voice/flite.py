"""flite, if its program is installed: English only. It reports no word times, so `make` scales those of espeak-ng:
accurate to about 0.1 s."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from polymuse.engines.builtin.voice.post_processing import Curve
from polymuse.errors import EngineError, ParameterError
from polymuse.media.wav import Samples, read_wav

__all__ = ["EQ", "FliteSettings", "find_program", "list_voices", "synthesize", "version"]

_TIMEOUT = 60.0
_WORDS_PER_MINUTE = {"slt": 170.0, "rms": 155.0, "awb": 192.0, "kal16": 195.0}
"""Words per minute of each voice at a duration stretch of 1."""
_PITCH_DEVIATION = {"slt": 42.0, "awb": 27.0}
"""Standard deviation of a voice's pitch targets in Hz for lively reading. Other voices have their own."""


def find_program() -> str | None:
    """Path of the program, or None."""
    return shutil.which("flite")


def _run(program: str, *arguments: str) -> str:
    """The program's output. Its exit code is unreliable: it is 1 after printing the version."""
    try:
        process = subprocess.run([program, *arguments], capture_output=True, timeout=_TIMEOUT, check=False, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(
            f"voice: flite failed ({error}).", hint="Choose another engine: voice espeak:en-gb."
        ) from error
    return process.stdout


def version(program: str) -> str:
    """Version string such as "flite-2.2"."""
    for word in _run(program, "--version").split():
        if word.startswith("flite-"):
            return word
    return "flite"


def list_voices(program: str) -> tuple[str, ...]:
    """Names of the voices compiled into it."""
    return tuple(_run(program, "-lv").partition(":")[2].split())


EQ: Mapping[str, Curve] = {
    "slt": ((50, -24), (110, -9), (205, -9), (270, -3), (360, 0), (5200, 0), (7500, -4)),
    "rms": (
        (50, -20), (90, -8), (200, -8), (280, -3), (400, -2), (800, 5), (1200, 2), (2200, 2), (3200, -5), (5000, -7),
        (7500, -10),
    ),
    "awb": ((50, -18), (110, -3), (260, -4), (400, 0), (3500, -1), (5000, 4), (7500, 7)),
    "kal16": ((50, -18), (100, 0)),
}  # fmt: skip
"""Spectral correction per voice; see `post_processing.VoiceProcessing`."""


@dataclass(frozen=True, slots=True)
class FliteSettings:
    """Words per minute, pitch shift in semitones (ignored by the voice "rms"), and pitch range factor."""

    rate: float
    pitch: float = 0.0
    range: float = 1.0


def synthesize(
    program: str, text: str, voice: str, settings_requested: FliteSettings, work: Path
) -> tuple[Samples, int]:
    """Synthesise one phrase: mono samples and their rate in Hz. Raises EngineError, and ParameterError for a voice that
    this flite does not have."""
    available_voices = list_voices(program)
    if available_voices and voice not in available_voices:
        raise ParameterError(
            f"voice: this flite has no voice {voice!r}.", hint=f"It has: {', '.join(available_voices)}."
        )
    script, sound = work / "phrase.txt", work / "phrase.wav"
    script.write_text(text, encoding="utf-8")
    settings = {
        "duration_stretch": _WORDS_PER_MINUTE.get(voice, 175.0) / settings_requested.rate,
        "f0_shift": 2 ** (settings_requested.pitch / 12),
    }
    if voice in _PITCH_DEVIATION:
        settings["int_f0_target_stddev"] = _PITCH_DEVIATION[voice] * settings_requested.range
    setting_arguments = [word for name, value in settings.items() for word in ("--setf", f"{name}={value:.3f}")]
    output = _run(program, "-voice", voice, *setting_arguments, "-f", str(script), "-o", str(sound))
    if not sound.exists():
        raise EngineError(f"voice: flite did not speak ({output.strip()[:80]}).", hint="Choose voice espeak:en-gb.")
    samples, hertz = read_wav(sound)
    script.unlink()
    sound.unlink()
    return samples.mean(axis=1), hertz
