"""fal-client 1.0.3, pointed at the server: it submits, polls, cancels, uploads, and raises its own errors."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import fal_client
import httpx2
import pytest
from fal_client import client as module

from tests.servers.media import picture, tone
from tests.servers.perception import look
from tests.servers.world import Fault, Running, World

FLUX = "fal-ai/flux/dev"
KLING = "fal-ai/kling-video/v3/standard/text-to-video"
SMALL = {"image_size": {"width": 64, "height": 48}, "output_format": "png"}


@pytest.fixture(scope="module")
def sdk(server: Running) -> Iterator[fal_client.SyncClient]:
    """The client, with its addresses here and no waiting between attempts."""
    root = f"{server.url}/fal"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "QUEUE_URL_FORMAT", root + "/")
        patch.setattr(module, "RUN_URL_FORMAT", root + "/fal.run/")
        patch.setattr(module, "REST_URL", root + "/rest.fal.ai")
        patch.setattr(module, "CDN_URL", root + "/v3.fal.media")
        patch.setattr(module, "MAX_ATTEMPTS", 1)
        yield fal_client.SyncClient(key=World().key("fal"))


@pytest.fixture
def client(sdk: fal_client.SyncClient, world: World) -> fal_client.SyncClient:
    return sdk


@pytest.fixture(scope="module")
def plain() -> Iterator[httpx2.Client]:
    with httpx2.Client() as client:
        yield client


def uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def length(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        return (file.duration or 0) / 1_000_000


def test_a_request_goes_through_the_queue(client: fal_client.SyncClient, world: World) -> None:
    world.polls = 2
    handle = client.submit(FLUX, {"prompt": "a boat", **SMALL})
    assert handle.response_url == f"{world.at('fal')}/fal-ai/flux/requests/{handle.request_id}"
    first, second, third = handle.iter_events(with_logs=True, interval=0)
    assert isinstance(first, fal_client.Queued) and first.position == 0
    assert isinstance(second, fal_client.InProgress) and second.logs and second.logs[0]["level"] == "INFO"
    assert isinstance(third, fal_client.Completed) and third.metrics == {"inference_time": 2.5}
    assert third.error is third.error_type is None
    result = handle.get(interval=0)
    assert set(result) == {"images", "timings", "seed", "has_nsfw_concepts", "prompt"}
    assert [(charge.vendor, charge.what) for charge in world.charges] == [("fal", FLUX)]


def test_the_queue_says_202_until_it_is_done(client: fal_client.SyncClient, plain: httpx2.Client, world: World) -> None:
    handle = client.submit(FLUX, {"prompt": "a boat", **SMALL})
    headers = {"authorization": f"Key {world.key('fal')}"}
    assert plain.get(handle.response_url, headers=headers).status_code == 400
    waiting, done = (plain.get(handle.status_url, headers=headers) for _ in range(2))
    assert (waiting.status_code, done.status_code) == (202, 200)
    assert waiting.json()["status_url"] == handle.status_url
    assert plain.get(f"{world.at('fal')}/{FLUX}/requests/{handle.request_id}", headers=headers).status_code == 405


@pytest.mark.parametrize(
    "endpoint", [FLUX, "fal-ai/flux-pro/v1.1", "fal-ai/stable-diffusion-v35-large", "fal-ai/flux-pro/kontext"]
)
def test_pictures_are_as_large_as_asked(client: fal_client.SyncClient, plain: httpx2.Client, endpoint: str) -> None:
    asked: dict[str, Any] = {"prompt": "a boat", "num_images": 2, "output_format": "png", "seed": 5}
    if "kontext" in endpoint:
        asked |= {"image_url": uri(picture("given", 64, 32), "image/png"), "aspect_ratio": "1:1"}
        size = (1024, 1024)
    else:
        asked["image_size"], size = {"width": 96, "height": 64}, (96, 64)
    result = client.subscribe(endpoint, asked, interval=0)
    assert len(result["images"]) == 2 and result["seed"] == 5 and result["has_nsfw_concepts"] == [False, False]
    tints = set()
    for image in result["images"]:
        sight = look(plain.get(image["url"]).content)
        assert (sight.width, sight.height, sight.format) == (*size, "PNG")
        assert (image["width"], image["height"], image["content_type"]) == (*size, "image/png")
        tints.add(sight.tint)
    assert len(tints) == 2


@pytest.mark.parametrize(
    ("endpoint", "size"), [("fal-ai/ideogram/v3", "landscape_16_9"), ("fal-ai/flux-2-pro", "square")]
)
def test_sizes_have_names(client: fal_client.SyncClient, plain: httpx2.Client, endpoint: str, size: str) -> None:
    (image,) = client.subscribe(endpoint, {"prompt": "a boat", "image_size": size}, interval=0)["images"]
    sight = look(plain.get(image["url"]).content)
    assert (sight.width, sight.height) == ((1024, 576) if size == "landscape_16_9" else (512, 512))


@pytest.mark.parametrize(
    ("endpoint", "asked", "size", "seconds"),
    [
        (KLING, {"duration": "3", "aspect_ratio": "9:16"}, (720, 1280), 3),
        ("fal-ai/pika/v2.2/text-to-video", {"aspect_ratio": "1:1"}, (720, 720), 5),
        ("fal-ai/veo3.1", {"duration": "4s"}, (1280, 720), 4),
        ("fal-ai/veo3.1/fast", {"duration": "4s", "resolution": "720p"}, (1280, 720), 4),
        ("fal-ai/luma-dream-machine/ray-2", {"aspect_ratio": "4:3"}, (720, 540), 5),
    ],
)
def test_films_are_as_long_and_large_as_asked(
    client: fal_client.SyncClient,
    plain: httpx2.Client,
    endpoint: str,
    asked: dict[str, Any],
    size: tuple[int, int],
    seconds: float,
) -> None:
    result = client.subscribe(endpoint, {"prompt": "a boat", **asked}, interval=0)
    data = plain.get(result["video"]["url"]).content
    assert len(data) == result["video"]["file_size"] and result["video"]["content_type"] == "video/mp4"
    assert length(data) == pytest.approx(seconds, abs=0.2)
    with av.open(io.BytesIO(data)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == size


@pytest.mark.parametrize(
    ("endpoint", "asked"),
    [
        ("fal-ai/kling-video/v3/standard/image-to-video", {"duration": "3"}),
        ("fal-ai/pika/v2.2/image-to-video", {}),
        ("fal-ai/veo3.1/image-to-video", {"duration": "4s"}),
        ("fal-ai/luma-dream-machine/ray-2/image-to-video", {}),
    ],
)
def test_a_picture_is_set_in_motion_in_its_own_shape(
    client: fal_client.SyncClient, plain: httpx2.Client, endpoint: str, asked: dict[str, Any]
) -> None:
    field = "start_image_url" if "kling" in endpoint else "image_url"
    upright = uri(picture("upright", 90, 160), "image/png")
    result = client.subscribe(endpoint, {"prompt": "waves", field: upright, **asked}, interval=0)
    with av.open(io.BytesIO(plain.get(result["video"]["url"]).content)) as film:
        stream = film.streams.video[0]
        assert stream.width / stream.height == pytest.approx(9 / 16, abs=0.01)


@pytest.mark.parametrize(
    ("endpoint", "asked", "seconds"),
    [
        ("fal-ai/elevenlabs/tts/eleven-v3", {"text": "twelve chars"}, 0.72),
        ("fal-ai/elevenlabs/tts/multilingual-v2", {"text": "twelve chars", "speed": 1.2}, 0.6),
        ("fal-ai/elevenlabs/music", {"prompt": "a waltz", "music_length_ms": 3000}, 3),
        ("fal-ai/elevenlabs/sound-effects/v2", {"text": "rain", "duration_seconds": 1.5}, 1.5),
        ("fal-ai/stable-audio-25/text-to-audio", {"prompt": "a waltz", "seconds_total": 4}, 4),
        ("fal-ai/lyria2", {"prompt": "a waltz", "seed": 1}, 30),
    ],
)
def test_sounds_are_as_long_as_asked(
    client: fal_client.SyncClient, plain: httpx2.Client, endpoint: str, asked: dict[str, Any], seconds: float
) -> None:
    result = client.subscribe(endpoint, asked, interval=0)
    assert length(plain.get(result["audio"]["url"]).content) == pytest.approx(seconds, abs=0.1)


def test_speech_is_written_down(client: fal_client.SyncClient) -> None:
    given = uri(tone("said", 2.0), "audio/wav")
    result = client.subscribe(
        "fal-ai/whisper", {"audio_url": given, "chunk_level": "word", "diarize": True}, interval=0
    )
    assert result["text"] == " ".join(chunk["text"] for chunk in result["chunks"]) and len(result["chunks"]) >= 3
    assert result["chunks"][-1]["timestamp"][1] == pytest.approx(2.0)
    assert result["diarization_segments"][0]["speaker"] == "SPEAKER_00"


def test_the_blocking_form_and_media_in_the_answer(client: fal_client.SyncClient, world: World) -> None:
    result = client.run(FLUX, {"prompt": "a boat", "sync_mode": True, **SMALL})
    head, _, body = result["images"][0]["url"].partition(",")
    assert head == "data:image/png;base64" and look(base64.b64decode(body)).width == 64
    assert len(world.charges) == 1


def test_files_are_uploaded_in_both_ways(client: fal_client.SyncClient, tmp_path: Path) -> None:
    path = tmp_path / "given.png"
    path.write_bytes(picture("given", 64, 32))
    for repository in ("fal_v3", "fal"):
        address = client.upload_file(path, repository=repository)  # type: ignore[arg-type]
        asked = {"prompt": "night", "image_url": address, "output_format": "png"}
        (image,) = client.subscribe("fal-ai/flux-pro/kontext", asked, interval=0)["images"]
        assert image["width"] / image["height"] == pytest.approx(2, rel=0.03)


@pytest.mark.parametrize(
    ("endpoint", "asked", "field"),
    [
        (FLUX, {"prompt": "a", "steps": 9}, "steps"),
        (FLUX, {}, "prompt"),
        (FLUX, {"prompt": "a", "num_images": 5}, "num_images"),
        (FLUX, {"prompt": "a", "seed": "7"}, "seed"),
        (KLING, {"prompt": "a", "duration": 5}, "duration"),
        (KLING, {"prompt": "a", "duration": "16"}, "duration"),
        (KLING, {"prompt": "a", "resolution": "720p"}, "resolution"),
        ("fal-ai/pika/v2.2/text-to-video", {"prompt": "a", "duration": "6"}, "duration"),
        ("fal-ai/veo3.1", {"prompt": "a", "duration": "5s"}, "duration"),
        ("fal-ai/ideogram/v3", {"prompt": "a", "rendering_speed": "DEFAULT"}, "rendering_speed"),
        ("fal-ai/lyria2", {"prompt": "a", "duration": 30}, "duration"),
    ],
)
def test_arguments_that_do_not_fit_come_out_as_422(
    client: fal_client.SyncClient, world: World, endpoint: str, asked: dict[str, Any], field: str
) -> None:
    handle = client.submit(endpoint, asked)
    *_, completed = handle.iter_events(interval=0)
    assert isinstance(completed, fal_client.Completed) and completed.error is None
    for call in (lambda: handle.get(interval=0), lambda: client.run(endpoint, asked)):
        with pytest.raises(fal_client.FalClientHTTPError) as refused:
            call()
        assert refused.value.status_code == 422
        (wrong,) = refused.value.message  # type: ignore[misc]
        assert wrong["loc"][:2] == ["body", field] and wrong["msg"] and wrong["type"]
    assert not world.charges


def test_a_kling_film_has_one_kind_of_prompt(client: fal_client.SyncClient, world: World) -> None:
    shots = [{"prompt": "a boat", "duration": "2"}, {"prompt": "a gull", "duration": "1"}]
    assert client.subscribe(KLING, {"multi_prompt": shots, "duration": "3"}, interval=0)["video"]["url"]
    with pytest.raises(fal_client.FalClientHTTPError):
        client.subscribe(KLING, {"multi_prompt": shots, "prompt": "a boat"}, interval=0)


def test_content_is_refused_with_422(client: fal_client.SyncClient, world: World) -> None:
    world.outcome = "moderated"
    handle = client.submit(KLING, {"prompt": "a boat"})
    *_, completed = handle.iter_events(interval=0)
    assert completed.error is None  # type: ignore[attr-defined]
    with pytest.raises(fal_client.FalClientHTTPError) as refused:
        handle.get(interval=0)
    assert refused.value.status_code == 422
    assert refused.value.message[0]["type"] == "content_policy_violation"  # type: ignore[index]
    assert refused.value.response_headers["x-fal-retryable"] == "false"


def test_flux_answers_with_a_black_picture(client: fal_client.SyncClient, plain: httpx2.Client, world: World) -> None:
    world.outcome = "moderated"
    result = client.subscribe(FLUX, {"prompt": "a boat", **SMALL}, interval=0)
    assert result["has_nsfw_concepts"] == [True]
    assert look(plain.get(result["images"][0]["url"]).content).tint == "#000000"


def test_a_runner_fails(client: fal_client.SyncClient, world: World) -> None:
    world.outcome = "failed"
    handle = client.submit(KLING, {"prompt": "a boat"})
    *_, completed = handle.iter_events(interval=0)
    assert (completed.error, completed.error_type) == ("Runner disconnected", "runner_disconnected")  # type: ignore[attr-defined]
    with pytest.raises(fal_client.FalClientHTTPError) as failed:
        handle.get(interval=0)
    assert (failed.value.status_code, failed.value.error_type) == (503, "runner_disconnected")


def test_a_request_is_cancelled(client: fal_client.SyncClient, world: World) -> None:
    world.polls = 5
    handle = client.submit(KLING, {"prompt": "a boat"})
    handle.cancel()
    *_, completed = handle.iter_events(interval=0)
    assert completed.error_type == "client_cancelled"  # type: ignore[attr-defined]
    with pytest.raises(fal_client.FalClientHTTPError) as gone:
        handle.get(interval=0)
    assert gone.value.status_code == 499
    with pytest.raises(fal_client.FalClientHTTPError) as late:
        handle.cancel()
    assert late.value.status_code == 400 and late.value.response.json() == {"status": "ALREADY_COMPLETED"}


def test_what_is_not_there(client: fal_client.SyncClient) -> None:
    for call in (lambda: client.submit("fal-ai/nothing", {}), lambda: client.status(FLUX, "nothing")):
        with pytest.raises(fal_client.FalClientHTTPError) as missing:
            call()
        assert missing.value.status_code == 404
    with pytest.raises(fal_client.FalClientHTTPError) as missing:
        client.subscribe(
            "fal-ai/flux-pro/kontext", {"prompt": "a", "image_url": "https://example.org/a.png"}, interval=0
        )
    assert missing.value.message[0]["type"] == "file_download_error"  # type: ignore[index]


def test_keys_and_limits(client: fal_client.SyncClient, world: World) -> None:
    world.faults += [Fault("status", status=429, headers={"retry-after": "2"}), Fault("status", status=504)]
    with pytest.raises(fal_client.FalClientHTTPError) as limited:
        client.submit(FLUX, {"prompt": "a boat"})
    assert (limited.value.status_code, limited.value.response_headers["retry-after"]) == (429, "2")
    with pytest.raises(fal_client.FalClientHTTPError) as slow:
        client.submit(FLUX, {"prompt": "a boat"})
    assert (slow.value.status_code, slow.value.error_type) == (504, "request_timeout")
    world.keys["fal"] = "another"
    with pytest.raises(fal_client.FalClientHTTPError) as refused:
        client.submit(FLUX, {"prompt": "a boat"})
    assert refused.value.status_code == 401
