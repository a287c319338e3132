"""Journals every call and keeps what it makes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from polymuse.errors import EngineError, PolymuseError, ServiceError
from polymuse.middleware.base import Place
from polymuse.pricing import cost, cost_of
from polymuse.tasks import get, missing
from polymuse.types import Asset, Card, Engine, Events, Finished, Kind, Made, Notice, Request, Spent, Tokens, Usage

__all__ = ["Recorded"]


class Recorded:
    """The innermost wrapper: a row in the journal before the engine starts and after it ends, its outputs moved into
    the store, its result remembered, and the stream closed with `Finished`. `size` is the work's size in the task's
    unit. Its seconds count from the engine's first event: what stands in line for a worker does not work yet."""

    def __init__(self, engine: Engine, place: Place, size: float = 0.0) -> None:
        self._engine = engine
        self._place = place
        self._size = size

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        card, journal = self.card, self._place.home.journal
        asked_for = self._place.asked(card, request)
        call = journal.begin_call(asked_for)
        asked = time.monotonic()
        began: float | None = None
        outputs: dict[str, Asset] = {}
        notices = list(ignored(card, request))
        charged: float | None = None
        tokens: Tokens | None = None

        def used() -> Usage:
            usd = self._reckoned(request, tokens, outputs) if charged is None else charged
            return Usage(time.monotonic() - (began or asked), usd, self._size)

        try:
            for notice in notices:
                yield notice
            async with contextlib.aclosing(self._engine.run(request, work)) as events:
                async for event in events:
                    began = began or time.monotonic()
                    if isinstance(event, Made):
                        outputs[event.name] = self._keep(event)
                        continue
                    if isinstance(event, Spent):
                        charged = (charged or 0.0) + event.usd
                    if isinstance(event, Tokens):
                        tokens = event
                    if isinstance(event, Notice) and event not in notices:
                        notices.append(event)
                    yield event
            if missing := lacking(request, outputs):
                raise EngineError(f"{card.name} finished {request.task} without making {', '.join(missing)}.")
        except PolymuseError as error:
            usd = self._failed(request, error, tokens)
            journal.end_call(call, "failed", seconds=time.monotonic() - (began or asked), usd=usd, error=str(error))
            raise
        except (asyncio.CancelledError, GeneratorExit):
            if lacking(request, outputs):
                journal.end_call(call, "cancelled", seconds=time.monotonic() - (began or asked))
            else:  # it is whole, though nobody waits for it any more
                journal.finish_call(call, asked_for.key, _entry(outputs, notices), used())
            raise
        usage = used()
        journal.finish_call(call, asked_for.key, _entry(outputs, notices), usage)
        yield Finished(outputs, tuple(notices), usage, engine=card.id)

    def _reckoned(self, request: Request, tokens: Tokens | None, outputs: dict[str, Asset]) -> float:
        """Dollars by the card's prices, for a service that does not say what it charged: for the tokens that it
        counted, else for as many as are expected."""
        unit = get(request.task).unit
        if tokens is None:
            return cost(self.card, request, self._size, unit).expected
        pictures = sum(asset.kind is Kind.IMAGE for asset in outputs.values())
        return cost_of(self.card, request, self._size, unit, tokens, pictures)

    def _failed(self, request: Request, error: PolymuseError, tokens: Tokens | None) -> float:
        """Dollars that a failure cost: as the service says, else for the tokens that it counted. The error tells, too."""
        if not isinstance(error, ServiceError):
            return 0.0
        if not error.usd and tokens is not None:
            error.usd = cost_of(self.card, request, self._size, get(request.task).unit, tokens)
        return error.usd

    def _keep(self, made: Made) -> Asset:
        return self._place.home.store.keep(made.path, made.kind, made.media_type, made.facts)


def _entry(outputs: dict[str, Asset], notices: list[Notice]) -> dict[str, Any]:
    """A result as the journal keeps it."""
    kept = {
        name: {"kind": a.kind, "media_type": a.media_type, "digest": a.digest, "facts": dict(a.facts)}
        for name, a in outputs.items()
    }
    return {"outputs": kept, "notices": [[n.topic, n.text] for n in notices]}


def ignored(card: Card, request: Request) -> Iterator[Notice]:
    """What was asked for that the engine does not know."""
    for name in sorted(request.params.model_fields_set & set(card.ignores)):
        if getattr(request.params, name) != type(request.params).model_fields[name].default:
            yield Notice("ignored", f'{card.name} pays no attention to "{name}".')


def lacking(request: Request, outputs: Mapping[str, Asset]) -> list[str]:
    """The outputs that the task promises and that are not there."""
    return missing(get(request.task).outputs, outputs.keys())
