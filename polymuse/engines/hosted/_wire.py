"""What a vendor's file is made of: pure mappings of requests and replies, and facts.

A mapping never does I/O, never sleeps, never tries again. `request` makes the HTTP request from what is asked; `reply`
reads the answer and says `Done`, `Waiting` (for a job) or `Failed`; `status` reads the answer to a `Waiting`'s `next`.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pybase64
from pydantic_core import from_json, to_json

from polymuse.errors import ServiceError
from polymuse.storage.folder import SUFFIXES
from polymuse.types import Asset, Capability, Chunk, Kind, Notice, Params, Tokens

__all__ = [
    "Ask",
    "BadReply",
    "Done",
    "Failed",
    "File",
    "Http",
    "Operation",
    "Outcome",
    "Output",
    "Pacing",
    "Problem",
    "Reader",
    "Reply",
    "Vendor",
    "Waiting",
    "base64_of",
    "bearer",
    "data_uri",
    "decoded",
    "file_of",
    "images",
    "in_order",
    "inline",
    "problem",
    "tokens",
]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a mapping is given. `model` is the vendor's own id for it; `text` and `negative` are the words in the model
    family's dialect, and `words` what else the dialect says (a seed, a style …). Size, shape, resolution and length are of
    those that the model makes: a mapping only spells them. `token` is this request's own mark, the same when it is sent
    again."""

    task: str
    model: str
    params: Params
    inputs: Mapping[str, Asset]
    capability: Capability
    text: str = ""
    negative: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)
    size: tuple[int, int] | None = None
    """Width and height in pixels, of a model that is asked for those; so, too, of one of which nothing is known."""
    aspect: str = ""
    """The shape, "16:9", of a model that is asked for one."""
    resolution: str = ""
    """The resolution, of a model that is asked for one."""
    seconds: float | None = None
    """How long it is to be; None where that is left to the model."""
    longest: int | None = None
    """Tokens of the longest answer, thoughts and all; None where the service may choose. What a call may cost is
    reckoned with it: a mapping that does not send it breaks budgets."""
    token: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    """The vendor's own settings, by name, as the environment gives them (a project, a region)."""
    ignores: tuple[str, ...] = ()
    """Parameters that the model cannot honour; the user is told elsewhere."""
    callback: str | None = None
    """Where the vendor may call when the job has changed, if it does such a thing; None where webhooks are not set up."""

    def param(self, name: str, default: Any = None) -> Any:
        """A parameter of the task by name, where the task has it, the model honours it, and it is set."""
        value = None if name in self.ignores else getattr(self.params, name, None)
        return default if value is None else value

    def shown(self) -> Mapping[str, object]:
        """What is asked of the model, for people."""
        size = f"{self.size[0]}x{self.size[1]}" if self.size else ""
        said = {
            "model": self.model, "prompt": self.text, "negative_prompt": self.negative, "size": size,
            "aspect": "" if size else self.aspect, "resolution": self.resolution, "seconds": self.seconds,
            "max_tokens": self.longest,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value not in ("", None)}

    def decisive(self) -> Sequence[str]:
        """What is sent beside the parameters and inputs, as JSON."""
        asked = (self.size, self.aspect, self.resolution, self.seconds, self.longest)
        return [to_json((self.model, self.text, self.negative, self.words, asked), fallback=str).decode()]


@dataclass(frozen=True, slots=True)
class File:
    """A file in a multipart form: one that lies at `path`, or `data` that a mapping made."""

    name: str
    path: Path | None
    media_type: str
    data: bytes = b""

    def read(self) -> bytes:
        return self.path.read_bytes() if self.path else self.data


@dataclass(frozen=True, slots=True)
class Http:
    """An HTTP request. `url` is a path below the vendor's root, or a whole address that the vendor gave. At most one of
    `json`, `form` (multipart; a list value repeats the field) and `body` (bytes as they are; `headers` say their type)
    may be set."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    url: str
    json: Any = None
    form: Mapping[str, str | File | Sequence[str | File]] | None = None
    body: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class BadReply(ServiceError):
    """An answer that is not what the vendor promises."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; header names in lower case. Of media that were asked for directly, `body` is the medium. JSON is
    read once, for an answer may hold megabytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Raises BadReply."""
        return self._json

    @cached_property
    def _json(self) -> Any:
        try:
            return from_json(self.body.removeprefix(codecs.BOM_UTF8))
        except ValueError:
            raise BadReply("The answer is not JSON.") from None

    def at(self, *path: str | int) -> Any:
        """What stands at a path in a JSON answer. Raises BadReply when there is nothing."""
        found = self.json()
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                raise BadReply(f"The answer has no {'.'.join(map(str, path))}.") from None
        return found

    def get(self, *path: str | int, default: Any = None) -> Any:
        """The same, with a default."""
        try:
            return self.at(*path)
        except BadReply:
            return default


@dataclass(frozen=True, slots=True)
class Output:
    """One result: its bytes, or where to get them. `media_type` is only what the vendor says; bytes are looked at.
    `authorised` says that the download takes the key."""

    name: str
    kind: Kind
    data: bytes | None = None
    url: str | None = None
    media_type: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    pcm: tuple[int, int] | None = None
    """Sample rate and channels, where the bytes are bare 16-bit little-endian samples."""
    authorised: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """It worked. `usd` is what the vendor says it charged, `tokens` what it says it charges for; `notices` what the user
    should know."""

    outputs: Sequence[Output]
    usd: float | None = None
    notices: Sequence[Notice] = ()
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job is under way. `job` is all that a later run needs to go on (an id, or a JSON text), `next` the request that
    tells how it is, to be made after `pause` seconds; None asks the same again. `progress` 0..1. `usd` is what the vendor
    says, as it takes the job, that it will charge."""

    job: str
    next: Http | None
    pause: float = 2.0
    progress: float | None = None
    note: str = ""
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work, for good: moderated, failed, cancelled, expired or unknown. `usd` is what was charged anyway,
    `tokens` what is charged for, `received` the text that came and is of no use as it is."""

    reason: str
    why: Literal["moderated", "failed", "cancelled", "expired", "unknown"] = "failed"
    usd: float | None = None
    tokens: Tokens | None = None
    received: str = ""


Outcome = Done | Waiting | Failed


class Reader(ABC):
    """Puts a streamed answer together. Made anew for each answer."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    @abstractmethod
    def feed(self, event: str, data: Any) -> str | Chunk:
        """Take what came: the data of a server-sent event (JSON) with its name, a line of JSON, or, where the answer is
        a sound itself, its next bytes. Returns the words or the sound that it brings; nothing is "" (or no bytes)."""

    @abstractmethod
    def outcome(self) -> Outcome:
        """What it came to."""


@dataclass(frozen=True, slots=True)
class Operation:
    """How one task is done with one vendor. `poll` makes the request for a job of an earlier run; `reconcile` asks
    whether a request that may have arrived did, and `reconciled` reads the answer: the job, or None when it never
    arrived. `deadline` in seconds of waiting in one run."""

    request: Callable[[Ask], Http]
    reply: Callable[[Ask, Reply], Outcome]
    poll: Callable[[Ask, str], Http] | None = None
    status: Callable[[Ask, Reply], Outcome] | None = None
    reconcile: Callable[[Ask], Http] | None = None
    reconciled: Callable[[Ask, Reply], str | None] | None = None
    reader: Callable[[Ask], Reader] | None = None
    live: Operation | None = None
    """The same for somebody who listens: its reader brings the sound while it is made."""
    deadline: float = 1800.0


ProblemKind = Literal["refused", "moderated", "limited", "busy", "key", "balance", "missing", "unclear"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error answer means. `limited`: asked too fast, `busy`: not now; both were not taken and may be sent again.
    `unclear`: whether it was taken cannot be told."""

    kind: ProblemKind
    message: str


@dataclass(frozen=True, slots=True)
class Pacing:
    """What a vendor lets one account do: requests at once and requests a minute; None where it says nothing."""

    at_once: int = 16
    a_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor. `url` is its root; `hosts` are all that the key may be sent to (a name, or `.name` for what is below
    it). `keys` are the environment variables that may hold the key, the first set one counts; none for a server that
    asks for none; where `key_needed` is false, a key is sent if there is one. `auth` puts it into headers. `settings`
    are further variables, by the name mappings use. `ignores` are parameters that have no place in its requests, whatever
    the model; the user is told. `extra` is the optional part of polymuse whose `modules` its
    mappings cannot do without."""

    name: str
    title: str
    url: str
    hosts: Sequence[str]
    keys: Sequence[str]
    auth: Callable[[str], Mapping[str, str]]
    operations: Mapping[str, Operation]
    problem: Callable[[Reply], Problem]
    pacing: Pacing = Pacing()
    key_needed: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    ignores: tuple[str, ...] = ()
    extra: str | None = None
    modules: tuple[str, ...] = ()
    console: str = ""
    """The page where a person sees what was made and charged."""
    probe: Http | None = None
    """The smallest call that shows whether key and server are in order, free of charge."""


def bearer(key: str) -> Mapping[str, str]:
    """OAuth 2.0 bearer token (RFC 6750)."""
    return {"authorization": f"Bearer {key}"}


KINDS: Mapping[int, ProblemKind] = {
    401: "key", 402: "balance", 403: "key", 404: "missing", 429: "limited", 503: "busy", 529: "busy",
}  # fmt: skip


def problem(reply: Reply, message: str | None = None) -> Problem:
    """What an error answer means by its status alone (RFC 9110); vendors' files refine it. `message` is what the
    vendor's error format says, None where the answer is not in it: then a failing gateway may have passed the request
    on, and nobody knows."""
    said = message or f"status {reply.status}"
    if reply.status in KINDS and (message or KINDS[reply.status] != "busy"):
        return Problem(KINDS[reply.status], said)
    if reply.status >= 500 or reply.status == 408:
        return Problem("busy" if message and reply.status == 500 else "unclear", said)
    return Problem("refused", said)


def base64_of(asset: Asset) -> str:
    return pybase64.b64encode_as_string(asset.read_bytes())


def decoded(text: object) -> bytes:
    """Bytes from base 64, in either of its alphabets (RFC 4648, 4 and 5). Raises BadReply."""
    for alphabet in (None, "-_"):
        with contextlib.suppress(TypeError, ValueError):
            return pybase64.b64decode(text, altchars=alphabet, validate=True)  # type: ignore[arg-type]
    raise BadReply("The answer has something else where a file in base 64 belongs.")


def data_uri(asset: Asset) -> str:
    """An asset as a `data:` address (RFC 2397)."""
    return inline(asset.media_type, asset.read_bytes())


def inline(media_type: str, data: bytes) -> str:
    """Some bytes as a `data:` address."""
    return f"data:{media_type};base64,{pybase64.b64encode_as_string(data)}"


def file_of(asset: Asset, name: str) -> File:
    """An asset for a form, under a name that says what it is."""
    return File(name + SUFFIXES.get(asset.media_type, ""), asset.path, asset.media_type)


def in_order(inputs: Mapping[str, Asset]) -> list[str]:
    """The names of inputs in their order: `image`, `image-2`, `image-10`."""
    return sorted(inputs, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])


def images(inputs: Mapping[str, Asset]) -> Iterator[Asset]:
    """The pictures among the inputs, in the order of their names."""
    return (inputs[name] for name in in_order(inputs) if inputs[name].kind is Kind.IMAGE)


def tokens(
    usage: Any, read: Sequence[str], written: Sequence[str], total: str = "", cached: Sequence[str] = ()
) -> Tokens | None:
    """What a vendor says it read and wrote: the sums of some of its counts, the first of which it must tell. Where it
    tells the `total`, all of it that was not read was written. `cached` is the path to the count of what was read before.
    None where it does not tell."""
    if not isinstance(usage, Mapping):
        return None
    told = {name: count for name, count in usage.items() if isinstance(count, int)}
    if read[0] not in told or not told.keys() & {written[0], total}:
        return None
    taken, made = (sum(told.get(name, 0) for name in names) for names in (read, written))
    return Tokens(taken, max(made, told.get(total, 0) - taken), min(taken, _count(usage, cached)))


def _count(usage: Any, path: Sequence[str]) -> int:
    """The count at a path; 0 where there is none."""
    for step in path:
        usage = usage.get(step) if isinstance(usage, Mapping) else None
    return usage if isinstance(usage, int) else 0
