"""Black Forest Labs has no SDK of its own: its server is held to the documented shapes by hand."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Fault, World

RESULT = {"id", "status", "result", "progress", "details", "preview"}
STATUSES = {"Task not found", "Pending", "Request Moderated", "Content Moderated", "Ready", "Error"}


@pytest.fixture
def client(world: World) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=world.at("bfl"), headers={"x-key": world.key("bfl")}) as client:
        yield client


def submitted(client: httpx2.Client, model: str, **asked: Any) -> dict[str, Any]:
    answer = client.post(f"/v1/{model}", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def polled(client: httpx2.Client, task: dict[str, Any]) -> list[dict[str, Any]]:
    """Every answer until the end."""
    answers: list[dict[str, Any]] = []
    while not answers or answers[-1]["status"] == "Pending":
        answer = client.get(task["polling_url"]).json()
        assert set(answer) == RESULT and answer["id"] == task["id"] and answer["status"] in STATUSES
        answers.append(answer)
    return answers


def given(width: int, height: int) -> str:
    return base64.b64encode(picture("given", width, height)).decode()


@pytest.mark.parametrize(
    ("model", "asked", "size", "credits"),
    [
        ("flux-pro-1.1", {"prompt": "a boat", "width": 512, "height": 288}, (512, 288), 4),
        ("flux-pro-1.1", {"prompt": "a boat"}, (1024, 768), 4),
        ("flux-pro-1.1-ultra", {"prompt": "a boat", "aspect_ratio": "1:1", "raw": True}, (2048, 2048), 6),
        ("flux-dev", {"prompt": "a boat", "width": 256, "height": 256, "steps": 20}, (256, 256), 2.5),
        ("flux-2-pro", {"prompt": "a boat", "width": 640, "height": 360}, (640, 352), 3),
        ("flux-2-max", {"prompt": "a boat", "width": 640, "height": 352, "disable_pup": True}, (640, 352), 7),
        ("flux-2-flex", {"prompt": "a boat", "width": 320, "height": 320, "guidance": 4.5}, (320, 320), 6),
        ("flux-kontext-pro", {"prompt": "at night", "aspect_ratio": "16:9"}, (1376, 768), 4),
    ],
)
def test_a_picture_is_made_as_asked(
    client: httpx2.Client, world: World, model: str, asked: dict[str, Any], size: tuple[int, int], credits: float
) -> None:
    task = submitted(client, model, **asked)
    assert set(task) == {"id", "polling_url", "cost", "input_mp", "output_mp"}
    assert task["cost"] == credits and world.charges[0].usd == pytest.approx(credits / 100)
    *waiting, done = polled(client, task)
    assert len(waiting) == 1
    sight = look(client.get(done["result"]["sample"]).content)
    assert (sight.width, sight.height) == size
    assert sight.format == ("PNG" if model == "flux-kontext-pro" else "JPEG")
    assert len(world.charges) == 1


def test_pictures_depend_on_words_and_seed(client: httpx2.Client, world: World) -> None:
    world.polls = 0
    asked = [{"prompt": "a boat", "seed": 1}, {"prompt": "a boat", "seed": 2}, {"prompt": "a cat", "seed": 1}]
    tints = set()
    for each in [*asked, asked[0]]:
        (done,) = polled(client, submitted(client, "flux-pro-1.1", width=256, height=256, output_format="png", **each))
        tints.add(look(client.get(done["result"]["sample"]).content).tint)
        assert done["result"]["seed"] == each["seed"]
    assert len(tints) == 3


@pytest.mark.parametrize("model", ["flux-kontext-pro", "flux-2-pro"])
def test_a_picture_is_edited_in_its_own_shape(client: httpx2.Client, model: str) -> None:
    task = submitted(client, model, prompt="make it night", input_image=given(320, 160))
    assert task["input_mp"] == 0.05
    sight = look(client.get(polled(client, task)[-1]["result"]["sample"]).content)
    assert sight.width / sight.height == pytest.approx(2, rel=0.03)


@pytest.mark.parametrize(
    ("model", "asked", "field"),
    [
        ("flux-2-pro", {}, "prompt"),
        ("flux-2-pro", {"prompt": "a", "guidance": 5}, "guidance"),
        ("flux-2-pro", {"prompt": "a", "width": 63}, "width"),
        ("flux-2-pro", {"prompt": "a", "width": "640"}, "width"),
        ("flux-2-pro", {"prompt": "a", "safety_tolerance": 6}, "safety_tolerance"),
        ("flux-2-pro", {"prompt": "a", "input_image": "data:image/png;base64," + given(8, 8)}, "input_image"),
        ("flux-pro-1.1", {"prompt": "a", "width": 300}, "width"),
        ("flux-pro-1.1", {"prompt": "a", "height": 1472}, "height"),
        ("flux-pro-1.1-ultra", {"prompt": "a", "aspect_ratio": "4:1"}, "aspect_ratio"),
        ("flux-dev", {"prompt": "a", "guidance": 6}, "guidance"),
        ("flux-kontext-pro", {"prompt": "a", "width": 512}, "width"),
        ("flux-dev", {"prompt": "a", "output_format": "gif"}, "output_format"),
    ],
)
def test_what_is_not_documented_is_refused(
    client: httpx2.Client, world: World, model: str, asked: dict[str, Any], field: str
) -> None:
    answer = client.post(f"/v1/{model}", json=asked)
    (wrong,) = answer.json()["detail"]
    assert answer.status_code == 422 and set(wrong) == {"loc", "msg", "type"} and wrong["loc"] == ["body", field]
    assert not world.charges


@pytest.mark.parametrize(
    ("outcome", "polls", "status"),
    [
        ("moderated", 1, "Content Moderated"),
        ("moderated", 0, "Request Moderated"),
        ("failed", 1, "Error"),
    ],
)
def test_tasks_end_in_every_way(client: httpx2.Client, world: World, outcome: Any, polls: int, status: str) -> None:
    world.outcome, world.polls = outcome, polls
    done = polled(client, submitted(client, "flux-dev", prompt="a boat"))[-1]
    assert (done["status"], done["result"]) == (status, None)


def test_polling_takes_no_key(client: httpx2.Client) -> None:
    task = submitted(client, "flux-dev", prompt="a boat")
    assert httpx2.get(task["polling_url"]).json()["status"] == "Pending"


def test_an_unknown_task_is_not_found(client: httpx2.Client) -> None:
    answer = client.get("/v1/get_result", params={"id": "nothing"})
    assert answer.status_code == 404 and answer.json()["status"] == "Task not found"
    assert client.get("/v1/get_result").status_code == 422


def test_links_run_out(client: httpx2.Client, world: World) -> None:
    link = polled(client, submitted(client, "flux-dev", prompt="a boat"))[-1]["result"]["sample"]
    world.expired = True
    assert httpx2.get(link).status_code == 403


def test_keys_credits_and_limits(client: httpx2.Client, world: World) -> None:
    asked = {"prompt": "a boat"}
    answer = client.post("/v1/flux-dev", json=asked, headers={"x-key": "wrong"})
    assert (answer.status_code, answer.json()) == (403, {"detail": "Not authenticated - Invalid Authentication"})
    world.faults += [Fault("status", status=402), Fault("status", status=429, headers={"retry-after": "3"})]
    assert [client.post("/v1/flux-dev", json=asked).status_code for _ in range(3)] == [402, 429, 200]
    assert client.get("/v1/credits").json() == {"credits": 997.5}
    assert client.post("/v1/flux-9", json=asked).status_code == 404


def test_a_webhook_takes_the_place_of_polling(client: httpx2.Client) -> None:
    task = submitted(client, "flux-dev", prompt="a boat", webhook_url="https://example.org/done")
    assert set(task) == {"id", "status", "webhook_url", "cost", "input_mp", "output_mp"}
