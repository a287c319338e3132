"""What the catalogue says of routes is true of the requests that are sent: every parameter that a route does not ignore
has its place in them, and the service takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.catalog import Route, System, systems
from polymuse.engines.hosted._request_builder import built
from polymuse.engines.hosted._routing import vendor
from polymuse.types import Request
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture, tone

PROVIDERS = ("bfl", "fal", "huggingface", "ideogram", "replicate")
BASE: dict[str, dict[str, Any]] = {
    "text-to-image": {"prompt": "a heron"},
    "image-to-image": {"prompt": "at night"},
    "text-to-video": {"prompt": "a boat", "seconds": 5.0, "width": 640, "height": 360},
    "image-to-video": {"prompt": "slow waves", "seconds": 5.0, "width": 640, "height": 360},
    "text-to-speech": {"text": "Good evening."},
    "text-to-music": {"prompt": "a slow waltz", "seconds": 10.0},
    "text-to-sound": {"prompt": "rain on a roof", "seconds": 2.0},
    "automatic-speech-recognition": {},
    "feature-extraction": {"text": ["a heron"]},
}
OTHER: dict[str, Any] = {
    "seed": 7, "width": 512, "height": 1024, "negative_prompt": "boats", "steps": 9, "guidance": 2.5, "quality": "hd",
    "strength": 0.3, "seconds": 8.5, "voice": "am_adam", "language": "de", "speed": 1.1, "pitch": 2.0, "diarize": True,
    "delivery": ("whispered",), "mood": {"valence": 0.9, "arousal": 0.9, "words": ["glad"]}, "genre": "jazz",
    "tempo": 90, "dimensions": 64, "input_type": "query", "key": "D minor", "instruments": ("oboe",),
}  # fmt: skip
"""Another value for each parameter."""
FREE = {"language", "width", "height"}
"""What a model may find out by itself: the language it hears, the shape of a picture it is given."""


def claims() -> Iterator[Any]:
    for system in systems().values():
        for route in system.routes:
            for task in route.tasks if route.provider in PROVIDERS else ():
                yield pytest.param(system, route, task, id=f"{system.id}@{route.provider}-{task}")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asset]:
    folder = tmp_path_factory.mktemp("given")

    def kept(name: str, data: bytes, kind: Kind, media_type: str, **facts: Any) -> Asset:
        path = folder / name
        path.write_bytes(data)
        return Asset(kind, media_type, f"sha256-{name}", path, facts)

    still = kept("still.png", picture("still", 320, 320), Kind.IMAGE, "image/png", width=320, height=320)
    return {"image": still, "speech": kept("talk.wav", tone("talk"), Kind.SPEECH, "audio/wav", seconds=1.0)}


def needed(task: str, media: dict[str, Asset]) -> dict[str, Asset]:
    return {name: media[name] for name, port in tasks.get(task).inputs.items() if not port.optional and name in media}


@pytest.mark.parametrize(("system", "route", "task"), list(claims()))
def test_every_parameter_has_its_place_or_is_ignored_openly(
    media: dict[str, Asset], system: System, route: Route, task: str
) -> None:
    def said(**params: Any) -> object:
        request = Request(task, tasks.parameters(tasks.get(task), {**BASE[task], **params}), needed(task, media))
        ask = built(request, route, route.dialect or system.dialect).ask
        return vendor(route.provider).operations[task].request(ask)

    known = tasks.get(task).params.model_fields.keys() & OTHER.keys()
    silent = {name for name in known if said(**{name: OTHER[name]}) == said()}
    assert silent - FREE == (known & set(route.ignores)) - FREE


@pytest.mark.parametrize(("system", "route", "task"), list(claims()))
def test_the_service_takes_it(asker: Asker, media: dict[str, Asset], system: System, route: Route, task: str) -> None:
    known = tasks.get(task).params.model_fields.keys() & OTHER.keys() - set(route.ignores) - {"seconds", "quality"}
    if task.endswith("video"):
        known -= {"width", "height"}  # a large film takes its time, also here
    params = {**BASE[task], **{name: OTHER[name] for name in known}}
    how = {"dialect": route.dialect or system.dialect, "limits": route.limits, "options": route.options}
    made = asker.ask(route.provider, task, route.model_for(task), needed(task, media), route=how, **params)
    assert made.outputs and len(asker.world.charges) == 1
