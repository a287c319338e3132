"""Never makes the same thing twice: results are kept under the key of what decides them, and equal requests that come
at the same time, from this process or another, wait for the first."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from weakref import WeakValueDictionary

from polymuse.event_loop import PerLoop
from polymuse.file_lock import held
from polymuse.home import Home
from polymuse.journal.sqlite import Asked
from polymuse.middleware.base import Place, cache_key
from polymuse.storage.folder import disk_errors
from polymuse.types import Asset, Card, Engine, Events, Finished, Kind, Notice, Request

__all__ = ["Cached", "cutoff", "kept"]


Lines = WeakValueDictionary[str, asyncio.Lock]


async def _none(lines: Lines) -> None:
    """Nothing is to be closed."""


_lines: PerLoop[Lines] = PerLoop(WeakValueDictionary, _none)


async def in_line(key: str) -> asyncio.Lock:
    """Where equal requests of one event loop wait for each other, so that only one of them asks for the file's lock."""
    return (await _lines.get()).setdefault(key, asyncio.Lock())


def cutoff(fresh: bool | timedelta) -> float:
    """From when on a result may have been made to be used again, in seconds since 1970: at any time, from now on where all
    is to be made afresh, or within the last so and so long."""
    if isinstance(fresh, timedelta):
        return time.time() - fresh.total_seconds()
    return time.time() if fresh else 0.0


def kept(home: Home, card: Card, request: Request, since: float = 0.0) -> Finished | None:
    """The result that is kept for a request to an engine; None when there is none, it was made before `since` (seconds
    since 1970), or a file of it is gone."""
    return recalled(home, cache_key(card, request), since)


def recalled(home: Home, key: str, since: float = 0.0) -> Finished | None:
    """The same, by the key of the result."""
    entry, store = home.journal.recall(key, since), home.store
    if entry is None or not all(store.has(o["digest"], o["media_type"]) for o in entry["outputs"].values()):
        return None
    outputs = {
        name: Asset(
            Kind(o["kind"]), o["media_type"], o["digest"], store.path_of(o["digest"], o["media_type"]), o["facts"]
        )
        for name, o in entry["outputs"].items()
    }
    return Finished(outputs, tuple(Notice(topic, text) for topic, text in entry["notices"]), cached=True)


class Cached:
    """Answers with what `Recorded` remembered, where it can. A result from before `since` (seconds since 1970) is not
    used, but made again; so what a run makes afresh serves all its equal steps."""

    def __init__(self, engine: Engine, place: Place, *, since: float = 0.0) -> None:
        self._engine = engine
        self._place = place
        self._since = since

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        asked = self._place.asked(self.card, request)
        if kept := self._kept(asked):
            yield kept
            return
        async with await in_line(asked.key), self._single_flight(asked.key):
            if kept := self._kept(asked):
                yield kept
                return
            async with contextlib.aclosing(self._engine.run(request, work)) as events:
                async for event in events:
                    yield event

    @contextlib.asynccontextmanager
    async def _single_flight(self, key: str) -> AsyncIterator[None]:
        """One call per key at a time on this machine."""
        async with contextlib.AsyncExitStack() as stack:
            with disk_errors(self._place.home.locks):
                await stack.enter_async_context(held(self._place.home.locks / key))
            yield

    def _kept(self, asked: Asked) -> Finished | None:
        """The result kept under a key, journalled as reused; None when there is none or a file of it is gone."""
        found = recalled(self._place.home, asked.key, self._since)
        if found is not None:
            journal = self._place.home.journal
            journal.end_call(journal.begin_call(asked), "cached")
            return replace(found, engine=asked.engine)
        return None
