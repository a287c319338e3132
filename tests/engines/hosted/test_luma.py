"""Luma's Dream Machine API."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polymuse.errors import Moderated, ServiceError
from tests.engines.hosted.conftest import Asker


def asked(asker: Asker) -> dict[str, Any]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


def test_a_picture(asker: Asker) -> None:
    made = asker.ask("luma", "text-to-image", "photon-1", prompt="a heron", width=512, height=512)
    assert made.outputs["image"].facts["width"] == 1024 and made.outputs["image"].media_type == "image/png"
    assert asked(asker) == {"prompt": "a heron", "model": "photon-1", "aspect_ratio": "1:1", "format": "png"}
    assert asker.jobs()[0][0] == "done" and asker.money() == [("settled", 1.0)]


@pytest.mark.parametrize(("seconds", "duration"), [(3, "5s"), (6, "9s"), (30, "9s")])
def test_a_video_is_long_enough(asker: Asker, seconds: float, duration: str) -> None:
    made = asker.ask("luma", "text-to-video", "ray-2", prompt="a boat", seconds=seconds, width=640, height=360)
    assert (asked(asker)["duration"], asked(asker)["resolution"]) == (duration, "540p")
    assert made.outputs["video"].facts["seconds"] == pytest.approx(float(duration[:-1]), abs=0.1)


def test_moderated_failed_and_broke(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="prompt moderation"):
        asker.ask("luma", "text-to-image", "photon-1", prompt="something")
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Job failed"):
        asker.ask("luma", "text-to-image", "photon-1", prompt="another thing")
    asker.world.broke = True
    with pytest.raises(ServiceError, match="Insufficient credits"):
        asker.ask("luma", "text-to-image", "photon-1", prompt="a third")
    assert {status for status, _ in asker.money()} == {"released"}
