"""The commands for work under way: jobs and import."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from polymuse.cli.console import facts, out, table
from polymuse.errors import ParameterError
from polymuse.home import Home
from polymuse.journal.jobs import Job, Jobs
from polymuse.journal.ledger import Ledger, dollars
from polymuse.runs.job_resolution import at_work, bring_back, charged, retry

__all__ = ["import_", "jobs"]

ACTIONS = ("show", "retry", "charged")


def jobs(
    action: Annotated[
        str | None, typer.Argument(help=f"What to do with a job: {', '.join(ACTIONS)}.", show_default=False)
    ] = None,
    job: Annotated[int | None, typer.Argument(help="The job's number.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    usd: Annotated[
        float | None,
        typer.Option(help="With charged: the US dollars; else what was reserved for it.", show_default=False),
    ] = None,
) -> None:
    """List the paid work that is under way, in doubt, or waiting for you; say what became of a job.

    `polymuse jobs` lists it, with what to do; `polymuse jobs show 3` tells all of one job, with the words to put in where
    it is yours to do.

    A job is *in doubt* when a connection was lost, or a run was killed, before the service's answer came: it may have
    been done and charged. It is never sent again by itself. Look at the service, then say what you saw:

    `polymuse jobs retry 3`      it was not done; the next run sends it again

    `polymuse jobs charged 3`    it was charged, and there is nothing to have; it counts as spent

    `polymuse import 3 FILE`     it was done, and this is the result"""
    home = Home()
    if action is None:
        _list(home, every)
        return
    if action not in ACTIONS:
        raise ParameterError(f"jobs: {action!r} is not one of {', '.join(ACTIONS)}.")
    if job is None:
        raise ParameterError(f"jobs: which job is to be {action}?", hint="`polymuse jobs` lists them.")
    if action == "show":
        _show(home, Jobs(home.journal).get(job))
    elif action == "retry":
        retry(home, job)
        out.print(f"Job {job} is dropped; the next run sends it again.")
    else:
        out.print(f"Job {job} is dropped; {dollars(charged(home, job, usd))} count as spent.")


def import_(
    job: Annotated[int, typer.Argument(help="The job's number, as `polymuse jobs` lists it.")],
    file: Annotated[Path, typer.Argument(help="What was made for it.")],
) -> None:
    """Bring back what you made by hand: the file is checked and kept, and the flow goes on from there.

    Give the command that was waiting once more afterwards. A film needs the main result only.

    `polymuse import 3 song.mp3`"""
    asset, remarks = bring_back(Home(), job, file)
    known = ", ".join(f"{name} {value}" for name, value in asset.facts.items() if isinstance(value, int | float))
    out.print(f"Job {job} is done: {asset.media_type}{f', {known}' if known else ''}.", soft_wrap=True)
    for remark in remarks:
        out.print(f"  [yellow]·[/yellow] {escape(remark)}", soft_wrap=True)
    out.print("[dim]Give the command that waited for it once more.[/dim]")


def _list(home: Home, every: bool) -> None:
    found = Jobs(home.journal).list(every)
    if not found:
        out.print("Nothing is under way.")
        return
    rows = table("job", "step", "task", "engine", "status", "since", "what to do")
    for job in found:
        step = "" if job.step == job.task else job.step  # a command for a single thing has one step, its task
        rows.add_row(str(job.id), step, job.task, job.engine, job.status, _since(job), _remedy(home, job))
    out.print(rows)


def _since(job: Job) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(job.changed))


def _remedy(home: Home, job: Job) -> str:
    """What to do about a job, in few words."""
    if job.status in ("sent", "submitted") and at_work(home, job.key):
        return "a command is working on it"
    return {
        "sent": f"give the same command again, or look at the service: jobs retry {job.id}, or charged {job.id}",
        "submitted": "give the same command again: it goes on waiting",
        "in doubt": f"look at the service: jobs retry {job.id}, jobs charged {job.id}, or import {job.id} FILE",
        "awaiting import": f"jobs show {job.id}, then import {job.id} FILE",
    }.get(job.status, "")


def _show(home: Home, job: Job) -> None:
    reserved = Ledger(home.journal).reserved(job.key)
    told = {
        "status": job.status, "since": _since(job), "what to do": _remedy(home, job), "step": job.step,
        "task": job.task, "engine": f"{job.engine} ({job.version})", "run": str(job.run or ""),
        "the service's id": job.job, "reserved": dollars(reserved) if reserved else "",
    }  # fmt: skip
    out.print(f"Job {job.id}")
    out.print(facts((name, escape(value)) for name, value in told.items()))
    given = {name: value for name, value in json.loads(job.params).items() if value not in (None, "", [], {})}
    out.print(f"\n[dim]parameters[/dim] {escape(json.dumps(given, ensure_ascii=False))}", soft_wrap=True)
    if job.inputs != "{}":
        out.print(f"[dim]inputs[/dim] {escape(job.inputs)}", soft_wrap=True)
    if job.detail:
        out.print(f"\n{escape(job.detail)}", soft_wrap=True)
