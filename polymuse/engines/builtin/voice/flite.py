"""flite, where its program is installed: English only. It gives no word times, so `make` takes espeak-ng's
proportions for them: good to about a tenth of a second."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from polymuse.errors import EngineError, ParameterError
from polymuse.media.wav import Samples, read_wav

__all__ = ["available", "say", "version", "voices"]

_TIMEOUT = 60.0
_ORDINARY_RATE = 170.0
"""Words per minute at a duration stretch of 1."""


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


def say(program: str, text: str, voice: str, rate: float, work: Path) -> tuple[Samples, int]:
    """Speak one phrase at `rate` words per minute: mono samples and their rate in Hz. Raises EngineError, and
    ParameterError for a voice that this flite does not have."""
    known = voices(program)
    if known and voice not in known:
        raise ParameterError(f"voice: this flite has no voice {voice!r}.", hint=f"It has: {', '.join(known)}.")
    script, sound = work / "phrase.txt", work / "phrase.wav"
    script.write_text(text, encoding="utf-8")
    stretch = f"duration_stretch={_ORDINARY_RATE / rate:.3f}"
    said = _run(program, "-voice", voice, "--setf", stretch, "-f", str(script), "-o", str(sound))
    if not sound.exists():
        raise EngineError(f"voice: flite did not speak ({said.strip()[:80]}).", hint="Choose another: voice espeak:en-gb.")
    samples, hertz = read_wav(sound)
    script.unlink()
    sound.unlink()
    return samples.mean(axis=1), hertz
