"""Any conversation becomes a request that the vendor's own SDK's types accept whole, and its server takes; what an
assistant said comes back from an answer as it was, whole or in pieces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from anthropic.types import message_create_params
from google.genai import types as google
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params
from pydantic import TypeAdapter

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.engines.hosted._routing import vendor
from polymuse.engines.hosted._wire import Ask, Done, Reply
from polymuse.messages import Message, Reasoning, Text, Tool, ToolCall
from polymuse.types import Capability
from tests.engines.hosted.conversations import answers, conversations
from tests.servers import anthropic as anthropic_server
from tests.servers.gemini import content as gemini_server
from tests.servers.media import picture
from tests.servers.openai import chat as chat_server
from tests.servers.openai import responses as responses_server

TOOLS = tuple(Tool(name=name, description="Tells it.") for name in ("weather", "time", "search_1"))


def whole(value: Any) -> Any:
    """All of a value that pydantic validates while it is read."""
    if isinstance(value, Mapping):
        return {name: whole(part) for name, part in value.items()}
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return value
    return [whole(part) for part in value]


adapter = cache(TypeAdapter)


def openai_types(body: Mapping[str, Any]) -> None:
    streaming = completion_create_params.CompletionCreateParamsStreaming
    at_once = completion_create_params.CompletionCreateParamsNonStreaming
    assert whole(adapter(streaming if "stream" in body else at_once).validate_python(body)) == body
    chat_server.ChatRequest.model_validate(body)


def responses_types(body: Mapping[str, Any]) -> None:
    assert whole(adapter(response_create_params.ResponseCreateParamsNonStreaming).validate_python(body)) == body
    responses_server.ResponseRequest.model_validate(body)


def anthropic_types(body: Mapping[str, Any]) -> None:
    assert whole(adapter(message_create_params.MessageCreateParamsStreaming).validate_python(body)) == body
    asked = anthropic_server.MessageRequest.model_validate(body)
    anthropic_server.check_results(asked.messages)


def google_types(body: Mapping[str, Any]) -> None:
    """They refuse what they do not know."""
    for turn in [*body["contents"], *([body["systemInstruction"]] if "systemInstruction" in body else [])]:
        google.Content.model_validate(turn)
    google.GenerationConfig.model_validate(body["generationConfig"])
    for tool in body["tools"]:
        google.Tool.model_validate(tool)
    google.ToolConfig.model_validate(body.get("toolConfig", {}))
    gemini_server.ContentRequest.model_validate(body)


@dataclass(frozen=True)
class Way:
    """How one vendor is asked for one task. `turn_of` takes what an assistant said out of a request, `reply_of` makes an
    answer of it; `thinks` says that its thoughts come and go with the calls of tools."""

    name: str
    task: str
    accepts: Callable[[Mapping[str, Any]], None]
    turn_of: Callable[[Mapping[str, Any]], Any]
    reply_of: Callable[[Any], Any]
    thinks: bool = False
    tools_show: bool = True


def chat_reply(turn: Any) -> Any:
    end = "tool_calls" if turn.get("tool_calls") else "stop"
    return {"choices": [{"index": 0, "message": turn, "finish_reason": end}]}


def responses_reply(turn: Any) -> Any:
    items = [
        {**item, "content": [{"type": "output_text", "text": item["content"]}]} if "content" in item else item
        for item in turn
    ]
    return {"status": "completed", "output": items}


def gemini_reply(turn: Any) -> Any:
    return {"candidates": [{"content": turn, "finishReason": "STOP"}]}


def chat_turn(body: Mapping[str, Any]) -> Any:
    return next(message for message in body["messages"] if message["role"] == "assistant")


WAYS = (
    Way("openai", "text-generation", openai_types, chat_turn, chat_reply, tools_show=False),
    Way("deepseek", "text-generation", lambda body: None, chat_turn, chat_reply, thinks=True, tools_show=False),
    Way("openai", "any-to-any", responses_types, lambda body: [
        item for item in body["input"] if item.get("type") == "function_call" or item.get("role") == "assistant"
    ], responses_reply),
    Way("anthropic", "text-generation", anthropic_types, chat_turn,
        lambda turn: {"content": turn["content"], "stop_reason": "end_turn"}, thinks=True),
    Way("gemini", "text-generation", google_types,
        lambda body: next(turn for turn in body["contents"] if turn["role"] == "model"), gemini_reply, thinks=True),
)  # fmt: skip
SEEING = tuple(way for way in WAYS if way.name != "deepseek")


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> Asset:
    path: Path = tmp_path_factory.mktemp("sea") / "sea.png"
    path.write_bytes(picture("sea", 8, 8))
    return Asset(Kind.IMAGE, "image/png", "sea", path)


def ask(way: Way, messages: list[Message], inputs: Mapping[str, Asset] | None = None, **more: Any) -> Ask:
    params = tasks.get(way.task).params.model_validate({"messages": messages, "tools": TOOLS, **more})
    return Ask(way.task, "model", params, inputs or {}, Capability(), longest=100)


def body_of(way: Way, asked: Ask, *, live: bool = False) -> Any:
    """As it goes over the wire, `live` where somebody listens."""
    operation = vendor(way.name).operations[way.task]
    return json.loads(json.dumps((operation.live if live and operation.live else operation).request(asked).json))


@pytest.mark.parametrize("way", SEEING, ids=lambda way: f"{way.name} {way.task}")
@settings(deadline=None)
@given(data=st.data(), choice=st.sampled_from([None, "required", "none", "time"]))
def test_any_conversation_is_a_request(way: Way, sea: Asset, data: st.DataObject, choice: str | None) -> None:
    messages, pictures = data.draw(conversations(way.name, way.tools_show))
    shown = {f"image-{n}": sea for n in range(1, pictures + 1)}
    asked = ask(way, messages, shown, tool_choice=choice)
    way.accepts(body_of(way, asked, live=True))
    body = body_of(way, asked)
    way.accepts(body)
    written = list(strings(body))
    for part in (part for message in messages for part in message.parts):
        if isinstance(part, Text):
            assert any(part.text in text for text in written)
    assert sum("iVBORw0KGgo" in text for text in written) == pictures


def strings(value: Any) -> Iterator[str]:
    """All texts in a body, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from strings(part)


def comparable(message: Message, thinks: bool) -> list[Any]:
    """The parts of a message, with its words together, and its thoughts where they matter."""
    calls = [part for part in message.parts if isinstance(part, ToolCall)]
    thoughts = [part for part in message.parts if isinstance(part, Reasoning)] if thinks and calls else []
    return [*((part.reasoning, part.signature) for part in thoughts), message.text, *calls]


def said(outcome: Any, provider: str) -> Message:
    assert isinstance(outcome, Done), outcome
    found = {output.name: output for output in outcome.outputs}
    if "message" in found:
        return Message.model_validate_json(found["message"].data or b"")
    return Message(role="assistant", parts=(Text(text=(found["text"].data or b"").decode()),))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.name} {way.task}")
@settings(deadline=None)
@given(data=st.data())
def test_what_was_said_comes_back_from_an_answer(way: Way, data: st.DataObject) -> None:
    message = data.draw(answers(way.name))
    if way.name in ("deepseek", "gemini"):  # one tells thoughts without a mark, the other a mark without thoughts
        kept = {"deepseek": {"signature": "", "provider": ""}, "gemini": {"reasoning": ""}}[way.name]
        parts = (part.model_copy(update=kept) if isinstance(part, Reasoning) else part for part in message.parts)
        message = Message(role="assistant", parts=tuple(parts))
    told = [Message(role="user", parts=(Text(text="Hello"),)), message, *results(message)]
    asked = ask(way, told)
    reply = Reply(200, {}, json.dumps(way.reply_of(way.turn_of(body_of(way, asked)))).encode())
    operation = vendor(way.name).operations[way.task]
    assert comparable(said(operation.reply(asked, reply), way.name), way.thinks) == comparable(message, way.thinks)
    if (streamed := operation.live or operation).reader is not None:
        reader = streamed.reader(asked)
        reader.feed("", json.loads(reply.body) | ({"type": "message"} if way.name == "anthropic" else {}))
        assert comparable(said(reader.outcome(), way.name), way.thinks) == comparable(message, way.thinks)


def results(message: Message) -> Iterator[Message]:
    for call in message.tool_calls:
        yield Message.model_validate({"role": "tool", "parts": [{"id": call.id, "content": "sun"}]})
    if not message.tool_calls:
        yield Message(role="user", parts=(Text(text="Go on."),))
