"""What every built-in artist is: a card, and a plain generator that does the work in a worker process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from polymuse.executor.pool import stream
from polymuse.types import Card, Event, Events, Request

__all__ = ["Artist", "Make"]

Make = Callable[[Request, Path], Iterator[Event]]
"""An artist's work: from a request and an empty folder, yield Progress, Notice and one Made per output. It runs in
another process, and it must be deterministic: same request, same bytes."""


class Artist:
    """An engine made of a card and the name of a Make ("package.module:function"), which only workers import."""

    def __init__(self, card: Card, make: str) -> None:
        self.card = card
        self.make = make

    async def run(self, request: Request, work: Path) -> Events:
        async for event in stream(self.make, request, work):
            yield event
