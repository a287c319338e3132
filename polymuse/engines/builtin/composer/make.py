"""The work of text-to-music: read, plan, arrange, write the notes, render the sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from polymuse.engines.builtin.composer.arrange import arrange
from polymuse.engines.builtin.composer.form import Plan, plan
from polymuse.engines.builtin.composer.instruments import RATE
from polymuse.engines.builtin.composer.interpretation import read
from polymuse.engines.builtin.composer.midi import write_midi
from polymuse.engines.builtin.composer.render import render
from polymuse.engines.builtin.composer.score import Score
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]


def make(request: Request, work: Path) -> Iterator[Event]:
    """Compose and play. Raises ParameterError for a key that is none and MediaError for a score that cannot be read."""
    wish = read(request)
    for text in wish.notices:
        yield Notice("not-sounded", text)
    score = arrange(plan(wish))
    if missed := _missed(score.plan):
        yield Notice("timing", f"Too near to another cue or to the end for the music to change there: {missed}.")
    facts = _facts(score)
    midi, music = work / "music.mid", work / "music.wav"
    write_midi(score, midi)
    yield Made("midi", Kind.MUSIC, midi, "audio/midi", {**facts})
    for fraction in render(score, music, work):
        yield Progress(fraction, "playing")
    yield Made("music", Kind.MUSIC, music, "audio/wav", {**facts, "sample_rate": RATE, "channels": 2})


def _missed(made: Plan) -> str:
    """The cues that no section begins on."""
    begun = {section.cue.start for section in made.sections}
    return ", ".join(f"{cue.start:g} s" for cue in made.wish.cues if cue.start not in begun and made.sections)


def _facts(score: Score) -> dict[str, Any]:
    made: Plan = score.plan
    return {
        "seconds": round(made.seconds * RATE) / RATE,
        "key": made.key.name.split()[0],
        "mode": made.key.mode,
        "tempo": round(made.tempo, 1),
        "metre": made.metre.name,
        "style": made.wish.style_name,
        "instruments": list(dict.fromkeys(track.instrument for track in score.tracks)),
        "sections": [
            {
                "name": section.name,
                "start": round(float(score.clock.seconds(section.first * made.metre.ticks)), 3),
                "key": section.key.name,
                "energy": round(section.energy, 3),
            }
            for section in made.sections
        ],
    }
