"""Black Forest Labs."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError, StillRunning
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture
from tests.servers.world import Fault


def asked(asker: Asker) -> dict[str, Any]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


@pytest.mark.parametrize(
    ("model", "size", "shape", "made"),
    [
        ("flux-pro-1.1", (640, 360), {"width": 640, "height": 352}, (640, 352)),
        ("flux-pro-1.1", (1920, 1080), {"width": 1440, "height": 800}, (1440, 800)),
        ("flux-pro-1.1", (64, 128), {"width": 256, "height": 512}, (256, 512)),
        ("flux-dev", (300, 300), {"width": 288, "height": 288}, (288, 288)),
        ("flux-pro-1.1-ultra", (512, 512), {"aspect_ratio": "1:1"}, (2048, 2048)),
        ("flux-2-pro", (300, 200), {"width": 304, "height": 208}, (304, 208)),
        ("flux-2-max", (4000, 2000), {"width": 2896, "height": 1440}, (2896, 1440)),
        ("flux-2-klein-4b", (320, 320), {"width": 320, "height": 320}, (320, 320)),
    ],
)
def test_a_picture_as_near_as_the_model_comes(
    asker: Asker, model: str, size: tuple[int, int], shape: dict[str, Any], made: tuple[int, int]
) -> None:
    finished = asker.ask("bfl", "text-to-image", model, prompt="a heron", width=size[0], height=size[1], seed=3)
    image = finished.outputs["image"]
    assert (image.facts["width"], image.facts["height"], image.media_type) == (*made, "image/png")
    assert asked(asker) == {"prompt": "a heron", "seed": 3, "output_format": "png", **shape}


def test_what_it_said_it_costs_is_what_is_booked(asker: Asker) -> None:
    asker.ask("bfl", "text-to-image", "flux-pro-1.1", prompt="a heron", width=256, height=256)
    assert asker.money() == [("settled", 0.04)] and asker.world.charges[0].usd == pytest.approx(0.04)


@pytest.mark.parametrize("model", ["flux-dev", "flux-2-flex"])
def test_steps_and_guidance_where_there_are_any(asker: Asker, model: str) -> None:
    asker.ask("bfl", "text-to-image", model, prompt="a heron", width=256, height=256, steps=20, guidance=2.5)
    assert (asked(asker)["steps"], asked(asker)["guidance"]) == (20, 2.5)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("flux-2-pro", {"disable_pup": True}),
        ("flux-2-flex", {"prompt_upsampling": False}),
        ("flux-pro-1.1", {"prompt_upsampling": False}),
        ("flux-2-klein-4b", {}),
    ],
)
def test_words_can_be_taken_as_they_are(asker: Asker, model: str, said: dict[str, bool]) -> None:
    route, words = {"dialect": "flux"}, {"prompt": "a heron --style raw", "syntax": "midjourney"}
    asker.ask("bfl", "text-to-image", model, width=256, height=256, route=route, **words)
    asking = asked(asker)
    assert {name: asking[name] for name in asking if "upsampling" in name or "pup" in name} == said


@pytest.mark.parametrize("model", ["flux-kontext-pro", "flux-2-pro"])
def test_a_picture_is_changed_and_keeps_its_shape(asker: Asker, model: str) -> None:
    still = asker.given("still.png", picture("a", 320, 160), Kind.IMAGE)
    style = asker.given("style.png", picture("b", 64, 64), Kind.IMAGE)
    finished = asker.ask("bfl", "image-to-image", model, {"image": still, "style": style}, prompt="at night")
    facts = finished.outputs["image"].facts
    assert facts["width"] / facts["height"] == pytest.approx(2, rel=0.03)
    asking = asked(asker)
    assert base64.b64decode(asking["input_image"]) == still.read_bytes()
    assert base64.b64decode(asking["input_image_2"]) == style.read_bytes()


def test_a_picture_is_changed_and_gets_another_shape(asker: Asker) -> None:
    still = asker.given("still.png", picture("a", 320, 160), Kind.IMAGE)
    size = {"width": 256, "height": 256}
    finished = asker.ask("bfl", "image-to-image", "flux-2-pro", {"image": still}, prompt="at night", **size)
    assert finished.outputs["image"].facts["width"] == 256 and asked(asker)["height"] == 256


def test_a_mask_is_refused_before_anything_is_sent(asker: Asker) -> None:
    still = asker.given("still.png", picture("a"), Kind.IMAGE)
    with pytest.raises(ParameterError, match="mask"):
        asker.ask("bfl", "image-to-image", "flux-2-pro", {"image": still, "mask": still}, prompt="a hat")
    assert not asker.world.seen


@pytest.mark.parametrize(("polls", "said"), [(1, "Content Moderated"), (0, "Request Moderated")])
def test_what_is_moderated_says_so(asker: Asker, polls: int, said: str) -> None:
    asker.world.outcome, asker.world.polls = "moderated", polls
    with pytest.raises(Moderated, match=f"{said}, Safety Filter"):
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="something")
    assert asker.money() == [("released", 0.0)]


def test_what_fails_and_what_is_refused(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Generation failed"):
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron")
    with pytest.raises(ServiceError, match=r"guidance: .*less than or equal to 5"):
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron", guidance=9)
    assert len(asker.world.charges) == 1


def test_no_credit_and_a_wrong_key(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="Insufficient credits") as poor:
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron")
    assert "no credit left" in poor.value.hint
    asker.world.faults = [Fault("status", status=403)]
    with pytest.raises(ServiceError) as wrong:
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron")
    assert "BFL_API_KEY" in wrong.value.hint


def test_a_job_of_a_run_that_ended_is_found_again(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron", width=256, height=256)
    asker.world.faults = []
    asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron", width=256, height=256)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "done"


def test_a_job_that_is_not_known_any_more_is_in_doubt(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=404)]
    with pytest.raises(InDoubt, match="may have been done and charged"):
        asker.ask("bfl", "text-to-image", "flux-dev", prompt="a heron", width=256, height=256)
    assert asker.jobs()[0][0] == "in doubt" and asker.money() == [("reserved", 0.0)]
