"""Every system of the catalogue, by every route to it, for every task: asked as the runner asks, or refused in words."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from polymuse import tasks
from polymuse.asset import AUDIO, Asset, Kind
from polymuse.catalog import Route, System, systems
from polymuse.engines.hosted import _routing as _roster
from polymuse.errors import AwaitingImport, NoEngine, RetiredModel
from polymuse.planning.plan import Plan, Step
from polymuse.runs.runner import Options
from polymuse.tasks import missing
from polymuse.types import Finished
from tests.blocking import select, walk
from tests.engines.hosted.conftest import Asker
from tests.servers.media import clip, picture, tone

ASKED = {
    "any-to-any": {"prompt": "Explain a lighthouse with a picture."},
    "audio-text-to-text": {"prompt": "What is heard?"},
    "automatic-speech-recognition": {},
    "feature-extraction": {"text": ["a red boat", "a lighthouse"]},
    "image-text-to-text": {"prompt": "What colour is it?"},
    "image-to-image": {"prompt": "Make it night."},
    "image-to-video": {"prompt": "slow pan", "seconds": 5},
    "moderation": {"text": "The lamp is lit."},
    "text-generation": {"prompt": "Two lines about a lighthouse."},
    "text-to-image": {"prompt": "a red boat on a calm sea", "width": 1024, "height": 1024},
    "text-to-music": {"prompt": "calm, hopeful piano", "seconds": 10},
    "text-to-sound": {"prompt": "waves on a beach", "seconds": 3},
    "text-to-speech": {"text": "The lamp is lit."},
    "text-to-video": {"prompt": "a red boat", "seconds": 5},
    "video-text-to-text": {"prompt": "What moves?"},
    "video-to-video": {"prompt": "as a watercolour"},
}
GIVEN = {
    Kind.IMAGE: ("image", picture("given", 640, 640)),
    Kind.VIDEO: ("video", clip("given film", 3.0, 640, 360)),
    Kind.SPEECH: ("speech", tone("given", 2.0, "mp3", 44100)),
    Kind.SOUND: ("sound", tone("given", 2.0, "mp3", 44100)),
}


def rows() -> list[tuple[System, Route, str]]:
    return [(system, route, task) for system in systems().values() for route in system.routes for task in route.tasks]


def alive(system: System, route: Route) -> bool:
    return not _roster.over(system.life_of(route))


HOSTED = [row for row in rows() if alive(*row[:2]) and row[1].provider != _roster.HANDOFF]
HANDED = [row for row in rows() if alive(*row[:2]) and row[1].provider == _roster.HANDOFF]
GONE = [system for system in systems().values() if _roster.over(system.life)]


def name(row: tuple[System, Route, str]) -> str:
    return f"{row[0].id}@{row[1].provider} {row[2]}"


def inputs(asker: Asker, task: str) -> dict[str, Asset]:
    """Whatever the task cannot do without."""
    needed = {name: port.kind for name, port in tasks.get(task).inputs.items() if not port.optional}
    return {n: asker.given(f"given-{n}", GIVEN[kind][1], kind) for n, kind in needed.items()}


def asked(asker: Asker, system: System, route: Route, task: str) -> Finished:
    given = inputs(asker, task)
    step = Step(
        id="step", task=task, engine=f"{system.id}@{route.provider}", params=ASKED[task],
        inputs={n: f"given.{n}" for n in given},
    )  # fmt: skip
    results: dict[str, Finished] = {}
    walk(Plan(name=task, steps=(step,)), asker.home, Options(given=given), results)
    return results[step.id]


@pytest.mark.parametrize("row", HOSTED, ids=name)
def test_it_makes_what_its_task_promises_and_is_paid_once(row: tuple[System, Route, str], asker: Asker) -> None:
    system, route, task = row
    asker.point(route.provider)
    assert select(f"{system.id}@{route.provider}").provider == route.provider
    finished = asked(asker, system, route, task)
    assert not missing(tasks.get(task).outputs, finished.outputs)
    for output, asset in finished.outputs.items():
        port = tasks.get(task).output(output)
        assert port is not None and port.kind is asset.kind
        whole(asset, alone=len(finished.outputs) == 1)
    pieces = 0 if task == "moderation" else 1  # which is free
    assert len(asker.world.charges) == pieces
    assert asker.money()[0][0] == "settled" and [status for status, _ in asker.jobs()] == ["done"]
    again = asked(asker, system, route, task)
    assert again.cached and len(asker.world.charges) == pieces


def whole(asset: Asset, alone: bool) -> None:
    """The asset is whole, and its facts are told. A text may be empty only beside something else."""
    if asset.kind is Kind.TEXT:
        assert asset.read_text().strip() or not alone
    elif asset.kind is Kind.IMAGE:
        with Image.open(io.BytesIO(asset.read_bytes())) as image:
            assert image.size == (asset.facts["width"], asset.facts["height"])
    elif asset.kind is Kind.VIDEO:
        assert asset.facts["seconds"] > 0 and asset.facts["width"] > 0
    elif asset.kind in AUDIO:
        assert asset.facts["seconds"] > 0 and asset.facts["sample_rate"] >= 8000


@pytest.mark.parametrize("row", HANDED, ids=name)
def test_a_person_is_told_what_to_do(row: tuple[System, Route, str], asker: Asker) -> None:
    system, route, task = row
    with pytest.raises(AwaitingImport, match="polymuse import") as handed:
        asked(asker, system, route, task)
    words = str(ASKED[task]["prompt"]).split()
    assert all(word.strip(",.").lower() in handed.value.work.lower() for word in words)
    assert asker.jobs()[0][0] == "awaiting import" and not asker.world.charges
    assert system.alternatives or system.life.successors


@pytest.mark.parametrize("system", GONE, ids=lambda system: system.id)
def test_a_model_that_is_gone_names_its_successor_before_anything_is_spent(system: System, asker: Asker) -> None:
    with pytest.raises((RetiredModel, NoEngine)) as gone:
        select(system.id)
    successors = (*system.life.successors, *system.alternatives)
    assert any(successor in str(gone.value) for successor in successors) or not successors
    assert not asker.world.seen
