"""The pool of worker processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from polymuse.errors import DiskFull, EngineError, ParameterError
from polymuse.executor.pool import Pool, ProcessExecutor
from polymuse.executor.worker import ours
from polymuse.runtime import default_runtime
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Event, Events, Kind, Made, Progress, Request
from tests.command import alive

HERE = "tests.executor.test_pool"


def who(request: Request, work: Path) -> Iterator[Event]:
    """Makes a file with the number of the process it ran in."""
    (work / "pid").write_text(str(os.getpid()))
    yield Progress(0.5)
    yield Made("speech", Kind.SPEECH, work / "pid", "audio/wav")


def die(request: Request, work: Path) -> Iterator[Event]:
    yield Progress(0.1)
    os.write(2, b"something terrible\n")
    os.kill(os.getpid(), 9)


def chatter(request: Request, work: Path) -> Iterator[Event]:
    """Prints where the answers go, which must not disturb them."""
    print("hello")  # noqa: T201 - what libraries do
    os.write(1, b"hello\n")
    yield Progress(1.0)


def refuse(request: Request, work: Path) -> Iterator[Event]:
    yield Progress(0.1)
    raise ParameterError("pitch: too high.", hint="Lower it.")


def stumble(request: Request, work: Path) -> Iterator[Event]:
    yield Progress(0.1)
    raise ValueError("a bug")


def forever(request: Request, work: Path) -> Iterator[Event]:
    (work / "pid").write_text(str(os.getpid()))
    while True:
        yield Progress(0.5)


SAY = Request("text-to-speech", TextToSpeech(text="x"))


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers find this module."""
    root = str(Path(__file__).parent.parent.parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))


EXECUTOR = ProcessExecutor(2)


def stream(function: str, request: Request, work: Path) -> Events:
    return EXECUTOR.stream(function, request, work)


async def all_of(function: str, work: Path) -> list[Event]:
    return [event async for event in stream(f"{HERE}:{function}", SAY, work)]


def test_events_come_back_and_a_worker_is_used_again(tmp_path: Path) -> None:
    async def twice() -> tuple[str, str]:
        await all_of("who", tmp_path)
        first = (tmp_path / "pid").read_text()
        events = await all_of("who", tmp_path)
        assert [type(event) for event in events] == [Progress, Progress, Made]
        return first, (tmp_path / "pid").read_text()

    first, second = asyncio.run(twice())
    assert first == second != str(os.getpid())


def test_workers_end_with_their_loop(tmp_path: Path) -> None:
    asyncio.run(all_of("who", tmp_path))
    assert not alive(int((tmp_path / "pid").read_text()))


def test_no_more_at_once_than_there_is_room_for(tmp_path: Path) -> None:
    async def many() -> set[str]:
        two, found = Pool(2), set()

        async def one(n: int) -> None:
            work = tmp_path / str(n)
            work.mkdir()
            async for _ in two.stream(f"{HERE}:who", SAY, work):
                pass
            found.add((work / "pid").read_text())

        await asyncio.gather(*(one(n) for n in range(6)))
        await two.close()
        return found

    assert 1 <= len(asyncio.run(many())) <= 2


def test_the_highest_priority_is_worked_on_first(tmp_path: Path) -> None:
    async def in_line() -> list[float]:
        one, served = Pool(1), list[float]()

        async def ask(priority: float) -> None:
            async for event in one.stream(f"{HERE}:chatter", SAY, tmp_path, priority):
                if event == Progress(0.0):
                    served.append(priority)

        await asyncio.gather(*map(ask, (1.0, 2.0, 3.0)))
        await one.close()
        return served

    assert asyncio.run(in_line()) == [1.0, 3.0, 2.0]


def test_a_worker_that_dies_says_how_and_the_next_job_is_done(tmp_path: Path) -> None:
    async def both() -> None:
        with pytest.raises(EngineError, match=r"was killed by signal 9: something terrible\.") as caught:
            await all_of("die", tmp_path)
        assert caught.value.retryable
        assert len(await all_of("who", tmp_path)) == 3

    asyncio.run(both())


def test_our_errors_come_back_as_they_were(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="too high") as caught:
        asyncio.run(all_of("refuse", tmp_path))
    assert caught.value.hint == "Lower it." and caught.value.exit_code == 2


def test_other_errors_name_the_task_and_are_not_tried_again(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"text-to-speech failed: ValueError: a bug") as caught:
        asyncio.run(all_of("stumble", tmp_path))
    assert not caught.value.retryable


def test_what_a_job_prints_does_not_disturb_its_answers(tmp_path: Path) -> None:
    assert asyncio.run(all_of("chatter", tmp_path)) == [Progress(0.0), Progress(1.0)]


def test_closing_the_stream_kills_the_worker(tmp_path: Path) -> None:
    async def close_early() -> None:
        async with contextlib.aclosing(stream(f"{HERE}:forever", SAY, tmp_path)) as events:
            async for event in events:
                if event != Progress(0.0):
                    break
        assert not alive(int((tmp_path / "pid").read_text()))
        assert len(await all_of("who", tmp_path)) == 3

    asyncio.run(close_early())


def test_cancelling_kills_the_worker(tmp_path: Path) -> None:
    async def cancel() -> None:
        task = asyncio.create_task(all_of("forever", tmp_path))
        while not (tmp_path / "pid").exists():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not alive(int((tmp_path / "pid").read_text()))

    asyncio.run(cancel())


def test_closing_theEXECUTOR_ends_its_workers_and_it_can_be_used_again(tmp_path: Path) -> None:
    async def close() -> tuple[str, str]:
        executor, pids = ProcessExecutor(1), []
        for _ in range(2):
            async for _event in executor.stream(f"{HERE}:who", SAY, tmp_path):
                pass
            pids.append((tmp_path / "pid").read_text())
            await executor.close()
            assert not alive(int(pids[-1]))
        return pids[0], pids[1]

    first, second = asyncio.run(close())
    assert first != second


def test_how_many_workers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLYMUSE_WORKERS", "3")
    assert default_runtime(tmp_path).executor.size == 3
    monkeypatch.setenv("POLYMUSE_WORKERS", "many")
    with pytest.raises(ParameterError, match="POLYMUSE_WORKERS: 'many'"):
        default_runtime(tmp_path)


@pytest.mark.parametrize(
    ("error", "kind"), [(OSError(28, "full"), DiskFull), (MemoryError(), EngineError), (KeyError("x"), EngineError)]
)
def test_errors_become_ours(error: Exception, kind: type[Exception]) -> None:
    assert type(ours(error, "text-to-image")) is kind
