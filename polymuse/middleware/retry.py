"""Tries again what may work the next time."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path

from polymuse.errors import PolymuseError
from polymuse.types import Card, Engine, Events, Notice, Request

__all__ = ["Retried"]


class Retried:
    """Up to `attempts` tries of an engine whose error says it is retryable, waiting `pause` seconds before the second
    and twice as long before each later one, ±25 %."""

    def __init__(self, engine: Engine, attempts: int = 3, pause: float = 0.5) -> None:
        self._engine = engine
        self._attempts = attempts
        self._pause = pause

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        for attempt in range(1, self._attempts + 1):
            folder = work / f"try-{attempt}" if attempt > 1 else work
            folder.mkdir(exist_ok=True)
            try:
                async with contextlib.aclosing(self._engine.run(request, folder)) as events:
                    async for event in events:
                        yield event
                return
            except PolymuseError as error:
                if not error.retryable or attempt == self._attempts:
                    raise
                yield Notice("retry", f"Try {attempt} of {self._attempts} failed: {error.message}")
            await asyncio.sleep(self._pause * 2 ** (attempt - 1) * random.uniform(0.75, 1.25))
