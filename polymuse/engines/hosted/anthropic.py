"""Anthropic: Claude writes, and says what it sees.

Wire format: anthropic 2.11.0 SDK (types/message_create_params.py, types/message.py, types/raw_message_stream_event.py),
read 2026-11-21. That version has no temperature, and sends the key as a bearer token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._openai_chat import CUT, text
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Pacing,
    Problem,
    Reader,
    Reply,
    Vendor,
    base64_of,
    images,
    problem,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.quantities import ANSWER
from polymuse.types import Tokens

VERSION = "2026-10-21"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def shown(ask: Ask) -> list[dict[str, Any]]:
    """The pictures. Raises ParameterError for kinds that Claude does not take."""
    blocks = []
    for image in images(ask.inputs):
        if image.media_type not in PICTURES:
            raise ParameterError(f"Claude looks at PNG, JPEG, GIF and WebP, not at {image.media_type}.")
        source = {"type": "base64", "media_type": image.media_type, "data": base64_of(image)}
        blocks.append({"type": "image", "source": source})
    return blocks


def closed(schema: Any) -> Any:
    """The schema, with every object saying that it has no further properties, as structured outputs need it."""
    if isinstance(schema, list | tuple):
        return [closed(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {name: closed(part) for name, part in schema.items()}
    return {**made, "additionalProperties": False} if made.get("type") == "object" else made


def body(ask: Ask) -> dict[str, Any]:
    content = [*shown(ask), {"type": "text", "text": ask.text}]
    asked: dict[str, Any] = {
        "model": ask.model,
        "max_tokens": ask.longest or ANSWER,  # the interface wants a number
        "messages": [{"role": "user", "content": content}],
    }
    if ask.param("system"):
        asked["system"] = ask.param("system")
    if (schema := ask.param("json_schema")) is not None:
        asked["output_config"] = {"format": {"type": "json_schema", "schema": closed(schema)}}
    if tools := ask.param("tools"):
        asked["tools"] = [{"name": name, "input_schema": shape} for name, shape in tools.items()]
    return asked


def whole(ask: Ask) -> Http:
    return Http("POST", "/v1/messages", json=body(ask))


def streamed(ask: Ask) -> Http:
    return Http("POST", "/v1/messages", json={**body(ask), "stream": True})


def counted(usage: Any) -> Tokens | None:
    """What the cache holds, or is to hold, is counted apart from what is read; thoughts are among what is written."""
    read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
    return tokens(usage, read, ["output_tokens"])


def outcome(words: str, calls: Sequence[Mapping[str, Any]], end: str, why: str) -> Done | Failed:
    """What an answer comes to: words, or a JSON list of calls."""
    if end == "refusal":
        return Failed(why or "it declined", "moderated")
    if calls:
        return Done([text(json.dumps(calls, ensure_ascii=False), "application/json")])
    return Done([text(words)], notices=[CUT] if end in ("max_tokens", "model_context_window_exceeded") else [])


def answered(ask: Ask, reply: Reply) -> Outcome:
    blocks = reply.at("content")
    words = "".join(block.get("text") or "" for block in blocks if block.get("type") == "text")
    calls = [
        {"name": one.get("name"), "arguments": one.get("input")} for one in blocks if one.get("type") == "tool_use"
    ]
    said = outcome(words, calls, reply.get("stop_reason") or "", reply.get("stop_details", "explanation") or "")
    return replace(said, tokens=counted(reply.get("usage")))


class Streamed(Reader):
    """Puts the events of an answer together."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._words: list[str] = []
        self._calls: dict[int, dict[str, str]] = {}
        self._end: Mapping[str, Any] = {}
        self._error = ""
        self._usage: dict[str, Any] = {}

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        match data.get("type"):
            case "message_start":
                self._count(data["message"].get("usage"))
            case "content_block_start" if data["content_block"].get("type") == "tool_use":
                self._calls[data["index"]] = {"name": data["content_block"].get("name", ""), "arguments": ""}
            case "content_block_delta" if data["delta"].get("type") == "input_json_delta":
                self._calls[data["index"]]["arguments"] += data["delta"].get("partial_json", "")
            case "content_block_delta" if data["delta"].get("type") == "text_delta":
                self._words.append(data["delta"].get("text", ""))
                return self._words[-1]
            case "message_delta":
                self._end = data["delta"]
                self._count(data.get("usage"))
            case "error":
                self._error = str((data.get("error") or {}).get("message"))
        return ""

    def _count(self, usage: Mapping[str, Any] | None) -> None:
        """Counts are of the whole so far; what has not changed may be left out."""
        self._usage |= {name: count for name, count in (usage or {}).items() if count is not None}

    def outcome(self) -> Outcome:
        if self._error:
            return Failed(self._error, tokens=counted(self._usage))
        if not self._end.get("stop_reason"):
            raise BadReply("The answer broke off.")
        why = (self._end.get("stop_details") or {}).get("explanation") or ""
        try:
            calls = [{"name": c["name"], "arguments": json.loads(c["arguments"] or "{}")} for c in self._calls.values()]
        except ValueError:
            raise BadReply("A tool was called with arguments that are not JSON.") from None
        said = outcome("".join(self._words), calls, self._end["stop_reason"], why)
        return replace(said, tokens=counted(self._usage))


def problem_of(reply: Reply) -> Problem:
    said = reply.get("error", "message")
    if reply.get("error", "type") == "billing_error":
        return Problem("balance", str(said))
    return problem(reply, said if isinstance(said, str) else None)


VENDOR = Vendor(
    name="anthropic",
    title="Anthropic",
    url="https://api.anthropic.com",
    hosts=("api.anthropic.com",),
    keys=("ANTHROPIC_API_KEY",),
    auth=lambda key: {"authorization": f"Bearer {key}", "anthropic-version": VERSION},
    operations={
        "text-generation": Operation(streamed, answered, reader=Streamed),
        "image-text-to-text": Operation(whole, answered),
    },
    problem=problem_of,
    pacing=Pacing(at_once=8),
    console="https://platform.claude.com/usage",
    probe=Http("GET", "/v1/models"),
)
