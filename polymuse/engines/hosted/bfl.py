"""Black Forest Labs: pictures and edits by Flux.

Wire format: api.bfl.ai's OpenAPI document and docs.bfl.ai (errors, prices) as public copies have them, read 2026-11-21.
Every request is a job with an address of its own to ask at; its price is told in credits as it is taken, and a credit is
a US cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Problem,
    Reply,
    Vendor,
    Waiting,
    base64_of,
    problem,
)
from polymuse.types import Kind

CREDIT = 0.01
"""US dollars."""
GIVEN = ("image", "style")


def draw(ask: Ask) -> Http:
    return sent(ask, described(ask) | sampled(ask) | shaped(ask))


def edit(ask: Ask) -> Http:
    """The picture first, what lends its style second; the words tell them apart. Without a size it keeps its own."""
    pictures = [base64_of(ask.inputs[name]) for name in GIVEN if name in ask.inputs]
    fields = {"input_image" if n == 1 else f"input_image_{n}": picture for n, picture in enumerate(pictures, 1)}
    return sent(ask, described(ask) | sampled(ask) | shaped(ask) | fields)


def sent(ask: Ask, body: Mapping[str, Any]) -> Http:
    return Http("POST", f"/v1/{ask.model}", json=body)


def described(ask: Ask) -> dict[str, Any]:
    body = {"prompt": ask.text, "seed": ask.param("seed", 0), "output_format": "png"}
    if "prompt_upsampling" in ask.words and "klein" not in ask.model:
        # The better two of FLUX.2 rewrite a prompt unless they are told not to; the others name it the other way round.
        as_written = not ask.words["prompt_upsampling"]
        plain = ask.model.startswith("flux-2") and "flex" not in ask.model
        body |= {"disable_pup": as_written} if plain else {"prompt_upsampling": not as_written}
    return body


def sampled(ask: Ask) -> dict[str, Any]:
    """Steps and guidance, which two models take."""
    if ask.model not in ("flux-dev", "flux-2-flex"):
        return {}
    fields = {"steps": ask.param("steps"), "guidance": ask.param("guidance")}
    return {name: value for name, value in fields.items() if value is not None}


def shaped(ask: Ask) -> dict[str, Any]:
    if ask.size:
        return dict(zip(("width", "height"), ask.size, strict=True))
    return {"aspect_ratio": ask.aspect} if ask.aspect else {}


def taken(ask: Ask, reply: Reply) -> Outcome:
    address, cost = str(reply.at("polling_url")), reply.get("cost")
    usd = round(float(cost) * CREDIT, 6) if cost is not None else None
    return Waiting(address, look(ask, address), pause=1.0, usd=usd)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", job)


def looked(ask: Ask, reply: Reply) -> Outcome:
    status = reply.at("status")
    if status == "Ready":
        return Done([Output("image", Kind.IMAGE, url=reply.at("result", "sample"))])
    if "Moderated" in status:
        reasons = reply.get("details", "Moderation Reasons") or []
        return Failed(", ".join([status, *map(str, reasons)]), "moderated")
    if status in ("Error", "Task not found"):
        return Failed(str(reply.get("details", "error") or status))
    return Waiting("", None, pause=1.0, progress=reply.get("progress"), note=status)


def problem_of(reply: Reply) -> Problem:
    detail = reply.get("detail")
    if isinstance(detail, list) and detail:
        place = ".".join(map(str, detail[0].get("loc", [])[1:]))
        return problem(reply, f"{place}: {detail[0].get('msg')}")
    return problem(reply, detail if isinstance(detail, str) else reply.get("status"))


def _job(request: Callable[[Ask], Http]) -> Operation:
    return Operation(request, taken, poll=look, status=looked)


VENDOR = Vendor(
    name="bfl",
    title="Black Forest Labs",
    url="https://api.bfl.ai",
    hosts=("api.bfl.ai", ".bfl.ai"),
    keys=("BFL_API_KEY",),
    auth=lambda key: {"x-key": key},
    operations={"text-to-image": _job(draw), "image-to-image": _job(edit)},
    problem=problem_of,
    pacing=Pacing(at_once=24),
    console="https://dashboard.bfl.ai",
    probe=Http("GET", "/v1/credits"),
)
