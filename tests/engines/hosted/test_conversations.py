"""Conversations with every vendor's language models: tools, media, answers in JSON, and streams as servers have them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from polymuse import tasks
from polymuse.asset import Kind
from polymuse.engines.hosted import _routing
from polymuse.engines.hosted._openai_chat import Calls
from polymuse.engines.hosted._routing import vendor
from polymuse.engines.hosted._wire import Ask, BadReply, Done, Failed
from polymuse.errors import ParameterError, ServiceError
from polymuse.messages import Message
from polymuse.types import Capability, Delta, Finished
from tests.engines.hosted.conftest import Asker
from tests.engines.hosted.test_paid_once import asked as answered_by
from tests.engines.hosted.test_paid_once import http
from tests.servers.media import clip, picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import Count

WAYS = (
    ("openai", "gpt-6-sol"),
    ("anthropic", "claude-sonnet-5-5"),
    ("gemini", "gemini-3.8-flash"),
    ("deepseek", "deepseek-v4-pro"),
    ("groq", "qwen/qwen3.8-27b"),
    ("together", "llama-3.1"),
    ("deepinfra", "qwen-3"),
    ("hf_router", "qwen-3"),
    ("ollama", "llama3.1"),
)
NATIVE = (("openai", "gpt-6-sol"), ("gemini", "gemini-3.1-flash-image"))
SEES = {"tasks": ("text-generation", "image-text-to-text", "audio-text-to-text", "video-text-to-text")}
WEATHER = {
    "name": "weather", "description": "Tells the weather.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}  # fmt: skip
TITLE = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
USER = {"role": "user", "parts": "Oslo"}


def bodies(asker: Asker) -> list[dict[str, Any]]:
    return [json.loads(seen.body) for seen in asker.world.seen if seen.method == "POST"]


def chat(asker: Asker, name: str, model: str, **params: Any) -> Finished:
    inputs = params.pop("inputs", None)
    ask = {"live": True, "route": SEES, **params}
    return asker.ask(name, "text-generation", model, inputs, **ask)


def message_of(made: Finished) -> Message:
    return Message.model_validate_json(made.outputs["message"].read_text())


class TestTools:
    @pytest.mark.parametrize(("name", "model"), WAYS)
    def test_are_called_and_answered(self, name: str, model: str, asker: Asker) -> None:
        """What a model thought before goes back where its service wants that."""
        asker.world.thinks = "I had better ask." if name in ("anthropic", "gemini", "deepseek") else ""
        first = chat(asker, name, model, messages=[USER], tools=[WEATHER])
        said = message_of(first)
        (call,) = said.tool_calls
        assert (call.name, call.arguments) == ("weather", {"city": "Oslo"})
        assert first.outputs["text"].read_text() == "" and first.outputs["text"].facts["finish_reason"] == "tool_calls"
        assert first.outputs["message"].kind is Kind.DOCUMENT
        result = {"role": "tool", "parts": [{"id": call.id, "content": "sun"}]}
        told = [USER, said.model_dump(mode="json", exclude_defaults=True), result]
        last = chat(asker, name, model, messages=told, tools=[WEATHER])
        assert last.outputs["text"].read_text() == "You asked: Oslo"
        assert last.outputs["text"].facts["finish_reason"] == "stop" and "message" not in last.outputs

    @pytest.mark.parametrize(("name", "model"), WAYS)
    def test_may_be_chosen(self, name: str, model: str, asker: Asker) -> None:
        tools = [{"name": "time"}, WEATHER]
        for choice, called in (("weather", ["weather"]), ("required", ["time"]), ("none", [])):
            made = chat(asker, name, model, messages=[USER], tools=tools, tool_choice=choice)
            calls = message_of(made).tool_calls if "message" in made.outputs else ()
            assert [call.name for call in calls] == called

    def test_are_called_by_a_native_model(self, asker: Asker) -> None:
        first = asker.ask("openai", "any-to-any", "gpt-6-sol", messages=[USER], tools=[WEATHER], tool_choice="weather")
        (call,) = message_of(first).tool_calls
        result = {"role": "tool", "parts": [{"id": call.id, "content": ["sun"], "is_error": True}]}
        told = [USER, message_of(first).model_dump(mode="json", exclude_defaults=True), result]
        made = asker.ask("openai", "any-to-any", "gpt-6-sol", messages=told, tools=[WEATHER])
        assert made.outputs["image"].kind is Kind.IMAGE  # this one draws whenever it may
        assert bodies(asker)[-1]["input"][-1]["output"] == [
            {"type": "input_text", "text": "Error:"}, {"type": "input_text", "text": "sun"},
        ]  # fmt: skip

    def test_say_that_they_failed(self, asker: Asker) -> None:
        call = {"role": "assistant", "parts": [{"id": "c1", "name": "weather"}]}
        result = {"role": "tool", "parts": [{"id": "c1", "content": "no such city", "is_error": True}]}
        for name, model in WAYS[:3]:
            chat(asker, name, model, messages=[USER, call, result], tools=[WEATHER])
        chat_body, claude, gemini = bodies(asker)
        assert chat_body["messages"][-1]["content"] == "Error: no such city"
        assert claude["messages"][-1]["content"][0]["is_error"] is True
        response = gemini["contents"][-1]["parts"][0]["functionResponse"]
        assert response == {"id": "c1", "name": "weather", "response": {"error": "no such city"}}

    @pytest.mark.parametrize(("name", "model"), WAYS[:3])
    def test_may_show_pictures(self, name: str, model: str, asker: Asker) -> None:
        call = {"role": "assistant", "parts": [{"id": "c1", "name": "weather"}]}
        result = {"role": "tool", "parts": [{"id": "c1", "content": [{"media": "image-1"}]}]}
        ask = {"messages": [USER, call, result], "inputs": {"image-1": asker.given("s", picture("sea"), Kind.IMAGE)}}
        if name == "openai":
            with pytest.raises(ParameterError, match="words only as a tool's result"):
                chat(asker, name, model, **ask)
            assert not asker.world.seen
        else:
            assert str(look(picture("sea"))) in chat(asker, name, model, **ask).outputs["text"].read_text()


class TestMedia:
    @pytest.mark.parametrize(("name", "model"), [way for way in WAYS if way[0] != "deepseek"])
    def test_are_seen_where_they_are_shown(self, name: str, model: str, asker: Asker) -> None:
        inputs = {f"image-{n}": asker.given(f"p{n}", picture(f"sea {n}", 40 + n, 40), Kind.IMAGE) for n in (1, 2, 10)}
        told = [
            {"role": "user", "parts": [{"media": "image-10"}, "What is it?"]},
            {"role": "assistant", "parts": "The sea."},
            {"role": "user", "parts": ["And these?", {"media": "image-1"}, {"media": "image-2"}]},
        ]
        said = chat(asker, name, model, messages=told, inputs=inputs).outputs["text"].read_text()
        sights = [str(look(picture(f"sea {n}", 40 + n, 40))) for n in (10, 1, 2)]
        assert said == " ".join(["You asked: And these?", *sights])

    def test_sounds_and_films_are_perceived(self, asker: Asker) -> None:
        inputs = {
            "audio-1": asker.given("bell", tone("bell", 1.0), Kind.SOUND),
            "video-1": asker.given("waves", clip("waves", 0.5), Kind.VIDEO),
        }
        told = [{"role": "user", "parts": [{"media": "audio-1"}, {"media": "video-1"}, "What?"]}]
        for name in ("gemini", "vllm", "together", "openai_compatible"):
            model = "gemini-3.8-flash" if name == "gemini" else "qwen3-omni"
            made = chat(asker, name, model, messages=told, inputs=inputs)
            assert str(hear(tone("bell", 1.0))) in made.outputs["text"].read_text()
        for name, kind in (("openai", "video"), ("anthropic", "audio/wav"), ("groq", "audio")):
            with pytest.raises(ParameterError, match=kind):
                chat(asker, name, "claude-sonnet-5-5", messages=told, inputs=inputs)

    def test_are_in_order_beside_a_prompt(self, asker: Asker) -> None:
        inputs = {f"image-{n}": asker.given(f"p{n}", picture(f"{n}", 40 + n, 40), Kind.IMAGE) for n in (1, 2, 10)}
        said = chat(asker, "openai", "gpt-6-sol", prompt="What?", inputs=inputs).outputs["text"].read_text()
        assert said == " ".join(["You asked: What?", *(str(look(picture(f"{n}", 40 + n, 40))) for n in (1, 2, 10))])

    @pytest.mark.parametrize(("name", "model"), NATIVE)
    def test_that_a_model_drew_are_shown_to_it_again(self, name: str, model: str, asker: Asker) -> None:
        told = [
            USER,
            {"role": "assistant", "parts": ["Here.", {"media": "image-1"}]},
            {"role": "user", "parts": "Again"},
        ]
        inputs = {"image-1": asker.given("s", picture("sea"), Kind.IMAGE)}
        asker.ask(name, "any-to-any", model, inputs, messages=told)
        assert json.dumps(bodies(asker)[-1]).count("iVBORw0KGgo") == 1
        for other in ("openai", "anthropic"):
            with pytest.raises(ParameterError, match="as something that it said itself"):
                chat(asker, other, "claude-sonnet-5-5", messages=told, inputs=inputs)

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ([{"role": "user", "parts": ["What?", {"media": "image-2"}]}], "'image-2' is no input"),
            ([USER], "none of them shows the input 'image-1'"),
        ],
    )
    def test_and_messages_go_together(self, told: list[Any], words: str, asker: Asker) -> None:
        inputs = {"image-1": asker.given("s", picture("sea"), Kind.IMAGE)}
        with pytest.raises(ParameterError, match=words):
            chat(asker, "openai", "gpt-6-sol", messages=told, inputs=inputs)
        assert not asker.world.seen and asker.money() == [("released", 0.0)]

    def test_are_not_sent_to_a_model_that_cannot_perceive_them(self, asker: Asker) -> None:
        inputs = {"image-1": asker.given("s", picture("sea"), Kind.IMAGE)}
        with pytest.raises(ParameterError, match="qwen-3 takes no image") as caught:
            chat(asker, "deepinfra", "qwen-3", prompt="What?", inputs=inputs, route={})
        assert "image-text-to-text" in caught.value.hint and not asker.world.seen


class TestSettings:
    ALL: Mapping[str, Any] = {"temperature": 0.5, "top_p": 0.9, "stop": ["fox"], "seed": 2**31 + 5, "max_tokens": 50}

    @pytest.mark.parametrize(
        ("name", "model", "sent"),
        [
            ("openai", "gpt-4o", {"max_completion_tokens": 50, "seed": 2**31 + 5, "stop": ["fox"]}),
            ("deepseek", "deepseek-v4-pro", {"max_tokens": 50, "seed": None, "stop": ["fox"]}),
            (
                "anthropic",
                "claude-sonnet-5-5",
                {"max_tokens": 50, "seed": None, "stop_sequences": ["fox"], "top_p": None},
            ),
            ("gemini", "gemini-3.8-flash", {"maxOutputTokens": 50, "seed": 5, "stopSequences": ["fox"], "topP": 0.9}),
        ],
    )
    def test_have_their_place_or_are_ignored(self, name: str, model: str, sent: dict[str, Any], asker: Asker) -> None:
        chat(asker, name, model, prompt="A fox", route={**SEES, "ignores": vendor(name).ignores}, **self.ALL)
        body = bodies(asker)[-1]
        found = {**body, **body.get("generationConfig", {})}
        assert {field: found.get(field) for field in sent} == sent
        told = [notice.text for notice in asker.notices() if notice.topic == "seed"]
        assert told == (["Gemini takes smaller seeds only: 2147483653 became 5."] if name == "gemini" else [])

    def test_that_a_vendor_ignores_are_said_by_its_engines(self) -> None:
        assert {"seed", "temperature", "top_p"} <= set(_routing.engine("claude-sonnet-4.6@anthropic").card.ignores)
        assert "seed" in _routing.engine("deepseek-v4-pro@deepseek").card.ignores
        route = _routing.engine("deepseek-v4-pro@deepseek")._route  # type: ignore[attr-defined]
        assert "seed" in route.ignores

    def test_that_reasoning_models_refuse_are_ignored(self, asker: Asker) -> None:
        card = _routing.engine("gpt-5.5@openai").card
        assert {"temperature", "top_p", "stop"} <= set(card.ignores)

    @pytest.mark.parametrize(("name", "model"), WAYS)
    def test_what_the_system_says(self, name: str, model: str, asker: Asker) -> None:
        late = {"role": "system", "parts": "Speak French."}
        told = [{"role": "system", "parts": "Be brief."}, USER, late, {"role": "user", "parts": "Bergen"}]
        chat(asker, name, model, messages=told, system="You are Bo.")
        moved = [notice for notice in asker.notices() if "they were moved there" in notice.text]
        body = bodies(asker)[-1]
        if name == "anthropic":
            assert body["system"] == "You are Bo.\n\nBe brief.\n\nSpeak French." and len(moved) == 1
        elif name == "gemini":
            assert body["systemInstruction"] == {"parts": [{"text": "You are Bo.\n\nBe brief.\n\nSpeak French."}]}
            assert len(moved) == 1
        else:
            roles = [message["role"] for message in body["messages"]]
            assert roles == ["system", "system", "user", "system", "user"] and not moved


class TestJson:
    @pytest.mark.parametrize(("name", "model"), WAYS)
    def test_that_fits_is_json(self, name: str, model: str, asker: Asker) -> None:
        asker.world.says = ['{"title": "Lamp"}'] if name == "deepseek" else []
        text = chat(asker, name, model, prompt="A fox", json_schema=TITLE).outputs["text"]
        assert json.loads(text.read_text())["title"] in ("Lamp", "You asked: A fox")
        assert text.media_type == "application/json"

    @pytest.fixture
    def answers(self, asker: Asker) -> Asker:
        asker.world.says, asker.world.counted = ['{"title": 3}', '{"title": "half'], Count(100, 0, 0, 50)
        return asker

    @pytest.mark.parametrize(("name", "model"), WAYS[:4])
    def test_that_does_not_fit_has_failed_and_is_kept(self, name: str, model: str, answers: Asker) -> None:
        """It was paid for, so it is not asked for again by itself."""
        for received, wrong in (('{"title": 3}', "title: 3 is not of type 'string'"), ('{"title": "half', "not JSON")):
            with pytest.raises(ServiceError, match=wrong) as caught:
                chat(answers, name, model, prompt=received, json_schema=TITLE)
            assert caught.value.received == received and received in caught.value.message
            assert not caught.value.retryable
        assert len(answers.world.charges) == 2
        assert [status for status, _ in answers.jobs()] == ["failed", "failed"]

    def test_that_does_not_fit_costs_what_was_counted(self, answers: Asker) -> None:
        prices = [{"unit": "input token", "usd": 1e-3}, {"unit": "output token", "usd": 1e-2}]
        priced = {"source": "a test", "date": "2026-12-01", "tasks": {"text-generation": prices}}
        with pytest.raises(ServiceError):
            chat(answers, "openai", "gpt-6-sol", prompt="x", json_schema=TITLE, route={**SEES, "prices": priced})
        assert answers.money() == [("settled", pytest.approx(0.1 + 0.5))]

    def test_that_was_cut_off_says_so(self, asker: Asker) -> None:
        with pytest.raises(ServiceError, match="it was cut off, and it is not JSON"):
            chat(asker, "openai", "gpt-6-sol", prompt="A fox", json_schema=TITLE, max_tokens=2)

    def test_is_asked_for_in_words_where_there_are_no_schemas(self, asker: Asker) -> None:
        asker.world.says = ['{"title": "Lamp"}']
        made = chat(asker, "deepseek", "deepseek-v4-pro", prompt="A fox", json_schema=TITLE)
        assert json.loads(made.outputs["text"].read_text()) == {"title": "Lamp"}
        body = bodies(asker)[-1]
        assert body["response_format"] == {"type": "json_object"}
        assert json.dumps(TITLE) in body["messages"][0]["content"]
        assert [notice.topic for notice in asker.notices()] == ["schema"]

    def test_arguments_that_are_none_have_failed_and_are_kept(self, asker: Asker) -> None:
        call = {"id": "c", "type": "function", "function": {"name": "weather", "arguments": '{"city": '}}
        body = {"choices": [{"message": {"content": None, "tool_calls": [call]}, "finish_reason": "tool_calls"}]}
        answer = http(json.dumps(body).encode(), "application/json")
        with pytest.raises(ServiceError, match="'weather' with arguments that are no JSON object") as caught:
            answered_by(
                asker, "openai_compatible", "text-generation", lambda _: answer, live=True, prompt="x", tools=[WEATHER]
            )
        assert caught.value.received == '{"city": '
        assert asker.jobs()[0][0] == "failed"


WHOLE = {
    "id": "1", "object": "chat.completion", "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "The lamp 灯."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12},
}  # fmt: skip


def reader_of(name: str, task: str = "text-generation", **params: Any) -> Any:
    values = tasks.get(task).params.model_validate({"prompt": "x", **params})
    operation = vendor(name).operations[task]
    made = (operation.live or operation).reader
    assert made is not None
    return made(Ask(task, "m", values, {}, Capability(), "x"))


def read(name: str, *pieces: Mapping[str, Any], **params: Any) -> Done | Failed:
    reader = reader_of(name, **params)
    for piece in pieces:
        reader.feed("", piece)
    outcome = reader.outcome()
    assert isinstance(outcome, Done | Failed)
    return outcome


class TestWholeAnswersToStreams:
    """A server that does not stream answers all at once."""

    @pytest.mark.parametrize("indent", [None, 2])
    @pytest.mark.parametrize("media_type", ["application/json", "text/event-stream"])
    def test_are_answers(self, media_type: str, indent: int | None, asker: Asker) -> None:
        answer = http(json.dumps(WHOLE, indent=indent, ensure_ascii=False).encode(), media_type)
        made = answered_by(asker, "openai_compatible", "text-generation", lambda _: answer, live=True, prompt="x")
        assert made.outputs["text"].read_text() == "The lamp 灯."
        assert "".join(event.text for event in asker.seen if isinstance(event, Delta)) == "The lamp 灯."
        assert made.outputs["text"].facts["tokens"] == {"read": 7, "written": 5, "cached": 0}

    def test_of_every_protocol(self) -> None:
        claude = {"type": "message", "content": [{"type": "text", "text": "Lamp"}], "stop_reason": "end_turn",
                  "usage": {"input_tokens": 3, "output_tokens": 4}}  # fmt: skip
        gemini = {"candidates": [{"content": {"parts": [{"text": "Lamp"}]}, "finishReason": "STOP"}]}
        for name, body in (("openai", WHOLE), ("anthropic", claude), ("gemini", gemini)):
            outcome = read(name, body)
            assert isinstance(outcome, Done) and outcome.outputs[0].data in (b"Lamp", "The lamp 灯.".encode())

    def test_with_calls_of_tools(self) -> None:
        calls = [
            {"id": f"c{n}", "type": "function", "function": {"name": "weather", "arguments": "{}"}} for n in (1, 2)
        ]
        body = {"choices": [{"message": {"content": "Wait.", "tool_calls": calls}, "finish_reason": "tool_calls"}]}
        outcome = read("openai", body)
        assert isinstance(outcome, Done)
        message = Message.model_validate_json(outcome.outputs[1].data or b"")
        assert message.text == "Wait." and [call.id for call in message.tool_calls] == ["c1", "c2"]

    def test_with_a_byte_order_mark(self, asker: Asker) -> None:
        piece = {"choices": [{"delta": {"content": "Lamp"}, "finish_reason": "stop"}]}
        for body in (json.dumps(WHOLE), f"data: {json.dumps(piece)}\n\ndata: [DONE]\n\n"):
            answer = http(b"\xef\xbb\xbf" + body.encode(), "text/event-stream")
            made = answered_by(
                asker, "vllm", "text-generation", lambda _, answer=answer: answer, live=True, prompt=body
            )
            assert "amp" in made.outputs["text"].read_text()

    def test_characters_may_be_cut_in_half(self, asker: Asker) -> None:
        halves = (r'{"choices": [{"delta": {"content": "a \ud83d"}}]}',
                  r'{"choices": [{"delta": {"content": "\ude00 b \ud83d"}, "finish_reason": "stop"}]}')  # fmt: skip
        body = "".join(f"data: {half}\n\n" for half in halves)
        answer = http(body.encode(), "text/event-stream")
        made = answered_by(asker, "vllm", "text-generation", lambda _: answer, live=True, prompt="x")
        assert made.outputs["text"].read_text() == "a 😀 b \ufffd"
        assert [event.text for event in asker.seen if isinstance(event, Delta)] == ["a ", "😀 b "]

    @pytest.mark.parametrize("name", ["openai", "anthropic", "gemini"])
    def test_that_say_nothing_of_an_end_broke_off(self, name: str) -> None:
        with pytest.raises(BadReply):
            reader_of(name).outcome()


def calls_of(*pieces: dict[str, Any]) -> list[tuple[str, str, Any]]:
    calls = Calls()
    for piece in pieces:
        calls.add(piece)
    return [(call.id, call.name, call.arguments) for call in calls.all()]


def piece(name: str | None = None, arguments: Any = None, **more: Any) -> dict[str, Any]:
    named = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    return {**more, "function": named or None}


class TestCallsInPieces:
    """As servers have them: by number, by id, or by nothing at all."""

    def test_by_number(self) -> None:
        assert calls_of(
            piece("weather", "", index=0, id="a"), piece(None, '{"city": ', index=0), piece("time", "", index=1, id="b"),
            piece(None, '"Oslo"}', index=0), piece(None, "{}", index=1),
        ) == [("a", "weather", '{"city": "Oslo"}'), ("b", "time", "{}")]  # fmt: skip

    def test_with_the_name_in_every_piece(self) -> None:
        assert calls_of(
            piece("weather", '{"a"', index=0, id="a"), piece("weather", ": 1}", index=0, id="a")
        ) == [("a", "weather", '{"a": 1}')]  # fmt: skip

    def test_without_numbers(self) -> None:
        assert calls_of(
            piece("weather", '{"a"', id="a"), piece("weather", ": 1}"), piece("time", "{}", id="b"), piece("time", "")
        ) == [("a", "weather", '{"a": 1}'), ("b", "time", "{}")]  # fmt: skip

    def test_with_one_number_for_all(self) -> None:
        assert calls_of(piece("weather", "{}", index=0, id="a"), piece("time", "{}", index=0, id="b")) == [
            ("a", "weather", "{}"), ("b", "time", "{}"),
        ]  # fmt: skip

    def test_without_anything(self) -> None:
        assert calls_of(piece("weather", "{}"), piece("weather", '{"a": 1}'), piece("time"), piece("now", "{}")) == [
            ("", "weather", "{}"), ("", "weather", '{"a": 1}'), ("", "time", ""), ("", "now", "{}"),
        ]  # fmt: skip

    def test_with_nothing_in_a_piece(self) -> None:
        assert calls_of(piece("weather", "{}", index=0), {"index": 0, "function": None}, {"index": 0}) == [
            ("", "weather", "{}")
        ]

    def test_with_arguments_that_are_an_object(self) -> None:
        assert calls_of(piece("weather", {"city": "Oslo"}, index=0)) == [("", "weather", '{"city": "Oslo"}')]

    def test_get_an_id_where_they_have_none(self) -> None:
        outcome = read(
            "ollama", {"choices": [{"delta": {"tool_calls": [piece("weather", "{}"), piece("time", "{}")]}}]},
            {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]},
        )  # fmt: skip
        assert isinstance(outcome, Done)
        message = Message.model_validate_json(outcome.outputs[1].data or b"")
        assert [call.id for call in message.tool_calls] == ["call_1", "call_2"]


class TestTokensInStreams:
    @pytest.mark.parametrize(("name", "model"), [way for way in WAYS if way[0] not in ("anthropic", "gemini")])
    def test_are_asked_for_where_the_vendor_s_types_have_it(self, name: str, model: str, asker: Asker) -> None:
        chat(asker, name, model, prompt="A fox")
        asked = bodies(asker)[-1].get("stream_options")
        assert asked == (None if name in ("groq", "together") else {"include_usage": True})

    def test_are_told_by_groq_in_a_place_of_its_own(self) -> None:
        usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
        end = {"choices": [{"delta": {"content": "x"}, "finish_reason": "stop"}], "x_groq": {"id": "1", "usage": usage}}
        outcome = read("groq", end)
        assert isinstance(outcome, Done) and outcome.tokens is not None
        assert (outcome.tokens.read, outcome.tokens.written) == (7, 5)

    def test_are_in_the_facts(self, asker: Asker) -> None:
        asker.world.counted = Count(read=700, cached=300, thought=2000, said=500)
        for name, model in WAYS[:3]:
            facts = chat(asker, name, model, prompt="A fox").outputs["text"].facts
            assert facts["tokens"] == {"read": 1000, "written": 2500, "cached": 300}


class TestErrorsInStreams:
    """What a service says in the middle of an answer is a refusal, and what had come is kept."""

    @pytest.mark.parametrize(
        ("name", "begun", "error"),
        [
            ("openai", {"choices": [{"delta": {"content": "The "}}]}, {"error": {"message": "overloaded", "code": "x"}}),
            ("anthropic", {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": "The "}},
             {"type": "error", "error": {"type": "overloaded_error", "message": "overloaded"}}),
            ("gemini", {"candidates": [{"content": {"parts": [{"text": "The "}]}}]},
             {"error": {"code": 503, "message": "overloaded"}}),
        ],
    )  # fmt: skip
    def test_are_failures(self, name: str, begun: dict[str, Any], error: dict[str, Any]) -> None:
        outcome = read(name, begun, error)
        assert outcome == Failed("overloaded", received="The ")

    def test_about_content_are_moderated(self) -> None:
        outcome = read("openai", {"error": {"message": "no", "code": "content_filter"}})
        assert isinstance(outcome, Failed) and outcome.why == "moderated"
