"""Journals every call and keeps what it makes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from polymuse.errors import EngineError, PolymuseError, ServiceError
from polymuse.middleware.base import call_spec
from polymuse.pricing import cost, cost_of
from polymuse.protocols import BlobStore, Journal
from polymuse.tasks import get, missing
from polymuse.types import (
    Asset,
    Context,
    Event,
    Events,
    Finished,
    Handler,
    Kind,
    Made,
    Notice,
    Prepared,
    Spent,
    Tokens,
    Usage,
)

__all__ = ["Record", "entry_of"]


@dataclass(slots=True)
class _Tally:
    """What a call has brought so far. Its seconds count from the engine's first event: what stands in line for a worker
    does not work yet."""

    prepared: Prepared
    size: float
    began: float = field(default_factory=time.monotonic)
    working: bool = False
    outputs: dict[str, Asset] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    charged: float | None = None
    tokens: Tokens | None = None

    def add(self, event: Event) -> bool:
        """Take note of an event; False where it was noted before."""
        if not self.working:
            self.working, self.began = True, time.monotonic()
        if isinstance(event, Spent):
            self.charged = (self.charged or 0.0) + event.usd
        elif isinstance(event, Tokens):
            self.tokens = event
        elif isinstance(event, Notice):
            if event in self.notices:
                return False
            self.notices.append(event)
        return True

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def missing(self) -> list[str]:
        """The outputs that the task promises and that are not there."""
        return missing(get(self.prepared.request.task).outputs, self.outputs)

    def usage(self) -> Usage:
        return Usage(self.seconds, self._estimated() if self.charged is None else self.charged, self.size)

    def _estimated(self) -> float:
        """Dollars by the card's prices, for a service that does not say what it charged: for the tokens that it
        counted, else for as many as are expected."""
        if self.tokens is None:
            return cost(self.prepared).expected
        pictures = sum(asset.kind is Kind.IMAGE for asset in self.outputs.values())
        return cost_of(self.prepared, self.tokens, pictures)

    def failed(self, error: PolymuseError) -> float:
        """Dollars that a failure cost: as the service says, else for the tokens that it counted. The error tells, too."""
        if not isinstance(error, ServiceError):
            return 0.0
        if not error.usd and self.tokens is not None:
            error.usd = cost_of(self.prepared, self.tokens)
        return error.usd

    def entry(self, usage: Usage) -> dict[str, Any]:
        return entry_of(self.outputs, self.notices, self.prepared.card.id, usage)


class Record:
    """The innermost middleware: a row in the journal before the engine starts and after it ends, its outputs moved into
    the store, its result remembered, and the stream closed with `Finished`."""

    def __init__(self, blobs: BlobStore, journal: Journal) -> None:
        self._blobs = blobs
        self._journal = journal

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        calls, spec = self._journal.calls, call_spec(prepared, context)
        call = await calls.begin(spec)
        tally = _Tally(prepared, context.size, notices=list(prepared.notices))
        try:
            for notice in prepared.notices:
                yield notice
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    if isinstance(event, Made):
                        tally.add(event)
                        await self._keep(event, tally)
                    elif tally.add(event) or not isinstance(event, Notice):
                        yield event
            if tally.missing:
                raise EngineError(
                    f"{prepared.card.name} finished {prepared.request.task} without making {', '.join(tally.missing)}."
                )
        except PolymuseError as error:
            await calls.end(call, "failed", seconds=tally.seconds, usd=tally.failed(error), error=str(error))
            raise
        except (asyncio.CancelledError, GeneratorExit):
            if tally.missing:
                await calls.end(call, "cancelled", seconds=tally.seconds)
            else:  # it is whole, though nobody waits for it any more
                usage = tally.usage()
                await calls.finish(call, prepared.cache_key, tally.entry(usage), usage)
            raise
        usage = tally.usage()
        await calls.finish(call, prepared.cache_key, tally.entry(usage), usage)
        yield Finished(tally.outputs, tuple(tally.notices), usage, engine=prepared.card.id)

    async def _keep(self, made: Made, tally: _Tally) -> None:
        """Move an output into the store, to the end also when the call is cancelled meanwhile: it may be paid for."""
        moving = asyncio.ensure_future(self._put(made))
        try:
            tally.outputs[made.name] = await asyncio.shield(moving)
        except asyncio.CancelledError:
            tally.outputs[made.name] = await moving
            raise

    async def _put(self, made: Made) -> Asset:
        if made.data is not None:
            return await self._blobs.put_bytes(made.data, made.kind, made.media_type, made.facts)
        return await self._blobs.put(made.path, made.kind, made.media_type, made.facts)


def entry_of(
    outputs: Mapping[str, Asset], notices: list[Notice], engine: str = "", usage: Usage | None = None
) -> dict[str, Any]:
    """A result as the journal keeps it."""
    assets = {
        name: {"kind": a.kind, "media_type": a.media_type, "digest": a.digest, "facts": dict(a.facts)}
        for name, a in outputs.items()
    }
    usage = usage or Usage()
    return {
        "outputs": assets, "notices": [[n.topic, n.text] for n in notices], "engine": engine,
        "usd": usage.usd, "seconds": usage.seconds,
    }  # fmt: skip
