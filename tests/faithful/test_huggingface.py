"""huggingface_hub 2.4.0, pointed at the server: hf-inference, and every other provider by the router."""

from __future__ import annotations

import io
from collections.abc import Iterator

import av
import httpx2
import huggingface_hub
import pytest
from huggingface_hub import HfApi, ImageToImageTargetSize, InferenceClient, set_client_factory
from huggingface_hub.errors import BadRequestError, HfHubHTTPError, RepositoryNotFoundError
from huggingface_hub.inference._providers import fal_ai, together, wavespeed, zai_org
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
        patch.setattr(wavespeed, "_POLLING_INTERVAL", 0)
        patch.setattr(zai_org, "_POLLING_INTERVAL", 0)
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


@pytest.mark.parametrize("provider", ["hf-inference", "fal-ai", "together", "nscale"])
def test_a_picture_is_as_large_as_asked(world: World, provider: str) -> None:
    image = client(provider).text_to_image("a boat", model=FLUX, width=320, height=192, seed=3)
    assert isinstance(image, Image.Image) and image.size == (320, 192)
    assert [charge.vendor for charge in world.charges] == ["huggingface"]


def test_a_picture_by_replicate(world: World) -> None:
    image = client("replicate").text_to_image("a boat", model=FLUX, extra_body={"aspect_ratio": "16:9"})
    assert image.width / image.height == pytest.approx(16 / 9, rel=0.02)
    assert world.charges[0].what == "black-forest-labs/flux-dev"


def test_a_picture_by_wavespeed_and_one_by_zai(world: World) -> None:
    world.polls = 3
    image = client("wavespeed").text_to_image("a boat", model=FLUX, extra_body={"size": "320*192"})
    assert image.size == (320, 192)
    assert client("zai-org").text_to_image("a boat", model="zai-org/GLM-Image", width=640, height=512).size == (
        640,
        512,
    )
    looks = [seen.path for seen in world.seen if seen.method == "GET" and not seen.path.startswith("/huggingface.co")]
    assert sum(path.startswith("/wavespeed/api/v3/predictions/ws-") for path in looks) == 4
    assert sum(path.startswith("/zai-org/api/paas/v4/async-result/zai-") for path in looks) == 4
    assert len(world.charges) == 2


def test_a_lora_is_named_by_the_file_of_its_weights(world: World) -> None:
    model = "someone/FLUX-LoRA"
    assert client("fal-ai").text_to_image("a boat", model=model, width=96, height=64).size == (96, 64)
    weights = f"https://huggingface.co/{model}/resolve/main/lora.safetensors"
    assert next(iter(world.jobs.values())).asked["arguments"]["loras"] == [{"path": weights, "scale": 1}]


def test_pictures_depend_on_the_prompt(world: World) -> None:
    made = [client("hf-inference").text_to_image(words, model=FLUX, width=64, height=64) for words in ("a", "b", "a")]
    assert made[0].tobytes() == made[2].tobytes() != made[1].tobytes()


def test_a_model_given_as_an_address_needs_no_host_of_its_own(world: World) -> None:
    address = f"{world.at('huggingface')}/hf-inference/models/{FLUX}"
    assert client().text_to_image("a boat", model=address, width=96, height=64).size == (96, 64)
    assert [seen.path for seen in world.seen] == [f"/hf-inference/models/{FLUX}"]


@pytest.mark.parametrize("provider", ["together", "fal-ai", "replicate", "wavespeed", "hf-inference"])
def test_a_picture_is_edited(world: World, provider: str) -> None:
    given = picture("given", 64, 32)
    image = client(provider).image_to_image(given, prompt="night", model="black-forest-labs/FLUX.1-Kontext-dev")
    assert image.width > 0 and len(world.charges) == 1


def test_an_edited_picture_has_the_size_that_is_asked_for(world: World) -> None:
    size = ImageToImageTargetSize(width=96, height=64)
    model = "black-forest-labs/FLUX.1-Kontext-dev"
    image = client("hf-inference").image_to_image(picture("given"), prompt="night", model=model, target_size=size)
    assert image.size == (96, 64)


@pytest.mark.parametrize("provider", ["fal-ai", "together", "wavespeed"])
def test_a_film_is_polled_to_its_end(world: World, provider: str) -> None:
    world.polls = 2
    film = client(provider).text_to_video("a boat", model="Wan-AI/Wan2.1-T2V-14B")
    assert length(film) == pytest.approx(5, abs=0.2)
    looks = [seen for seen in world.seen if seen.method == "GET" and seen.vendor != "files"]
    assert sum(not seen.path.startswith("/huggingface.co/") for seen in looks) >= 3
    assert len(world.charges) == 1


@pytest.mark.parametrize("provider", ["novita", "replicate"])
def test_a_film_comes_with_the_answer(world: World, provider: str) -> None:
    world.polls = 0
    film = client(provider).text_to_video("a boat", model="Wan-AI/Wan2.1-T2V-14B")
    assert length(film) >= 5 and len(world.charges) == 1


@pytest.mark.parametrize("provider", ["together", "wavespeed"])
def test_a_picture_is_set_in_motion(world: World, provider: str) -> None:
    film = client(provider).image_to_video(picture("sea"), prompt="waves", model="Wan-AI/Wan2.1-I2V-14B-720P")
    assert length(film) == pytest.approx(5, abs=0.2)


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
    for provider in ("deepinfra", "fal-ai"):
        assert length(client(provider).text_to_speech("twelve chars", model="hexgrad/Kokoro-82M")) > 0.5


@pytest.mark.parametrize("provider", ["hf-inference", "fal-ai", "replicate", "deepinfra"])
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


@pytest.mark.parametrize(
    ("provider", "model"),
    [("nscale", FLUX), ("wavespeed", FLUX), ("zai-org", "zai-org/GLM-Image"), ("novita", "Wan-AI/Wan2.1-T2V-14B")],
)
def test_content_is_refused_by_each_in_its_way(world: World, provider: str, model: str) -> None:
    world.outcome = "moderated"
    make = client(provider).text_to_video if provider == "novita" else client(provider).text_to_image
    with pytest.raises((HfHubHTTPError, ValueError)):
        make("a boat", model=model)


@pytest.mark.parametrize(("provider", "model"), [("wavespeed", FLUX), ("zai-org", "zai-org/GLM-Image")])
def test_a_job_that_fails(world: World, provider: str, model: str) -> None:
    world.outcome = "failed"
    with pytest.raises(ValueError, match="failed"):
        client(provider).text_to_image("a boat", model=model)


def test_the_hub_says_who_runs_a_model(world: World) -> None:
    def asked(model: str) -> list[tuple[str, str, str, str]]:
        hub = HfApi(endpoint=f"{world.at('huggingface')}/huggingface.co", token=KEY)
        found = hub.model_info(model, expand=["inferenceProviderMapping"]).inference_provider_mapping
        return [(each.provider, each.provider_id, each.task, each.status) for each in found or []]

    assert asked("zai-org/GLM-Image") == [("zai-org", "glm-image", "text-to-image", "live")]
    assert asked("someone/failing")[0] == ("fal-ai", "fal-ai/flux/dev", "text-to-image", "error")
    assert asked(LLAMA)[0][2] == "conversational" and asked("someone/unserved") == []
    with pytest.raises(RepositoryNotFoundError):
        asked("nobody/nothing")
    with pytest.raises(ValueError, match=r"Expecting value|JSON"):
        asked("someone/unreadable")


def test_a_film_that_fails(world: World) -> None:
    world.outcome = "failed"
    with pytest.raises(RuntimeError, match="Generation failed"):
        client("together").text_to_video("a boat", model="Wan-AI/Wan2.1-T2V-14B")


def test_the_version_is_the_one_that_was_read() -> None:
    assert huggingface_hub.__version__ == "2.4.0"
