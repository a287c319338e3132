"""Messages, their parts, and what makes a conversation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from polymuse import tasks
from polymuse.errors import ParameterError
from polymuse.messages import Media, Message, Reasoning, Text, ToolCall, ToolResult, check_turns, media_of
from polymuse.tasks import parameters

CALL = {"id": "c1", "name": "weather", "arguments": {"city": "Oslo"}}
TALK = [
    {"role": "system", "parts": "Be brief."},
    {"role": "user", "parts": ["What is this?", {"media": "image-1"}]},
    {"role": "assistant", "parts": [{"reasoning": "Hm.", "signature": "x", "provider": "anthropic"}, "Wait.", CALL]},
    {"role": "tool", "parts": [{"id": "c1", "content": ["sun", {"media": "image-2"}]}]},
]


def chat(**values: Any) -> Any:
    return parameters(tasks.get("text-generation"), values)


def test_a_part_is_known_by_its_field() -> None:
    system, user, assistant, tool = chat(messages=TALK).messages
    assert system.text == "Be brief."
    assert user.parts == (Text(text="What is this?"), Media(media="image-1"))
    assert [type(part) for part in assistant.parts] == [Reasoning, Text, ToolCall]
    assert assistant.tool_calls[0].arguments == {"city": "Oslo"}
    assert tool.parts == (ToolResult(id="c1", content=(Text(text="sun"), Media(media="image-2"))),)
    assert list(media_of([system, user, assistant, tool])) == ["image-1", "image-2"]


def test_it_survives_json_without_what_is_left_out() -> None:
    params = chat(messages=TALK)
    dumped = json.loads(params.model_dump_json(exclude_defaults=True))
    assert chat(**dumped) == params
    bare = chat(messages=[TALK[1], {"role": "assistant", "parts": [{**CALL, "arguments": {}}]}, TALK[3]])
    assert chat(**json.loads(bare.model_dump_json(exclude_defaults=True))) == bare


@pytest.mark.parametrize(
    ("parts", "role", "words"),
    [
        ([{"picture": "image-1"}], "user", "must have one of the fields text, media"),
        ([], "user", "1 entries or more"),
        ([CALL], "user", "a message of the user has no ToolCall"),
        (["hello"], "tool", "a message of the tool has no Text"),
        ([{"media": "image-1"}], "system", "a message of the system has no Media"),
        ([{"id": "c1", "content": [CALL]}], "tool", "must have text or media"),
    ],
)
def test_what_is_no_message_is_refused_in_words(parts: list[Any], role: str, words: str) -> None:
    with pytest.raises(ParameterError, match=f"text-generation: messages.0.*{words}"):
        chat(messages=[{"role": role, "parts": parts}])


USER, ANSWER = {"role": "user", "parts": "Hello"}, {"role": "assistant", "parts": "Hi"}
CALLS = {"role": "assistant", "parts": [CALL]}
RESULT = {"role": "tool", "parts": [{"id": "c1", "content": "sun"}]}


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([TALK[0]], "first message is the user's"),
        ([ANSWER, USER], "first message is the user's"),
        ([USER, ANSWER], "nothing to answer"),
        ([USER, CALLS, USER], r"messages\.2: the tool call 'c1' has no result before it"),
        ([USER, CALLS, RESULT, RESULT], r"messages\.3: there is no tool call 'c1'"),
        ([USER, RESULT], r"messages\.1: there is no tool call 'c1'"),
        (
            [USER, {"role": "assistant", "parts": [CALL, {**CALL, "name": "time"}]}, RESULT],
            "two tool calls have the same",
        ),
        ([USER, {"role": "assistant", "parts": [CALL, {**CALL, "id": "c2"}]}, RESULT], "'c2' has no result"),
        ([{"role": "user", "parts": [{"media": "image-1"}] * 2}], "'image-1' is shown twice"),
    ],
)
def test_what_no_provider_would_take_is_refused(messages: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        chat(messages=messages)


def test_a_second_round_of_tools_may_use_the_same_ids() -> None:
    check_turns([Message.model_validate(one) for one in (USER, CALLS, RESULT, CALLS, RESULT, ANSWER, USER)])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "either a prompt or messages"),
        ({"prompt": "x", "messages": [USER]}, "either a prompt or messages"),
        ({"prompt": "x", "tools": [{"name": "a"}, {"name": "a"}]}, "two tools have the same name"),
        ({"prompt": "x", "tools": [{"name": "a b"}]}, "tools.0.name: must look like"),
        ({"prompt": "x", "tool_choice": "weather"}, "there is no tool 'weather'"),
        ({"prompt": "x", "tool_choice": "required"}, "there is no tool 'required'"),
        ({"prompt": "x", "json_schema": {"type": "objekt"}}, "json_schema: is no JSON Schema"),
        ({"prompt": "x", "stop": ["a"] * 5}, "stop: must have 4 entries or fewer"),
    ],
)
def test_what_does_not_hold_together_is_refused(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        chat(**values)


def test_messages_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Text(text="x").text = "y"  # type: ignore[misc]
