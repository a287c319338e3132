"""From an engine's events to a run's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from polymuse.runs.events import (
    AudioChunk,
    HandedOver,
    JobSubmitted,
    NoticeRaised,
    Output,
    PreviewReady,
    RunEvent,
    Stamp,
    StepFinished,
    StepProgress,
    StepRestarted,
    TextDelta,
)
from polymuse.types import (
    Chunk,
    Delta,
    Event,
    Finished,
    HandedOff,
    Notice,
    Preview,
    Progress,
    Restarted,
    Submitted,
)

__all__ = ["run_event"]


Make = Callable[[Any, Stamp], RunEvent]


def run_event(event: Event) -> Callable[[Stamp], RunEvent] | None:
    """What makes the run's event of an engine's, given its stamp; None for an event that only middleware needs (money,
    files, requests)."""
    make = TRANSLATIONS.get(type(event))
    return (lambda stamp: make(event, stamp)) if make else None


def _finished(event: Finished, stamp: Stamp) -> StepFinished:
    return StepFinished(
        **stamp,
        outputs={name: Output.of(asset) for name, asset in event.outputs.items()},
        notices=tuple((notice.topic, notice.text) for notice in event.notices),
        model=event.engine,
        seconds=event.usage.seconds,
        usd=event.usage.usd,
        cached=event.cached,
    )


def _chunk(event: Chunk, stamp: Stamp) -> AudioChunk:
    """Constructed as it is, for validation would take the bytes for base 64."""
    return AudioChunk.model_construct(**stamp, output=event.output, media_type=event.media_type, data=event.data)


TRANSLATIONS: Mapping[type, Make] = {
    Progress: lambda event, stamp: StepProgress(**stamp, fraction=event.fraction, note=event.note),
    Preview: lambda event, stamp: PreviewReady(**stamp, path=event.path),
    Notice: lambda event, stamp: NoticeRaised(**stamp, topic=event.topic, text=event.text),
    Delta: lambda event, stamp: TextDelta(**stamp, output=event.output, text=event.text),
    Chunk: _chunk,
    Restarted: lambda event, stamp: StepRestarted(**stamp, attempt=event.attempt, reason=event.reason),
    Submitted: lambda event, stamp: JobSubmitted(**stamp, job=event.job, usd=event.usd),
    HandedOff: lambda event, stamp: HandedOver(**stamp, instructions=event.instructions, site=event.site),
    Finished: _finished,
}
