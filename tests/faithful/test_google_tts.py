"""Google Cloud Text-to-Speech by hand, for its SDK speaks gRPC: the server keeps to the documented shapes."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import pytest

from tests.servers.perception import hear
from tests.servers.world import Fault, World

SAY = {
    "input": {"text": "The ship came in at dawn."},
    "voice": {"languageCode": "en-US", "name": "en-US-Chirp3-HD-Kore"},
    "audioConfig": {"audioEncoding": "LINEAR16"},
}


def ask(world: World, key: str | None = None, **changes: Any) -> httpx2.Response:
    headers = {"authorization": f"Bearer {key or world.key('google_tts')}"}
    return httpx2.post(world.at("google_tts") + "/v1/text:synthesize", json={**SAY, **changes}, headers=headers)


@pytest.mark.parametrize("encoding", ["LINEAR16", "MP3", "OGG_OPUS", "MULAW", "ALAW", "M4A"])
def test_speaks(world: World, encoding: str) -> None:
    answer = ask(world, audioConfig={"audioEncoding": encoding, "speakingRate": 2.0})
    assert list(answer.json()) == ["audioContent"]
    assert hear(base64.b64decode(answer.json()["audioContent"])).seconds == pytest.approx(25 / 28, abs=0.06)
    assert [charge.what for charge in world.charges] == ["en-US-Chirp3-HD-Kore"]


def test_bare_samples(world: World) -> None:
    answer = ask(world, audioConfig={"audioEncoding": "PCM", "sampleRateHertz": 16000})
    assert len(base64.b64decode(answer.json()["audioContent"])) / 32000 == pytest.approx(25 / 14, abs=0.01)


def test_a_model_that_is_told_how(world: World) -> None:
    voice = {"languageCode": "en-US", "name": "Kore", "modelName": "gemini-2.5-flash-tts"}
    plain, sad = (ask(world, voice=voice, input={"text": "Hello", **more}) for more in ({}, {"prompt": "Sadly"}))
    assert plain.json()["audioContent"] != sad.json()["audioContent"]


def test_voices(world: World) -> None:
    headers = {"authorization": f"Bearer {world.key('google_tts')}"}
    answer = httpx2.get(world.at("google_tts") + "/v1/voices?languageCode=de", headers=headers)
    assert answer.json()["voices"] == [{"languageCodes": ["de-DE"], "name": "de-DE-Neural2-G", "ssmlGender": "FEMALE",
                                        "naturalSampleRateHertz": 24000}]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"input": {"text": "x" * 5001}},
        {"input": {"text": "x", "ssml": "<speak>x</speak>"}},
        {"input": {"text": "x", "prompt": "Sadly"}},
        {"voice": {"name": "en-US-Chirp3-HD-Kore"}},
        {"voice": {"languageCode": "en-US", "name": "nobody"}},
        {"voice": {"languageCode": "de-DE", "name": "en-US-Standard-A"}},
        {"audioConfig": {"audioEncoding": "FLAC"}},
        {"audioConfig": {"audioEncoding": "MP3", "speakingRate": 3.0}},
        {"audioConfig": {"audioEncoding": "MP3", "pitch": 2.0}},
        {"extra": 1},
    ],
)
def test_refuses(world: World, wrong: dict) -> None:
    answer = ask(world, **wrong)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert not world.charges


def test_errors(world: World) -> None:
    assert ask(world, key="wrong").json()["error"]["status"] == "UNAUTHENTICATED"
    world.faults = [Fault("status", status=429, headers={"retry-after": "2"})]
    limited = ask(world)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "2")
    world.outcome = "moderated"
    assert ask(world).status_code == 400
    assert not world.charges
