"""Stability AI."""

from __future__ import annotations

import re

import pytest

from polymuse.asset import Kind
from polymuse.errors import Moderated, ServiceError
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture


def asked(asker: Asker) -> tuple[str, dict[str, str]]:
    """The path and the form's text fields."""
    seen = next(seen for seen in asker.world.seen if seen.method == "POST")
    fields = re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n', seen.body)
    return seen.path, {name.decode(): value.decode() for name, value in fields}


@pytest.mark.parametrize(
    ("model", "path", "size"),
    [
        ("sd3.5-large", "generate/sd3", (832, 1280)),
        ("core", "generate/core", (1280, 1856)),
        ("ultra", "generate/ultra", (832, 1280)),
    ],
)
def test_a_picture(asker: Asker, model: str, path: str, size: tuple[int, int]) -> None:
    made = asker.ask("stability", "text-to-image", model, prompt="a heron", width=512, height=768)
    facts = made.outputs["image"].facts
    assert (facts["width"], facts["height"]) == size and made.outputs["image"].media_type == "image/png"
    own = {"model": model} if model.startswith("sd3") else {}
    assert asked(asker) == (
        f"/v2beta/stable-image/{path}",
        {"prompt": "a heron", "output_format": "png", "aspect_ratio": "2:3", **own},
    )
    assert asker.money() == [("settled", 1.0)] and len(asker.world.charges) == 1


def test_seed_and_guidance_are_passed_on(asker: Asker) -> None:
    asker.ask("stability", "text-to-image", "sd3.5-medium", prompt="a heron", seed=2**32 - 1, guidance=4.5)
    fields = asked(asker)[1]
    assert fields["seed"] == "4294967294" and fields["cfg_scale"] == "4.5"


def test_a_picture_is_changed_as_a_whole_or_where_the_mask_is_white(asker: Asker) -> None:
    still = asker.given("still.png", picture("a", 128, 96), Kind.IMAGE)
    whole = asker.ask("stability", "image-to-image", "sd3.5-large", {"image": still}, prompt="at night", strength=0.3)
    assert asked(asker)[1]["strength"] == "0.3" and whole.outputs["image"].facts["width"] == 128
    asker.world.seen.clear()
    asker.ask("stability", "image-to-image", "ultra", {"image": still}, prompt="at night")
    assert asked(asker)[1]["strength"] == "0.6"
    asker.world.seen.clear()
    asker.ask("stability", "image-to-image", "ultra", {"image": still, "mask": still}, prompt="a hat")
    assert asked(asker)[0] == "/v2beta/stable-image/edit/inpaint"


SOUND = {"limits": {"*": {"least": 1, "most": 190}}}


@pytest.mark.parametrize(
    ("task", "name", "kind"), [("text-to-music", "music", Kind.MUSIC), ("text-to-sound", "sound", Kind.SOUND)]
)
def test_sound(asker: Asker, task: str, name: str, kind: Kind) -> None:
    made = asker.ask("stability", task, "stable-audio-2.5", prompt="slow waves", seconds=0.5, route=SOUND)
    assert made.outputs[name].kind is kind and made.outputs[name].facts["seconds"] == pytest.approx(1, abs=0.1)


def test_a_filtered_picture_is_none(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="filtered"):
        asker.ask("stability", "text-to-image", "core", prompt="something")
    assert asker.money() == [("released", 0.0)]


def test_what_is_refused_says_where(asker: Asker) -> None:
    with pytest.raises(ServiceError, match="cfg_scale"):
        asker.ask("stability", "text-to-image", "sd3.5-large", prompt="a heron", guidance=40.0)
    assert not asker.world.charges


def test_too_long_a_prompt_is_cut_and_that_is_said(asker: Asker) -> None:
    asker.ask("stability", "text-to-image", "sd3.5-large", prompt="a" * 10_001, route={"dialect": "sd3"})
    assert asked(asker)[1]["prompt"] == "A" + "a" * 9_999
    assert any("takes at most 10000 characters" in notice.text for notice in asker.notices())


def test_an_empty_account(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="credits"):
        asker.ask("stability", "text-to-image", "core", prompt="something")
