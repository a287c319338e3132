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


def run_event(event: Event) -> RunEvent | None:
    """The run's event for an engine's; None for one that only middleware needs (money, files, requests)."""
    translate = TRANSLATIONS.get(type(event))
    return translate(event) if translate else None


def _finished(event: Finished) -> StepFinished:
    return StepFinished(
        outputs={name: Output.of(asset) for name, asset in event.outputs.items()},
        notices=tuple((notice.topic, notice.text) for notice in event.notices),
        model=event.engine,
        seconds=event.usage.seconds,
        usd=event.usage.usd,
        cached=event.cached,
    )


def _chunk(event: Chunk) -> AudioChunk:
    return AudioChunk.model_construct(output=event.output, media_type=event.media_type, data=event.data)


TRANSLATIONS: Mapping[type, Callable[[Any], RunEvent]] = {
    Progress: lambda event: StepProgress(fraction=event.fraction, note=event.note),
    Preview: lambda event: PreviewReady(path=event.path),
    Notice: lambda event: NoticeRaised(topic=event.topic, text=event.text),
    Delta: lambda event: TextDelta(output=event.output, text=event.text),
    Chunk: _chunk,
    Restarted: lambda event: StepRestarted(attempt=event.attempt, reason=event.reason),
    Submitted: lambda event: JobSubmitted(job=event.job, usd=event.usd),
    HandedOff: lambda event: HandedOver(instructions=event.instructions, site=event.site),
    Finished: _finished,
}
