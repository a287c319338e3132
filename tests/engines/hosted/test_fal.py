"""fal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polymuse.asset import Kind
from polymuse.engines.hosted._wire import data_uri
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError, StillRunning
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture, tone
from tests.servers.world import Fault

DEV = "fal-ai/flux/dev"
SMALL = {"width": 256, "height": 256}


def asked(asker: Asker) -> dict[str, Any]:
    """What was asked of the model, without the files."""
    body = json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))
    return {name: value for name, value in body.items() if not str(value).startswith(("data:", "['data:"))}


def film(asker: Asker, model: str, task: str = "text-to-video", **params: Any) -> dict[str, Any]:
    still = {"image": asker.given("still.png", picture("still", 320, 320), Kind.IMAGE)}
    finished = asker.ask("fal", task, model, still if task == "image-to-video" else {}, prompt="a boat", **params)
    return dict(finished.outputs["video"].facts)


@pytest.mark.parametrize(
    ("model", "size", "said"),
    [
        ("fal-ai/flux-pro/v1.1", (1920, 1080), {"image_size": {"width": 1440, "height": 800}}),
        (DEV, (300, 200), {"image_size": {"width": 304, "height": 208}}),
        ("fal-ai/flux-2-pro", (320, 160), {"image_size": {"width": 320, "height": 160}}),
    ],
)
def test_a_picture_as_near_as_the_model_comes(
    asker: Asker, model: str, size: tuple[int, int], said: dict[str, Any]
) -> None:
    finished = asker.ask("fal", "text-to-image", model, prompt="a heron", width=size[0], height=size[1], seed=3)
    facts = finished.outputs["image"].facts
    assert asked(asker) == {"prompt": "a heron", "seed": 3, "output_format": "png", **said}
    assert {name: facts[name] for name in ("width", "height")} == said["image_size"]


def test_steps_guidance_and_what_is_not_wanted(asker: Asker) -> None:
    model, route = "fal-ai/stable-diffusion-v35-large", {"dialect": "diffusion"}
    how = {"steps": 9, "guidance": 2.5, "negative_prompt": "boats"}
    asker.ask("fal", "text-to-image", model, prompt="a heron", route=route, **SMALL, **how)
    said = asked(asker)
    assert (said["num_inference_steps"], said["guidance_scale"], said["negative_prompt"]) == (9, 2.5, "boats")


@pytest.mark.parametrize(("quality", "speed"), [("draft", "TURBO"), ("standard", "BALANCED"), ("hd", "QUALITY")])
def test_effort_in_the_model_s_own_words(asker: Asker, quality: str, speed: str) -> None:
    asker.ask("fal", "text-to-image", "fal-ai/ideogram/v3", prompt="a heron", quality=quality, **SMALL)
    assert asked(asker)["rendering_speed"] == speed


def test_a_picture_is_changed(asker: Asker) -> None:
    still = asker.given("still.png", picture("a", 320, 160), Kind.IMAGE)
    model = "fal-ai/flux-pro/kontext"
    finished = asker.ask("fal", "image-to-image", model, {"image": still}, prompt="at night", width=500, height=400)
    assert finished.outputs["image"].media_type == "image/png" and asked(asker)["aspect_ratio"] == "4:3"


@pytest.mark.parametrize(
    ("model", "task", "seconds", "said"),
    [
        ("fal-ai/kling-video/v3/pro/text-to-video", "text-to-video", 6.2, "7"),
        ("fal-ai/kling-video/v3/standard/image-to-video", "image-to-video", 2.0, "3"),
        ("fal-ai/pika/v2.2/text-to-video", "text-to-video", 6.0, "10"),
        ("fal-ai/veo3.1/fast", "text-to-video", 5.0, "6s"),
        ("fal-ai/luma-dream-machine/ray-2", "text-to-video", 4.0, "5s"),
        ("minimax/h3/text-to-video", "text-to-video", 2.0, 5),
    ],
)
def test_a_film_is_at_least_as_long_as_asked(asker: Asker, model: str, task: str, seconds: float, said: object) -> None:
    facts = film(asker, model, task, seconds=seconds, width=640, height=360)
    assert asked(asker)["duration"] == said
    assert facts["seconds"] == pytest.approx(float(str(said).removesuffix("s")), abs=0.1)


def test_a_film_between_two_pictures(asker: Asker) -> None:
    first, last = (asker.given(f"{name}.png", picture(name, 320, 320), Kind.IMAGE) for name in ("first", "last"))
    model, given = "fal-ai/kling-video/v3/standard/image-to-video", {"image": first, "last": last}
    asker.ask("fal", "image-to-video", model, given, prompt="a boat", seconds=5.0, width=320, height=320)
    body = json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))
    assert body["start_image_url"] == data_uri(first) and body["end_image_url"] == data_uri(last)


def test_a_film_in_frames_is_at_least_as_long_as_asked(asker: Asker) -> None:
    facts = film(asker, "fal-ai/wan-t2v", seconds=5.7, width=640, height=360)
    assert asked(asker)["num_frames"] == 92 and facts["seconds"] >= 5.7


@pytest.mark.parametrize(
    ("task", "model", "params", "output"),
    [
        ("text-to-speech", "fal-ai/elevenlabs/tts/multilingual-v2", {"text": "Good evening."}, "speech"),
        ("text-to-speech", "fal-ai/kokoro/american-english", {"text": "Good evening."}, "speech"),
        ("text-to-music", "fal-ai/lyria2", {"prompt": "a waltz", "seconds": 5.0}, "music"),
        ("text-to-music", "fal-ai/stable-audio-25/text-to-audio", {"prompt": "a waltz", "seconds": 4.2}, "music"),
        ("text-to-music", "fal-ai/elevenlabs/music", {"prompt": "a waltz", "seconds": 5.0}, "music"),
        ("text-to-sound", "fal-ai/elevenlabs/sound-effects/v2", {"prompt": "rain", "seconds": 2.0}, "sound"),
    ],
)
def test_sounds(asker: Asker, task: str, model: str, params: dict[str, Any], output: str) -> None:
    finished = asker.ask("fal", task, model, **params)
    sound = finished.outputs[output]
    assert sound.media_type.startswith("audio/") and sound.facts["seconds"] > 0.2
    assert len(asker.world.charges) == 1


def test_a_speed_beyond_the_voice_is_told(asker: Asker) -> None:
    model = "fal-ai/elevenlabs/tts/multilingual-v2"
    asker.ask("fal", "text-to-speech", model, text="Good evening.", speed=1.9)
    assert asked(asker)["speed"] == 1.2
    assert [notice.text for notice in asker.notices() if notice.topic == "speed"] == [
        f"{model} takes speed from 0.7 to 1.2; the nearest is used."
    ]


def test_words_are_heard_with_their_times(asker: Asker) -> None:
    speech = asker.given("talk.wav", tone("talk"), Kind.SPEECH)
    task, given = "automatic-speech-recognition", {"speech": speech}
    finished = asker.ask("fal", task, "fal-ai/whisper", given, language="de-AT", diarize=True)
    text = finished.outputs["text"]
    said = asked(asker)
    assert (said["language"], said["diarize"], said["chunk_level"]) == ("de", True, "word")
    words = text.facts["words"]
    assert " ".join(word for word, _, _ in words) == text.path.read_text()
    assert all(start < end for _, start, end in words) and len(text.facts["speakers"]) == len(words)


def test_a_model_that_has_no_row_takes_words_and_what_its_route_fixes(asker: Asker) -> None:
    route = {"options": {"image_size": "square"}}
    finished = asker.ask("fal", "text-to-image", "fal-ai/flux-lora", prompt="a heron", seed=7, route=route)
    assert finished.outputs["image"].facts["width"] == 512
    assert asked(asker) == {"prompt": "a heron", "seed": 7, "image_size": "square"}


def test_a_picture_that_the_model_does_not_take_is_refused_before_anything_is_sent(asker: Asker) -> None:
    still = asker.given("still.png", picture("a"), Kind.IMAGE)
    model, given = "fal-ai/flux-pro/kontext", {"image": still, "mask": still}
    with pytest.raises(ParameterError, match="mask: fal-ai/flux-pro/kontext takes none") as refused:
        asker.ask("fal", "image-to-image", model, given, prompt="a hat")
    assert refused.value.hint == "It takes: image." and not asker.world.seen


@pytest.mark.parametrize(("model", "said"), [(DEV, "blacked out"), ("fal-ai/ideogram/v3", "content checker")])
def test_what_is_moderated_says_so(asker: Asker, model: str, said: str) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match=said):
        asker.ask("fal", "text-to-image", model, prompt="something", **SMALL)
    assert asker.jobs()[0][0] == "failed"


def test_what_fails_and_what_is_refused(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Runner disconnected"):
        asker.ask("fal", "text-to-image", DEV, prompt="a heron", **SMALL)
    asker.world.outcome = "succeeded"
    with pytest.raises(ServiceError, match=r"num_inference_steps: .*less than or equal to 50"):
        asker.ask("fal", "text-to-image", DEV, prompt="a heron", steps=90, **SMALL)
    assert len(asker.world.charges) == 1 and {status for status, _ in asker.jobs()} == {"failed"}


def test_no_money_and_no_such_model(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="balance") as poor:
        asker.ask("fal", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert "no credit left" in poor.value.hint
    asker.world.broke = False
    with pytest.raises(ServiceError, match="Application 'fal-ai/none' not found"):
        asker.ask("fal", "text-to-image", "fal-ai/none", prompt="a heron", **SMALL)
    assert not asker.world.charges


def test_a_request_of_a_run_that_ended_is_found_again(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        asker.ask("fal", "text-to-image", DEV, prompt="a heron", **SMALL)
    asker.world.faults = []
    asker.ask("fal", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "done"


def test_a_lost_answer_is_in_doubt_and_says_where_to_look(asker: Asker) -> None:
    asker.world.faults = [Fault("after-work", method="POST")]
    with pytest.raises(InDoubt) as doubt:
        asker.ask("fal", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert "https://fal.ai/dashboard/requests" in str(doubt.value) + doubt.value.hint
    assert len(asker.world.charges) == 1
