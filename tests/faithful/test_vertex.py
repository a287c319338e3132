"""Google's own SDK (google-genai 3.4.0), in its Vertex mode, reads what the server answers about films and
interactions; Lyria 2, which it does not know, is asked by hand."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import av
import httpx2
import pytest
from google import genai
from google.auth.credentials import Credentials
from google.genai import errors, types

from tests.servers.media import picture
from tests.servers.perception import hear
from tests.servers.world import Fault, World

pytestmark = pytest.mark.filterwarnings("ignore:The generate_videos method with:DeprecationWarning")
VEO = "veo-3.1-fast-generate-001"


class Token(Credentials):
    """A token that never runs out."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token

    @property
    def valid(self) -> bool:
        return True

    def refresh(self, request: object) -> None:
        raise AssertionError("the token is valid")


def connect(world: World, key: str) -> genai.Client:
    options = types.HttpOptions(base_url=world.at("vertex"), retry_options=types.HttpRetryOptions(attempts=1))
    return genai.Client(
        vertexai=True, project="films", location="us-central1", credentials=Token(key), http_options=options
    )


@pytest.fixture
def client(world: World) -> Iterator[genai.Client]:
    with connect(world, world.key("vertex")) as client:
        yield client


def ended(client: genai.Client, operation: Any) -> Any:
    for _ in range(5):
        if operation.done:
            return operation
        operation = client.operations.get(operation)
    raise AssertionError("the operation does not end")


def short(**more: Any) -> types.GenerateVideosConfig:
    return types.GenerateVideosConfig(duration_seconds=4, **more)


class TestVeo:
    def test_films(self, client: genai.Client, world: World) -> None:
        begun = client.models.generate_videos(
            model=VEO, prompt="waves", config=short(aspect_ratio="9:16", seed=4, generate_audio=False)
        )
        assert not begun.done
        done = ended(client, begun)
        data = done.response.generated_videos[0].video.video_bytes
        with av.open(io.BytesIO(data)) as file:
            assert (file.streams.video[0].width, file.streams.video[0].height) == (720, 1280)
            assert file.duration / av.time_base == pytest.approx(4, abs=0.05)
        assert [charge.what for charge in world.charges] == [VEO]

    def test_films_from_pictures_into_a_bucket(self, client: genai.Client, world: World) -> None:
        first, last = (types.Image(image_bytes=picture(name), mime_type="image/png") for name in ("sea", "hill"))
        begun = client.models.generate_videos(
            model=VEO,
            prompt="waves",
            image=first,
            config=short(last_frame=last, output_gcs_uri="gs://mine/films", number_of_videos=2),
        )
        videos = [made.video for made in ended(client, begun).response.generated_videos]
        assert [video.uri.rpartition("/")[2] for video in videos] == ["sample_0.mp4", "sample_1.mp4"]
        path = videos[0].uri.removeprefix("gs://mine/").replace("/", "%2F")
        url = f"{world.at('vertex')}/storage/v1/b/mine/o/{path}?alt=media"
        key = {"authorization": f"Bearer {world.key('vertex')}"}
        assert httpx2.get(url, headers=key).content[4:8] == b"ftyp"
        assert httpx2.get(url).status_code == 401

    def test_is_filtered(self, client: genai.Client, world: World) -> None:
        world.outcome = "moderated"
        done = ended(client, client.models.generate_videos(model=VEO, prompt="waves", config=short()))
        assert done.response.rai_media_filtered_count == 1
        assert "usage guidelines" in done.response.rai_media_filtered_reasons[0]
        assert not done.response.generated_videos

    @pytest.mark.parametrize(("outcome", "code"), [("failed", 13), ("cancelled", 1)])
    def test_fails(self, client: genai.Client, world: World, outcome: str, code: int) -> None:
        world.outcome = outcome
        done = ended(client, client.models.generate_videos(model=VEO, prompt="waves", config=short()))
        assert done.error["code"] == code

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"config": {"duration_seconds": 5}}, "durationSeconds"),
            ({"config": {"aspect_ratio": "1:1"}}, "aspectRatio"),
            ({"config": {"fps": 24}}, "fps"),
            ({"config": {"number_of_videos": 5}}, "sampleCount"),
            ({"image": types.Image(image_bytes=b"none", mime_type="image/png")}, "image"),
            ({"config": {"resize_mode": "crop"}}, "resizeMode"),
        ],
    )
    def test_refuses(self, client: genai.Client, world: World, wrong: dict, words: str) -> None:
        with pytest.raises(errors.ClientError, match=words) as caught:
            client.models.generate_videos(**{"model": VEO, "prompt": "waves", **wrong})
        assert caught.value.code == 400
        assert not world.charges

    def test_errors(self, client: genai.Client, world: World) -> None:
        with pytest.raises(errors.ClientError) as gone:
            client.models.generate_videos(model="veo-2.0-generate-001", prompt="waves")
        assert gone.value.code == 404
        nowhere = f"projects/p/locations/l/publishers/google/models/{VEO}/operations/1"
        with pytest.raises(errors.ClientError) as unknown:
            client.operations.get(types.GenerateVideosOperation(name=nowhere))
        assert unknown.value.code == 404
        world.faults = [Fault("status", status=429)]
        with pytest.raises(errors.ClientError) as limited:
            client.models.generate_videos(model=VEO, prompt="waves")
        assert (limited.value.code, limited.value.status) == (429, "RESOURCE_EXHAUSTED")
        with connect(world, "wrong") as other, pytest.raises(errors.ClientError) as key:
            other.models.generate_videos(model=VEO, prompt="waves")
        assert key.value.code == 401
        assert not world.charges


class TestLyria:
    path = "/v1/projects/films/locations/us-central1/publishers/google/models/lyria-002:predict"

    def ask(self, world: World, instance: dict, parameters: dict) -> httpx2.Response:
        key = {"authorization": f"Bearer {world.key('vertex')}"}
        body = {"instances": [instance], "parameters": parameters}
        return httpx2.post(world.at("vertex") + self.path, json=body, headers=key)

    def test_composes(self, world: World) -> None:
        answer = self.ask(world, {"prompt": "A slow waltz", "negative_prompt": "drums"}, {"sample_count": 2})
        songs = [base64.b64decode(one["bytesBase64Encoded"]) for one in answer.json()["predictions"]]
        assert len(set(songs)) == 2
        assert hear(songs[0]).seconds == 2.0
        assert [charge.what for charge in world.charges] == ["lyria-002"]

    def test_refuses(self, world: World) -> None:
        answer = self.ask(world, {"prompt": "A slow waltz", "seed": 3}, {"sample_count": 2})
        assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
        assert self.ask(world, {"prompt": "x", "mood": "sad"}, {}).status_code == 400
        assert not world.charges

    def test_is_moderated(self, world: World) -> None:
        world.outcome = "moderated"
        assert self.ask(world, {"prompt": "A slow waltz"}, {}).status_code == 400
        assert not world.charges


def test_interactions_of_a_project(world: World) -> None:
    url = world.at("vertex") + "/v1beta1/projects/films/locations/global/interactions"
    key = {"authorization": f"Bearer {world.key('vertex')}"}
    body = {"model": "lyria-3-pro-preview", "input": "A slow waltz", "background": True}
    job = httpx2.post(url, json=body, headers=key).json()
    states = [httpx2.get(f"{url}/{job['id']}", headers=key).json() for _ in range(2)]
    assert [state["status"] for state in states] == ["in_progress", "completed"]
    assert hear(base64.b64decode(states[-1]["outputs"][-1]["data"])).seconds == pytest.approx(2, abs=0.1)
