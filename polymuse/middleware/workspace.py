"""Gives a call that is really made a folder to work in, if it wants one."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from polymuse.protocols import BlobStore
from polymuse.types import Context, Events, Handler, Prepared

__all__ = ["Workspace"]


class Workspace:
    """An empty folder on the store's own disk, gone when the call has ended."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        async with (
            self._blobs.workspace() as make_work,
            contextlib.aclosing(call_next(prepared, replace(context, make_work=make_work))) as events,
        ):
            async for event in events:
                yield event
