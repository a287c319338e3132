"""Calls and the results that are kept of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from polymuse.protocols import CallSpec, Journal
from polymuse.types import Usage
from tests.blocking import Blocking

ENTRY = {"outputs": {"speech": {"digest": "d"}}, "notices": []}


def begun(journal: Blocking, run: int | None = None, key: str = "k", step: str = "s") -> int:
    id: int = journal.calls.begin(CallSpec(key, run, step, "text-to-speech", "voice", "1", "{}", "{}"))
    return id


def test_a_finished_call_and_its_result_come_together(journal: Blocking) -> None:
    run = journal.runs.begin("film", "{}")
    journal.calls.finish(begun(journal, run), "k", ENTRY, Usage(2.5, 0.1, 10))
    (call,) = journal.calls.list(run)
    assert (call.status, call.seconds, call.usd) == ("done", 2.5, 0.1)
    assert journal.results.recall("k") == ENTRY


def test_where_the_result_cannot_be_kept_the_call_is_not_finished(journal: Blocking) -> None:
    call = begun(journal)
    with pytest.raises(TypeError):
        journal.calls.finish(call, "k", {**ENTRY, "bad": object()}, Usage())
    assert journal.calls.list()[0].status == "started" and journal.results.recall("k") is None
    journal.calls.finish(call, "k", ENTRY, Usage())
    assert journal.calls.list()[0].status == "done"


def test_a_result_is_recalled_until_it_is_too_old_or_forgotten(journal: Blocking) -> None:
    journal.results.remember("k", ENTRY)
    assert journal.results.recall("k", since=time.time() - 60) == ENTRY and journal.results.recall("other") is None
    assert journal.results.recall("k", since=time.time() + 1) is None
    journal.results.forget(0)
    assert journal.results.list() == [ENTRY]
    journal.results.forget(9e12)
    assert journal.results.list() == [] and journal.results.recall("k") is None


def test_the_pace_is_that_of_the_latest_finished_calls(journal: Blocking) -> None:
    for seconds in range(30):
        journal.calls.finish(begun(journal, key=f"k{seconds}"), f"k{seconds}", ENTRY, Usage(seconds, 0, 2))
    journal.calls.end(begun(journal), "failed", seconds=99)
    pace = journal.calls.paces("voice", "1", "text-to-speech")
    assert pace == [(2.0, float(seconds)) for seconds in range(29, 9, -1)]
    assert journal.calls.paces("voice", "2", "text-to-speech") == []


def test_a_kept_result_that_answers_a_call_is_a_call_as_well(journal: Blocking) -> None:
    journal.calls.reuse(CallSpec("k", 1, "s", "text-to-speech", "voice", "1", "{}", "{}"))
    assert [(c.step, c.status, c.usd) for c in journal.calls.list(1)] == [("s", "cached", 0.0)]


def test_a_result_that_is_not_to_be_kept_is_not(journal: Blocking) -> None:
    journal.calls.finish(begun(journal), None, ENTRY, Usage())
    assert journal.results.list() == [] and journal.calls.list()[0].status == "done"


def test_a_dropped_result_is_gone(journal: Blocking) -> None:
    journal.results.remember("k", ENTRY)
    journal.results.drop("k")
    assert journal.results.recall("k") is None


def test_it_is_there_after_it_was_opened_again(make: Callable[[], Journal]) -> None:
    first = Blocking(make())
    first.results.remember("k", ENTRY)
    first.close()
    assert Blocking(make()).results.recall("k") == ENTRY
