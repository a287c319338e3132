"""What a plan takes, before it is done."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from polymuse.discovery import Found
from polymuse.engines import registry
from polymuse.planning.estimates import Estimate, Estimator
from polymuse.planning.plan import Plan, Step
from polymuse.tasks import registry as task_registry
from polymuse.types import Engine
from tests.blocking import Home, walk
from tests.fakes import TYPING, Typist


@pytest.fixture(autouse=True)
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    engine = Typist(pause=0.03, task=TYPING.name)
    engines: dict[str, Engine] = {"typist": engine}
    monkeypatch.setattr(registry, "discovered", lambda: engines)
    monkeypatch.setattr(task_registry, "_found", lambda: {TYPING.name: Found(TYPING.name, "tests.fakes", "TYPING")})
    return engine


def step(id: str, *after: str, size: float = 1.0) -> Step:
    inputs = {f"before-{a}": f"{a}.speech" for a in after}
    return Step(id=id, task="typing", engine="typist", params={"text": id}, inputs=inputs, size=size)


def estimate(home: Home, plan: Plan, **options: Any) -> Estimate:
    return asyncio.run(Estimator(home.runtime.registry, home.runtime.journal).plan(plan, **options))


def test_estimates_learn_from_the_journal(home: Home) -> None:
    plan = Plan(name="p", steps=tuple(step(f"s{n}", size=10.0) for n in range(5)))
    before = estimate(home, plan)
    walk(plan, home)
    after = estimate(home, plan)
    assert not before.measured and after.measured
    assert 5 * 0.02 < after.seconds < 5 * 20


def test_an_estimate_is_no_shorter_than_the_longest_chain(home: Home) -> None:
    chain = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "b")))
    flat = Plan(name="p", steps=(step("a"), step("b"), step("c")))
    assert estimate(home, chain, side_by_side=8).seconds == pytest.approx(3.0)
    assert estimate(home, flat, side_by_side=3).seconds == pytest.approx(1.0)


def test_the_longest_chain_has_the_highest_priority(home: Home) -> None:
    """A typist takes a second for a step of whatever size."""
    plan = Plan(name="p", steps=(step("a"), step("b", "a"), step("c", "a"), step("d", "b"), step("e")))
    priorities = asyncio.run(Estimator(home.runtime.registry, home.runtime.journal).priorities(plan))
    assert priorities == pytest.approx({"a": 3.0, "b": 2.0, "c": 1.0, "d": 1.0, "e": 1.0})


def test_what_is_kept_takes_nothing(home: Home) -> None:
    plan = Plan(name="p", steps=(step("a"), step("b", "a")))
    estimator = Estimator(home.runtime.registry, home.runtime.journal)
    assert asyncio.run(estimator.kept(plan, home.runtime.blobs)) == set()
    walk(plan, home)
    kept = asyncio.run(estimator.kept(plan, home.runtime.blobs))
    assert kept == {"a", "b"} and estimate(home, plan, kept=kept).seconds == 0.0
