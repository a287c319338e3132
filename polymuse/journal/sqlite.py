"""The journal in one SQLite file; safe to share between processes on one machine."""

from __future__ import annotations

from pathlib import Path

from polymuse.journal.calls import SqliteCalls, SqliteResults
from polymuse.journal.database import Database
from polymuse.journal.jobs import SqliteJobs
from polymuse.journal.ledger import SqliteLedger
from polymuse.journal.runs import SqliteEventLog, SqliteRuns

__all__ = ["SqliteJournal"]


class SqliteJournal:
    """A `polymuse.protocols.Journal`. Raises StorageError where the file cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self.runs = SqliteRuns(self._db)
        self.events = SqliteEventLog(self._db)
        self.calls = SqliteCalls(self._db)
        self.results = SqliteResults(self._db)
        self.jobs = SqliteJobs(self._db)
        self.ledger = SqliteLedger(self._db)

    async def close(self) -> None:
        self._db.close()
