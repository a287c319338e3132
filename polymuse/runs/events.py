"""The events of runs: typed, serialisable, numbered, kept in the journal. Every reader of a run (the command line, Python, a
server) reads these; an engine's own events are in `polymuse.types`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypedDict

from pydantic import Base64Bytes, Field, TypeAdapter

from polymuse.types import Asset, Frozen, Kind

__all__ = [
    "AudioChunk",
    "FilesWritten",
    "HandedOver",
    "JobSubmitted",
    "NoticeRaised",
    "Output",
    "PlanReady",
    "PreviewReady",
    "RunCancelled",
    "RunEvent",
    "RunFailed",
    "RunFinished",
    "RunStarted",
    "Stamp",
    "StepFinished",
    "StepInfo",
    "StepProgress",
    "StepRestarted",
    "StepStarted",
    "TextDelta",
    "read_event",
]


class Stamp(TypedDict):
    """What all events have."""

    run: int
    step: str
    number: int
    time: float


class RunEvent(Frozen):
    """Something that happened in a run. `number` counts the run's events from 1; `time` is in seconds since 1970; `step` is
    the id of the plan's step that it belongs to, empty for the run as a whole."""

    passing: ClassVar[bool] = False
    """Whether it only matters while the run goes on; such events are dropped from the journal at the run's end."""

    type: str
    run: int = 0
    number: int = 0
    time: float = 0.0
    step: str = ""


class StepInfo(Frozen):
    """A step of a plan. `size` is the amount of work in its task's unit; `seconds` how long it is expected to take."""

    id: str
    task: str
    model: str
    size: float = 1.0
    seconds: float = 0.0


class Output(Frozen):
    """A finished piece of media, by its digest (SHA-256, hexadecimal); `path` is where it lies on this machine."""

    kind: Kind
    media_type: str
    digest: str
    path: Path
    facts: Mapping[str, Any] = {}

    @classmethod
    def of(cls, asset: Asset) -> Output:
        return cls(
            kind=asset.kind, media_type=asset.media_type, digest=asset.digest, path=asset.path, facts=dict(asset.facts)
        )

    def asset(self) -> Asset:
        return Asset(self.kind, self.media_type, self.digest, self.path, self.facts)


class RunStarted(RunEvent):
    type: Literal["run.started"] = "run.started"
    name: str = ""


class PlanReady(RunEvent):
    """What will be done: the steps, those whose results are kept from before, and what it takes in seconds and US
    dollars."""

    type: Literal["plan.ready"] = "plan.ready"
    steps: tuple[StepInfo, ...] = ()
    kept: tuple[str, ...] = ()
    seconds: float = 0.0
    usd: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Lowest, expected, highest."""


class StepStarted(RunEvent):
    type: Literal["step.started"] = "step.started"
    task: str = ""
    model: str = ""


class StepProgress(RunEvent):
    """How far a step is, 0..1."""

    passing: ClassVar[bool] = True
    type: Literal["step.progress"] = "step.progress"
    fraction: float
    note: str = ""


class PreviewReady(RunEvent):
    """A look at unfinished work: an image file that may change or go."""

    passing: ClassVar[bool] = True
    type: Literal["step.preview"] = "step.preview"
    path: Path


class NoticeRaised(RunEvent):
    """Something the user should know of a result: `topic` is `not-drawn`, `timing`, `retry` …"""

    type: Literal["step.notice"] = "step.notice"
    topic: str
    text: str


class TextDelta(RunEvent):
    """The next words of a text output."""

    passing: ClassVar[bool] = True
    type: Literal["step.delta"] = "step.delta"
    output: str
    text: str


class AudioChunk(RunEvent):
    """The next bytes of a sound output. All of them, one after the other, are a file of that media type."""

    passing: ClassVar[bool] = True
    type: Literal["step.chunk"] = "step.chunk"
    output: str
    media_type: str
    data: Base64Bytes


class StepRestarted(RunEvent):
    """A step begins again after a failure: its deltas and chunks so far do not count."""

    type: Literal["step.restarted"] = "step.restarted"
    attempt: int
    reason: str


class JobSubmitted(RunEvent):
    """A service has taken the work, calls it `job`, and may have said what it will charge."""

    type: Literal["step.submitted"] = "step.submitted"
    job: str
    usd: float | None = None


class HandedOver(RunEvent):
    """Work for a person: what to put in, word for word, at which site."""

    type: Literal["step.handed-over"] = "step.handed-over"
    instructions: str
    site: str = ""


class StepFinished(RunEvent):
    """A step's outputs by name, and what it took; `seconds` and `usd` of a cached result are what it took when it was
    made."""

    type: Literal["step.finished"] = "step.finished"
    outputs: Mapping[str, Output]
    notices: tuple[tuple[str, str], ...] = ()
    """(topic, text)."""
    model: str = ""
    seconds: float = 0.0
    usd: float = 0.0
    cached: bool = False


class FilesWritten(RunEvent):
    """The files of a finished piece of work, by name, in a folder of the user's."""

    type: Literal["files.written"] = "files.written"
    folder: Path
    files: Mapping[str, Path]


class RunFinished(RunEvent):
    type: Literal["run.finished"] = "run.finished"
    usd: float = 0.0


class RunFailed(RunEvent):
    """`error` is the name of the error's class in `polymuse.errors`."""

    type: Literal["run.failed"] = "run.failed"
    error: str
    message: str
    hint: str = ""


class RunCancelled(RunEvent):
    type: Literal["run.cancelled"] = "run.cancelled"


Known = (
    RunStarted
    | PlanReady
    | StepStarted
    | StepProgress
    | PreviewReady
    | NoticeRaised
    | TextDelta
    | AudioChunk
    | StepRestarted
    | JobSubmitted
    | HandedOver
    | StepFinished
    | FilesWritten
    | RunFinished
    | RunFailed
    | RunCancelled
)
_adapter: TypeAdapter[Known] = TypeAdapter(Annotated[Known, Field(discriminator="type")])


def read_event(text: str) -> RunEvent:
    """An event from its JSON. Raises ValueError."""
    return _adapter.validate_json(text)
