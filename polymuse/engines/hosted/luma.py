"""Luma's Dream Machine API, the older of its two: pictures by Photon and videos by Ray 2.

Wire format: lumaai 1.21.0 (types/generation_create_params.py, types/generations/image_create_params.py,
types/generation.py) and docs.lumalabs.ai/docs/errors, read 2026-11-21. Pictures can be given by public address only, so
that nothing is made from a picture here; the newer API (`luma_agents`) takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Problem,
    Reply,
    Vendor,
    Waiting,
    bearer,
    problem,
)
from polymuse.types import Kind

ROOT = "/dream-machine/v1"
MODERATED = ("moderation", "blacklisted")
"""Words in the reason of a generation that was refused for its content."""


def picture(ask: Ask) -> Http:
    return Http("POST", f"{ROOT}/generations/image", json={**shared(ask), "format": "png"})


def video(ask: Ask) -> Http:
    how = {"duration": f"{ask.seconds or 5:.0f}s", "resolution": ask.resolution}
    return Http("POST", f"{ROOT}/generations/video", json={**shared(ask), **how})


def shared(ask: Ask) -> dict[str, str]:
    called = {"callback_url": ask.callback} if ask.callback else {}
    return {"prompt": ask.text, "model": ask.model, "aspect_ratio": ask.aspect, **called}


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"{ROOT}/generations/{job}")


def looked(ask: Ask, reply: Reply) -> Outcome:
    state, job = reply.at("state"), reply.at("id")
    if state == "completed":
        kind = Kind.IMAGE if ask.task == "text-to-image" else Kind.VIDEO
        return Done([Output(str(kind), kind, url=reply.at("assets", str(kind)))])
    if state == "failed":
        reason = reply.get("failure_reason") or "no reason was given"
        return Failed(reason, "moderated" if any(word in reason.lower() for word in MODERATED) else "failed")
    return Waiting(job, look(ask, job), pause=3.0, note=state)


def problem_of(reply: Reply) -> Problem:
    said = reply.get("detail")
    said = said if isinstance(said, str) else None
    if said and "insufficient credits" in said.lower():
        return Problem("balance", said)
    return problem(reply, said)


def _job(request: Callable[[Ask], Http]) -> Operation:
    return Operation(request, reply=looked, poll=look, status=looked)


OPERATIONS: Mapping[str, Operation] = {"text-to-image": _job(picture), "text-to-video": _job(video)}

VENDOR = Vendor(
    name="luma",
    title="Luma Dream Machine",
    url="https://api.lumalabs.ai",
    hosts=("api.lumalabs.ai",),
    keys=("LUMAAI_API_KEY",),
    auth=bearer,
    operations=OPERATIONS,
    problem=problem_of,
    console="https://lumalabs.ai/api/keys",
    probe=Http("GET", f"{ROOT}/credits"),
)
