"""Luma's Dream Machine API (`/dream-machine/v1`), the older of the two.

Fields, states and paths: lumaai 1.21.0's types and resources. Error sentences and lengths of prompts:
docs.lumalabs.ai/docs/errors. All read 2026-11-21. Not documented, so by analogy: the status (400) and the envelope
(`{"detail": …}`) of errors, the credits that a generation takes, and the sizes of results.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Body, Complaint, Refused, guarded, read
from tests.servers.world import Job, VendorServer, World

__all__ = ["SERVER"]

Aspect = Literal["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"]
BALANCE = 5000.0
"""US cents."""


class Reference(Body):
    type: Literal["generation", "image"]
    id: str | None = None
    url: str | None = None


class Keyframes(Body):
    frame0: Reference | None = None
    frame1: Reference | None = None


class Concept(Body):
    key: str


class Film(Body):
    """POST /generations and /generations/video."""

    model: Literal["ray-2", "ray-flash-2"]
    generation_type: Literal["video"] = "video"
    prompt: str | None = None
    aspect_ratio: Aspect = "16:9"
    duration: Literal["5s", "9s"] = "5s"
    resolution: Literal["540p", "720p", "1080p", "4k"] = "720p"
    loop: bool = False
    keyframes: Keyframes | None = None
    concepts: list[Concept] | None = None
    callback_url: str | None = None


class Weighted(Body):
    url: str
    weight: float = Field(0.85, ge=0, le=1)


class Identity(Body):
    images: list[str] = Field(min_length=1, max_length=4)


class Characters(Body):
    identity0: Identity


class Picture(Body):
    """POST /generations/image."""

    model: Literal["photon-1", "photon-flash-1"]
    generation_type: Literal["image"] = "image"
    prompt: str | None = None
    aspect_ratio: Aspect = "16:9"
    format: Literal["jpg", "png"] = "jpg"
    image_ref: list[Weighted] | None = Field(None, max_length=4)
    style_ref: list[Weighted] | None = Field(None, max_length=1)
    character_ref: Characters | None = None
    modify_image_ref: Weighted | None = None
    sync: bool = False
    sync_timeout: float | None = None
    callback_url: str | None = None


def error(status: int, message: str) -> Response:
    return JSONResponse({"detail": message}, status)


def refusal(complaint: Complaint) -> Response:
    return error(400, f"{complaint.where}: {complaint.what}" if complaint.where else complaint.what)


def check_words(words: str | None, needed: bool) -> None:
    if not words and needed:
        raise Refused(error(400, "Prompt is required"))
    if words and len(words) < 3:
        raise Refused(error(400, "Prompt is too short, minimum length is 3 characters"))
    if words and len(words) > 5000:
        raise Refused(error(400, "Prompt is too long, maximum length is 5000 characters"))


def check_frames(asked: Film, world: World) -> None:
    frames = asked.keyframes
    if frames is None:
        return
    given = [frame for frame in (frames.frame0, frames.frame1) if frame]
    if not given:
        raise Refused(error(400, "No keyframes provided"))
    for frame in given:
        if frame.type == "image" and not (frame.url or "").startswith(("https://", "http://")):
            raise Refused(error(400, "keyframes: an image needs a url"))
        if frame.type == "generation" and frame.id not in world.jobs:
            raise Refused(error(400, "keyframes: generation not found"))
    if asked.loop and frames.frame1:
        raise Refused(error(400, f"Loop is not supported for {'keyframes' if frames.frame0 else 'end frame'}"))


def size_of(aspect: str, lines: int) -> tuple[int, int]:
    """Even sides; the shorter one has `lines` pixels."""
    across, up = (int(part) for part in aspect.split(":"))
    long = round(lines * max(across, up) / min(across, up) / 2) * 2
    return (long, lines) if across >= up else (lines, long)


def result(job: Job, world: World) -> dict[str, str]:
    """The links to what was made: new ones each time."""
    asked, words = job.asked, repr(sorted(job.asked.items()))
    if asked["generation_type"] == "image":
        kind = "PNG" if asked["format"] == "png" else "JPEG"
        picture = media.picture(words, *size_of(asked["aspect_ratio"], 1024), format=kind)
        return {"image": world.file(picture, f"image/{kind.lower()}", f".{asked['format']}")}
    lines = 2160 if asked["resolution"] == "4k" else int(asked["resolution"][:-1])
    film = media.clip(words, float(asked["duration"][:-1]), *size_of(asked["aspect_ratio"], lines))
    return {"video": world.file(film, "video/mp4", ".mp4")}


def generation(job: Job, state: str, reason: str | None = None, assets: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "id": job.id,
        "generation_type": job.asked["generation_type"],
        "state": state,
        "failure_reason": reason,
        "created_at": datetime(2026, 11, 21, tzinfo=UTC).isoformat(),
        "assets": assets,
        "model": job.model,
        "request": dict(job.asked),
    }


def looked(job: Job, world: World) -> dict[str, Any]:
    if not job.look():
        return generation(job, "dreaming" if job.polls == 0 else "queued")
    if job.outcome == "moderated":
        return generation(job, "failed", "Advanced prompt moderation failed")
    if job.outcome != "succeeded":
        return generation(job, "failed", "Job failed")
    return generation(job, "completed", assets=result(job, world))


def routes(world: World) -> list[Route]:
    def job_of(request: Request) -> Job:
        job = world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != "luma":
            raise Refused(error(404, "Generation not found"))
        return job

    def begun(asked: Film | Picture) -> Job:
        if world.broke:
            raise Refused(error(400, "Insufficient credits"))
        return world.job("luma", asked.model, asked.model_dump(exclude_none=True), "3f2a9c70-0000-4000-8000-")

    async def film(request: Request) -> Response:
        asked = await read(request, Film, refusal)
        check_words(asked.prompt, needed=asked.keyframes is None)
        check_frames(asked, world)
        return JSONResponse(generation(begun(asked), "queued"), 201)

    async def picture(request: Request) -> Response:
        asked = await read(request, Picture, refusal)
        check_words(asked.prompt, needed=True)
        job = begun(asked)
        if not asked.sync:
            return JSONResponse(generation(job, "queued"), 201)
        job.polls = 0
        return JSONResponse(looked(job, world), 201)

    async def get(request: Request) -> Response:
        return JSONResponse(looked(job_of(request), world))

    async def delete(request: Request) -> Response:
        del world.jobs[job_of(request).id]
        return Response(status_code=204)

    async def credits(_: Request) -> Response:
        return JSONResponse({"credit_balance": 0.0 if world.broke else BALANCE})

    async def ping(_: Request) -> Response:
        return JSONResponse({"message": "pong"})

    root = "/dream-machine/v1"
    return [
        Route(f"{root}/generations", guarded(film), methods=["POST"]),
        Route(f"{root}/generations/video", guarded(film), methods=["POST"]),
        Route(f"{root}/generations/image", guarded(picture), methods=["POST"]),
        Route(f"{root}/generations/{{id}}", guarded(get), methods=["GET"]),
        Route(f"{root}/generations/{{id}}", guarded(delete), methods=["DELETE"]),
        Route(f"{root}/credits", credits),
        Route(f"{root}/ping", ping),
    ]


def key_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


SERVER = VendorServer("luma", routes, key_of, error)
