"""Each middleware keeps to the same contract, alone and in the default order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Asset, Kind
from polymuse.client import cutoff
from polymuse.engines.preparation import cache_key
from polymuse.errors import DamagedMedia, EngineError
from polymuse.middleware.cache import Cache
from polymuse.middleware.record import Record
from polymuse.middleware.retry import Retry
from polymuse.runtime import Runtime, default_middleware
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Card, Delta, Event, Finished, Middleware, Notice, Request, Restarted
from tests.blocking import Home, perform, performed
from tests.fakes import Idler, Typist
from tests.hosting import Paid

Some = Callable[[Runtime], list[Middleware]]


def record(runtime: Runtime) -> list[Middleware]:
    return [Record(runtime.blobs, runtime.journal)]


def cache(runtime: Runtime) -> list[Middleware]:
    return [Cache(runtime.blobs, runtime.journal, runtime.locks), *record(runtime)]


def retry(runtime: Runtime) -> list[Middleware]:
    return [Retry(pause=0.0), *record(runtime)]


SOME: dict[str, Some] = {
    "record": record,
    "cache": cache,
    "retry": retry,
    "all": lambda runtime: list(default_middleware(runtime.blobs, runtime.journal, runtime.locks)),
}


def say(text: str = "hello") -> Request:
    return Request("text-to-speech", TextToSpeech(text=text))


def last(events: list[Event]) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


@pytest.mark.parametrize("some", SOME.values(), ids=SOME)
class TestContract:
    def test_ends_with_finished_and_its_outputs(self, some: Some, home: Home) -> None:
        done = last(perform(home, Typist(), say(), some(home.runtime)))
        assert done.outputs["speech"].read_text() == "hello" and done.engine == "typist"
        assert [n.text for n in done.notices] == ["typed, not spoken"]

    def test_passes_failures_on(self, some: Some, home: Home) -> None:
        with pytest.raises(EngineError, match="out of paper"):
            perform(home, Typist(failures=9, retryable=False), say(), some(home.runtime))

    def test_leaves_no_work_behind(self, some: Some, home: Home) -> None:
        perform(home, Typist(), say(), some(home.runtime))
        assert list((home.path / "work").iterdir()) == []


def test_record_journals_before_and_after(home: Home) -> None:
    run, middleware = home.journal.runs.begin("r", "{}"), record(home.runtime)
    perform(home, Typist(), say(), middleware, run=run, step="one", size=5)
    with pytest.raises(EngineError):
        perform(home, Typist(failures=1), say(), middleware, run=run, step="two")
    assert [(c.step, c.status) for c in home.journal.calls.list(run)] == [("one", "done"), ("two", "failed")]


def test_record_refuses_a_result_without_its_outputs(home: Home) -> None:
    with pytest.raises(EngineError, match="without making speech"):
        perform(home, Idler(), say(), record(home.runtime))


def test_cache_makes_a_thing_once(home: Home) -> None:
    typist, middleware = Typist(), cache(home.runtime)
    first, second = (last(perform(home, typist, say(), middleware)) for _ in range(2))
    assert typist.runs == 1
    assert not first.cached and second.cached
    assert first.outputs == second.outputs and first.notices == second.notices and second.engine == "typist"


def test_cache_single_flight(home: Home) -> None:
    typist, middleware = Typist(pause=0.05), cache(home.runtime)

    async def once() -> list[Event]:
        return [event async for event in performed(home.runtime, typist, say(), middleware)]

    async def many() -> list[list[Event]]:
        return await asyncio.gather(*(once() for _ in range(50)))

    results = [last(events) for events in asyncio.run(many())]
    assert typist.runs == 1
    assert sum(not result.cached for result in results) == 1


def test_cache_makes_again_what_is_gone(home: Home) -> None:
    typist, middleware = Typist(), cache(home.runtime)
    last(perform(home, typist, say(), middleware)).outputs["speech"].path.unlink()
    perform(home, typist, say(), middleware)
    assert typist.runs == 2


@pytest.mark.parametrize("damage", [b"hullo", b"", b"hello and more"], ids=["changed", "emptied", "grown"])
def test_cache_makes_again_what_was_damaged_and_says_so(home: Home, damage: bytes) -> None:
    typist, middleware = Typist(), cache(home.runtime)
    last(perform(home, typist, say(), middleware)).outputs["speech"].path.write_bytes(damage)
    again = last(perform(home, typist, say(), middleware))
    assert typist.runs == 2 and again.outputs["speech"].read_text() == "hello"
    assert "damaged" in [notice.topic for notice in again.notices]
    assert last(perform(home, typist, say(), middleware)).cached


def test_what_was_paid_for_and_damaged_is_said_and_not_paid_again(home: Home) -> None:
    paid, middleware = Paid(usd=2.0), SOME["all"](home.runtime)
    last(perform(home, paid, say(), middleware)).outputs["speech"].path.write_bytes(b"x")
    with pytest.raises(DamagedMedia, match=r"It had cost \$2\.00") as caught:
        perform(home, paid, say(), middleware)
    assert paid.charges == 1 and "--fresh" in caught.value.hint
    assert last(perform(home, paid, say(), middleware, since=time.time())).outputs["speech"].read_text() == "hello"
    assert paid.charges == 2


@pytest.mark.parametrize(
    ("fresh", "runs"), [(False, 1), (timedelta(hours=1), 1), (timedelta(0), 2), (True, 2)], ids=str
)
def test_cache_makes_again_what_is_too_old(fresh: bool | timedelta, runs: int, home: Home) -> None:
    typist, middleware = Typist(), cache(home.runtime)
    perform(home, typist, say(), middleware)
    since = cutoff(fresh)
    for _ in range(3):
        perform(home, typist, say(), middleware, since=since)
    assert typist.runs == runs


def test_a_failure_is_not_kept(home: Home) -> None:
    typist, middleware = Typist(failures=1), cache(home.runtime)
    with pytest.raises(EngineError):
        perform(home, typist, say(), middleware)
    last(perform(home, typist, say(), middleware))


def test_retry_until_it_works(home: Home) -> None:
    typist = Typist(failures=2)
    last(perform(home, typist, say(), [Retry(attempts=3, pause=0.0), *record(home.runtime)]))
    assert typist.runs == 3


def test_retry_gives_up(home: Home) -> None:
    typist = Typist(failures=5)
    with pytest.raises(EngineError):
        perform(home, typist, say(), [Retry(attempts=3, pause=0.0), *record(home.runtime)])
    assert typist.runs == 3


def test_retry_says_when_words_that_were_streamed_do_not_count(home: Home) -> None:
    stutterer = Typist(failures=1, words=["hel", "lo"])
    events = perform(home, stutterer, say(), [Retry(pause=0.0), *record(home.runtime)])
    told = [
        event.text if isinstance(event, Delta) else "restart"
        for event in events
        if isinstance(event, Delta | Restarted)
    ]
    assert told == ["hel", "lo", "restart", "hel", "lo"]
    silent = perform(home, Typist(failures=1), say("other"), [Retry(pause=0.0), *record(home.runtime)])
    assert not any(isinstance(event, Restarted) for event in silent)
    assert any(isinstance(event, Notice) and event.topic == "retry" for event in silent)


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
