"""Kling has no SDK: its documented wire format, by hand."""

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

FRAME = base64.b64encode(picture("a start", 480, 360)).decode()
TEXT, IMAGE, PICTURE = "/v1/videos/text2video", "/v1/videos/image2video", "/v1/images/generations"


@pytest.fixture
def client(world: World) -> httpx2.Client:
    return httpx2.Client(base_url=world.at("kling"), headers={"authorization": f"Bearer {world.key('kling')}"})


def ended(client: httpx2.Client, path: str, **asked: Any) -> dict[str, Any]:
    """The task's data when it has come to its end."""
    answer = client.post(path, json=asked).json()
    assert (answer["code"], answer["data"]["task_status"]) == (0, "submitted"), answer
    while True:
        data: dict[str, Any] = client.get(f"{path}/{answer['data']['task_id']}").json()["data"]
        if data["task_status"] in ("succeed", "failed"):
            return data


def shape(url: str) -> tuple[int, int, float]:
    with av.open(io.BytesIO(httpx2.get(url).raise_for_status().content)) as file:
        stream = file.streams.video[0]
        return stream.width, stream.height, round(float(stream.duration * stream.time_base), 1)


def test_a_film_from_words(client: httpx2.Client, world: World) -> None:
    world.polls = 2
    answer = client.post(
        TEXT, json={"model_name": "kling-v3", "prompt": "a heron", "duration": "3", "aspect_ratio": "1:1"}
    )
    id = answer.json()["data"]["task_id"]
    states = [client.get(f"{TEXT}/{id}").json()["data"] for _ in range(3)]
    assert [state["task_status"] for state in states] == ["submitted", "processing", "succeed"]
    film = states[-1]["task_result"]["videos"][0]
    assert shape(film["url"]) == (720, 720, 3.0) and film["duration"] == "3"
    assert states[-1]["final_unit_deduction"] == "1.8"
    assert [(charge.what, round(charge.usd, 4)) for charge in world.charges] == [("kling-v3", 0.252)]


def test_a_film_from_a_picture_keeps_its_shape(client: httpx2.Client) -> None:
    data = ended(client, IMAGE, model_name="kling-v3", prompt="it moves", image=FRAME, duration="3", sound="on")
    assert shape(data["task_result"]["videos"][0]["url"]) == (960, 720, 3.0)
    assert data["final_unit_deduction"] == "2.7"


def test_pictures(client: httpx2.Client, world: World) -> None:
    data = ended(client, PICTURE, model_name="kling-v3", prompt="a heron", n=2, aspect_ratio="3:4")
    pages = [httpx2.get(one["url"]).content for one in data["task_result"]["images"]]
    with Image.open(io.BytesIO(pages[0])) as image:
        assert image.size == (1024, 1366)
    assert pages[0] != pages[1] and data["final_unit_deduction"] == "16"
    assert round(world.charges[0].usd, 4) == 0.056


def test_a_task_is_found_by_the_id_that_the_client_gave(client: httpx2.Client, world: World) -> None:
    asked = {"prompt": "a heron", "external_task_id": "mine-1"}
    id = client.post(TEXT, json=asked).json()["data"]["task_id"]
    assert client.get(f"{TEXT}/mine-1").json()["data"]["task_id"] == id
    client.post(TEXT, json={"prompt": "a fox"})
    listed = client.get(TEXT, params={"pageNum": 1, "pageSize": 500}).json()["data"]
    assert [one["task_info"]["external_task_id"] for one in listed] == [None, "mine-1"]
    assert client.get(IMAGE).json()["data"] == [] and client.get(TEXT, params={"pageSize": 501}).status_code == 400
    again = client.post(TEXT, json=asked)
    assert (again.status_code, again.json()["code"]) == (400, 1201) and len(world.charges) == 2


@pytest.mark.parametrize(("outcome", "why"), [("moderated", "risk control"), ("failed", "Internal error")])
def test_failures_say_why_and_take_no_units(client: httpx2.Client, world: World, outcome: Any, why: str) -> None:
    world.outcome = outcome
    data = ended(client, TEXT, prompt="a heron")
    assert (data["task_status"], data["final_unit_deduction"]) == ("failed", "0") and why in data["task_status_msg"]
    assert [charge.usd for charge in world.charges] == [0]


def test_moderation_before_the_work(client: httpx2.Client, world: World) -> None:
    world.outcome = "moderated"
    answer = client.post(PICTURE, json={"prompt": "a heron"})
    assert (answer.status_code, answer.json()["code"]) == (400, 1301) and not world.charges


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (TEXT, {}),
        (TEXT, {"prompt": "a" * 2501}),
        (TEXT, {"prompt": "a", "duration": 5}),
        (TEXT, {"prompt": "a", "duration": "7"}),
        (TEXT, {"prompt": "a", "model_name": "kling-v3", "duration": "16"}),
        (TEXT, {"prompt": "a", "aspect_ratio": "4:3"}),
        (TEXT, {"prompt": "a", "sound": "on"}),
        (TEXT, {"prompt": "a", "model_name": "kling-v2-6", "cfg_scale": 0.5}),
        (TEXT, {"prompt": "a", "seed": 3}),
        (TEXT, {"prompt": "a", "image": FRAME}),
        (IMAGE, {"prompt": "a"}),
        (IMAGE, {"prompt": "a", "image": f"data:image/png;base64,{FRAME}"}),
        (IMAGE, {"prompt": "a", "image": base64.b64encode(picture("small")).decode()}),
        (PICTURE, {"prompt": "a", "n": 10}),
    ],
)
def test_wrong_requests_are_refused(client: httpx2.Client, world: World, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1201) and answer.json()["message"]
    assert "data" not in answer.json() and not world.charges


def test_keys_limits_balances_and_unknown_tasks(client: httpx2.Client, world: World) -> None:
    def said(answer: httpx2.Response) -> tuple[int, int]:
        return answer.status_code, answer.json()["code"]

    assert said(client.get(f"{TEXT}/nothing")) == (404, 1203)
    assert said(client.get(f"{TEXT}/nothing", headers={"authorization": "Bearer another"})) == (401, 1002)
    world.faults.append(Fault("status", TEXT, "POST", status=429))
    assert said(client.post(TEXT, json={"prompt": "a heron"})) == (429, 1302)
    world.broke = True
    assert said(client.post(TEXT, json={"prompt": "a heron"})) == (429, 1102)
    assert not world.charges
