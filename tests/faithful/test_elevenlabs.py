"""ElevenLabs' SDK against the server."""

from __future__ import annotations

import base64
import io
from typing import Any

import av
import pytest
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.core.request_options import RequestOptions
from elevenlabs.errors import UnprocessableEntityError
from elevenlabs.types import MusicPrompt, SongSection, VoiceSettings

from tests.servers.media import tone
from tests.servers.world import Fault, World

GEORGE = "JBFqnCBsd6RMkjVDRZzb"
ONCE = RequestOptions(max_retries=0)
TEXT = "Good evening, and welcome to the harbour."


@pytest.fixture
def client(world: World) -> ElevenLabs:
    return ElevenLabs(api_key=world.key("elevenlabs"), base_url=world.at("elevenlabs"))


def facts(sound: bytes) -> tuple[str, int, float]:
    """Container, rate in Hz, length in seconds."""
    with av.open(io.BytesIO(sound)) as file:
        stream = file.streams.audio[0]
        return file.format.name, stream.rate, float(file.duration or 0) / av.time_base


def spoken(client: ElevenLabs, text: str = TEXT, **more: Any) -> bytes:
    return b"".join(client.text_to_speech.convert(GEORGE, text=text, request_options=ONCE, **more))


def test_speech_as_mp3_by_default(client: ElevenLabs, world: World) -> None:
    with client.text_to_speech.with_raw_response.convert(GEORGE, text=TEXT, model_id="eleven_flash_v2_5") as answer:
        sound = b"".join(answer.data)
    assert facts(sound) == ("mp3", 44100, pytest.approx(len(TEXT) / 15, abs=0.1))
    assert answer.headers["character-cost"] == "21" and answer.headers["request-id"]
    assert [(charge.what, charge.usd) for charge in world.charges] == [("eleven_flash_v2_5", pytest.approx(21 * 80e-6))]


@pytest.mark.parametrize(
    ("format", "container", "rate"),
    [
        ("wav_24000", "wav", 24000),
        ("opus_48000_64", "ogg", 48000),
        ("mp3_22050_32", "mp3", 22050),
        ("ulaw_8000", "wav", 8000),
    ],
)
def test_speech_in_other_formats(client: ElevenLabs, format: Any, container: str, rate: int) -> None:
    assert facts(spoken(client, output_format=format))[:2] == (container, rate)


def test_bare_samples(client: ElevenLabs) -> None:
    samples = spoken(client, output_format="pcm_16000")
    assert len(samples) == pytest.approx(2 * 16000 * len(TEXT) / 15, abs=4)


def test_speech_depends_on_words_and_settings(client: ElevenLabs) -> None:
    plain, same, other = spoken(client), spoken(client), spoken(client, "Good night.")
    slow = spoken(client, voice_settings=VoiceSettings(speed=0.8, stability=0.4))
    assert plain == same != other and facts(slow)[2] > facts(plain)[2]


def test_a_stream_brings_the_same(client: ElevenLabs) -> None:
    streamed = b"".join(client.text_to_speech.stream(GEORGE, text=TEXT, seed=7))
    assert streamed == spoken(client, seed=7)


def test_a_stream_with_times_brings_the_same_line_by_line(client: ElevenLabs) -> None:
    lines = list(client.text_to_speech.stream_with_timestamps(GEORGE, text=TEXT, seed=7))
    assert len(lines) > 1 and all(line.alignment for line in lines)
    assert b"".join(base64.b64decode(line.audio_base_64) for line in lines) == spoken(client, seed=7)
    assert "".join(mark for line in lines if line.alignment for mark in line.alignment.characters) == TEXT


def test_every_character_has_its_time(client: ElevenLabs) -> None:
    made = client.text_to_speech.convert_with_timestamps(GEORGE, text=TEXT)
    assert facts(base64.b64decode(made.audio_base_64))[0] == "mp3"
    times = made.alignment
    assert times and "".join(times.characters) == TEXT
    assert times.character_end_times_seconds[-1] == pytest.approx(len(TEXT) / 15, abs=0.01)
    assert all(
        a < b for a, b in zip(times.character_start_times_seconds, times.character_end_times_seconds, strict=True)
    )


def test_sounds(client: ElevenLabs, world: World) -> None:
    made = b"".join(client.text_to_sound_effects.convert(text="rain on tin", duration_seconds=1.5, loop=True))
    assert facts(made) == ("mp3", 44100, pytest.approx(1.5, abs=0.1)) and len(world.charges) == 1


def test_music_from_words_and_from_a_plan(client: ElevenLabs) -> None:
    words = b"".join(client.music.compose(prompt="a slow waltz", music_length_ms=3000, force_instrumental=True))
    section = SongSection(
        section_name="Verse", positive_local_styles=["calm"], negative_local_styles=[], duration_ms=4000, lines=["oh"]
    )
    plan = MusicPrompt(positive_global_styles=["waltz"], negative_global_styles=[], sections=[section])
    planned = b"".join(client.music.compose(composition_plan=plan, seed=3))
    later = b"".join(client.music.compose(prompt="a slow waltz", music_length_ms=3000, model_id="music_v2_5"))
    assert facts(words) == ("mp3", 44100, pytest.approx(3, abs=0.1))
    assert facts(planned)[2] == pytest.approx(4, abs=0.1) and facts(later)[1] == 48000


def test_a_transcript_with_speakers(client: ElevenLabs) -> None:
    file = io.BytesIO(tone("a talk", 6.0))
    heard: Any = client.speech_to_text.convert(model_id="scribe_v2", file=file, diarize=True, keyterms=["gull"])
    words = [word for word in heard.words if word.type == "word"]
    assert heard.text == " ".join(word.text for word in words) and len(words) == 12
    assert {word.speaker_id for word in words} == {"speaker_0", "speaker_1"}
    assert heard.audio_duration_secs == 6 and words[-1].end == 6
    bare: Any = client.speech_to_text.convert(
        model_id="scribe_v1", file=tone("a talk", 1.0), timestamps_granularity="none"
    )
    assert bare.words == [] and bare.text


def test_hints_are_for_the_later_models(client: ElevenLabs) -> None:
    hinted = {"model_id": "scribe_v1", "file": tone("a talk", 1.0), "keyterms": ["gull"], "request_options": ONCE}
    assert failure(lambda: client.speech_to_text.convert(**hinted)) == (400, "invalid_parameters")  # type: ignore[arg-type]


def test_voices_and_models(client: ElevenLabs) -> None:
    assert [voice.name for voice in client.voices.get_all().voices] == ["George", "Sarah"]
    assert [voice.voice_id for voice in client.voices.search(search="geo").voices] == [GEORGE]
    longest = {model.model_id: model.maximum_text_length_per_request for model in client.models.list()}
    assert longest["eleven_v3"] == 5000


@pytest.mark.parametrize(
    "asked",
    [{"seed": -1}, {"apply_text_normalization": "perhaps"}, {"voice_settings": {"speed": 3.0}}, {"text": 4}],
)
def test_wrong_fields_name_the_place(client: ElevenLabs, world: World, asked: dict[str, Any]) -> None:
    with pytest.raises(UnprocessableEntityError) as refused:
        list(client.text_to_speech.convert(GEORGE, **{"text": TEXT, "request_options": ONCE, **asked}))
    assert refused.value.body["detail"][0]["loc"][:2] == ["body", *asked] and not world.charges


def test_unknown_fields_and_contradictions_are_refused(client: ElevenLabs) -> None:
    with pytest.raises(UnprocessableEntityError):
        more = RequestOptions(max_retries=0, additional_body_parameters={"emotion": "sad"})
        list(client.text_to_speech.convert(GEORGE, text=TEXT, request_options=more))
    for asked in ({}, {"prompt": "a", "seed": 3}, {"prompt": "a", "music_length_ms": 100}):
        with pytest.raises(UnprocessableEntityError):
            list(client.music.compose(**asked, request_options=ONCE))


def failure(call: Any) -> tuple[int | None, str]:
    with pytest.raises(ApiError) as failed:
        call()
    return failed.value.status_code, failed.value.body["detail"]["status"]


def test_refusals_in_their_own_words(client: ElevenLabs, world: World) -> None:
    assert failure(lambda: spoken(client, " ")) == (400, "empty_text")
    assert failure(lambda: spoken(client, "a" * 5001, model_id="eleven_v3")) == (400, "max_character_limit_exceeded")
    assert failure(lambda: spoken(client, output_format="mp3_1_1")) == (400, "invalid_output_format")
    nobody = client.text_to_speech.convert("nobody", text=TEXT, request_options=ONCE)
    assert failure(lambda: list(nobody)) == (404, "voice_not_found")
    world.outcome = "moderated"
    assert failure(lambda: spoken(client)) == (403, "content_against_policy")
    assert failure(lambda: list(client.music.compose(prompt="as a star", request_options=ONCE))) == (400, "bad_prompt")
    world.outcome, world.broke = "succeeded", True
    assert failure(lambda: spoken(client)) == (401, "quota_exceeded")
    assert not world.charges


def test_keys_and_limits(client: ElevenLabs, world: World) -> None:
    stranger = ElevenLabs(api_key="another", base_url=world.at("elevenlabs"))
    assert failure(lambda: stranger.models.list(request_options=ONCE)) == (401, "invalid_api_key")
    world.faults.append(Fault("status", "/text-to-speech", status=429, headers={"retry-after": "2"}))
    with pytest.raises(ApiError) as limited:
        spoken(client)
    assert limited.value.status_code == 429 and (limited.value.headers or {})["retry-after"] == "2"
