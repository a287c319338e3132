"""Speech that is heard while it is made."""

from __future__ import annotations

import asyncio
import time

import pytest

from polymuse import AsyncClient
from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ServiceError
from polymuse.runs.events import AudioChunk
from polymuse.types import Chunk, Finished
from tests.engines.hosted.conftest import Asker
from tests.servers.world import Fault

TEXT = "Good evening, and welcome to the harbour! The last boat has come home."
VOICES = [("elevenlabs", "eleven_v3"), ("openai", "gpt-4o-mini-tts"), ("openai_compatible", "kokoro")]


def heard(asker: Asker) -> list[Chunk]:
    return [event for event in asker.seen if isinstance(event, Chunk)]


def speak(asker: Asker, vendor: str = "elevenlabs", model: str = "eleven_v3", *, live: bool = True) -> Finished:
    return asker.ask(vendor, "text-to-speech", model, text=TEXT, live=live)


@pytest.mark.parametrize(("vendor", "model"), VOICES)
def test_the_chunks_are_the_file(asker: Asker, vendor: str, model: str) -> None:
    asker.world.keys.setdefault("openai_compatible", "")
    speech = speak(asker, vendor, model).outputs["speech"]
    chunks = heard(asker)
    assert b"".join(chunk.data for chunk in chunks) == speech.read_bytes()
    assert {chunk.media_type for chunk in chunks} == {speech.media_type}
    assert speech.kind is Kind.SPEECH and speech.facts["seconds"] > 1
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


def test_the_first_sound_comes_long_before_the_last(asker: Asker) -> None:
    asker.world.delay = 0.1
    asker.point("elevenlabs")
    came: list[float] = []

    async def listen() -> None:
        async with AsyncClient(runtime=asker.home.runtime) as client:
            async for event in client.stream("text-to-speech", model="eleven-v3@elevenlabs", live=True, text=TEXT):
                if isinstance(event, AudioChunk):
                    came.append(time.monotonic())

    asyncio.run(listen())
    assert len(came) >= 5 and came[-1] - came[0] > 0.3


def test_nobody_listens_and_it_comes_whole(asker: Asker) -> None:
    speak(asker, live=False)
    assert heard(asker) == []
    assert [seen.path.rpartition("/")[2] for seen in asker.world.seen] == ["with-timestamps"]
    assert not any("/stream/" in seen.path for seen in asker.world.seen)


@pytest.mark.parametrize("by_line", [False, True])
def test_words_have_the_same_times_as_in_the_whole(asker: Asker, by_line: bool) -> None:
    asker.world.times_by_line = by_line
    live = speak(asker).outputs["speech"].facts["words"]
    whole = (
        asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text=TEXT, fresh=True).outputs["speech"].facts["words"]
    )
    assert [word for word, _, _ in live] == [word for word, _, _ in whole]
    assert [time for _, *times in live for time in times] == pytest.approx(
        [time for _, *times in whole for time in times], abs=0.01
    )


def test_what_was_heard_is_kept(asker: Asker) -> None:
    first = speak(asker)
    again = speak(asker, live=False)
    assert again.cached and again.outputs == first.outputs and len(asker.world.charges) == 1


@pytest.mark.parametrize(("vendor", "model"), VOICES)
def test_a_stream_that_breaks_off_is_in_doubt_and_not_sent_again(asker: Asker, vendor: str, model: str) -> None:
    asker.world.keys.setdefault("openai_compatible", "")
    asker.world.faults = [Fault("mid-body", path="speech")]
    for _ in range(2):
        with pytest.raises(InDoubt):
            speak(asker, vendor, model)
    assert len(asker.world.charges) == 1 and asker.jobs()[0][0] == "in doubt"


def test_speech_that_is_declined_makes_no_sound(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated):
        speak(asker)
    assert heard(asker) == [] and asker.money() == [("released", 0.0)]


def test_an_answer_without_sound_is_in_doubt(asker: Asker) -> None:
    asker.world.faults = [Fault("garbage", method="POST")]
    with pytest.raises(InDoubt) as caught:
        speak(asker)
    assert isinstance(caught.value, ServiceError) and heard(asker) == []
