"""Ideogram."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from PIL import Image

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Fault, Seen

MODELS = ["ideogram-4-5", "ideogram-v4", "ideogram-v3"]
V45, V4, V3 = MODELS


def post(asker: Asker) -> Seen:
    return next(seen for seen in asker.world.seen if seen.method == "POST")


def fields(asker: Asker) -> dict[str, str]:
    """The form's text fields, or the JSON body."""
    body = post(asker).body
    if body.startswith(b"{"):
        return json.loads(body)
    found = re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
    return {name.decode(): value.decode() for name, value in found}


def files(asker: Asker) -> list[str]:
    return [name.decode() for name in re.findall(rb'name="(\w+)"; filename=', post(asker).body)]


@pytest.mark.parametrize(
    ("model", "path", "body", "size"),
    [
        (
            V45,
            "/v2/image/generate/ideogram-4-5",
            {"prompt": "a heron", "quality": "medium", "seed": 5, "size": "832x1248", "async": True},
            (832, 1248),
        ),
        (
            V4,
            "/v1/ideogram-v4/async/generate",
            {"text_prompt": "a heron", "resolution": "1664x2496", "rendering_speed": "DEFAULT"},
            (1664, 2496),
        ),
        (
            V3,
            "/v1/ideogram-v3/generate",
            {"prompt": "a heron", "rendering_speed": "DEFAULT", "seed": "5", "aspect_ratio": "2x3"},
            (832, 1248),
        ),
    ],
)
def test_a_picture(asker: Asker, model: str, path: str, body: dict[str, Any], size: tuple[int, int]) -> None:
    made = asker.ask("ideogram", "text-to-image", model, prompt="a heron", width=512, height=768, seed=5)
    facts = made.outputs["image"].facts
    assert (post(asker).path, fields(asker)) == (path, body)
    assert (facts["width"], facts["height"]) == size
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


@pytest.mark.parametrize(("quality", "said"), [("draft", ("low", "TURBO")), ("hd", ("high", "QUALITY"))])
def test_effort(asker: Asker, quality: str, said: tuple[str, str]) -> None:
    asker.ask("ideogram", "text-to-image", V45, prompt="a heron", width=720, height=720, quality=quality)
    assert fields(asker)["quality"] == said[0]
    asker.world.seen.clear()
    asker.ask("ideogram", "text-to-image", V3, prompt="a heron", quality=quality)
    assert fields(asker)["rendering_speed"] == said[1]


@pytest.mark.parametrize("model", MODELS)
def test_what_is_not_wanted_has_a_field_or_is_said_in_words(asker: Asker, model: str) -> None:
    asker.ask(
        "ideogram", "text-to-image", model, prompt="a heron", negative_prompt="boats", route={"dialect": "ideogram"}
    )
    said = fields(asker)
    if model == V3:
        assert (said["prompt"], said["negative_prompt"]) == ("A heron.", "boats")
    else:
        assert "boats" in str(said.get("prompt") or said["text_prompt"]) and "negative_prompt" not in said


@pytest.mark.parametrize(("model", "off"), [(V45, "off"), (V3, "OFF")])
def test_words_can_be_taken_as_they_are(asker: Asker, model: str, off: str) -> None:
    asker.ask(
        "ideogram", "text-to-image", model, prompt="a heron --style raw", syntax="midjourney",
        route={"dialect": "ideogram"},
    )  # fmt: skip
    assert fields(asker)["magic_prompt"] == off


@pytest.mark.parametrize(
    ("model", "inputs", "path", "given"),
    [
        (V45, ["image"], "/v2/image/precise-edit/ideogram-4-5", ["image"]),
        (V45, ["image", "style", "mask"], "/v2/image/precise-edit/ideogram-4-5", ["image", "reference_images", "mask"]),
        (V4, ["image"], "/v1/ideogram-v4/remix", ["image"]),
        (V3, ["image", "style"], "/v1/ideogram-v3/remix", ["image", "style_reference_images"]),
        (V3, ["image", "mask"], "/v1/ideogram-v3/edit", ["image", "mask"]),
    ],
)
def test_a_picture_is_changed(asker: Asker, model: str, inputs: list[str], path: str, given: list[str]) -> None:
    pictures = {name: asker.given(f"{name}.png", picture(name, 320, 256), Kind.IMAGE) for name in inputs}
    made = asker.ask("ideogram", "image-to-image", model, pictures, prompt="a red sail", negative_prompt="gulls")
    assert (post(asker).path, files(asker)) == (path, given)
    if model == V45 or "mask" in inputs:
        assert (made.outputs["image"].facts["width"], made.outputs["image"].facts["height"]) == (320, 256)


def test_strength_and_another_size(asker: Asker) -> None:
    still = asker.given("still.png", picture("a", 320, 256), Kind.IMAGE)
    asker.ask("ideogram", "image-to-image", V3, {"image": still}, prompt="oils", strength=0.7)
    assert (fields(asker)["image_weight"], fields(asker)["aspect_ratio"]) == ("30", "5x4")
    asker.world.seen.clear()
    made = asker.ask("ideogram", "image-to-image", V45, {"image": still}, prompt="oils", width=640, height=330)
    assert post(asker).path.endswith("generate/ideogram-4-5") and made.outputs["image"].facts["width"] == 640
    assert fields(asker)["size"] == "640x320"


def test_a_mask_is_turned_inside_out(asker: Asker) -> None:
    """Ours is white where something is to be drawn; Ideogram's is black there."""
    white = asker.given("white.png", white_half(), Kind.IMAGE)
    still = asker.given("still.png", picture("a", 320, 256), Kind.IMAGE)
    asker.ask("ideogram", "image-to-image", V3, {"image": still, "mask": white}, prompt="a hat")
    sent = re.search(rb'name="mask"; filename=.*?\r\n\r\n(.*?)\r\n--', post(asker).body, re.DOTALL)
    assert sent
    sight = look(sent[1])
    assert (sight.width, sight.height) == (320, 256) and sight.tint == "#bfbfbf"


def white_half() -> bytes:
    mask = Image.new("L", (16, 16))
    mask.paste(255, (0, 0, 4, 16))
    out = io.BytesIO()
    mask.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("name", ["mask", "style"])
def test_what_has_no_place_is_refused_before_anything_is_sent(asker: Asker, name: str) -> None:
    still = asker.given("still.png", picture("a"), Kind.IMAGE)
    with pytest.raises(ParameterError, match=name):
        asker.ask("ideogram", "image-to-image", V4, {"image": still, name: still}, prompt="a hat")
    assert not asker.world.seen


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("polls", [0, 1])
def test_unsafe_pictures_and_words(asker: Asker, model: str, polls: int) -> None:
    asker.world.outcome, asker.world.polls = "moderated", polls
    with pytest.raises(Moderated, match="safety check"):
        asker.ask("ideogram", "text-to-image", model, prompt="something")
    assert asker.money() == [("released", 0.0)]


def test_a_job_that_fails(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="internal_error"):
        asker.ask("ideogram", "text-to-image", V45, prompt="a heron")


@pytest.mark.parametrize("model", [V45, V4])
def test_a_lost_download_loses_nothing(asker: Asker, model: str) -> None:
    asker.world.polls = 2
    asker.world.faults = [Fault("mid-body", method="GET"), Fault("status", path="file-", status=503)]
    asker.ask("ideogram", "text-to-image", model, prompt="a heron", width=720, height=720)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "done"


def test_a_lost_answer_is_in_doubt(asker: Asker) -> None:
    asker.world.faults = [Fault("after-work", method="POST")]
    with pytest.raises(InDoubt):
        asker.ask("ideogram", "text-to-image", V3, prompt="a heron")
    assert len(asker.world.charges) == 1


def test_no_funds_and_too_many_at_once(asker: Asker) -> None:
    asker.world.faults = [Fault("status", status=429), Fault("status", status=402)]
    with pytest.raises(ServiceError) as poor:
        asker.ask("ideogram", "text-to-image", V45, prompt="a heron")
    assert "no credit left" in poor.value.hint
    assert sum(seen.method == "POST" for seen in asker.world.seen) == 2
