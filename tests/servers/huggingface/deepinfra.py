"""DeepInfra by the router: speech and what is heard, as OpenAI's interface has them (huggingface_hub 2.4, deepinfra.py)."""

from __future__ import annotations

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, guarded, read
from tests.servers.huggingface.together import failed, refuse
from tests.servers.media import tone
from tests.servers.perception import hear
from tests.servers.world import World

NAME = "huggingface"
FIELDS = {"file", "model", "language", "prompt", "response_format", "temperature"}


class Speak(Body):
    model: str
    input: str
    voice: str | None = None


def deepinfra(world: World) -> list[Route]:
    async def speak(request: Request) -> Response:
        asked = await read(request, Speak, refuse)
        if world.outcome != "succeeded":
            return failed("The input was flagged.", 400 if world.outcome == "moderated" else 500)
        world.charge(NAME, asked.model)
        data = tone(f"{asked.input} {asked.voice}", max(0.5, 0.06 * len(asked.input)), "mp3", 44100)
        return Response(data, media_type="audio/mpeg")

    async def listen(request: Request) -> Response:
        form = await request.form()
        given, model = form.get("file"), form.get("model")
        if not isinstance(given, UploadFile) or not isinstance(model, str):
            return failed("file and model are needed", 422)
        if unknown := form.keys() - FIELDS:
            return failed(f"unknown fields: {', '.join(sorted(unknown))}")
        try:
            heard = hear(await given.read())
        except ValueError:
            return failed("Invalid file format.")
        world.charge(NAME, model)
        return JSONResponse({"text": f" {heard.text}", "language": form.get("language") or "en"})

    root = "/deepinfra/v1/openai/audio"
    return [
        Route(f"{root}/speech", guarded(speak), methods=["POST"]),
        Route(f"{root}/transcriptions", listen, methods=["POST"]),
    ]
