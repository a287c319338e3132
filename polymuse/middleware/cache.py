"""Never makes the same thing twice: results are kept under the key of all that decides them, and equal requests that come
at the same time, from this process or another, wait for the first."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from polymuse.errors import DamagedMedia
from polymuse.journal.ledger import dollars
from polymuse.middleware.base import call_spec
from polymuse.protocols import BlobStore, Journal, LockManager
from polymuse.types import Asset, Context, Event, Events, Finished, Handler, Kind, Notice, Prepared, Usage

__all__ = ["Cache", "recall"]


class Cache:
    """Answers with what `Record` has kept, where it can. A result from before `context.since` is not used, but made
    again; so what a run makes afresh serves all its equal steps."""

    def __init__(self, blobs: BlobStore, journal: Journal, locks: LockManager) -> None:
        self._blobs = blobs
        self._journal = journal
        self._locks = locks

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        key = prepared.cache_key
        if key is None:
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    yield event
            return
        cached, damage = await self._cached(prepared, context, key)
        if cached:
            yield cached
            return
        async with self._locks.hold(key):
            cached, _ = await self._cached(prepared, context, key)
            if cached:
                yield cached
                return
            if damage:
                yield damage
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    yield _noted(event, damage)

    async def _cached(self, prepared: Prepared, context: Context, key: str) -> tuple[Finished | None, Notice | None]:
        """The kept result; else, where it was damaged, what to say of that. Raises DamagedMedia for what was paid for."""
        try:
            found = await recall(self._journal, self._blobs, key, context.since)
        except DamagedMedia as error:
            if error.usd:
                raise
            await self._journal.results.drop(key)
            return None, Notice("damaged", f"{error.message} It is made anew.")
        if found is not None:
            await self._journal.calls.reuse(call_spec(prepared, context))
        return found, None


def _noted(event: Event, damage: Notice | None) -> Event:
    """The event; the last one of a call tells of the damage as well."""
    return replace(event, notices=(damage, *event.notices)) if damage and isinstance(event, Finished) else event


async def recall(journal: Journal, blobs: BlobStore, key: str, since: float = 0.0) -> Finished | None:
    """The result under a key; None when there is none, it was made before `since` (seconds since 1970), or a file of it
    is gone. Raises DamagedMedia for a file of it that is not what it was: where it was paid for, with what to do."""
    entry = await journal.results.recall(key, since)
    if entry is None:
        return None
    outputs: dict[str, Asset] = {}
    for name, output in entry["outputs"].items():
        try:
            path = await blobs.find(output["digest"], output["media_type"])
        except DamagedMedia as error:
            raise _paid(error, entry) from error
        if path is None:
            return None
        outputs[name] = Asset(Kind(output["kind"]), output["media_type"], output["digest"], path, output["facts"])
    notices = tuple(Notice(topic, text) for topic, text in entry["notices"])
    usage = Usage(entry.get("seconds", 0.0), entry.get("usd", 0.0))
    return Finished(outputs, notices, usage, cached=True, engine=entry.get("engine", ""))


def _paid(error: DamagedMedia, entry: dict[str, Any]) -> DamagedMedia:
    """The same error, for a result that would cost money again."""
    usd = float(entry.get("usd") or 0.0)
    if not usd:
        return error
    hint = "Put the file back from a backup, or give the same command with --fresh, which makes and pays it again."
    return DamagedMedia(f"{error.message} It had cost {dollars(usd)}.", hint=hint, usd=usd)
