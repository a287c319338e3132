"""The architecture on one page.

A *Task* is a typed signature. An *Engine* runs tasks with a model; its *Card* says what is true of that model. A
*Request* asks an engine for one task; running it is a stream of *Events* whose last one is `Finished`. What comes out
are *Assets*: immutable media, known by their content.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from polymuse.asset import AUDIO, Asset, Facts, Kind

__all__ = [
    "AUDIO",
    "Asset",
    "Card",
    "Engine",
    "Event",
    "Events",
    "Facts",
    "Finished",
    "Frozen",
    "Kind",
    "Made",
    "Notice",
    "Pace",
    "Params",
    "Preview",
    "Progress",
    "Request",
    "Usage",
]


class Frozen(BaseModel):
    """Base of all our data that crosses a boundary: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Params(Frozen):
    """Base of every task's parameters."""


class Pace(Frozen):
    """How long a task takes on an ordinary machine: `start` seconds, and `each` seconds for every unit of size."""

    start: float = 0.0
    each: float = 0.0


class Card(Frozen):
    """What is true of a model. `version` changes whenever the same request would give different bytes."""

    id: str
    name: str
    version: str
    tasks: tuple[str, ...]
    locality: Literal["builtin", "local", "hosted", "handoff"]
    summary: str = ""
    licence: str = "Apache-2.0"
    extra: str | None = None
    """The optional part of polymuse (`pip install 'polymuse[extra]'`) it needs."""
    modules: tuple[str, ...] = ()
    """Python modules it cannot do without; the extra installs them."""
    programs: Mapping[str, str] = {}
    """Programs that make it better where they are installed, and how to get them."""
    ignores: tuple[str, ...] = ()
    """Parameters of its tasks that it cannot honour; a request that sets one gets a notice."""
    pace: Mapping[str, Pace] = {}
    """Per task; the unit is the task's `unit`."""
    usd: Mapping[str, float] = {}
    """Price in US dollars per unit of a task; nothing said is nothing charged."""


@dataclass(frozen=True, slots=True)
class Request:
    """One task asked of one engine. `inputs` are named as the task names them."""

    task: str
    params: Params
    inputs: Mapping[str, Asset] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call took: wall-clock seconds, US dollars, and the size of the work in the task's unit."""

    seconds: float = 0.0
    usd: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is, 0..1."""

    fraction: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A look at unfinished work: an image file that may change or go."""

    path: Path


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know of a result: `topic` is `not-drawn`, `not-sounded`, `timing`, `text` …"""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """A finished output in the engine's work folder, not yet in the store."""

    name: str
    kind: Kind
    path: Path
    media_type: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of every run: the outputs by name, what was noticed, and what it took."""

    outputs: Mapping[str, Asset]
    notices: tuple[Notice, ...] = ()
    usage: Usage = Usage()
    cached: bool = False


Event = Progress | Preview | Notice | Made | Finished
Events = AsyncGenerator[Event, None]
"""Running is a stream; closing it early cancels the work."""


@runtime_checkable
class Engine(Protocol):
    """Runs tasks with a model. A bare engine yields `Made` for each output and needs no `Finished`; the wrappers keep
    the files and close the stream."""

    @property
    def card(self) -> Card: ...

    def run(self, request: Request, work: Path) -> Events:
        """Do the task. `work` is an empty folder of this call's own, gone afterwards."""
        ...
