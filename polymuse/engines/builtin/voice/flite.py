"""flite, where its program is installed: English only. It gives no word times, so `make` takes espeak-ng's
proportions for them: good to about a tenth of a second."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from polymuse.engines.builtin.voice.post_processing import Curve
from polymuse.errors import EngineError, ParameterError
from polymuse.media.wav import Samples, read_wav

__all__ = ["EQ", "Manner", "available", "say", "version", "voices"]

_TIMEOUT = 60.0
_PACE = {"slt": 170.0, "rms": 155.0, "awb": 192.0, "kal16": 195.0}
"""Words per minute of each voice at a duration stretch of 1."""
_MELODY = {"slt": 42.0, "awb": 27.0}
"""How far a voice's melody moves when it is read with life: its targets' deviation in Hz. The others have their own."""


def available() -> str | None:
    """The path of the program, if it is installed."""
    return shutil.which("flite")


def _run(program: str, *arguments: str) -> str:
    """What it prints. Its exit code says nothing: it is 1 after printing its version."""
    try:
        done = subprocess.run([program, *arguments], capture_output=True, timeout=_TIMEOUT, check=False, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineError(
            f"voice: flite failed ({error}).", hint="Choose another engine: voice espeak:en-gb."
        ) from error
    return done.stdout


def version(program: str) -> str:
    """ "flite-2.2" or the like."""
    for word in _run(program, "--version").split():
        if word.startswith("flite-"):
            return word
    return "flite"


def voices(program: str) -> tuple[str, ...]:
    """The names of the voices it was built with."""
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
"""What each voice has too much or too little of; see `finish.Tone`."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak: words per minute, semitones (the voice "rms" keeps its own), and how far the melody moves."""

    rate: float
    pitch: float = 0.0
    range: float = 1.0


def say(program: str, text: str, voice: str, manner: Manner, work: Path) -> tuple[Samples, int]:
    """Speak one phrase: mono samples and their rate in Hz. Raises EngineError, and ParameterError for a voice that this
    flite does not have."""
    known = voices(program)
    if known and voice not in known:
        raise ParameterError(f"voice: this flite has no voice {voice!r}.", hint=f"It has: {', '.join(known)}.")
    script, sound = work / "phrase.txt", work / "phrase.wav"
    script.write_text(text, encoding="utf-8")
    settings = {"duration_stretch": _PACE.get(voice, 175.0) / manner.rate, "f0_shift": 2 ** (manner.pitch / 12)}
    if voice in _MELODY:
        settings["int_f0_target_stddev"] = _MELODY[voice] * manner.range
    chosen = [word for name, value in settings.items() for word in ("--setf", f"{name}={value:.3f}")]
    said = _run(program, "-voice", voice, *chosen, "-f", str(script), "-o", str(sound))
    if not sound.exists():
        raise EngineError(f"voice: flite did not speak ({said.strip()[:80]}).", hint="Choose voice espeak:en-gb.")
    samples, hertz = read_wav(sound)
    script.unlink()
    sound.unlink()
    return samples.mean(axis=1), hertz
