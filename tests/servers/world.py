"""What the servers remember, and what shall go wrong with them.

Every vendor's server is a `VendorServer` in a module of its own in this folder, found by listing it. One real HTTP
server on loopback serves them all, each below `/NAME`; `running()` starts it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import count
from logging import CRITICAL
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tests import stalls

CANARY = "canary-7f3e"
"""How the keys begin that no file, log or message may ever show."""

__all__ = ["CANARY", "Charge", "Count", "Fault", "Job", "Running", "Seen", "VendorServer", "World", "running"]


@dataclass(frozen=True)
class Seen:
    """A request as it came."""

    vendor: str
    method: str
    path: str
    """Below the vendor's root, with a leading slash."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Charge:
    """Something that a vendor would put on the bill: one for every piece of paid work it accepted."""

    vendor: str
    what: str
    """The model or endpoint."""
    usd: float = 0.0


@dataclass(frozen=True)
class Count:
    """Tokens of an answer: read anew, read from a cache, thought and said. Each vendor has them under names of its own,
    and adds them up in a way of its own."""

    read: int
    cached: int
    thought: int
    said: int


@dataclass(frozen=True)
class Fault:
    """What goes wrong with requests whose method and path match, `times` times, after `after` of them went well.

    `status` answers with that status in the vendor's own error format, `headers` added. `before` closes the
    connection before the work is begun (nothing is charged). `after-work` lets the work be done and charged, and
    closes the connection without an answer. `mid-body` does so halfway through the answer's body. `garbage` answers
    200 with bytes that are neither JSON nor media. `slow` waits `seconds` before anything, `held` until the world is
    `released`. `kill` sends SIGKILL to the process `pid` once the work is done and charged, before the answer."""

    kind: Literal["status", "before", "after-work", "mid-body", "garbage", "slow", "held", "kill"]
    path: str = ""
    """A part of the path; empty for all."""
    method: str = ""
    times: int = 1
    after: int = 0
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    pid: int = 0


@dataclass
class Job:
    """Work that takes a while: done after it has been looked at `polls` times."""

    id: str
    vendor: str
    model: str
    asked: Mapping[str, Any]
    polls: int
    outcome: Literal["succeeded", "failed", "moderated", "cancelled"] = "succeeded"

    def look(self) -> bool:
        """Whether it is finished by now; every look brings it nearer to its end."""
        self.polls -= 1
        return self.polls < 0


@dataclass
class World:
    """One test's servers. `polls` and `outcome` are what new jobs get."""

    url: str = ""
    """The root of all servers; a vendor's own is `url + "/" + name`."""
    polls: int = 1
    outcome: Literal["succeeded", "failed", "moderated", "cancelled"] = "succeeded"
    expired: bool = False
    """Whether links to results are refused (403), as if too much time had passed."""
    says: list[str] = field(default_factory=list)
    """What language models answer with, one after another; when it is empty they make up an answer themselves."""
    thinks: str = ""
    """What language models think before they call a tool, and want back with the call, in services that tell it."""
    counted: Count | None = None
    """What language models say that they count; None where they count what they get and give."""
    broke: bool = False
    """Whether the accounts have no money left: paid work is refused."""
    delay: float = 0.0
    """Seconds between the pieces of what is streamed."""
    times_by_line: bool = False
    """Whether times in streamed speech count from the beginning of their line rather than of the whole."""
    keys: dict[str, str] = field(default_factory=dict)
    """The key each vendor takes; a canary where nothing is said. One with an empty key asks for none."""
    seen: list[Seen] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    released: bool = False
    """Whether requests that are held go on."""
    jobs: dict[str, Job] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    """Results that can be downloaded, by name: bytes and media type."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _met: dict[int, int] = field(default_factory=dict)

    def key(self, vendor: str) -> str:
        return self.keys.get(vendor, f"{CANARY}-{vendor}/+Zk9")

    def at(self, vendor: str) -> str:
        """The root of a vendor's server."""
        return f"{self.url}/{vendor}"

    def id(self, prefix: str = "") -> str:
        """A new id, unique in this world."""
        return f"{prefix}{next(self._numbers):06d}"

    def charge(self, vendor: str, what: str, usd: float = 0.0) -> None:
        self.charges.append(Charge(vendor, what, usd))

    def job(self, vendor: str, model: str, asked: Mapping[str, Any], prefix: str = "", usd: float = 0.0) -> Job:
        """A new job, charged."""
        job = Job(self.id(prefix), vendor, model, asked, self.polls, self.outcome)
        self.jobs[job.id] = job
        self.charge(vendor, model, usd)
        return job

    def file(self, data: bytes, media_type: str, suffix: str) -> str:
        """Keep a result for download; returns its link, which needs no key."""
        name = self.id("file-") + suffix
        self.files[name] = (data, media_type)
        return f"{self.url}/files/{name}"

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The fault that strikes a request, if one does."""
        for fault in self.faults:
            if fault.path not in path or (fault.method and fault.method != method):
                continue
            met = self._met.get(id(fault), 0)
            self._met[id(fault)] = met + 1
            if fault.after <= met < fault.after + fault.times:
                return fault
        return None


@dataclass(frozen=True)
class VendorServer:
    """One vendor: its name, its routes, where a request carries the key (None where there is none), and its error
    format."""

    name: str
    routes: Callable[[World], list[Route]]
    key_of: Callable[[Request], str | None]
    error: Callable[[int, str], Response]
    open: tuple[str, ...] = ()
    """Beginnings of paths that need no key."""


Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Cut(BaseException):
    """Drops the connection. It is no Exception, so that the framework does not answer 500 for it."""


class Gate:
    """In front of a vendor's routes: remembers requests, asks for the key, and lets faults strike."""

    def __init__(self, server: VendorServer, world: World) -> None:
        self._server = server
        self._world = world
        self._app = Starlette(routes=[Mount(f"/{server.name}", routes=server.routes(world))])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request = Request(scope, receive)
        body = await request.body()
        path = scope["path"].removeprefix(f"/{self._server.name}")
        self._world.seen.append(
            Seen(self._server.name, request.method, path, dict(request.query_params), dict(request.headers), body)
        )
        fault = self._world.fault_for(request.method, path)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        while fault and fault.kind == "held" and not self._world.released:
            await asyncio.sleep(0.005)
        answer = self._refusal(request, path, fault)
        if answer is not None:
            return await answer(scope, replayed(body), send)
        return await self._work(scope, body, send, fault)

    def _refusal(self, request: Request, path: str, fault: Fault | None) -> Response | None:
        if fault and fault.kind == "before":
            raise Cut
        keyless = any(path.startswith(beginning) for beginning in self._server.open)
        key = self._world.key(self._server.name)
        if key and not keyless and self._server.key_of(request) != key:
            return self._server.error(401, "The key is not valid.")
        if fault and fault.kind == "status":
            answer = self._server.error(fault.status, "This was asked for by a test.")
            answer.headers.update(fault.headers)
            return answer
        if fault and fault.kind == "garbage":
            return Response(b"\x00\xff<html>neither one nor the other", media_type="application/json")
        return None

    async def _work(self, scope: Scope, body: bytes, send: Send, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""

        async def struck(message: Message) -> None:
            if kind == "after-work":
                raise Cut
            if kind == "kill" and fault:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(fault.pid, signal.SIGKILL)
                raise Cut
            if kind == "mid-body" and message["type"] == "http.response.body":
                await send({**message, "body": message.get("body", b"")[: len(message.get("body", b"")) // 2],
                            "more_body": True})  # fmt: skip
                raise Cut
            await send(message)

        await self._app(scope, replayed(body), struck)


def replayed(body: bytes) -> Receive:
    """A request's body, read already, to be read again; after it the client stays and says nothing more."""
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Message:
        for message in messages:
            return message
        return await asyncio.get_running_loop().create_future()

    return receive


@cache
def vendors() -> tuple[VendorServer, ...]:
    """Every vendor's server in this folder: the modules and packages that have a `SERVER`."""
    modules = (import_module(f"tests.servers.{found.name}") for found in iter_modules([str(Path(__file__).parent)]))
    return tuple(module.SERVER for module in modules if hasattr(module, "SERVER"))


def files_of(world: World) -> list[Route]:
    """The links to results, as a storage service serves them: no key is asked for."""

    async def get(request: Request) -> Response:
        name = request.path_params["name"]
        if world.expired or name not in world.files:
            return denied(403, "AccessDenied")
        data, media_type = world.files[name]
        return Response(data, media_type=media_type)

    return [Route("/{name}", get)]


def denied(status: int, message: str) -> Response:
    return Response(f"<Error><Code>{message}</Code></Error>", status_code=status, media_type="application/xml")


FILES = VendorServer("files", files_of, lambda request: None, denied, open=("/",))


class Running:
    """A server in a thread of its own; `world` is the current test's, and may be replaced by `fresh`."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        # Connections inherit this. Without it, an answer's body waits 40 ms for its head to be acknowledged.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.world = World(self.url)
        self._vendors: dict[str, VendorServer] = {}
        self._gates: dict[str, Gate] = {}
        config = uvicorn.Config(
            self._answer, interface="asgi3", log_level=CRITICAL, lifespan="off", timeout_keep_alive=60
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name=stalls.IGNORED, daemon=True
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Any) -> None:
        try:
            await self._gate(scope["path"].split("/")[1])(scope, receive, send)
        except Cut:
            send.__self__.transport.abort()

    def _gate(self, name: str) -> Gate:
        """The gate to a vendor, made when somebody comes to it: a test has few of all that there are."""
        vendor = self._vendors.get(name, FILES)
        if vendor.name not in self._gates:
            self._gates[vendor.name] = Gate(vendor, self.world)
        return self._gates[vendor.name]

    def fresh(self, *more: VendorServer) -> World:
        """A new world, with nothing seen and nothing wrong; `more` are served beside the vendors of this folder."""
        self.world = World(self.url)
        self._vendors = {vendor.name: vendor for vendor in (FILES, *vendors(), *more)}
        self._gates = {}
        return self.world

    def start(self) -> None:
        self.fresh()
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)


@contextlib.contextmanager
def running() -> Iterator[Running]:
    server = Running()
    server.start()
    try:
        yield server
    finally:
        server.stop()
