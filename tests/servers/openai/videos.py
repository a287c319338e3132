"""/v1/videos: jobs, their content, and their deletion. OpenAI's own models of it are all gone; others speak it still."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import Body, Refused, fitted, guarded
from ..media import clip, picture
from ..perception import look
from ..world import Job
from .api import House, complain, form, now, refused, wrong

__all__ = ["VideoRequest", "routes"]


class VideoRequest(Body):
    prompt: str = Field(min_length=1, max_length=32000)
    model: str = "sora-2"
    seconds: Literal["4", "8", "12"] = "4"
    size: Literal["720x1280", "1280x720", "1024x1792", "1792x1024"] = "720x1280"


class ContentRequest(Body):
    variant: Literal["video", "thumbnail", "spritesheet"] = "video"


ENDS = {
    "failed": ("server_error", "The video could not be generated."),
    "cancelled": ("cancelled", "The video was cancelled."),
    "moderated": ("moderation_blocked", "Your request was blocked by our moderation system."),
}


def state(job: Job) -> dict[str, Any]:
    """A job as every endpoint tells it."""
    done = job.polls < 0
    body: dict[str, Any] = {
        "id": job.id, "object": "video", "model": job.model, "prompt": job.asked["prompt"],
        "seconds": job.asked["seconds"], "size": job.asked["size"], "created_at": job.asked["at"],
        "completed_at": None, "expires_at": None, "error": None, "remixed_from_video_id": None,
        "status": "in_progress" if job.asked["looked"] else "queued", "progress": 0,
    }  # fmt: skip
    if done and job.outcome == "succeeded":
        at = job.asked["at"]
        body |= {"status": "completed", "progress": 100, "completed_at": at + 1, "expires_at": at + 3600}
    elif done:
        code, message = ENDS[job.outcome]
        body |= {"status": "failed", "error": {"code": code, "message": message}}
    return body


def missing(what: str) -> Refused:
    return Refused(refused(404, f"Video with id '{what}' not found.", "invalid_request_error", "video_id", None))


def found(house: House, request: Request) -> Job:
    job = house.world.jobs.get(request.path_params["id"])
    if job is None or job.vendor != house.name:
        raise missing(request.path_params["id"])
    return job


def reference(files: dict[str, list[tuple[str, bytes]]], size: str) -> str:
    """What the picture to begin with looks like; it must have the film's size."""
    if set(files) - {"input_reference"}:
        raise wrong(f"Unknown parameter: '{min(files)}'.", min(files), "unknown_parameter")
    for _, data in files.get("input_reference", []):
        try:
            sight = look(data)
        except ValueError:
            raise wrong("The reference is no picture.", "input_reference") from None
        if f"{sight.width}x{sight.height}" != size:
            raise wrong("Inpaint image must match the requested width and height", "input_reference", None)
        return str(sight)
    return ""


def content(job: Job, variant: str) -> tuple[bytes, str]:
    words = job.asked["prompt"] + job.asked["reference"]
    width, height = (int(side) for side in job.asked["size"].split("x"))
    if variant == "video":
        return clip(words, float(job.asked["seconds"]), width, height), "video/mp4"
    if variant == "thumbnail":
        return picture(words, width // 4, height // 4, "WEBP"), "image/webp"
    return picture(words, width, height, "JPEG"), "image/jpeg"


def routes(house: House) -> list[Route]:
    async def create(request: Request) -> Response:
        asked, files = await form(request, VideoRequest, {"prompt", "model", "seconds", "size", "input_reference"})
        house.check_model(asked.model, "videos")
        seen = reference(files, asked.size)
        memory = {**asked.model_dump(), "reference": seen, "at": now(), "looked": False}
        return house.answer(state(house.world.job(house.name, asked.model, memory, "video_")))

    async def retrieve(request: Request) -> Response:
        job = found(house, request)
        job.asked = {**job.asked, "looked": True}
        job.look()
        return house.answer(state(job), {"openai-poll-after-ms": "20"})

    async def listing(request: Request) -> Response:
        jobs = [state(job) for job in house.world.jobs.values() if job.vendor == house.name][::-1]
        ends = {"first_id": jobs[0]["id"], "last_id": jobs[-1]["id"]} if jobs else {"first_id": None, "last_id": None}
        return house.answer({"object": "list", "data": jobs, **ends, "has_more": False})

    async def download(request: Request) -> Response:
        job = found(house, request)
        variant = fitted(dict(request.query_params), ContentRequest, complain).variant
        if state(job)["status"] != "completed":
            raise Refused(refused(404, "Video is not ready yet, use GET /v1/videos/{video_id} to check status.",
                                  "invalid_request_error"))  # fmt: skip
        if house.world.expired:
            raise Refused(refused(404, "The video's content has expired.", "invalid_request_error"))
        return house.media(*content(job, variant))

    async def delete(request: Request) -> Response:
        job = found(house, request)
        del house.world.jobs[job.id]
        return house.answer({"id": job.id, "object": "video.deleted", "deleted": True})

    return [
        Route("/v1/videos", guarded(create), methods=["POST"]),
        Route("/v1/videos", guarded(listing), methods=["GET"]),
        Route("/v1/videos/{id}", guarded(retrieve), methods=["GET"]),
        Route("/v1/videos/{id}", guarded(delete), methods=["DELETE"]),
        Route("/v1/videos/{id}/content", guarded(download), methods=["GET"]),
    ]
