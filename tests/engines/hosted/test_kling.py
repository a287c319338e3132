"""Kling."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture
from tests.servers.world import Fault


def asked(asker: Asker) -> dict[str, Any]:
    """What was asked but for the mark of the request."""
    body: dict[str, Any] = json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))
    assert body.pop("external_task_id")
    return body


@pytest.mark.parametrize(("seconds", "duration"), [(1, "3"), (3.2, "4"), (30, "15")])
def test_a_video_is_long_enough(asker: Asker, seconds: float, duration: str) -> None:
    made = asker.ask("kling", "text-to-video", "kling-v3", prompt="a boat", seconds=seconds, width=720, height=1280)
    assert asked(asker) == {
        "model_name": "kling-v3", "prompt": "a boat", "aspect_ratio": "9:16", "duration": duration, "mode": "std",
    }  # fmt: skip
    assert made.outputs["video"].facts["seconds"] == pytest.approx(float(duration), abs=0.1)


def test_what_the_service_says_it_took_is_what_is_counted(asker: Asker) -> None:
    asker.ask("kling", "text-to-video", "kling-v3", prompt="a boat", seconds=3)
    assert asker.money() == [("settled", 0.252)] and asker.world.charges[0].usd == pytest.approx(0.252)


def test_modes_and_lengths_of_older_models(asker: Asker) -> None:
    asker.ask("kling", "text-to-video", "kling-v2-6", prompt="a boat", seconds=3, height=2160, width=3840)
    assert (asked(asker)["mode"], asked(asker)["duration"]) == ("pro", "5")


def test_a_still_set_in_motion(asker: Asker) -> None:
    still = asker.given("still.png", picture("a start", 400, 300), Kind.IMAGE)
    made = asker.ask("kling", "image-to-video", "kling-v3", {"image": still, "last": still}, prompt="pan", seconds=3)
    assert {"image", "image_tail"} < asked(asker).keys() and "aspect_ratio" not in asked(asker)
    assert made.outputs["video"].facts["width"] == 960
    small = asker.given("small.png", picture("small"), Kind.IMAGE)
    with pytest.raises(ParameterError, match="300 by 300"):
        asker.ask("kling", "image-to-video", "kling-v3", {"image": small}, prompt="pan")


PICTURES = {"limits": {"*": {"aspects": ("16:9", "1:1", "3:4"), "resolutions": ("1k", "2k"), "needs_size": True}}}


def test_pictures(asker: Asker) -> None:
    made = asker.ask("kling", "text-to-image", "kling-v3", prompt="a heron", width=768, height=1024, route=PICTURES)
    assert made.outputs["image"].facts["height"] == 1366 and asked(asker)["aspect_ratio"] == "3:4"
    still = asker.given("still.png", picture("a start", 400, 300), Kind.IMAGE)
    asker.ask("kling", "image-to-image", "kling-v2", {"image": still}, prompt="at night", route=PICTURES)
    assert asker.money()[0] == ("settled", 0.028)


@pytest.mark.parametrize(("task", "match"), [("text-to-video", "risk control"), ("text-to-image", "1301")])
def test_moderation_after_and_before_the_work(asker: Asker, task: str, match: str) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match=match):
        asker.ask("kling", task, "kling-v3", prompt="something", route=PICTURES if "image" in task else {})
    assert asker.money() == [("released", 0.0)]


def test_a_failed_task_and_an_empty_account(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Internal error"):
        asker.ask("kling", "text-to-video", "kling-v3", prompt="something")
    asker.world.broke = True
    with pytest.raises(ServiceError, match="balance"):
        asker.ask("kling", "text-to-video", "kling-v3", prompt="something else")


def test_a_task_whose_answer_was_lost_is_found_again(asker: Asker) -> None:
    asker.world.faults.append(Fault("after-work", "/v1/videos/text2video", "POST"))
    with pytest.raises(InDoubt):
        asker.ask("kling", "text-to-video", "kling-v3", prompt="a boat", seconds=3)
    made = asker.ask("kling", "text-to-video", "kling-v3", prompt="a boat", seconds=3)
    assert made.outputs["video"].facts["seconds"] == pytest.approx(3, abs=0.1)
    assert len(asker.world.charges) == 1
