"""Together by the router: pictures, speech and films in Together's own formats."""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, guarded, read
from tests.servers.media import clip, picture, tone
from tests.servers.perception import data_url, look
from tests.servers.world import Job, World

NAME = "huggingface"


class Draw(Body):
    model: str
    prompt: str
    response_format: Literal["base64", "url"] = "url"
    width: Annotated[int, Field(ge=64, le=2048)] = 1024
    height: Annotated[int, Field(ge=64, le=2048)] = 1024
    steps: int | None = None
    seed: int | None = None
    n: Annotated[int, Field(ge=1, le=4)] = 1
    negative_prompt: str | None = None
    guidance_scale: float | None = None
    image_url: str | None = None
    reference_images: list[str] | None = None


class Speak(Body):
    model: str
    input: str
    voice: str
    response_format: Literal["mp3", "wav", "raw"] = "wav"
    language: str | None = None
    sample_rate: int | None = None


class Frame(Body):
    input_image: str
    frame: Literal["first", "last"]


class Film(Body):
    model: str
    prompt: str | None = None
    width: int = 1280
    height: int = 720
    seconds: str = "5"
    fps: int | None = None
    steps: int | None = None
    seed: int | None = None
    guidance_scale: float | None = None
    negative_prompt: str | None = None
    frame_images: list[Frame] | None = None


def failed(message: str, status: int = 400, param: str | None = None) -> Response:
    body = {"message": message, "type": "invalid_request_error", "param": param, "code": None}
    return JSONResponse({"error": body}, status_code=status)


def refuse(complaint: Complaint) -> Response:
    return failed(complaint.what, param=complaint.where)


def together(world: World) -> list[Route]:
    async def draw(request: Request) -> Response:
        asked = await read(request, Draw, refuse)
        if world.outcome != "succeeded":
            return failed("The content was flagged.", 422 if world.outcome == "moderated" else 500)
        given = "".join(
            look(data_url(each)[1]).tint for each in [*(asked.reference_images or []), asked.image_url] if each
        )
        world.charge(NAME, asked.model)
        made: list[dict[str, Any]] = []
        for n in range(asked.n):
            data = picture(f"{asked.prompt} {asked.seed} {given} {n}", asked.width, asked.height)
            coded = {"b64_json": base64.b64encode(data).decode()}
            linked = {"url": world.file(data, "image/png", ".png")}
            made.append({"index": n, **(coded if asked.response_format == "base64" else linked)})
        return JSONResponse({"id": world.id("o"), "model": asked.model, "object": "list", "data": made})

    async def speak(request: Request) -> Response:
        asked = await read(request, Speak, refuse)
        world.charge(NAME, asked.model)
        seconds = max(0.5, 0.06 * len(asked.input))
        return Response(tone(asked.input + asked.voice, seconds, "wav"), media_type="audio/wav")

    async def film(request: Request) -> Response:
        asked = await read(request, Film, refuse)
        job = world.job(NAME, asked.model, asked.model_dump(), prefix="019ef3ca-bf2e-71b2-b3b6-79a8bc")
        return JSONResponse(told(job))

    async def filmed(request: Request) -> Response:
        job = world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != NAME:
            return failed("Job not found", 404)
        job.look()
        return JSONResponse(told(job))

    def told(job: Job) -> dict[str, Any]:
        about = {"id": job.id, "object": "video", "model": job.model, "created_at": 1795251600}
        about |= {"size": "{width}x{height}".format(**job.asked), "seconds": job.asked["seconds"]}
        if job.polls >= 0:
            return about | {"status": "queued" if job.polls > 0 else "in_progress"}
        if job.outcome != "succeeded":
            said = "The content was flagged." if job.outcome == "moderated" else "Generation failed."
            return about | {"status": "failed", "error": {"code": "generation_error", "message": said}}
        data = clip(
            str(job.asked["prompt"]), float(job.asked["seconds"]), job.asked["width"], job.asked["height"], fps=8
        )
        outputs = {"cost": 0.25, "video_url": world.file(data, "video/mp4", ".mp4")}
        return about | {"status": "completed", "completed_at": 1795251660, "outputs": outputs}

    return [
        Route("/together/v1/images/generations", guarded(draw), methods=["POST"]),
        Route("/together/v1/audio/speech", guarded(speak), methods=["POST"]),
        Route("/together/v2/videos", guarded(film), methods=["POST"]),
        Route("/together/v2/videos/{id}", filmed, methods=["GET"]),
    ]
