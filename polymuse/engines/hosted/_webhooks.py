"""Webhooks: a service's call that a job has changed makes us look at once instead of at the next turn.

Nothing in such a call is believed but that it came, to an address only the service was told: what became of the job is
asked as ever. So there is no signature to check, and a call that never comes costs only the wait. A listener runs while
something is waited for, where POLYMUSE_WEBHOOK_URL says by which public address this machine is reached; it listens at
POLYMUSE_WEBHOOK_PORT (8765 where that is not set).
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator

from polymuse.errors import ParameterError
from polymuse.event_loop import PerLoop
from polymuse.types import Settings

__all__ = ["Nudge", "expected"]

PORT = 8765
MOST_HEAD, MOST_BODY = 64 * 1024, 1024 * 1024
"""Bytes of a call that are read."""
PATIENCE = 10.0
"""Seconds within which a caller has to say what it wants."""
ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


class Nudge:
    """One job's call. `url` is the address for it; None where there are no webhooks."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        self._came = asyncio.Event()

    def give(self) -> None:
        self._came.set()

    async def within(self, seconds: float) -> None:
        """Wait that long, or until the call comes."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._came.wait(), seconds)
        self._came.clear()


class Listener:
    """An HTTP server for the calls of one event loop; it listens while any is expected."""

    def __init__(self) -> None:
        self._expected: dict[str, Nudge] = {}
        self._server: asyncio.Server | None = None
        self._starting = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def expecting(self, root: str, port: str) -> AsyncIterator[Nudge]:
        """A nudge with an address of its own below `root`."""
        name = secrets.token_urlsafe(24)
        nudge = Nudge(f"{root.rstrip('/')}/{name}")
        async with self._starting:
            self._server = self._server or await self._started(port)
        self._expected[name] = nudge
        try:
            yield nudge
        finally:
            del self._expected[name]
            if not self._expected and self._server:
                self._server.close()
                self._server = None

    async def _started(self, port: str) -> asyncio.Server:
        if not port.isdecimal():
            raise ParameterError(f"POLYMUSE_WEBHOOK_PORT: {port!r} is no port.", hint="Set it to a number as 8765.")
        try:
            return await asyncio.start_server(self._called, port=int(port), limit=MOST_HEAD)
        except OSError as error:
            raise ParameterError(
                f"POLYMUSE_WEBHOOK_PORT: nothing can listen at {port} ({error.strerror}).", hint="Choose another."
            ) from error

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with (
            contextlib.closing(writer),
            contextlib.suppress(
                TimeoutError, ValueError, IndexError, ConnectionError, asyncio.IncompleteReadError,
                asyncio.LimitOverrunError,
            ),
        ):  # fmt: skip
            line = await asyncio.wait_for(reader.readline(), PATIENCE)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            path = line.split()[1].decode("ascii", "replace").partition("?")[0]
            # What is told is not believed, but read: a connection that is closed over unread bytes is reset, and the
            # caller never sees its answer.
            await asyncio.wait_for(reader.readexactly(min(MOST_BODY, _length(head))), PATIENCE)
            writer.write(ANSWER)
            await writer.drain()  # before the nudge, for what it wakes may end the loop
            if nudge := self._expected.get(path.rpartition("/")[2]):
                nudge.give()

    async def close(self) -> None:
        if self._server:
            self._server.close()


def _length(head: bytes) -> int:
    """Bytes of a request's body, as its head says."""
    said = re.search(rb"^content-length:[ \t]*(\d+)", head, re.IGNORECASE | re.MULTILINE)
    return int(said[1]) if said else 0


_listeners = PerLoop(Listener, Listener.close)


@contextlib.asynccontextmanager
async def expected(settings: Settings) -> AsyncIterator[Nudge]:
    """A nudge for one job. Raises ParameterError when webhooks are set up and nothing can listen."""
    root, port = settings.get("POLYMUSE_WEBHOOK_URL"), settings.get("POLYMUSE_WEBHOOK_PORT", str(PORT))
    if not root:
        yield Nudge(None)
        return
    async with (await _listeners.get()).expecting(root, port) as nudge:
        yield nudge
