"""Where polymuse keeps its things: the store and the journal, in one folder."""

from __future__ import annotations

import contextlib
import time
from functools import cached_property
from pathlib import Path

from polymuse.file_lock import taken
from polymuse.journal.sqlite import Journal
from polymuse.paths import home_folder
from polymuse.storage.folder import REMEDY, Store, disk_errors

__all__ = ["Home"]

STALE = 24 * 3600.0
"""Seconds after which a work folder that nobody touched belongs to a run that was killed."""


class Home:
    """`path`, or POLYMUSE_HOME, or the user's data folder (`~/.local/share/polymuse` on Linux)."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path else home_folder()

    @cached_property
    def store(self) -> Store:
        store = Store(self.path)
        store.sweep(time.time() - STALE)
        return store

    @cached_property
    def journal(self) -> Journal:
        with disk_errors(self.path, REMEDY):
            self.path.mkdir(parents=True, exist_ok=True)
        return Journal(self.path / "journal.db")

    @cached_property
    def locks(self) -> Path:
        """The folder of the locks that keep two processes from the same work."""
        folder = self.path / "locks"
        with disk_errors(folder, REMEDY):
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    def prune(self, days: float) -> int:
        """Forget results unused for that many days and remove older media that neither a result nor work under way needs,
        and lock files that nobody holds; returns the bytes freed. Newer media may be what a command was just given, or
        has just made."""
        before, since = self.store.size(), time.time() - days * 86400
        self.journal.forget(since)
        self.store.remove_except(self.journal.needed(), since)
        self._remove_locks()
        return before - self.store.size()

    def _remove_locks(self) -> None:
        """A lock is removed while it is held, so that nobody else has it; who waits for it sees that it is gone and
        makes it anew."""
        for lock in self.locks.glob("*"):
            with contextlib.suppress(OSError), taken(lock) as ours:
                if ours:
                    lock.unlink()
