"""Gemini: words, pictures, speech, music, films, transcripts."""

from __future__ import annotations

import json

import pytest

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError
from polymuse.types import Delta
from tests.engines.hosted.conftest import Asker
from tests.servers.media import clip, picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import Fault

FLASH, DRAWS, SPEAKS = "gemini-3.8-flash", "gemini-3.1-flash-image", "gemini-3.8-flash-tts"


def asked(asker: Asker) -> dict[str, object]:
    return json.loads([seen.body for seen in asker.world.seen if seen.method == "POST"][-1])


def write(asker: Asker, **params: object) -> str:
    return asker.ask("gemini", "text-generation", FLASH, **{"prompt": "A fox", **params}).outputs["text"].read_text()


class TestWriting:
    def test_words_come_as_they_are_written(self, asker: Asker) -> None:
        said = write(asker, prompt="Two lines about a lighthouse.", system="Be brief.", temperature=0.5, seed=4)
        words = [event.text for event in asker.seen if isinstance(event, Delta)]
        assert "".join(words) == said == "You asked: Two lines about a lighthouse."
        assert len(words) == 2
        assert asked(asker)["generationConfig"] == {"seed": 4, "temperature": 0.5}

    def test_a_schema(self, asker: Asker) -> None:
        schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        assert json.loads(write(asker, json_schema=schema)) == {"city": "You asked: A fox"}

    def test_what_is_blocked_is_moderated(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="SAFETY"):
            write(asker)

    def test_an_answer_that_is_cut_says_so(self, asker: Asker) -> None:
        assert write(asker, max_tokens=2) == "You aske"
        assert [notice.topic for notice in asker.notices()] == ["text"]

    def test_a_used_up_quota_is_waited_for(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", status=429, times=2)]
        write(asker)
        assert len(asker.world.charges) == 1

    def test_a_wrong_key_says_where_to_look(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", status=401)]
        with pytest.raises(ServiceError, match="GOOGLE_API_KEY"):
            write(asker)


def test_pictures_sounds_and_films_are_perceived(asker: Asker) -> None:
    given = {"image": asker.given("sea", picture("sea"), Kind.IMAGE),
             "audio": asker.given("bell", tone("bell", 1.5), Kind.SOUND),
             "video": asker.given("waves", clip("waves", 0.5), Kind.VIDEO)}  # fmt: skip
    for name, task in (
        ("image", "image-text-to-text"),
        ("audio", "audio-text-to-text"),
        ("video", "video-text-to-text"),
    ):
        made = asker.ask("gemini", task, FLASH, {name: given[name]}, prompt="What is it?")
        said = made.outputs["text"].read_text()
        assert said.startswith("You asked: What is it? I ")
        assert {"image": str(look(picture("sea"))), "audio": str(hear(tone("bell", 1.5)))}.get(name, "") in said


LIMITS = {"aspects": ["1:1", "16:9", "9:16"], "resolutions": ["512", "1K", "2K"]}


class TestPictures:
    @pytest.mark.parametrize(
        ("width", "height", "size"), [(320, 180, (688, 384)), (1280, 720, (1360, 768)), (1024, 1024, (1024, 1024))]
    )
    def test_are_large_enough(self, width: int, height: int, size: tuple[int, int], asker: Asker) -> None:
        ask = {"prompt": "a heron", "width": width, "height": height}
        facts = (
            asker.ask("gemini", "text-to-image", DRAWS, route={"limits": {"*": LIMITS}}, **ask).outputs["image"].facts
        )
        assert (facts["width"], facts["height"]) == size
        assert asker.money() == [("settled", 1.0)]

    def test_are_changed(self, asker: Asker) -> None:
        given = {"image": asker.given("sea", picture("sea"), Kind.IMAGE)}
        made = asker.ask("gemini", "image-to-image", DRAWS, given, prompt="at night")
        assert made.outputs["image"].facts["width"] == 1024
        assert asked(asker)["generationConfig"] == {"seed": 0, "responseModalities": ["IMAGE"]}

    def test_that_are_blocked(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="blocked"):
            asker.ask("gemini", "text-to-image", DRAWS, prompt="something")
        assert asker.money() == [("released", 0.0)]

    def test_with_words(self, asker: Asker) -> None:
        made = asker.ask("gemini", "any-to-any", DRAWS, prompt="Explain a lighthouse with a picture.")
        assert made.outputs["text"].read_text() == "Here is your picture."
        assert made.outputs["text"].facts["order"] == ["text", "image"]
        assert made.outputs["image"].kind is Kind.IMAGE


class TestSpeech:
    def test_is_as_long_as_its_words(self, asker: Asker) -> None:
        speech = asker.ask("gemini", "text-to-speech", SPEAKS, text="The ship came in at dawn.", voice="Puck")
        facts = speech.outputs["speech"].facts
        assert (facts["sample_rate"], facts["seconds"]) == (24000, pytest.approx(25 / 14, abs=0.02))

    def test_is_told_how(self, asker: Asker) -> None:
        route = {"dialect": "instructed-speech"}
        asker.ask("gemini", "text-to-speech", SPEAKS, route=route, text="Hello", delivery=("soft",))
        words = asked(asker)["contents"][0]["parts"][0]["text"]
        assert words.endswith("\n\nHello") and "soft" in words.lower()

    def test_of_a_wrong_voice(self, asker: Asker) -> None:
        with pytest.raises(ServiceError, match="Nobody"):
            asker.ask("gemini", "text-to-speech", SPEAKS, text="Hello", voice="Nobody")


class TestInteractions:
    @pytest.mark.parametrize("model", ["lyria-3.5", "lyria-3-clip-preview"])
    def test_music(self, model: str, asker: Asker) -> None:
        made = asker.ask("gemini", "text-to-music", model, prompt="a slow waltz")
        assert made.outputs["music"].facts["seconds"] == pytest.approx(2, abs=0.1)
        assert made.outputs["music"].media_type == "audio/mpeg"
        assert asker.jobs()[0][0] == "done"

    @pytest.mark.parametrize(("seconds", "said"), [(1.2, "2s"), (2, "2s"), (30, "10s")])
    def test_films(self, seconds: float, said: str, asker: Asker) -> None:
        ask = {"prompt": "waves", "seconds": seconds, "width": 360, "height": 640}
        made = asker.ask("gemini", "text-to-video", "gemini-omni-1.2-flash", **ask)
        facts = made.outputs["video"].facts
        assert (facts["width"], facts["height"]) == (360, 640)
        assert asked(asker)["response_format"]["duration"] == said

    def test_films_from_pictures_and_films(self, asker: Asker) -> None:
        still, film = asker.given("s", picture("sea"), Kind.IMAGE), asker.given("f", clip("ab", 0.5), Kind.VIDEO)
        ask = {"prompt": "waves", "seconds": 1, "width": 640, "height": 360}
        asker.ask("gemini", "image-to-video", "gemini-omni-1.2-flash", {"image": still}, **ask)
        assert asked(asker)["generation_config"]["video_config"] == {"task": "image_to_video"}
        with pytest.raises(ParameterError, match=r"last: .* takes none"):
            asker.ask("gemini", "image-to-video", "gemini-omni-1.2-flash", {"image": still, "last": still}, **ask)
        asker.ask("gemini", "video-to-video", "gemini-omni-1.2-flash", {"video": film}, prompt="as a drawing")
        assert asked(asker)["generation_config"]["video_config"] == {"task": "edit"}

    def test_transcripts(self, asker: Asker) -> None:
        given = {"speech": asker.given("bell", tone("bell", 2.0), Kind.SPEECH)}
        ask = {"language": "en", "prompt": "gull, harbour", "diarize": True}
        made = asker.ask("gemini", "automatic-speech-recognition", "gemini-3.5-transcribe", given, **ask)
        text, heard = made.outputs["text"], hear(tone("bell", 2.0))
        assert text.read_text() == heard.text
        assert text.facts["words"] == [list(word) for word in heard.words]
        assert text.facts["speakers"] == ["spk_1", "spk_1", "spk_2", "spk_2"]

    def test_that_fail_or_are_declined(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        with pytest.raises(Moderated, match="safety"):
            asker.ask("gemini", "text-to-music", "lyria-3.5", prompt="something")
        asker.world.outcome = "failed"
        with pytest.raises(ServiceError, match="internal error"):
            asker.ask("gemini", "text-to-music", "lyria-3.5", prompt="something else")

    def test_one_that_is_under_way_is_found_again(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
        with pytest.raises(ServiceError, match="has the work"):
            asker.ask("gemini", "text-to-music", "lyria-3.5", prompt="a waltz")
        asker.world.faults = []
        asker.ask("gemini", "text-to-music", "lyria-3.5", prompt="a waltz")
        assert len(asker.world.charges) == 1

    def test_an_answer_in_no_format_leaves_it_in_doubt(self, asker: Asker) -> None:
        asker.world.faults = [Fault("garbage", method="POST")]
        with pytest.raises(InDoubt):
            asker.ask("gemini", "text-to-music", "lyria-3.5", prompt="a waltz")
