"""Stability AI has no usable SDK: its documented wire format, by hand."""

from __future__ import annotations

import base64
import io
from typing import Any

import av
import httpx2
import pytest
from PIL import Image

from tests.servers.media import picture
from tests.servers.world import Fault, World

ROOT = "/v2beta/stable-image"
STILL = picture("a still", 128, 96)
JSON = {"accept": "application/json"}


@pytest.fixture
def client(world: World) -> httpx2.Client:
    return httpx2.Client(base_url=world.at("stability"), headers={"authorization": f"Bearer {world.key('stability')}"})


def sent(client: httpx2.Client, path: str, accept: str = "image/*", **fields: Any) -> httpx2.Response:
    """A multipart form, also where there is no file."""
    parts = [
        (name, ("still.png", value) if isinstance(value, bytes) else (None, str(value)))
        for name, value in fields.items()
    ]
    return client.post(path, files=parts, headers={"accept": accept})


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_a_picture_as_bytes_and_in_json(client: httpx2.Client, world: World) -> None:
    asked = {
        "prompt": "a heron",
        "aspect_ratio": "16:9",
        "model": "sd3.5-flash",
        "output_format": "webp",
        "cfg_scale": 4.5,
    }
    raw = sent(client, f"{ROOT}/generate/sd3", **asked)
    assert raw.headers["content-type"] == "image/webp" and raw.headers["finish-reason"] == "SUCCESS"
    assert int(raw.headers["seed"]) and raw.headers["x-request-id"]
    image = opened(raw.content)
    assert (image.size, image.format) == ((1344, 768), "WEBP")
    said = sent(client, f"{ROOT}/generate/sd3", "application/json", **asked).json()
    assert base64.b64decode(said["image"]) == raw.content and said["finish_reason"] == "SUCCESS" and said["seed"]
    assert [(charge.what, charge.usd) for charge in world.charges] == [("sd3.5-flash", 0.025)] * 2


def test_core_and_ultra(client: httpx2.Client, world: World) -> None:
    assert opened(sent(client, f"{ROOT}/generate/core", prompt="a heron").content).size == (1536, 1536)
    ultra = sent(client, f"{ROOT}/generate/ultra", prompt="a heron", image=STILL, strength=0.4, seed=9)
    assert opened(ultra.content).size == (1024, 1024)
    assert [(charge.what, charge.usd) for charge in world.charges] == [("core", 0.03), ("ultra", 0.08)]


def test_pictures_depend_on_what_was_asked(client: httpx2.Client) -> None:
    plain = {"prompt": "a heron", "mode": "image-to-image", "image": STILL, "strength": 0.5}
    made = [
        sent(client, f"{ROOT}/generate/sd3", **{**plain, **more}).content
        for more in ({}, {}, {"prompt": "a fox"}, {"seed": 4})
    ]
    assert made[0] == made[1] and len(set(made)) == 3 and opened(made[0]).size == (128, 96)


@pytest.mark.parametrize(
    ("path", "fields", "size"),
    [
        ("edit/inpaint", {"prompt": "a hat", "mask": STILL}, (128, 96)),
        ("edit/erase", {"mask": STILL}, (128, 96)),
        ("edit/outpaint", {"left": 32, "down": 4}, (160, 100)),
        ("edit/search-and-replace", {"prompt": "a hat", "search_prompt": "a cap"}, (128, 96)),
        ("upscale/fast", {}, (512, 384)),
        ("upscale/conservative", {"prompt": "a heron"}, (2365, 1774)),
    ],
)
def test_edits(client: httpx2.Client, path: str, fields: dict[str, Any], size: tuple[int, int]) -> None:
    assert opened(sent(client, f"{ROOT}/{path}", image=STILL, **fields).content).size == size


def test_a_picture_without_its_background_is_clear(client: httpx2.Client) -> None:
    image = opened(sent(client, f"{ROOT}/edit/remove-background", image=STILL).content)
    assert image.mode == "RGBA" and image.getchannel("A").getextrema() == (0, 255)
    jpeg = sent(client, f"{ROOT}/edit/remove-background", image=STILL, output_format="jpeg")
    assert jpeg.status_code == 400


def test_a_late_result(client: httpx2.Client, world: World) -> None:
    begun = sent(client, f"{ROOT}/upscale/creative", image=STILL, prompt="a heron", output_format="jpeg")
    address = f"/v2beta/results/{begun.json()['id']}"
    pending = client.get(address, headers=JSON)
    assert (pending.status_code, pending.json()["status"]) == (202, "in-progress")
    done = client.get(address, headers={"accept": "image/*"})
    assert done.headers["finish-reason"] == "SUCCESS" and opened(done.content).size == (2365, 1774)
    assert len(world.charges) == 1
    world.expired = True
    assert client.get(address, headers=JSON).status_code == 404


def test_music(client: httpx2.Client, world: World) -> None:
    asked = {"prompt": "a slow waltz", "duration": 2, "model": "stable-audio-2.5", "steps": 8}
    made = sent(client, "/v2beta/audio/stable-audio-2/text-to-audio", "audio/*", **asked)
    assert made.headers["content-type"] == "audio/mpeg"
    with av.open(io.BytesIO(made.content)) as file:
        assert (file.duration or 0) / av.time_base == pytest.approx(2, abs=0.1)
    assert world.charges[0].usd == 0.2


def test_filtered_content_is_a_success_that_is_none(client: httpx2.Client, world: World) -> None:
    world.outcome = "moderated"
    raw = sent(client, f"{ROOT}/generate/core", prompt="a heron")
    assert (raw.status_code, raw.headers["finish-reason"]) == (200, "CONTENT_FILTERED")
    said = sent(client, f"{ROOT}/generate/core", "application/json", prompt="a heron").json()
    assert said["finish_reason"] == "CONTENT_FILTERED"


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("generate/core", {"seed": 1}, "prompt"),
        ("generate/core", {"prompt": "a" * 10_001}, "prompt"),
        ("generate/core", {"prompt": "a", "aspect_ratio": "4:3"}, "aspect_ratio"),
        ("generate/core", {"prompt": "a", "model": "sd3.5-large"}, "model"),
        ("generate/ultra", {"prompt": "a", "image": STILL}, "strength"),
        ("generate/sd3", {"prompt": "a", "image": STILL, "strength": 1}, "image"),
        ("generate/sd3", {"prompt": "a", "mode": "image-to-image"}, "image"),
        ("generate/sd3", {"prompt": "a", "seed": 4294967295}, "seed"),
        ("generate/sd3", {"prompt": "a", "cfg_scale": 11}, "cfg_scale"),
        ("edit/outpaint", {"image": STILL}, "direction"),
        ("edit/erase", {"image": b"no picture"}, "image"),
        ("edit/erase", {"image": "text"}, "image"),
        ("upscale/creative", {"image": picture("tiny", 40, 40), "prompt": "a"}, "pixel"),
    ],
)
def test_wrong_forms_are_refused(
    client: httpx2.Client, world: World, path: str, fields: dict[str, Any], said: str
) -> None:
    answer = sent(client, f"{ROOT}/{path}", **fields)
    body = answer.json()
    assert (answer.status_code, body["name"]) == (400, "bad_request") and body["id"] and said in body["errors"][0]
    assert not world.charges


def test_forms_keys_limits_and_balances(client: httpx2.Client, world: World) -> None:
    core = f"{ROOT}/generate/core"
    assert client.get("/v1/user/balance").json() == {"credits": 1000}
    assert client.post(core, data={"prompt": "a"}).json()["errors"] == ["content-type: must be multipart/form-data"]
    assert sent(client, core, "text/plain", prompt="a").status_code == 400
    assert client.get("/v2beta/results/nothing").json()["name"] == "not_found"
    stranger = client.post(core, headers={"authorization": "Bearer another"})
    assert (stranger.status_code, stranger.json()["name"]) == (401, "unauthorized")
    world.faults.append(Fault("status", core, status=429, headers={"retry-after": "60"}))
    limited = sent(client, core, prompt="a")
    assert (limited.json()["name"], limited.headers["retry-after"]) == ("rate_limit_exceeded", "60")
    world.broke = True
    assert sent(client, core, prompt="a").status_code == 402 and not world.charges
