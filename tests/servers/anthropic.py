"""Anthropic: messages and the list of models.

Read on 2026-11-21 in anthropic 2.11.0: the fields of requests and answers (there is no `temperature` any more), the
order and fields of stream events, stop reasons, error types by status (529 is overloaded), the version header, that
the key comes as a bearer token, which models are deprecated or retired. From memory: that `x-api-key` is taken too, the
wording of errors, 5 MB a picture, that an assistant's message may not come last with new models. Not known: the live
limits of `max_tokens` by model (here 128,000).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .body import Body, Complaint, Refused, guarded, read
from .perception import Heard, Sight, filled, look, reply
from .world import Count, VendorServer, World

__all__ = ["SERVER"]

NAME = "anthropic"
VERSIONS = ("2026-10-21", "2023-06-01")
ACTIVE = (
    *(
        "claude-fable-5-1",
        "claude-fable-5-2",
        "claude-mythos-5-2",
        "claude-haiku-5-5",
        "claude-sonnet-5-5",
        "claude-opus-5-5",
    ),
    *("claude-sonnet-5", "claude-opus-5", "claude-opus-4-8", "claude-opus-4-7", "claude-opus-4-6"),
    *("claude-sonnet-4-6", "claude-haiku-4-5", "claude-opus-4-5"),
)
DEPRECATED = {"claude-sonnet-4-5": "2026-11-30T00:00:00Z"}
RETIRED = {"claude-opus-4-0": "2026-06-15T00:00:00Z", "claude-3-7-sonnet-latest": "2026-02-19T00:00:00Z"}
REQUESTS = count(1)
MOST = 128_000


class Text(Body):
    type: Literal["text"]
    text: str = Field(min_length=1)
    cache_control: dict[str, str] | None = None


class Base64Source(Body):
    type: Literal["base64"]
    media_type: Literal["image/jpeg", "image/png", "image/gif", "image/webp"]
    data: str


class UrlSource(Body):
    type: Literal["url"]
    url: str


class Picture(Body):
    type: Literal["image"]
    source: Annotated[Base64Source | UrlSource, Field(discriminator="type")]
    cache_control: dict[str, str] | None = None


class PdfSource(Body):
    type: Literal["base64"]
    media_type: Literal["application/pdf"]
    data: str


class Document(Body):
    type: Literal["document"]
    source: PdfSource
    cache_control: dict[str, str] | None = None


class Thoughts(Body):
    type: Literal["thinking"]
    thinking: str
    signature: str


class HiddenThoughts(Body):
    type: Literal["redacted_thinking"]
    data: str


class ToolUse(Body):
    type: Literal["tool_use"]
    id: str = Field(pattern="^[a-zA-Z0-9_-]+$")
    name: str
    input: dict[str, Any]
    caller: dict[str, str] | None = None


class ToolResult(Body):
    type: Literal["tool_result"]
    tool_use_id: str
    content: str | list[Annotated[Text | Picture, Field(discriminator="type")]] = ""
    is_error: bool = False


Block = Annotated[
    Text | Picture | Document | Thoughts | HiddenThoughts | ToolUse | ToolResult, Field(discriminator="type")
]


class Message(Body):
    role: Literal["user", "assistant", "system"]
    content: str | list[Block]


class Tool(Body):
    name: str = Field(pattern="^[a-zA-Z0-9_-]{1,128}$")
    input_schema: dict[str, Any]
    description: str | None = None
    strict: bool | None = None
    type: Literal["custom"] | None = None
    cache_control: dict[str, str] | None = None


class ToolChoice(Body):
    type: Literal["auto", "any", "tool", "none"]
    name: str | None = None
    disable_parallel_tool_use: bool | None = None


class Format(Body):
    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


class OutputConfig(Body):
    effort: Literal["low", "medium", "high", "xhigh", "max"] | None = None
    format: Format | None = None


class Thinking(Body):
    type: Literal["enabled", "disabled", "adaptive", "between_tools"]
    budget_tokens: int | None = Field(None, ge=1024)
    display: Literal["summarized", "omitted"] | None = None


class Metadata(Body):
    user_id: str | None = None


class MessageRequest(Body):
    model: str
    max_tokens: int = Field(ge=1, le=MOST)
    messages: list[Message] = Field(min_length=1)
    system: str | list[Text] | None = None
    metadata: Metadata | None = None
    output_config: OutputConfig | None = None
    service_tier: Literal["auto", "standard_only"] | None = None
    stop_sequences: list[str] | None = None
    thinking: Thinking | None = None
    tool_choice: ToolChoice | None = None
    tools: list[Tool] | None = None
    stream: bool = False


KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error(status: int, message: str) -> Response:
    """An error in Anthropic's envelope."""
    mark = f"req_{next(REQUESTS):024d}"
    detail = {"type": KINDS.get(status, "api_error"), "message": message}
    return JSONResponse({"type": "error", "error": detail, "request_id": mark}, status, {"request-id": mark})


def complain(fault: Complaint) -> Response:
    words = {"unknown": "Extra inputs are not permitted", "missing": "Field required"}.get(fault.kind, fault.what)
    return error(400, f"{fault.where}: {words}" if fault.where else words)


def wrong(message: str) -> Refused:
    return Refused(error(400, message))


def answer(body: dict[str, Any]) -> Response:
    return JSONResponse(body, headers={"request-id": f"req_{next(REQUESTS):024d}"})


def shown(world: World, picture: Picture, where: str) -> Sight:
    """What a picture shows, once it is what it says it is."""
    source = picture.source
    if isinstance(source, UrlSource):
        data, kind = world.files.get(source.url.removeprefix(f"{world.url}/files/"), (b"", ""))
    else:
        kind = source.media_type
        try:
            data = base64.b64decode(source.data, validate=True)
        except binascii.Error:
            raise wrong(f"{where}.image.source.base64.data: invalid base64 data") from None
    try:
        sight = look(data)
    except ValueError:
        raise wrong(f"{where}.image.source: Could not process image") from None
    if kind != f"image/{sight.format.lower()}":
        raise wrong(f"{where}.image.source: the image is {sight.format}, not {kind}, as its media type says")
    if len(data) > 5 * 1024 * 1024:
        raise wrong(f"{where}.image.source: image exceeds 5 MB maximum")
    return sight


def told(world: World, asked: MessageRequest) -> tuple[str, list[Sight | Heard], int]:
    """The last words of the user, the pictures, and the size of all in tokens."""
    words, size, media = "", 0, list[Sight | Heard]()
    for n, message in enumerate(asked.messages):
        blocks = message.content if isinstance(message.content, list) else []
        text = message.content if isinstance(message.content, str) else ""
        for m, block in enumerate(blocks):
            if isinstance(block, Text):
                text += block.text
            elif isinstance(block, Picture):
                media.append(shown(world, block, f"messages.{n}.content.{m}"))
            elif isinstance(block, ToolResult) and isinstance(block.content, list):
                media += [
                    shown(world, part, f"messages.{n}.content.{m}.content")
                    for part in block.content
                    if isinstance(part, Picture)
                ]
        words = text if message.role == "user" and text else words
        size += max(1, len(text) // 4)
    return words, media, size + 300 * len(media)


def check(world: World, asked: MessageRequest) -> None:
    """Refuse what the shape alone does not."""
    if asked.model in RETIRED or asked.model not in (*ACTIVE, *DEPRECATED):
        raise Refused(error(404, f"model: {asked.model}"))
    if asked.messages[0].role != "user":
        raise wrong('messages: first message must use the "user" role')
    if asked.messages[-1].role == "assistant":
        raise wrong(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )
    if asked.thinking and asked.thinking.type == "enabled" and not asked.thinking.budget_tokens:
        raise wrong("thinking.enabled.budget_tokens: Field required")
    if asked.thinking and (asked.thinking.budget_tokens or 0) >= asked.max_tokens:
        raise wrong("`max_tokens` must be greater than `thinking.budget_tokens`.")
    check_results(asked.messages)
    check_thoughts(world, asked.messages)
    choice = asked.tool_choice
    if choice and choice.type == "tool" and choice.name not in [tool.name for tool in asked.tools or []]:
        raise wrong(f"tool_choice: tool '{choice.name}' not found in provided tools")
    if asked.output_config and asked.output_config.format:
        check_schema(asked.output_config.format.schema_)


def check_results(messages: list[Message]) -> None:
    """Every result of a tool answers a use of it in the message before."""
    before: set[str] = set()
    for n, message in enumerate(messages):
        blocks = message.content if isinstance(message.content, list) else []
        for block in blocks:
            if isinstance(block, ToolResult) and block.tool_use_id not in before:
                raise wrong(
                    f"messages.{n}: unexpected `tool_use_id` found in `tool_result` blocks: {block.tool_use_id}"
                )
        before = {block.id for block in blocks if isinstance(block, ToolUse)}


def check_thoughts(world: World, messages: list[Message]) -> None:
    """Thoughts come back as they were, before the use of a tool to which they led."""
    for n, message in enumerate(messages):
        blocks = message.content if isinstance(message.content, list) else []
        for block in blocks:
            if isinstance(block, Thoughts) and block.signature != signed(block.thinking):
                raise wrong(f"messages.{n}: Invalid `signature` in `thinking` block")
        if world.thinks and any(isinstance(block, ToolUse) for block in blocks) and not thought(blocks[0]):
            raise wrong(f"messages.{n}: Expected `thinking` or `redacted_thinking`, but found `{blocks[0].type}`.")


def thought(block: object) -> bool:
    return isinstance(block, Thoughts | HiddenThoughts)


def signed(thoughts: str) -> str:
    """The mark on a model's thoughts."""
    return base64.b64encode(hashlib.sha256(thoughts.encode()).digest()).decode()


def check_schema(schema: dict[str, Any]) -> None:
    """Objects of a structured output say that they have no further properties."""
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise wrong(
            "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false"
        )
    for part in [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]:
        check_schema(part)
    if "items" in schema:
        check_schema(schema["items"])


def used(world: World, asked: MessageRequest, words: str) -> dict[str, Any] | None:
    """The use of a tool: when there must be one, or may be one and there is no result yet."""
    kind = asked.tool_choice.type if asked.tool_choice else "auto"
    last = asked.messages[-1].content
    answered = isinstance(last, list) and any(isinstance(block, ToolResult) for block in last)
    if not asked.tools or kind == "none" or (kind == "auto" and answered):
        return None
    named = asked.tool_choice.name if asked.tool_choice and kind == "tool" else asked.tools[0].name
    tool = next(tool for tool in asked.tools if tool.name == named)
    value = filled(tool.input_schema, words)
    return {"type": "tool_use", "id": world.id("toolu_"), "name": tool.name, "input": value,
            "caller": {"type": "direct"}}  # fmt: skip


def made(world: World, asked: MessageRequest) -> dict[str, Any]:
    """The whole answer."""
    words, media, size = told(world, asked)
    ends: dict[str, Any] = {"stop_reason": "end_turn", "stop_sequence": None, "stop_details": None}
    use = used(world, asked, words)
    content: list[dict[str, Any]] = []
    if world.outcome == "moderated":
        why = {"type": "refusal", "category": "general_harms", "explanation": "This request cannot be helped with."}
        ends |= {"stop_reason": "refusal", "stop_details": why}
    elif use:
        mark = signed(world.thinks)
        first = [{"type": "thinking", "thinking": world.thinks, "signature": mark}] if world.thinks else []
        content, ends["stop_reason"] = [*first, use], "tool_use"
    else:
        text, ends["stop_reason"], ends["stop_sequence"] = said(world, asked, words, media)
        content = [{"type": "text", "text": text, "citations": None}]
    world.charge(NAME, asked.model)
    count = world.counted or Count(size, 0, 0, max(1, len(json.dumps(content)) // 4))
    spent = {
        "input_tokens": count.read, "output_tokens": count.thought + count.said, "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": count.cached, "service_tier": "standard", "server_tool_use": None,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, "inference_geo": "global",
        "output_tokens_details": {"thinking_tokens": count.thought}, "speed": "standard",
    }  # fmt: skip
    return {"id": world.id("msg_"), "type": "message", "role": "assistant", "model": asked.model, "content": content,
            "container": None, **ends, "usage": spent}  # fmt: skip


def said(
    world: World, asked: MessageRequest, words: str, media: Iterable[Sight | Heard]
) -> tuple[str, str, str | None]:
    """What the model says, why it stops, and at which words."""
    format = asked.output_config.format if asked.output_config else None
    text = reply(world.says, words, media, format.schema_ if format else None)
    for stop in asked.stop_sequences or []:
        if stop in text:
            return text.partition(stop)[0], "stop_sequence", stop
    if len(text) // 4 > asked.max_tokens:
        return text[: 4 * asked.max_tokens], "max_tokens", None
    return text, "end_turn", None


def deltas(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The pieces of one block."""
    kind, field = {
        "text": ("text_delta", "text"), "thinking": ("thinking_delta", "thinking"),
        "tool_use": ("input_json_delta", "partial_json"),
    }[block["type"]]  # fmt: skip
    body = json.dumps(block["input"]) if block["type"] == "tool_use" else block[field]
    for at in range(0, len(body), 24):
        yield {"type": kind, field: body[at : at + 24]}
    if block["type"] == "thinking":
        yield {"type": "signature_delta", "signature": block["signature"]}


def steps(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of a stream."""
    opening = {**whole, "content": [], "stop_reason": None, "stop_sequence": None, "stop_details": None}
    yield {"type": "message_start", "message": {**opening, "usage": {**whole["usage"], "output_tokens": 1}}}
    yield {"type": "ping"}
    for n, block in enumerate(whole["content"]):
        blank = {"text": {"text": ""}, "thinking": {"thinking": "", "signature": ""}, "tool_use": {"input": {}}}
        yield {"type": "content_block_start", "index": n, "content_block": {**block, **blank[block["type"]]}}
        for delta in deltas(block):
            yield {"type": "content_block_delta", "index": n, "delta": delta}
        yield {"type": "content_block_stop", "index": n}
    ends = {key: whole[key] for key in ("stop_reason", "stop_sequence", "stop_details", "container")}
    yield {"type": "message_delta", "delta": ends, "usage": {"output_tokens": whole["usage"]["output_tokens"]}}
    yield {"type": "message_stop"}


def streamed(whole: dict[str, Any]) -> Response:
    body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in steps(whole))
    return Response(body, media_type="text/event-stream", headers={"request-id": f"req_{next(REQUESTS):024d}"})


def capabilities() -> dict[str, Any]:
    yes = {"supported": True}
    effort = {"supported": True, **dict.fromkeys(("low", "medium", "high", "xhigh", "max"), yes)}
    kinds = dict.fromkeys(("adaptive", "between_tools", "disabled", "enabled"), yes)
    names = ("batch", "citations", "code_execution", "image_input", "pdf_input", "structured_outputs")
    return {
        **dict.fromkeys(names, yes), "effort": effort, "thinking": {"supported": True, "types": kinds},
        "context_management": {"supported": True},
        "server_tools": {"supported": True, "code_execution": yes, "web_search": yes},
    }  # fmt: skip


def info(model: str) -> dict[str, Any]:
    cycle = "retired" if model in RETIRED else "deprecated" if model in DEPRECATED else "active"
    named = [line for line in ("haiku", "sonnet", "opus", "fable", "mythos") if line in model]
    return {
        "type": "model", "id": model, "display_name": model.replace("-", " ").title(), "lifecycle": cycle,
        "created_at": "2026-01-01T00:00:00Z", "deprecated_at": None if cycle == "active" else "2026-02-01T00:00:00Z",
        "retires_at": {**DEPRECATED, **RETIRED}.get(model), "line": named[0] if named else None,
        "max_input_tokens": 1_000_000, "max_tokens": MOST, "capabilities": capabilities(),
    }  # fmt: skip


def versioned(request: Request) -> None:
    """Refuse a request without the version of the interface."""
    version = request.headers.get("anthropic-version")
    if version not in VERSIONS:
        raise wrong(f"anthropic-version: '{version}' is not a valid version")


def routes(world: World) -> list[Route]:
    async def create(request: Request) -> Response:
        versioned(request)
        asked = await read(request, MessageRequest, complain)
        check(world, asked)
        if world.outcome == "failed":
            raise Refused(error(529, "Overloaded"))
        whole = made(world, asked)
        return streamed(whole) if asked.stream else answer(whole)

    async def models(request: Request) -> Response:
        versioned(request)
        data = [info(model) for model in (*ACTIVE, *DEPRECATED, *RETIRED)]
        return answer({"data": data, "has_more": False, "first_id": data[0]["id"], "last_id": data[-1]["id"]})

    async def model(request: Request) -> Response:
        versioned(request)
        name = request.path_params["id"]
        if name not in (*ACTIVE, *DEPRECATED, *RETIRED):
            raise Refused(error(404, f"model: {name}"))
        return answer(info(name))

    return [
        Route("/v1/messages", guarded(create), methods=["POST"]),
        Route("/v1/models", guarded(models), methods=["GET"]),
        Route("/v1/models/{id}", guarded(model), methods=["GET"]),
    ]


def key_of(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" else request.headers.get("x-api-key")


SERVER = VendorServer(NAME, routes, key_of, error)
