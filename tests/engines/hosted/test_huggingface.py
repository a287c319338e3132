"""Hugging Face: models that it runs itself, and those that others run."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, NoEngine, ParameterError, ServiceError, StillRunning
from tests.engines.hosted.conftest import Asker
from tests.servers.media import tone
from tests.servers.world import Fault

DEV, SCHNELL = "black-forest-labs/FLUX.1-dev", "black-forest-labs/FLUX.1-schnell"
FAL = {"options": {"provider": "fal-ai", "id": "fal-ai/flux/dev"}}
SMALL = {"width": 256, "height": 256}


def paths(asker: Asker) -> list[str]:
    return [seen.path for seen in asker.world.seen]


def body(asker: Asker) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(asker.world.seen[0].body)
    return said


def test_a_picture_by_hugging_face_itself(asker: Asker) -> None:
    how = {"seed": 3, "steps": 9, "guidance": 2.5, "negative_prompt": "boats", **SMALL}
    finished = asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", route={"dialect": "diffusion"}, **how)
    image = finished.outputs["image"]
    assert (image.media_type, image.facts["width"]) == ("image/png", 256)
    assert paths(asker) == [f"/hf-inference/models/{DEV}"]
    sampling = {"seed": 3, "num_inference_steps": 9, "guidance_scale": 2.5, "negative_prompt": "boats", **SMALL}
    assert body(asker) == {"inputs": "a heron", "parameters": sampling}


def test_speech_and_what_is_heard(asker: Asker) -> None:
    spoken = asker.ask("huggingface", "text-to-speech", "facebook/mms-tts-eng", text="Good evening.")
    assert spoken.outputs["speech"].media_type == "audio/flac"
    assert body(asker) == {"inputs": "Good evening.", "parameters": {}}
    asker.world.seen.clear()
    talk = {"speech": asker.given("talk.wav", tone("talk"), Kind.SPEECH)}
    heard = asker.ask("huggingface", "automatic-speech-recognition", "openai/whisper-large-v3", talk)
    assert heard.outputs["text"].path.read_text()
    assert base64.b64decode(body(asker)["inputs"]) == talk["speech"].read_bytes()


def test_a_picture_by_fal(asker: Asker) -> None:
    finished = asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", seed=3, route=FAL, **SMALL)
    assert finished.outputs["image"].facts["width"] == 256
    assert body(asker) == {"prompt": "a heron", "seed": 3, "image_size": SMALL, "output_format": "png"}
    asked = [seen for seen in asker.world.seen if seen.path.startswith("/fal-ai/")]
    assert [seen.query["_subdomain"] for seen in asked] == ["queue"] * len(asked) and len(asked) >= 3
    assert asked[0].path == "/fal-ai/fal-ai/flux/dev" and asked[-1].path.startswith("/fal-ai/fal-ai/flux/requests/")


def test_a_film_by_fal_and_a_picture_by_replicate(asker: Asker) -> None:
    wan = {"options": {"provider": "fal-ai", "id": "fal-ai/wan-t2v"}}
    model, size = "Wan-AI/Wan2.1-T2V-14B", {"seconds": 5.0, "width": 640, "height": 360}
    film = asker.ask("huggingface", "text-to-video", model, prompt="a boat", route=wan, **size)
    assert film.outputs["video"].facts["seconds"] >= 5
    asker.world.seen.clear()
    here = {"options": {"provider": "replicate", "id": "black-forest-labs/flux-schnell"}}
    image = asker.ask("huggingface", "text-to-image", SCHNELL, prompt="a heron", route=here, **SMALL)
    assert image.outputs["image"].media_type == "image/png"
    assert paths(asker)[:2] == [
        "/replicate/v1/models/black-forest-labs/flux-schnell/predictions",
        f"/replicate/v1/predictions/{next(reversed(asker.world.jobs))}",
    ]


def test_a_picture_of_a_run_that_ended_is_found_again(asker: Asker) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", route=FAL, **SMALL)
    asker.world.faults = []
    asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", route=FAL, **SMALL)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "done"


def test_what_nobody_does_is_refused_before_anything_is_sent(asker: Asker) -> None:
    with pytest.raises(NoEngine, match="does not do text-to-music by Hugging Face"):
        asker.ask("huggingface", "text-to-music", "facebook/musicgen-large", prompt="a waltz", seconds=3.0)
    for nobody in ("nobody", "novita"):  # one is not known, the other draws no pictures
        route = {"options": {"provider": nobody}}
        with pytest.raises(ParameterError, match=f"no requests for text-to-image are made to '{nobody}'") as none:
            asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", route=route, **SMALL)
        assert none.value.hint == "There are: fal-ai, hf-inference, nscale, replicate, together, wavespeed, zai-org."
    assert not asker.world.seen


def test_what_is_moderated_fails_or_is_not_known(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="blacked out"):
        asker.ask("huggingface", "text-to-image", DEV, prompt="something", route=FAL, **SMALL)
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="Runner disconnected"):
        asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", route=FAL, **SMALL)
    asker.world.outcome = "succeeded"
    with pytest.raises(ServiceError, match="Model some/thing does not exist"):
        asker.ask("huggingface", "text-to-image", "some/thing", prompt="a heron", **SMALL)


def test_no_money_is_told_and_a_model_that_is_being_loaded_is_waited_for(asker: Asker) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="exceeded your monthly included credits") as poor:
        asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert "no credit left" in poor.value.hint
    asker.world.broke = False
    asker.world.faults = [Fault("status", status=503)]
    asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert len(asker.world.charges) == 1


def test_a_lost_answer_is_in_doubt(asker: Asker) -> None:
    asker.world.faults = [Fault("after-work")]
    with pytest.raises(InDoubt):
        asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", **SMALL)
    with pytest.raises(InDoubt, match="may have been done and charged"):
        asker.ask("huggingface", "text-to-image", DEV, prompt="a heron", **SMALL)
    assert len(asker.world.charges) == 1
