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
    "Chunk",
    "Delta",
    "Engine",
    "Event",
    "Events",
    "Facts",
    "Finished",
    "Frozen",
    "HandedOff",
    "Kind",
    "Made",
    "Notice",
    "Pace",
    "Params",
    "Preview",
    "Price",
    "Progress",
    "Request",
    "Spent",
    "Submitted",
    "Submitting",
    "Ticket",
    "Tokens",
    "Unit",
    "Usage",
    "Withdrawn",
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


Unit = Literal["image", "megapixel", "second", "minute", "character", "input token", "output token", "item"]
"""What is paid for."""


class Price(Frozen):
    """What one unit costs in US dollars: `usd` as a rule, `low` to `high` where that is not known beforehand. It holds
    for requests that have all the traits in `when` (`{"resolution": "1080p"}`); the prices of several units add up."""

    unit: Unit
    usd: float
    low: float | None = None
    high: float | None = None
    when: Mapping[str, str] = {}
    beyond: int = 0
    """It holds for requests in which more than so many tokens are read, instead of those of fewer."""


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
    prices: Mapping[str, tuple[Price, ...]] = {}
    """Per task; nothing said is nothing charged."""
    provider: str | None = None
    """Who runs it, where it is hosted."""
    lengths: Mapping[str, tuple[float, ...]] = {}
    """Per task, the lengths in seconds that can be had in one go, where there is a choice of few."""
    longest: Mapping[str, float] = {}
    """Per task, the most seconds that can be had in one go."""
    shortest: Mapping[str, float] = {}
    """Per task, the fewest."""
    answers: Mapping[str, int] = {}
    """Per task, the most tokens of an answer, where that is known."""
    voices: tuple[str, ...] = ()
    """Voices by name, where they are not to be asked for."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A paid request as the journal knows it. `token` is its own mark, `sent` says that it may have reached the service
    in an earlier try, `job` is the service's own id for it and `usd` what the service said it would charge, as far as
    those are known."""

    token: str
    sent: bool = False
    job: str = ""
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One task asked of one engine. `inputs` are named as the task names them. `urgency` says who goes first where
    requests stand in line: about how many seconds pass from here until all that waits for this is done. `live` says that
    somebody listens while it is made, so that sound should come in chunks where it can. Neither is part of what decides
    the result."""

    task: str
    params: Params
    inputs: Mapping[str, Asset] = field(default_factory=dict)
    ticket: Ticket | None = None
    urgency: float = 0.0
    live: bool = False


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
class Delta:
    """The next words of a text that is being written."""

    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next bytes of a sound that is being made. All of them, one after the other, are a file of that media type."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Submitting:
    """A paid request goes out next. Whoever reads this event journals it before asking for the next one."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The paid request did not go out after all, or was refused: it is as if it had never been made."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The service has taken the request and calls it `job`; `usd` is what it says it will charge. Journalled at once, so
    that a killed run can go on."""

    job: str
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """Money that the service charged, in US dollars, as it said itself."""

    usd: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the service read and wrote, as it counted it itself: thoughts are written, and what it had read before is
    read again (`cached` of it). The card's prices say what that costs."""

    read: int
    written: int
    cached: int = 0


@dataclass(frozen=True, slots=True)
class HandedOff:
    """Work for a person: what to put in, word for word, into the service at `site`, and what to bring back."""

    instructions: str
    site: str


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
    engine: str = ""
    """The id of the engine that made it."""


Event = (
    Progress
    | Preview
    | Notice
    | Delta
    | Chunk
    | Submitting
    | Submitted
    | Withdrawn
    | Spent
    | Tokens
    | HandedOff
    | Made
    | Finished
)
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
