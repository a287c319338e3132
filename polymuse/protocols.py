"""What a runtime is made of, as protocols: storage of media, the journal, locks, an executor, secrets.

Each has one maker here (a folder, SQLite, file locks, worker processes, the environment and the keyring), and one contract
suite in `tests/contract` that any other maker has to pass. All of them are asynchronous, though a call of an embedded
maker may take so little time that it never waits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from polymuse.types import Allowance, Asset, Executor, Facts, Kind, SecretProvider, Ticket, Usage

__all__ = [
    "OPEN",
    "BlobStore",
    "Budget",
    "CallRow",
    "CallSpec",
    "Calls",
    "EventLog",
    "Executor",
    "Job",
    "Jobs",
    "Journal",
    "Ledger",
    "LedgerEntry",
    "LockManager",
    "Results",
    "RunRow",
    "Runs",
    "SecretProvider",
]

OPEN = ("sent", "submitted", "in doubt", "awaiting import")
"""The states of a job that has not ended."""


class BlobStore(Protocol):
    """Content-addressed media: bytes under their SHA-256, written whole or not at all, never changed."""

    async def put(self, source: Path, kind: Kind, media_type: str, facts: Facts) -> Asset:
        """Move a finished file into the store."""
        ...

    async def put_bytes(self, data: bytes, kind: Kind, media_type: str, facts: Facts | None = None) -> Asset: ...

    async def find(self, digest: str, media_type: str) -> Path | None:
        """The file with those bytes, checked against its digest; None when it is not there. Raises DamagedMedia when it
        holds other bytes."""
        ...

    def workspace(self) -> AbstractAsyncContextManager[Callable[[], Path]]:
        """What makes an empty folder on the store's own disk when it is first called, and gives the same folder from then
        on; the folder is gone after the block."""
        ...

    async def size(self) -> int:
        """Bytes of all media."""
        ...

    async def sweep(self, older_than: float) -> None:
        """Remove work folders of runs that were killed, last touched before that time (seconds since 1970)."""
        ...

    async def remove_except(self, digests: Collection[str], since: float) -> None:
        """Remove all media but these, and but what was put there since that time (seconds since 1970)."""
        ...


class LockManager(Protocol):
    """Locks by name, between processes; a lock ends with its holder."""

    def hold(self, name: str) -> AbstractAsyncContextManager[None]:
        """Wait for a lock and hold it for the length of the block."""
        ...

    def try_hold(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Hold a lock for the length of the block; False, at once, where somebody else holds it."""
        ...

    async def clean(self) -> None:
        """Remove what is left of locks that nobody holds."""
        ...


@dataclass(frozen=True, slots=True)
class CallSpec:
    """A call as the journal knows it: parameters, and inputs' digests by name, as JSON. `key` is that of its result."""

    key: str
    run: int | None
    step: str
    task: str
    engine: str
    version: str
    params: str
    inputs: str

    def row(self) -> tuple[str | int | None, ...]:
        """Its columns, in the order above."""
        return self.key, self.run, self.step, self.task, self.engine, self.version, self.params, self.inputs


@dataclass(frozen=True, slots=True)
class CallRow:
    """A journalled call, as far as reports need it."""

    run: int | None
    step: str
    task: str
    engine: str
    status: str
    seconds: float | None
    usd: float | None
    error: str | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A journalled run; times in seconds since 1970. `status` is started, done, failed or cancelled; `cancel` says that
    somebody asked for its end."""

    id: int
    name: str
    status: str
    started: float
    ended: float | None
    error: str
    cancel: bool = False
    pid: int = 0
    """The process that works on it, on this machine."""
    events: int = 0
    """Its number of events so far."""


@dataclass(frozen=True, slots=True)
class Job(CallSpec):
    """Paid or handed-over work as the journal has it; `changed` in seconds since 1970. A job is `sent` from just before
    its request goes out, `submitted` once the service has named it, `in doubt` when it may have been taken without anybody
    seeing the answer, `awaiting import` while a person does it; it ends `done`, `failed` or `dropped`."""

    id: int
    token: str
    status: str
    job: str
    detail: str
    changed: float
    usd: float | None = None
    """What the service said it would charge."""

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.token, sent=True, job=self.job, usd=self.usd)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Money for one call: `status` is reserved, settled, released or in doubt; amounts in US dollars."""

    run: int | None
    project: str
    task: str
    engine: str
    provider: str
    status: str
    reserved: float
    spent: float
    day: str


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit: scope, its name (a project's; empty for days and months), US dollars, and what of it is gone in the
    present period."""

    scope: str
    name: str
    usd: float
    gone: float


class Runs(Protocol):
    """Runs of plans."""

    async def begin(self, name: str, plan: str) -> int: ...

    async def end(self, run: int, status: str, error: str = "") -> None: ...

    async def get(self, run: int) -> RunRow | None: ...

    async def set_plan(self, run: int, plan: str) -> None: ...

    async def set_pid(self, run: int, pid: int) -> None:
        """Say which process works on a run."""
        ...

    async def plan(self, run: int) -> str:
        """The plan of a run, as JSON."""
        ...

    async def list(self, last: int = 20) -> list[RunRow]:
        """The latest runs, newest first."""
        ...

    async def request_cancel(self, run: int) -> None:
        """Ask whoever works on a run to end it."""
        ...

    async def cancel_requested(self, run: int) -> bool: ...


class EventLog(Protocol):
    """The events of runs, numbered from 1."""

    async def append(self, run: int, events: Sequence[tuple[int, str]]) -> None:
        """Keep events (number, JSON), all of them or none."""
        ...

    async def read(self, run: int, after: int = 0) -> list[tuple[int, str]]:
        """Events after a number, in order."""
        ...

    async def compact(self, run: int) -> None:
        """Drop what only mattered while the run went on: progress, deltas, chunks."""
        ...


class Calls(Protocol):
    """Calls of engines. `status`: started, done, failed, cached, cancelled."""

    async def begin(self, call: CallSpec) -> int: ...

    async def end(
        self, id: int, status: str, *, seconds: float = 0, usd: float = 0, size: float = 0, error: str = ""
    ) -> None: ...

    async def finish(self, id: int, key: str | None, entry: Mapping[str, Any], usage: Usage) -> None:
        """End a call that went well and keep its result under its key, if it has one: both, or neither when this process
        is killed."""
        ...

    async def reuse(self, call: CallSpec) -> None:
        """Note that a kept result answered a call."""
        ...

    async def list(self, run: int | None = None) -> Sequence[CallRow]:
        """The calls of a run, or all, oldest first."""
        ...

    async def was_done(self, engine: str, version: str, task: str, params: str, since: float = 0.0) -> bool:
        """Whether such a call was done since a time (seconds since 1970), whatever its inputs were."""
        ...

    async def paces(self, engine: str, version: str, task: str, last: int = 20) -> Sequence[tuple[float, float]]:
        """(size, seconds) of the latest finished calls: how fast this machine is."""
        ...


class Results(Protocol):
    """What is kept for next time, by cache key."""

    async def recall(self, key: str, since: float = 0.0) -> dict[str, Any] | None:
        """The result under a key, unless it was made before that time (seconds since 1970)."""
        ...

    async def remember(self, key: str, entry: Mapping[str, Any]) -> None: ...

    async def forget(self, unused_since: float) -> None:
        """Drop results that were last used before that time (seconds since 1970)."""
        ...

    async def drop(self, key: str) -> None:
        """Drop the result under a key."""
        ...

    async def list(self) -> list[dict[str, Any]]: ...

    async def needed_digests(self) -> set[str]:
        """Digests of the media that are kept results, or were given to work that is under way."""
        ...


class Jobs(Protocol):
    """Paid and handed-over work that is under way."""

    async def open(self, key: str) -> Job | None:
        """The job under way for a key."""
        ...

    async def get(self, id: int) -> Job:
        """Raises ParameterError when there is no such job."""
        ...

    async def list(self, every: bool = False) -> list[Job]:
        """Jobs under way, oldest first; with `every`, also those that have ended."""
        ...

    async def begin(
        self, call: CallSpec, token: str, status: str = "sent", detail: str = "", *, durable: bool = True
    ) -> int:
        """Journal what is about to be sent (or handed over), and what was reserved for it, so that the end of this
        process does not undo it, nor, where it is to be `durable`, a power cut; a job under way for the same key is taken
        up again."""
        ...

    async def submitted(self, key: str, job: str, usd: float | None = None) -> None:
        """The service has named it, and maybe said what it will charge."""
        ...

    async def end(self, key: str, status: str, detail: str = "") -> None:
        """It came to something: `done`, `failed`, `dropped`, or is `in doubt`."""
        ...

    async def is_under_way(self, engine: str, version: str, task: str, params: str) -> bool:
        """Whether a job of that kind is under way, whatever its inputs are."""
        ...


class Ledger(Protocol):
    """Money: reserved before work is sent, settled after it, held to budgets in one transaction. What is reserved and
    what is in doubt counts as spent until it is known to be free."""

    async def reserve(
        self, key: str, usd: float, *, run: int | None, task: str, engine: str, provider: str, allowance: Allowance
    ) -> None:
        """Set `usd` aside for a call. A reservation that is open for the same key is taken over. Raises BudgetExceeded
        when any budget has no room for it."""
        ...

    async def check(self, usd: float, what: str, allowance: Allowance) -> None:
        """Raises BudgetExceeded when a run that has not begun would have no room for that much. `what` is the beginning
        of the message, with {} where the amount goes."""
        ...

    async def limited(self, allowance: Allowance) -> bool:
        """Whether any budget holds for such a run."""
        ...

    async def settle(self, key: str, usd: float) -> None:
        """What the call really cost."""
        ...

    async def release(self, key: str) -> None:
        """Nothing was charged."""
        ...

    async def reserved(self, key: str) -> float:
        """Dollars that are set aside for a call; 0 where nothing is."""
        ...

    async def close(self, key: str) -> None:
        """End what is set aside for a call that nobody works on any more: at what it cost where it came to its end all
        the same, else at nothing. What is under way stays set aside."""
        ...

    async def abandoned(self) -> dict[str, float]:
        """By key, dollars of what is set aside although no job under way has that key."""
        ...

    async def set_budget(self, scope: str, name: str, usd: float | None) -> None:
        """Set a budget, or remove it with None. Raises ParameterError."""
        ...

    async def budgets(self) -> list[Budget]: ...

    async def entries(self, since: str = "", project: str | None = None) -> list[LedgerEntry]:
        """Every entry from a day on (2026-11-01), oldest first."""
        ...


class Journal(Protocol):
    """What happened and what it cost, in units of work."""

    @property
    def runs(self) -> Runs: ...

    @property
    def events(self) -> EventLog: ...

    @property
    def calls(self) -> Calls: ...

    @property
    def results(self) -> Results: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def ledger(self) -> Ledger: ...

    async def close(self) -> None: ...
