"""Language models by OpenAI's chat completions, which a dozen vendors and servers of one's own speak.

Wire format: openai 3.57.0 SDK (types/chat/), read 2026-12-01. What the others have otherwise is in their `Style`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from polymuse.engines.hosted._conversation import (
    Answer,
    Called,
    Words,
    chosen_tool,
    conversation,
    outcome,
    shown,
)
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Failed,
    Http,
    Operation,
    Outcome,
    Problem,
    Reader,
    Reply,
    base64_of,
    data_uri,
    problem,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.messages import Media, Message, Reasoning, Text, ToolResult
from polymuse.types import AUDIO, Asset, Notice, Tokens

__all__ = ["Style", "chat", "is_strict", "problem_of"]

SOUNDS = {"audio/wav": "wav", "audio/mpeg": "mp3"}
BLOCKED = ("moderation_blocked", "content_policy_violation", "content_filter")
ENDS = {"function_call": "tool_calls", "eos": "stop"}
"""Reasons for an end that others call otherwise."""
IN_WORDS = Notice("schema", "The service knows no JSON schemas: the schema was said in words, and the answer checked.")


@dataclass(frozen=True, slots=True)
class Style:
    """What one vendor's chat completions have otherwise than another's."""

    limit: str = "max_tokens"
    """What the field for the longest answer is called."""
    counts: bool = True
    """Whether a stream has to be asked to tell its tokens (`stream_options`); those that do not know it tell anyway."""
    schemas: bool = True
    """Whether it takes a JSON schema; else the schema is said in words, and the answer is to be JSON."""
    media: tuple[str, ...] = ("image", "audio")
    """What can be shown: `image`, `audio`, `video`."""
    thinks_in: str = ""
    """The field with a model's thoughts, where they have to go back with its tool calls."""


def is_strict(schema: Any) -> bool:
    """Whether a JSON schema is one that the strict mode takes: every object names all it may have, and needs it all."""
    if isinstance(schema, Mapping):
        if schema.get("type") == "object" and (
            schema.get("additionalProperties") is not False
            or set(schema.get("required", ())) != set(schema.get("properties", {}))
        ):
            return False
        return all(is_strict(part) for part in schema.values())
    return all(is_strict(part) for part in schema) if isinstance(schema, list | tuple) else True


def messages(ask: Ask, style: Style) -> Iterator[dict[str, Any]]:
    """The conversation. Raises ParameterError for what has no place in it."""
    for message in conversation(ask):
        match message.role:
            case "tool":
                for part in message.parts:
                    assert isinstance(part, ToolResult)
                    yield {"role": "tool", "tool_call_id": part.id, "content": result(ask, part)}
            case "assistant":
                yield assistant(ask, message, style)
            case _:
                content = [part_of(ask, part, style) for part in message.parts if part != Text(text="")]
                plain = content[0]["text"] if [part["type"] for part in content] == ["text"] else content
                yield {"role": message.role, "content": plain}


def part_of(ask: Ask, part: Any, style: Style) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    asset = shown(ask, part)
    kind = "audio" if asset.kind in AUDIO else str(asset.kind)
    if kind not in style.media:
        raise ParameterError(f"{ask.model} takes {' and '.join(style.media) or 'words only'} here, no {kind}.")
    return audible(ask, asset) if kind == "audio" else {"type": f"{kind}_url", f"{kind}_url": {"url": data_uri(asset)}}


def audible(ask: Ask, audio: Asset) -> dict[str, Any]:
    if audio.media_type not in SOUNDS:
        raise ParameterError(f"{ask.model} listens to WAV and MP3, not to {audio.media_type}.")
    return {"type": "input_audio", "input_audio": {"data": base64_of(audio), "format": SOUNDS[audio.media_type]}}


def assistant(ask: Ask, message: Message, style: Style) -> dict[str, Any]:
    if any(isinstance(part, Media) for part in message.parts):
        raise ParameterError(f"{ask.model} takes no media as something that it said itself.")
    said: dict[str, Any] = {"role": "assistant", "content": message.text or None}
    if calls := message.tool_calls:
        said["tool_calls"] = [
            {"id": call.id, "type": "function",
             "function": {"name": call.name, "arguments": json.dumps(call.arguments, ensure_ascii=False)}}
            for call in calls
        ]  # fmt: skip
    else:
        said["content"] = message.text
    if style.thinks_in and calls:
        said[style.thinks_in] = "".join(part.reasoning for part in message.parts if isinstance(part, Reasoning))
    return said


def result(ask: Ask, part: ToolResult) -> str:
    """What a tool gave. There is no field for failures: they begin with that word."""
    if any(isinstance(piece, Media) for piece in part.content):
        raise ParameterError(f"{ask.model} takes words only as a tool's result.")
    text = "".join(piece.text for piece in part.content if isinstance(piece, Text))
    return f"Error: {text}" if part.is_error else text


def body(ask: Ask, style: Style) -> dict[str, Any]:
    asked: dict[str, Any] = {"model": ask.model, "messages": list(messages(ask, style))}
    settings = {
        "temperature": ask.param("temperature"), "top_p": ask.param("top_p"), "stop": list(ask.param("stop", ())) or None,
        style.limit: ask.longest, "seed": ask.param("seed"),
    }  # fmt: skip
    asked |= {name: value for name, value in settings.items() if value is not None}
    if (schema := ask.param("json_schema")) is not None:
        asked |= formatted(asked["messages"], schema, style)
    if tools := ask.param("tools"):
        asked["tools"] = [{"type": "function", "function": function(tool)} for tool in tools]
        if (choice := chosen_tool(ask)) is not None:
            known = choice in ("none", "required")
            asked["tool_choice"] = choice if known else {"type": "function", "function": {"name": choice}}
    return asked


def function(tool: Any) -> dict[str, Any]:
    described = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **described, "parameters": dict(tool.parameters)}


def formatted(told: list[dict[str, Any]], schema: Mapping[str, Any], style: Style) -> dict[str, Any]:
    if not style.schemas:
        words = f"Answer with JSON that fits this JSON Schema:\n{json.dumps(schema, ensure_ascii=False)}"
        told.insert(0, {"role": "system", "content": words})
        return {"response_format": {"type": "json_object"}}
    named = {"name": "answer", "schema": schema, "strict": is_strict(schema)}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def counted(data: Mapping[str, Any]) -> Tokens | None:
    """Thoughts are among what is completed, or only in the total. Groq tells it in a place of its own."""
    usage = data.get("usage") or (data.get("x_groq") or {}).get("usage")
    cached = ["prompt_tokens_details", "cached_tokens"]
    return tokens(usage, ["prompt_tokens"], ["completion_tokens"], "total_tokens", cached)


def words_of(content: Any) -> str:
    """A message's text: some servers answer in parts, as they are asked."""
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content if part.get("type") == "text")
    return content or ""


def called(call: Mapping[str, Any]) -> Called:
    named = call.get("function") or {}
    return Called(call.get("id") or "", named.get("name") or "", named.get("arguments") or "")


def parts_of(text: str, thoughts: str, calls: Sequence[Called]) -> list[Text | Reasoning | Called]:
    reasoning = [Reasoning(reasoning=thoughts)] if thoughts and calls else []
    return [*reasoning, *([Text(text=text)] if text else []), *calls]


def finished(ask: Ask, answer: Answer, style: Style) -> Outcome:
    in_words = not style.schemas and ask.param("json_schema") is not None
    end = ENDS.get(answer.finish, answer.finish)
    return outcome(ask, replace(answer, finish=end), notices=[IN_WORDS] if in_words else [])


def answered(ask: Ask, reply: Reply, style: Style) -> Outcome:
    message = reply.at("choices", 0, "message")
    calls = [called(call) for call in message.get("tool_calls") or []]
    thoughts = (message.get(style.thinks_in) or "") if style.thinks_in else ""
    end = reply.get("choices", 0, "finish_reason") or "stop"
    parts = parts_of(words_of(message.get("content")), thoughts, calls)
    return finished(ask, Answer(parts, end, counted(reply.json()), message.get("refusal") or ""), style)


class Calls:
    """Puts calls of tools together that come in pieces. A piece belongs to the call of its `index`; servers that tell none
    go on with the last one, or begin another with another `id`, or once the last one's arguments are whole."""

    def __init__(self) -> None:
        self._found: list[dict[str, str]] = []
        self._by_index: dict[int, int] = {}

    def add(self, piece: Mapping[str, Any]) -> None:
        named = piece.get("function") or {}
        known = self._found[self._place(piece, named)]
        known["id"] = known["id"] or piece.get("id") or ""
        if (name := named.get("name") or "") != known["name"]:  # some say it in every piece
            known["name"] += name
        arguments = named.get("arguments") or ""
        known["arguments"] += arguments if isinstance(arguments, str) else json.dumps(arguments)

    def _place(self, piece: Mapping[str, Any], named: Mapping[str, Any]) -> int:
        index = piece.get("index")
        at = len(self._found) - 1 if index is None else self._by_index.get(index, -1)
        if at < 0 or self._is_another(self._found[at], piece, named, index is None):
            self._found.append({"id": "", "name": "", "arguments": ""})
            at = len(self._found) - 1
        if index is not None:
            self._by_index[index] = at
        return at

    @staticmethod
    def _is_another(known: Mapping[str, str], piece: Mapping[str, Any], named: Mapping[str, Any], bare: bool) -> bool:
        if piece.get("id") and known["id"]:
            return bool(piece["id"] != known["id"])
        if not bare or not named.get("name") or not known["name"]:
            return False
        return bool(named["name"] != known["name"] or (named.get("arguments") and is_whole(known["arguments"])))

    def all(self) -> list[Called]:
        return [Called(**call) for call in self._found]


def is_whole(text: str) -> bool:
    """Whether a text is a JSON document."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class Streamed(Reader):
    """Puts the chunks of an answer together; one that comes whole all the same is read as such."""

    def __init__(self, ask: Ask, style: Style) -> None:
        super().__init__(ask)
        self._style = style
        self._words = Words()
        self._thoughts = Words()
        self._refusal = ""
        self._calls = Calls()
        self._end = ""
        self._tokens: Tokens | None = None
        self._error: Failed | None = None

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        if error := data.get("error"):
            self._error = failed(error)
        self._tokens = counted(data) or self._tokens
        for choice in data.get("choices") or []:
            self._end = choice.get("finish_reason") or self._end or ("stop" if "message" in choice else "")
            return self._taken(choice.get("delta") or choice.get("message") or {})
        return ""

    def _taken(self, delta: Mapping[str, Any]) -> str:
        self._refusal += delta.get("refusal") or ""
        if self._style.thinks_in:
            self._thoughts.add(delta.get(self._style.thinks_in) or "")
        for call in delta.get("tool_calls") or []:
            self._calls.add(call)
        return self._words.add(words_of(delta.get("content")))

    def outcome(self) -> Outcome:
        if self._error is not None:
            return replace(self._error, tokens=self._tokens, received=self._words.text)
        if not self._end:
            raise BadReply("The answer broke off.")
        parts = parts_of(self._words.text, self._thoughts.text, self._calls.all())
        return finished(self.ask, Answer(parts, self._end, self._tokens, self._refusal), self._style)


def failed(error: Any) -> Failed:
    """What an error means that comes in the middle of an answer."""
    code = error.get("code") if isinstance(error, Mapping) else None
    said = error.get("message") if isinstance(error, Mapping) else error
    return Failed(str(said or code or "no reason is given"), "moderated" if code in BLOCKED else "failed")


def chat(style: Style) -> Mapping[str, Operation]:
    """The tasks of language models."""

    def whole(ask: Ask) -> Http:
        return Http("POST", "/v1/chat/completions", json=body(ask, style))

    def streamed(ask: Ask) -> Http:
        counting = {"stream_options": {"include_usage": True}} if style.counts else {}
        return Http("POST", "/v1/chat/completions", json={**body(ask, style), "stream": True, **counting})

    read: Callable[[Ask, Reply], Outcome] = partial(answered, style=style)
    look = Operation(request=whole, reply=read)
    tasks = {f"{kind}-text-to-text": look for kind in style.media}
    live = Operation(streamed, read, reader=partial(Streamed, style=style))
    return {"text-generation": Operation(whole, read, live=live), **tasks}


def problem_of(reply: Reply) -> Problem:
    """What an error in OpenAI's envelope means; some servers put a plain sentence where the envelope has an object."""
    error = reply.get("error")
    said = error.get("message") if isinstance(error, Mapping) else error
    code = error.get("code") if isinstance(error, Mapping) else None
    message = said if isinstance(said, str) else None
    if code in BLOCKED:
        return Problem("moderated", message or str(code))
    if code == "insufficient_quota":
        return Problem("balance", message or str(code))
    return problem(reply, message)
