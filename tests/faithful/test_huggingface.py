"""huggingface_hub 2.4.0, pointed at the server: hf-inference, and fal, Replicate and Together by the router."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import httpx2
import huggingface_hub
import pytest
from huggingface_hub import InferenceClient, set_client_factory
from huggingface_hub.errors import BadRequestError, HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.inference._providers import fal_ai, together
from huggingface_hub.utils._http import default_client_factory
from PIL import Image

from tests.servers.media import picture, tone
from tests.servers.world import Fault, Running, World

FLUX = "black-forest-labs/FLUX.1-dev"
LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
KEY = "hf_key_of_a_test"


class Here(httpx2.HTTPTransport):
    """Sends what is meant for Hugging Face's hosts to the server."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.roots = {"router.huggingface.co": root, "huggingface.co": root + "/huggingface.co"}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host in self.roots:
            request.url = httpx2.URL(self.roots[request.url.host] + request.url.raw_path.decode())
        return super().handle_request(request)


@pytest.fixture(scope="module", autouse=True)
def pointed_here(server: Running) -> Iterator[None]:
    """The client's own setting for HTTP, and no waiting between its looks at jobs."""
    transport = Here(server.url + "/huggingface")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fal_ai, "_POLLING_INTERVAL", 0)
        patch.setattr(together, "_VIDEO_POLLING_INTERVAL", 0)
        set_client_factory(lambda: httpx2.Client(transport=transport, follow_redirects=True, timeout=30))
        yield
        set_client_factory(default_client_factory)


@pytest.fixture
def world(server: Running) -> World:
    world = server.fresh()
    world.keys["huggingface"] = KEY
    return world


def client(provider: str | None = None) -> InferenceClient:
    return InferenceClient(provider=provider, api_key=KEY)  # type: ignore[arg-type]


def length(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        return (file.duration or 0) / 1_000_000


@pytest.mark.parametrize("provider", ["hf-inference", "fal-ai", "together"])
def test_a_picture_is_as_large_as_asked(world: World, provider: str) -> None:
    image = client(provider).text_to_image("a boat", model=FLUX, width=320, height=192, seed=3)
    assert isinstance(image, Image.Image) and image.size == (320, 192)
    assert [charge.vendor for charge in world.charges] == ["huggingface"]


def test_a_picture_by_replicate(world: World) -> None:
    image = client("replicate").text_to_image("a boat", model=FLUX, extra_body={"aspect_ratio": "16:9"})
    assert image.width / image.height == pytest.approx(16 / 9, rel=0.02)
    assert world.charges[0].what == "black-forest-labs/flux-dev"


def test_pictures_depend_on_the_prompt(world: World) -> None:
    made = [client("hf-inference").text_to_image(words, model=FLUX, width=64, height=64) for words in ("a", "b", "a")]
    assert made[0].tobytes() == made[2].tobytes() != made[1].tobytes()


def test_a_model_given_as_an_address_needs_no_host_of_its_own(world: World) -> None:
    address = f"{world.at('huggingface')}/hf-inference/models/{FLUX}"
    assert client().text_to_image("a boat", model=address, width=96, height=64).size == (96, 64)
    assert [seen.path for seen in world.seen] == [f"/hf-inference/models/{FLUX}"]


def test_a_picture_is_edited_by_together(world: World) -> None:
    given = picture("given", 64, 32)
    image = client("together").image_to_image(given, prompt="night", model="black-forest-labs/FLUX.1-Kontext-dev")
    assert image.size == (1024, 1024)


@pytest.mark.parametrize("provider", ["fal-ai", "together"])
def test_a_film_is_polled_to_its_end(world: World, provider: str) -> None:
    world.polls = 2
    film = client(provider).text_to_video("a boat", model="Wan-AI/Wan2.1-T2V-14B")
    assert length(film) == pytest.approx(5, abs=0.2)
    assert sum(seen.method == "GET" and "/api/" not in seen.path for seen in world.seen if seen.vendor != "files") >= 3
    assert len(world.charges) == 1


def test_a_picture_is_set_in_motion_by_fal(world: World) -> None:
    film = client("fal-ai").image_to_video(
        picture("upright", 90, 160), prompt="waves", model="Wan-AI/Wan2.1-I2V-14B-720P"
    )
    with av.open(io.BytesIO(film)) as file:
        stream = file.streams.video[0]
        assert stream.width < stream.height


def test_speech(world: World) -> None:
    assert length(client("hf-inference").text_to_speech("twelve chars", model="facebook/mms-tts-eng")) == pytest.approx(
        0.72, abs=0.05
    )
    spoken = client("together").text_to_speech(
        "twelve chars", model="hexgrad/Kokoro-82M", extra_body={"voice": "am_adam"}
    )
    assert length(spoken) == pytest.approx(0.72, abs=0.05)
    assert length(client("replicate").text_to_speech("twelve chars", model="hexgrad/Kokoro-82M")) > 0.5


@pytest.mark.parametrize("provider", ["hf-inference", "fal-ai", "replicate"])
def test_speech_is_written_down(world: World, provider: str) -> None:
    heard = client(provider).automatic_speech_recognition(tone("said", 2.0), model="openai/whisper-large-v3")
    assert len(heard.text.split()) >= 3
    if provider == "hf-inference":
        timed = client(provider).automatic_speech_recognition(
            tone("said", 2.0), model="openai/whisper-large-v3", extra_body={"return_timestamps": True}
        )
        assert timed.chunks and timed.chunks[-1].timestamp[1] == pytest.approx(2.0)


def test_a_picture_is_described(world: World) -> None:
    model = "Salesforce/blip-image-captioning-large"
    assert "64 by 32 pixels" in str(client("hf-inference").image_to_text(picture("given", 64, 32), model=model))


def test_words_become_vectors(world: World) -> None:
    model = "sentence-transformers/all-MiniLM-L6-v2"
    assert client("hf-inference").feature_extraction("a boat", model=model).shape == (384,)


@pytest.mark.parametrize("provider", [None, "hf-inference", "together"])
def test_a_conversation(world: World, provider: str | None) -> None:
    messages = [{"role": "user", "content": "Name a boat."}]
    talking = client(provider)
    answer = talking.chat_completion(messages, model=LLAMA, max_tokens=50)
    assert "Name a boat." in str(answer.choices[0].message.content) and answer.usage.total_tokens > 0
    parts = talking.chat_completion(messages, model=LLAMA, stream=True)
    told = "".join(part.choices[0].delta.content or "" for part in parts if part.choices)
    assert told == answer.choices[0].message.content


def test_errors_are_the_clients_own(world: World) -> None:
    drawing = client("hf-inference")
    world.faults += [Fault("status", path="/hf-inference", status=code) for code in (402, 429, 503)]
    for code in (402, 429, 503):
        with pytest.raises(HfHubHTTPError) as refused:
            drawing.text_to_image("a boat", model=FLUX)
        assert refused.value.response.status_code == code and "error" in refused.value.response.json()
    with pytest.raises(BadRequestError):
        drawing.text_to_image("a boat", model=FLUX, extra_body={"aspect_ratio": "16:9"})
    with pytest.raises(RepositoryNotFoundError):
        drawing.text_to_image("a boat", model="nobody/nothing")
    with pytest.raises(HfHubHTTPError) as wrong:
        InferenceClient(provider="hf-inference", api_key="hf_wrong").text_to_image("a boat", model=FLUX)
    assert wrong.value.response.status_code == 401
    assert not world.charges


def test_content_is_refused(world: World) -> None:
    world.outcome = "moderated"
    with pytest.raises(HfHubHTTPError) as refused:
        client("together").text_to_image("a boat", model=FLUX)
    assert refused.value.response.status_code == 422
    with pytest.raises(BadRequestError):
        client("hf-inference").text_to_image("a boat", model=FLUX)


def test_a_film_that_fails(world: World) -> None:
    world.outcome = "failed"
    with pytest.raises(RuntimeError, match="Generation failed"):
        client("together").text_to_video("a boat", model="Wan-AI/Wan2.1-T2V-14B")


def test_the_version_is_the_one_that_was_read() -> None:
    assert huggingface_hub.__version__ == "2.4.0"
