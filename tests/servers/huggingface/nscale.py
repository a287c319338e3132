"""Nscale by the router: pictures as OpenAI's interface has them, in base64 (huggingface_hub 2.4, nscale.py)."""

from __future__ import annotations

import base64
import re
from typing import Annotated, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, guarded, read
from tests.servers.huggingface.together import failed, refuse
from tests.servers.media import picture
from tests.servers.world import World

NAME = "huggingface"


class Draw(Body):
    model: str
    prompt: str
    response_format: Literal["b64_json"]
    size: Annotated[str, Field(pattern=r"^\d+x\d+$")] = "1024x1024"
    seed: int | None = None
    negative_prompt: str | None = None
    guidance_scale: float | None = None


def nscale(world: World) -> list[Route]:
    async def draw(request: Request) -> Response:
        asked = await read(request, Draw, refuse)
        if world.outcome != "succeeded":
            return failed("The prompt was flagged by the safety system.", 400 if world.outcome == "moderated" else 500)
        world.charge(NAME, asked.model)
        width, height = map(int, re.findall(r"\d+", asked.size))
        data = base64.b64encode(picture(f"{asked.prompt} {asked.seed}", width, height)).decode()
        return JSONResponse({"created": 1795251600, "data": [{"b64_json": data}]})

    return [Route("/nscale/v1/images/generations", guarded(draw), methods=["POST"])]
