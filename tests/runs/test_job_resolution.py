"""What a person says about work under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from polymuse.engines import registry
from polymuse.errors import AwaitingImport, InDoubt, MediaError, ParameterError
from polymuse.journal.ledger import SqliteLedger
from polymuse.media.wav import write_wav
from polymuse.planning.plan import Plan, Step
from polymuse.protocols import CallSpec, Job
from polymuse.runs import job_resolution
from polymuse.runs.runner import Options
from polymuse.types import Allowance, Asset, Finished, Kind
from tests.blocking import Blocking, Home, walk
from tests.hosting import Courier, Paid, engines
from tests.sounds import tone

SAY = Step(id="say", task="text-to-speech", engine="paid", params={"text": "hello"})
CALL = CallSpec("k", 1, "s", "t", "e", "1", "{}", "{}")
PLAY = Step(id="tune", task="text-to-music", engine="courier", params={"prompt": "a slow waltz", "seconds": 2})


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> Paid:
    engine = Paid()
    monkeypatch.setattr(registry, "discovered", lambda: engines(engine, Courier()))
    return engine


def do(step: Step, home: Home, **given: Asset) -> Finished:
    results: dict[str, Finished] = {}
    walk(Plan(name="p", steps=(step,)), home, Options(given=given), results)
    return results[step.id]


def retry(home: Home, id: int) -> Job:
    return asyncio.run(job_resolution.retry(home.runtime, id))


def charged(home: Home, id: int, usd: float | None = None) -> float:
    return asyncio.run(job_resolution.charged(home.runtime, id, usd))


def import_result(home: Home, id: int, file: Path) -> tuple[Asset, tuple[str, ...]]:
    return asyncio.run(job_resolution.import_result(home.runtime, id, file))


def free_abandoned(home: Home) -> None:
    asyncio.run(job_resolution.free_abandoned(home.runtime))


async def held(home: Home, key: str, work: Callable[[], Awaitable[object]]) -> None:
    """Do something while a command holds the lock of that work."""
    async with home.runtime.locks.try_hold(key) as ours:
        assert ours
        await work()


def in_doubt(paid: Paid, home: Home) -> Job:
    paid.lost = 1
    with pytest.raises(InDoubt):
        do(SAY, home)
    (job,) = home.journal.jobs.list()
    assert job.status == "in doubt"
    return job


def waiting(home: Home) -> Job:
    with pytest.raises(AwaitingImport):
        do(PLAY, home)
    (job,) = home.journal.jobs.list()
    return job


def wav(path: Path, seconds: float = 2.0) -> Path:
    write_wav(path, tone(seconds))
    return path


def test_what_is_in_doubt_is_not_sent_again_by_itself(paid: Paid, home: Home) -> None:
    job = in_doubt(paid, home)
    with pytest.raises(InDoubt) as caught:
        do(SAY, home)
    assert (
        f"polymuse jobs retry {job.id}" in caught.value.hint and f"polymuse import {job.id} FILE" in caught.value.hint
    )
    assert "https://paid.example" in caught.value.hint
    assert paid.charges == 1 and home.journal.ledger.reserved(job.key) == 1.0


def test_not_done_frees_the_money_and_lets_the_next_run_send_it(paid: Paid, home: Home) -> None:
    job = in_doubt(paid, home)
    retry(home, job.id)
    assert home.journal.ledger.reserved(job.key) == 0 and home.journal.jobs.list() == []
    assert do(SAY, home).outputs["speech"].read_text() == "hello"
    assert sum(entry.spent for entry in home.journal.ledger.entries()) == 1.0


@pytest.mark.parametrize(("said", "spent"), [(None, 1.0), (0.25, 0.25), (0.0, 0.0)])
def test_charged_counts_as_spent(paid: Paid, home: Home, said: float | None, spent: float) -> None:
    job = in_doubt(paid, home)
    assert charged(home, job.id, said) == spent
    (entry,) = home.journal.ledger.entries()
    assert (entry.status, entry.spent) == ("settled", spent) and home.journal.jobs.get(job.id).status == "dropped"


def test_a_result_found_at_the_service_is_taken_instead_of_made_again(paid: Paid, home: Home, tmp_path: Path) -> None:
    job = in_doubt(paid, home)
    import_result(home, job.id, wav(tmp_path / "found.wav"))
    assert do(SAY, home).cached and paid.charges == 1
    (entry,) = home.journal.ledger.entries()
    assert (entry.status, entry.spent) == ("settled", 1.0)


def test_what_was_handed_over_goes_on_from_the_imported_file(paid: Paid, home: Home, tmp_path: Path) -> None:
    job = waiting(home)
    asset, remarks = import_result(home, job.id, wav(tmp_path / "tune.wav"))
    assert remarks == () and asset.facts["seconds"] == pytest.approx(2.0)
    done = do(PLAY, home)
    assert done.cached and done.outputs["music"] == asset
    assert done.outputs["music"].facts["origin"] == "imported by hand"
    assert [n.text for n in done.notices] == ["Courier made the music of tune; it was imported by hand."]
    assert home.journal.jobs.get(job.id).status == "done"
    (entry,) = home.journal.ledger.entries()
    assert (entry.status, entry.spent) == ("settled", 0.0)


def test_another_length_than_asked_for_is_said(paid: Paid, home: Home, tmp_path: Path) -> None:
    _, remarks = import_result(home, waiting(home).id, wav(tmp_path / "tune.wav", 3.0))
    assert remarks == ("It lasts 3.0 s; 2 s were asked for.",)


def test_the_length_of_a_film_s_part_is_that_of_its_score(paid: Paid, home: Home, tmp_path: Path) -> None:
    score = home.blobs.put_bytes(b'{"seconds": 4.0, "cues": []}', Kind.BRIEF, "application/json")
    step = Step(
        id="tune", task="text-to-music", engine="suno@handoff", params={"prompt": "x"}, inputs={"score": "given.score"}
    )
    with pytest.raises(AwaitingImport):
        do(step, home, score=score)
    (job,) = home.journal.jobs.list()
    _, remarks = import_result(home, job.id, wav(tmp_path / "tune.wav", 2.0))
    assert remarks == ("It lasts 2.0 s; 4 s were asked for.",)


def test_a_file_of_another_kind_a_damaged_and_a_missing_one_are_refused(paid: Paid, home: Home, tmp_path: Path) -> None:
    job = waiting(home)
    (tmp_path / "cut.wav").write_bytes(wav(tmp_path / "whole.wav").read_bytes()[:30])
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    for name, said in (
        ("nothing.wav", "no such file"),
        ("cut.wav", "cut.wav: this file is damaged"),
        ("picture.png", "image/png; music is wanted"),
    ):
        with pytest.raises(MediaError, match=said):
            import_result(home, job.id, tmp_path / name)
    assert home.journal.jobs.get(job.id).status == "awaiting import"


def test_a_job_that_ended_or_is_at_the_service_waits_for_no_file(paid: Paid, home: Home, tmp_path: Path) -> None:
    file = wav(tmp_path / "tune.wav")
    job = waiting(home)
    import_result(home, job.id, file)
    with pytest.raises(ParameterError, match=f"Job {job.id} has ended: it is done"):
        import_result(home, job.id, file)
    with pytest.raises(ParameterError, match="There is no job 99"):
        import_result(home, 99, file)
    doubtful = in_doubt(paid, home)
    home.journal.jobs.submitted(doubtful.key, "theirs")
    with pytest.raises(ParameterError, match="the service has it"):
        import_result(home, doubtful.id, file)


def test_nothing_is_decided_over_a_command_that_is_at_work(paid: Paid, home: Home) -> None:
    job = in_doubt(paid, home)
    with pytest.raises(ParameterError, match="being worked on by a running command"):
        asyncio.run(held(home, job.key, lambda: job_resolution.retry(home.runtime, job.id)))


@pytest.mark.parametrize(
    "decide",
    [
        lambda home, job, file: retry(home, job.id),
        lambda home, job, file: charged(home, job.id),
        lambda home, job, file: import_result(home, job.id, file),
    ],
    ids=["retry", "charged", "import"],
)
def test_no_command_takes_the_work_up_while_it_is_decided_over(
    decide: Callable[[Home, Job, Path], object],
    paid: Paid,
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = in_doubt(paid, home)
    free = locks_at_the_end_of(job.key, home, monkeypatch)
    decide(home, job, wav(tmp_path / "found.wav"))
    assert free == [False]


def locks_at_the_end_of(key: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether a command could have taken up the work while its money was settled; an entry for each time."""
    free: list[bool] = []
    settle, release = SqliteLedger.settle, SqliteLedger.release

    async def look() -> None:
        async with home.runtime.locks.try_hold(key) as ours:
            free.append(ours)

    async def settled(ledger: SqliteLedger, *values: Any) -> None:
        await look()
        await settle(ledger, *values)

    async def released(ledger: SqliteLedger, *values: Any) -> None:
        await look()
        await release(ledger, *values)

    monkeypatch.setattr(SqliteLedger, "settle", settled)
    monkeypatch.setattr(SqliteLedger, "release", released)
    return free


class TestLeftBehind:
    """Money that a killed run had set aside."""

    def reserve(self, home: Home) -> Blocking:
        ledger: Blocking = home.journal.ledger
        ledger.reserve("k", 2.0, run=1, task="t", engine="e", provider="p", allowance=Allowance())
        return ledger

    def test_for_work_that_was_never_sent_is_freed(self, home: Home) -> None:
        ledger = self.reserve(home)
        free_abandoned(home)
        assert [entry.status for entry in ledger.entries()] == ["released"]

    def test_for_work_that_was_done_counts_as_spent(self, home: Home) -> None:
        ledger = self.reserve(home)
        call = home.journal.calls.begin(CALL)
        home.journal.calls.end(call, "done", usd=1.5)
        free_abandoned(home)
        assert [(entry.status, entry.spent) for entry in ledger.entries()] == [("settled", 1.5)]

    def test_for_work_that_is_going_on_stays(self, home: Home) -> None:
        ledger = self.reserve(home)
        asyncio.run(held(home, "k", lambda: job_resolution.free_abandoned(home.runtime)))
        assert [entry.status for entry in ledger.entries()] == ["reserved"]

    @pytest.mark.parametrize("usd", [0.0, 1.5])
    def test_is_not_taken_up_while_it_is_freed(self, usd: float, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reserve(home)
        call = home.journal.calls.begin(CALL)
        home.journal.calls.end(call, "done", usd=usd)
        free = locks_at_the_end_of("k", home, monkeypatch)
        free_abandoned(home)
        assert free == [False]

    def test_for_work_that_was_taken_up_meanwhile_stays(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        ledger, abandoned = self.reserve(home), SqliteLedger.abandoned

        async def looked(ledger: SqliteLedger) -> dict[str, float]:
            """Right after the look a command sends the work, and is killed."""
            found = await abandoned(ledger)
            await home.runtime.journal.jobs.begin(CALL, "mark")
            return found

        monkeypatch.setattr(SqliteLedger, "abandoned", looked)
        free_abandoned(home)
        assert [entry.status for entry in ledger.entries()] == ["reserved"]
