"""Anthropic's own SDK (2.15.0) reads what the server answers."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import anthropic
import httpx2
import pytest
from anthropic import Anthropic

from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Count, Fault, World

ASK = [{"role": "user", "content": "A red fox?"}]
BASE = {"model": "claude-sonnet-5-5", "max_tokens": 400, "messages": ASK}


@pytest.fixture
def client(world: World) -> Iterator[Anthropic]:
    with Anthropic(base_url=world.at("anthropic"), api_key=world.key("anthropic"), max_retries=0) as client:
        yield client


def shown(data: bytes, kind: str = "image/png") -> dict:
    source = {"type": "base64", "media_type": kind, "data": base64.b64encode(data).decode()}
    return {"type": "image", "source": source}


def test_answers(client: Anthropic, world: World) -> None:
    done = client.messages.create(**BASE, system="Be brief.")
    assert done.content[0].text == "You asked: A red fox?"
    assert (done.stop_reason, done.model) == ("end_turn", "claude-sonnet-5-5")
    assert done.usage.input_tokens > 0
    assert done._request_id.startswith("req_")
    assert [charge.what for charge in world.charges] == ["claude-sonnet-5-5"]


@pytest.mark.parametrize(("format", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_sees(client: Anthropic, format: str, kind: str) -> None:
    data = picture("sea", 90, 60, format)
    content = [shown(data, kind), {"type": "text", "text": "What?"}]
    done = client.messages.create(**{**BASE, "messages": [{"role": "user", "content": content}]})
    assert done.content[0].text == f"You asked: What? {look(data)}"


def test_streams(client: Anthropic) -> None:
    with client.messages.stream(**BASE) as stream:
        assert "".join(stream.text_stream) == "You asked: A red fox?"
        done = stream.get_final_message()
    assert done.stop_reason == "end_turn"
    assert done.usage.output_tokens > 1


@pytest.mark.parametrize("stream", [False, True])
def test_counts_tokens(client: Anthropic, world: World, stream: bool) -> None:
    """What a cache has is counted apart from what is read, and thoughts among what is written."""
    world.counted = Count(read=700, cached=300, thought=2000, said=500)
    if stream:
        with client.messages.stream(**BASE) as events:
            usage = events.get_final_message().usage
    else:
        usage = client.messages.create(**BASE).usage
        assert usage.output_tokens_details.thinking_tokens == 2000
    assert (usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens) == (700, 300, 2500)


@pytest.mark.parametrize("stream", [False, True])
def test_uses_a_tool(client: Anthropic, stream: bool) -> None:
    shape = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tools = [{"name": "weather", "description": "Tells it", "input_schema": shape}]
    if stream:
        with client.messages.stream(**BASE, tools=tools) as events:
            done = events.get_final_message()
    else:
        done = client.messages.create(**BASE, tools=tools)
    use = done.content[0]
    assert (done.stop_reason, use.name, use.input) == ("tool_use", "weather", {"city": "A red fox?"})
    result = {"type": "tool_result", "tool_use_id": use.id, "content": "sun"}
    back = {"role": "assistant", "content": [{"type": "tool_use", "id": use.id, "name": use.name, "input": use.input}]}
    told = [*ASK, back, {"role": "user", "content": [result]}]
    last = client.messages.create(**{**BASE, "messages": told}, tools=tools)
    assert last.content[0].text == "You asked: A red fox?"
    must = client.messages.create(**{**BASE, "messages": told}, tools=tools, tool_choice={"type": "any"})
    assert must.stop_reason == "tool_use"
    with pytest.raises(anthropic.BadRequestError, match="tool_use_id"):
        client.messages.create(**{**BASE, "messages": [*ASK, {"role": "user", "content": [result]}]}, tools=tools)


@pytest.mark.parametrize("stream", [False, True])
def test_wants_its_thoughts_back(client: Anthropic, world: World, stream: bool) -> None:
    world.thinks = "I had better ask how the weather is."
    ask = {**BASE, "tools": [{"name": "weather", "input_schema": {"type": "object"}}]}
    if stream:
        with client.messages.stream(**ask) as events:
            done = events.get_final_message()
    else:
        done = client.messages.create(**ask)
    thoughts, use = done.content
    assert (thoughts.thinking, use.name) == (world.thinks, "weather")
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "sun"}]}
    blocks = [thoughts.model_dump(), {"type": "tool_use", "id": use.id, "name": use.name, "input": use.input}]
    back = {"role": "assistant", "content": blocks}
    last = client.messages.create(**{**ask, "messages": [*ASK, back, result]})
    assert last.content[0].text == "You asked: A red fox?"
    for wrong in ([blocks[1]], [{**blocks[0], "thinking": "Nothing."}, blocks[1]]):
        with pytest.raises(anthropic.BadRequestError, match="thinking"):
            client.messages.create(**{**ask, "messages": [*ASK, {**back, "content": wrong}, result]})


def test_sees_what_a_tool_gives(client: Anthropic) -> None:
    data = picture("sea", 90, 60)
    use = {"type": "tool_use", "id": "toolu_1", "name": "camera", "input": {}}
    given = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [shown(data)]}
    told = [*ASK, {"role": "assistant", "content": [use]}, {"role": "user", "content": [given]}]
    done = client.messages.create(**{**BASE, "messages": told})
    assert done.content[0].text == f"You asked: A red fox? {look(data)}"


def test_fills_a_schema(client: Anthropic) -> None:
    schema = {"type": "object", "properties": {"kind": {"enum": ["fox", "owl"]}}, "required": ["kind"]}
    config = {"format": {"type": "json_schema", "schema": {**schema, "additionalProperties": False}}}
    done = client.messages.create(**BASE, output_config=config)
    assert json.loads(done.content[0].text) == {"kind": "fox"}
    with pytest.raises(anthropic.BadRequestError, match="additionalProperties"):
        client.messages.create(**BASE, output_config={"format": {"type": "json_schema", "schema": schema}})


def test_ends(client: Anthropic, world: World) -> None:
    cut = client.messages.create(**{**BASE, "max_tokens": 2})
    assert (cut.stop_reason, cut.content[0].text) == ("max_tokens", "You aske")
    stopped = client.messages.create(**BASE, stop_sequences=["red"])
    assert (stopped.stop_reason, stopped.stop_sequence, stopped.content[0].text) == ("stop_sequence", "red",
                                                                                     "You asked: A ")  # fmt: skip
    world.outcome = "moderated"
    refused = client.messages.create(**BASE)
    assert (refused.stop_reason, refused.stop_details.category, refused.content) == ("refusal", "general_harms", [])


def test_models(client: Anthropic) -> None:
    models = {model.id: model for model in client.models.list()}
    assert models["claude-opus-4-6"].lifecycle == "active"
    assert models["claude-sonnet-4-5"].retires_at.date().isoformat() == "2026-11-30"
    assert client.models.retrieve("claude-opus-4-0").lifecycle == "retired"
    assert models["claude-opus-5"].capabilities.image_input.supported


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, anthropic.AuthenticationError),
        (403, anthropic.PermissionDeniedError),
        (429, anthropic.RateLimitError),
        (500, anthropic.InternalServerError),
        (529, anthropic.OverloadedError),
    ],
)
def test_errors(client: Anthropic, world: World, status: int, kind: type[anthropic.APIStatusError]) -> None:
    world.faults = [Fault("status", status=status, headers={"retry-after": "3"})]
    with pytest.raises(kind) as caught:
        client.messages.create(**BASE)
    assert caught.value.status_code == status
    assert caught.value.response.headers["retry-after"] == "3"
    assert not world.charges


def test_overloaded_by_name(client: Anthropic, world: World) -> None:
    world.outcome = "failed"
    with pytest.raises(anthropic.OverloadedError) as caught:
        client.messages.create(**BASE)
    assert caught.value.body["error"]["type"] == "overloaded_error"
    assert not world.charges


def test_key(world: World) -> None:
    with (
        Anthropic(base_url=world.at("anthropic"), api_key="wrong", max_retries=0) as client,
        pytest.raises(anthropic.AuthenticationError),
    ):
        client.models.list()


def test_version_is_needed(world: World) -> None:
    answer = httpx2.get(world.at("anthropic") + "/v1/models", headers={"x-api-key": world.key("anthropic")})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


@pytest.mark.parametrize("model", ["claude-opus-4-0", "claude-nobody"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_models_that_are_gone(client: Anthropic, world: World, model: str) -> None:
    with pytest.raises(anthropic.NotFoundError, match=model):
        client.messages.create(**{**BASE, "model": model})
    assert not world.charges


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"extra_body": {"temperature": 0.5}}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"messages": []}, "messages"),
        ({"messages": [*ASK, {"role": "assistant", "content": "So"}]}, "prefill"),
        ({"messages": [{"role": "user", "content": [shown(b"none")]}]}, "Could not process"),
        ({"messages": [{"role": "user", "content": [shown(picture("x"), "image/jpeg")]}]}, "media type"),
        ({"messages": [{"role": "user", "content": [{"type": "audio", "data": ""}]}]}, "messages"),
    ],
)
def test_refuses(client: Anthropic, world: World, wrong: dict, words: str) -> None:
    with pytest.raises(anthropic.BadRequestError, match=words):
        client.messages.create(**{**BASE, **wrong})
    assert not world.charges
