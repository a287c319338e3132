"""Z.ai by the router: a picture is a task, asked for until it is done (huggingface_hub 2.4, zai_org.py).

From memory: what errors look like; 1301 is the code for content that is refused.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, guarded, read
from tests.servers.media import picture
from tests.servers.world import Job, World

NAME = "huggingface"
UNSAFE = "System detected potentially unsafe or sensitive content in input or generation."


class Draw(Body):
    model: str
    prompt: str
    size: Annotated[str, Field(pattern=r"^\d+x\d+$")] = "1280x1280"
    seed: int | None = None
    negative_prompt: str | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None


def failed(message: str, status: int = 400, code: str = "1214") -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


def refuse(complaint: Complaint) -> Response:
    return failed(f"{complaint.where}: {complaint.what}")


def zai_org(world: World) -> list[Route]:
    async def draw(request: Request) -> Response:
        asked = await read(request, Draw, refuse)
        if world.outcome == "moderated":
            return failed(UNSAFE, code="1301")
        job = world.job(NAME, asked.model, asked.model_dump(), prefix="zai-")
        return JSONResponse(told(job))

    async def result(request: Request) -> Response:
        job = world.jobs.get(request.path_params["id"])
        if job is None or not job.id.startswith("zai-"):
            return failed("Task not found.", 404)
        job.look()
        return JSONResponse(told(job))

    def told(job: Job) -> dict[str, Any]:
        about = {"id": job.id, "request_id": f"r-{job.id}", "model": job.model}
        if job.polls >= 0:
            return about | {"task_status": "PROCESSING"}
        if job.outcome != "succeeded":
            return about | {"task_status": "FAIL"}
        width, height = map(int, job.asked["size"].split("x"))
        link = world.file(picture(job.asked["prompt"], width, height), "image/png", ".png")
        return about | {"task_status": "SUCCESS", "image_result": [{"url": link}]}

    root = "/zai-org/api/paas/v4"
    return [
        Route(f"{root}/async/images/generations", guarded(draw), methods=["POST"]),
        Route(root + "/async-result/{id}", result, methods=["GET"]),
    ]
