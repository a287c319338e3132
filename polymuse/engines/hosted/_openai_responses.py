"""Words and pictures in one answer by OpenAI's responses, and pictures drawn on behalf of a language model.

Wire format: openai 3.57.0 SDK (types/responses/), read 2026-12-01.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._conversation import Answer, Called, chosen_tool, conversation, outcome, shown
from polymuse.engines.hosted._openai_media import image_outputs, quality_of, size_of
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Reply,
    data_uri,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.messages import Media, Text, ToolCall, ToolResult
from polymuse.quantities import SHORTEST
from polymuse.types import AUDIO, Kind, Tokens

__all__ = ["answers", "by_host"]


def items(ask: Ask) -> Iterator[dict[str, Any]]:
    """The conversation. Raises ParameterError for sounds and videos."""
    for message in conversation(ask):
        said = list[dict[str, Any]]()
        for part in message.parts:
            match part:
                case ToolCall():
                    arguments = json.dumps(part.arguments, ensure_ascii=False)
                    yield {"type": "function_call", "call_id": part.id, "name": part.name, "arguments": arguments}
                case ToolResult():
                    yield {"type": "function_call_output", "call_id": part.id, "output": given(ask, part)}
                case Media() if message.role == "assistant":  # what it drew itself can only be shown to it
                    yield {"role": "user", "content": [piece(ask, part)]}
                case Text(text=""):
                    pass
                case Text() if message.role == "assistant":
                    yield {"role": "assistant", "content": part.text}
                case Text() | Media():
                    said.append(piece(ask, part))
        if said:
            yield {"role": message.role, "content": said}


def piece(ask: Ask, part: Text | Media) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "input_text", "text": part.text}
    asset = shown(ask, part)
    if asset.kind is not Kind.IMAGE:
        raise ParameterError(f"{ask.model} takes pictures here, no {'audio' if asset.kind in AUDIO else asset.kind}.")
    return {"type": "input_image", "detail": "auto", "image_url": data_uri(asset)}


def given(ask: Ask, result: ToolResult) -> list[dict[str, Any]]:
    """What a tool gave. There is no field for failures: they begin with that word."""
    failed = [{"type": "input_text", "text": "Error:"}] if result.is_error else []
    return [*failed, *(piece(ask, part) for part in result.content)]


def body(ask: Ask, tool: Mapping[str, Any]) -> dict[str, Any]:
    tools = [
        {"type": "function", "name": one.name, "description": one.description, "parameters": dict(one.parameters),
         "strict": False}
        for one in ask.param("tools", ())
    ]  # fmt: skip
    asked: dict[str, Any] = {
        "model": ask.model, "input": list(items(ask)),
        "tools": [*tools, {"type": "image_generation", "output_format": "png", **tool}], "store": False,
    }  # fmt: skip
    if (choice := chosen_tool(ask)) is not None:
        known = choice in ("none", "required")
        asked["tool_choice"] = choice if known else {"type": "function", "name": choice}
    if ask.longest:
        asked["max_output_tokens"] = max(SHORTEST, ask.longest)
    return asked


def answer(ask: Ask) -> Http:
    return Http("POST", "/v1/responses", json=body(ask, {}))


def draw(ask: Ask) -> Http:
    """A picture that the language model `ask.model` has made by the picture model of the route's `image_model`."""
    tool = {"model": ask.words["image_model"], "size": size_of(ask), "quality": quality_of(ask)}
    forced = {"tool_choice": {"type": "image_generation"}}
    return Http("POST", "/v1/responses", json={**body(ask, tool), **forced})


def counted(reply: Reply) -> Tokens | None:
    cached = ["input_tokens_details", "cached_tokens"]
    return tokens(reply.get("usage"), ["input_tokens"], ["output_tokens"], "total_tokens", cached)


def gathered(ask: Ask, reply: Reply) -> Done | Failed:
    """All that an answer holds, and what it took: its words together, its pictures and the calls of tools, and in which
    order they came."""
    spent = counted(reply)
    if reply.get("status") == "failed":
        return Failed(str(reply.get("error", "message") or "no reason is given"), tokens=spent)
    parts, drawn, order, refusal = list[Text | Called](), list[dict[str, Any]](), list[str](), ""
    for item in reply.at("output"):
        if item.get("type") == "image_generation_call":
            if item.get("status") == "failed" or not item.get("result"):
                return replace(declined(item.get("error") or {}), tokens=spent)
            drawn.append({"b64_json": item["result"]})
            order.append("image" if len(drawn) == 1 else f"image-{len(drawn)}")
        elif item.get("type") == "function_call":
            parts.append(Called(item.get("call_id") or "", item.get("name") or "", item.get("arguments") or ""))
        for part in item.get("content") or []:
            refusal += part.get("refusal") or ""
            if part.get("text"):
                parts.append(Text(text=part["text"]))
                order += ["text"] if "text" not in order else []
    end = "length" if reply.get("status") == "incomplete" else "tool_calls" if has_calls(parts) else "stop"
    answer = Answer(parts, end, spent, refusal, between="\n\n")
    return outcome(ask, answer, image_outputs(drawn) if drawn else [], facts={"order": order or ["text"]})


def has_calls(parts: Sequence[Text | Called]) -> bool:
    return any(isinstance(part, Called) for part in parts)


def declined(error: Mapping[str, Any]) -> Failed:
    blocked = error.get("code") == "moderation_blocked"
    return Failed(str(error.get("message") or "the picture was not made"), "moderated" if blocked else "failed")


def drawn(ask: Ask, reply: Reply) -> Outcome:
    """The pictures alone. Raises BadReply where there are none."""
    made = gathered(ask, reply)
    if not isinstance(made, Done):
        return made
    pictures = [output for output in made.outputs if output.kind is Kind.IMAGE]
    if not pictures:
        return Failed("it answered in words alone", tokens=made.tokens)
    return Done(pictures, tokens=made.tokens)


def answers() -> Mapping[str, Operation]:
    return {"any-to-any": Operation(answer, gathered)}


def by_host(plain: Mapping[str, Operation]) -> Mapping[str, Operation]:
    """Drawing and editing as they are, and by a language model where the route names its `image_model`."""

    def chosen(task: str) -> Operation:
        direct = plain[task]
        return Operation(
            request=lambda ask: draw(ask) if "image_model" in ask.words else direct.request(ask),
            reply=lambda ask, reply: drawn(ask, reply) if "image_model" in ask.words else direct.reply(ask, reply),
        )

    return {task: chosen(task) for task in plain}
