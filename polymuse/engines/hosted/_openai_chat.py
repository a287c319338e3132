"""Language models by OpenAI's chat completions, which a dozen vendors and servers of one's own speak.

Wire format: openai 3.52.0 SDK (types/chat/), read 2026-11-21.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Problem,
    Reader,
    Reply,
    base64_of,
    data_uri,
    images,
    problem,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.types import Kind, Notice, Tokens

__all__ = ["CUT", "chat", "is_strict", "problem_of", "text"]

CUT = Notice("text", "The answer was cut off at the longest that was allowed.")
SOUNDS = {"audio/wav": "wav", "audio/mpeg": "mp3"}
BLOCKED = ("moderation_blocked", "content_policy_violation", "content_filter")


def text(words: str, media_type: str = "text/plain") -> Output:
    return Output("text", Kind.TEXT, words.encode(), media_type=media_type)


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


def parts(ask: Ask) -> list[dict[str, Any]]:
    """What the user says, shows and plays. Raises ParameterError for sounds that these models do not take."""
    content: list[dict[str, Any]] = [{"type": "text", "text": ask.text}] if ask.text else []
    content += [{"type": "image_url", "image_url": {"url": data_uri(image)}} for image in images(ask.inputs)]
    if (audio := ask.inputs.get("audio")) is not None:
        if audio.media_type not in SOUNDS:
            raise ParameterError(f"{ask.model} listens to WAV and MP3, not to {audio.media_type}.")
        sound = {"data": base64_of(audio), "format": SOUNDS[audio.media_type]}
        content.append({"type": "input_audio", "input_audio": sound})
    return content


def body(ask: Ask, limit: str) -> dict[str, Any]:
    system = [{"role": "system", "content": ask.param("system")}] if ask.param("system") else []
    content = parts(ask)
    plain = content[0]["text"] if [part["type"] for part in content] == ["text"] else content
    asked: dict[str, Any] = {"model": ask.model, "messages": [*system, {"role": "user", "content": plain}]}
    asked |= {
        name: value
        for name, value in (
            ("temperature", ask.param("temperature")),
            (limit, ask.longest),
            ("seed", ask.param("seed")),
        )
        if value is not None
    }
    if (schema := ask.param("json_schema")) is not None:
        named = {"name": "answer", "schema": schema, "strict": is_strict(schema)}
        asked["response_format"] = {"type": "json_schema", "json_schema": named}
    if tools := ask.param("tools"):
        asked["tools"] = [
            {"type": "function", "function": {"name": name, "parameters": shape}} for name, shape in tools.items()
        ]
    return asked


def outcome(words: str, refusal: str, calls: Sequence[Mapping[str, Any]], end: str) -> Done | Failed:
    """What an answer comes to: words, or a JSON list of calls."""
    if refusal or end == "content_filter":
        return Failed(refusal or "the answer was filtered", "moderated")
    if calls:
        try:
            made = [{"name": call["name"], "arguments": json.loads(call["arguments"] or "{}")} for call in calls]
        except (KeyError, TypeError, ValueError):
            raise BadReply("A tool was called with arguments that are not JSON.") from None
        return Done([text(json.dumps(made, ensure_ascii=False), "application/json")])
    return Done([text(words)], notices=[CUT] if end == "length" else [])


def counted(usage: Any) -> Tokens | None:
    """Thoughts are among what is completed, or only in the total."""
    return tokens(usage, ["prompt_tokens"], ["completion_tokens"], "total_tokens")


def answered(ask: Ask, reply: Reply) -> Outcome:
    message = reply.at("choices", 0, "message")
    calls = [call.get("function", {}) for call in message.get("tool_calls") or []]
    end = reply.get("choices", 0, "finish_reason") or ""
    said = outcome(message.get("content") or "", message.get("refusal") or "", calls, end)
    return replace(said, tokens=counted(reply.get("usage")))


class Streamed(Reader):
    """Puts the chunks of an answer together."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._words: list[str] = []
        self._refusal = ""
        self._calls: dict[int, dict[str, str]] = {}
        self._end = ""
        self._tokens: Tokens | None = None

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        self._tokens = counted(data.get("usage")) or self._tokens
        for choice in data.get("choices") or []:
            delta = choice.get("delta") or {}
            self._end = choice.get("finish_reason") or self._end
            self._refusal += delta.get("refusal") or ""
            for call in delta.get("tool_calls") or []:
                known = self._calls.setdefault(call.get("index", 0), {"name": "", "arguments": ""})
                for part in known:
                    known[part] += call.get("function", {}).get(part) or ""
            words = delta.get("content") or ""
            self._words.append(words)
            return words
        return ""

    def outcome(self) -> Outcome:
        if not self._end:
            raise BadReply("The answer broke off.")
        said = outcome("".join(self._words), self._refusal, list(self._calls.values()), self._end)
        return replace(said, tokens=self._tokens)


def chat(limit: str = "max_completion_tokens", hearing: bool = False) -> Mapping[str, Operation]:
    """The tasks of language models. `limit` is what the field for the longest answer is called; `hearing` models listen."""

    def whole(ask: Ask) -> Http:
        return Http("POST", "/v1/chat/completions", json=body(ask, limit))

    def streamed(ask: Ask) -> Http:
        counting = {"stream": True, "stream_options": {"include_usage": True}}
        return Http("POST", "/v1/chat/completions", json={**body(ask, limit), **counting})

    look = Operation(request=whole, reply=answered)
    made = {"text-generation": Operation(streamed, answered, reader=Streamed), "image-text-to-text": look}
    return {**made, "audio-text-to-text": look} if hearing else made


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
