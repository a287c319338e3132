"""Anthropic: Claude writes, and says what it sees.

Wire format: anthropic 2.15.0 SDK (types/message_create_params.py, types/message.py, types/raw_message_stream_event.py),
read 2026-12-01. It has no temperature, and sends the key as a bearer token. Thoughts that led to calls of tools have to be
sent back with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from polymuse.engines.hosted._conversation import (
    Answer,
    Called,
    Words,
    chosen_tool,
    conversation,
    in_turns,
    outcome,
    shown,
)
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
    problem,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.messages import Media, Message, Part, Reasoning, Text, Tool, ToolCall, ToolResult
from polymuse.quantities import ANSWER
from polymuse.types import Asset, Tokens

NAME = "anthropic"
VERSION = "2026-10-21"
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
ROLES = {"user": "user", "tool": "user", "assistant": "assistant"}
CHOICES = {"none": {"type": "none"}, "required": {"type": "any"}}
ENDS = {
    "end_turn": "stop", "stop_sequence": "stop", "tool_use": "tool_calls", "max_tokens": "length",
    "model_context_window_exceeded": "length",
}  # fmt: skip


def content(ask: Ask, message: Message) -> list[dict[str, Any]]:
    """The blocks of a message. Raises ParameterError for what Claude does not take."""
    return [block for part in message.parts if (block := block_of(ask, part, message.role)) is not None]


def block_of(ask: Ask, part: Part, role: str) -> dict[str, Any] | None:
    match part:
        case Text(text=""):
            return None
        case Text():
            return {"type": "text", "text": part.text}
        case Media() if role != "assistant":
            return picture(shown(ask, part))
        case Media():
            raise ParameterError(f"{ask.model} takes no media as something that it said itself.")
        case Reasoning():
            return thinking(part) if part.provider == NAME else None
        case ToolCall():
            return {"type": "tool_use", "id": part.id, "name": part.name, "input": dict(part.arguments)}
        case ToolResult():
            given = [block for piece in part.content if (block := block_of(ask, piece, role)) is not None]
            failed = {"is_error": True} if part.is_error else {}
            return {"type": "tool_result", "tool_use_id": part.id, "content": given, **failed}


def thinking(part: Reasoning) -> dict[str, Any]:
    """Thoughts as they came; those that may not be read are nothing but a mark."""
    if not part.reasoning:
        return {"type": "redacted_thinking", "data": part.signature}
    return {"type": "thinking", "thinking": part.reasoning, "signature": part.signature}


def picture(asset: Asset) -> dict[str, Any]:
    """Raises ParameterError for kinds that Claude does not take."""
    if asset.media_type not in PICTURES:
        raise ParameterError(f"Claude looks at PNG, JPEG, GIF and WebP, not at {asset.media_type}.")
    source = {"type": "base64", "media_type": asset.media_type, "data": base64_of(asset)}
    return {"type": "image", "source": source}


def closed(schema: Any) -> Any:
    """The schema, with every object saying that it has no further properties, as structured outputs need it."""
    if isinstance(schema, list | tuple):
        return [closed(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {name: closed(part) for name, part in schema.items()}
    return {**made, "additionalProperties": False} if made.get("type") == "object" else made


def body(ask: Ask) -> dict[str, Any]:
    system, messages, _ = in_turns(conversation(ask))
    turns = [(ROLES[message.role], content(ask, message)) for message in messages]
    asked: dict[str, Any] = {
        "model": ask.model,
        "max_tokens": ask.longest or ANSWER,  # the interface wants a number
        "messages": [{"role": role, "content": blocks} for role, blocks in turns if blocks],
    }
    if system:
        asked["system"] = system
    if stop := ask.param("stop"):
        asked["stop_sequences"] = list(stop)
    if (schema := ask.param("json_schema")) is not None:
        asked["output_config"] = {"format": {"type": "json_schema", "schema": closed(schema)}}
    if tools := ask.param("tools"):
        asked["tools"] = [tool_of(tool) for tool in tools]
        if (choice := chosen_tool(ask)) is not None:
            asked["tool_choice"] = CHOICES.get(choice) or {"type": "tool", "name": choice}
    return asked


def tool_of(tool: Tool) -> dict[str, Any]:
    described = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **described, "input_schema": dict(tool.parameters)}


def whole(ask: Ask) -> Http:
    return Http("POST", "/v1/messages", json=body(ask))


def streamed(ask: Ask) -> Http:
    return Http("POST", "/v1/messages", json={**body(ask), "stream": True})


def counted(usage: Any) -> Tokens | None:
    """What the cache holds, or is to hold, is counted apart from what is read; thoughts are among what is written."""
    read = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
    return tokens(usage, read, ["output_tokens"], cached=["cache_read_input_tokens"])


def part_of(block: Mapping[str, Any]) -> Text | Reasoning | Called | None:
    """A whole block of an answer; None for those that say nothing here."""
    match block.get("type"):
        case "text" if block.get("text"):
            return Text(text=block["text"])
        case "tool_use":
            return Called(block.get("id") or "", block.get("name") or "", block.get("input") or {})
        case "thinking":
            thoughts, mark = block.get("thinking") or "", block.get("signature") or ""
            return Reasoning(reasoning=thoughts, signature=mark, provider=NAME)
        case "redacted_thinking":
            return Reasoning(reasoning="", signature=block.get("data") or "", provider=NAME)
    return None


def finished(ask: Ask, blocks: Iterable[Mapping[str, Any]], end: Mapping[str, Any], usage: Any) -> Done | Failed:
    """What an answer comes to."""
    parts = [part for block in blocks if (part := part_of(block)) is not None]
    reason = end.get("stop_reason") or ""
    why = (end.get("stop_details") or {}).get("explanation") or "it declined"
    answer = Answer(parts, ENDS.get(reason, reason), counted(usage), why if reason == "refusal" else "")
    return outcome(ask, answer, notices=in_turns(conversation(ask))[2])


def answered(ask: Ask, reply: Reply) -> Outcome:
    return finished(ask, reply.at("content"), reply.json(), reply.get("usage"))


class Streamed(Reader):
    """Puts the events of an answer together; one that comes whole all the same is read as such."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._blocks: dict[int, dict[str, Any]] = {}
        self._words: dict[int, Words] = {}
        self._end: Mapping[str, Any] = {}
        self._error = ""
        self._usage: dict[str, Any] = {}

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        match data.get("type"):
            case "message_start":
                self._count(data["message"].get("usage"))
            case "content_block_start":
                self._blocks[data["index"]] = {**data["content_block"], "partial_json": ""}
            case "content_block_delta":
                return self._grown(data["index"], data["delta"])
            case "message_delta":
                self._end = data["delta"]
                self._count(data.get("usage"))
            case "message":
                self._blocks, self._end = dict(enumerate(data["content"])), data
                self._count(data.get("usage"))
                return "".join(block.get("text") or "" for block in data["content"])
            case "error":
                self._error = str((data.get("error") or {}).get("message"))
        return ""

    def _grown(self, index: int, delta: Mapping[str, Any]) -> str:
        """Take the next piece of a block; returns the words that it brings."""
        block = self._blocks[index]
        match delta.get("type"):
            case "text_delta":
                words = self._words.setdefault(index, Words())
                brought = words.add(delta.get("text") or "")
                block["text"] = words.text
                return brought
            case "thinking_delta":
                block["thinking"] = (block.get("thinking") or "") + (delta.get("thinking") or "")
            case "signature_delta":
                block["signature"] = delta.get("signature") or ""
            case "input_json_delta":
                block["partial_json"] += delta.get("partial_json") or ""
        return ""

    def _count(self, usage: Mapping[str, Any] | None) -> None:
        """Counts are of the whole so far; what has not changed may be left out."""
        self._usage |= {name: count for name, count in (usage or {}).items() if count is not None}

    def outcome(self) -> Outcome:
        blocks = [
            {**block, "input": block["partial_json"]} if block.get("partial_json") else block
            for _, block in sorted(self._blocks.items())
        ]
        if self._error:
            said = "".join(block.get("text") or "" for block in blocks)
            return Failed(self._error, tokens=counted(self._usage), received=said)
        if not self._end.get("stop_reason"):
            raise BadReply("The answer broke off.")
        return finished(self.ask, blocks, self._end, self._usage)


def problem_of(reply: Reply) -> Problem:
    said = reply.get("error", "message")
    if reply.get("error", "type") == "billing_error":
        return Problem("balance", str(said))
    return problem(reply, said if isinstance(said, str) else None)


VENDOR = Vendor(
    name=NAME,
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
    ignores=("seed", "temperature", "top_p"),
    console="https://platform.claude.com/usage",
    probe=Http("GET", "/v1/models"),
)
