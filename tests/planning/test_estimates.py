"""What a plan takes, before it is done."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.discovery import Found
from polymuse.engines import registry
from polymuse.errors import ParameterError
from polymuse.planning.estimates import Estimate, Estimator
from polymuse.planning.plan import Plan, Step
from polymuse.tasks import registry as task_registry
from polymuse.types import Engine, Range
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


def film_step(task: str, model: str, params: dict[str, Any], **more: Any) -> Step:
    return Step(id="s", task=task, engine=model, params=params, **more)


@pytest.fixture
def estimator(home: Home, monkeypatch: pytest.MonkeyPatch) -> Estimator:
    monkeypatch.undo()
    return Estimator(home.runtime.registry, home.runtime.journal)


def test_a_scene_that_is_not_made_yet_may_turn_out_shorter_or_longer(estimator: Estimator) -> None:
    size = {"width": 1280, "height": 720}
    step = film_step(
        "text-to-video",
        "seedance-2.0@fal",
        size,
        inputs={"scene": "timing.take-01"},
        expected={"scene": {"seconds": 6.0}},
    )
    prepared = estimator.foreseen(step)
    assert prepared.quantities["second"] == Range(5.0, 6.0, 8.0)  # whole seconds, of 4.2, 6 and 7.8
    assert estimator.money(step).high == pytest.approx(8 * 0.3034)
    assert prepared.cache_key is None


def test_a_scene_of_which_nobody_knows_anything_may_be_as_long_as_the_model_makes_it(estimator: Estimator) -> None:
    step = film_step("text-to-sound", "eleven-sound-2@elevenlabs", {}, inputs={"scene": "timing.sound-01"})
    assert estimator.foreseen(step).quantities["second"].high == 30.0


def test_pictures_that_are_not_made_yet_are_counted(estimator: Estimator) -> None:
    bare, shown = (
        film_step("any-to-any", "gpt-5@openai", {"prompt": "What is it?"}, inputs=inputs)
        for inputs in ({}, {"image-1": "a.image", "image-2": "b.image"})
    )
    low, high = (estimator.foreseen(step).quantities["input token"] for step in (bare, shown))
    assert high.expected - low.expected == pytest.approx(2 * 1.2 * 1100) and high.high - low.high == 2 * 16_384


def test_what_is_given_is_counted_as_it_is(estimator: Estimator) -> None:
    speech = Asset(Kind.SPEECH, "audio/wav", "d", Path("said.wav"), {"seconds": 61.5})
    step = film_step("automatic-speech-recognition", "whisper-1@openai", {}, inputs={"speech": "given.speech"})
    assert estimator.foreseen(step, {"speech": speech}).quantities["second"] == Range(61.5, 61.5, 62.0)


def test_an_estimate_tells_what_will_be_asked_of_a_hosted_model(estimator: Estimator) -> None:
    params = {"prompt": "a boat", "seconds": 5.5, "width": 1000, "height": 1000}
    told = asyncio.run(estimator.step(film_step("text-to-video", "seedance-2.0@fal", params)))
    assert told.request == {
        "model": "bytedance/seedance-2.0/text-to-video", "prompt": "a boat", "aspect": "1:1", "resolution": "1080p",
        "seconds": 6.0, "quantities": {"second": [6.0, 6.0, 6.0]},
    }  # fmt: skip
    assert told.money.high == pytest.approx(6 * 0.682) and told.priced


def test_a_plan_is_refused_for_what_a_model_cannot_do(estimator: Estimator) -> None:
    params = {"text": "Hei", "language": "fi"}
    with pytest.raises(ParameterError, match="does not speak 'fi'"):
        asyncio.run(estimator.step(film_step("text-to-speech", "kokoro@fal", params)))
