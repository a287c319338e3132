"""Tries again what may work the next time."""

from __future__ import annotations

import asyncio
import contextlib
import random
from dataclasses import replace
from functools import partial
from pathlib import Path

from polymuse.errors import PolymuseError
from polymuse.types import Chunk, Context, Delta, Events, Handler, Notice, Prepared, Restarted

__all__ = ["Retry"]


class Retry:
    """Up to `attempts` tries of a call whose error is retryable, waiting `pause` seconds before the second and twice as
    long before each later one, ±25 %. `Restarted` says that what was streamed before does not count."""

    def __init__(self, attempts: int = 3, pause: float = 0.5) -> None:
        self._attempts = attempts
        self._pause = pause

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        streamed = False
        for attempt in range(1, self._attempts + 1):
            own = replace(context, make_work=partial(_folder_of, context, attempt))
            try:
                async with contextlib.aclosing(call_next(prepared, own)) as events:
                    async for event in events:
                        streamed = streamed or isinstance(event, Delta | Chunk)
                        yield event
                return
            except PolymuseError as error:
                if not error.retryable or attempt == self._attempts:
                    raise
                yield Notice("retry", f"Try {attempt} of {self._attempts} failed: {error.message}")
                if streamed:
                    yield Restarted(attempt + 1, error.message)
                    streamed = False
            await asyncio.sleep(self._pause * 2 ** (attempt - 1) * random.uniform(0.75, 1.25))


def _folder_of(context: Context, attempt: int) -> Path:
    """An empty folder for each attempt: what a failed one left is not the next one's."""
    folder = context.work / f"try-{attempt}" if attempt > 1 else context.work
    folder.mkdir(exist_ok=True)
    return folder
