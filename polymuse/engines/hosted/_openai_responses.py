"""Words and pictures in one answer by OpenAI's responses, and pictures drawn on behalf of a language model.

Wire format: openai 3.52.0 SDK (types/responses/), read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._openai_chat import CUT
from polymuse.engines.hosted._openai_media import image_outputs, quality_of, size_of
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Reply,
    data_uri,
    images,
    tokens,
)
from polymuse.errors import ParameterError
from polymuse.quantities import SHORTEST
from polymuse.types import Kind

__all__ = ["answers", "by_host"]


def content(ask: Ask) -> list[dict[str, Any]]:
    """What the user says and shows. Raises ParameterError for sounds and videos."""
    for kind in ("audio", "video"):
        if kind in ask.inputs:
            raise ParameterError(f"{ask.model} takes pictures here, no {kind}.")
    shown = [{"type": "input_image", "detail": "auto", "image_url": data_uri(one)} for one in images(ask.inputs)]
    return [{"type": "input_text", "text": ask.text}, *shown]


def body(ask: Ask, tool: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "model": ask.model, "input": [{"role": "user", "content": content(ask)}],
        "tools": [{"type": "image_generation", "output_format": "png", **tool}], "store": False,
    }  # fmt: skip
    if ask.param("system"):
        asked["instructions"] = ask.param("system")
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


def gathered(ask: Ask, reply: Reply) -> Done | Failed:
    """All that an answer holds, and what it took."""
    return replace(
        collected(reply), tokens=tokens(reply.get("usage"), ["input_tokens"], ["output_tokens"], "total_tokens")
    )


def collected(reply: Reply) -> Done | Failed:
    """All that an answer holds: its words together, its pictures, and in which order they came."""
    words, drawn, order = [], [], list[str]()
    for item in reply.at("output"):
        if item.get("type") == "image_generation_call":
            if item.get("status") == "failed" or not item.get("result"):
                return declined(item.get("error") or {})
            drawn.append({"b64_json": item["result"]})
            order.append("image" if len(drawn) == 1 else f"image-{len(drawn)}")
        for part in item.get("content") or []:
            if part.get("type") == "refusal":
                return Failed(str(part.get("refusal")), "moderated")
            if part.get("text"):
                words.append(part["text"])
                order += ["text"] if "text" not in order else []
    if reply.get("status") == "failed":
        return Failed(str(reply.get("error", "message") or "no reason is given"))
    pictures = image_outputs(drawn) if drawn else []
    facts = {"order": order or ["text"]}
    said = Output("text", Kind.TEXT, "\n\n".join(words).encode(), media_type="text/plain", facts=facts)
    cut = reply.get("status") == "incomplete"
    return Done([said, *pictures], notices=[CUT] if cut else [])


def declined(error: Mapping[str, Any]) -> Failed:
    blocked = error.get("code") == "moderation_blocked"
    return Failed(str(error.get("message") or "the picture was not made"), "moderated" if blocked else "failed")


def drawn(ask: Ask, reply: Reply) -> Outcome:
    """The pictures alone. Raises BadReply where there are none."""
    outcome = gathered(ask, reply)
    if not isinstance(outcome, Done):
        return outcome
    pictures = [output for output in outcome.outputs if output.kind is Kind.IMAGE]
    if not pictures:
        return Failed("it answered in words alone", tokens=outcome.tokens)
    return Done(pictures, tokens=outcome.tokens)


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
