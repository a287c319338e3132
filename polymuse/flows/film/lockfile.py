"""Lock files: a plan with the digests of what came of it, to be made again exactly."""

from __future__ import annotations

from pathlib import Path

from polymuse.engines.registry import Registry
from polymuse.errors import PlanError
from polymuse.planning.plan import Lock, Locked, Plan
from polymuse.protocols import Journal
from polymuse.runs.runner import Results
from polymuse.storage.folder import disk_errors, write_text
from polymuse.version import __version__

__all__ = ["check_paid_results", "hold", "open_lock", "read_lock", "write_lock"]


def open_lock(path: Path | None, plan: Plan, registry: Registry) -> Lock | None:
    """The lock at `path`, where there is one. Raises PlanError when it is for another plan or for other versions."""
    if path is None or not path.exists():
        return None
    lock = read_lock(path, registry)
    if lock.plan.to_json() != plan.to_json():
        raise PlanError(
            f"{path}: the script or the options have changed since it was written.", hint="Remove it to lock anew."
        )
    return lock


def read_lock(path: Path, registry: Registry) -> Lock:
    """Raises PlanError when it cannot be read, or when this installation would make something else."""
    if not path.is_file():
        raise PlanError(f"{path}: there is no such lock file.")
    with disk_errors(path):
        lock = Lock.from_json(path.read_bytes().decode("utf-8", errors="replace"), str(path))
    if lock.polymuse != __version__:
        raise PlanError(f"{path}: made with polymuse {lock.polymuse}; this is {__version__}.")
    for step in lock.plan.steps:
        version = registry.get(step.engine).card.version
        if step.id in lock.steps and version != lock.steps[step.id].version:
            raise PlanError(
                f"{path}: step {step.id!r} was made by {step.engine} {lock.steps[step.id].version}; this is {version}."
            )
    return lock


async def check_paid_results(lock: Lock, registry: Registry, journal: Journal) -> None:
    """Raises PlanError where a hosted or handed-over step's result is not kept any more: it would be paid for again, and
    would hardly come out the same to the byte."""
    kept = await journal.results.needed_digests()
    others = ("hosted", "handoff")
    lost = [
        step.id
        for step in lock.plan.steps
        if registry.get(step.engine).card.locality in others
        and not set(lock.steps[step.id].outputs.values() if step.id in lock.steps else ()) <= kept
    ]
    if lost:
        raise PlanError(
            f"The lock cannot be held: the results of {', '.join(lost)} are not kept any more, and services would not make "
            "the same again.",
            hint="Remove the lock file to make and lock the film anew.",
        )


def hold(lock: Lock, results: Results) -> None:
    """Raises PlanError at the first result whose bytes are not the locked ones."""
    for id, locked in lock.steps.items():
        for name, digest in locked.outputs.items():
            made = results[id].outputs.get(name) if id in results else None
            if made is None or made.digest != digest:
                raise PlanError(f"Step {id!r} made another {name} than the lock file says.")


def write_lock(path: Path, plan: Plan, results: Results, registry: Registry) -> None:
    """Write a lock; it appears whole or not at all."""
    steps = {
        step.id: Locked(
            version=registry.get(step.engine).card.version,
            outputs={name: asset.digest for name, asset in results[step.id].outputs.items()},
        )
        for step in plan.steps
    }
    write_text(path, Lock(polymuse=__version__, plan=plan, steps=steps).model_dump_json(indent=1))
