"""Luma's older SDK (lumaai) against the server."""

from __future__ import annotations

import io

import av
import httpx2
import lumaai
import pytest
from lumaai import LumaAI
from PIL import Image

from tests.servers.world import Fault, World


@pytest.fixture
def client(world: World) -> LumaAI:
    return LumaAI(auth_token=world.key("luma"), base_url=f"{world.at('luma')}/dream-machine/v1", max_retries=0)


def fetched(url: str | None) -> bytes:
    assert url
    return httpx2.get(url).raise_for_status().content


def test_a_film_is_made_in_the_shape_that_was_asked(client: LumaAI, world: World) -> None:
    world.polls = 2
    made = client.generations.create(
        model="ray-2", prompt="a heron", aspect_ratio="9:16", resolution="540p", duration="5s"
    )
    assert made.id and made.state == "queued" and made.model == "ray-2"
    states = [client.generations.get(made.id) for _ in range(3)]
    assert [state.state for state in states] == ["queued", "dreaming", "completed"]
    assets = states[-1].assets
    assert assets
    with av.open(io.BytesIO(fetched(assets.video))) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height) == (540, 960)
        assert float(stream.duration * stream.time_base) == pytest.approx(5, abs=0.1)
    assert [charge.what for charge in world.charges] == ["ray-2"]


def test_a_picture_depends_on_its_words(client: LumaAI, world: World) -> None:
    world.polls = 0
    pictures = []
    for prompt in ("a heron", "a heron", "a fox"):
        made = client.generations.image.create(model="photon-1", prompt=prompt, aspect_ratio="1:1", format="png")
        assets = client.generations.get(made.id or "").assets
        assert assets
        pictures.append(fetched(assets.image))
    assert pictures[0] == pictures[1] != pictures[2]
    with Image.open(io.BytesIO(pictures[0])) as image:
        assert (image.size, image.format) == ((1024, 1024), "PNG")


def test_a_synchronous_picture_is_there_at_once(client: LumaAI) -> None:
    made = client.generations.image.create(model="photon-flash-1", prompt="a heron", sync=True)
    assert made.state == "completed" and made.assets
    assert fetched(made.assets.image)[:2] == b"\xff\xd8"


def test_links_expire_and_are_given_anew(client: LumaAI, world: World) -> None:
    made = client.generations.image.create(model="photon-1", prompt="a heron", sync=True)
    assert made.assets and made.assets.image
    world.expired = True
    assert httpx2.get(made.assets.image).status_code == 403
    world.expired = False
    again = client.generations.get(made.id or "")
    assert again.assets and fetched(again.assets.image) == fetched(made.assets.image)


@pytest.mark.parametrize(("outcome", "reason"), [("moderated", "moderation"), ("failed", "Job failed")])
def test_failures_say_why(client: LumaAI, world: World, outcome: str, reason: str) -> None:
    world.polls, world.outcome = 0, outcome  # type: ignore[assignment]
    made = client.generations.create(model="ray-flash-2", prompt="a heron")
    ended = client.generations.get(made.id or "")
    assert ended.state == "failed" and reason in (ended.failure_reason or "") and not ended.assets


def test_a_generation_can_be_deleted(client: LumaAI) -> None:
    made = client.generations.create(model="ray-2", prompt="a heron")
    client.generations.delete(made.id or "")
    with pytest.raises(lumaai.NotFoundError):
        client.generations.get(made.id or "")


def test_what_it_does_not_know_is_refused_and_costs_nothing(client: LumaAI, world: World) -> None:
    for body in (
        {"duration": "7s"},
        {"resolution": "8k"},
        {"seed": 3},
        {"prompt": None},
        {"prompt": "ab"},
        {"prompt": "a" * 5001},
        {"keyframes": {}},
        {"loop": True, "keyframes": {"frame1": {"type": "image", "url": "https://example.com/a.png"}}},
    ):
        with pytest.raises(lumaai.BadRequestError, match="detail"):
            client.generations.create(model="ray-2", prompt="a heron", extra_body=body)
    assert not world.charges


def test_keys_limits_and_balances(client: LumaAI, world: World) -> None:
    assert client.credits.get().credit_balance == 5000
    assert client.ping.check().message == "pong"
    with pytest.raises(lumaai.AuthenticationError):
        client.with_options(auth_token="another").credits.get()
    world.faults.append(Fault("status", "/generations", status=429, headers={"retry-after": "7"}))
    with pytest.raises(lumaai.RateLimitError) as limited:
        client.generations.create(model="ray-2", prompt="a heron")
    assert limited.value.response.headers["retry-after"] == "7"
    world.broke = True
    with pytest.raises(lumaai.BadRequestError, match="Insufficient credits"):
        client.generations.create(model="ray-2", prompt="a heron")
    assert not world.charges
