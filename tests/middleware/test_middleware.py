"""Each wrapper is an engine around an engine and keeps to the same contract."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Asset, Kind
from polymuse.errors import EngineError
from polymuse.home import Home
from polymuse.middleware import Cached, Place, Recorded, Retried, cache_key
from polymuse.middleware.cache import cutoff
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Card, Engine, Event, Finished, Request
from tests.fakes import Idler, Typist

Wrap = Callable[[Engine, Place], Engine]

WRAPPERS: dict[str, Wrap] = {
    "record": Recorded,
    "cache": lambda engine, place: Cached(Recorded(engine, place), place),
    "retry": lambda engine, place: Retried(Recorded(engine, place), pause=0.0),
}


def say(text: str = "hello") -> Request:
    return Request("text-to-speech", TextToSpeech(text=text))


def perform(engine: Engine, home: Home, request: Request | None = None) -> list[Event]:
    async def collect() -> list[Event]:
        with home.store.workspace() as work:
            return [event async for event in engine.run(request or say(), work)]

    return asyncio.run(collect())


@pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
class TestContract:
    def test_keeps_the_card(self, wrap: Wrap, home: Home) -> None:
        typist = Typist()
        assert wrap(typist, Place(home)).card == typist.card

    def test_ends_with_finished_and_its_outputs(self, wrap: Wrap, home: Home) -> None:
        last = perform(wrap(Typist(), Place(home)), home)[-1]
        assert isinstance(last, Finished)
        assert last.outputs["speech"].read_text() == "hello"
        assert [n.text for n in last.notices] == ["typed, not spoken"]

    def test_passes_failures_on(self, wrap: Wrap, home: Home) -> None:
        with pytest.raises(EngineError, match="out of paper"):
            perform(wrap(Typist(failures=9, retryable=False), Place(home)), home)

    def test_leaves_no_work_behind(self, wrap: Wrap, home: Home) -> None:
        perform(wrap(Typist(), Place(home)), home)
        assert list((home.path / "work").iterdir()) == []


def test_record_journals_before_and_after(home: Home) -> None:
    run = home.journal.begin_run("r", "{}")
    perform(Recorded(Typist(), Place(home, run, "one"), size=5), home)
    with pytest.raises(EngineError):
        perform(Recorded(Typist(failures=1), Place(home, run, "two")), home)
    assert [(c.step, c.status) for c in home.journal.calls(run)] == [("one", "done"), ("two", "failed")]


def test_record_refuses_a_result_without_its_outputs(home: Home) -> None:
    with pytest.raises(EngineError, match="without making speech"):
        perform(Recorded(Idler(), Place(home)), home)


def test_cache_makes_a_thing_once(home: Home) -> None:
    typist = Typist()
    engine = Cached(Recorded(typist, Place(home)), Place(home))
    first, second = perform(engine, home)[-1], perform(engine, home)[-1]
    assert typist.runs == 1
    assert isinstance(first, Finished) and isinstance(second, Finished)
    assert not first.cached and second.cached
    assert first.outputs == second.outputs and first.notices == second.notices


def test_cache_single_flight(home: Home) -> None:
    typist = Typist(pause=0.05)
    place = Place(home)

    async def one() -> Event:
        with home.store.workspace() as work:
            return [e async for e in Cached(Recorded(typist, place), place).run(say(), work)][-1]

    async def many() -> list[Event]:
        return await asyncio.gather(*(one() for _ in range(50)))

    results = asyncio.run(many())
    assert typist.runs == 1
    assert sum(isinstance(r, Finished) and not r.cached for r in results) == 1


def test_cache_makes_again_what_is_gone(home: Home) -> None:
    typist = Typist()
    engine = Cached(Recorded(typist, Place(home)), Place(home))
    made = perform(engine, home)[-1]
    assert isinstance(made, Finished)
    made.outputs["speech"].path.unlink()
    perform(engine, home)
    assert typist.runs == 2


@pytest.mark.parametrize(
    ("fresh", "runs"), [(False, 1), (timedelta(hours=1), 1), (timedelta(0), 2), (True, 2)], ids=str
)
def test_cache_makes_again_what_is_too_old(fresh: bool | timedelta, runs: int, home: Home) -> None:
    typist = Typist()
    recorded = Recorded(typist, Place(home))
    perform(Cached(recorded, Place(home)), home)
    since = cutoff(fresh)
    for _ in range(3):
        perform(Cached(recorded, Place(home), since=since), home)
    assert typist.runs == runs


def test_a_failure_is_not_kept(home: Home) -> None:
    typist = Typist(failures=1)
    engine = Cached(Recorded(typist, Place(home)), Place(home))
    with pytest.raises(EngineError):
        perform(engine, home)
    assert isinstance(perform(engine, home)[-1], Finished)


def test_retry_until_it_works(home: Home) -> None:
    typist = Typist(failures=2)
    events = perform(Retried(Recorded(typist, Place(home)), attempts=3, pause=0.0), home)
    assert typist.runs == 3 and isinstance(events[-1], Finished)


def test_retry_gives_up(home: Home) -> None:
    typist = Typist(failures=5)
    with pytest.raises(EngineError):
        perform(Retried(Recorded(typist, Place(home)), attempts=3, pause=0.0), home)
    assert typist.runs == 3


def asset(digest: str) -> Asset:
    return Asset(Kind.SPEECH, "audio/wav", digest, Path("x"))


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 9), st.integers(0, 9))
def test_cache_key_says_the_same_only_of_the_same(a: str, b: str, s: int, t: int) -> None:
    card = Typist().card
    one = cache_key(card, Request("text-to-speech", TextToSpeech(text=a, seed=s)))
    other = cache_key(card, Request("text-to-speech", TextToSpeech(text=b, seed=t)))
    assert (one == other) == ((a, s) == (b, t))


def test_cache_key_depends_on_version_inputs_and_task() -> None:
    card = Typist().card
    params = TextToSpeech(text="x")
    keys = {
        cache_key(card, Request("text-to-speech", params)),
        cache_key(Card(**{**card.model_dump(), "version": "2"}), Request("text-to-speech", params)),
        cache_key(card, Request("text-to-speech", params, {"a": asset("1")})),
        cache_key(card, Request("text-to-speech", params, {"a": asset("2")})),
        cache_key(card, Request("text-to-speech", params, {"b": asset("1")})),
        cache_key(card, Request("other", params)),
    }
    assert len(keys) == 6
