"""The commands for work under way: jobs and import."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import click

from polymuse.cli import values
from polymuse.cli.command import FILE, among, command, option
from polymuse.cli.console import facts, plain, table
from polymuse.cli.report import Report
from polymuse.errors import ParameterError
from polymuse.journal.ledger import dollars
from polymuse.protocols import Job
from polymuse.runs.job_resolution import charged, import_result, is_worked_on, retry
from polymuse.runtime import Runtime
from polymuse.suggestions import did_you_mean
from polymuse.types import Notice

__all__ = ["import_", "jobs"]

ACTIONS = ("show", "retry", "charged")


@command(
    click.Argument(["action"], required=False, help=f"What to do with a job: {', '.join(ACTIONS)}.",
                   shell_complete=among(ACTIONS)),
    click.Argument(["job"], type=int, required=False, help="The job's number.", shell_complete=among(values.jobs)),
    option("--all", "every", is_flag=True, help="Also those that have ended."),
    option("--usd", type=float, metavar="USD", help="With charged: the US dollars; else what was reserved for it."),
    examples=(
        "polymuse jobs                    # lists them, with what to do",
        "polymuse jobs show 3             # all of one job, with the words to put in where it is yours to do",
        "polymuse jobs retry 3            # it was not done; the next run sends it again",
        "polymuse jobs charged 3          # it was charged, and there is nothing to have; it counts as spent",
        "polymuse import 3 FILE           # it was done, and this is the result",
    ),
)  # fmt: skip
async def jobs(runtime: Runtime, action: str | None, job: int | None, every: bool, usd: float | None) -> Report:
    """List paid work under way, in doubt, or waiting for you.

    A job is *in doubt* when a connection was lost, or a run was killed, before the service's answer came: it may have
    been done and charged. It is never sent again by itself. Look at the service, then say what you saw."""
    if action is None:
        return await _list(runtime, every)
    if action not in ACTIONS:
        hint = did_you_mean(action, ACTIONS, otherwise="`polymuse jobs show 3` shows one.")
        raise ParameterError(f"jobs: {action!r} is not one of {', '.join(ACTIONS)}.", hint=hint)
    if job is None:
        raise ParameterError(f"jobs: which job is to be {action}?", hint="`polymuse jobs` lists them.")
    if action == "show":
        return await _show(runtime, await runtime.journal.jobs.get(job))
    if action == "retry":
        await retry(runtime, job)
        return Report(
            {"job": job, "status": "dropped"}, remarks=(f"Job {job} is dropped; the next run sends it again.",)
        )
    spent = await charged(runtime, job, usd)
    remark = f"Job {job} is dropped; {dollars(spent)} count as spent."
    return Report({"job": job, "status": "dropped", "spent": spent}, remarks=(remark,))


@command(
    click.Argument(["job"], type=int, help="The job's number: `polymuse jobs`.", shell_complete=among(values.jobs)),
    click.Argument(["file"], type=FILE, help="What was made for it."),
    name="import",
    examples=("polymuse import 3 song.mp3",),
)  # fmt: skip
async def import_(runtime: Runtime, job: int, file: Path) -> Report:
    """Bring back what you made by hand for a job.

    The file is checked and kept, and the flow goes on from there: give the command that was waiting once more. A film
    needs the main result only."""
    asset, remarks = await import_result(runtime, job, file)
    known = ", ".join(f"{name} {value}" for name, value in asset.facts.items() if isinstance(value, int | float))
    done = f"Job {job} is done: {asset.media_type}{f', {known}' if known else ''}."
    data = {"job": job, "status": "done", "media_type": asset.media_type, "digest": asset.digest, "facts": asset.facts}
    again = "[dim]Give the command that waited for it once more.[/dim]"
    return Report(data, remarks=(done, again), notices=[Notice("imported", remark) for remark in remarks])


async def _list(runtime: Runtime, every: bool) -> Report:
    found = await runtime.journal.jobs.list(every)
    data = [await _data(runtime, job) for job in found]
    if not found:
        return Report({"jobs": data}, remarks=("Nothing is under way.",))
    rows = table("job", "step", "task", "engine", "status", "since", "what to do")
    for job, known in zip(found, data, strict=True):
        step = "" if job.step == job.task else job.step  # a command for a single thing has one step, its task
        rows.add_row(str(job.id), step, job.task, job.engine, job.status, _since(job), known["remedy"])
    return Report({"jobs": data}, shown=(rows,))


async def _data(runtime: Runtime, job: Job) -> dict[str, Any]:
    names = ("id", "status", "run", "step", "task", "engine", "version", "job", "detail", "changed")
    reserved = await runtime.journal.ledger.reserved(job.key)
    return {**{name: getattr(job, name) for name in names}, "reserved": reserved, "remedy": await _remedy(runtime, job),
            "params": json.loads(job.params), "inputs": json.loads(job.inputs)}  # fmt: skip


def _since(job: Job) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(job.changed))


async def _remedy(runtime: Runtime, job: Job) -> str:
    """What to do about a job, in few words."""
    if job.status in ("sent", "submitted") and await is_worked_on(runtime, job.key):
        return "a command is working on it"
    return {
        "sent": f"give the same command again, or look at the service: jobs retry {job.id}, or charged {job.id}",
        "submitted": "give the same command again: it goes on waiting",
        "in doubt": f"look at the service: jobs retry {job.id}, jobs charged {job.id}, or import {job.id} FILE",
        "awaiting import": f"jobs show {job.id}, then import {job.id} FILE",
    }.get(job.status, "")


async def _show(runtime: Runtime, job: Job) -> Report:
    data = await _data(runtime, job)
    about = {
        "status": job.status, "since": _since(job), "what to do": data["remedy"], "step": job.step,
        "task": job.task, "engine": f"{job.engine} ({job.version})", "run": str(job.run or ""),
        "the service's id": job.job, "reserved": dollars(data["reserved"]) if data["reserved"] else "",
    }  # fmt: skip
    given = {name: value for name, value in data["params"].items() if value not in (None, "", [], {})}
    parts = [f"\n[dim]parameters[/dim] {plain(json.dumps(given, ensure_ascii=False))}"]
    parts += [f"[dim]inputs[/dim] {plain(job.inputs)}"] if data["inputs"] else []
    parts += [f"\n{plain(job.detail)}"] if job.detail else []
    return Report({"job": data}, shown=(f"Job {job.id}", facts((n, plain(v)) for n, v in about.items()), *parts))
