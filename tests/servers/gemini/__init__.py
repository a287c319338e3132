"""Gemini's developer interface: generateContent, interactions, files, the list of models; v1 and v1beta.

Read on 2026-11-21 in google-genai 3.4.0: paths, the key's header, the fields the SDK sends in both interfaces and reads
from answers, enumerations (finish and block reasons, aspect ratios, media types, states), models, events of a stream,
that the two old Lyria previews answer with `outputs` for `steps`. Read in public code: that speech is bare PCM of type
`audio/L16;codec=pcm;rate=24000`. From memory: the wording of errors, that a wrong key is 400 with API_KEY_INVALID, the
thirty voices, which fields need which models. Not known: the exact pixels of each aspect ratio (here: the asked area,
sides divisible by 16), the codes in the errors of interactions, how they tell of a refusal (here: `failed`, with a code
of the block reasons), the form of a duration (here: `8s`). Songs here last two seconds, not thirty to a hundred and
eighty-four.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .. import google
from ..body import Refused, guarded
from ..world import VendorServer, World
from . import content, embeddings, interactions
from .models import MODELS, use_of

__all__ = ["SERVER"]

NAME = "gemini"
VERSIONS = ("v1", "v1beta")


def error(status: int, message: str) -> Response:
    """Google's errors; a key that is not valid is a bad request here."""
    if status == 401:
        info = {"@type": f"{google.TYPES}.ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"}
        return google.error(400, "API key not valid. Please pass a valid API key.", [info])
    return google.error(status, message)


def described(model: str) -> dict[str, object]:
    use = use_of(model)
    methods = ["generateContent", "countTokens"] if use in ("text", "image", "speech") else ["createInteraction"]
    methods = ["embedContent", "batchEmbedContents"] if use == "vectors" else methods
    return {"name": f"models/{model}", "baseModelId": model, "version": "001", "displayName": model.title(),
            "description": f"Makes {use}.", "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
            "supportedGenerationMethods": methods, "temperature": 1, "topP": 0.95, "topK": 64,
            "maxTemperature": 2}  # fmt: skip


def listing(world: World) -> list[Route]:
    async def models(request: Request) -> Response:
        return JSONResponse({"models": [described(model) for model in MODELS]})

    async def model(request: Request) -> Response:
        name = request.path_params["model"]
        if name not in MODELS:
            raise Refused(error(404, f"models/{name} is not found."))
        return JSONResponse(described(name))

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if world.expired or name not in world.files:
            raise Refused(error(403, f"You do not have permission to access the File {name} or it may not exist."))
        data, kind = world.files[name]
        return Response(data, media_type=kind)

    return [
        route
        for version in VERSIONS
        for route in (
            Route(f"/{version}/models", guarded(models), methods=["GET"]),
            Route(f"/{version}/models/{{model}}", guarded(model), methods=["GET"]),
            Route(f"/{version}/files/{{name}}:download", guarded(file), methods=["GET"]),
        )
    ]


def delivered(world: World, data: bytes, media_type: str) -> str:
    """A result kept as a file, for download with the key."""
    name = world.file(data, media_type, "").rpartition("/")[2]
    return f"{world.at(NAME)}/v1beta/files/{name}:download?alt=media"


def routes(world: World) -> list[Route]:
    place = interactions.Place(NAME, world, lambda data, kind, bucket: delivered(world, data, kind))
    made = [
        route
        for version in VERSIONS
        for route in (
            *content.routes(NAME, world, f"/{version}"),
            *embeddings.routes(NAME, world, f"/{version}"),
            *interactions.routes(place, f"/{version}"),
        )
    ]
    return [*made, *listing(world)]


def key_of(request: Request) -> str | None:
    return request.headers.get("x-goog-api-key") or request.query_params.get("key")


SERVER = VendorServer(NAME, routes, key_of, error)
