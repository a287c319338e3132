"""POST /v1/responses, and what becomes of responses that are made in the background."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import Body, Refused, guarded
from ..perception import filled, reply
from ..world import Count, Job
from .api import House, events, now, refused, tokens, wrong
from .chat import check_strict
from .content import Told, seen
from .images import ImageRequest, drawn, rules, size_of, usage

__all__ = ["ResponseRequest", "routes"]


class InputText(Body):
    type: Literal["input_text"]
    text: str


class InputImage(Body):
    type: Literal["input_image"]
    detail: Literal["auto", "low", "high", "original"] = "auto"
    image_url: str


class OutputText(Body):
    type: Literal["output_text"]
    text: str
    annotations: list[dict[str, Any]] = Field(default_factory=list)
    logprobs: list[dict[str, Any]] | None = None


class Message(Body):
    role: Literal["user", "assistant", "system", "developer"]
    content: str | list[Annotated[InputText | InputImage | OutputText, Field(discriminator="type")]]
    type: Literal["message"] = "message"
    id: str | None = None
    status: Literal["in_progress", "completed", "incomplete"] | None = None
    phase: Literal["commentary", "final_answer"] | None = None


class FunctionCall(Body):
    type: Literal["function_call"]
    call_id: str
    name: str
    arguments: str
    id: str | None = None
    status: str | None = None


class FunctionResult(Body):
    type: Literal["function_call_output"]
    call_id: str
    output: str | list[Annotated[InputText | InputImage, Field(discriminator="type")]]
    id: str | None = None
    status: str | None = None


class DrawnBefore(Body):
    type: Literal["image_generation_call"]
    id: str
    result: str | None = None
    status: str = "completed"


def kind_of(item: Any) -> str:
    return str(item.get("type", "message"))


Item = Annotated[
    Annotated[Message, Tag("message")]
    | Annotated[FunctionCall, Tag("function_call")]
    | Annotated[FunctionResult, Tag("function_call_output")]
    | Annotated[DrawnBefore, Tag("image_generation_call")],
    Discriminator(kind_of),
]


class Drawing(Body):
    type: Literal["image_generation"]
    action: Literal["generate", "edit", "auto"] = "auto"
    background: Literal["transparent", "opaque", "auto"] = "auto"
    input_fidelity: Literal["high", "low"] | None = None
    model: str = "gpt-image-2.5-flare"
    moderation: Literal["auto", "low"] = "auto"
    output_compression: int = Field(100, ge=0, le=100)
    output_format: Literal["png", "webp", "jpeg"] = "png"
    partial_images: int = Field(0, ge=0, le=3)
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] = "auto"
    size: str = "auto"


class Function(Body):
    type: Literal["function"]
    name: str = Field(pattern="^[a-zA-Z0-9_-]{1,64}$")
    parameters: dict[str, Any] | None
    strict: bool | None
    description: str | None = None


class Choice(Body):
    type: Literal["function", "image_generation"]
    name: str | None = None


class Plain(Body):
    type: Literal["text", "json_object"]


class Schemed(Body):
    type: Literal["json_schema"]
    name: str = Field(pattern="^[a-zA-Z0-9_-]{1,64}$")
    schema_: dict[str, Any] = Field(alias="schema")
    description: str | None = None
    strict: bool | None = None


class TextConfig(Body):
    format: Annotated[Plain | Schemed, Field(discriminator="type")] | None = None
    verbosity: Literal["low", "medium", "high"] | None = None


class Reasoning(Body):
    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    summary: Literal["auto", "concise", "detailed"] | None = None


class ResponseRequest(Body):
    input: str | list[Item]
    model: str
    background: bool | None = None
    include: list[str] | None = None
    instructions: str | None = None
    max_output_tokens: int | None = Field(None, ge=16)
    max_tool_calls: int | None = Field(None, ge=1)
    metadata: dict[str, str] | None = None
    parallel_tool_calls: bool | None = None
    previous_response_id: str | None = None
    prompt_cache_key: str | None = None
    reasoning: Reasoning | None = None
    safety_identifier: str | None = None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | None = None
    store: bool | None = None
    stream: bool | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    text: TextConfig | None = None
    tool_choice: Literal["none", "auto", "required"] | Choice = "auto"
    tools: list[Annotated[Drawing | Function, Field(discriminator="type")]] = Field(default_factory=list)
    top_p: float | None = Field(None, ge=0, le=1)
    truncation: Literal["auto", "disabled"] | None = None
    user: str | None = None


def told(house: House, asked: ResponseRequest) -> Told:
    """Everything that the input says and shows."""
    if isinstance(asked.input, str):
        return Told(asked.input, [], tokens(asked.input))
    out = Told()
    calls: set[str] = set()
    for n, item in enumerate(asked.input):
        if isinstance(item, FunctionCall):
            calls.add(item.call_id)
        if isinstance(item, FunctionResult) and item.call_id not in calls:
            raise wrong(f"No tool call found for function call output with call_id {item.call_id}.", "input", None)
        if not isinstance(item, Message):
            continue
        words = item.content if isinstance(item.content, str) else ""
        for m, part in enumerate(item.content if isinstance(item.content, list) else []):
            if isinstance(part, InputImage):
                out.media.append(seen(house, part.image_url, f"input[{n}].content[{m}].image_url"))
            else:
                words += part.text
        out.size += tokens(words)
        out.words = words if item.role == "user" else out.words
    return out


def check(house: House, asked: ResponseRequest) -> None:
    """Refuse what the shape alone does not."""
    house.begin(asked.model, "chat")
    earlier = asked.previous_response_id
    if earlier is not None and earlier not in house.world.jobs:
        words = f"Previous response with id '{earlier}' not found."
        raise Refused(refused(400, words, "invalid_request_error", "previous_response_id",
                              "previous_response_not_found"))  # fmt: skip
    if asked.text and isinstance(asked.text.format, Schemed) and asked.text.format.strict:
        check_strict(asked.text.format.schema_, "text.format.schema")
    for tool in asked.tools:
        if isinstance(tool, Drawing):
            house.check_model(tool.model, "images")
            same = tool.model_dump(include={"model", "size", "quality", "background", "output_format"})
            rules(ImageRequest(prompt="-", **same))
    if asked.background and asked.store is False:
        raise wrong("Background mode requires store=true.", "background", None)


def drawing(house: House, tool: Drawing, about: Told) -> dict[str, Any]:
    """The item of a picture that the model had made."""
    width, height = size_of(tool.size)
    item: dict[str, Any] = {
        "id": house.world.id("ig_"), "type": "image_generation_call", "status": "completed",
        "action": "edit" if about.media else "generate", "background": tool.background.replace("auto", "opaque"),
        "output_format": tool.output_format, "quality": tool.quality.replace("auto", "medium"),
        "size": f"{width}x{height}", "revised_prompt": f"Revised: {about.words}", "result": None,
    }  # fmt: skip
    if house.world.outcome == "moderated":
        details = {"categories": ["violence"], "moderation_stage": "output"}
        error = {"code": "moderation_blocked", "message": "Your request was rejected by the safety system.",
                 "param": None, "type": "image_generation_user_error", "moderation_details": details}  # fmt: skip
        return {**item, "status": "failed", "error": error}
    words = about.words + "".join(str(one) for one in about.media)
    data = drawn(words, width, height, tool.output_format, tool.background)
    return {**item, "result": base64.b64encode(data).decode()}


def message(house: House, part: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    return {"id": house.world.id("msg_"), "type": "message", "role": "assistant", "status": status, "content": [part]}


def spoken(house: House, asked: ResponseRequest, about: Told) -> dict[str, Any]:
    """The item of what the model says."""
    if house.world.outcome == "moderated":
        return message(house, {"type": "refusal", "refusal": "I'm sorry, I can't assist with that request."})
    format = asked.text.format if asked.text else None
    words = reply(house.world.says, about.words, about.media, format.schema_ if isinstance(format, Schemed) else None)
    most = asked.max_output_tokens
    cut = most is not None and tokens(words) > most
    text = words[: 4 * (most or 0)] if cut else words
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    return message(house, part, "incomplete" if cut else "completed")


def output(house: House, asked: ResponseRequest, about: Told) -> list[dict[str, Any]]:
    """What the model does: a picture when it may draw, else a call when it may call and has no result, else words."""
    tools = asked.tools if asked.tool_choice != "none" else []
    if isinstance(asked.tool_choice, Choice):
        name, kind = asked.tool_choice.name, asked.tool_choice.type
        tools = [tool for tool in tools if tool.type == kind and (kind != "function" or tool.name == name)]
        if not tools:
            raise wrong("Tool choice not found in 'tools' parameter.", "tool_choice")
    for tool in tools:
        if isinstance(tool, Drawing):
            return [drawing(house, tool, about)]
        if not any(isinstance(item, FunctionResult) for item in asked.input):
            arguments = json.dumps(filled(tool.parameters or {}, about.words))
            return [{"id": house.world.id("fc_"), "type": "function_call", "call_id": house.world.id("call_"),
                     "name": tool.name, "arguments": arguments, "status": "completed"}]  # fmt: skip
    return [spoken(house, asked, about)]


def spent(items: list[dict[str, Any]], about: Told, counted: Count | None) -> dict[str, Any]:
    """Tokens of the words, and apart from them those of pictures."""
    pictures = [item for item in items if item.get("result")]
    pixels = sum(size_of(item["size"])[0] * size_of(item["size"])[1] for item in pictures)
    said = tokens(json.dumps([item for item in items if item not in pictures]))
    count = counted or Count(about.size, 0, 0, said)
    read, written = count.read + count.cached, count.thought + count.said
    return {
        "usage": {
            "input_tokens": read, "output_tokens": written, "total_tokens": read + written,
            "input_tokens_details": {"cached_tokens": count.cached, "cache_write_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": count.thought},
        },
        "tool_usage": {
            "image_gen": usage(about.words, len(about.media), len(pictures), pixels), "web_search": {"num_requests": 0},
        },
    }  # fmt: skip


def begun(job: Job, asked: ResponseRequest, status: str) -> dict[str, Any]:
    """A response before it has any output."""
    text = asked.text or TextConfig()
    format = text.format.model_dump(by_alias=True) if text.format else {"type": "text"}
    given = asked.model_dump(mode="json", by_alias=True)
    return {
        "id": job.id, "object": "response", "created_at": job.asked["at"], "status": status, "model": asked.model,
        "background": bool(asked.background), "error": None, "incomplete_details": None, "output": [], "usage": None,
        "instructions": asked.instructions, "max_output_tokens": asked.max_output_tokens,
        "max_tool_calls": asked.max_tool_calls, "metadata": asked.metadata or {},
        "parallel_tool_calls": asked.parallel_tool_calls is not False, "prompt_cache_key": asked.prompt_cache_key,
        "previous_response_id": asked.previous_response_id,
        "reasoning": given["reasoning"] or {"effort": None, "summary": None},
        "safety_identifier": asked.safety_identifier, "service_tier": "default", "store": asked.store is not False,
        "temperature": asked.temperature if asked.temperature is not None else 1.0,
        "text": {"format": format, "verbosity": text.verbosity or "medium"}, "tool_choice": given["tool_choice"],
        "tools": given["tools"], "top_logprobs": 0, "top_p": asked.top_p if asked.top_p is not None else 1.0,
        "truncation": asked.truncation or "disabled", "user": asked.user,
    }  # fmt: skip


def finished(
    job: Job, asked: ResponseRequest, items: list[dict[str, Any]], about: Told, counted: Count | None
) -> dict[str, Any]:
    cut = any(item.get("status") == "incomplete" for item in items)
    ends = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}} if cut else {}
    done = {"completed_at": now(), "output": items, **spent(items, about, counted)}
    return {**begun(job, asked, "completed"), **done, **ends}


def steps(item: dict[str, Any], at: int, partial: int) -> Iterator[dict[str, Any]]:
    """The events of one item of the output."""
    place = {"item_id": item["id"], "output_index": at}
    if item["type"] == "message":
        yield {"type": "response.output_item.added", "output_index": at, "item": {**item, "status": "in_progress",
               "content": []}}  # fmt: skip
        yield from said(item, place)
    elif item["type"] == "image_generation_call":
        blank = {**item, "status": "in_progress", "result": None}
        yield {"type": "response.output_item.added", "output_index": at, "item": blank}
        yield {"type": "response.image_generation_call.in_progress", **place}
        yield {"type": "response.image_generation_call.generating", **place}
        for n in range(partial if item["result"] else 0):
            yield {"type": "response.image_generation_call.partial_image", **place, "partial_image_index": n,
                   "partial_image_b64": item["result"]}  # fmt: skip
        yield {"type": "response.image_generation_call.completed", **place}
    else:
        yield {"type": "response.output_item.added", "output_index": at, "item": {**item, "arguments": ""}}
        yield {"type": "response.function_call_arguments.delta", **place, "delta": item["arguments"]}
        yield {"type": "response.function_call_arguments.done", **place, "arguments": item["arguments"],
               "name": item["name"]}  # fmt: skip
    yield {"type": "response.output_item.done", "output_index": at, "item": item}


def said(item: dict[str, Any], place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of the words of a message."""
    part, here = item["content"][0], {**place, "content_index": 0}
    field, kind = ("text", "output_text") if part["type"] == "output_text" else ("refusal", "refusal")
    more = {"logprobs": []} if kind == "output_text" else {}
    yield {"type": "response.content_part.added", **here, "part": {**part, field: ""}}
    for begin in range(0, len(part[field]), 24):
        yield {"type": f"response.{kind}.delta", **here, **more, "delta": part[field][begin : begin + 24]}
    yield {"type": f"response.{kind}.done", **here, **more, field: part[field]}
    yield {"type": "response.content_part.done", **here, "part": part}


def streamed(job: Job, asked: ResponseRequest, whole: dict[str, Any]) -> str:
    partial = max((tool.partial_images for tool in asked.tools if isinstance(tool, Drawing)), default=0)
    opening = begun(job, asked, "in_progress")
    body = [
        {"type": "response.created", "response": opening},
        {"type": "response.in_progress", "response": opening},
        *(step for at, item in enumerate(whole["output"]) for step in steps(item, at, partial)),
        {"type": f"response.{whole['status']}", "response": whole},
    ]
    return events([{**event, "sequence_number": n} for n, event in enumerate(body)], named=True, done=False)


def state(job: Job) -> dict[str, Any]:
    """A response as it stands."""
    whole: dict[str, Any] = job.asked["whole"]
    blank = {**whole, "output": [], "usage": None, "completed_at": None}
    if job.outcome == "cancelled":
        return {**blank, "status": "cancelled"}
    return whole if job.polls < 0 else {**blank, "status": "in_progress"}


def found(house: House, request: Request) -> Job:
    name = request.path_params["id"]
    job = house.world.jobs.get(name)
    if job is None or job.vendor != house.name or "whole" not in job.asked:
        raise Refused(refused(404, f"Response with id '{name}' not found.", "invalid_request_error"))
    return job


def routes(house: House) -> list[Route]:
    async def create(request: Request) -> Response:
        asked = await house.body(request, ResponseRequest)
        check(house, asked)
        about = told(house, asked)
        items = output(house, asked, about)
        job = house.world.job(house.name, asked.model, {"at": now()}, "resp_")
        job.outcome = "succeeded"
        job.polls = job.polls if asked.background else -1
        whole = finished(job, asked, items, about, house.world.counted)
        job.asked = {**job.asked, "whole": whole}
        if asked.stream:
            return house.stream(streamed(job, asked, whole))
        return house.answer({**state(job), "status": "queued"} if asked.background else whole)

    async def retrieve(request: Request) -> Response:
        job = found(house, request)
        job.look()
        return house.answer(state(job))

    async def cancel(request: Request) -> Response:
        job = found(house, request)
        if not job.asked["whole"]["background"]:
            raise wrong("Only responses with background=true can be cancelled.", None, None)
        job.outcome = "cancelled" if job.polls >= 0 else job.outcome
        return house.answer(state(job))

    return [
        Route("/v1/responses", guarded(create), methods=["POST"]),
        Route("/v1/responses/{id}", guarded(retrieve), methods=["GET"]),
        Route("/v1/responses/{id}/cancel", guarded(cancel), methods=["POST"]),
    ]
