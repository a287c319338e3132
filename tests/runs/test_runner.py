"""Walking a plan."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from polymuse.asset import Kind
from polymuse.discovery import Found
from polymuse.engines import registry
from polymuse.errors import EngineError, PlanError, RunStopped
from polymuse.planning.plan import Plan, Step
from polymuse.runs import following
from polymuse.runs.events import RunEvent, StepFinished, StepStarted, read_event
from polymuse.runs.runner import Options, run
from polymuse.tasks import registry as task_registry
from polymuse.types import Engine
from tests.blocking import Home, walk
from tests.fakes import TYPING, Typist


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    engine = Typist(pause=0.03, task=TYPING.name)
    engines: dict[str, Engine] = {"typist": engine}
    monkeypatch.setattr(registry, "discovered", lambda: engines)
    monkeypatch.setattr(task_registry, "_found", lambda: {TYPING.name: Found(TYPING.name, "tests.fakes", "TYPING")})
    return engine


def step(id: str, *after: str, text: str = "") -> Step:
    inputs = {f"before-{a}": f"{a}.speech" for a in after}
    return Step(id=id, task="typing", engine="typist", params={"text": text or id}, inputs=inputs)


def finished(events: list[RunEvent]) -> list[str]:
    return [e.step for e in events if isinstance(e, StepFinished)]


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
    assert all(e.cached for e in events if isinstance(e, StepFinished))
    assert [c.status for c in home.journal.calls.list(home.last_run())] == ["cached", "cached"]


def test_only_what_depends_on_a_change_is_made_again(typist: Typist, home: Home) -> None:
    walk(Plan(name="p", steps=(step("a"), step("b"), step("c", "a"), step("d", "b"))), home)
    walk(Plan(name="p", steps=(step("a", text="new"), step("b"), step("c", "a"), step("d", "b"))), home)
    status = {c.step: c.status for c in home.journal.calls.list(home.last_run())}
    assert status == {"a": "done", "b": "cached", "c": "done", "d": "cached"}


def test_the_first_failure_stops_the_rest(typist: Typist, home: Home) -> None:
    typist.failures, typist.retryable = 1, False
    with pytest.raises(EngineError, match="out of paper"):
        walk(Plan(name="p", steps=(step("a"), step("b", "a"))), home)
    assert typist.runs == 1


def test_closing_the_stream_cancels_and_keeps_what_was_finished(typist: Typist, home: Home) -> None:
    plan = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "b")))

    async def stop_after_first() -> None:
        async with contextlib.aclosing(run(plan, home.runtime)) as events:
            async for event in events:
                if isinstance(event, StepFinished):
                    return

    asyncio.run(stop_after_first())
    assert {c.status for c in home.journal.calls.list()} <= {"done", "cancelled"}
    assert list((home.path / "work").iterdir()) == []
    typist.runs = 0
    assert finished(walk(plan, home)) == ["a", "b", "c"]
    assert typist.runs == 2


def test_an_output_that_is_not_there(typist: Typist, home: Home) -> None:
    bad = Step(id="b", task="typing", engine="typist", params={"text": "x"}, inputs={"before": "a.copy"})
    with pytest.raises(PlanError, match=r"needs 'a\.copy', which 'a' did not make"):
        walk(Plan(name="p", steps=(step("a"), bad)), home)


def test_given_assets(typist: Typist, home: Home) -> None:
    asset = home.blobs.put_bytes(b"abc", Kind.SPEECH, "audio/wav")
    one = Step(id="b", task="typing", engine="typist", params={"text": "x"}, inputs={"before": "given.it"})
    (done,) = [
        e for e in walk(Plan(name="p", steps=(one,)), home, Options(given={"it": asset})) if isinstance(e, StepFinished)
    ]
    assert done.outputs["speech"].asset().read_text() == "x"
    with pytest.raises(PlanError, match=r"given\.it"):
        walk(Plan(name="p", steps=(one,)), home)


def test_engines_are_told_their_priority(typist: Typist, home: Home) -> None:
    walk(Plan(name="p", steps=(step("a"), step("b", "a"))), home)
    assert typist.priorities == pytest.approx([2.0, 1.0])


class TestEvents:
    """What a run tells, and what is kept of it."""

    def test_are_numbered_and_name_their_step(self, typist: Typist, home: Home) -> None:
        events = walk(Plan(name="p", steps=(step("a"), step("b", "a"))), home)
        assert [e.number for e in events] == list(range(2, len(events) + 2))  # the first is the run's own
        assert {e.run for e in events} == {home.last_run()}
        assert [(e.step, e.model) for e in events if isinstance(e, StepStarted)] == [("a", "typist"), ("b", "typist")]

    def test_are_kept_but_for_what_passes(self, typist: Typist, home: Home) -> None:
        events = walk(Plan(name="p", steps=(step("a"),)), home)
        kept = [read_event(text) for _, text in home.journal.events.read(home.last_run())]
        assert kept[0].type == "run.started" and kept[-1].type == "run.finished"
        assert kept[1:-1] == [e for e in events if not e.passing]

    def test_of_a_failed_run_say_what_failed(self, typist: Typist, home: Home) -> None:
        typist.failures, typist.retryable = 1, False
        with pytest.raises(EngineError):
            walk(Plan(name="p", steps=(step("a"), step("b"))), home)
        last = read_event(home.journal.events.read(home.last_run())[-1][1])
        assert (last.type, last.step) == ("run.failed", "a") and "out of paper" in last.model_dump_json()

    def test_can_be_followed_from_any_number_while_they_come(self, typist: Typist, home: Home) -> None:
        plan = Plan(name="p", steps=tuple(step(f"s{n}", *([f"s{n - 1}"] if n else [])) for n in range(5)))

        async def both() -> tuple[list[RunEvent], list[RunEvent]]:
            made: list[RunEvent] = []

            async def make() -> None:
                async for event in run(plan, home.runtime):
                    made.append(event)

            making = asyncio.create_task(make())
            while not made:
                await asyncio.sleep(0.01)
            followed = [event async for event in following.follow(home.runtime, made[0].run, after=3)]
            await making
            return made, followed

        made, followed = asyncio.run(both())
        lasting = [event for event in made if not event.passing and event.number > 3]
        assert [event for event in followed if not event.passing][:-1] == lasting
        assert followed[-1].type == "run.finished"


def test_a_run_is_cancelled_by_its_id(typist: Typist, home: Home) -> None:
    typist.pause = 30.0

    async def cancel() -> None:
        events = run(Plan(name="p", steps=(step("a"),)), home.runtime)
        first = await anext(events)
        await following.cancel(home.runtime, first.run)
        with pytest.raises(RunStopped):
            async for _ in events:
                pass

    asyncio.run(cancel())
    (row,) = home.journal.runs.list()
    assert (row.status, row.cancel) == ("cancelled", True)
    assert [c.status for c in home.journal.calls.list()] == ["cancelled"]
    assert list((home.path / "work").iterdir()) == []
