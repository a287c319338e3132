"""Task text-to-music: interpret, plan, arrange, write MIDI, render audio."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from polymuse.engines.builtin.composer.arrange import arrange
from polymuse.engines.builtin.composer.form import MusicPlan, make_plan
from polymuse.engines.builtin.composer.instruments import RATE
from polymuse.engines.builtin.composer.interpretation import interpret
from polymuse.engines.builtin.composer.midi import write_midi
from polymuse.engines.builtin.composer.render import render
from polymuse.engines.builtin.composer.score import Score
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]


def make(request: Request, work: Path) -> Iterator[Event]:
    """Compose and render. Raises ParameterError for an invalid key, MediaError for an invalid score."""
    music_request = interpret(request)
    for text in music_request.notices:
        yield Notice("not-sounded", text)
    score = arrange(make_plan(music_request))
    if missed := _describe_missed_cues(score.plan):
        yield Notice(
            "timing", f"The music does not change at {missed}: the next change, or the end, comes too soon after."
        )
    facts = _facts(score)
    midi, music = work / "music.mid", work / "music.wav"
    write_midi(score, midi)
    yield Made("midi", Kind.MUSIC, midi, "audio/midi", {**facts})
    for fraction in render(score, music, work):
        yield Progress(fraction, "playing")
    yield Made("music", Kind.MUSIC, music, "audio/wav", {**facts, "sample_rate": RATE, "channels": 2})


def _describe_missed_cues(plan: MusicPlan) -> str:
    """The cues that no section starts on."""
    section_starts = {section.cue.start for section in plan.sections}
    return ", ".join(
        f"{cue.start:g} s" for cue in plan.request.cues if cue.start not in section_starts and plan.sections
    )


def _facts(score: Score) -> dict[str, Any]:
    plan: MusicPlan = score.plan
    return {
        "seconds": round(plan.seconds * RATE) / RATE,
        "key": plan.key.name.split()[0],
        "mode": plan.key.mode,
        "tempo": round(plan.tempo, 1),
        "metre": plan.metre.name,
        "style": plan.request.style_name,
        "instruments": list(dict.fromkeys(track.instrument for track in score.tracks)),
        "sections": [
            {
                "name": section.name,
                "start": round(float(score.clock.seconds(section.first * plan.metre.ticks)), 3),
                "key": section.key.name,
                "energy": round(section.energy, 3),
            }
            for section in plan.sections
        ],
    }
