"""What every engine keeps to, for every task that it does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from polymuse import tasks
from polymuse.asset import AUDIO, Asset, Kind
from polymuse.credentials import EnvironmentSecrets
from polymuse.engines.hosted import _routing as routing
from polymuse.engines.registry import discovered
from polymuse.executor.pool import ProcessExecutor
from polymuse.media.probe import sniff
from polymuse.protocols import Executor
from polymuse.storage.folder import digest_of
from polymuse.tasks import Task, missing
from polymuse.types import Card, Context, Event, Finished, Made, Notice, Preview, Progress, Request, Settings
from tests.contract.inputs import given
from tests.rules import for_each

CARDS = (*(engine.card for engine in discovered().values()), *routing.cards())
PAIRS = [(card, name) for card in CARDS if card.locality == "builtin" for name in card.tasks]
SECONDS = 60
"""Within which an example must be done, on the slowest machine that runs these tests."""


@dataclass(frozen=True)
class Twice:
    """A task's example, done twice, each time by another worker process."""

    card: Card
    task: Task
    inputs: Mapping[str, Asset]
    folders: tuple[Path, Path]
    events: tuple[list[Event], list[Event]]

    def made(self, time: int = 0) -> dict[str, Made]:
        return {event.name: event for event in self.events[time] if isinstance(event, Made)}


@dataclass(frozen=True)
class Round:
    """An event loop, and the one worker process that does everything in it."""

    loop: asyncio.Runner
    executor: Executor

    def perform(self, id: str, request: Request, work: Path) -> list[Event]:
        return self.loop.run(perform(self.executor, id, request, work))


async def perform(executor: Executor, id: str, request: Request, work: Path) -> list[Event]:
    work.mkdir()
    settings, engine = Settings(work), discovered()[id]
    context = Context(executor, EnvironmentSecrets(settings), settings, lambda: work)
    async with asyncio.timeout(SECONDS):
        return [event async for event in engine.run(engine.prepare(request), context)]


@pytest.fixture(scope="module")
def rounds() -> Iterator[tuple[Round, Round]]:
    with asyncio.Runner() as one, asyncio.Runner() as two:
        yield Round(one, ProcessExecutor(1)), Round(two, ProcessExecutor(1))


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: f"{pair[0].id} {pair[1]}")
def twice(
    request: pytest.FixtureRequest, rounds: tuple[Round, Round], tmp_path_factory: pytest.TempPathFactory
) -> Twice:
    card, name = request.param
    task, folder = tasks.get(name), tmp_path_factory.mktemp(name)
    inputs = given(task, folder / "given")
    asked = Request(name, tasks.parameters(task, task.example), inputs)
    folders = (folder / "one", folder / "two")
    done = [each.perform(card.id, asked, work) for each, work in zip(rounds, folders, strict=True)]
    return Twice(card, task, inputs, folders, (done[0], done[1]))


def test_it_makes_all_it_promises_and_nothing_else(twice: Twice) -> None:
    made = twice.made()
    assert not missing(twice.task.outputs, made)
    for name, output in made.items():
        port = twice.task.output(name)
        assert port is not None and output.kind is port.kind, name


def test_each_output_is_a_file_of_its_own_in_the_work_folder(twice: Twice) -> None:
    outputs = twice.made().values()
    assert len({output.path for output in outputs}) == len(outputs)
    for output in outputs:
        assert output.path.is_file() and output.path.is_relative_to(twice.folders[0])
        assert output.path.stat().st_size > 0 or output.kind is Kind.TEXT


def test_each_output_is_what_its_media_type_says(twice: Twice) -> None:
    for output in twice.made().values():
        if output.media_type.startswith(("text/", "application/")):
            output.path.read_text(encoding="utf-8")
        else:
            assert sniff(output.path)[1] == output.media_type


def test_facts_are_told(twice: Twice) -> None:
    for output in twice.made().values():
        known = set(output.facts)
        if output.kind in AUDIO and output.media_type == "audio/wav":
            assert known >= {"seconds", "sample_rate"}
        if output.kind is Kind.VIDEO:
            assert known >= {"width", "height", "fps", "frames", "seconds"}
        if output.kind is Kind.IMAGE:
            assert known >= {"width", "height"}


def test_preparing_is_pure(twice: Twice) -> None:
    """Equal requests are prepared equally, and nothing is written."""
    engine = discovered()[twice.card.id]
    request = Request(twice.task.name, tasks.parameters(twice.task, twice.task.example), twice.inputs)
    before = sorted(twice.folders[0].parent.rglob("*"))
    first, second = engine.prepare(request), engine.prepare(request)
    assert first == second and first.cache_key and first.card == twice.card
    assert sorted(twice.folders[0].parent.rglob("*")) == before


def test_twice_is_the_same_to_the_byte(twice: Twice) -> None:
    first, second = twice.made(0), twice.made(1)
    assert list(first) == list(second)
    for name, output in first.items():
        assert digest_of(output.path) == digest_of(second[name].path), name
        assert output.facts == second[name].facts
    said = [[e for e in events if isinstance(e, Notice)] for events in twice.events]
    assert said[0] == said[1]


def test_progress_goes_from_0_to_1_and_never_back(twice: Twice) -> None:
    fractions = [event.fraction for event in twice.events[0] if isinstance(event, Progress)]
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert fractions == sorted(fractions)


def test_only_events_of_a_bare_engine(twice: Twice) -> None:
    assert all(isinstance(event, Made | Notice | Preview | Progress) for event in twice.events[0])
    assert not any(isinstance(event, Finished) for event in twice.events[0])


@for_each(CARDS, name=lambda card: card.id)
def test_cards_are_complete(card: Card) -> None:
    assert card.name and card.summary.endswith(".") and card.version and card.tasks
    assert set(card.tasks) <= set(tasks.names())
    assert set(card.pace) <= set(card.tasks) and set(card.prices) <= set(card.tasks)
    assert not card.modules or card.extra


def test_every_task_has_an_engine() -> None:
    able = {name for card in CARDS for name in card.tasks}
    assert able == set(tasks.names())
