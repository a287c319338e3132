"""Vendors and servers that speak as OpenAI does."""

from __future__ import annotations

import json

import pytest

from polymuse.asset import Kind
from polymuse.engines.hosted._routing import vendor, vendors
from polymuse.errors import Moderated, ServiceError
from tests.engines.hosted.conftest import Asker, ask_for
from tests.servers.media import picture, tone
from tests.servers.perception import hear, look

NAME = "openai_compatible"


def asked(asker: Asker) -> dict[str, object]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


@pytest.fixture
def keyless(asker: Asker) -> Asker:
    """A server of one's own, which asks for no key."""
    asker.world.keys[NAME] = ""
    return asker


def test_words_by_any_model(keyless: Asker) -> None:
    made = keyless.ask(NAME, "text-generation", "llama-4", prompt="A fox?", max_tokens=30, temperature=0.5)
    assert made.outputs["text"].read_text() == "You asked: A fox?"
    assert asked(keyless)["max_tokens"] == 30
    assert "authorization" not in keyless.world.seen[0].headers


def test_a_key_is_sent_where_there_is_one(asker: Asker) -> None:
    asker.ask(NAME, "text-generation", "llama-4", prompt="A fox?")
    assert asker.world.seen[0].headers["authorization"] == f"Bearer {asker.world.key(NAME)}"


def test_pictures_of_any_size(keyless: Asker) -> None:
    ask = {"prompt": "a heron", "width": 320, "height": 200, "seed": 5, "negative_prompt": "people"}
    made = keyless.ask(NAME, "text-to-image", "flux", **ask)
    facts = made.outputs["image"].facts
    assert (facts["width"], facts["height"]) == (320, 200)
    assert asked(keyless)["seed"] == 5


def test_pictures_are_seen_and_changed(keyless: Asker) -> None:
    given = {"image": keyless.given("sea", picture("sea"), Kind.IMAGE)}
    seen = keyless.ask(NAME, "image-text-to-text", "qwen-vl", given)
    assert str(look(picture("sea"))) in seen.outputs["text"].read_text()
    made = keyless.ask(NAME, "image-to-image", "qwen-image-edit", given, prompt="rain", width=1024, height=1024)
    assert made.outputs["image"].facts["width"] == 1024


def test_speech_and_its_transcript(keyless: Asker) -> None:
    said = keyless.ask(NAME, "text-to-speech", "kokoro", text="A red fox.", voice="af_sky").outputs["speech"]
    assert said.facts["seconds"] == pytest.approx(10 / 14, abs=0.02)
    speech = {"speech": keyless.given("bell", tone("bell", 2.0), Kind.SPEECH)}
    heard = keyless.ask(NAME, "automatic-speech-recognition", "whisper-large-v3", speech).outputs["text"]
    assert heard.read_text() == hear(tone("bell", 2.0)).text
    assert heard.facts["words"][-1][2] == 2.0


class TestVideos:
    def test_are_long_enough(self, keyless: Asker) -> None:
        ask = {"prompt": "waves", "seconds": 3, "width": 320, "height": 180}
        route = {"limits": {"*": {"seconds": (4, 8, 12), "sizes": ("1280x720", "720x1280")}}}
        video = keyless.ask(NAME, "text-to-video", "wan", route=route, **ask).outputs["video"]
        assert video.facts["seconds"] == pytest.approx(4, abs=0.05)
        assert (video.facts["width"], video.facts["height"]) == (1280, 720)
        assert keyless.jobs()[0][0] == "done"

    def test_begin_with_a_picture(self, keyless: Asker) -> None:
        given = {"image": keyless.given("sea", picture("sea", 1280, 720), Kind.IMAGE)}
        made = keyless.ask(NAME, "image-to-video", "wan", given, prompt="waves", seconds=4)
        assert made.outputs["video"].kind is Kind.VIDEO

    def test_that_are_not_made(self, keyless: Asker) -> None:
        keyless.world.outcome = "moderated"
        with pytest.raises(Moderated, match="moderation"):
            keyless.ask(NAME, "text-to-video", "wan", prompt="something", seconds=4)
        keyless.world.outcome = "failed"
        with pytest.raises(ServiceError, match="could not be generated"):
            keyless.ask(NAME, "text-to-video", "wan", prompt="something", seconds=4)


@pytest.mark.parametrize("name", ["vllm", "ollama", "llama_cpp", "together", "groq", "deepseek", "hf_router"])
def test_each_is_a_row(name: str, asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every one of them speaks to the same server; only address and key are its own."""
    assert name in vendors()
    known = vendor(name)
    assert known.url.startswith("https://") == known.key_needed
    asker.point(name)
    monkeypatch.setenv(f"POLYMUSE_{name.upper()}_URL", asker.world.at(NAME))
    monkeypatch.setenv(known.keys[0], asker.world.key(NAME))
    monkeypatch.setattr(Asker, "point", lambda self, name: None)
    made = asker.ask(name, "text-generation", "some-model", prompt="A fox?")
    assert made.outputs["text"].read_text() == "You asked: A fox?"


def test_one_that_speaks_below_another_path(asker: Asker) -> None:
    def asked_of(name: str) -> str:
        engine = asker.engine(name, "text-generation", "some-model")
        http = engine._vendor.operations["text-generation"].request
        return http(ask_for(name, "text-generation", "some-model", prompt="A fox?")).url

    assert asked_of("deepinfra") == "/v1/openai/chat/completions"
    assert asked_of("together") == "/v1/chat/completions"
