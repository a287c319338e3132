"""Google's own SDK (google-genai 3.6.1) reads what the server answers."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator

import av
import httpx2
import pytest
from google import genai
from google.genai import errors, types
from google.genai._gaos.lib import compat_errors

from tests.servers.media import picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import Count, Fault, World

ONCE = types.HttpRetryOptions(attempts=1)


def connect(world: World, key: str, version: str = "v1beta") -> genai.Client:
    options = types.HttpOptions(base_url=world.at("gemini"), api_version=version, retry_options=ONCE)
    return genai.Client(api_key=key, http_options=options)


@pytest.fixture
def client(world: World) -> Iterator[genai.Client]:
    with connect(world, world.key("gemini")) as client:
        yield client


def png(words: str, width: int = 90, height: int = 60) -> types.Part:
    return types.Part.from_bytes(data=picture(words, width, height), mime_type="image/png")


class TestEmbeddings:
    @pytest.mark.parametrize("model", ["gemini-embedding-001", "gemini-embedding-2"])
    def test_of_texts(self, client: genai.Client, world: World, model: str) -> None:
        config = types.EmbedContentConfig(task_type="RETRIEVAL_QUERY", output_dimensionality=64)
        told = [types.UserContent("sea"), types.UserContent("hill")]
        done = client.models.embed_content(model=model, contents=told, config=config)
        assert [len(one.values) for one in done.embeddings] == [64, 64]
        assert done.embeddings[0].values != done.embeddings[1].values
        assert [charge.what for charge in world.charges] == [model]

    def test_of_pictures(self, client: genai.Client) -> None:
        shown = types.UserContent(png("sea"))
        one, two = (
            client.models.embed_content(model="gemini-embedding-2", contents=[c])
            for c in (shown, types.UserContent("sea"))
        )
        assert len(one.embeddings[0].values) == 3072 and one.embeddings[0].values != two.embeddings[0].values
        with pytest.raises(errors.ClientError, match="text input only"):
            client.models.embed_content(model="gemini-embedding-001", contents=[shown])

    def test_refuses(self, client: genai.Client, world: World) -> None:
        for wrong in ({"output_dimensionality": 9000}, {"task_type": "NONE"}):
            with pytest.raises(errors.ClientError):
                client.models.embed_content(model="gemini-embedding-001", contents="sea", config=wrong)
        assert not world.charges


class TestContent:
    @pytest.mark.parametrize("version", ["v1", "v1beta"])
    def test_answers(self, world: World, version: str) -> None:
        with connect(world, world.key("gemini"), version) as client:
            done = client.models.generate_content(model="gemini-3.1-pro-preview", contents="A red fox?")
        assert done.text == "You asked: A red fox?"
        assert done.candidates[0].finish_reason is types.FinishReason.STOP
        usage = done.usage_metadata
        assert usage.total_token_count == usage.prompt_token_count + usage.candidates_token_count
        assert [charge.what for charge in world.charges] == ["gemini-3.1-pro-preview"]

    @pytest.mark.parametrize("stream", [False, True])
    def test_counts_tokens(self, client: genai.Client, world: World, stream: bool) -> None:
        """What a cache has is a part of what was read; what was thought is counted apart from what was said."""
        world.counted = Count(read=700, cached=300, thought=2000, said=500)
        ask = {"model": "gemini-3.8-flash", "contents": "A red fox?"}
        models = client.models
        usage = (
            list(models.generate_content_stream(**ask))[-1] if stream else models.generate_content(**ask)
        ).usage_metadata
        assert (usage.prompt_token_count, usage.cached_content_token_count) == (1000, 300)
        assert (usage.candidates_token_count, usage.thoughts_token_count, usage.total_token_count) == (500, 2000, 3500)

    def test_wants_the_mark_of_its_thoughts_back(self, client: genai.Client, world: World) -> None:
        world.thinks = "I had better ask."
        tool = types.Tool(function_declarations=[types.FunctionDeclaration(name="weather")])
        config = types.GenerateContentConfig(tools=[tool])
        ask = {"model": "gemini-3.8-flash", "config": config}
        asked = types.UserContent("Oslo")
        called = client.models.generate_content(contents=[asked], **ask).candidates[0].content
        assert called.parts[0].thought_signature == b"I had better ask."
        given = types.Content(
            role="user", parts=[types.Part.from_function_response(name="weather", response={"output": "sun"})]
        )
        assert client.models.generate_content(contents=[asked, called, given], **ask).text == "You asked: Oslo"
        called.parts[0].thought_signature = None
        with pytest.raises(errors.ClientError, match="thought_signature"):
            client.models.generate_content(contents=[asked, called, given], **ask)

    def test_wants_a_result_for_every_call(self, client: genai.Client) -> None:
        call = types.Content(role="model", parts=[types.Part.from_function_call(name="weather", args={})] * 2)
        given = types.Content(
            role="user", parts=[types.Part.from_function_response(name="weather", response={"output": "sun"})]
        )
        with pytest.raises(errors.ClientError, match="number of function response parts"):
            client.models.generate_content(model="gemini-3.8-flash", contents=[types.UserContent("Oslo"), call, given])

    def test_sees_what_a_function_gives(self, client: genai.Client) -> None:
        call = types.Content(role="model", parts=[types.Part.from_function_call(name="camera", args={})])
        seen = types.FunctionResponsePart.from_bytes(data=picture("sea", 90, 60), mime_type="image/png")
        result = types.FunctionResponse(name="camera", response={"output": ""}, parts=[seen])
        given = types.Content(role="user", parts=[types.Part(function_response=result)])
        done = client.models.generate_content(model="gemini-3.8-flash", contents=[types.UserContent("?"), call, given])
        assert done.text == f"You asked: ? {look(picture('sea', 90, 60))}"

    def test_sees_and_hears(self, client: genai.Client) -> None:
        sound = tone("bell", 1.5)
        parts = [png("sea"), types.Part.from_bytes(data=sound, mime_type="audio/wav"), "What?"]
        done = client.models.generate_content(model="gemini-3.8-flash", contents=parts)
        assert done.text == f"You asked: What? {look(picture('sea', 90, 60))} {hear(sound)}"

    def test_streams(self, client: genai.Client) -> None:
        chunks = list(client.models.generate_content_stream(model="gemini-3.8-flash", contents="A red fox?"))
        assert len(chunks) == 2
        assert "".join(chunk.text for chunk in chunks) == "You asked: A red fox?"

    @pytest.mark.parametrize(("ratio", "size"), [("1:1", (1024, 1024)), ("16:9", (1360, 768)), ("9:16", (768, 1360))])
    def test_draws(self, client: genai.Client, world: World, ratio: str, size: tuple[int, int]) -> None:
        config = types.GenerateContentConfig(
            response_modalities=["IMAGE"], image_config=types.ImageConfig(aspect_ratio=ratio)
        )
        done = client.models.generate_content(model="gemini-3.1-flash-image", contents="sea", config=config)
        part = done.candidates[0].content.parts[0]
        sight = look(part.inline_data.data)
        assert (sight.width, sight.height, part.inline_data.mime_type) == (*size, "image/png")
        assert part.as_image().image_bytes == part.inline_data.data
        assert len(world.charges) == 1

    def test_draws_from_pictures(self, client: genai.Client) -> None:
        ask = {"model": "gemini-nano-banana-2.1"}
        one, two = (client.models.generate_content(contents=[png(name), "Rain"], **ask) for name in ("sea", "hill"))
        assert one.candidates[0].content.parts[0].text
        assert one.candidates[0].content.parts[1].inline_data != two.candidates[0].content.parts[1].inline_data

    def test_speaks(self, client: genai.Client) -> None:
        voice = types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name="Kore"))
        config = types.GenerateContentConfig(
            response_modalities=["AUDIO"], speech_config=types.SpeechConfig(voice_config=voice)
        )
        words = "The ship came in at dawn."
        done = client.models.generate_content(model="gemini-3.8-flash-tts", contents=words, config=config)
        blob = done.candidates[0].content.parts[0].inline_data
        assert blob.mime_type == "audio/L16;codec=pcm;rate=24000"
        assert len(blob.data) / 48000 == pytest.approx(len(words) / 14, abs=0.01)

    def test_two_speakers(self, client: genai.Client) -> None:
        def config(voices: dict[str, str]) -> types.GenerateContentConfig:
            many = [
                types.SpeakerVoiceConfig(
                    speaker=who,
                    voice_config=types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=voice)),
                )
                for who, voice in voices.items()
            ]
            speech = types.SpeechConfig(
                multi_speaker_voice_config=types.MultiSpeakerVoiceConfig(speaker_voice_configs=many)
            )
            return types.GenerateContentConfig(response_modalities=["AUDIO"], speech_config=speech)

        ask = {"model": "gemini-3.8-flash-tts", "contents": "Ann: Hello. Bob: Good day."}
        first = client.models.generate_content(config=config({"Ann": "Kore", "Bob": "Puck"}), **ask)
        other = client.models.generate_content(config=config({"Ann": "Kore", "Bob": "Leda"}), **ask)
        assert first.candidates[0].content.parts[0].inline_data != other.candidates[0].content.parts[0].inline_data
        for wrong in ({"Ann": "Kore"}, {"Ann": "Kore", "Bob": "Nobody"}):
            with pytest.raises(errors.ClientError):
                client.models.generate_content(config=config(wrong), **ask)

    def test_fills_a_schema(self, client: genai.Client) -> None:
        schema = {"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}}}}
        config = types.GenerateContentConfig(response_mime_type="application/json", response_json_schema=schema)
        done = client.models.generate_content(model="gemini-3.8-flash", contents="fox", config=config)
        assert json.loads(done.text) == {"tags": ["You asked: fox"]}

    def test_calls_a_function(self, client: genai.Client) -> None:
        parts = {"city": types.Schema(type="STRING")}
        shape = types.Schema(type="OBJECT", properties=parts, required=["city"])
        tool = types.Tool(function_declarations=[types.FunctionDeclaration(name="weather", parameters=shape)])
        config = types.GenerateContentConfig(tools=[tool])
        done = client.models.generate_content(model="gemini-3.8-flash", contents="Oslo", config=config)
        call = done.function_calls[0]
        assert (call.name, call.args) == ("weather", {"city": "Oslo"})
        result = types.Part.from_function_response(name="weather", response={"sky": "blue"})
        told = [types.UserContent("Oslo"), done.candidates[0].content, types.UserContent([result])]
        last = client.models.generate_content(model="gemini-3.8-flash", contents=told, config=config)
        assert last.text == "You asked: Oslo"

    def test_is_moderated(self, client: genai.Client, world: World) -> None:
        world.outcome = "moderated"
        words = client.models.generate_content(model="gemini-3.8-flash", contents="fox")
        assert words.prompt_feedback.block_reason is types.BlockedReason.SAFETY
        drawn = client.models.generate_content(model="gemini-3.1-flash-image", contents="fox")
        assert drawn.candidates[0].finish_reason is types.FinishReason.IMAGE_SAFETY
        assert drawn.candidates[0].content is None
        assert not world.charges

    def test_is_cut(self, client: genai.Client) -> None:
        config = types.GenerateContentConfig(max_output_tokens=2)
        done = client.models.generate_content(model="gemini-3.8-flash", contents="fox", config=config)
        assert (done.text, done.candidates[0].finish_reason) == ("You aske", types.FinishReason.MAX_TOKENS)

    @pytest.mark.parametrize(
        ("model", "config", "words"),
        [
            ("gemini-3.8-flash", {"response_modalities": ["IMAGE"]}, "modalities"),
            ("gemini-3.8-flash-tts", {"response_modalities": ["TEXT"]}, "modalities"),
            ("gemini-3.8-flash", {"image_config": {"aspect_ratio": "1:1"}}, "Image generation"),
            ("gemini-3.1-flash-image", {"image_config": {"aspect_ratio": "7:5"}}, "aspect_ratio"),
            ("gemini-3.8-flash", {"temperature": 3}, "temperature"),
            ("gemini-3.8-flash", {"response_json_schema": {"type": "object"}}, "response_mime_type"),
        ],
    )
    def test_refuses(self, client: genai.Client, world: World, model: str, config: dict, words: str) -> None:
        with pytest.raises(errors.ClientError, match=words) as caught:
            client.models.generate_content(model=model, contents="fox", config=config)
        assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
        assert not world.charges

    def test_refuses_unknown_fields(self, world: World) -> None:
        path = world.at("gemini") + "/v1beta/models/gemini-3.8-flash:generateContent"
        body = {"contents": [{"parts": [{"text": "fox"}]}], "generationConfig": {"steps": 5}}
        answer = httpx2.post(path, json=body, headers={"x-goog-api-key": world.key("gemini")})
        assert answer.status_code == 400
        assert answer.json()["error"]["message"].startswith('Invalid JSON payload received. Unknown name "steps"')


class TestErrors:
    def test_key(self, world: World) -> None:
        with connect(world, "wrong") as client, pytest.raises(errors.ClientError) as caught:
            client.models.generate_content(model="gemini-3.8-flash", contents="fox")
        assert caught.value.code == 400
        assert caught.value.details["error"]["details"][0]["reason"] == "API_KEY_INVALID"

    def test_quota(self, client: genai.Client, world: World) -> None:
        world.faults = [Fault("status", status=429)]
        with pytest.raises(errors.ClientError) as caught:
            client.models.generate_content(model="gemini-3.8-flash", contents="fox")
        assert (caught.value.code, caught.value.status) == (429, "RESOURCE_EXHAUSTED")
        assert caught.value.details["error"]["details"][0]["retryDelay"] == "1s"

    def test_failure(self, client: genai.Client, world: World) -> None:
        world.outcome = "failed"
        with pytest.raises(errors.ServerError):
            client.models.generate_content(model="gemini-3.8-flash", contents="fox")
        assert not world.charges

    @pytest.mark.parametrize("model", ["gemini-2.0-flash", "lyria-3.5"])
    def test_models_that_are_not_there(self, client: genai.Client, model: str) -> None:
        with pytest.raises(errors.ClientError, match="not found") as caught:
            client.models.generate_content(model=model, contents="fox")
        assert caught.value.code == 404

    def test_models(self, client: genai.Client) -> None:
        models = {model.name: model for model in client.models.list()}
        assert "generateContent" in models["models/gemini-3.1-flash-image"].supported_actions
        assert client.models.get(model="lyria-3.5").name == "models/lyria-3.5"


def audio_of(content: object) -> bytes:
    return base64.b64decode(content.data)


class TestInteractions:
    def test_counts_tokens(self, client: genai.Client, world: World) -> None:
        world.counted = Count(read=700, cached=300, thought=2000, said=500)
        usage = client.interactions.create(model="gemini-3.8-flash", input="A red fox?").usage
        assert (usage.total_input_tokens, usage.total_cached_tokens) == (1000, 300)
        assert (usage.total_output_tokens, usage.total_thought_tokens, usage.total_tokens) == (500, 2000, 3500)

    def test_answers(self, client: genai.Client, world: World) -> None:
        first = client.interactions.create(model="gemini-3.8-flash", input="A red fox?")
        assert (first.status, first.output_text) == ("completed", "You asked: A red fox?")
        again = client.interactions.create(model="gemini-3.8-flash", input="And?", previous_interaction_id=first.id)
        assert again.output_text == "You asked: And?"
        assert first.usage.total_tokens > first.usage.total_input_tokens
        assert client.interactions.get(first.id).output_text == first.output_text
        assert len(world.charges) == 2

    def test_sees(self, client: genai.Client) -> None:
        shown = {"type": "image", "data": base64.b64encode(picture("sea")).decode(), "mime_type": "image/png"}
        done = client.interactions.create(model="gemini-3.8-flash", input=[{"type": "text", "text": "What?"}, shown])
        assert str(look(picture("sea"))) in done.output_text

    @pytest.mark.parametrize("delivery", ["inline", "uri"])
    def test_draws(self, client: genai.Client, world: World, delivery: str) -> None:
        format = {"type": "image", "aspect_ratio": "16:9", "image_size": "512", "delivery": delivery}
        done = client.interactions.create(model="gemini-3.1-flash-image", input="sea", response_format=format)
        image = done.output_image
        if delivery == "uri":
            key = {"x-goog-api-key": world.key("gemini")}
            data = httpx2.get(image.uri, headers=key).content
            assert httpx2.get(image.uri).status_code == 400
            world.expired = True
            assert httpx2.get(image.uri, headers=key).status_code == 403
        else:
            data = audio_of(image)
        assert (look(data).width, look(data).height, look(data).format) == (688, 384, "JPEG")

    def test_speaks(self, client: genai.Client) -> None:
        ask = {"model": "gemini-3.8-flash-tts", "input": "The ship came in at dawn."}
        raw = client.interactions.create(**ask).output_audio
        assert (raw.mime_type, raw.sample_rate, len(audio_of(raw))) == ("audio/l16", 24000, 85920)
        config = {"speech_config": [{"voice": "Puck"}]}
        wav = client.interactions.create(
            **ask, generation_config=config, response_format={"type": "audio", "mime_type": "audio/wav"}
        ).output_audio
        assert hear(audio_of(wav)).seconds == pytest.approx(25 / 14, abs=0.01)

    @pytest.mark.parametrize("model", ["lyria-3.5", "lyria-3-clip-preview"])
    def test_composes(self, client: genai.Client, model: str) -> None:
        done = client.interactions.create(model=model, input="A slow waltz")
        assert done.output_audio.mime_type == "audio/mp3"
        assert hear(audio_of(done.output_audio)).seconds == pytest.approx(2, abs=0.1)
        assert "A slow waltz" in done.steps[-1].content[0].text

    def test_films(self, client: genai.Client, world: World) -> None:
        format = {"type": "video", "aspect_ratio": "9:16", "duration": "2s", "resolution": "360p"}
        job = client.interactions.create(
            model="gemini-omni-1.2-flash", input="waves", response_format=format, background=True
        )
        assert job.status == "in_progress"
        states = [client.interactions.get(job.id) for _ in range(2)]
        assert [state.status for state in states] == ["in_progress", "completed"]
        with av.open(io.BytesIO(audio_of(states[-1].output_video))) as file:
            assert (file.streams.video[0].width, file.streams.video[0].height) == (360, 640)
            assert file.duration / av.time_base == pytest.approx(2, abs=0.05)
        assert len(world.charges) == 1

    def test_transcribes(self, client: genai.Client) -> None:
        sound = tone("bell", 2.0)
        given = {"type": "audio", "data": base64.b64encode(sound).decode(), "mime_type": "audio/wav"}
        config = {"transcription_config": {"timestamp_granularities": ["word"]}}
        done = client.interactions.create(model="gemini-3.5-transcribe", input=[given], generation_config=config)
        notes = done.steps[-1].content[0].annotations
        assert done.output_text == hear(sound).text
        assert [note.text for note in notes] == done.output_text.split()
        assert notes[-1].end_offset == "2s"

    def test_streams(self, client: genai.Client) -> None:
        events = list(client.interactions.create(model="gemini-3.8-flash", input="fox", stream=True))
        assert events[0].event_type == "interaction.created"
        assert [event.delta.text for event in events if event.event_type == "step.delta"] == ["You asked: fox"]
        assert events[-1].interaction.status == "completed"

    def test_is_cancelled(self, client: genai.Client, world: World) -> None:
        world.polls = 5
        job = client.interactions.create(model="gemini-3.8-flash", input="fox", background=True)
        assert client.interactions.cancel(job.id).status == "cancelled"
        assert client.interactions.get(job.id).status == "cancelled"
        client.interactions.delete(job.id)
        with pytest.raises(compat_errors.NotFoundError):
            client.interactions.get(job.id)

    @pytest.mark.parametrize(
        ("outcome", "status", "code"),
        [("failed", "failed", "internal"), ("moderated", "failed", "safety"), ("cancelled", "cancelled", None)],
    )
    def test_other_ends(self, client: genai.Client, world: World, outcome: str, status: str, code: str | None) -> None:
        world.outcome = outcome
        job = client.interactions.create(model="gemini-3.1-flash-image", input="fox", background=True)
        for _ in range(2):
            job = client.interactions.get(job.id)
        assert job.status == status
        assert [error.code for error in job.errors or []] == ([code] if code else [])

    @pytest.mark.parametrize(
        "wrong",
        [
            {"model": "gemini-3.8-flash", "response_format": {"type": "image"}},
            {"model": "gemini-omni-1.2-flash", "response_format": {"type": "video", "duration": "99s"}},
            {"model": "gemini-omni-1.2-flash", "response_format": {"type": "video", "duration": "4"}},
            {"model": "gemini-3.8-flash-tts", "generation_config": {"speech_config": [{"voice": "Nobody"}]}},
            {"model": "gemini-3.5-transcribe"},
            {"model": "gemini-3.8-flash", "generation_config": {"temperature": 9}},
        ],
    )
    def test_refuses(self, client: genai.Client, world: World, wrong: dict) -> None:
        with pytest.raises(compat_errors.BadRequestError):
            client.interactions.create(input="fox", **wrong)
        assert not world.charges
