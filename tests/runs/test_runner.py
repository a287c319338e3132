"""Walking a plan."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from polymuse.asset import Kind
from polymuse.discovery import Found
from polymuse.engines import registry
from polymuse.errors import EngineError, PlanError
from polymuse.home import Home
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import estimate, urgencies
from polymuse.runs.runner import StepEvent, call, run
from polymuse.tasks import registry as task_registry
from polymuse.types import Engine, Finished
from tests.fakes import TYPING, Typist


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    engine = Typist(pause=0.03, task=TYPING.name)
    engines: dict[str, Engine] = {"typist": engine}
    monkeypatch.setattr(registry, "_engines", lambda: engines)
    monkeypatch.setattr(task_registry, "_found", lambda: {TYPING.name: Found(TYPING.name, "tests.fakes", "TYPING")})
    return engine


def step(id: str, *after: str, text: str = "") -> Step:
    inputs = {f"before-{a}": f"{a}.speech" for a in after}
    return Step(id=id, task="typing", engine="typist", params={"text": text or id}, inputs=inputs)


def walk(plan: Plan, home: Home) -> list[StepEvent]:
    async def collect() -> list[StepEvent]:
        return [event async for event in run(plan, home)]

    return asyncio.run(collect())


def finished(events: list[StepEvent]) -> list[str]:
    return [e.step.id for e in events if isinstance(e.event, Finished)]


def test_independent_steps_go_side_by_side_and_others_wait(typist: Typist, home: Home) -> None:
    plan = Plan(name="p", steps=(step("a"), step("b"), step("c", "a", "b"), step("d", "c")))
    order = finished(walk(plan, home))
    assert typist.most_at_once == 2
    assert set(order[:2]) == {"a", "b"} and order[2:] == ["c", "d"]


def test_a_second_run_is_all_cache(typist: Typist, home: Home) -> None:
    plan = Plan(name="p", steps=(step("a"), step("b", "a")))
    walk(plan, home)
    events = walk(plan, home)
    assert typist.runs == 2
    assert all(e.event.cached for e in events if isinstance(e.event, Finished))
    assert [c.status for c in home.journal.calls(home.journal.last_run())] == ["cached", "cached"]


def test_only_what_depends_on_a_change_is_made_again(typist: Typist, home: Home) -> None:
    walk(Plan(name="p", steps=(step("a"), step("b"), step("c", "a"), step("d", "b"))), home)
    walk(Plan(name="p", steps=(step("a", text="new"), step("b"), step("c", "a"), step("d", "b"))), home)
    status = {c.step: c.status for c in home.journal.calls(home.journal.last_run())}
    assert status == {"a": "done", "b": "cached", "c": "done", "d": "cached"}


def test_the_first_failure_stops_the_rest(typist: Typist, home: Home) -> None:
    typist.failures, typist.retryable = 1, False
    with pytest.raises(EngineError, match="out of paper"):
        walk(Plan(name="p", steps=(step("a"), step("b", "a"))), home)
    assert typist.runs == 1


def test_closing_the_stream_cancels_and_keeps_what_was_finished(typist: Typist, home: Home) -> None:
    plan = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "b")))

    async def stop_after_first() -> None:
        async with contextlib.aclosing(run(plan, home)) as events:
            async for event in events:
                if isinstance(event.event, Finished):
                    return

    asyncio.run(stop_after_first())
    assert {c.status for c in home.journal.calls()} <= {"done", "cancelled"}
    assert list((home.path / "work").iterdir()) == []
    typist.runs = 0
    assert finished(walk(plan, home)) == ["a", "b", "c"]
    assert typist.runs == 2


def test_an_output_that_is_not_there(typist: Typist, home: Home) -> None:
    bad = Step(id="b", task="typing", engine="typist", params={"text": "x"}, inputs={"before": "a.copy"})
    with pytest.raises(PlanError, match=r"needs 'a\.copy', which 'a' did not make"):
        walk(Plan(name="p", steps=(step("a"), bad)), home)


def test_given_assets(typist: Typist, home: Home) -> None:
    asset = home.store.keep_bytes(b"abc", Kind.SPEECH, "audio/wav")
    one = Step(id="b", task="typing", engine="typist", params={"text": "x"}, inputs={"before": "given.it"})
    assert asyncio.run(call(one, home, given={"it": asset})).outputs["speech"].read_text() == "x"
    with pytest.raises(PlanError, match=r"given\.it"):
        asyncio.run(call(one, home))


def test_estimates_learn_from_the_journal(typist: Typist, home: Home) -> None:
    steps = tuple(step(f"s{n}").model_copy(update={"size": 10.0}) for n in range(5))
    plan = Plan(name="p", steps=steps)
    before = estimate(plan, home.journal)
    walk(plan, home)
    after = estimate(plan, home.journal)
    assert not before.measured and after.measured
    assert 5 * 0.02 < after.seconds < 5 * 2


def test_an_estimate_is_no_shorter_than_the_longest_chain(typist: Typist) -> None:
    chain = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "b")))
    flat = Plan(name="p", steps=(step("a"), step("b"), step("c")))
    assert estimate(chain, side_by_side=8).seconds == pytest.approx(3.0)
    assert estimate(flat, side_by_side=3).seconds == pytest.approx(1.0)


def test_the_longest_chain_is_the_most_urgent(typist: Typist) -> None:
    """A typist takes a second for a step of whatever size."""
    plan = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "a"), step("d", "b"), step("e")))
    assert urgencies(plan) == pytest.approx({"a": 3.0, "b": 2.0, "c": 1.0, "d": 1.0, "e": 1.0})


def test_engines_are_told_how_urgent_it_is(typist: Typist, home: Home) -> None:
    walk(Plan(name="p", steps=(step("a"), step("b", "a"))), home)
    assert typist.urgencies == pytest.approx([2.0, 1.0])
