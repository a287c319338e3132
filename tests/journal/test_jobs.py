"""Jobs: journalled before they are sent, found again by the next run."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from polymuse.errors import ParameterError
from polymuse.journal.sqlite import SqliteJournal
from polymuse.planning.plan import Plan, Step
from polymuse.protocols import CallSpec
from polymuse.runs.runner import run
from polymuse.types import Finished, Usage
from tests.blocking import Blocking, Home
from tests.hosting import Paid, engines


@pytest.fixture
def jobs(journal: Blocking) -> Blocking:
    found: Blocking = journal.jobs
    return found


def asked(key: str = "k", run: int = 1) -> CallSpec:
    return CallSpec(key, run, "say", "text-to-speech", "paid", "1", '{"text":"hello"}', "{}")


def test_a_job_is_there_before_it_is_sent_and_until_it_has_ended(jobs: Blocking) -> None:
    jobs.begin(asked(), "mark")
    job = jobs.open("k")
    assert job and (job.status, job.ticket.token, job.ticket.sent, job.ticket.job) == ("sent", "mark", True, "")
    jobs.submitted("k", "theirs")
    assert (job := jobs.open("k")) and (job.status, job.ticket.job) == ("submitted", "theirs")
    jobs.end("k", "failed", "no luck")
    assert jobs.open("k") is None and jobs.list() == []
    assert [(j.status, j.detail) for j in jobs.list(every=True)] == [("failed", "no luck")]


def test_what_is_about_to_be_sent_outlives_a_cut_of_power(tmp_path: Path) -> None:
    journal, done = SqliteJournal(tmp_path / "journal.db"), list[str]()
    journal._db._db.set_trace_callback(done.append)
    asyncio.run(journal.jobs.begin(asked(), "mark"))
    sync = [
        statement.partition("=")[2] or statement for statement in done if statement.startswith(("pragma", "commit"))
    ]
    assert sync == ["full", "commit", "normal"]


def test_the_same_work_is_one_job_however_often_it_is_begun(jobs: Blocking) -> None:
    first = jobs.begin(asked(run=1), "one")
    assert jobs.begin(asked(run=2), "one", "awaiting import", "words") == first
    (job,) = jobs.list()
    assert (job.run, job.status, job.detail) == (2, "awaiting import", "words")


def test_work_that_has_ended_may_be_begun_anew(jobs: Blocking) -> None:
    first = jobs.begin(asked(), "one")
    jobs.end("k", "dropped")
    assert jobs.begin(asked(), "two") != first and len(jobs.list(every=True)) == 2


@pytest.mark.parametrize("status", ["sent", "submitted", "in doubt", "awaiting import"])
def test_a_finished_call_ends_its_job_whatever_it_was(journal: Blocking, status: str) -> None:
    jobs = journal.jobs
    jobs.begin(asked(), "mark", status)
    number = journal.calls.begin(asked("k"))
    journal.calls.finish(number, "k", {"outputs": {}, "notices": []}, Usage())
    assert [job.status for job in jobs.list(every=True)] == ["done"]


def test_an_unknown_job(jobs: Blocking) -> None:
    with pytest.raises(ParameterError, match="There is no job 7"):
        jobs.get(7)


def test_the_same_request_200_times_at_once_charges_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = Paid(pause=0.01)
    monkeypatch.setattr("polymuse.engines.registry.discovered", lambda: engines(paid))
    step = Step(id="say", task="text-to-speech", engine="paid", params={"text": "hello"})

    plan = Plan(name="say", steps=(step,))

    async def once() -> bool:
        results: dict[str, Finished] = {}
        async for _ in run(plan, home.runtime, results=results):
            pass
        return results["say"].cached

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(once() for _ in range(200)))

    cached = asyncio.run(all_at_once())
    assert paid.charges == 1 and cached.count(False) == 1
    assert [job.status for job in home.journal.jobs.list(every=True)] == ["done"]
