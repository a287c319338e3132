"""Vertex AI: films by Veo, music by Lyria 2."""

from __future__ import annotations

import asyncio
import json

import pytest

from polymuse import tasks
from polymuse.asset import Kind
from polymuse.errors import KeyMissing, Moderated, ServiceError
from polymuse.types import Request
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture

VEO = "veo-3.1-fast-generate-001"


def asked(asker: Asker) -> dict[str, object]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


@pytest.mark.parametrize(("seconds", "length"), [(3, 4), (4.5, 6), (30, 8)])
def test_a_film_is_long_enough(seconds: float, length: int, asker: Asker) -> None:
    ask = {"prompt": "waves", "seconds": seconds, "width": 720, "height": 1280, "seed": 4, "negative_prompt": "people"}
    made = asker.ask("vertex", "text-to-video", VEO, **ask)
    facts = made.outputs["video"].facts
    assert (facts["width"], facts["height"]) == (720, 1280)
    assert facts["seconds"] == pytest.approx(length, abs=0.05)
    how = asked(asker)["parameters"]
    assert (how["seed"], how["generateAudio"]) == (4, False)
    assert asker.jobs()[0][0] == "done" and asker.money() == [("settled", 1.0)]


def test_a_film_from_its_first_and_last_picture(asker: Asker) -> None:
    first, last = (asker.given(name, picture(name, 128, 72), Kind.IMAGE) for name in ("sea", "hill"))
    asker.ask("vertex", "image-to-video", VEO, {"image": first, "last": last}, prompt="slow pan", seconds=4)
    assert set(asked(asker)["instances"][0]) == {"prompt", "image", "lastFrame"}


def test_films_that_are_not_made(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="usage guidelines"):
        asker.ask("vertex", "text-to-video", VEO, prompt="something", seconds=4)
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Internal"):
        asker.ask("vertex", "text-to-video", VEO, prompt="something", seconds=4)
    with pytest.raises(ServiceError, match="not found"):
        asker.ask("vertex", "text-to-video", "veo-2.0-generate-001", prompt="something", seconds=4)


def test_music(asker: Asker) -> None:
    route = {"dialect": "lyria"}
    made = asker.ask("vertex", "text-to-music", "lyria-002", route=route, prompt="a slow waltz", seed=3)
    assert made.outputs["music"].facts == {"seconds": 2.0, "sample_rate": 48000}
    assert asked(asker)["instances"][0]["seed"] == 3


def test_music_that_is_declined(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="policies"):
        asker.ask("vertex", "text-to-music", "lyria-002", prompt="something")
    assert asker.money() == [("released", 0.0)]


def test_it_needs_a_project(asker: Asker) -> None:
    engine = asker.engine("vertex", "text-to-music", "lyria-002")
    asker.monkeypatch.delenv("GOOGLE_CLOUD_PROJECT")
    request = Request("text-to-music", tasks.parameters(tasks.get("text-to-music"), {"prompt": "a waltz"}))
    with pytest.raises(KeyMissing, match="project"):
        asyncio.run(asker.call(engine, request))
    assert not asker.world.seen
