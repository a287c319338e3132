"""OpenAI's own SDK (3.52.0) reads what the server answers."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator

import openai
import pytest
from openai import OpenAI
from PIL import Image

from tests.servers.media import colour, picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import Count, Fault, World


@pytest.fixture
def client(world: World) -> Iterator[OpenAI]:
    with OpenAI(base_url=world.at("openai") + "/v1", api_key=world.key("openai"), max_retries=0) as client:
        yield client


def link(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def corner(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").getpixel((2, 2))


class TestChat:
    def test_answers_what_was_asked(self, client: OpenAI, world: World) -> None:
        done = client.chat.completions.create(
            model="gpt-6-luna",
            messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "A red fox?"}],
        )
        assert done.choices[0].message.content == "You asked: A red fox?"
        assert done.choices[0].finish_reason == "stop"
        assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens
        assert done._request_id.startswith("req_")
        assert [charge.what for charge in world.charges] == ["gpt-6-luna"]

    def test_says_what_a_test_wants(self, client: OpenAI, world: World) -> None:
        world.says = ["First.", "Second."]
        ask = [{"role": "user", "content": "?"}]
        said = [client.chat.completions.create(model="gpt-6-sol", messages=ask) for _ in range(3)]
        assert [one.choices[0].message.content for one in said] == ["First.", "Second.", "You asked: ?"]

    def test_sees_pictures(self, client: OpenAI, world: World) -> None:
        shown = picture("sea", 90, 60)
        for url in (link(shown), world.file(shown, "image/png", ".png")):
            part = {"type": "image_url", "image_url": {"url": url}}
            done = client.chat.completions.create(
                model="gpt-5.5", messages=[{"role": "user", "content": [{"type": "text", "text": "What?"}, part]}]
            )
            assert str(look(shown)) in done.choices[0].message.content

    def test_hears_sound(self, client: OpenAI) -> None:
        sound = tone("bell", 1.5)
        part = {"type": "input_audio", "input_audio": {"data": base64.b64encode(sound).decode(), "format": "wav"}}
        ask = [{"role": "user", "content": [part]}]
        done = client.chat.completions.create(model="gpt-audio-mini", messages=ask)
        assert hear(sound).text in done.choices[0].message.content
        with pytest.raises(openai.BadRequestError, match="audio"):
            client.chat.completions.create(model="gpt-6-sol", messages=ask)

    def test_speaks(self, client: OpenAI) -> None:
        done = client.chat.completions.create(
            model="gpt-audio-mini",
            messages=[{"role": "user", "content": "Hello"}],
            modalities=["text", "audio"],
            audio={"voice": "marin", "format": "wav"},
        )
        audio = done.choices[0].message.audio
        assert hear(base64.b64decode(audio.data)).seconds == pytest.approx(len(audio.transcript) / 14, abs=0.1)

    def test_streams(self, client: OpenAI) -> None:
        chunks = list(
            client.chat.completions.create(
                model="gpt-6-sol",
                messages=[{"role": "user", "content": "A long way to go, and a short day."}],
                stream=True,
                stream_options={"include_usage": True},
            )
        )
        words = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        assert words == "You asked: A long way to go, and a short day."
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
        assert chunks[-1].usage.completion_tokens > 0

    @pytest.mark.parametrize("stream", [False, True])
    def test_counts_tokens(self, client: OpenAI, world: World, stream: bool) -> None:
        """What a cache has and what was thought are parts of what was read and written."""
        world.counted = Count(read=700, cached=300, thought=2000, said=500)
        ask = {"model": "gpt-6-sol", "messages": [{"role": "user", "content": "A red fox?"}]}
        if stream:
            told = client.chat.completions.create(**ask, stream=True, stream_options={"include_usage": True})
            usage = list(told)[-1].usage
        else:
            usage = client.chat.completions.create(**ask).usage
        assert (usage.prompt_tokens, usage.prompt_tokens_details.cached_tokens) == (1000, 300)
        assert (usage.completion_tokens, usage.completion_tokens_details.reasoning_tokens) == (2500, 2000)

    def test_fills_a_schema(self, client: OpenAI) -> None:
        parts = {"title": {"type": "string"}, "count": {"type": "integer", "minimum": 3}}
        schema = {"type": "object", "properties": parts, "required": ["title", "count"], "additionalProperties": False}
        format = {"type": "json_schema", "json_schema": {"name": "plan", "schema": schema, "strict": True}}
        ask = [{"role": "user", "content": "Plan it"}]
        done = client.chat.completions.create(model="gpt-6-sol", messages=ask, response_format=format)
        assert json.loads(done.choices[0].message.content) == {"title": "You asked: Plan it", "count": 3}
        del schema["additionalProperties"]
        with pytest.raises(openai.BadRequestError, match="additionalProperties"):
            client.chat.completions.create(model="gpt-6-sol", messages=ask, response_format=format)

    @pytest.mark.parametrize("stream", [False, True])
    def test_calls_a_tool(self, client: OpenAI, stream: bool) -> None:
        shape = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        tools = [{"type": "function", "function": {"name": "weather", "parameters": shape}}]
        ask = [{"role": "user", "content": "Oslo"}]
        if stream:
            with client.chat.completions.stream(model="gpt-6-sol", messages=ask, tools=tools) as events:
                done = events.get_final_completion()
        else:
            done = client.chat.completions.create(model="gpt-6-sol", messages=ask, tools=tools)
        call = done.choices[0].message.tool_calls[0]
        assert (call.function.name, json.loads(call.function.arguments)) == ("weather", {"city": "Oslo"})
        assert done.choices[0].finish_reason == "tool_calls"
        back = {"role": "assistant", "tool_calls": [{"id": call.id, "type": "function",
                "function": {"name": "weather", "arguments": call.function.arguments}}]}  # fmt: skip
        told = [*ask, back, {"role": "tool", "tool_call_id": call.id, "content": "sun"}]
        last = client.chat.completions.create(model="gpt-6-sol", messages=told, tools=tools)
        assert last.choices[0].message.content == "You asked: Oslo"
        for wrong in ([*ask, back], [*ask, back, *ask], [*ask, told[-1]]):
            with pytest.raises(openai.BadRequestError, match="tool"):
                client.chat.completions.create(model="gpt-6-sol", messages=wrong, tools=tools)

    @pytest.mark.parametrize("wrong", [{"temperature": 0.5}, {"top_p": 0.5}, {"stop": ["x"]}])
    def test_reasoning_models_take_no_sampling(self, client: OpenAI, wrong: dict) -> None:
        ask = [{"role": "user", "content": "Oslo"}]
        with pytest.raises(openai.BadRequestError, match="not supported with this model"):
            client.chat.completions.create(model="gpt-6-sol", messages=ask, **wrong)
        assert client.chat.completions.create(model="gpt-4o", messages=ask, **wrong).choices

    def test_stops_at_the_limit(self, client: OpenAI) -> None:
        done = client.chat.completions.create(
            model="gpt-6-sol", messages=[{"role": "user", "content": "word " * 40}], max_completion_tokens=5
        )
        assert (len(done.choices[0].message.content), done.choices[0].finish_reason) == (20, "length")

    def test_is_moderated(self, client: OpenAI, world: World) -> None:
        world.outcome = "moderated"
        done = client.chat.completions.create(model="gpt-6-sol", messages=[{"role": "user", "content": "?"}])
        assert done.choices[0].finish_reason == "content_filter"

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"max_tokens": 5}, "max_completion_tokens"),
            ({"temperature": 3}, "temperature"),
            ({"extra_body": {"top_k": 4}}, "Unknown parameter: 'top_k'"),
            ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "x"),
            ({"stream_options": {"include_usage": True}}, "stream_options"),
        ],
    )
    def test_refuses(self, client: OpenAI, world: World, wrong: dict, words: str) -> None:
        asked = {"model": "gpt-6-sol", "messages": [{"role": "user", "content": "?"}], **wrong}
        with pytest.raises(openai.BadRequestError, match=words):
            client.chat.completions.create(**asked)
        assert not world.charges


class TestErrors:
    def test_key(self, world: World) -> None:
        with (
            OpenAI(base_url=world.at("openai") + "/v1", api_key="wrong", max_retries=0) as client,
            pytest.raises(openai.AuthenticationError) as caught,
        ):
            client.models.list()
        assert caught.value.code == "invalid_api_key"

    def test_limits(self, client: OpenAI, world: World) -> None:
        world.faults = [Fault("status", status=429, headers={"retry-after": "7"})]
        with pytest.raises(openai.RateLimitError) as caught:
            client.models.list()
        assert caught.value.response.headers["retry-after"] == "7"
        assert caught.value.code == "rate_limit_exceeded"
        assert client.models.list().data

    def test_failure(self, client: OpenAI, world: World) -> None:
        world.outcome = "failed"
        with pytest.raises(openai.InternalServerError):
            client.images.generate(model="gpt-image-2", prompt="sea")
        assert not world.charges

    def test_cut(self, client: OpenAI, world: World) -> None:
        world.faults = [Fault("after-work")]
        with pytest.raises(openai.APIConnectionError):
            client.images.generate(model="gpt-image-2", prompt="sea")
        assert len(world.charges) == 1

    @pytest.mark.parametrize("model", ["dall-e-3", "gpt-image-1", "gpt-image-99"])
    def test_models_that_are_gone(self, client: OpenAI, world: World, model: str) -> None:
        with pytest.raises(openai.NotFoundError) as caught:
            client.images.generate(model=model, prompt="sea")
        assert caught.value.code == "model_not_found"
        assert not world.charges

    @pytest.mark.filterwarnings("ignore::DeprecationWarning")
    def test_sora_is_gone(self, client: OpenAI) -> None:
        with pytest.raises(openai.NotFoundError, match="deprecated"):
            client.videos.create(prompt="sea", model="sora-2", seconds="4")


class TestImages:
    @pytest.mark.parametrize(
        ("size", "format"), [("1024x1024", "png"), ("1536x864", "jpeg"), ("768x1024", "webp"), ("auto", "gif")]
    )
    def test_draws(self, client: OpenAI, world: World, size: str, format: str) -> None:
        done = client.images.generate(model="gpt-image-2", prompt="sea", size=size, output_format=format)
        data = base64.b64decode(done.data[0].b64_json)
        sight = look(data)
        assert sight.format == format.upper()
        assert f"{sight.width}x{sight.height}" == done.size == size.replace("auto", "1024x1024")
        assert corner(data) == pytest.approx(colour("sea"), abs=8)
        assert done.usage.output_tokens == done.usage.output_tokens_details.image_tokens > 0
        assert (done.output_format, done.background, done.quality) == (format, "opaque", "medium")
        assert len(world.charges) == 1

    def test_several_differ(self, client: OpenAI) -> None:
        done = client.images.generate(model="gpt-image-1.5", prompt="sea", n=3)
        assert len({image.b64_json for image in done.data}) == 3

    def test_clear_ground(self, client: OpenAI) -> None:
        done = client.images.generate(model="gpt-image-2.5-flare", prompt="sun", background="transparent")
        assert look(base64.b64decode(done.data[0].b64_json)).transparent
        assert done.background == "transparent"

    def test_streams(self, client: OpenAI) -> None:
        events = list(client.images.generate(model="gpt-image-2", prompt="sea", stream=True, partial_images=2))
        assert [event.type.rpartition(".")[2] for event in events] == ["partial_image", "partial_image", "completed"]
        assert look(base64.b64decode(events[-1].b64_json)).width == 1024
        assert events[-1].usage.total_tokens > 0

    def test_edits(self, client: OpenAI) -> None:
        base, other = picture("sea", 64, 64), picture("hill", 64, 64)
        with Image.open(io.BytesIO(base)) as image:
            hole = image.convert("RGBA")
        hole.putalpha(0)
        mask = io.BytesIO()
        hole.save(mask, "PNG")
        ask = {"model": "gpt-image-2", "prompt": "Add a boat"}
        plain = client.images.edit(image=("a.png", base), **ask)
        masked = client.images.edit(
            image=[("a.png", base), ("b.png", other)], mask=("m.png", mask.getvalue()), n=2, size="1024x1536", **ask
        )
        assert look(base64.b64decode(plain.data[0].b64_json)).width == 1024
        assert look(base64.b64decode(masked.data[1].b64_json)).height == 1536
        assert plain.data[0].b64_json != masked.data[0].b64_json
        assert masked.usage.input_tokens_details.image_tokens == 600
        with pytest.raises(openai.BadRequestError, match="mask"):
            client.images.edit(image=("a.png", base), mask=("m.png", picture("x", 32, 32)), **ask)
        with pytest.raises(openai.BadRequestError, match="image"):
            client.images.edit(image=("a.png", b"no picture"), **ask)

    def test_is_moderated(self, client: OpenAI, world: World) -> None:
        world.outcome = "moderated"
        with pytest.raises(openai.BadRequestError) as caught:
            client.images.generate(model="gpt-image-2", prompt="sea")
        assert caught.value.code == "moderation_blocked"
        assert not world.charges

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"size": "1000x1000"}, "divisible by 16"),
            ({"size": "4096x1536"}, "at most 3840"),
            ({"size": "512x512"}, "pixels are needed"),
            ({"model": "gpt-image-1.5", "size": "1536x864"}, "Supported values"),
            ({"quality": "max"}, "max"),
            ({"response_format": "url"}, "response_format"),
            ({"style": "vivid"}, "style"),
            ({"n": 11}, "n"),
            ({"output_compression": 50}, "Compression"),
            ({"background": "transparent", "output_format": "jpeg"}, "Transparent"),
            ({"prompt": "x" * 32001}, "prompt"),
            ({"extra_body": {"seed": 4}}, "seed"),
        ],
    )
    def test_refuses(self, client: OpenAI, world: World, wrong: dict, words: str) -> None:
        with pytest.raises(openai.BadRequestError, match=words):
            client.images.generate(**{"model": "gpt-image-2", "prompt": "sea", **wrong})
        assert not world.charges


class TestSpeech:
    @pytest.mark.parametrize("format", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
    def test_speaks(self, client: OpenAI, format: str) -> None:
        words = "The ship came in at dawn."
        done = client.audio.speech.create(model="tts-1", voice="nova", input=words, response_format=format)
        data = done.read()
        seconds = len(data) / 48000 if format == "pcm" else hear(data).seconds
        assert seconds == pytest.approx(len(words) / 14, abs=0.1)

    def test_speed_and_instructions(self, client: OpenAI) -> None:
        ask = {"voice": "marin", "input": "The ship came in at dawn.", "response_format": "wav"}
        fast = client.audio.speech.create(model="tts-1-hd", speed=2.0, **ask).read()
        assert hear(fast).seconds == pytest.approx(25 / 28, abs=0.02)
        sad = client.audio.speech.create(model="gpt-4o-mini-tts", instructions="Sadly", **ask).read()
        assert sad != client.audio.speech.create(model="gpt-4o-mini-tts", **ask).read()

    @pytest.mark.parametrize(
        "wrong", [{"voice": "nobody"}, {"instructions": "Sadly"}, {"speed": 5.0}, {"input": "x" * 4097}, {"input": ""}]
    )
    def test_refuses(self, client: OpenAI, world: World, wrong: dict) -> None:
        with pytest.raises(openai.BadRequestError) as caught:
            client.audio.speech.create(**{"model": "tts-1", "voice": "nova", "input": "Hello", **wrong})
        assert caught.value.param == next(iter(wrong))
        assert not world.charges


class TestTranscription:
    sound = tone("bell", 3.0)

    def heard(self, client: OpenAI, **more: object) -> object:
        return client.audio.transcriptions.create(file=("a.wav", self.sound), **{"model": "whisper-1", **more})

    def test_plain(self, client: OpenAI, world: World) -> None:
        done = self.heard(client, model="gpt-transcribe", keywords=["gull"])
        assert done.text == hear(self.sound).text
        assert done.languages[0].code == "en"
        assert done.usage.total_tokens == done.usage.input_tokens + done.usage.output_tokens
        assert len(world.charges) == 1

    def test_verbose(self, client: OpenAI) -> None:
        done = self.heard(client, response_format="verbose_json", timestamp_granularities=["word", "segment"])
        assert [word.word for word in done.words] == hear(self.sound).text.split()
        assert (done.segments[0].start, done.segments[0].end) == (0.0, 3.0)
        assert done.duration == 3.0
        assert all(word.start < word.end for word in done.words)

    def test_subtitles(self, client: OpenAI) -> None:
        srt, vtt = (self.heard(client, response_format=format) for format in ("srt", "vtt"))
        assert srt == f"1\n00:00:00,000 --> 00:00:03,000\n{hear(self.sound).text}\n\n"
        assert vtt == f"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n{hear(self.sound).text}\n\n"

    def test_speakers(self, client: OpenAI) -> None:
        done = self.heard(client, model="gpt-4o-transcribe-diarize", response_format="diarized_json")
        assert [segment.speaker for segment in done.segments] == ["A", "B"]
        assert " ".join(segment.text for segment in done.segments) == done.text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"model": "gpt-4o-transcribe", "response_format": "srt"},
            {"timestamp_granularities": ["word"]},
            {"file": ("a.txt", b"words")},
            {"file": ("a.wav", b"no sound")},
            {"keywords": ["gull"]},
            {"temperature": 2},
        ],
    )
    def test_refuses(self, client: OpenAI, world: World, wrong: dict) -> None:
        with pytest.raises(openai.BadRequestError):
            client.audio.transcriptions.create(**{"file": ("a.wav", self.sound), "model": "whisper-1", **wrong})
        assert not world.charges


class TestResponses:
    def test_counts_tokens(self, client: OpenAI, world: World) -> None:
        world.counted = Count(read=700, cached=300, thought=2000, said=500)
        usage = client.responses.create(model="gpt-6-sol", input="A red fox?").usage
        assert (usage.input_tokens, usage.input_tokens_details.cached_tokens) == (1000, 300)
        assert (usage.output_tokens, usage.output_tokens_details.reasoning_tokens) == (2500, 2000)

    def test_answers(self, client: OpenAI, world: World) -> None:
        first = client.responses.create(model="gpt-6-sol", input="A red fox?", instructions="Be brief.")
        assert (first.output_text, first.status) == ("You asked: A red fox?", "completed")
        assert first.usage.input_tokens > 0
        again = client.responses.create(model="gpt-6-sol", input="And?", previous_response_id=first.id)
        assert again.previous_response_id == first.id
        assert client.responses.retrieve(first.id).output_text == first.output_text
        assert len(world.charges) == 2

    def test_sees(self, client: OpenAI) -> None:
        shown = picture("sea", 90, 60)
        parts = [{"type": "input_text", "text": "What?"},
                 {"type": "input_image", "image_url": link(shown), "detail": "auto"}]  # fmt: skip
        done = client.responses.create(model="gpt-6-sol", input=[{"role": "user", "content": parts}])
        assert str(look(shown)) in done.output_text

    def test_draws(self, client: OpenAI) -> None:
        tool = {"type": "image_generation", "model": "gpt-image-2", "size": "1024x1536", "output_format": "jpeg"}
        done = client.responses.create(model="gpt-4o", input="sea", tools=[tool])
        item = done.output[0]
        sight = look(base64.b64decode(item.result))
        assert (item.type, item.status, sight.format, sight.height) == ("image_generation_call", "completed", "JPEG",
                                                                        1536)  # fmt: skip
        assert done.tool_usage.image_gen.output_tokens > 0

    def test_streams_words(self, client: OpenAI) -> None:
        with client.responses.stream(model="gpt-6-sol", input="A long way to go, and a short day.") as events:
            kinds = [event.type for event in events]
            done = events.get_final_response()
        assert done.output_text == "You asked: A long way to go, and a short day."
        assert (kinds[0], kinds[-1]) == ("response.created", "response.completed")

    def test_streams_pictures(self, client: OpenAI) -> None:
        tool = {"type": "image_generation", "partial_images": 1}
        events = list(client.responses.create(model="gpt-6-sol", input="sea", tools=[tool], stream=True))
        partial = [e for e in events if e.type == "response.image_generation_call.partial_image"]
        assert look(base64.b64decode(partial[0].partial_image_b64)).width == 1024
        assert events[-1].response.output[0].result
        assert [event.sequence_number for event in events] == list(range(len(events)))

    def test_fills_a_schema(self, client: OpenAI) -> None:
        schema = {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
                  "required": ["tags"], "additionalProperties": False}  # fmt: skip
        format = {"type": "json_schema", "name": "tags", "schema": schema, "strict": True}
        done = client.responses.create(model="gpt-6-sol", input="fox", text={"format": format})
        assert json.loads(done.output_text) == {"tags": ["You asked: fox"]}

    def test_calls_a_function(self, client: OpenAI) -> None:
        shape = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        tools = [{"type": "function", "name": "weather", "parameters": shape, "strict": False}]
        ask = {"model": "gpt-6-sol", "tools": tools}
        with client.responses.stream(input="Oslo", **ask) as events:
            call = events.get_final_response().output[0]
        assert (call.name, json.loads(call.arguments)) == ("weather", {"city": "Oslo"})
        result = {"type": "function_call_output", "call_id": call.call_id, "output": "sun"}
        told = [{"role": "user", "content": "Oslo"}, call.model_dump(exclude_none=True), result]
        assert client.responses.create(input=told, **ask).output_text == "You asked: Oslo"

    def test_background(self, client: OpenAI) -> None:
        job = client.responses.create(model="gpt-6-sol", input="fox", background=True)
        assert job.status == "queued"
        assert client.responses.retrieve(job.id).status == "in_progress"
        assert client.responses.retrieve(job.id).output_text == "You asked: fox"
        other = client.responses.create(model="gpt-6-sol", input="fox", background=True)
        assert client.responses.cancel(other.id).status == "cancelled"
        with pytest.raises(openai.NotFoundError):
            client.responses.retrieve("resp_none")

    def test_is_moderated(self, client: OpenAI, world: World) -> None:
        world.outcome = "moderated"
        words = client.responses.create(model="gpt-6-sol", input="fox")
        assert words.output[0].content[0].type == "refusal"
        drawn = client.responses.create(model="gpt-6-sol", input="fox", tools=[{"type": "image_generation"}])
        assert (drawn.output[0].status, drawn.output[0].error.code) == ("failed", "moderation_blocked")

    def test_is_cut(self, client: OpenAI) -> None:
        done = client.responses.create(model="gpt-6-sol", input="word " * 40, max_output_tokens=16)
        assert (done.status, done.incomplete_details.reason) == ("incomplete", "max_output_tokens")

    @pytest.mark.parametrize("wrong", [{"input": [{"role": "user", "content": 5}]}, {"extra_body": {"seed": 1}}])
    def test_refuses(self, client: OpenAI, world: World, wrong: dict) -> None:
        with pytest.raises(openai.BadRequestError):
            client.responses.create(**{"model": "gpt-6-sol", "input": "fox", **wrong})
        assert not world.charges


class TestSmall:
    def test_models(self, client: OpenAI) -> None:
        models = {model.id: model for model in client.models.list()}
        assert models["gpt-5"].shutdown_date == "2026-12-11"
        assert "dall-e-3" not in models
        assert client.models.retrieve("gpt-image-2").id == "gpt-image-2"

    def test_embeddings(self, client: OpenAI) -> None:
        done = client.embeddings.create(model="text-embedding-3-small", input=["sea", "hill"], dimensions=64)
        one, two = (item.embedding for item in done.data)
        assert len(one) == 64
        assert sum(value * value for value in one) == pytest.approx(1, abs=1e-5)
        assert one != two

    def test_moderations(self, client: OpenAI, world: World) -> None:
        assert not client.moderations.create(input="sea").results[0].flagged
        world.outcome = "moderated"
        result = client.moderations.create(input="sea").results[0]
        assert result.flagged
        assert result.categories.violence
