"""Film → verdicts of the gates."""

from __future__ import annotations

from polymuse.tasks.base import Port, Strings, Task
from polymuse.types import Kind, Params


class QualityCheck(Params):
    """Runs gates on a finished film. `gates` names some of them; all when empty."""

    gates: Strings = ()
    loudness: float = -16.0
    """LUFS the film was mixed to."""


TASK = Task(
    name="quality-check",
    summary="Every gate's number, limit and evidence for a film.",
    params=QualityCheck,
    outputs={"verdicts": Port(Kind.DOCUMENT)},
    inputs={
        "film": Port(Kind.VIDEO),
        "timeline": Port(Kind.BRIEF, schema="polymuse.timeline/1"),
        "captions": Port(Kind.BRIEF, schema="polymuse.captions/1", optional=True),
        "narration": Port(Kind.SPEECH),
    },
    unit="second",
)
