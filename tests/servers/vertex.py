"""Vertex AI: films of Veo, music of Lyria 2 and, by interactions, of Lyria 3.

Read on 2026-11-21 in google-genai 3.4.0: the paths, the fields of instances and parameters, of the operation and its
result, the request that asks how an operation is; and that films lie in a bucket where one is named. From memory: the
lengths, resolutions and other values each parameter may have, the types in `@type`, the storage service's path, Lyria
2's answer. Not known: the live wording of errors, which filter reasons there are. Songs here last two seconds, not
thirty.
"""

from __future__ import annotations

import base64
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .body import Body, Refused, fitted, guarded, read
from .gemini import interactions
from .gemini.content import Camel
from .gemini.models import SONG
from .google import bearer, complain, decoded, error, perceived, unknown_operation, wrong
from .media import clip, tone
from .perception import Heard, Sight
from .world import Job, VendorServer, World

__all__ = ["SERVER"]

NAME = "vertex"
VERSIONS = ("v1", "v1beta1")
MODEL = "projects/{project}/locations/{location}/publishers/google/models"
VEO = ("veo-3.1-generate-001", "veo-3.1-fast-generate-001", "veo-3.1-lite-generate-001")
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}


class Picture(Camel):
    bytes_base64_encoded: str | None = None
    gcs_uri: str | None = None
    mime_type: str | None = None


class Reference(Camel):
    image: Picture
    reference_type: Literal["asset", "style"]


class Shot(Camel):
    prompt: str | None = None
    image: Picture | None = None
    last_frame: Picture | None = None
    video: Picture | None = None
    reference_images: list[Reference] | None = Field(None, max_length=3)


class Film(Camel):
    sample_count: int = Field(1, ge=1, le=4)
    duration_seconds: Literal[4, 6, 8] = 8
    aspect_ratio: Literal["16:9", "9:16"] = "16:9"
    resolution: Literal["720p", "1080p", "4k"] = "720p"
    seed: int | None = Field(None, ge=0, le=4294967295)
    negative_prompt: str | None = None
    person_generation: Literal["dont_allow", "allow_adult", "allow_all"] | None = None
    generate_audio: bool = True
    enhance_prompt: bool | None = None
    storage_uri: str | None = Field(None, pattern="^gs://.+")
    compression_quality: Literal["optimized", "lossless"] | None = None
    resize_mode: Literal["pad", "crop"] | None = None


class VeoRequest(Camel):
    instances: list[Shot] = Field(min_length=1, max_length=1)
    parameters: Film = Field(default_factory=Film)
    labels: dict[str, str] | None = None


class Song(Body):
    prompt: str = Field(min_length=1)
    negative_prompt: str | None = None
    seed: int | None = Field(None, ge=0, le=4294967295)


class Count(Body):
    sample_count: int | None = Field(None, ge=1, le=4)


class LyriaRequest(Body):
    instances: list[Song] = Field(min_length=1, max_length=1)
    parameters: Count = Field(default_factory=Count)


class Operation(Camel):
    operation_name: str


def seen(world: World, picture: Picture, where: str) -> Sight | Heard:
    """What is shown, with a type that is told."""
    if picture.mime_type is None:
        raise wrong(f"{where}.mimeType is required.")
    if (picture.bytes_base64_encoded is None) == (picture.gcs_uri is None):
        raise wrong(f"{where}: exactly one of bytesBase64Encoded and gcsUri is required.")
    if picture.bytes_base64_encoded is not None:
        return perceived(decoded(picture.bytes_base64_encoded, where), picture.mime_type, where)
    if picture.gcs_uri not in world.files:
        raise wrong(f"{where}: {picture.gcs_uri} cannot be read.")
    return perceived(world.files[picture.gcs_uri][0], picture.mime_type, where)


def checked(world: World, asked: VeoRequest) -> str:
    """Refuses what the shape alone does not; what is shown, as words."""
    shot, film = asked.instances[0], asked.parameters
    if not shot.prompt and not shot.image and not shot.video:
        raise wrong("Either prompt, image or video must be given.")
    if shot.last_frame and not shot.image:
        raise wrong("lastFrame needs image.")
    if shot.reference_images and (shot.image or film.duration_seconds != 8):
        raise wrong("referenceImages need durationSeconds 8 and no image.")
    if film.resize_mode and not shot.image:
        raise wrong("resizeMode needs image.")
    given = {"image": shot.image, "lastFrame": shot.last_frame, "video": shot.video}
    for n, reference in enumerate(shot.reference_images or []):
        given[f"referenceImages[{n}].image"] = reference.image
    return "".join(str(seen(world, one, f"instances[0].{where}")) for where, one in given.items() if one)


def films(world: World, job: Job) -> list[dict[str, Any]]:
    """The films of an operation: in base64, or in the bucket that was named."""
    asked: VeoRequest = job.asked["asked"]
    film = asked.parameters
    wide, high = SIZES[film.resolution]
    width, height = (high, wide) if film.aspect_ratio == "9:16" else (wide, high)
    made = []
    for n in range(film.sample_count):
        words = f"{asked.instances[0].prompt}{job.asked['shown']}{film.seed}{'again' * n}"
        data = clip(words, film.duration_seconds, width, height)
        if film.storage_uri:
            uri = f"{film.storage_uri.rstrip('/')}/{job.id}/sample_{n}.mp4"
            world.files[uri] = (data, "video/mp4")
            made.append({"gcsUri": uri, "mimeType": "video/mp4"})
        else:
            made.append({"bytesBase64Encoded": base64.b64encode(data).decode(), "mimeType": "video/mp4"})
    return made


def state(world: World, job: Job) -> dict[str, Any]:
    """An operation as it stands."""
    name = job.asked["name"]
    if job.polls >= 0:
        return {"name": name}
    kind = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"
    if job.outcome == "succeeded":
        response = {"@type": kind, "raiMediaFilteredCount": 0, "videos": films(world, job)}
        return {"name": name, "done": True, "response": response}
    if job.outcome == "moderated":
        reason = "Veo could not generate videos because the input is against its usage guidelines. Support codes: 0"
        filtered = {"@type": kind, "raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [reason]}
        return {"name": name, "done": True, "response": filtered}
    code, message = (13, "Internal error.") if job.outcome == "failed" else (1, "The operation was cancelled.")
    return {"name": name, "done": True, "error": {"code": code, "message": message}}


def not_here(request: Request) -> Refused:
    path = request.url.path.partition("/projects/")[2].rpartition(":")[0]
    return Refused(error(404, f"Publisher Model `projects/{path}` was not found or your project has no access to it."))


def films_routes(world: World, base: str) -> list[Route]:
    async def begin(request: Request) -> Response:
        if request.path_params["model"] not in VEO:
            raise not_here(request)
        asked = await read(request, VeoRequest, complain)
        shown = checked(world, asked)
        job = world.job(NAME, request.path_params["model"], {"asked": asked, "shown": shown})
        where = MODEL.format(**request.path_params)
        job.asked = {**job.asked, "name": f"{where}/{job.model}/operations/{job.id}"}
        return JSONResponse({"name": job.asked["name"]})

    async def look(request: Request) -> Response:
        asked = await read(request, Operation, complain)
        job = world.jobs.get(asked.operation_name.rpartition("/")[2])
        if job is None or job.asked.get("name") != asked.operation_name:
            raise unknown_operation(asked.operation_name)
        job.look()
        return JSONResponse(state(world, job))

    return [
        Route(f"{base}/{{model}}:predictLongRunning", guarded(begin), methods=["POST"]),
        Route(f"{base}/{{model}}:fetchPredictOperation", guarded(look), methods=["POST"]),
    ]


def songs_route(world: World, base: str) -> Route:
    async def predict(request: Request) -> Response:
        if request.path_params["model"] != "lyria-002":
            raise not_here(request)
        asked = await read(request, LyriaRequest, complain)
        song, count = asked.instances[0], asked.parameters.sample_count
        if song.seed is not None and count is not None:
            raise wrong("seed and sample_count cannot be used together.")
        if world.outcome == "moderated":
            raise wrong("The prompt could not be submitted. It contains words that violate Google's policies.")
        if world.outcome == "failed":
            raise Refused(error(500, "Internal error encountered."))
        world.charge(NAME, "lyria-002")
        songs = [tone(f"{song.prompt}{song.seed}{'again' * n}", SONG, "wav", 48000) for n in range(count or 1)]
        made = [{"bytesBase64Encoded": base64.b64encode(one).decode(), "mimeType": "audio/wav"} for one in songs]
        return JSONResponse({"predictions": made, "model": MODEL.format(**request.path_params) + "/lyria-002",
                             "modelDisplayName": "Lyria 2"})  # fmt: skip

    return Route(f"{base}/{{model}}:predict", guarded(predict), methods=["POST"])


class Stored(Body):
    alt: Literal["media"]


def storage(world: World) -> Route:
    async def download(request: Request) -> Response:
        fitted(dict(request.query_params), Stored, complain)
        uri = f"gs://{request.path_params['bucket']}/{request.path_params['name']}"
        if world.expired or uri not in world.files:
            raise Refused(error(404, f"No such object: {uri.removeprefix('gs://')}"))
        return Response(world.files[uri][0], media_type=world.files[uri][1])

    return Route("/storage/v1/b/{bucket}/o/{name:path}", guarded(download), methods=["GET"])


def delivered(world: World, data: bytes, media_type: str, bucket: str | None) -> str:
    """A result kept in the bucket that must be named for it."""
    if bucket is None:
        raise wrong("response_format.gcs_uri is required for delivery by uri.")
    uri = f"{bucket.rstrip('/')}/{world.id('file-')}"
    world.files[quote(uri, safe=":/")] = (data, media_type)
    return uri


def routes(world: World) -> list[Route]:
    place = interactions.Place(NAME, world, lambda data, kind, bucket: delivered(world, data, kind, bucket))
    made = [storage(world)]
    for version in VERSIONS:
        base = f"/{version}/{MODEL}"
        made += [*films_routes(world, base), songs_route(world, base)]
        made += interactions.routes(place, f"/{version}/projects/{{project}}/locations/global")
    return made


SERVER = VendorServer(NAME, routes, bearer, error)
