"""One request on its way through a hosted service: sent once, waited for, downloaded; all of it told as events."""

from __future__ import annotations

import asyncio
import contextlib
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from polymuse.engines.hosted._transport import Expired, Outgoing, Refused, Transport, Unknown
from polymuse.engines.hosted._webhooks import Nudge
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Reply,
    Vendor,
    Waiting,
    decoded,
)
from polymuse.errors import InDoubt, MediaError, Moderated, ServiceError, StillRunning
from polymuse.event_loop import in_thread
from polymuse.media.probe import probe
from polymuse.storage.folder import REMEDY, disk_errors
from polymuse.types import (
    Chunk,
    Context,
    Delta,
    Events,
    Kind,
    Made,
    Progress,
    Spent,
    Submitted,
    Submitting,
    Ticket,
    Withdrawn,
)

__all__ = ["Call"]

PAUSES = 1.0
"""How long the pauses between looks at a job are, against what its vendor asks for."""
GRACE = 20.0
"""Seconds that a cancelled run still gives a request under way to be named by the service."""


class Call:
    """One request on its way. `outcome` is what it has come to so far."""

    def __init__(
        self, vendor: Vendor, way: Transport, operation: Operation, ask: Ask, ticket: Ticket, nudge: Nudge
    ) -> None:
        self._vendor = vendor
        self._way = way
        self._do = operation
        self._ask = replace(ask, callback=nudge.url)
        self._nudge = nudge
        self._ticket = ticket
        self._outcome: Outcome | None = None
        self._stopped = False
        self._job = ""
        self._quoted = ticket.usd
        self._waits_until = time.monotonic() + operation.deadline

    async def events(self, context: Context) -> Events:
        """What comes of it. Cancelled while an answer is under way, it goes on to that answer's end before it ends."""
        async with contextlib.aclosing(self._begun()) as events:
            async for event in events:
                yield event
        async with contextlib.aclosing(self._finished()) as events:
            async for event in events:
                yield event
        done = self._outcome
        assert isinstance(done, Done)
        for notice in done.notices:
            yield notice
        usd = self._quoted if done.usd is None else done.usd
        if usd is not None:
            yield Spent(usd)
        if done.tokens is not None:
            yield done.tokens
        for number in range(len(done.outputs)):
            yield await self._fetched(number, context)
        if self._stopped:
            raise asyncio.CancelledError  # it is whole and kept, though nobody waits for it any more

    async def _begun(self) -> Events:
        """Send it, or find again what was sent before."""
        self._job = self._ticket.job or (await self._found_again() if self._ticket.sent else "")
        if self._job:
            yield Submitted(self._job, self._quoted)
            self._outcome = self._asked_again()
            return
        weight = sum(asset.path.stat().st_size for asset in self._ask.inputs.values())
        http = await in_thread(weight, self._do.request, self._ask)
        yield Submitting()
        async with contextlib.aclosing(self._streamed(http) if self._do.reader else self._sent(http)) as events:
            async for event in events:
                yield event
        if isinstance(self._outcome, Waiting):
            self._job, self._quoted = self._outcome.job, self._outcome.usd
            yield Submitted(self._job, self._quoted)

    def _asked_again(self) -> Waiting:
        """How the job is, from the start."""
        assert self._do.poll
        return Waiting(self._job, self._do.poll(self._ask, self._job), pause=0.0)

    def _taken(self, reply: Reply) -> Outcome:
        """What the answer to the request says. Raises InDoubt when it cannot be read, for it was an answer."""
        with self._unreadable_is_in_doubt():
            return self._do.reply(self._ask, reply)

    @contextlib.contextmanager
    def _unreadable_is_in_doubt(self) -> Iterator[None]:
        try:
            with readable():
                yield
        except BadReply as error:
            raise self._in_doubt(error.message) from error

    async def _sent(self, http: Http) -> Events:
        """Send it, and read the answer. Cancelled, what has not gone out is withdrawn; what has is waited for, so that its
        job is known, or its result is kept."""
        outgoing = Outgoing()
        sending = asyncio.create_task(self._way.submit(http, outgoing))
        try:
            self._outcome = self._taken(await asyncio.shield(sending))
        except asyncio.CancelledError:
            self._stopped = True
            if not await self._last_words(sending, outgoing):
                yield Withdrawn()
            if isinstance(self._outcome, Waiting):
                yield Submitted(self._outcome.job, self._outcome.usd)
            if not isinstance(self._outcome, Done):
                raise

    async def _last_words(self, sending: asyncio.Task[Reply], outgoing: Outgoing) -> bool:
        """What a cancelled request still comes to. False when there is certainly nothing of it, and nothing to pay."""
        outgoing.stopped = True
        if not outgoing.out:
            sending.cancel()
        try:
            self._outcome = self._taken(await asyncio.wait_for(sending, GRACE))
        except (TimeoutError, InDoubt):
            return True
        except ServiceError:
            return False
        except asyncio.CancelledError:
            return outgoing.out
        return not isinstance(self._outcome, Failed) or bool(self._outcome.usd)

    async def _streamed(self, http: Http) -> Events:
        assert self._do.reader
        reader = self._do.reader(self._ask)
        outgoing = Outgoing()
        try:
            async with contextlib.aclosing(self._way.stream(http, outgoing)) as events:
                async for name, data in events:
                    with self._unreadable_is_in_doubt():
                        brought = reader.feed(name, data)
                    if isinstance(brought, Chunk):
                        yield brought
                    elif brought:
                        yield Delta(brought)
        except asyncio.CancelledError:
            if not outgoing.out:
                yield Withdrawn()
            raise
        with self._unreadable_is_in_doubt():
            self._outcome = reader.outcome()

    async def _found_again(self) -> str:
        """The job of a request that may have arrived; empty when it never did. Raises InDoubt when nobody can tell."""
        if self._do.reconcile is None or self._do.reconciled is None:
            raise self._in_doubt("an earlier run was ended while this request was on its way")
        try:
            reply = await self._way.fetch(self._do.reconcile(self._ask))
            with readable():
                return self._do.reconciled(self._ask, reply) or ""
        except ServiceError as error:
            raise self._in_doubt(f"whether an earlier request arrived cannot be told now: {error.message}") from error

    async def _finished(self) -> Events:
        """Wait until the job has ended. Raises ServiceError, Moderated, StillRunning."""
        while isinstance(self._outcome, Waiting):
            waiting = self._outcome
            if waiting.progress is not None or waiting.note:
                yield Progress(min(1.0, max(0.0, waiting.progress or 0.0)), waiting.note)
            if time.monotonic() > self._waits_until:
                raise self._still_running("it is taking longer than usual")
            await self._nudge.within(waiting.pause * PAUSES)
            self._outcome = await self._looked(waiting)
        if isinstance(self._outcome, Failed):
            if self._outcome.tokens is not None:
                yield self._outcome.tokens
            raise self._failure(self._outcome)

    async def _looked(self, waiting: Waiting) -> Outcome:
        assert self._do.status and waiting.next
        try:
            reply = await self._way.fetch(waiting.next)
            with readable():
                outcome = self._do.status(self._ask, reply)
        except (Moderated, Refused):
            raise
        except Unknown as error:
            raise self._in_doubt(f"{error.message.rstrip('.')}. It took this work before") from error
        except ServiceError as error:
            raise self._still_running(error.message) from error
        if isinstance(outcome, Waiting) and outcome.next is None:
            return replace(outcome, next=waiting.next)
        return outcome

    async def _fetched(self, number: int, context: Context) -> Made:
        """One of the outputs, in a file. Raises StillRunning while the job can be asked again, else InDoubt: it is paid."""
        try:
            async with asyncio.timeout(GRACE if self._stopped else None):
                return await self._made_or_asked_again(number, context)
        except TimeoutError:
            raise asyncio.CancelledError from None
        except (StillRunning, Moderated):
            raise
        except (MediaError, Expired) as error:
            raise self._in_doubt(f"its result cannot be had: {error.message}") from error
        except ServiceError as error:
            if self._job:
                raise self._still_running(error.message) from error
            raise self._in_doubt(f"its result cannot be had: {error.message}") from error

    async def _made_or_asked_again(self, number: int, context: Context) -> Made:
        """An output; a link that has expired is asked for anew where the work is a job."""
        try:
            return await self._made(number, context)
        except Expired:
            if not self._job:
                raise
        self._outcome = self._asked_again()
        async for _ in self._finished():
            pass
        return await self._made(number, context)

    async def _made(self, number: int, context: Context) -> Made:
        """An output, with its facts: words as they are, media in a file of their own. Raises Expired, ServiceError,
        MediaError."""
        assert isinstance(self._outcome, Done)
        output: Output = self._outcome.outputs[number]
        if output.kind is Kind.TEXT and output.data is not None:
            return Made(
                output.name, output.kind, Path(), output.media_type or "text/plain", output.facts, data=output.data
            )
        path = context.work / str(number)
        if output.url is not None and not output.url.startswith("data:"):
            await self._way.download(output.url, path, authorised=output.authorised)
        else:
            with disk_errors(path, REMEDY):
                await _written(output, path)
        if output.kind in (Kind.TEXT, Kind.EMBEDDING) or output.media_type == "application/json":
            return Made(output.name, output.kind, path, output.media_type or "text/plain", output.facts)
        media_type, facts = await in_thread(path.stat().st_size, probe, path, output.kind)
        return Made(output.name, output.kind, path, media_type, {**facts, **output.facts})

    def _failure(self, failed: Failed) -> ServiceError:
        title, reason = self._vendor.title, failed.reason.rstrip(".") or failed.why
        kind = Moderated if failed.why == "moderated" else ServiceError
        said = "declined this for its content" if failed.why == "moderated" else f"{failed.why}"
        hint = "Change the words." if failed.why == "moderated" else ""
        return kind(f"{title}: {said}: {reason}.", hint=hint, usd=failed.usd or 0.0, received=failed.received)

    def _in_doubt(self, why: str) -> InDoubt:
        console = f" ({self._vendor.console})" if self._vendor.console else ""
        bare = why.replace(f"{self._vendor.title}: ", "").rstrip(".")
        return InDoubt(
            f"{self._vendor.title}: {bare}. The work may have been done and charged.",
            hint=f"Look there{console}, then: `polymuse jobs`.",
        )

    def _still_running(self, why: str) -> StillRunning:
        return StillRunning(
            f"{self._vendor.title} has the work, but {why.rstrip('.')}.",
            hint="It is not lost: the same command goes on waiting for it.",
        )


async def _written(output: Output, path: Path) -> None:
    """Bytes that came with the answer into a file. Raises BadReply."""
    data = decoded(output.url.partition(",")[2]) if output.url else output.data or b""
    if output.pcm is not None:
        await in_thread(len(data), _as_wav, data, *output.pcm, path)
    else:
        await in_thread(len(data), path.write_bytes, data)


def _as_wav(samples: bytes, rate: int, channels: int, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)


@contextlib.contextmanager
def readable() -> Iterator[None]:
    """What a mapping trips over in an answer is the answer's fault. Raises BadReply."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise BadReply("The answer is not in the service's own format.") from error
