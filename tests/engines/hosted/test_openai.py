"""OpenAI: language models, pictures, speech, transcripts, answers of words and pictures."""

from __future__ import annotations

import io
import json
import re

import pytest
from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError
from polymuse.types import Delta
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import Fault


def asked(asker: Asker, number: int = -1) -> dict[str, object]:
    """The JSON of a request that was sent; the last unless said otherwise."""
    return json.loads([seen.body for seen in asker.world.seen if seen.method == "POST"][number])


def fields(asker: Asker) -> dict[str, str]:
    """The fields of the last form that are no files."""
    body = [seen.body for seen in asker.world.seen if seen.method == "POST"][-1]
    found = re.findall(rb'name="([^"]+)"\r\n\r\n([^\r]*)\r\n', body)
    return {name.decode(): value.decode() for name, value in found}


class TestWriting:
    def test_words_come_as_they_are_written(self, asker: Asker) -> None:
        made = asker.ask(
            "openai", "text-generation", "gpt-6-sol", prompt="Two lines about a lighthouse.", max_tokens=50, live=True
        )
        words = "".join(event.text for event in asker.seen if isinstance(event, Delta))
        assert words == made.outputs["text"].read_text() == "You asked: Two lines about a lighthouse."
        assert asked(asker)["max_completion_tokens"] == 50
        assert len(asker.world.charges) == 1

    def test_a_system_text_and_a_schema(self, asker: Asker) -> None:
        schema = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
        for strict in (False, True):
            shape = {**schema, "additionalProperties": False} if strict else schema
            made = asker.ask(
                "openai", "text-generation", "gpt-6-sol", prompt="A fox", system="Terse.", json_schema=shape
            )
            assert json.loads(made.outputs["text"].read_text()) == {"title": "You asked: A fox"}
            assert asked(asker)["response_format"]["json_schema"]["strict"] is strict
        assert asked(asker)["messages"][0] == {"role": "system", "content": "Terse."}

    def test_what_a_model_ignores_is_not_sent(self, asker: Asker) -> None:
        ask = {"prompt": "A fox", "temperature": 0.4, "seed": 7}
        asker.ask("openai", "text-generation", "gpt-6-sol", route={"ignores": ["temperature"]}, **ask)
        assert asked(asker)["seed"] == 7
        assert "temperature" not in asked(asker)

    def test_an_answer_that_is_cut_says_so(self, asker: Asker) -> None:
        made = asker.ask("openai", "text-generation", "gpt-6-sol", prompt="word " * 40, max_tokens=5)
        assert len(made.outputs["text"].read_text()) == 20
        assert [notice.topic for notice in asker.notices()] == ["text"]

    def test_what_is_filtered_is_moderated(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="OpenAI"):
            asker.ask("openai", "text-generation", "gpt-6-sol", prompt="something")

    def test_a_stream_is_begun_again_while_it_was_not_taken(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", status=429, headers={"retry-after-ms": "5"}, times=2)]
        asker.ask("openai", "text-generation", "gpt-6-sol", prompt="A fox")
        assert len(asker.world.charges) == 1

    @pytest.mark.parametrize("kind", ["after-work", "mid-body"])
    def test_a_stream_that_breaks_off_leaves_it_in_doubt(self, kind: str, asker: Asker) -> None:
        asker.world.faults = [Fault(kind)]  # type: ignore[arg-type]
        with pytest.raises(InDoubt):
            asker.ask("openai", "text-generation", "gpt-6-sol", prompt="A fox")
        assert len(asker.world.charges) == 1

    def test_a_wrong_key_says_where_to_look(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", status=401)]
        with pytest.raises(ServiceError, match="OPENAI_API_KEY"):
            asker.ask("openai", "text-generation", "gpt-6-sol", prompt="A fox")


class TestLookingAndListening:
    def test_pictures(self, asker: Asker) -> None:
        first, second = (asker.given(name, picture(name, 90, 60), Kind.IMAGE) for name in ("sea", "hill"))
        given = {"image": first, "image-2": second}
        made = asker.ask("openai", "image-text-to-text", "gpt-5.5", given, prompt="What is it?")
        said = made.outputs["text"].read_text()
        assert all(str(look(picture(name, 90, 60))) in said for name in ("sea", "hill"))

    def test_sounds(self, asker: Asker) -> None:
        sound = asker.given("bell", tone("bell", 1.5), Kind.SOUND)
        made = asker.ask("openai", "audio-text-to-text", "gpt-audio-mini", {"audio": sound}, prompt="What is it?")
        assert str(hear(tone("bell", 1.5))) in made.outputs["text"].read_text()
        flac = asker.given("flac", tone("bell", 1.5, "flac"), Kind.SOUND)
        with pytest.raises(ParameterError, match="WAV and MP3"):
            asker.ask("openai", "audio-text-to-text", "gpt-audio-mini", {"audio": flac})


class TestPictures:
    @pytest.mark.parametrize(
        ("width", "height", "size"),
        [(1280, 720, "1280x720"), (320, 180, "1088x608"), (1920, 1080, "1920x1088"), (1000, 4000, "1152x3456")],
    )
    def test_of_any_size(self, width: int, height: int, size: str, asker: Asker) -> None:
        made = asker.ask("openai", "text-to-image", "gpt-image-2", prompt="a heron", width=width, height=height)
        assert asked(asker) == {"model": "gpt-image-2", "prompt": "a heron", "size": size, "quality": "medium",
                                "output_format": "png"}  # fmt: skip
        facts = made.outputs["image"].facts
        assert f"{facts['width']}x{facts['height']}" == size
        assert asker.money() == [("settled", 1.0)]

    def test_of_a_few_sizes(self, asker: Asker) -> None:
        route = {"limits": {"*": {"sizes": ["1024x1024", "1536x1024", "1024x1536"]}}}
        ask = {"prompt": "a heron", "width": 1280, "height": 720, "quality": "hd"}
        asker.ask("openai", "text-to-image", "gpt-image-1.5", route=route, **ask)
        assert (asked(asker)["size"], asked(asker)["quality"]) == ("1536x1024", "high")

    def test_by_a_language_model(self, asker: Asker) -> None:
        route = {"options": {"image_model": "gpt-image-2"}}
        ask = {"prompt": "a heron", "width": 1024, "height": 1536, "quality": "draft"}
        made = asker.ask("openai", "text-to-image", "gpt-4o", route=route, **ask)
        assert made.outputs["image"].facts["height"] == 1536
        assert [charge.what for charge in asker.world.charges] == ["gpt-4o"]

    def test_are_changed_where_the_mask_is_white(self, asker: Asker) -> None:
        white = io.BytesIO()
        Image.new("L", (32, 32), 255).save(white, "PNG")
        given = {"image": asker.given("base", picture("sea", 64, 64), Kind.IMAGE),
                 "style": asker.given("style", picture("hill", 64, 64), Kind.IMAGE),
                 "mask": asker.given("mask", white.getvalue(), Kind.IMAGE)}  # fmt: skip
        made = asker.ask("openai", "image-to-image", "gpt-image-2", given, prompt="add a boat")
        assert made.outputs["image"].kind is Kind.IMAGE
        assert fields(asker) == {"model": "gpt-image-2", "prompt": "add a boat", "quality": "medium",
                                 "output_format": "png"}  # fmt: skip

    def test_that_are_refused_cost_nothing(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="safety system"):
            asker.ask("openai", "text-to-image", "gpt-image-2", prompt="something")
        assert asker.money() == [("released", 0.0)]
        asker.world.outcome = "succeeded"
        with pytest.raises(ServiceError, match="deprecated"):
            asker.ask("openai", "text-to-image", "dall-e-3", prompt="something")

    def test_an_answer_without_pictures_leaves_it_in_doubt(self, asker: Asker) -> None:
        asker.world.faults = [Fault("garbage")]
        with pytest.raises(InDoubt, match="not JSON"):
            asker.ask("openai", "text-to-image", "gpt-image-2", prompt="something")


class TestSpeech:
    def test_is_as_long_as_its_words(self, asker: Asker) -> None:
        words = "The ship came in at dawn."
        made = asker.ask("openai", "text-to-speech", "tts-1", text=words, voice="nova", speed=2.0)
        speech = made.outputs["speech"]
        assert (speech.media_type, speech.facts["sample_rate"]) == ("audio/wav", 24000)
        assert speech.facts["seconds"] == pytest.approx(25 / 28, abs=0.02)
        assert "instructions" not in asked(asker)

    def test_of_a_model_that_is_told_how(self, asker: Asker) -> None:
        route = {"dialect": "instructed-speech"}
        asker.ask("openai", "text-to-speech", "gpt-4o-mini-tts", route=route, text="Hello", delivery=("soft", "sad"))
        assert (asked(asker)["input"], asked(asker)["voice"]) == ("Hello", "alloy")
        assert "soft" in asked(asker)["instructions"]

    def test_of_a_wrong_voice(self, asker: Asker) -> None:
        with pytest.raises(ParameterError, match="no voice 'nobody'"):
            asker.ask("openai", "text-to-speech", "tts-1", text="Hello", voice="nobody")
        assert not asker.world.seen


class TestTranscripts:
    def speech(self, asker: Asker) -> dict[str, Asset]:
        return {"speech": asker.given("said", tone("bell", 3.0), Kind.SPEECH)}

    def test_with_the_times_of_words(self, asker: Asker) -> None:
        made = asker.ask("openai", "automatic-speech-recognition", "whisper-1", self.speech(asker), language="en-GB")
        text, heard = made.outputs["text"], hear(tone("bell", 3.0))
        assert text.read_text() == heard.text
        assert text.facts["words"] == [list(word) for word in heard.words]
        assert fields(asker) == {"model": "whisper-1", "response_format": "verbose_json", "language": "en",
                                 "timestamp_granularities[]": "word"}  # fmt: skip

    def test_with_speakers(self, asker: Asker) -> None:
        model, task = "gpt-4o-transcribe-diarize", "automatic-speech-recognition"
        facts = asker.ask("openai", task, model, self.speech(asker), diarize=True).outputs["text"].facts
        assert set(facts["speakers"]) == {"A", "B"}
        assert len(facts["speakers"]) == len(facts["words"]) == 6
        assert [notice.topic for notice in asker.notices()] == ["timing"]

    def test_by_a_model_that_hears_only_words(self, asker: Asker) -> None:
        task = "automatic-speech-recognition"
        made = asker.ask("openai", task, "gpt-transcribe", self.speech(asker), prompt="gull")
        assert made.outputs["text"].read_text() == hear(tone("bell", 3.0)).text
        assert fields(asker)["prompt"] == "gull"


class TestAnswers:
    def test_of_pictures_and_words(self, asker: Asker) -> None:
        shown = {"image-1": asker.given("sea", picture("sea"), Kind.IMAGE)}
        made = asker.ask("openai", "any-to-any", "gpt-5.5", shown, prompt="Explain it.", system="Be brief.")
        assert made.outputs["image"].facts["width"] == 1024
        assert made.outputs["text"].facts["order"] == ["image"]
        system = {"role": "system", "content": [{"type": "input_text", "text": "Be brief."}]}
        assert asked(asker)["input"][0] == system

    def test_that_are_declined(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="safety system"):
            asker.ask("openai", "any-to-any", "gpt-5.5", prompt="something")
