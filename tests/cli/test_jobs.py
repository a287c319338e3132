"""Work under way, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from polymuse.engines import registry
from polymuse.media.wav import write_wav
from tests.cli.conftest import Give
from tests.hosting import Courier, Paid, engines
from tests.sounds import tone

HUGE = "9" * 20


@pytest.fixture(autouse=True)
def paid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paid:
    engine = Paid(lost=1)
    monkeypatch.setattr(registry, "discovered", lambda: engines(engine, Courier()))
    monkeypatch.chdir(tmp_path)
    return engine


def test_nothing_under_way(give: Give) -> None:
    assert give("jobs").err == "Nothing is under way.\n"


def test_work_for_a_person_from_its_instructions_to_the_result(give: Give, tmp_path: Path) -> None:
    waiting = give("music", "a slow waltz [in D]", "--seconds", "2")
    assert waiting.code == 3 and waiting.out == ""
    assert "Job 1 waits for you: Courier has no programming interface." in waiting.err
    lines = waiting.err.splitlines()
    assert "Job 1, Courier. Open https://courier.example and put in:" in lines
    assert "a slow waltz [in D]" in lines, "the words to paste stand on a line of their own"
    assert lines[-1] == "Bring the result back with `polymuse import 1 FILE`, then give the same command again."
    listed = give("jobs").out
    assert "awaiting import" in listed and "jobs show 1, then import 1 FILE" in listed
    shown = give("jobs", "show", "1").out
    assert "a slow waltz [in D]" in shown.splitlines() and '"seconds": 2.0' in shown
    write_wav(tmp_path / "song.wav", tone(3))
    brought = give("import", "1", "song.wav")
    assert brought.code == 0 and "Job 1 is done: audio/wav" in brought.err
    assert "It lasts 3.0 s; 2 s were asked for." in brought.err
    assert give("music", "a slow waltz [in D]", "--seconds", "2").code == 0
    assert (tmp_path / "music.wav").read_bytes() == (tmp_path / "song.wav").read_bytes()
    assert give("jobs").err == "Nothing is under way.\n" and "done" in give("jobs", "--all").out


def test_work_in_doubt_that_was_not_done(give: Give, paid: Paid) -> None:
    lost = give("speak", "hello")
    assert lost.code == 1 and "polymuse jobs retry 1" in lost.err and "https://paid.example" in lost.err
    assert "in doubt" in give("jobs").out
    assert give("jobs", "retry", "1").err == "Job 1 is dropped; the next run sends it again.\n"
    assert give("speak", "hello").code == 0 and paid.charges == 2


def test_work_in_doubt_that_was_charged(give: Give) -> None:
    give("speak", "hello")
    assert "reserved" in give("jobs", "show", "1").out
    assert give("jobs", "charged", "1").err == "Job 1 is dropped; $1.00 count as spent.\n"
    assert give("jobs", "charged", "1").code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("jobs", "delete", "1"), "'delete' is not one of show, retry, charged"),
        (("jobs", "retry"), "which job"),
        (("jobs", "show", "9"), "There is no job 9"),
        (("import", "9", "song.wav"), "There is no job 9"),
        (("jobs", "show", HUGE), "larger than any in the journal"),
        (("jobs", "retry", HUGE), "larger than any in the journal"),
        (("jobs", "charged", HUGE), "larger than any in the journal"),
        (("import", HUGE, "song.wav"), "larger than any in the journal"),
        (("runs", "show", HUGE), "larger than any in the journal"),
    ],
)
def test_what_cannot_be(give: Give, arguments: tuple[str, ...], said: str) -> None:
    done = give(*arguments)
    assert done.code == 2 and said in done.err and len(done.err.splitlines()) == 1
