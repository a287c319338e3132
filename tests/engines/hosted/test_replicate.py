"""Replicate."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.engines.hosted import replicate
from polymuse.engines.hosted._wire import data_uri
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError, StillRunning
from polymuse.types import Progress
from tests.engines.hosted.conftest import Asker, ask_for
from tests.servers.media import picture, tone
from tests.servers.replicate.models import MODELS, one_picture
from tests.servers.world import Fault

DEV, PRO = "black-forest-labs/flux-dev", "black-forest-labs/flux-1.1-pro"
SMALL = {"width": 256, "height": 256}


def community(name: str) -> str:
    return f"{name}:{MODELS[name].version}"


def sent(asker: Asker) -> dict[str, Any]:
    inputs: dict[str, Any] = json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))["input"]
    return inputs


@pytest.mark.parametrize(
    ("model", "size", "said", "made"),
    [
        (PRO, (1920, 1080), {"aspect_ratio": "custom", "width": 1440, "height": 800}, (1440, 800)),
        (PRO, (64, 128), {"aspect_ratio": "custom", "width": 256, "height": 512}, (256, 512)),
        (DEV, (300, 300), {"aspect_ratio": "1:1", "megapixels": "0.25"}, (512, 512)),
        ("black-forest-labs/flux-schnell", (1024, 768), {"aspect_ratio": "4:3", "megapixels": "1"}, (1184, 880)),
        ("stability-ai/stable-diffusion-3.5-large", (512, 512), {"aspect_ratio": "1:1"}, (1024, 1024)),
    ],
)
def test_a_picture_as_near_as_the_model_comes(
    asker: Asker, model: str, size: tuple[int, int], said: dict[str, Any], made: tuple[int, int]
) -> None:
    finished = asker.ask("replicate", "text-to-image", model, prompt="a heron", width=size[0], height=size[1], seed=3)
    facts = finished.outputs["image"].facts
    assert sent(asker) == {"prompt": "a heron", "seed": 3, "output_format": "png", **said}
    assert (facts["width"], facts["height"]) == pytest.approx(made, abs=16)


@pytest.mark.parametrize(("model", "field"), [("black-forest-labs/flux-kontext-pro", "input_image"), (DEV, "image")])
def test_a_picture_is_changed(asker: Asker, model: str, field: str) -> None:
    still = asker.given("still.png", picture("a", 320, 160), Kind.IMAGE)
    finished = asker.ask("replicate", "image-to-image", model, {"image": still}, prompt="at night", strength=0.3)
    assert finished.outputs["image"].media_type == "image/png"
    assert sent(asker)[field] == data_uri(still) and sent(asker).get("prompt_strength", 0.3) == 0.3


def test_a_film_is_at_least_as_long_as_asked(asker: Asker) -> None:
    still = {"image": asker.given("still.png", picture("a", 320, 320), Kind.IMAGE)}
    size = {"width": 640, "height": 360, "seconds": 4.5}
    finished = asker.ask("replicate", "image-to-video", "google/veo-3.1-fast", still, prompt="waves", **size)
    assert (sent(asker)["duration"], sent(asker)["resolution"], sent(asker)["generate_audio"]) == (6, "720p", False)
    assert finished.outputs["video"].facts["seconds"] == pytest.approx(6, abs=0.1)


def test_speech_music_and_what_is_heard(asker: Asker) -> None:
    speech = asker.ask("replicate", "text-to-speech", "minimax/speech-02-turbo", text="Good evening.", speed=3.0)
    assert speech.outputs["speech"].facts["seconds"] > 0.2 and sent(asker)["speed"] == 2
    assert any("takes speed from 0.5 to 2" in notice.text for notice in asker.notices())
    model = community("meta/musicgen")
    music = asker.ask("replicate", "text-to-music", model, prompt="a waltz", seconds=3.2)
    assert music.outputs["music"].facts["seconds"] == pytest.approx(4, abs=0.1)
    talk = {"speech": asker.given("talk.wav", tone("talk"), Kind.SPEECH)}
    heard = asker.ask("replicate", "automatic-speech-recognition", community("openai/whisper"), talk, language="de")
    assert heard.outputs["text"].path.read_text()
    assert [charge.what for charge in asker.world.charges] == [
        "minimax/speech-02-turbo", "meta/musicgen", "openai/whisper",
    ]  # fmt: skip


def test_a_model_that_has_no_row_takes_words_and_what_its_route_fixes(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = replace(MODELS[DEV], make=lambda world, asked: [one_picture(world, asked, n) for n in range(2)])
    monkeypatch.setitem(MODELS, "somebody/flux", two)
    route = {"options": {"aspect_ratio": "16:9"}}
    finished = asker.ask("replicate", "text-to-image", "somebody/flux", prompt="a heron", seed=7, route=route)
    assert sent(asker) == {"prompt": "a heron", "seed": 7, "aspect_ratio": "16:9"}
    assert sorted(finished.outputs) == ["image", "image-2"]


def test_how_far_it_is_is_told(asker: Asker) -> None:
    asker.world.polls = 2
    asker.ask("replicate", "text-to-image", DEV, prompt="a heron", **SMALL)
    told = [(event.fraction, event.note) for event in asker.seen if isinstance(event, Progress)]
    assert (0.0, "starting") in told and (0.5, "at work") in told


def test_a_picture_that_the_model_does_not_take_is_refused_before_anything_is_sent(asker: Asker) -> None:
    still = asker.given("still.png", picture("a"), Kind.IMAGE)
    with pytest.raises(ParameterError, match=r"style: .* takes none"):
        asker.ask("replicate", "image-to-image", DEV, {"image": still, "style": still}, prompt="a hat")
    assert not asker.world.seen


def test_what_is_moderated_fails_or_is_refused_says_so(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="flagged as sensitive"):
        asker.ask("replicate", "text-to-image", DEV, prompt="something", **SMALL)
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Prediction failed"):
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", **SMALL)
    asker.world.outcome = "cancelled"
    with pytest.raises(ServiceError, match="cancelled"):
        asker.ask("replicate", "text-to-image", DEV, prompt="a boat", **SMALL)
    with pytest.raises(ServiceError, match=r"input\.num_inference_steps: .*less than or equal to 50"):
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", steps=90, **SMALL)
    assert len(asker.world.charges) == 3


def test_no_money(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="insufficient credit") as poor:
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert "no credit left" in poor.value.hint and not asker.world.charges


def test_a_prediction_of_a_run_that_ended_is_found_again(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", **SMALL)
    asker.world.faults = []
    asker.ask("replicate", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "done"


def lose(asker: Asker, task: str = "text-to-image", inputs: dict[str, Asset] | None = None) -> None:
    """Have the answer to a request lost that arrived."""
    asker.world.faults = [Fault("after-work", method="POST")]
    with pytest.raises(InDoubt):
        asker.ask("replicate", task, DEV, inputs, prompt="a heron", seed=1)


@pytest.mark.parametrize("given", [False, True])
def test_a_lost_answer_is_found_among_those_of_late(asker: Asker, given: bool) -> None:
    still = {"image": asker.given("still.png", picture("a", 320, 160), Kind.IMAGE)} if given else {}
    task = "image-to-image" if given else "text-to-image"
    lose(asker, task, still)
    made = asker.ask("replicate", task, DEV, still, prompt="a heron", seed=1)
    assert made.outputs["image"].kind is Kind.IMAGE and len(asker.world.charges) == 1


def test_a_request_that_never_arrived_is_sent_again(asker: Asker) -> None:
    asker.ask("replicate", "text-to-image", DEV, prompt="another", seed=1)
    lose(asker)
    del asker.world.jobs[list(asker.world.jobs)[-1]]
    asker.ask("replicate", "text-to-image", DEV, prompt="a heron", seed=1)
    assert len(asker.world.charges) == 3


def test_what_was_forgotten_since_leaves_it_in_doubt(asker: Asker) -> None:
    lose(asker)
    asker.world.expired = True
    next(iter(asker.world.jobs.values())).polls = -1
    with pytest.raises(InDoubt) as doubt:
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", seed=1)
    assert replicate.CONSOLE in doubt.value.hint and len(asker.world.charges) == 1


@pytest.mark.parametrize(("address", "told"), [("https://here.example/hook", True), ("http://here.example", False)])
def test_a_call_is_asked_for_where_it_can_be(address: str, told: bool) -> None:
    ask = replace(ask_for("replicate", "text-to-image", DEV, prompt="a heron"), callback=address)
    assert ("webhook" in replicate.send(ask).json) is told
