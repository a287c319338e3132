"""Keeps an engine from doing more at once than it should."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from polymuse.types import Card, Engine, Events, Request

__all__ = ["Limited"]


class Limited:
    """At most as many calls at once as the semaphore has room for; the rest wait in line."""

    def __init__(self, engine: Engine, room: asyncio.Semaphore) -> None:
        self._engine = engine
        self._room = room

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        async with self._room, contextlib.aclosing(self._engine.run(request, work)) as events:
            async for event in events:
                yield event
