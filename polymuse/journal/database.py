"""One SQLite file, shared between processes: transactions, durability, our own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from polymuse.errors import DiskFull, ParameterError, StorageError
from polymuse.journal.migrations import MIGRATIONS, migrate

__all__ = ["Database"]

BUSY = 30.0
"""Seconds to wait for another process's transaction."""


class Database:
    """A connection in WAL mode. Its calls take well under a millisecond, so they are made directly on the event loop."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, timeout=BUSY, isolation_level=None, check_same_thread=False)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=normal")
            migrate(self._db)
            version = int(self._db.execute("pragma user_version").fetchone()[0])
        except sqlite3.Error as error:
            raise _storage_error(error, f"{path}: the journal cannot be opened") from error
        if version > len(MIGRATIONS):
            raise StorageError(
                f"{path}: this journal was written by a newer polymuse.", hint="Update polymuse, or set POLYMUSE_HOME."
            )

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _storage_error(error, "The journal cannot be written or read") from error
        except OverflowError as error:
            raise ParameterError("A number is larger than any in the journal.") from error

    @contextmanager
    def durable(self) -> Iterator[None]:
        """What is written in the block, and all that was written before, outlives a power cut; else the last writes may
        be undone by one. It takes the time of an fsync(2)."""
        self._db.execute("pragma synchronous=full")
        try:
            yield
        finally:
            self._db.execute("pragma synchronous=normal")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done in the block is done whole or not at all, and by nobody else meanwhile. There is no `await` in it."""
        with self._errors():
            self._db.execute("begin immediate")
            try:
                yield self._db
                self._db.execute("commit")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("rollback")
                raise

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(sql, values).fetchall()

    def write(self, sql: str, values: tuple[Any, ...]) -> int:
        """Returns the id of the row, where one was inserted."""
        with self._errors():
            return self._db.execute(sql, values).lastrowid or 0


def _storage_error(error: sqlite3.Error, what: str) -> StorageError:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return DiskFull(f"{what}: the disk is full.", hint="Free some space and run the same command again.")
    return StorageError(f"{what} ({error}).", hint="Set POLYMUSE_HOME to a folder that can be written to.")
