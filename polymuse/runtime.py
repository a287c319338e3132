"""What everything stands on, as one explicit object: settings, secrets, engines, media, journal, locks, executor, and the
middleware around every call."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from polymuse.credentials import EnvironmentSecrets
from polymuse.engines.registry import Registry
from polymuse.errors import ParameterError
from polymuse.executor.pool import ProcessExecutor
from polymuse.journal.sqlite import SqliteJournal
from polymuse.middleware.budget import Budget
from polymuse.middleware.cache import Cache
from polymuse.middleware.once import Once
from polymuse.middleware.record import Record
from polymuse.middleware.retry import Retry
from polymuse.middleware.workspace import Workspace
from polymuse.paths import home_folder
from polymuse.protocols import BlobStore, Executor, Journal, LockManager, SecretProvider
from polymuse.storage.file_lock import FileLocks
from polymuse.storage.folder import REMEDY, FolderStore, disk_errors
from polymuse.types import Allowance, Engine, Middleware, Settings

__all__ = ["Runtime", "default_middleware", "default_runtime"]

STALE = 24 * 3600.0
"""Seconds after which a work folder that nobody touched belongs to a run that was killed."""
MOST = 1e9
"""US dollars; an allowance is less than that."""


@dataclass(frozen=True)
class Runtime:
    """The parts that runs are made with. An async context manager: it closes what it holds. Every part may be another
    maker of its protocol (`polymuse.protocols`)."""

    settings: Settings
    secrets: SecretProvider
    registry: Registry
    blobs: BlobStore
    journal: Journal
    locks: LockManager
    executor: Executor
    middleware: Sequence[Middleware]
    """Around every call of an engine, the outermost first."""

    async def __aenter__(self) -> Self:
        await self.blobs.sweep(time.time() - STALE)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End workers, and close the journal."""
        await self.executor.close()
        await self.journal.close()

    async def prune(self, days: float) -> int:
        """Forget results unused for that many days and remove older media that neither a result nor work under way needs,
        and what is left of locks; returns the bytes freed. Newer media may be what a command was just given, or has just
        made."""
        before, since = await self.blobs.size(), time.time() - days * 86400
        await self.journal.results.forget(since)
        await self.blobs.remove_except(await self.journal.results.needed_digests(), since)
        await self.locks.clean()
        return before - await self.blobs.size()

    def allowance(self, max_cost: float | None = None, project: str | None = None) -> Allowance:
        """What a run may spend, on whose account; the project may also be in POLYMUSE_PROJECT. Raises ParameterError."""
        if max_cost is not None and not (isinstance(max_cost, int | float) and 0 <= max_cost < MOST):
            raise ParameterError(f"max-cost: {max_cost} is no amount of US dollars.", hint="Write it as 25 or 2.50.")
        return Allowance(max_cost, self.settings.get("POLYMUSE_PROJECT") if project is None else project)


def default_middleware(blobs: BlobStore, journal: Journal, locks: LockManager) -> tuple[Middleware, ...]:
    """cache ( budget ( workspace ( retry ( once ( record ( engine ))))))"""
    return (
        Cache(blobs, journal, locks),
        Budget(journal),
        Workspace(blobs),
        Retry(),
        Once(journal),
        Record(blobs, journal),
    )


def default_runtime(
    home: Path | str | None = None,
    *,
    secrets: SecretProvider | None = None,
    engines: Mapping[str, Engine] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Runtime:
    """A runtime in one folder: `home`, or POLYMUSE_HOME, or the user's data folder (`~/.local/share/polymuse` on Linux).
    Raises StorageError and OutputError where that cannot be written to, ParameterError for a setting that is none."""
    folder = Path(home) if home else home_folder()
    settings = Settings(folder) if environ is None else Settings(folder, environ)
    with disk_errors(folder, REMEDY):
        folder.mkdir(parents=True, exist_ok=True)
    secrets = secrets or EnvironmentSecrets(settings)
    blobs, journal = FolderStore(folder), SqliteJournal(folder / "journal.db")
    locks = FileLocks(folder / "locks")
    return Runtime(
        settings=settings,
        secrets=secrets,
        registry=Registry(secrets, settings, engines),
        blobs=blobs,
        journal=journal,
        locks=locks,
        executor=ProcessExecutor(_workers(settings)),
        middleware=default_middleware(blobs, journal, locks),
    )


def _workers(settings: Settings) -> int | None:
    """POLYMUSE_WORKERS; None for one per core. Raises ParameterError."""
    workers = settings.get("POLYMUSE_WORKERS", "0")
    if not workers.isdecimal():
        raise ParameterError(f"POLYMUSE_WORKERS: {workers!r} is no number.", hint="Set it to 1 or more, or unset it.")
    return int(workers) or None
