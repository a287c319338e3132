"""What every executor keeps to; worker processes have more of their own in tests/executor."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from polymuse.errors import EngineError, ParameterError
from polymuse.executor.pool import ProcessExecutor
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Event, Executor, Kind, Made, Progress, Request

HERE = "tests.contract.test_executor"
MAKERS: dict[str, Callable[[int], Executor]] = {"processes": ProcessExecutor}
SAY = Request("text-to-speech", TextToSpeech(text="x"))


def speak(request: Request, work: Path) -> Iterator[Event]:
    (work / "speech").write_text(request.params.text)  # type: ignore[attr-defined]
    yield Progress(0.5)
    yield Made("speech", Kind.SPEECH, work / "speech", "audio/wav")


def refuse(request: Request, work: Path) -> Iterator[Event]:
    yield Progress(0.1)
    raise ParameterError("pitch: too high.", hint="Lower it.")


def stumble(request: Request, work: Path) -> Iterator[Event]:
    yield Progress(0.1)
    raise ValueError("a bug")


def forever(request: Request, work: Path) -> Iterator[Event]:
    while True:
        yield Progress(0.5)


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request: pytest.FixtureRequest) -> Callable[[int], Executor]:
    maker: Callable[[int], Executor] = request.param
    return maker


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the work is done, this module is found."""
    root = str(Path(__file__).parent.parent.parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))


def collected(executor: Executor, function: str, work: Path) -> list[Event]:
    async def collect() -> list[Event]:
        try:
            return [event async for event in executor.stream(f"{HERE}:{function}", SAY, work)]
        finally:
            await executor.close()

    return asyncio.run(collect())


def test_events_come_back_in_order_after_one_that_says_it_began(
    make: Callable[[int], Executor], tmp_path: Path
) -> None:
    first, *rest = collected(make(1), "speak", tmp_path)
    assert first == Progress(0.0) and [type(event) for event in rest] == [Progress, Made]
    assert (tmp_path / "speech").read_text() == "x"


def test_our_errors_come_back_whole_and_others_as_ours(make: Callable[[int], Executor], tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="too high") as caught:
        collected(make(1), "refuse", tmp_path)
    assert caught.value.hint == "Lower it."
    with pytest.raises(EngineError, match="a bug"):
        collected(make(1), "stumble", tmp_path)


def test_closing_a_stream_frees_its_place(make: Callable[[int], Executor], tmp_path: Path) -> None:
    async def close_early() -> int:
        executor = make(1)
        async with contextlib.aclosing(executor.stream(f"{HERE}:forever", SAY, tmp_path)) as events:
            await anext(events)
        rest = [event async for event in executor.stream(f"{HERE}:speak", SAY, tmp_path)]
        await executor.close()
        return len(rest)

    assert asyncio.run(close_early()) == 3


def test_no_more_at_a_time_than_its_size_and_the_highest_priority_first(
    make: Callable[[int], Executor], tmp_path: Path
) -> None:
    async def in_line() -> list[float]:
        executor, began = make(1), list[float]()

        async def ask(priority: float) -> None:
            async for event in executor.stream(f"{HERE}:speak", SAY, tmp_path, priority):
                if event == Progress(0.0):
                    began.append(priority)

        await asyncio.gather(*map(ask, (1.0, 2.0, 3.0)))
        await executor.close()
        return began

    assert make(1).size == 1 and asyncio.run(in_line()) == [1.0, 3.0, 2.0]
