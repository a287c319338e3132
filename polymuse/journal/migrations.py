"""The journal's schema, as numbered migrations: SQLite's `user_version` says how many a file has had."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

__all__ = ["MIGRATIONS", "migrate"]

BASELINE = """
create table if not exists runs (
    id integer primary key, name text not null, plan text not null, status text not null,
    started real not null, ended real, error text);
create table if not exists calls (
    id integer primary key, run integer references runs(id), step text not null, task text not null,
    engine text not null, version text not null, key text not null, params text not null, inputs text not null,
    status text not null, started real not null, ended real, seconds real, usd real, size real,
    outputs text, notices text, error text);
create index if not exists calls_run on calls(run);
create index if not exists calls_pace on calls(engine, version, task, status);
create table if not exists results (
    key text primary key, entry text not null, made real not null, used real not null);
create table if not exists jobs (
    id integer primary key, key text not null, run integer, step text not null, task text not null,
    engine text not null, version text not null, params text not null, inputs text not null, token text not null,
    status text not null, job text not null default '', detail text not null default '',
    made real not null, changed real not null, usd real);
create unique index if not exists jobs_open on jobs(key)
    where status in ('sent', 'submitted', 'in doubt', 'awaiting import');
create table if not exists money (
    id integer primary key, key text not null, run integer, project text not null, task text not null,
    engine text not null, provider text not null, status text not null, reserved integer not null,
    spent integer not null default 0, day text not null, made real not null);
create unique index if not exists money_reserved on money(key) where status = 'reserved';
create index if not exists money_day on money(day);
create index if not exists money_run on money(run);
create table if not exists budgets (
    scope text not null, name text not null, usd integer not null, primary key (scope, name));
"""
EVENTS = """
alter table runs add column pid integer not null default 0;
alter table runs add column cancel integer not null default 0;
alter table money add column client text not null default '';
create table events (
    run integer not null, number integer not null, event text not null, primary key (run, number)) without rowid;
"""


def baseline(db: sqlite3.Connection) -> None:
    """The schema of journals without a number; those of before jobs had prices lack a column."""
    _script(db, BASELINE)
    if "usd" not in {row[1] for row in db.execute("pragma table_info(jobs)")}:
        db.execute("alter table jobs add column usd real")


def run_events(db: sqlite3.Connection) -> None:
    """Runs can be followed and cancelled by others: their events, and who works on them."""
    _script(db, EVENTS)


MIGRATIONS: Sequence[Callable[[sqlite3.Connection], None]] = (baseline, run_events)


def migrate(db: sqlite3.Connection) -> None:
    """Bring a database up to date, each migration whole or not at all. Raises sqlite3.Error."""
    if _version(db) == len(MIGRATIONS):
        return
    db.execute("begin immediate")
    try:
        for number in range(_version(db), len(MIGRATIONS)):
            MIGRATIONS[number](db)
            db.execute(f"pragma user_version={number + 1}")
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def _script(db: sqlite3.Connection, sql: str) -> None:
    """Several statements inside the open transaction: `executescript` would commit it first."""
    for statement in sql.split(";\n"):
        if statement.strip():
            db.execute(statement)
