"""What may go wrong between us and a service, and what we make of it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import replace

import pytest

from polymuse.engines.hosted import _transport
from polymuse.errors import BudgetExceeded, InDoubt, KeyMissing, ServiceError, StillRunning
from polymuse.types import Allowance, Finished, Request
from tests.blocking import request as made
from tests.engines.hosted.conftest import Asker
from tests.servers.world import Fault


def image(asker: Asker, prompt: str = "a heron", **more: object) -> Finished:
    return asker.ask("luma_agents", "text-to-image", "uni-1", prompt=prompt, width=64, height=64, **more)


def posts(asker: Asker) -> int:
    return sum(seen.method == "POST" for seen in asker.world.seen)


def test_the_same_request_is_paid_once(asker: Asker) -> None:
    first, second = image(asker), image(asker)
    assert second.cached and first.outputs == second.outputs
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


@pytest.mark.parametrize("status", [429, 503])
def test_what_was_not_taken_is_sent_again(status: int, asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="POST", status=status, headers={"retry-after-ms": "5"}, times=2)]
    image(asker)
    assert posts(asker) == 3 and len(asker.world.charges) == 1


def test_a_service_that_wants_a_long_rest_is_not_waited_for(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="POST", status=429, headers={"retry-after": "3600"})]
    with pytest.raises(ServiceError, match="test"):
        image(asker)
    assert posts(asker) == 1 and asker.money() == [("released", 0.0)]


@pytest.mark.parametrize("kind", ["after-work", "mid-body", "garbage"])
def test_an_answer_that_nobody_saw_leaves_it_in_doubt(kind: str, asker: Asker) -> None:
    asker.world.faults = [Fault(kind, method="POST")]  # type: ignore[arg-type]
    with pytest.raises(InDoubt, match="may have"):
        image(asker)
    assert posts(asker) == 1 and asker.jobs() == [("in doubt", "")]
    assert asker.money() == [("reserved", 0.0)]
    with pytest.raises(InDoubt):
        image(asker)
    assert posts(asker) == 1  # never repeated by itself


def test_a_gateway_s_failure_leaves_it_in_doubt_and_an_answer_of_the_service_does_not(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="POST", status=500)]
    image(asker, "one")
    asker.world.faults = [Fault("status", method="POST", status=502)]
    with pytest.raises(InDoubt, match="502"):
        image(asker, "two")


def test_looking_at_a_job_is_repeated_whatever_happens(asker: Asker) -> None:
    asker.world.polls = 3
    asker.world.faults = [
        Fault("before", method="GET"),
        Fault("mid-body", method="GET"),
        Fault("status", method="GET", status=502, after=1),
        Fault("status", method="GET", status=429, headers={"retry-after": "0"}, after=3),
    ]
    image(asker)
    assert posts(asker) == 1 and len(asker.world.charges) == 1


def test_a_job_that_cannot_be_looked_at_is_found_again_by_the_next_run(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning, match="not lost"):
        image(asker)
    assert asker.jobs()[0][0] == "submitted" and asker.money() == [("reserved", 0.0)]
    asker.world.faults = []
    assert not image(asker).cached
    assert posts(asker) == 1 and asker.jobs()[0][0] == "done" and asker.money() == [("settled", 1.0)]


def test_an_expired_link_is_asked_for_again(asker: Asker) -> None:
    asker.world.expired = True
    with pytest.raises(InDoubt, match="expired"):
        image(asker)
    assert asker.jobs()[0][0] == "in doubt"
    looked = sum(seen.vendor == "luma_agents" and seen.method == "GET" for seen in asker.world.seen)
    assert looked > 2  # once more than the job needed


def test_a_cut_download_is_fetched_again(asker: Asker) -> None:
    asker.world.faults = [Fault("mid-body", path="file-"), Fault("status", path="file-", status=503)]
    assert image(asker).outputs["image"].facts["width"] > 0
    assert sum(seen.vendor == "files" for seen in asker.world.seen) == 3


def test_a_wrong_key_says_which_variable_to_look_at(asker: Asker) -> None:
    asker.world.keys["luma_agents"] = "right"
    engine = asker.engine("luma_agents", "text-to-image", "uni-1")
    asker.monkeypatch.setenv("LUMA_AGENTS_API_KEY", "wrong")
    with pytest.raises(ServiceError, match="LUMA_AGENTS_API_KEY"):
        asyncio.run(asker.call(engine, request()))
    asker.monkeypatch.delenv("LUMA_AGENTS_API_KEY")
    with pytest.raises(KeyMissing, match="LUMA_AGENTS_API_KEY"):
        asyncio.run(asker.call(engine, request()))
    assert not asker.world.charges


def test_nothing_is_sent_beyond_the_budget(asker: Asker) -> None:
    asker.allowance = Allowance(usd=2.5)
    image(asker, "one", run=7)
    image(asker, "two", run=7)
    with pytest.raises(BudgetExceeded, match=r"\$0.50 is left"):
        image(asker, "three", run=7)
    assert posts(asker) == 2
    image(asker, "three", run=8)


def test_the_month_is_held_whatever_the_run_may_spend(asker: Asker) -> None:
    asker.home.journal.ledger.set_budget("month", "", 1.5)
    image(asker, "one")
    with pytest.raises(BudgetExceeded, match="month"):
        image(asker, "two")
    assert len(asker.world.charges) == 1


def request(prompt: str = "a heron") -> Request:
    return made("text-to-image", prompt=prompt, width=64, height=64)


def test_the_same_request_many_times_at_once_is_paid_once(asker: Asker) -> None:
    engine = asker.engine("luma_agents", "text-to-image", "uni-1")

    async def many() -> list[Finished]:
        return await asyncio.gather(*(Asker.call(replace(asker, seen=[]), engine, request()) for _ in range(200)))

    made = asyncio.run(many())
    assert len({one.outputs["image"] for one in made}) == 1 and sum(not one.cached for one in made) == 1
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


def test_a_cancelled_run_still_learns_what_its_request_is_called(asker: Asker) -> None:
    asker.world.faults = [Fault("held", method="POST")]
    engine = asker.engine("luma_agents", "text-to-image", "uni-1")

    async def cancelled() -> None:
        running = asyncio.create_task(asker.call(engine, request()))
        while not asker.world.seen:
            await asyncio.sleep(0.01)
        running.cancel()
        asker.world.released = True
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(cancelled())
    assert asker.jobs()[0][0] == "submitted" and asker.jobs()[0][1]
    image(asker)
    assert posts(asker) == 1


def test_a_run_that_was_killed_while_its_request_was_on_its_way_asks_what_to_do(asker: Asker) -> None:
    """The journal says `sent`: the process that wrote it is gone."""
    asker.world.faults = [Fault("after-work", method="POST")]
    with contextlib.suppress(InDoubt):
        image(asker)
    jobs = asker.home.journal.jobs
    asker.home.rows("update jobs set status='sent'")
    with pytest.raises(InDoubt, match="an earlier run"):
        image(asker)
    assert jobs.list()[0].status == "in doubt"


def test_the_key_goes_to_the_vendor_s_own_hosts_only(asker: Asker) -> None:
    asker.point("luma_agents")

    async def strays() -> None:
        way = await asker.transport("luma_agents")
        with pytest.raises(ServiceError, match="none of its known hosts"):
            await way.fetch(_transport.Http("GET", "https://luma.example.com/v1/generations/1"))
        with pytest.raises(ServiceError, match="no public host"):
            await way.download("https://169.254.169.254/latest/meta-data", asker.folder / "x")

    asyncio.run(strays())
    image(asker)
    keyless = [seen for seen in asker.world.seen if seen.vendor == "files"]
    assert keyless and all("authorization" not in seen.headers for seen in keyless)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("Sat, 01 Jan 2000 00:00:00 GMT", 0.0), ("soon", None), (None, None)],
)
def test_how_long_to_wait(said: str | None, seconds: float | None) -> None:
    assert _transport.retry_after({"retry-after": said} if said else {}) == seconds


def test_a_date_to_wait_for() -> None:
    then = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 30))
    assert 28 <= (_transport.retry_after({"retry-after": then}) or 0) <= 31
