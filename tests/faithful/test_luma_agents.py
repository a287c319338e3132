"""Luma's SDK (luma-agents) against the server."""

from __future__ import annotations

import base64
import io
from typing import Any

import av
import httpx2
import luma_agents
import pytest
from luma_agents import Luma
from luma_agents.types import Generation
from PIL import Image

from tests.servers.media import clip, picture
from tests.servers.world import Fault, World

FRAME = {"data": base64.b64encode(picture("a start")).decode(), "media_type": "image/png"}
FILM = {"data": base64.b64encode(clip("a film", 1.5)).decode(), "media_type": "video/mp4"}


@pytest.fixture
def client(world: World) -> Luma:
    return Luma(auth_token=world.key("luma_agents"), base_url=f"{world.at('luma_agents')}/v1", max_retries=0)


def made(client: Luma, **asked: Any) -> Generation:
    generation = client.generations.create(**asked)
    while generation.state not in ("completed", "failed"):
        generation = client.generations.get(generation.id)
    return generation


def fetched(generation: Generation) -> bytes:
    assert generation.output
    return httpx2.get(generation.output[0].url).raise_for_status().content


def shape(film: bytes) -> tuple[int, int, float]:
    with av.open(io.BytesIO(film)) as file:
        stream = file.streams.video[0]
        return stream.width, stream.height, round(float(stream.duration * stream.time_base), 1)


def test_a_picture_by_default(client: Luma, world: World) -> None:
    world.polls = 2
    begun = client.generations.create(prompt="a heron", aspect_ratio="2:1", output_format="jpeg")
    assert (begun.state, begun.model, begun.type, begun.output) == ("queued", "uni-1", "image", [])
    states = [client.generations.get(begun.id) for _ in range(3)]
    assert [state.state for state in states] == ["queued", "processing", "completed"]
    with Image.open(io.BytesIO(fetched(states[-1]))) as image:
        assert (image.size, image.format) == ((2048, 1024), "JPEG")
    assert [charge.what for charge in world.charges] == ["uni-1"]


def test_pictures_depend_on_what_was_asked(client: Luma) -> None:
    plain, same, other = (fetched(made(client, prompt=prompt)) for prompt in ("a heron", "a heron", "a fox"))
    guided = fetched(made(client, prompt="a heron", image_ref=[FRAME]))
    edited = fetched(made(client, prompt="a heron", type="image_edit", source=FRAME))
    assert plain == same and len({plain, other, guided, edited}) == 4


def test_films_have_the_asked_shape_and_length(client: Luma) -> None:
    film = made(
        client, model="ray-3.2", type="video", prompt="a heron", aspect_ratio="9:16",
        video={"resolution": "360p", "duration": "5s", "start_frame": FRAME, "end_frame": FRAME},
    )  # fmt: skip
    assert film.output and film.output[0].type == "video"
    assert shape(fetched(film)) == (360, 640, 5.0)
    anchored = made(
        client, model="ray-3.2", type="video", prompt="a heron", aspect_ratio="1:1",
        video={"resolution": "360p", "duration": "10s", "keyframes": [FRAME], "keyframe_indexes": [0]},
    )  # fmt: skip
    assert shape(fetched(anchored)) == (360, 360, 10.0)


def test_an_edited_film_is_as_long_as_its_source(client: Luma) -> None:
    film = made(
        client, model="ray-3.2", type="video_edit", prompt="at night", source=FILM,
        video={"resolution": "360p", "edit": {"strength": "flex_2"}},
    )  # fmt: skip
    assert shape(fetched(film)) == (640, 360, 1.5)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("moderated", "content_moderated"), ("failed", "generation_failed"), ("cancelled", "generation_failed")],
)
def test_failures_have_a_code(client: Luma, world: World, outcome: Any, code: str) -> None:
    world.outcome = outcome
    ended = made(client, prompt="a heron")
    assert (ended.state, ended.failure_code, ended.output) == ("failed", code, []) and ended.failure_reason


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"prompt": ""}, "between 1 and 6000"),
        ({"model": "super-model-v9"}, "Unknown model: super-model-v9"),
        ({"type": "video"}, "Type 'video' is not supported for model 'uni-1'"),
        ({"aspect_ratio": "4:3"}, "Invalid aspect_ratio '4:3'. Valid: 1:1, 1:2, 1:3, 16:9, 2:1, 2:3, 3:1, 3:2, 9:16"),
        ({"source": FRAME}, "source is only valid for type 'image_edit'"),
        ({"type": "image_edit"}, "source is required for type 'image_edit'"),
        ({"image_ref": [{"data": FRAME["data"]}]}, "image_ref[0]: 'media_type' is required with 'data'"),
        ({"image_ref": [{"url": "https://example.com/a.png", **FRAME}]}, "provide either 'url' or 'data', not both"),
        ({"video": {"duration": "5s"}}, "video is only valid"),
        ({"seed": 3}, "seed"),
        ({"style": "baroque"}, "style"),
    ],
)
def test_wrong_requests_are_refused_in_words(client: Luma, world: World, body: dict[str, Any], said: str) -> None:
    with pytest.raises(luma_agents.BadRequestError) as refused:
        client.generations.create(prompt="a heron", extra_body=body)
    assert isinstance(refused.value.body, dict) and said in refused.value.body["detail"]
    assert refused.value.response.headers["x-request-id"]
    assert not world.charges


@pytest.mark.parametrize(
    "video",
    [
        {"duration": "7s"},
        {"duration": "10s", "start_frame": FRAME},
        {"duration": "10s", "loop": True},
        {"keyframes": [FRAME], "keyframe_indexes": [0, 4]},
        {"keyframes": [FRAME], "keyframe_indexes": [200]},
        {"edit": {"strength": "flex_1"}},
        {"fps": 24},
    ],
)
def test_wrong_films_are_refused(client: Luma, world: World, video: Any) -> None:
    with pytest.raises(luma_agents.BadRequestError):
        client.generations.create(model="ray-3.2", type="video", prompt="a heron", video=video)
    assert not world.charges


def test_media_that_cannot_be_read_are_refused(client: Luma) -> None:
    for data in ("not-base64!!", base64.b64encode(b"no picture").decode()):
        with pytest.raises(luma_agents.UnprocessableEntityError):
            client.generations.create(prompt="a heron", image_ref=[{"data": data, "media_type": "image/png"}])


def test_keys_limits_balances_and_unknown_jobs(client: Luma, world: World) -> None:
    with pytest.raises(luma_agents.NotFoundError, match="Generation not found"):
        client.generations.get("00000000-0000-0000-0000-000000000000")
    with pytest.raises(luma_agents.AuthenticationError):
        client.with_options(auth_token="another").generations.create(prompt="a heron")
    world.faults.append(Fault("status", "/generations", status=429, headers={"retry-after": "12"}))
    with pytest.raises(luma_agents.RateLimitError) as limited:
        client.generations.create(prompt="a heron")
    assert limited.value.response.headers["retry-after"] == "12"
    world.broke = True
    with pytest.raises(luma_agents.APIStatusError) as broke:
        client.generations.create(prompt="a heron")
    assert broke.value.status_code == 402 and not world.charges
