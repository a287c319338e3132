"""Luma's Agents API: pictures and videos by uni-1 and ray-3.2.

Wire format: luma-agents 0.5.0 (types/generation_create_params.py, types/generation.py) and docs.agents.lumalabs.ai,
read 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    bearer,
    problem,
)
from polymuse.types import Asset, Kind


def reference(asset: Asset) -> dict[str, str]:
    return {"data": base64_of(asset), "media_type": asset.media_type}


def picture(ask: Ask) -> Http:
    body = {**generation(ask, "image"), "aspect_ratio": ask.aspect}
    return Http("POST", "/v1/generations", json=body)


def edit(ask: Ask) -> Http:
    body = {**generation(ask, "image_edit"), "source": reference(ask.inputs["image"])}
    if "style" in ask.inputs:
        body["image_ref"] = [reference(ask.inputs["style"])]
    return Http("POST", "/v1/generations", json=body)


def video(ask: Ask) -> Http:
    frames = {
        name: reference(ask.inputs[given])
        for name, given in (("start_frame", "image"), ("end_frame", "last"))
        if given in ask.inputs
    }
    how = {"duration": f"{ask.seconds or 5:.0f}s", "resolution": ask.resolution, **frames}
    body = {**generation(ask, "video"), "aspect_ratio": ask.aspect, "video": how}
    return Http("POST", "/v1/generations", json=body)


def restyle(ask: Ask) -> Http:
    return Http(
        "POST", "/v1/generations", json={**generation(ask, "video_edit"), "source": reference(ask.inputs["video"])}
    )


def generation(ask: Ask, kind: str) -> dict[str, Any]:
    return {"prompt": ask.text, "model": ask.model, "type": kind}


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v1/generations/{job}")


def looked(ask: Ask, reply: Reply) -> Outcome:
    state, job = reply.at("state"), reply.at("id")
    if state == "completed":
        kind = Kind.IMAGE if str(reply.at("type")).startswith("image") else Kind.VIDEO
        return Done([Output(str(kind), kind, url=reply.at("output", 0, "url"))])
    if state == "failed":
        code = reply.get("failure_code") or ""
        return Failed(reply.get("failure_reason") or code, "moderated" if code == "content_moderated" else "failed")
    return Waiting(job, look(ask, job), pause=2.0, note=state)


def problem_of(reply: Reply) -> Problem:
    said = reply.get("detail")
    return problem(reply, said if isinstance(said, str) else None)


def _job(request: Any) -> Operation:
    return Operation(request, reply=looked, poll=look, status=looked)


OPERATIONS: Mapping[str, Operation] = {
    "text-to-image": _job(picture),
    "image-to-image": _job(edit),
    "text-to-video": _job(video),
    "image-to-video": _job(video),
    "video-to-video": _job(restyle),
}

VENDOR = Vendor(
    name="luma_agents",
    title="Luma",
    url="https://agents.lumalabs.ai",
    hosts=("agents.lumalabs.ai",),
    keys=("LUMA_AGENTS_API_KEY",),
    auth=bearer,
    operations=OPERATIONS,
    problem=problem_of,
    pacing=Pacing(at_once=8),
    console="https://platform.lumalabs.ai",
)
