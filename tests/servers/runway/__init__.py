"""Runway's developer API, through which models of several makers are reached.

Fields, models, sizes, statuses and costs: runwayml 5.24.0's types (`shapes` beside this file). Failure codes:
docs.dev.runwayml.com/errors/task-failures. Statuses of errors: docs.dev.runwayml.com/api-details/errors. The envelopes of
errors (`error`, `issues`, `docUrl`) and the sentence for an empty account are as clients report them in public code. All
read 2026-11-21. A credit is one cent. Credits of gen4.5, gen4_turbo, gen4_image and veo3.1: litellm 1.109.1's table; of
aleph2 and seedance2: Runway's notes for integrators; of Ideogram: the SDK's own words; of all others: made up. That a task
refused for its input is charged, and a failed one given back, is as clients report it. Not served: uploads (`runway://`),
avatars, workflows, upscaling, dubbing.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import av
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Complaint, Refused, guarded, read
from tests.servers.perception import data_url, look
from tests.servers.runway.parts import dumped
from tests.servers.runway.shapes import SHAPES
from tests.servers.world import Job, VendorServer, World

__all__ = ["SERVER"]

VERSION = "2024-11-06"
BALANCE = 10_000
LIMIT = 5 * 1024 * 1024
"""Length of a data URI."""
LINES = {"480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "2k": 1440}
DOCS = "https://docs.dev.runwayml.com/api"
A_SECOND = {"gen4.5": 12, "gen4_turbo": 5, "veo3.1": 40, "veo3.1_fast": 15, "aleph2": 15, "seedance2": 36}
AN_IMAGE = {"gen4_image": 5, "gen4_image_turbo": 2}
OTHERS = 20
IDEOGRAM = {
    "ideogram_4_0": {"low": 4, "medium": 7, "high": 11},
    "ideogram_4_5": {"very_low": 2, "low": 4, "medium": 8, "high": 25},
}


def error(status: int, message: str, **more: Any) -> Response:
    return JSONResponse({"error": message, **more, "docUrl": DOCS}, status)


def invalid(path: str, message: str, code: str = "custom", **more: Any) -> Response:
    places = [int(step) if step.isdigit() else step for step in path.split(".")] if path else []
    return error(400, "Validation of body failed", issues=[{"code": code, "path": places, "message": message, **more}])


def refusal(complaint: Complaint) -> Response:
    code = {"unknown": "unrecognized_keys", "missing": "invalid_type", "type": "invalid_type"}.get(complaint.kind)
    return invalid(complaint.where, complaint.what, code or "invalid_value")


def media_of(asked: Any, path: str = "") -> list[tuple[str, str, str]]:
    """Every address of a picture, film or sound in a body: its place, the kind that belongs there, and itself."""
    if isinstance(asked, list):
        return [found for n, part in enumerate(asked) for found in media_of(part, f"{path}.{n}".lstrip("."))]
    if isinstance(asked, dict):
        return [found for name, part in asked.items() for found in media_of(part, f"{path}.{name}".lstrip("."))]
    fields = {"promptImage": "image", "uri": "image", "maskUri": "image", "references": "image"}
    fields |= {"videoUri": "video", "promptVideo": "video"}
    kind = fields.get(path.rsplit(".", maxsplit=1)[-1])
    return [(path, kind, asked)] if kind and isinstance(asked, str) else []


def check_media(path: str, kind: str, address: str) -> None:
    if address.startswith("https://"):
        return
    if not address.startswith("data:"):
        raise Refused(invalid(path, "Only HTTPS URLs are allowed."))
    if len(address) > LIMIT:
        raise Refused(invalid(path, f"The data URI is longer than {LIMIT} characters.", "too_big"))
    try:
        media_type, data = data_url(address)
        _ = look(data) if kind == "image" else seconds_of(data)
    except (ValueError, av.FFmpegError):
        raise Refused(invalid(path, "Invalid data URI.")) from None
    if not media_type.startswith(kind):
        raise Refused(invalid(path, "Unsupported asset type."))


def seconds_of(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        if not file.streams.video or not file.duration:
            raise ValueError("this is no film")
        return float(file.duration) / av.time_base


def given(job: Job, kind: str) -> bytes | None:
    """The first picture or film that was given with the request itself."""
    for _, sort, address in media_of(job.asked):
        if sort == kind and address.startswith("data:"):
            return data_url(address)[1]
    return None


def even(width: float, height: float) -> tuple[int, int]:
    return 2 * int(width // 2), 2 * int(height // 2)


def size_of(job: Job) -> tuple[int, int]:
    """As asked; else as what was given; else what the endpoint makes of its own accord."""
    across, _, up = str(job.asked.get("ratio", "")).partition(":")
    if int(up or 0) > 100:
        return int(across), int(up)
    lines = LINES.get(job.asked.get("resolution", str(job.asked.get("ratio")).removeprefix("auto_")), 720)
    if up:
        return even(lines * max(1.0, int(across) / int(up)), lines * max(1.0, int(up) / int(across)))
    if picture := given(job, "image"):
        return even(look(picture).width, look(picture).height)
    if film := given(job, "video"):
        with av.open(io.BytesIO(film)) as file:
            return even(file.streams.video[0].width, file.streams.video[0].height)
    return (1024, 1024) if job.asked["endpoint"] == "text_to_image" else even(lines * 16 / 9, lines)


def length_of(endpoint: str, asked: dict[str, Any]) -> float:
    if endpoint == "video_to_video":
        address = asked.get("videoUri") or asked["promptVideo"]
        return seconds_of(data_url(address)[1]) if address.startswith("data:") else 5.0
    if endpoint == "text_to_speech":
        return max(0.5, len(asked["promptText"]) / 15)
    asked_for = asked.get("duration", 2.0)
    return 5.0 if asked_for == "auto" else float(asked_for)


def credits_of(endpoint: str, asked: dict[str, Any]) -> int:
    model, count = asked["model"], asked.get("outputCount", 1)
    if endpoint == "text_to_image":
        quality = asked.get("quality") or ("medium" if asked.get("referenceImages") else "high")
        return count * (IDEOGRAM[model][quality] if model in IDEOGRAM else AN_IMAGE.get(model, OTHERS))
    if endpoint == "text_to_speech":
        return -(-len(asked["promptText"]) // 50)
    if endpoint == "sound_effect":
        return max(1, round(length_of(endpoint, asked))) * asked.get("numVariants", 1)
    silent = model.startswith("veo") and not asked.get("audio", True)
    return round(A_SECOND.get(model, OTHERS) * length_of(endpoint, asked)) // (2 if silent else 1)


def results(job: Job, world: World) -> list[str]:
    """Links to what was made, new each time."""
    endpoint, words = job.asked["endpoint"], hashlib.sha256(repr(sorted(job.asked.items())).encode()).hexdigest()
    seconds, links = length_of(endpoint, dict(job.asked)), []
    for number in range(job.asked.get("outputCount", job.asked.get("numVariants", 1))):
        own = f"{words}{number}"
        if endpoint == "text_to_image":
            links.append(world.file(media.picture(own, *size_of(job)), "image/png", ".png"))
        elif endpoint in ("text_to_speech", "sound_effect"):
            kind = job.asked.get("format", "mp3")
            links.append(world.file(media.tone(own, seconds, kind, 44100), "audio/mpeg", f".{kind}"))
        else:
            links.append(world.file(media.clip(own, seconds, *size_of(job)), "video/mp4", ".mp4"))
    return links


def looked(job: Job, world: World) -> dict[str, Any]:
    """A task's state. It waits its turn, is held back by the account's limits, and runs, in the looks before its end."""
    base = {"id": job.id, "createdAt": "2026-11-21T12:00:00.000Z"}
    cost = {"credits": job.asked["credits"]}
    if not job.look():
        estimate = {**base, "estimatedCost": cost}
        if job.polls == 0:
            return {**estimate, "status": "RUNNING", "progress": 0.5}
        return {**estimate, "status": "THROTTLED" if job.polls == 1 else "PENDING"}
    if job.outcome == "succeeded":
        return {**base, "status": "SUCCEEDED", "output": results(job, world), "cost": cost}
    if job.outcome == "moderated":
        why = "Your prompt was rejected by our content moderation system."
        return {**base, "status": "FAILED", "failure": why, "failureCode": "SAFETY.INPUT.TEXT", "cost": cost}
    if job.outcome == "cancelled":
        return {**base, "status": "CANCELLED", "cost": {"credits": 0}}
    code, why = "INTERNAL.BAD_OUTPUT.CODE01", "An unexpected error occurred."
    return {**base, "status": "FAILED", "failure": why, "failureCode": code, "cost": {"credits": 0}}


def versioned(request: Request) -> None:
    if request.headers.get("x-runway-version") != VERSION:
        raise Refused(error(400, f"The X-Runway-Version header must be {VERSION}."))


def routes(world: World) -> list[Route]:
    async def create(request: Request) -> Response:
        versioned(request)
        endpoint = request.path_params["endpoint"]
        try:
            model = json.loads(await request.body()).get("model")
        except (ValueError, AttributeError):
            return error(400, "The body is not a JSON object.")
        if endpoint not in SHAPES:
            return error(404, "Not found")
        if model not in SHAPES[endpoint]:
            return invalid("model", "Invalid input", "invalid_union", note="No matching discriminator", errors=[])
        asked = dumped(await read(request, SHAPES[endpoint][model], refusal))
        for found in media_of(asked):
            check_media(*found)
        if world.broke:
            return error(400, "You do not have enough credits to run this task.")
        credits = credits_of(endpoint, asked)
        kept = {**asked, "endpoint": endpoint, "credits": credits}
        billed = credits if world.outcome in ("succeeded", "moderated") else 0
        job = world.job("runway", model, kept, "17f20503-6c24-4c16-946b-", usd=billed / 100)
        return JSONResponse({"id": job.id, "estimatedCost": {"credits": credits}})

    def job_of(request: Request) -> Job:
        versioned(request)
        job = world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != "runway":
            raise Refused(error(404, "Task not found"))
        return job

    async def get(request: Request) -> Response:
        return JSONResponse(looked(job_of(request), world))

    async def delete(request: Request) -> Response:
        del world.jobs[job_of(request).id]
        return Response(status_code=204)

    async def organization(request: Request) -> Response:
        versioned(request)
        limits = {"gen4.5": {"maxConcurrentGenerations": 2, "maxDailyGenerations": 200}}
        return JSONResponse({
            "creditBalance": 0 if world.broke else BALANCE,
            "tier": {"maxMonthlyCreditSpend": 100_000, "models": limits},
            "usage": {"models": {"gen4.5": {"dailyGenerations": len(world.charges)}}},
        })  # fmt: skip

    return [
        Route("/v1/organization", guarded(organization)),
        Route("/v1/tasks/{id}", guarded(get), methods=["GET"]),
        Route("/v1/tasks/{id}", guarded(delete), methods=["DELETE"]),
        Route("/v1/{endpoint}", guarded(create), methods=["POST"]),
    ]


def key_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


SERVER = VendorServer("runway", routes, key_of, error)
