"""Film → verdicts of the gates."""

from __future__ import annotations

from polymuse.tasks.base import Strings, Task
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
    makes={"verdicts": Kind.DOCUMENT},
    takes={"film": Kind.VIDEO, "timeline": Kind.BRIEF, "narration": Kind.SPEECH},
    unit="second",
)
