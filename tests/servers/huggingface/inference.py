"""hf-inference: one address a model; what is taken and answered goes by the model's task."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, Refused, fitted, guarded, read
from tests.servers.huggingface.hub import PURPOSES
from tests.servers.media import picture, tone
from tests.servers.perception import hear, look, vector
from tests.servers.world import World

TIME = {"x-compute-time": "2.5", "x-compute-type": "gpu"}


class Drawing(Body):
    negative_prompt: str | None = None
    width: Annotated[int, Field(ge=64, le=2048)] = 1024
    height: Annotated[int, Field(ge=64, le=2048)] = 1024
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    scheduler: str | None = None
    seed: int | None = None


class Draw(Body):
    inputs: str
    parameters: Drawing = Drawing()


class Sampling(Body):
    do_sample: bool | None = None
    max_new_tokens: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None


class Speak(Body):
    inputs: str
    parameters: Sampling = Sampling()


class Size(Body):
    width: int
    height: int


class Editing(Body):
    prompt: str | None = None
    negative_prompt: str | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    target_size: Size | None = None


class Edit(Body):
    inputs: str
    parameters: Editing = Editing()


class Hearing(Body):
    return_timestamps: bool = False
    generation_parameters: dict[str, Any] | None = None


class Coded(Body):
    inputs: str
    parameters: Hearing = Hearing()


class Embed(Body):
    inputs: str | list[str]
    normalize: bool | None = None
    truncate: bool | None = None
    prompt_name: str | None = None


def refuse(complaint: Complaint) -> Response:
    words = f"{complaint.where or 'body'}: {complaint.what}"
    return JSONResponse({"error": words}, status_code=422 if complaint.kind == "missing" else 400)


def unfit(message: str) -> Refused:
    return Refused(JSONResponse({"error": message}, status_code=400))


async def sound_of(request: Request) -> tuple[bytes, Hearing]:
    """Bytes as they are, or in base64 beside parameters."""
    body = await request.body()
    if not request.headers.get("content-type", "").startswith("application/json"):
        return body, Hearing()
    try:
        asked = fitted(json.loads(body), Coded, refuse)
        return base64.b64decode(asked.inputs, validate=True), asked.parameters
    except (ValueError, binascii.Error):
        raise unfit("inputs is not base64") from None


def inference(world: World) -> list[Route]:
    async def draw(request: Request) -> Response:
        asked = await read(request, Draw, refuse)
        how = asked.parameters
        kind = "PNG" if "image/png" in request.headers.get("accept", "") else "JPEG"
        words = f"{asked.inputs} {how.negative_prompt} {how.seed}"
        data = picture(words, how.width, how.height, kind)
        return Response(data, media_type=f"image/{kind.lower()}", headers=TIME)

    async def edit(request: Request) -> Response:
        asked = await read(request, Edit, refuse)
        try:
            sight = look(base64.b64decode(asked.inputs, validate=True))
        except ValueError:
            raise unfit("cannot identify image file") from None
        how = asked.parameters
        size = how.target_size or Size(width=512, height=512)
        data = picture(f"{how.prompt} {sight.tint}", size.width, size.height, "JPEG")
        return Response(data, media_type="image/jpeg", headers=TIME)

    async def speak(request: Request) -> Response:
        asked = await read(request, Speak, refuse)
        return Response(tone(asked.inputs, max(0.5, 0.06 * len(asked.inputs)), "flac", 16000), media_type="audio/flac")

    async def listen(request: Request) -> Response:
        data, how = await sound_of(request)
        try:
            heard = hear(data)
        except ValueError:
            raise unfit("Malformed soundfile") from None
        words = [{"text": word, "timestamp": [start, end]} for word, start, end in heard.words]
        return JSONResponse({"text": heard.text} | ({"chunks": words} if how.return_timestamps else {}))

    async def caption(request: Request) -> Response:
        try:
            sight = look(await request.body())
        except ValueError:
            raise unfit("cannot identify image file") from None
        return JSONResponse([{"generated_text": str(sight)}])

    async def embed(request: Request) -> Response:
        asked = await read(request, Embed, refuse)
        if isinstance(asked.inputs, str):
            return JSONResponse(vector(asked.inputs, 384))
        return JSONResponse([vector(words, 384) for words in asked.inputs])

    tasks: dict[str, Callable[[Request], Any]] = {
        "text-to-image": draw,
        "image-to-image": edit,
        "text-to-speech": speak,
        "automatic-speech-recognition": listen,
        "image-to-text": caption,
    }

    async def answered(request: Request, purpose: str) -> Response:
        name = request.path_params["model"]
        if PURPOSES.get(name) != purpose:
            return JSONResponse({"error": f"Model {name} does not exist"}, status_code=404)
        if world.outcome in ("failed", "cancelled"):
            return JSONResponse({"error": "Internal Server Error"}, status_code=500)
        if world.outcome == "moderated":
            return JSONResponse({"error": "The content was flagged."}, status_code=400)
        answer: Response = await (embed if purpose == "feature-extraction" else tasks[purpose])(request)
        world.charge("huggingface", name)
        return answer

    async def by_task(request: Request) -> Response:
        purpose = PURPOSES.get(request.path_params["model"], "")
        return await answered(request, purpose if purpose in tasks else "none")

    async def features(request: Request) -> Response:
        return await answered(request, "feature-extraction")

    root = "/hf-inference/models/{model:path}"
    return [
        Route(root + "/pipeline/feature-extraction", guarded(features), methods=["POST"]),
        Route(root, guarded(by_task), methods=["POST"]),
    ]
