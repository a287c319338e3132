"""POST /v1/chat/completions."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import Body, guarded
from ..perception import filled, reply
from ..world import Count
from .api import House, events, now, tokens, wrong
from .audio import VOICES, spoken
from .content import Told, heard, seen, watched

__all__ = ["ChatRequest", "Function", "check_strict", "routes", "rules"]


class Text(Body):
    type: Literal["text"]
    text: str


class ImageUrl(Body):
    url: str
    detail: Literal["auto", "low", "high", "original"] = "auto"


class ImagePart(Body):
    type: Literal["image_url"]
    image_url: ImageUrl


class InputAudio(Body):
    data: str
    format: Literal["wav", "mp3"]


class AudioPart(Body):
    type: Literal["input_audio"]
    input_audio: InputAudio


class VideoUrl(Body):
    url: str


class VideoPart(Body):
    """What vLLM and Together take beside OpenAI's own parts."""

    type: Literal["video_url"]
    video_url: VideoUrl


Part = Annotated[Text | ImagePart | AudioPart | VideoPart, Field(discriminator="type")]


class Named(Body):
    name: str
    arguments: str


class Call(Body):
    id: str
    type: Literal["function"]
    function: Named


class Instruction(Body):
    role: Literal["system", "developer"]
    content: str | list[Text]
    name: str | None = None


class User(Body):
    role: Literal["user"]
    content: str | list[Part]
    name: str | None = None


class Assistant(Body):
    role: Literal["assistant"]
    content: str | list[Text] | None = None
    name: str | None = None
    refusal: str | None = None
    tool_calls: list[Call] | None = None
    reasoning_content: str | None = None
    """What DeepSeek takes beside OpenAI's own fields."""


class ToolResult(Body):
    role: Literal["tool"]
    content: str | list[Text]
    tool_call_id: str


Message = Annotated[Instruction | User | Assistant | ToolResult, Field(discriminator="role")]


class Function(Body):
    name: str = Field(pattern="^[a-zA-Z0-9_-]{1,64}$")
    description: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)
    strict: bool | None = None


class Tool(Body):
    type: Literal["function"]
    function: Function


class FunctionName(Body):
    name: str


class ToolChoice(Body):
    type: Literal["function"]
    function: FunctionName


class JsonSchema(Body):
    name: str = Field(pattern="^[a-zA-Z0-9_-]{1,64}$")
    description: str | None = None
    schema_: dict[str, Any] = Field(alias="schema")
    strict: bool | None = None


class Plain(Body):
    type: Literal["text", "json_object"]


class Schemed(Body):
    type: Literal["json_schema"]
    json_schema: JsonSchema


class AudioOut(Body):
    format: Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"]
    voice: str


class StreamOptions(Body):
    include_usage: bool = False
    include_obfuscation: bool = False


class ChatRequest(Body):
    messages: list[Message] = Field(min_length=1)
    model: str
    audio: AudioOut | None = None
    frequency_penalty: float | None = Field(None, ge=-2, le=2)
    logit_bias: dict[str, int] | None = None
    max_completion_tokens: int | None = Field(None, ge=1)
    max_tokens: int | None = Field(None, ge=1)
    metadata: dict[str, str] | None = None
    modalities: list[Literal["text", "audio"]] | None = None
    n: int | None = Field(None, ge=1, le=128)
    parallel_tool_calls: bool = True
    presence_penalty: float | None = Field(None, ge=-2, le=2)
    prompt_cache_key: str | None = None
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    response_format: Annotated[Plain | Schemed, Field(discriminator="type")] | None = None
    safety_identifier: str | None = None
    seed: int | None = None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | None = None
    stop: str | list[str] | None = None
    store: bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    tool_choice: Literal["none", "auto", "required"] | ToolChoice | None = None
    tools: list[Tool] | None = Field(None, min_length=1)
    top_p: float | None = Field(None, ge=0, le=1)
    user: str | None = None
    verbosity: Literal["low", "medium", "high"] | None = None


Rules = Callable[[ChatRequest], None]


def check_strict(schema: dict[str, Any], where: str, place: tuple[str, ...] = ()) -> None:
    """Refuse a schema that the strict mode does not take: every object names all it may have, and needs all of it."""
    names = set(schema.get("properties", {}))
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False or set(schema.get("required", [])) != names
    ):
        words = f"Invalid schema: in context={place}, 'required' must name every property, and "
        raise wrong(words + "'additionalProperties' must be false.", where, None)
    inner = {**schema.get("properties", {}), **schema.get("$defs", {})}
    for name, part in [*inner.items(), *([("items", schema["items"])] if "items" in schema else [])]:
        check_strict(part, where, (*place, name))


def check_turns(house: House, messages: list[Message]) -> None:
    """Every call of a tool is answered right after it, and nothing else is."""
    waiting: set[str] = set()
    for n, message in enumerate(messages):
        if isinstance(message, ToolResult):
            if message.tool_call_id not in waiting:
                words = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
                raise wrong(f"Invalid parameter: {words}", f"messages.[{n}].role", None)
            waiting.remove(message.tool_call_id)
        elif waiting:
            words = "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
            raise wrong(f"{words} 'tool_call_id'. The following did not: {', '.join(waiting)}", "messages", None)
        if isinstance(message, Assistant):
            waiting = {call.id for call in message.tool_calls or []}
            if house.world.thinks and waiting and message.reasoning_content != house.world.thinks:
                raise wrong("The reasoning_content in the thinking mode must be passed back to the API.", "messages")
            if message.content is None and not waiting:
                raise wrong("Invalid value for 'content': expected a string, got null.", f"messages.[{n}].content")
    if waiting:
        raise wrong("An assistant message with 'tool_calls' must be followed by tool messages.", "messages", None)


def rules(asked: ChatRequest) -> None:
    """What OpenAI's own models refuse."""
    if any(isinstance(message, Assistant) and message.reasoning_content for message in asked.messages):
        raise wrong("Unknown parameter: 'messages.reasoning_content'.", "messages", "unknown_parameter")
    if asked.model.startswith(("gpt-5", "gpt-6")):
        for name, value in (("temperature", asked.temperature), ("top_p", asked.top_p), ("stop", asked.stop)):
            if value is not None:
                words = f"Unsupported parameter: '{name}' is not supported with this model."
                raise wrong(words, name, "unsupported_parameter")
    if asked.max_tokens is not None and asked.model.startswith(("o", "gpt-5", "gpt-6")):
        words = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'."
        raise wrong(words, "max_tokens", "unsupported_parameter")
    if isinstance(asked.response_format, Schemed) and asked.response_format.json_schema.strict:
        check_strict(asked.response_format.json_schema.schema_, "response_format")
    given = [part for message in asked.messages if isinstance(message.content, list) for part in message.content]
    if any(isinstance(part, VideoPart) for part in given):
        raise wrong("Invalid value: 'video_url'. Supported values are: 'text', 'image_url', 'input_audio'.", "messages")
    hearing = any(isinstance(part, AudioPart) for part in given) or "audio" in (asked.modalities or [])
    if hearing and not asked.model.startswith("gpt-audio"):
        raise wrong("This model does not support audio.", "messages", "invalid_value")
    if asked.audio and asked.audio.voice not in VOICES:
        raise wrong(f"Invalid value: '{asked.audio.voice}'.", "audio.voice")


def told(house: House, asked: ChatRequest) -> Told:
    """Everything that the messages say and show."""
    out = Told()
    for n, message in enumerate(asked.messages):
        parts = message.content if isinstance(message.content, list) else []
        words = message.content if isinstance(message.content, str) else ""
        for m, part in enumerate(parts):
            where = f"messages.{n}.content.{m}"
            if isinstance(part, ImagePart):
                out.media.append(seen(house, part.image_url.url, where))
            elif isinstance(part, AudioPart):
                out.media.append(heard(part.input_audio.data, where))
            elif isinstance(part, VideoPart):
                out.media.append(watched(part.video_url.url, where))
            else:
                words += part.text
        out.size += tokens(words)
        if isinstance(message, User):
            out.words = words
    return out


def called(house: House, asked: ChatRequest, about: Told) -> dict[str, Any] | None:
    """The call that the model makes: when it must, or when it may and has no result yet."""
    choice = asked.tool_choice or "auto"
    if not asked.tools or choice == "none":
        return None
    if choice == "auto" and any(isinstance(message, ToolResult) for message in asked.messages):
        return None
    tools = {tool.function.name: tool.function for tool in asked.tools}
    name = choice.function.name if isinstance(choice, ToolChoice) else next(iter(tools))
    if name not in tools:
        raise wrong(f"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice")
    arguments = json.dumps(filled(tools[name].parameters, about.words or "nothing"))
    return {"id": house.world.id("call_"), "type": "function", "function": {"name": name, "arguments": arguments}}


def message_of(house: House, asked: ChatRequest, about: Told) -> tuple[dict[str, Any], str]:
    """One answer, and why it ends."""
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None, "annotations": []}
    schema = asked.response_format.json_schema.schema_ if isinstance(asked.response_format, Schemed) else None
    if house.world.outcome == "moderated":
        if schema is None:
            return {**message, "content": ""}, "content_filter"
        return {**message, "refusal": "I'm sorry, I can't assist with that request."}, "stop"
    call = called(house, asked, about)
    if call:
        thought = {"reasoning_content": house.world.thinks} if house.world.thinks else {}
        return {**message, **thought, "tool_calls": [call]}, "tool_calls"
    words = reply(house.world.says, about.words, about.media, schema)
    if isinstance(asked.response_format, Plain) and asked.response_format.type == "json_object":
        words = words if words.startswith("{") else json.dumps({"answer": words})
    if "audio" in (asked.modalities or []) and asked.audio:
        return {**message, "audio": voiced(house, asked.audio, words)}, "stop"
    most = asked.max_completion_tokens or asked.max_tokens
    cut = most is not None and tokens(words) > most
    return {**message, "content": words[: 4 * (most or 0)] if cut else words}, "length" if cut else "stop"


def voiced(house: House, wanted: AudioOut, words: str) -> dict[str, Any]:
    sound = spoken(words, wanted.voice, "pcm" if wanted.format == "pcm16" else wanted.format)
    data = base64.b64encode(sound).decode()
    return {"id": house.world.id("audio_"), "data": data, "expires_at": now() + 3600, "transcript": words}


def usage(count: Count) -> dict[str, Any]:
    read, written = count.read + count.cached, count.thought + count.said
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {"cached_tokens": count.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": count.thought, "audio_tokens": 0, "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }  # fmt: skip


def pieces(message: dict[str, Any]) -> list[dict[str, Any]]:
    """A message as the deltas of a stream."""
    if message.get("tool_calls"):
        call = message["tool_calls"][0]
        head = {"index": 0, "id": call["id"], "type": "function", "function": {**call["function"], "arguments": ""}}
        tail = {"index": 0, "function": {"arguments": call["function"]["arguments"]}}
        thought = [{"reasoning_content": message["reasoning_content"]}] if message.get("reasoning_content") else []
        return [{"role": "assistant", "content": None}, *thought, {"tool_calls": [head]}, {"tool_calls": [tail]}]
    if message["refusal"]:
        return [{"role": "assistant", "content": "", "refusal": None}, {"refusal": message["refusal"]}]
    words = message["content"] or ""
    step = 24
    return [{"role": "assistant", "content": "", "refusal": None}] + [
        {"content": words[at : at + step]} for at in range(0, len(words), step)
    ]


def streamed(head: dict[str, Any], asked: ChatRequest, message: dict[str, Any], end: str, spent: dict[str, Any]) -> str:
    wanted = asked.stream_options is not None and asked.stream_options.include_usage
    more = {"usage": None} if wanted else {}
    head = {**head, "object": "chat.completion.chunk"}
    deltas = [*((delta, None) for delta in pieces(message)), ({}, end)]
    chunks = [
        {**head, **more, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": why}]}
        for delta, why in deltas
    ]
    return events([*chunks, *([{**head, "choices": [], "usage": spent}] if wanted else [])], named=False, done=True)


def routes(house: House, check: Rules) -> list[Route]:
    async def complete(request: Request) -> Response:
        asked = await house.body(request, ChatRequest)
        house.begin(asked.model, "chat")
        check(asked)
        check_turns(house, asked.messages)
        if asked.stream_options and not asked.stream:
            raise wrong("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
        about = told(house, asked)
        house.charge(asked.model)
        answers = [message_of(house, asked, about) for _ in range(asked.n or 1)]
        said = sum(tokens(json.dumps(message["content"] or "")) for message, _ in answers)
        spent = usage(house.world.counted or Count(about.size, 0, 0, said))
        head = {"id": house.world.id("chatcmpl-"), "created": now(), "model": asked.model, "service_tier": "default",
                "system_fingerprint": "fp_000001"}  # fmt: skip
        if asked.stream:
            return house.stream(streamed(head, asked, *answers[0], spent))
        choices = [
            {"index": n, "message": message, "logprobs": None, "finish_reason": end}
            for n, (message, end) in enumerate(answers)
        ]
        return house.answer({**head, "object": "chat.completion", "choices": choices, "usage": spent})

    return [Route("/v1/chat/completions", guarded(complete), methods=["POST"])]
