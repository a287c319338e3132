"""Novita by the router: the answer comes when the film is done, and says where it is (huggingface_hub 2.4, novita.py).

From memory: what errors look like.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, guarded, read
from tests.servers.media import clip
from tests.servers.world import World

NAME = "huggingface"


class Film(Body):
    prompt: str
    negative_prompt: str | None = None
    num_frames: int = 81
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    seed: int | None = None


def failed(message: str, status: int = 400) -> Response:
    return JSONResponse({"code": status, "reason": "INVALID_REQUEST", "message": message}, status_code=status)


def refuse(complaint: Complaint) -> Response:
    return failed(f"{complaint.where}: {complaint.what}")


def novita(world: World) -> list[Route]:
    async def film(request: Request) -> Response:
        asked = await read(request, Film, refuse)
        if world.outcome != "succeeded":
            moderated = world.outcome == "moderated"
            return failed("The prompt contains sensitive content." if moderated else "Task failed.", 400)
        world.charge(NAME, request.path_params["model"])
        link = world.file(clip(asked.prompt, asked.num_frames / 16, 160, 96, fps=16), "video/mp4", ".mp4")
        return JSONResponse({"video": {"video_url": link, "video_url_ttl": "3600", "video_type": "mp4"}})

    return [Route("/novita/v3/hf/{model:path}", guarded(film), methods=["POST"])]
