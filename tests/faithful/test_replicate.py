"""replicate 1.0.7, pointed at the server: it runs models, waits, uploads, cancels, and raises its own errors."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx2
import pytest
from replicate.client import Client
from replicate.exceptions import ModelError, ReplicateError

from tests.servers.media import picture, tone
from tests.servers.perception import look
from tests.servers.replicate.models import MODELS
from tests.servers.world import Fault, Running, World

FLUX = "black-forest-labs/flux-1.1-pro"
SMALL = {"aspect_ratio": "custom", "width": 256, "height": 320, "output_format": "png"}
MUSICGEN = MODELS["meta/musicgen"].version
WHISPER = MODELS["openai/whisper"].version


@pytest.fixture(scope="module")
def sdk(server: Running) -> Client:
    client = Client(api_token=World().key("replicate"), base_url=f"{server.url}/replicate")
    client.poll_interval = 0
    client._client._transport.max_attempts = 1  # type: ignore[attr-defined]  # its only way to try less often
    return client


@pytest.fixture
def client(sdk: Client, world: World) -> Client:
    return sdk


@pytest.fixture(scope="module")
def plain() -> Iterator[httpx2.Client]:
    with httpx2.Client() as client:
        yield client


def uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def read(plain: httpx2.Client, output: Any) -> bytes:
    """An output's bytes. The client makes file objects of https addresses only; loopback's stay words."""
    assert isinstance(output, str)
    return plain.get(output).content


def length(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        return (file.duration or 0) / 1_000_000


def test_a_model_is_run_and_its_file_read(client: Client, plain: httpx2.Client, world: World) -> None:
    output = client.run(FLUX, input={"prompt": "a boat", **SMALL})
    sight = look(read(plain, output))
    assert (sight.width, sight.height, sight.format) == (256, 320, "PNG")
    assert [(charge.vendor, charge.what) for charge in world.charges] == [("replicate", FLUX)]
    assert world.seen[0].headers["prefer"] == "wait"


def test_several_outputs_are_a_list(client: Client, plain: httpx2.Client) -> None:
    asked = {"prompt": "a boat", "num_outputs": 2, "megapixels": "0.25", "aspect_ratio": "16:9"}
    outputs: Any = client.run("black-forest-labs/flux-dev", input=asked)
    sights = [look(read(plain, output)) for output in outputs]
    assert len({sight.tint for sight in sights}) == 2
    assert all((sight.width, sight.height, sight.format) == (688, 384, "WEBP") for sight in sights)


def test_a_prediction_is_polled_to_its_end(client: Client, world: World) -> None:
    world.polls = 2
    prediction = client.models.predictions.create(FLUX, {"prompt": "a boat", **SMALL})
    assert (prediction.status, prediction.version, prediction.model) == ("starting", "hidden", FLUX)
    seen = [prediction.status]
    while prediction.status not in ("succeeded", "failed", "canceled"):
        prediction.reload()
        seen.append(prediction.status)
    assert seen == ["starting", "starting", "processing", "succeeded"]
    assert prediction.progress and prediction.progress.total == 28
    assert prediction.metrics == {"predict_time": 2.5, "total_time": 3.5}
    assert prediction.urls and prediction.urls["get"].startswith(world.at("replicate"))
    assert len(world.charges) == 1


def test_a_request_that_waited_is_still_processing_with_its_output(client: Client, world: World) -> None:
    prediction = client.models.predictions.create(FLUX, {"prompt": "a boat", **SMALL}, wait=5)
    assert prediction.status == "processing" and prediction.output and prediction.completed_at is None
    prediction.reload()
    assert prediction.status == "succeeded"
    world.polls = 9
    prediction = client.models.predictions.create(FLUX, {"prompt": "a boat", **SMALL}, wait=True)
    assert prediction.status == "starting" and prediction.output is None


def test_models_of_the_community_are_run_by_version(client: Client, plain: httpx2.Client) -> None:
    asked = {"prompt": "a waltz", "duration": 3, "output_format": "mp3"}
    output: Any = client.run(f"meta/musicgen:{MUSICGEN}", input=asked)
    assert length(read(plain, output)) == pytest.approx(3, abs=0.1)
    with pytest.raises(ReplicateError) as missing:
        client.models.predictions.create("meta/musicgen", asked)
    assert missing.value.status == 404
    with pytest.raises(ReplicateError) as wrong:
        client.predictions.create(version="0" * 64, input=asked)
    assert wrong.value.status == 422


def test_versions_and_models_are_described(client: Client) -> None:
    model = client.models.get("meta/musicgen")
    assert model.latest_version and model.latest_version.id == MUSICGEN
    schemas = model.versions.get(MUSICGEN).openapi_schema["components"]["schemas"]
    assert schemas["Output"]["format"] == "uri" and "duration" in schemas["Input"]["properties"]


def test_speech_films_and_music(client: Client, plain: httpx2.Client) -> None:
    for model, asked, seconds in [
        ("minimax/speech-02-turbo", {"text": "twelve chars"}, 0.72),
        ("google/veo-3.1", {"prompt": "a boat", "duration": 4, "resolution": "720p"}, 4),
        ("google/lyria-2", {"prompt": "a waltz"}, 30),
    ]:
        output: Any = client.run(model, input=asked)
        assert length(read(plain, output)) == pytest.approx(seconds, abs=0.1), model


def test_inputs_are_data_urls_and_uploaded_files(client: Client, plain: httpx2.Client, tmp_path: Path) -> None:
    heard: Any = client.run(f"openai/whisper:{WHISPER}", input={"audio": uri(tone("said"), "audio/wav")})
    assert heard["transcription"] and heard["segments"][0]["end"] == pytest.approx(1.0)
    path = tmp_path / "given.png"
    path.write_bytes(picture("given", 64, 32))
    with path.open("rb") as file:
        output: Any = client.run(
            "black-forest-labs/flux-kontext-pro", input={"prompt": "night", "input_image": file, "output_format": "jpg"}
        )
    sight = look(read(plain, output))
    assert sight.width / sight.height == pytest.approx(2, rel=0.03)


def test_files_are_kept(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "given.png"
    path.write_bytes(picture("given", 64, 32))
    file = client.files.create(path, metadata={"of": "a test"})
    assert (file.size, file.content_type, file.metadata) == (path.stat().st_size, "image/png", {"of": "a test"})
    assert client.files.get(file.id).urls == file.urls
    assert [each.id for each in client.files.list()] == [file.id]
    assert client.files.delete(file.id)
    with pytest.raises(ReplicateError):
        client.files.get(file.id)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "input.prompt"),
        ({"prompt": "a", "steps": 9}, "input.steps"),
        ({"prompt": "a", "width": 2000}, "input.width"),
        ({"prompt": "a", "seed": "7"}, "input.seed"),
        ({"prompt": "a", "aspect_ratio": "7:3"}, "input.aspect_ratio"),
        ({"prompt": "a", "image_prompt": "picture.png"}, "input.image_prompt"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(client: Client, world: World, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(ReplicateError) as refused:
        client.models.predictions.create(FLUX, asked)
    error = refused.value
    assert (error.status, error.title) == (422, "Input validation failed") and field in (error.detail or "")
    assert not world.charges


@pytest.mark.parametrize(("outcome", "words"), [("moderated", "flagged as sensitive"), ("failed", "Prediction failed")])
def test_predictions_fail(client: Client, world: World, outcome: Any, words: str) -> None:
    world.outcome = outcome
    with pytest.raises(ModelError) as failed:
        client.run(FLUX, input={"prompt": "a boat"})
    assert failed.value.prediction.status == "failed" and words in str(failed.value)


def test_a_prediction_is_cancelled(client: Client, world: World) -> None:
    world.polls = 9
    prediction = client.models.predictions.create(FLUX, {"prompt": "a boat"})
    prediction.cancel()
    assert prediction.status == "canceled" and prediction.output is None
    assert client.predictions.get(prediction.id).status == "canceled"


def test_predictions_are_listed_newest_first(client: Client) -> None:
    made = [client.models.predictions.create(FLUX, {"prompt": words}).id for words in ("one", "two")]
    page = client.predictions.list()
    assert [each.id for each in page.results] == made[::-1]
    assert page.results[0].input == {"prompt": "two"}


def test_keys_limits_and_what_is_not_there(client: Client, world: World) -> None:
    with pytest.raises(ReplicateError) as missing:
        client.predictions.get("nothing")
    assert missing.value.status == 404
    world.faults += [Fault("status", status=429, headers={"retry-after": "3"}), Fault("status", status=402)]
    with pytest.raises(ReplicateError) as limited:
        client.models.predictions.create(FLUX, {"prompt": "a boat"})
    assert limited.value.status == 429 and "throttled" in (limited.value.detail or "")
    with pytest.raises(ReplicateError) as poor:
        client.models.predictions.create(FLUX, {"prompt": "a boat"})
    assert (poor.value.status, poor.value.title) == (402, "Insufficient credit")
    world.keys["replicate"] = "another"
    with pytest.raises(ReplicateError) as refused:
        client.accounts.current()
    assert (refused.value.status, refused.value.title) == (401, "Unauthenticated")
    assert not world.charges


def test_a_limit_tells_when_to_come_back(world: World, plain: httpx2.Client) -> None:
    world.faults.append(Fault("status", status=429, headers={"retry-after": "3"}))
    headers = {"authorization": f"Bearer {world.key('replicate')}"}
    answer = plain.get(world.at("replicate") + "/v1/account", headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert plain.get(world.at("replicate") + "/v1/account", headers=headers).json()["username"] == "someone"


def test_links_run_out(client: Client, world: World, plain: httpx2.Client) -> None:
    output: Any = client.run(FLUX, input={"prompt": "a boat", **SMALL}, use_file_output=False)
    world.expired = True
    assert plain.get(output).status_code == 403
