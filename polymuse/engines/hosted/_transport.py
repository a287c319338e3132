"""All input and output with hosted services: one client, one way to send, ask, stream and download.

What may cost money is sent by `submit`, which repeats a request only when the service certainly did not take it; what
is free to repeat is asked by `fetch`. The key goes to the vendor's own hosts and nowhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import ipaddress
import logging
import random
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx2

from polymuse.engines.hosted._credentials import Secret, root_of, secret_for
from polymuse.engines.hosted._event_stream import EventDecoder
from polymuse.engines.hosted._wire import File, Http, Problem, Reply, Vendor
from polymuse.engines.hosted._wire import problem as plain_problem
from polymuse.errors import InDoubt, Moderated, ServiceError
from polymuse.event_loop import PerLoop, computed
from polymuse.protocols import SecretProvider
from polymuse.storage.folder import REMEDY, disk_errors
from polymuse.types import Settings
from polymuse.version import __version__

__all__ = ["Expired", "Outgoing", "Refused", "Transport", "Unknown", "transport"]

log = logging.getLogger(__name__)
T = TypeVar("T")


class Plain(logging.Filter):
    """Takes the queries off the addresses that the HTTP client logs: links to results are signed in them, and webhooks
    have their secret there."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.copy_with(query=None) if isinstance(arg, httpx2.URL) else arg for arg in record.args
            )
        return True


logging.getLogger("httpx2").addFilter(Plain())

CONNECT, READ, WRITE = 10.0, 600.0, 120.0
"""Seconds to connect, of silence while an answer is awaited (a picture may take minutes), and of a stuck upload."""
IDLE = 3.0
"""Seconds after which an unused connection is closed by us: a server that closes it first, just when a paid request
goes out, leaves that in doubt."""
REST = 0.25
"""Seconds to wait for the end of an answer that has said all."""
TRIES = 6
LONGEST_PAUSE = 120.0
"""Seconds that a service may ask us to wait before the next try; beyond that the request fails at once."""
MOST_REPLY = 512 * 1024 * 1024
MOST_DOWNLOAD = 4 * 1024**3
HOPS = 5
CHUNK = 1 << 20
BEFORE_SENDING = (
    httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError, httpx2.UnsupportedProtocol,
)  # fmt: skip
"""Failures after which the service has certainly seen nothing."""


class Expired(ServiceError):
    """A link to a result that does not hold any more."""


class Refused(ServiceError):
    """A request that the service understood and will not grant, however often it is sent."""


class Unknown(ServiceError):
    """Something that the service does not know, or does not know any more."""


class Unclear(Exception):
    """A request whose fate cannot be told."""


class Outgoing:
    """A paid request on its way: whether the service may have it. Once `stopped`, no further try of it is made."""

    def __init__(self) -> None:
        self.out = False
        self.stopped = False


class Gate:
    """One vendor's pace in one event loop: so many requests at once and a minute, and none while it asks us to wait."""

    def __init__(self, vendor: Vendor) -> None:
        self._room = asyncio.Semaphore(vendor.pacing.at_once)
        self._gap = 60.0 / vendor.pacing.a_minute if vendor.pacing.a_minute else 0.0
        self._next = 0.0

    @contextlib.asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        async with self._room:
            loop = asyncio.get_running_loop()
            while (wait := self._next - loop.time()) > 0:
                await asyncio.sleep(wait)
            self._next = max(self._next, loop.time()) + self._gap
            yield

    def pause(self, seconds: float) -> None:
        """Nobody goes before that time is over."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)


class Shared:
    """What all transports of one event loop share: connections, and the pace of each vendor."""

    def __init__(self) -> None:
        self.client = httpx2.AsyncClient(
            verify=certificates(),
            timeout=httpx2.Timeout(READ, connect=CONNECT, write=WRITE, pool=None),
            limits=httpx2.Limits(max_connections=256, max_keepalive_connections=64, keepalive_expiry=IDLE),
            headers={"user-agent": f"polymuse/{__version__}"},
        )
        self._gates: dict[str, Gate] = {}

    def gate(self, vendor: Vendor) -> Gate:
        return self._gates.setdefault(vendor.name, Gate(vendor))

    async def close(self) -> None:
        await self.client.aclose()


@cache
def certificates() -> ssl.SSLContext:
    """Whom we trust: read once, for reading the system's certificates takes 20 ms."""
    return httpx2.create_ssl_context()


_shared = PerLoop(Shared, Shared.close)


async def transport(vendor: Vendor, secrets: SecretProvider, settings: Settings) -> Transport:
    """The way to a vendor, with its key. Raises KeyMissing."""
    await computed(certificates)
    shared = await _shared.get()
    secret = await secret_for(vendor, secrets, settings)
    return Transport(vendor, root_of(vendor, settings), secret, shared.client, shared.gate(vendor))


class Transport:
    """The way to one vendor."""

    def __init__(self, vendor: Vendor, root: str, secret: Secret, client: httpx2.AsyncClient, gate: Gate) -> None:
        self._vendor = vendor
        self._root = root
        self._secret = secret
        self._client = client
        self._gate = gate

    async def submit(self, http: Http, outgoing: Outgoing) -> Reply:
        """Send what may cost money, once. Raises ServiceError when it was refused or not taken, Moderated, and InDoubt
        when it may have been taken but no whole answer came."""
        try:
            return await self._sent(http, self._once_only, outgoing)
        except Unclear as error:
            raise self._in_doubt(str(error)) from error

    async def fetch(self, http: Http) -> Reply:
        """Ask for something that is free to ask again. Raises ServiceError, Moderated."""
        try:
            return await self._sent(http, self._again, Outgoing())
        except Unclear as error:
            raise ServiceError(f"{self._vendor.title}: {error}") from error

    async def stream(self, http: Http, outgoing: Outgoing) -> AsyncGenerator[tuple[str, Any], None]:
        """Submit, and read the answer as it comes: (event, data) of server-sent events, ("", data) of lines of JSON, and
        ("", bytes) of an answer that is a sound itself. Raises as `submit`."""
        request = self._request(http)
        for attempt in range(1, TRIES + 1):
            async with self._gate.passing():
                outgoing.out = True
                try:
                    async with self._streamed(request) as response:
                        if response.status_code < 400:
                            async for event in pieces(response):
                                yield event
                            return
                        outcome, pause = self._refused(await whole(response), attempt)
                except BEFORE_SENDING as error:
                    outcome, pause = self._not_reached(error, attempt)
                except httpx2.RequestError as error:
                    raise self._in_doubt(f"the answer broke off ({type(error).__name__})") from error
                except Unclear as error:
                    raise self._in_doubt(str(error)) from error
            await self._rest(outcome, pause, attempt, outgoing)

    async def _sent(self, http: Http, one_try: Any, outgoing: Outgoing) -> Reply:
        """Try until there is an answer that counts, waiting as long as the service asks."""
        request = self._request(http)
        for attempt in range(1, TRIES + 1):
            outcome: Reply | Problem
            async with self._gate.passing():
                outgoing.out = True
                outcome, pause = await one_try(request, attempt)
            if isinstance(outcome, Reply):
                return outcome
            await self._rest(outcome, pause, attempt, outgoing)
        raise AssertionError("the last try returns or raises")

    async def _rest(self, problem: Problem, pause: float | None, attempt: int, outgoing: Outgoing) -> None:
        """Wait before the next try. Raises what stood against the request when there is to be none."""
        outgoing.out = False
        if pause is None or attempt == TRIES or outgoing.stopped:
            raise self._error(problem)
        log.info("%s: %s; try %d follows in %.1f s", self._vendor.name, problem.kind, attempt + 1, pause)
        if problem.kind == "limited":
            self._gate.pause(pause)
        await asyncio.sleep(pause)

    async def _once_only(self, request: httpx2.Request, attempt: int) -> tuple[Reply | Problem, float | None]:
        """One try of a paid request: the answer, or what stood against it and after how long to try again."""
        try:
            reply = await self._answer(request)
        except BEFORE_SENDING as error:
            return self._not_reached(error, attempt)
        except httpx2.RequestError as error:
            raise Unclear(f"the connection was lost before the answer was complete ({type(error).__name__})") from error
        return (reply, None) if reply.status < 400 else self._refused(reply, attempt)

    def _not_reached(self, error: Exception, attempt: int) -> tuple[Problem, float]:
        """Nothing was sent: what that means, and after how long to try again. Raises ServiceError after the last try."""
        if attempt == TRIES:
            raise self._unreachable(error) from error
        return Problem("busy", f"cannot be reached ({type(error).__name__})"), backoff(attempt)

    def _refused(self, reply: Reply, attempt: int) -> tuple[Problem, float | None]:
        """What an error answer to a paid request means, and after how long to try again. Raises Unclear."""
        problem = self._problem(reply)
        if problem.kind == "unclear":
            raise Unclear(f"it answered {reply.status}, which does not say whether it took the request")
        return problem, self._pause(problem, reply, attempt)

    async def _again(self, request: httpx2.Request, attempt: int) -> tuple[Reply | Problem, float | None]:
        """One try of a free request."""
        try:
            reply = await self._answer(request)
        except httpx2.RequestError as error:
            if attempt == TRIES:
                raise self._unreachable(error) from error
            return Problem("busy", type(error).__name__), backoff(attempt)
        if reply.status < 400:
            return reply, None
        problem = self._problem(reply)
        if problem.kind == "unclear":
            return Problem("busy", problem.message), backoff(attempt)
        return problem, self._pause(problem, reply, attempt)

    def _pause(self, problem: Problem, reply: Reply, attempt: int) -> float | None:
        """Seconds to wait before the next try; None when there should be none."""
        if problem.kind not in ("limited", "busy") or reply.headers.get("x-should-retry") == "false":
            return None
        asked = retry_after(reply.headers)
        if asked is None:
            return backoff(attempt)
        return asked + random.uniform(0, 0.1 + asked / 10) if asked <= LONGEST_PAUSE else None

    async def _answer(self, request: httpx2.Request) -> Reply:
        async with self._streamed(request) as response:
            return await whole(response)

    @contextlib.asynccontextmanager
    async def _streamed(self, request: httpx2.Request) -> AsyncIterator[httpx2.Response]:
        response = await self._client.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    def _request(self, http: Http) -> httpx2.Request:
        url = http.url if "://" in http.url else self._root + http.url
        if not self._trusted(url):
            raise ServiceError(
                f"{self._vendor.title} sent us to {urlsplit(url).hostname}, which is none of its known hosts.",
                hint="Nothing was sent there. If this host is right, the vendor's file lists it in `hosts`.",
            )
        headers = {**self._auth(), **http.headers}
        files = form_parts(http.form) if http.form is not None else None
        return self._client.build_request(
            http.method, url, params=dict(http.query) or None, json=http.json, content=http.body,
            files=files, headers=headers,
        )  # fmt: skip

    def _auth(self) -> dict[str, str]:
        """The headers that hold the key; none where there is none."""
        key = self._secret.reveal()
        return dict(self._vendor.auth(key)) if key else {}

    def _trusted(self, url: str) -> bool:
        """Whether the key may go there."""
        there, home = urlsplit(url), urlsplit(self._root)
        if there.netloc == home.netloc and there.scheme == home.scheme:
            return True
        host = there.hostname or ""
        return there.scheme == "https" and any(
            host == known or (known.startswith(".") and host.endswith(known)) for known in self._vendor.hosts
        )

    def _public(self, url: str) -> bool:
        """Whether a result may be fetched from there: by https, from no private address; or from our own server."""
        there, home = urlsplit(url), urlsplit(self._root)
        if there.netloc == home.netloc and there.scheme == home.scheme:
            return True
        try:
            return there.scheme == "https" and ipaddress.ip_address(there.hostname or "").is_global
        except ValueError:
            return there.scheme == "https" and "." in (there.hostname or "")

    async def download(self, url: str, target: Path, *, authorised: bool = False) -> None:
        """Fetch a result into a file. Raises Expired when the link does not hold any more, ServiceError, DiskFull."""
        url = url if "://" in url else self._root + url
        for attempt in range(1, TRIES + 1):
            try:
                await self._downloaded(url, target, authorised)
            except (httpx2.InvalidURL, ValueError) as error:
                raise ServiceError(f"{self._vendor.title}: its link to the result is none.") from error
            except httpx2.RequestError as error:
                if attempt == TRIES:
                    raise ServiceError(
                        f"{self._vendor.title}: the result could not be downloaded ({type(error).__name__}).",
                        hint="It is kept at the vendor for a while: give the same command again soon.",
                    ) from error
                await asyncio.sleep(backoff(attempt))
            else:
                return

    async def _downloaded(self, url: str, target: Path, authorised: bool) -> None:
        for _ in range(HOPS):
            if not self._public(url):
                raise ServiceError(
                    f"{self._vendor.title}: its result is at {urlsplit(url).hostname}, which is no public host."
                )
            trusted = authorised and self._trusted(url)
            headers = self._auth() if trusted else {}
            async with self._streamed(self._client.build_request("GET", url, headers=headers)) as response:
                if response.status_code in (301, 302, 303, 307, 308) and "location" in response.headers:
                    url = urljoin(url, response.headers["location"])
                    continue
                if response.status_code in (401, 403, 404, 410):
                    raise Expired(f"{self._vendor.title}: the link to the result has expired ({response.status_code}).")
                if response.status_code >= 300:
                    raise httpx2.RemoteProtocolError(f"status {response.status_code}")
                return await self._written(response, target)
        raise ServiceError(f"{self._vendor.title}: the link to the result leads from place to place.")

    async def _written(self, response: httpx2.Response, target: Path) -> None:
        size = 0
        with disk_errors(target, REMEDY), target.open("wb") as file:
            async for chunk in response.aiter_bytes(CHUNK):
                size += len(chunk)
                if size > MOST_DOWNLOAD:
                    raise ServiceError(f"{self._vendor.title}: a result of more than {MOST_DOWNLOAD >> 30} GiB.")
                file.write(chunk)

    def _problem(self, reply: Reply) -> Problem:
        try:
            problem = self._vendor.problem(reply)
        except (LookupError, TypeError, AttributeError, ValueError):
            problem = plain_problem(reply)  # not in the vendor's own format
        return Problem(problem.kind, self._secret.scrub(problem.message)[:400])

    def _error(self, problem: Problem) -> ServiceError:
        """Our own error for what stood against a request."""
        title, console = self._vendor.title, self._vendor.console
        if problem.kind == "moderated":
            return Moderated(f"{title} declined this for its content: {problem.message}", hint="Change the words.")
        hint = {
            "key": f"Check {' or '.join(self._vendor.keys) or 'the key'}.",
            "balance": f"The account has no credit left; see {console}."
            if console
            else "The account has no credit left.",
            "limited": "It asks to come back later; the same command goes on.",
            "busy": "Give the same command again in a while.",
        }.get(problem.kind, "")
        kind = {"refused": Refused, "missing": Unknown}.get(problem.kind, ServiceError)
        return kind(f"{title}: {problem.message.rstrip('.')}.", hint=hint)

    def _unreachable(self, error: Exception) -> ServiceError:
        return ServiceError(
            f"{self._vendor.title} cannot be reached ({type(error).__name__}).",
            hint="Nothing was sent. Check the network, and give the same command again.",
        )

    def _in_doubt(self, why: str) -> InDoubt:
        return InDoubt(
            f"{self._vendor.title}: {why}. It may have done and charged the work all the same.",
            hint=f"Look there{f' ({self._vendor.console})' if self._vendor.console else ''}, then: `polymuse jobs`.",
        )


async def whole(response: httpx2.Response) -> Reply:
    """An answer when all of it is there. Raises Unclear where it is too large."""
    body = b"".join([part async for part in bounded(response)])
    return Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body)


async def bounded(response: httpx2.Response) -> AsyncGenerator[bytes, None]:
    """An answer's bytes as they come. Raises Unclear where there are too many."""
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MOST_REPLY:
            raise Unclear(f"its answer is larger than {MOST_REPLY >> 20} MB")
        yield part


def backoff(attempt: int) -> float:
    """Seconds before the next try: doubling from half a second, up to 20, with full jitter in the upper half."""
    longest = min(20.0, 0.5 * 2 ** (attempt - 1))
    return random.uniform(longest / 2, longest)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a service asks us to wait: `retry-after-ms`, or Retry-After as seconds or a date (RFC 9110)."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        said = headers.get("retry-after")
        if said is None:
            return None
        if said.replace(".", "", 1).isdigit():
            return float(said)
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None


def form_parts(form: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A form as httpx2 takes it. Without a file the fields are sent as parts all the same, for the vendors that want
    multipart want it always."""
    files: list[tuple[str, Any]] = []
    for name, value in form.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if isinstance(each, File):
                files.append((name, (each.name, each.read(), each.media_type)))
            else:
                files.append((name, (None, str(each).encode())))
    return files


def pieces(response: httpx2.Response) -> AsyncIterator[tuple[str, Any]]:
    """An answer piece by piece."""
    if response.headers.get("content-type", "").lower().startswith(("audio/", "application/octet-stream")):
        return sounds(bounded(response))
    return events(bounded(response))


async def sounds(parts: AsyncIterator[bytes]) -> AsyncGenerator[tuple[str, bytes], None]:
    """The bytes of a sound."""
    async for part in parts:
        if part:
            yield "", part


async def events(parts: AsyncIterator[bytes]) -> AsyncGenerator[tuple[str, Mapping[str, Any]], None]:
    """Events of a stream until it ends or says that it is done. Raises Unclear where one cannot be read."""
    decoder = EventDecoder()
    async for part in parts:
        for event in readable(decoder.feed(part)):
            yield event
        if decoder.done:
            await exhaust(parts)
            return
    for event in readable(decoder.flush()):
        yield event


def readable(decoded: Iterator[T]) -> Iterator[T]:
    """The same. Raises Unclear instead of ValueError."""
    try:
        yield from decoded
    except ValueError as error:
        raise Unclear("a part of its answer cannot be read") from error


async def exhaust(parts: AsyncIterator[bytes]) -> None:
    """Read the end of an answer that has said all, for only then its connection can be used again. One that does not come
    soon is not waited for, and one that breaks off takes nothing away."""
    with contextlib.suppress(TimeoutError, httpx2.RequestError, Unclear):
        async with asyncio.timeout(REST):
            async for _ in parts:
                pass
