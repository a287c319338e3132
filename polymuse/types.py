"""The architecture on one page.

A *Task* is a typed signature. An *Engine* runs tasks with a model; its *Card* says what is true of that model. A
*Request* asks for one task; the engine resolves it, once, into *Prepared*: what is priced, keyed, shown and sent.
Running it is a stream of engine events whose last one is `Finished`. *Middleware* wraps that call: cache, budget, retry,
once, record. What comes out are *Assets*: immutable media, known by their content. `polymuse.protocols` has what an
engine runs on: storage, journal, locks, executor, secrets.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from polymuse.asset import AUDIO, Asset, Facts, Kind
from polymuse.capability import Capability, SizeRange
from polymuse.frozen import Frozen

__all__ = [
    "AUDIO",
    "Allowance",
    "Asset",
    "Capability",
    "Card",
    "Chunk",
    "Context",
    "Delta",
    "Engine",
    "Event",
    "Events",
    "Executor",
    "Facts",
    "Finished",
    "Frozen",
    "HandedOff",
    "Handler",
    "Kind",
    "Made",
    "Middleware",
    "Notice",
    "Pace",
    "Params",
    "Prepared",
    "Preview",
    "Price",
    "Progress",
    "Range",
    "Request",
    "Restarted",
    "SecretProvider",
    "Settings",
    "SizeRange",
    "Spent",
    "Submitted",
    "Submitting",
    "Syntax",
    "Ticket",
    "Tokens",
    "Unit",
    "Usage",
    "Withdrawn",
]


class Params(Frozen):
    """Base of every task's parameters."""


Syntax = Literal["literal", "weights", "midjourney"]
"""How a prompt is read: as plain words; in polymuse's prompt language; with Midjourney's flags and weights alone."""


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
    capabilities: Mapping[str, Capability] = {}
    """What it can do, per task; nothing is known of the others."""

    def capability(self, task: str) -> Capability:
        """What it can do of a task; a capability that excludes nothing where nothing is known."""
        return self.capabilities.get(task, Capability())


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
class Allowance:
    """What a run may spend (US dollars; None for no limit of its own), on which project's account. Of a client with a
    budget, its mark and all that it may spend in its life."""

    usd: float | None = None
    project: str = ""
    client: str = ""
    client_usd: float | None = None

    def minus(self, usd: float) -> Allowance:
        """The allowance that is left after spending `usd`."""
        return self if self.usd is None else replace(self, usd=max(0.0, self.usd - usd))


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity that is known only roughly: lowest, expected, highest."""

    low: float
    expected: float
    high: float

    @classmethod
    def exactly(cls, amount: float) -> Range:
        return cls(amount, amount, amount)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def times(self, factor: float) -> Range:
        return Range(self.low * factor, self.expected * factor, self.high * factor)

    def capped(self, most: float) -> Range:
        """The same, with `most` as its highest and nothing above it."""
        return Range(min(self.low, most), min(self.expected, most), most)


@dataclass(frozen=True, slots=True)
class Request:
    """One task with its parameters; `inputs` are named as the task names them. It decides the result."""

    task: str
    params: Params
    inputs: Mapping[str, Asset] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request as one engine will carry it out: this is what is priced, reserved, keyed, shown and sent. `request` has
    all parameters resolved; `payload` is the engine's own form of it."""

    card: Card
    request: Request
    quantities: Mapping[Unit, Range] = field(default_factory=dict)
    """How much there is to pay for, by a price's unit."""
    traits: Mapping[str, str] = field(default_factory=dict)
    """What a price may depend on, such as `{"resolution": "1080p"}`."""
    notices: tuple[Notice, ...] = ()
    cache_key: str | None = None
    """SHA-256, in hexadecimal, of all that decides the result; None where the result is not to be kept."""
    shown: Mapping[str, object] = field(default_factory=dict)
    """What is asked of the model, for people: `prompt`, `size`, `resolution`, `seconds` …, as far as they are resolved."""
    payload: object = None

    @property
    def prices(self) -> tuple[Price, ...]:
        """What the engine charges for this task; empty where nothing is charged or nothing is known."""
        return self.card.prices.get(self.request.task, ())


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says: addresses of services, webhooks, workers, project. `environ` is read when it is
    needed, so that a variable set later counts."""

    home: Path
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def get(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one call; nothing in it decides the result. `run` and `step` name it in the journal."""

    executor: Executor
    secrets: SecretProvider
    settings: Settings
    make_work: Callable[[], Path] = Path
    """Makes `work` where it is not there yet; set by the middleware `Workspace`."""
    run: int | None = None
    step: str = ""
    allowance: Allowance = field(default_factory=Allowance)
    since: float = 0.0
    """A cached result from before this time (seconds since 1970) is not used again."""
    priority: float = 0.0
    """Where calls wait for a worker the highest goes first: about the seconds until all that waits for this one is done."""
    size: float = 0.0
    """The size of the work in the task's unit, as planned; measured paces are kept per unit of it."""
    live: bool = False
    """Whether somebody listens while it is made, so that words and sound should come piece by piece where that is
    possible."""
    call_id: str = ""
    """The call's own mark, for a result that has no cache key."""
    ticket: Ticket | None = None
    """The paid request as the journal knows it; set by the middleware `Once`."""

    @property
    def work(self) -> Path:
        """An empty folder of the call's own, made when it is first asked for, and gone afterwards."""
        return self.make_work()


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
    """The next words of the text output `output`, which is being written."""

    text: str
    output: str = "text"


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next bytes of the sound output `output`, which is being made. All of them, one after the other, are a file of
    that media type."""

    data: bytes
    media_type: str
    output: str = "speech"


@dataclass(frozen=True, slots=True)
class Restarted:
    """A call begins again after it failed: deltas and chunks that came before belong to the failed attempt."""

    attempt: int
    reason: str


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
    """A finished output, not yet in the store: a file in the engine's work folder, or `data` where there is any."""

    name: str
    kind: Kind
    path: Path
    media_type: str
    facts: Facts = field(default_factory=dict)
    data: bytes | None = None


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
    Restarted
    | Progress
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


class Executor(Protocol):
    """Where artists' work is done, away from the event loop."""

    @property
    def size(self) -> int:
        """How many pieces of work are done at a time."""
        ...

    def stream(self, function: str, request: Request, work: Path, priority: float = 0.0) -> Events:
        """Run `function` ("package.module:name", a plain generator of events) with a request and a folder. Closing the
        stream early ends the work."""
        ...

    async def close(self) -> None: ...


class SecretProvider(Protocol):
    """Where keys of services are."""

    async def get(self, service: str, variables: Sequence[str] = ()) -> str | None:
        """The key of a service, which may be in any of these environment variables; None where there is none."""
        ...


@runtime_checkable
class Engine(Protocol):
    """Runs tasks with a model. A bare engine yields `Made` for each output and needs no `Finished`; middleware keeps the
    files and ends the stream."""

    @property
    def card(self) -> Card: ...

    def prepare(self, request: Request) -> Prepared:
        """Resolve a request: defaults, flags, sizes, lengths, limits. Pure: equal requests give equal results, and
        nothing is sent or written. Raises ParameterError for what the engine cannot do."""
        ...

    def run(self, prepared: Prepared, context: Context) -> Events:
        """Do what was prepared."""
        ...


Handler = Callable[[Prepared, Context], Events]
"""Carries out what was prepared: an engine's `run`, or a middleware around it."""


class Middleware(Protocol):
    """Wraps the carrying out of a call. It may answer by itself, change the context, or pass events on."""

    def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events: ...
