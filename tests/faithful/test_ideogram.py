"""Ideogram has no SDK of its own: its server is held to the documented shapes by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Fault, World

IMAGE = {"prompt", "resolution", "is_image_safe", "seed", "url"}
V45 = "/v2/image/generate/ideogram-4-5"
EDIT = "/v2/image/precise-edit/ideogram-4-5"
V4 = "/v1/ideogram-v4/generate"
V4_ASYNC = "/v1/ideogram-v4/async/generate"
V3 = "/v1/ideogram-v3/generate"
SOURCE = ("source.png", picture("source", 320, 256), "image/png")
MASK = ("mask.png", picture("mask", 320, 256), "image/png")


@pytest.fixture
def client(world: World) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=world.at("ideogram"), headers={"api-key": world.key("ideogram")}) as client:
        yield client


def form(client: httpx2.Client, path: str, *files: tuple[str, Any], **fields: str) -> httpx2.Response:
    """A multipart request, also where there are no files."""
    plain = [(name, (None, value)) for name, value in fields.items()]
    return client.post(path, files=[*plain, *files])


def seen(client: httpx2.Client, image: dict[str, Any]) -> Any:
    """The picture behind a result, which is of the resolution that is told."""
    sight = look(client.get(image["url"]).content)
    assert f"{sight.width}x{sight.height}" == image["resolution"] and image["is_image_safe"] is True
    return sight


def test_4_5_from_json(client: httpx2.Client, world: World) -> None:
    answer = client.post(V45, json={"prompt": "a boat", "size": "1280x720", "quality": "low", "num_images": 2}).json()
    assert set(answer) == {"generation_id", "seed", "data"} and len(answer["data"]) == 2
    assert all(set(image) == IMAGE for image in answer["data"])
    assert len({seen(client, image).tint for image in answer["data"]}) == 2
    assert answer["data"][0]["resolution"] == "1280x720"
    (charge,) = world.charges
    assert charge.usd == pytest.approx(0.06)


def test_4_5_with_source_pictures(client: httpx2.Client) -> None:
    answer = form(client, V45, ("images", SOURCE), ("images", SOURCE), prompt="at night", size="source", seed="7")
    (image,) = answer.json()["data"]
    assert (image["resolution"], image["seed"]) == ("320x256", 7)
    seen(client, image)


def test_4_5_edits_in_the_pictures_own_size(client: httpx2.Client) -> None:
    answer = form(client, EDIT, ("image", SOURCE), ("mask", MASK), prompt="a red sail", quality="very_low")
    (image,) = answer.json()["data"]
    assert image["resolution"] == "320x256"
    seen(client, image)


def test_4_5_tells_a_price_without_charging(client: httpx2.Client, world: World) -> None:
    answer = client.post(V45, json={"prompt": "a boat", "quality": "medium"}, params={"dry_run": "true"})
    assert answer.json() == {"object": "price_quote", "usd_micros": 60000}
    assert not world.charges


def test_4_0_from_a_form(client: httpx2.Client) -> None:
    answer = form(client, V4, text_prompt="a boat", resolution="1152x2944", rendering_speed="TURBO").json()
    assert set(answer) == {"created", "data", "response_type"} and answer["response_type"] == "url"
    assert set(answer["data"][0]) == IMAGE and answer["data"][0]["resolution"] == "1152x2944"
    seen(client, answer["data"][0])


def test_3_0_from_a_form_and_from_json(client: httpx2.Client) -> None:
    fields = {"prompt": "a boat", "aspect_ratio": "16x9", "rendering_speed": "TURBO", "style_type": "REALISTIC"}
    formed = form(client, V3, ("style_reference_images", SOURCE), **fields).json()
    (image,) = formed["data"]
    assert set(formed) == {"created", "data"} and set(image) == IMAGE | {"style_type"}
    assert (image["resolution"], image["style_type"]) == ("1312x736", "REALISTIC")
    assert client.post(V3, json=fields | {"seed": 3}).json()["data"][0]["seed"] == 3


def test_3_0_edits_and_remixes(client: httpx2.Client) -> None:
    edited = form(client, "/v1/ideogram-v3/edit", ("image", SOURCE), ("mask", MASK), prompt="a red sail").json()
    assert seen(client, edited["data"][0]).width == 320
    remixed = form(client, "/v1/ideogram-v3/remix", ("image", SOURCE), prompt="oils", image_weight="40").json()
    assert remixed["data"][0]["resolution"] == "1024x1024"


@pytest.mark.parametrize(("path", "poll"), [(V45, "/v2/generations/"), (V4_ASYNC, "/v1/generations/")])
def test_a_generation_is_polled(client: httpx2.Client, world: World, path: str, poll: str) -> None:
    world.polls = 2
    if path == V45:
        asked = client.post(path, json={"prompt": "a boat", "size": "720x1280", "async": True})
        assert set(asked.json()) == {"generation_id", "seed"}
    else:
        asked = form(client, path, text_prompt="a boat")
        assert set(asked.json()) == {"generation_id"}
    name = asked.json()["generation_id"]
    answers = [client.get(poll + name).json() for _ in range(3)]
    assert [answer["status"] for answer in answers] == ["pending", "pending", "completed"]
    assert set(answers[0]) == {"generation_id", "status", "created"}
    assert set(answers[2]) == {"generation_id", "status", "created", "response_type", "data"}
    seen(client, answers[2]["data"][0])
    assert len(world.charges) == 1


def test_a_generation_fails(client: httpx2.Client, world: World) -> None:
    world.outcome, world.polls = "failed", 0
    name = client.post(V45, json={"prompt": "a boat", "async": True}).json()["generation_id"]
    answer = client.get("/v2/generations/" + name).json()
    assert set(answer) == {"generation_id", "status", "created", "failure_reason"} and answer["status"] == "failed"
    assert client.get("/v2/generations/nothing").status_code == 404
    assert client.post(V45, json={"prompt": "a boat"}).status_code == 500


@pytest.mark.parametrize(
    ("path", "fields"), [(V45, {"prompt": "x"}), (V4, {"text_prompt": "x"}), (V3, {"prompt": "x"})]
)
def test_what_is_unsafe_comes_back_with_200_and_no_link(
    client: httpx2.Client, world: World, path: str, fields: dict[str, str]
) -> None:
    world.outcome = "moderated"
    answer = form(client, path, **fields)
    assert answer.status_code == 200
    (image,) = answer.json()["data"]
    assert (image["is_image_safe"], image["url"]) == (False, None)


def test_a_prompt_can_fail_the_safety_check(client: httpx2.Client, world: World) -> None:
    world.outcome, world.polls = "moderated", 0
    answer = client.post(V45, json={"prompt": "a boat"})
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert not world.charges


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (V45, {"size": "1024x1024"}),
        (V45, {"prompt": "a", "size": "1000x1000"}),
        (V45, {"prompt": "a", "size": "source"}),
        (V45, {"prompt": "a", "quality": "very_low"}),
        (V45, {"prompt": "a", "num_images": "9"}),
        (V45, {"prompt": "a", "aspect_ratio": "1x1"}),
        (V45, {"prompt": "a", "magic_prompt": "AUTO"}),
        (EDIT, {"prompt": "a"}),
        (V4, {"text_prompt": "a", "json_prompt": "{}"}),
        (V4, {"text_prompt": "a", "rendering_speed": "FLASH"}),
        (V4, {"text_prompt": "a", "resolution": "1024x1024"}),
        (V4, {"text_prompt": "a", "negative_prompt": "b"}),
        (V3, {"prompt": "a", "aspect_ratio": "1x1", "resolution": "1024x1024"}),
        (V3, {"prompt": "a", "aspect_ratio": "16:9"}),
        (V3, {"prompt": "a", "style_codes": "zz"}),
        ("/v1/ideogram-v3/edit", {"prompt": "a"}),
    ],
)
def test_what_is_not_documented_is_refused(
    client: httpx2.Client, world: World, path: str, fields: dict[str, str]
) -> None:
    answer = form(client, path, **fields)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert not world.charges


def test_4_0_takes_no_json_and_files_are_pictures(client: httpx2.Client) -> None:
    assert client.post(V4, json={"text_prompt": "a"}).status_code == 400
    assert form(client, EDIT, ("image", ("a.png", b"words", "image/png")), prompt="a").status_code == 400
    assert form(client, EDIT, ("image", SOURCE), ("image", SOURCE), prompt="a").status_code == 400


def test_ten_are_in_flight_at_most(client: httpx2.Client, world: World) -> None:
    answers = [client.post(V45, json={"prompt": "a boat", "async": True}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[10].json() | {"error": ""} == {
        "error": "",
        "reject_reason": "inflight_limit",
        "max_inflight_requests": 10,
        "task_completion_speed": "fast",
    }
    name = answers[0].json()["generation_id"]
    while client.get("/v2/generations/" + name).json()["status"] == "pending":
        pass
    assert client.post(V45, json={"prompt": "a boat", "async": True}).status_code == 200
    assert len(world.charges) == 11


def test_keys_funds_and_links(client: httpx2.Client, world: World) -> None:
    asked = {"prompt": "a boat", "size": "720x1280"}
    assert client.post(V45, json=asked, headers={"api-key": "wrong"}).status_code == 401
    assert client.post(V45, json=asked, headers={"api-key": "", "authorization": "Bearer x"}).status_code == 401
    world.faults.append(Fault("status", status=402))
    assert client.post(V45, json=asked).json()["reject_reason"] == "insufficient_funds"
    link = client.post(V45, json=asked).json()["data"][0]["url"]
    world.expired = True
    assert client.get(link).status_code == 403
