"""What a person decides or brings about work that is under way: it was not done, it was charged, here is its result."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.engines import registry
from polymuse.errors import ParameterError
from polymuse.file_lock import taken
from polymuse.home import Home
from polymuse.journal.jobs import Job, Jobs
from polymuse.journal.ledger import Ledger
from polymuse.journal.sqlite import OPEN
from polymuse.media.probe import take
from polymuse.pricing import quantities
from polymuse.storage.folder import disk_errors
from polymuse.types import Asset, Kind, Params, Usage

__all__ = ["at_work", "bring_back", "charged", "free_left_behind", "retry"]

TOLERANCE = 0.1
"""By how much of what was asked for a result may be shorter, longer or of another shape before that is worth a word."""


def at_work(home: Home, key: str) -> bool:
    """Whether a running command holds the lock of that work."""
    path = home.locks / key
    if not path.exists():
        return False
    with taken(path) as ours:
        return not ours


@contextlib.contextmanager
def _idle(home: Home, key: str) -> Iterator[bool]:
    """Whether no running command works under that key; if so, none begins to before the block ends."""
    with contextlib.ExitStack() as stack:
        with disk_errors(home.locks):
            ours = stack.enter_context(taken(home.locks / key))
        yield ours


def retry(home: Home, id: int) -> Job:
    """It was not done: the job is dropped and what was reserved for it is free. The next run sends it again. Raises
    ParameterError for a job that has ended, or that a command is working on."""
    with _settleable(home, id) as job:
        Ledger(home.journal).release(job.key)
        Jobs(home.journal).end(job.key, "dropped", "not done, as its user saw")
    return job


def charged(home: Home, id: int, usd: float | None = None) -> float:
    """It was charged and its result is lost: what was reserved for it (or `usd`) counts as spent, and the job is
    dropped. Returns the dollars. Raises ParameterError as `retry`."""
    if usd is not None and not 0 <= usd < 1e6:
        raise ParameterError(f"usd: {usd} is no amount of US dollars.", hint="Write it as 2.50.")
    ledger = Ledger(home.journal)
    with _settleable(home, id) as job:
        spent = ledger.reserved(job.key) if usd is None else usd
        ledger.settle(job.key, spent)
        Jobs(home.journal).end(job.key, "dropped", "charged, as its user saw")
    return spent


@contextlib.contextmanager
def _settleable(home: Home, id: int) -> Iterator[Job]:
    """A job under way that no command works on, for the length of the block. Raises ParameterError."""
    jobs = Jobs(home.journal)
    with _idle(home, jobs.get(id).key) as ours:
        job = jobs.get(id)
        if job.status not in OPEN:
            raise ParameterError(
                f"Job {id} has ended: it is {job.status}.", hint="`polymuse jobs` lists what is under way."
            )
        if not ours:
            raise ParameterError(f"Job {id} is being worked on by a running command.", hint="Let it end, or stop it.")
        yield job


def bring_back(home: Home, id: int, file: Path) -> tuple[Asset, tuple[str, ...]]:
    """A file as the result of a job that waits for it (or that is in doubt, and was found at the service): checked,
    kept, journalled, and remembered under the job's key, so that the flow goes on from there. Returns it with what is
    worth saying of it. Raises ParameterError for a job that waits for nothing, MediaError for a file that is not what
    was asked for."""
    with _settleable(home, id) as job:
        if job.status == "submitted":
            raise ParameterError(
                f"Job {id} waits for no file: the service has it, and the same command goes on waiting for it.",
                hint=f"If that never ends: `polymuse jobs retry {id}`.",
            )
        return _brought(home, job, file)


def _brought(home: Home, job: Job, file: Path) -> tuple[Asset, tuple[str, ...]]:
    task = tasks.get(job.task)
    name, kind = task.main_output, task.outputs[task.main_output].kind
    asset = _taken(file, kind, home)
    params = tasks.parameters(task, json.loads(job.params))
    remarks = tuple(_remarks(asset, params, _asked_seconds(home, job, params)))
    by_hand = (
        f"{registry.get(job.engine).card.name} made the {name} of {job.step or job.task}; it was imported by hand."
    )
    notices = [["imported", by_hand], *(["timing", remark] for remark in remarks)]
    entry: dict[str, Any] = {
        "outputs": {name: {"kind": kind, "media_type": asset.media_type, "digest": asset.digest, "facts": asset.facts}},
        "notices": notices,
    }
    _journalled(home, job, entry)
    return asset, remarks


def _taken(file: Path, kind: Kind, home: Home) -> Asset:
    asset = take(file, home.store, kind, whole=True)
    return Asset(asset.kind, asset.media_type, asset.digest, asset.path, {**asset.facts, "origin": "imported by hand"})


def _journalled(home: Home, job: Job, entry: dict[str, Any]) -> None:
    """The call and its result; then the money: nothing for work by hand, what was reserved for work in doubt."""
    journal, ledger = home.journal, Ledger(home.journal)
    usd = ledger.reserved(job.key)
    call = journal.begin_call(job)
    journal.finish_call(call, job.key, entry, Usage(usd=usd))
    ledger.settle(job.key, usd)


def _asked_seconds(home: Home, job: Job, params: Params) -> float | None:
    """How long it was to be: as its scene says, or its parameters; None for what has no length of its own."""
    given = {}
    for name, digest in json.loads(job.inputs).items():
        told = home.store.path_of(digest, "application/json")
        if name in ("scene", "score") and told.is_file():
            given[name] = Asset(Kind.BRIEF, "application/json", digest, told)
    if not given and not hasattr(params, "seconds"):
        return None
    return quantities(params, given, 0.0, tasks.get(job.task).unit)["second"].expected


def _remarks(asset: Asset, params: Params, asked: float | None) -> Iterator[str]:
    """Where the result is not as it was asked for."""
    said, facts = params.model_dump(), asset.facts
    if asked and "seconds" in facts and abs(facts["seconds"] - asked) > TOLERANCE * asked:
        yield f"It lasts {facts['seconds']:.1f} s; {asked:g} s were asked for."
    width, height = said.get("width"), said.get("height")
    if width and height and facts.get("height") and facts.get("width"):
        shape = (facts["width"] / facts["height"]) / (width / height)
        if not 1 - TOLERANCE < shape < 1 + TOLERANCE:
            yield f"It is {facts['width']}×{facts['height']}; the shape of {width}×{height} was asked for."


def free_left_behind(home: Home) -> None:
    """Settle what killed runs had set aside and never used, or used and never came to settle."""
    ledger = Ledger(home.journal)
    for key in ledger.left_behind():
        with _idle(home, key) as ours:
            if ours:
                ledger.close(key)  # which looks again: another command may have had it before the lock was ours
