"""Kling: videos from words and from pictures, and pictures.

Wire format: Kling's reference (general information, text to video, image to video, image generation) as copied in public
repositories, the newest of 2026, read 2026-11-21. Every answer is an envelope whose `code` is 0 when all is well. A request
carries our own id, so that one whose answer was lost is found again in the list of tasks.
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
    Problem,
    ProblemKind,
    Reply,
    Vendor,
    Waiting,
    base64_of,
    bearer,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind

PATHS = {
    "text-to-video": "/v1/videos/text2video",
    "image-to-video": "/v1/videos/image2video",
    "text-to-image": "/v1/images/generations",
    "image-to-image": "/v1/images/generations",
}
MODES = {"720p": "std", "1080p": "pro", "4k": "4k"}
UNITS = {"videos": 0.14, "images": 0.0035}
"""US dollars that a unit of a resource pack costs (Kling's price list, 2026)."""
SMALLEST = 300
"""Pixels that each side of a given picture needs."""
CODES: Mapping[int, ProblemKind] = {
    1000: "key", 1001: "key", 1002: "key", 1003: "key", 1004: "key", 1100: "balance", 1101: "balance", 1102: "balance",
    1103: "key", 1203: "missing", 1300: "moderated", 1301: "moderated", 1302: "limited", 1303: "limited", 1304: "key",
    5001: "busy", 5002: "unclear",
}  # fmt: skip
RISK = "risk control"
"""Words in the message of a task that was refused for its content."""


def video(ask: Ask) -> Http:
    frames = {
        field: given(ask.inputs[name])
        for field, name in (("image", "image"), ("image_tail", "last"))
        if name in ask.inputs
    }
    # A film from a picture keeps the picture's shape.
    shape = {} if frames else {"aspect_ratio": ask.aspect}
    how = {"duration": f"{ask.seconds or 5:.0f}", "mode": ask.words.get("mode") or MODES[ask.resolution]}
    return Http("POST", PATHS[ask.task], json={**described(ask), **shape, **frames, **how})


def picture(ask: Ask) -> Http:
    body = {**described(ask), "aspect_ratio": ask.aspect, "resolution": ask.resolution, "n": 1}
    if "image" in ask.inputs:
        body["image"] = given(ask.inputs["image"])
    return Http("POST", PATHS[ask.task], json=body)


def described(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {"model_name": ask.model, "prompt": ask.text}
    if ask.negative:
        body["negative_prompt"] = ask.negative
    if ask.token:
        body["external_task_id"] = ask.token
    if ask.callback:
        body["callback_url"] = ask.callback
    return body


def given(asset: Asset) -> str:
    """A picture as the service takes it. Raises ParameterError for one that it would refuse."""
    if min(asset.facts.get("width", SMALLEST), asset.facts.get("height", SMALLEST)) < SMALLEST:
        raise ParameterError(
            f"Kling takes pictures of {SMALLEST} by {SMALLEST} pixels and more.", hint="Give a larger picture."
        )
    return base64_of(asset)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"{PATHS[ask.task]}/{job}")


def looked(ask: Ask, reply: Reply) -> Outcome:
    if (code := reply.at("code")) != 0:
        moderated = CODES.get(code) == "moderated"
        return Failed(f"{reply.get('message')} ({code})", "moderated" if moderated else "failed")
    job, status = reply.at("data", "task_id"), reply.at("data", "task_status")
    if status == "succeed":
        return Done([output(ask, reply)], usd=charged(ask, reply))
    if status == "failed":
        said = reply.get("data", "task_status_msg") or "no reason was given"
        return Failed(said, "moderated" if RISK in said else "failed", charged(ask, reply))
    return Waiting(job, look(ask, job), pause=5.0, note=status)


def output(ask: Ask, reply: Reply) -> Output:
    kind = Kind.VIDEO if ask.task.endswith("video") else Kind.IMAGE
    return Output(str(kind), kind, url=reply.at("data", "task_result", f"{kind}s", 0, "url"))


def charged(ask: Ask, reply: Reply) -> float | None:
    """In US dollars, where the answer says the units."""
    try:
        units = float(reply.get("data", "final_unit_deduction") or "")
    except ValueError:
        return None
    return round(units * UNITS["videos" if "videos" in PATHS[ask.task] else "images"], 6)


def recent(ask: Ask) -> Http:
    return Http("GET", PATHS[ask.task], query={"pageNum": "1", "pageSize": "500"})


def found(ask: Ask, reply: Reply) -> str | None:
    for task in reply.at("data"):
        if (task.get("task_info") or {}).get("external_task_id") == ask.token:
            return str(task["task_id"])
    return None


def problem_of(reply: Reply) -> Problem:
    said, code = reply.get("message"), reply.get("code")
    if isinstance(code, int) and code in CODES:
        return Problem(CODES[code], f"{said} ({code})")
    return problem(reply, f"{said} ({code})" if said else None)


VIDEO = Operation(video, looked, poll=look, status=looked, reconcile=recent, reconciled=found, deadline=3600.0)
PICTURE = Operation(picture, looked, poll=look, status=looked, reconcile=recent, reconciled=found)

VENDOR = Vendor(
    name="kling",
    title="Kling",
    url="https://api-singapore.klingai.com",
    hosts=("api-singapore.klingai.com",),
    keys=("KLING_API_KEY",),
    auth=bearer,
    operations={"text-to-video": VIDEO, "image-to-video": VIDEO, "text-to-image": PICTURE, "image-to-image": PICTURE},
    problem=problem_of,
    console="https://app.klingai.com/global/dev",
    probe=Http("GET", PATHS["text-to-video"], query={"pageNum": "1", "pageSize": "1"}),
)
