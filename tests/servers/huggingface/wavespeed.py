"""WaveSpeed by the router: predictions, whose results have an address of their own (huggingface_hub 2.4, wavespeed.py;
the envelope as WaveSpeed's own clients have it, WaveSpeedAI/wavespeed-desktop: src/types/prediction.ts, read 2026-11-21).

From memory: what errors look like.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, guarded, read
from tests.servers.media import clip, picture
from tests.servers.perception import data_url, look
from tests.servers.world import Job, World

NAME = "huggingface"
ROOT = "https://api.wavespeed.ai"
"""What the addresses begin with that come back."""


class Ask(Body):
    prompt: str = ""
    image: str | None = None
    negative_prompt: str | None = None
    size: Annotated[str, Field(pattern=r"^\d+\*\d+$")] = "256*256"
    duration: int = 5
    num_frames: int | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    seed: int | None = None


def failed(message: str, status: int = 400) -> Response:
    return JSONResponse({"code": status, "message": message, "data": None}, status_code=status)


def refuse(complaint: Complaint) -> Response:
    return failed(f"{complaint.where}: {complaint.what}")


def wavespeed(world: World) -> list[Route]:
    async def submit(request: Request) -> Response:
        asked = await read(request, Ask, refuse)
        job = world.job(NAME, request.path_params["model"], asked.model_dump(), prefix="ws-")
        return JSONResponse(envelope(told(job) | {"status": "created"}))

    async def result(request: Request) -> Response:
        job = world.jobs.get(request.path_params["id"])
        if job is None or not job.id.startswith("ws-"):
            return failed("task not found", 404)
        job.look()
        return JSONResponse(envelope(told(job)))

    def told(job: Job) -> dict[str, Any]:
        about = {"id": job.id, "model": job.model, "outputs": [], "error": "", "has_nsfw_contents": []}
        about |= {"urls": {"get": f"{ROOT}/api/v3/predictions/{job.id}/result"}}
        if job.polls >= 0:
            return about | {"status": "processing"}
        if job.outcome != "succeeded":
            moderated = job.outcome == "moderated"
            said = "Content flagged as potentially sensitive." if moderated else "Worker lost."
            return about | {"status": "failed", "error": said}
        return about | {"status": "completed", "outputs": [made(job)], "has_nsfw_contents": [False]}

    def made(job: Job) -> str:
        asked = job.asked
        width, height = map(int, asked["size"].split("*"))
        words = asked["prompt"] + (look(data_url(asked["image"])[1]).tint if asked["image"] else "")
        if "t2v" in job.model or "i2v" in job.model:
            return world.file(clip(words, asked["duration"], width, height, fps=8), "video/mp4", ".mp4")
        return world.file(picture(f"{words} {asked['seed']}", width, height), "image/png", ".png")

    return [
        Route("/wavespeed/api/v3/predictions/{id}/result", result, methods=["GET"]),
        Route("/wavespeed/api/v3/{model:path}", guarded(submit), methods=["POST"]),
    ]


def envelope(data: dict[str, Any]) -> dict[str, Any]:
    return {"code": 200, "message": "success", "data": data}
