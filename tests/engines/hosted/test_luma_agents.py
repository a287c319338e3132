"""Luma's Agents API."""

from __future__ import annotations

import json

import pytest

from polymuse.asset import Kind
from polymuse.errors import Moderated, ServiceError
from tests.engines.hosted.conftest import Asker
from tests.servers.media import clip, picture


def asked(asker: Asker) -> dict[str, object]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


def test_a_picture(asker: Asker) -> None:
    made = asker.ask("luma_agents", "text-to-image", "uni-1", prompt="a heron", width=512, height=768)
    assert made.outputs["image"].facts["height"] == 1536 and made.outputs["image"].media_type == "image/png"
    assert asked(asker) == {"prompt": "a heron", "model": "uni-1", "type": "image", "aspect_ratio": "2:3"}
    assert asker.jobs()[0][0] == "done" and asker.money() == [("settled", 1.0)]


@pytest.mark.parametrize(("seconds", "duration"), [(3, "5s"), (5, "5s"), (5.5, "10s"), (30, "10s")])
def test_a_video_is_long_enough(seconds: float, duration: str, asker: Asker) -> None:
    made = asker.ask("luma_agents", "text-to-video", "ray-3.2", prompt="a boat", seconds=seconds, width=640, height=360)
    assert asked(asker)["video"] == {"duration": duration, "resolution": "360p"}
    assert made.outputs["video"].facts["seconds"] == pytest.approx(float(duration[:-1]), abs=0.1)


def test_a_still_set_in_motion(asker: Asker) -> None:
    still = asker.given("still", picture("a start"), Kind.IMAGE)
    asker.ask("luma_agents", "image-to-video", "ray-3.2", {"image": still}, prompt="slow pan", seconds=9, height=360)
    video = asked(asker)["video"]
    assert isinstance(video, dict) and video["duration"] == "5s" and video["start_frame"]["media_type"] == "image/png"


def test_pictures_and_videos_are_changed(asker: Asker) -> None:
    still, film = asker.given("s", picture("a"), Kind.IMAGE), asker.given("f", clip("ab", 1.0), Kind.VIDEO)
    image = asker.ask("luma_agents", "image-to-image", "uni-1", {"image": still, "style": still}, prompt="at night")
    video = asker.ask("luma_agents", "video-to-video", "ray-3.2", {"video": film}, prompt="as a drawing")
    assert image.outputs["image"].kind is Kind.IMAGE and video.outputs["video"].kind is Kind.VIDEO


def test_what_is_moderated_says_so_and_is_not_charged(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="content moderation"):
        asker.ask("luma_agents", "text-to-image", "uni-1", prompt="something")
    assert asker.jobs()[0][0] == "failed" and asker.money() == [("released", 0.0)]


def test_a_failed_job_and_an_empty_account(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Generation failed"):
        asker.ask("luma_agents", "text-to-image", "uni-1", prompt="something")
    asker.world.broke = True
    with pytest.raises(ServiceError, match="Insufficient credits"):
        asker.ask("luma_agents", "text-to-image", "uni-1", prompt="something else")
