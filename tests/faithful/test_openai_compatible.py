"""OpenAI's SDK (3.52.0) reads what servers with models of their own answer in its formats."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator

import av
import httpx2
import openai
import pytest
from openai import OpenAI

from tests.servers.media import clip, picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import World

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
NAME = "openai_compatible"


@pytest.fixture
def client(world: World) -> Iterator[OpenAI]:
    with OpenAI(base_url=world.at(NAME) + "/v1", api_key=world.key(NAME), max_retries=0) as client:
        yield client


def test_any_model_and_fields_of_its_own(client: OpenAI, world: World) -> None:
    ask = [{"role": "user", "content": "A fox?"}]
    done = client.chat.completions.create(model="my/own", messages=ask, max_tokens=99, extra_body={"top_k": 4})
    assert (done.model, done.choices[0].message.content) == ("my/own", "You asked: A fox?")
    assert [(charge.vendor, charge.what) for charge in world.charges] == [(NAME, "my/own")]


def test_no_key_on_ones_own_machine(world: World) -> None:
    with OpenAI(base_url=world.at(NAME) + "/v1", api_key="none", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError):
            client.models.list()
        world.keys[NAME] = ""
        assert len(client.models.list().data) == 5


@pytest.mark.parametrize("stream", [False, True])
def test_thoughts_go_back_with_the_calls_to_which_they_led(client: OpenAI, world: World, stream: bool) -> None:
    """As DeepSeek has it; the SDK passes fields on that it does not know."""
    world.thinks = "I had better ask."
    tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]
    ask = {"model": "deepseek-v4-pro", "tools": tools}
    asked = {"role": "user", "content": "Oslo"}
    if stream:
        with client.chat.completions.stream(messages=[asked], **ask) as events:
            message = events.get_final_completion().choices[0].message
    else:
        message = client.chat.completions.create(messages=[asked], **ask).choices[0].message
    back = message.model_dump(include={"role", "content", "tool_calls", "reasoning_content"}, exclude_none=True)
    for call in back["tool_calls"]:
        call.pop("index", None)
        call["function"].pop("parsed_arguments", None)
    given = {"role": "tool", "tool_call_id": back["tool_calls"][0]["id"], "content": "sun"}
    last = client.chat.completions.create(messages=[asked, back, given], **ask)
    assert last.choices[0].message.content == "You asked: Oslo"
    del back["reasoning_content"]
    with pytest.raises(openai.BadRequestError, match="reasoning_content"):
        client.chat.completions.create(messages=[asked, back, given], **ask)


def test_films_are_perceived(client: OpenAI) -> None:
    film = {
        "type": "video_url",
        "video_url": {"url": f"data:video/mp4;base64,{base64.b64encode(clip('ab', 0.5)).decode()}"},
    }
    ask = [{"role": "user", "content": [film, {"type": "text", "text": "What?"}]}]
    done = client.chat.completions.create(model="qwen3-omni", messages=ask)  # type: ignore[arg-type]
    assert done.choices[0].message.content.startswith("You asked: What? I hear")


def test_pictures_by_link(client: OpenAI, world: World) -> None:
    done = client.images.generate(model="flux", prompt="sea", size="320x200", response_format="url")
    sight = look(httpx2.get(done.data[0].url).content)
    assert (sight.width, sight.height) == (320, 200)
    world.expired = True
    assert httpx2.get(done.data[0].url).status_code == 403


def test_speech_and_its_transcript(client: OpenAI) -> None:
    said = client.audio.speech.create(model="kokoro", voice="af_sky", input="A red fox.", response_format="wav")
    sound = said.read()
    done = client.audio.transcriptions.create(
        model="whisper-large-v3",
        file=("a.wav", sound),
        response_format="verbose_json",
        timestamp_granularities=["word"],
    )
    assert done.text == hear(sound).text
    assert done.words[-1].end == pytest.approx(10 / 14, abs=0.02)


class TestVideos:
    def test_is_made(self, client: OpenAI, world: World) -> None:
        start = ("start.png", picture("sea", 720, 1280))
        done = client.videos.create_and_poll(
            model="wan", prompt="waves", seconds="4", size="720x1280", input_reference=start, poll_interval_ms=1
        )
        assert (done.status, done.progress, done.seconds, done.size) == ("completed", 100, "4", "720x1280")
        data = client.videos.download_content(done.id).read()
        with av.open(io.BytesIO(data)) as file:
            assert file.duration / av.time_base == pytest.approx(4, abs=0.05)
            assert (file.streams.video[0].width, file.streams.video[0].height) == (720, 1280)
        assert look(client.videos.download_content(done.id, variant="thumbnail").read()).format == "WEBP"
        assert len(world.charges) == 1

    def test_states(self, client: OpenAI, world: World) -> None:
        world.polls = 2
        job = client.videos.create(model="wan", prompt="waves")
        assert job.status == "queued"
        with pytest.raises(openai.NotFoundError, match="not ready"):
            client.videos.download_content(job.id)
        assert [client.videos.retrieve(job.id).status for _ in range(3)] == ["in_progress", "in_progress", "completed"]
        assert [one.id for one in client.videos.list()] == [job.id]
        world.expired = True
        with pytest.raises(openai.NotFoundError, match="expired"):
            client.videos.download_content(job.id)
        assert client.videos.delete(job.id).deleted
        with pytest.raises(openai.NotFoundError):
            client.videos.retrieve(job.id)

    @pytest.mark.parametrize(
        ("outcome", "code"),
        [("failed", "server_error"), ("moderated", "moderation_blocked"), ("cancelled", "cancelled")],
    )
    def test_other_ends(self, client: OpenAI, world: World, outcome: str, code: str) -> None:
        world.outcome = outcome
        done = client.videos.create_and_poll(model="wan", prompt="waves", poll_interval_ms=1)
        assert (done.status, done.error.code) == ("failed", code)

    @pytest.mark.parametrize(
        "wrong",
        [{"seconds": "5"}, {"size": "10x10"}, {"input_reference": ("a.png", picture("x"))}, {"extra_body": {"fps": 9}}],
    )
    def test_refuses(self, client: OpenAI, world: World, wrong: dict) -> None:
        with pytest.raises(openai.BadRequestError):
            client.videos.create(**{"model": "wan", "prompt": "waves", **wrong})
        assert not world.charges


def test_embeds_and_draws_from_given_pictures(client: OpenAI) -> None:
    assert len(client.embeddings.create(model="bge", input="sea").data[0].embedding) == 1536
    done = client.images.edit(model="qwen-image-edit", image=("a.png", picture("sea")), prompt="rain", size="64x64")
    assert done.size == "64x64"


def test_refuses_sound_that_is_none(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError):
        client.audio.transcriptions.create(model="whisper", file=("a.wav", tone("x")[:20]))
