"""What every built-in artist is: a card, and a plain generator that does the work in a worker process."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from polymuse.engines.preparation import check, prepared
from polymuse.types import Card, Context, Event, Events, Prepared, Request

__all__ = ["Artist", "Make"]

Make = Callable[[Request, Path], Iterator[Event]]
"""An artist's work: from a request and an empty folder, yield Progress, Notice and one Made per output. It runs in
another process, and it must be deterministic: same request, same bytes."""


class Artist:
    """An engine made of a card and the name of a Make ("package.module:function"), which only workers import. What it
    makes is deterministic, whatever else the card says of its tasks."""

    def __init__(self, card: Card, make: str) -> None:
        known = {task: card.capability(task).model_copy(update={"deterministic": True}) for task in card.tasks}
        self.card = card.model_copy(update={"capabilities": known})
        self.make = make

    def prepare(self, request: Request) -> Prepared:
        check(self.card, request)
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        work = context.executor.stream(self.make, prepared.request, context.work, context.priority)
        async with contextlib.aclosing(work) as events:
            async for event in events:
                yield event
