"""Runs that go on without their caller: what is to be done is in the journal, and a process of its own does it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from polymuse.planning.plan import Plan
from polymuse.runs.events import Output
from polymuse.runtime import Runtime
from polymuse.storage.folder import REMEDY, disk_errors
from polymuse.types import Allowance, Asset, Frozen

__all__ = ["DetachedSpec", "start_detached"]

MODULE = "polymuse.detached"
"""What the process runs."""


class DetachedSpec(Frozen):
    """What a detached run does: a plan with what it is given, or a film."""

    kind: Literal["plan", "film"]
    name: str
    plan: Plan | None = None
    given: Mapping[str, Output] = {}
    film: Mapping[str, Any] = {}
    """`script`, `folder`, `options` and `lock` of a film."""
    usd: float | None = None
    project: str = ""
    since: float = 0.0

    @classmethod
    def task_spec(cls, plan: Plan, given: Mapping[str, Asset], allowance: Allowance, since: float) -> DetachedSpec:
        outputs = {name: Output.of(asset) for name, asset in given.items()}
        return cls(
            kind="plan", name=plan.name, plan=plan, given=outputs, usd=allowance.usd, project=allowance.project,
            since=since,
        )  # fmt: skip

    @classmethod
    def film_spec(
        cls, script: str | Path, folder: Path, options: Frozen, allowance: Allowance, since: float,
        lock: str | Path | None,
    ) -> DetachedSpec:  # fmt: skip
        film = {
            "script": str(script), "is_path": isinstance(script, Path), "folder": str(folder),
            "options": options.model_dump(mode="json"), "lock": str(lock) if lock else None,
        }  # fmt: skip
        return cls(kind="film", name="film", film=film, usd=allowance.usd, project=allowance.project, since=since)

    @property
    def allowance(self) -> Allowance:
        return Allowance(self.usd, self.project)


async def start_detached(runtime: Runtime, spec: DetachedSpec) -> int:
    """Begin a run and a process that works on it. Returns the run's id."""
    run = await runtime.journal.runs.begin(spec.name, spec.model_dump_json())
    logs = runtime.settings.home / "logs"
    with disk_errors(logs, REMEDY):
        logs.mkdir(exist_ok=True)
        with (logs / f"run-{run}.log").open("ab") as log:
            process = await asyncio.to_thread(_spawn, run, runtime, log.fileno())
    await runtime.journal.runs.set_pid(run, process)
    return run


def _spawn(run: int, runtime: Runtime, log: int) -> int:
    """`-P`: nothing is imported from the folder that the process starts in."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", MODULE, str(run)],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        env={**os.environ, "POLYMUSE_HOME": str(runtime.settings.home.resolve())},
    )  # fmt: skip
    return process.pid
