"""Journals every call and keeps what it makes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from polymuse.errors import EngineError, PolymuseError, ServiceError
from polymuse.money import price_of, quantities, traits
from polymuse.tasks import get
from polymuse.types import Asset, Card, Engine, Events, Finished, Made, Notice, Request, Spent, Usage
from polymuse.wrap.base import Place

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

        def used() -> Usage:
            usd = self._expected(request) if charged is None else charged
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
                    if isinstance(event, Notice) and event not in notices:
                        notices.append(event)
                    yield event
            if missing := lacking(request, outputs):
                raise EngineError(f"{card.name} finished {request.task} without making {', '.join(missing)}.")
        except PolymuseError as error:
            usd = error.usd if isinstance(error, ServiceError) else 0.0
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
        yield Finished(outputs, tuple(notices), usage)

    def _expected(self, request: Request) -> float:
        """Dollars by the card's prices, for a service that does not say what it charged."""
        lengths = self.card.lengths.get(request.task, ())
        amounts = quantities(request.params, request.inputs, self._size, get(request.task).unit, lengths)
        return price_of(self.card.prices.get(request.task, ()), amounts, traits(request.params)).expected

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
    promised = [name for name in get(request.task).makes if not name.endswith(("*", "?"))]
    return [name for name in promised if name not in outputs]
