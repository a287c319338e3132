"""Black Forest Labs, api.bfl.ai.

Read on 2026-11-21, as public copies have them: the vendor's OpenAPI document (schemas Flux2Inputs, Flux2FlexInputs,
Flux2KleinInputs, FluxPro11Inputs, FluxUltraInput, FluxDevInputs, FluxKontextProInputs, AsyncResponse,
AsyncWebhookResponse, ResultResponse, CreditsResponse) and docs.bfl.ai's pages on errors and prices. Polling takes no key
there, and a wrong key is 403. There is no cancelling.

Inferred or from memory: that sizes of FLUX.2 are brought to multiples of 16, the fields of `result` beside `sample`,
the fields of `details`, that an unknown task is HTTP 404, the texts of errors, and FLUX.2's prices by the megapixel.
The real server overlooks unknown fields; this one refuses them, so that a misspelt one cannot pass. Not known: whether
`data:` addresses are taken as images (they are refused here; bare base64 and links are documented).

A moderated request that has nothing to wait for (`World.polls` is 0) is `Request Moderated`, any other is `Content
Moderated`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, guarded, read
from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Job, VendorServer, World

Size = tuple[int, int]


def an_image(given: str) -> str:
    """A picture in base64, or a link."""
    if not given.startswith(("http://", "https://")):
        try:
            look(base64.b64decode(given, validate=True))
        except binascii.Error:
            raise ValueError("neither a URL nor base64") from None
    return given


def a_ratio(given: str) -> str:
    width, _, height = given.partition(":")
    if not (width.isdigit() and height.isdigit() and 9 / 21 <= int(width) / int(height) <= 21 / 9):
        raise ValueError("the aspect ratio must be between 21:9 and 9:21")
    return given


Image = Annotated[str, AfterValidator(an_image)]
Ratio = Annotated[str, AfterValidator(a_ratio)]
Side = Annotated[int, Field(ge=256, le=1440, multiple_of=32)]
Side2 = Annotated[int, Field(ge=64, le=4096)]
Tolerance = Annotated[int, Field(ge=0, le=6)]


class Inputs(Body):
    """What all models take."""

    seed: int | None = None
    output_format: Literal["jpeg", "png", "webp"] | None = None
    webhook_url: Annotated[str, Field(min_length=1, max_length=2083)] | None = None
    webhook_secret: str | None = None


class Pro11(Inputs):
    prompt: str | None = ""
    image_prompt: Image | None = None
    width: Side = 1024
    height: Side = 768
    prompt_upsampling: bool = False
    safety_tolerance: Tolerance = 2


class Ultra(Inputs):
    prompt: str | None = ""
    prompt_upsampling: bool = False
    aspect_ratio: Ratio = "16:9"
    safety_tolerance: Tolerance = 2
    raw: bool = False
    image_prompt: Image | None = None
    image_prompt_strength: Annotated[float, Field(ge=0, le=1)] = 0.1


class Dev(Inputs):
    prompt: str = ""
    image_prompt: Image | None = None
    width: Side = 1024
    height: Side = 768
    steps: Annotated[int, Field(ge=1, le=50)] | None = 28
    prompt_upsampling: bool = False
    guidance: Annotated[float, Field(ge=1.5, le=5)] | None = 3
    safety_tolerance: Tolerance = 2


class Kontext(Inputs):
    prompt: str
    input_image: Image | None = None
    input_image_2: Image | None = None
    input_image_3: Image | None = None
    input_image_4: Image | None = None
    aspect_ratio: Ratio | None = None
    output_format: Literal["jpeg", "png", "webp"] | None = "png"
    prompt_upsampling: bool = False
    safety_tolerance: Tolerance = 2


class Klein(Inputs):
    prompt: str
    input_image: Image | None = None
    input_image_2: Image | None = None
    input_image_3: Image | None = None
    input_image_4: Image | None = None
    width: Side2 | None = None
    height: Side2 | None = None
    safety_tolerance: Annotated[int, Field(ge=0, le=5)] = 2


class Eight(Klein):
    input_image_5: Image | None = None
    input_image_6: Image | None = None
    input_image_7: Image | None = None
    input_image_8: Image | None = None


class Flux2(Eight):
    disable_pup: bool = False


class Flex(Eight):
    prompt_upsampling: bool | None = True
    input_image_blob_path: str | None = None
    guidance: Annotated[float, Field(ge=1.5, le=10)] | None = 5
    steps: Annotated[int, Field(ge=1, le=50)] | None = 50


def given_images(asked: Inputs) -> list[str]:
    names = (name for name in type(asked).model_fields if re.fullmatch(r"image_prompt|input_image(_\d)?", name))
    return [image for name in names if (image := getattr(asked, name))]


def sized(area: int, ratio: str, step: int) -> Size:
    """About so many pixels in a ratio, in whole steps."""
    across, down = (int(part) for part in ratio.split(":"))
    width = (area * across / down) ** 0.5
    return max(step, round(width / step) * step), max(step, round(width * down / across / step) * step)


def size_as_asked(asked: Any) -> Size:
    return asked.width, asked.height


def size_of_ultra(asked: Any) -> Size:
    return sized(2048 * 2048, asked.aspect_ratio, 32)


def size_of_kontext(asked: Any) -> Size:
    """A megapixel, in the ratio asked for or in that of the picture given."""
    if asked.aspect_ratio is None and asked.input_image:
        return sized(1024 * 1024, ":".join(map(str, size_of(asked.input_image))), 32)
    return sized(1024 * 1024, asked.aspect_ratio or "1:1", 32)


def size_of_flux2(asked: Any) -> Size:
    """As asked, else that of the picture given, in steps of 16."""
    width, height = size_of(asked.input_image) if asked.input_image else (1024, 1024)
    return tuple(max(64, side // 16 * 16) for side in (asked.width or width, asked.height or height))  # type: ignore[return-value]


def size_of(given: str) -> Size:
    if given.startswith("http"):
        return 1024, 1024
    sight = look(base64.b64decode(given))
    return sight.width, sight.height


@dataclass(frozen=True)
class Model:
    """What a model takes, how large its pictures are, and its price in credits of a US cent: for the first megapixel
    made, for every further one, and for every one given; zeros where the price is for a picture."""

    shape: type[Inputs]
    size: Callable[[Any], Size]
    first: float
    further: float = 0.0
    given: float = 0.0

    def cost(self, made: float, given: float) -> float:
        return round(self.first + max(0.0, made - 1) * self.further + given * self.given, 2)


MODELS = {
    "flux-pro-1.1": Model(Pro11, size_as_asked, 4),
    "flux-pro-1.1-ultra": Model(Ultra, size_of_ultra, 6),
    "flux-dev": Model(Dev, size_as_asked, 2.5),
    "flux-kontext-pro": Model(Kontext, size_of_kontext, 4),
    "flux-kontext-max": Model(Kontext, size_of_kontext, 8),
    "flux-2-pro": Model(Flux2, size_of_flux2, 3, 1.5, 1.5),
    "flux-2-max": Model(Flux2, size_of_flux2, 7, 3, 3),
    "flux-2-klein-4b": Model(Klein, size_of_flux2, 1.4, 0.1, 0.1),
    "flux-2-flex": Model(Flex, size_of_flux2, 6, 6, 6),
}


def megapixels(size: Size) -> float:
    return round(size[0] * size[1] / 1_000_000, 2)


def refuse(complaint: Complaint) -> Response:
    kinds = {"json": "json_invalid", "unknown": "extra_forbidden", "missing": "missing"}
    place = [int(part) if part.isdigit() else part for part in complaint.where.split(".") if part]
    kind = kinds.get(complaint.kind, f"{complaint.kind}_error")
    return JSONResponse({"detail": [{"loc": ["body", *place], "msg": complaint.what, "type": kind}]}, status_code=422)


def error(status: int, message: str) -> Response:
    if status == 401:
        return JSONResponse({"detail": "Not authenticated - Invalid Authentication"}, status_code=403)
    return JSONResponse({"detail": message}, status_code=status)


def finished(world: World, job: Job) -> dict[str, Any]:
    """The rest of the answer about a task that has come to its end."""
    if job.outcome == "moderated":
        stage = "Content Moderated" if job.asked["waits"] else "Request Moderated"
        return {"status": stage, "details": {"Moderation Reasons": ["Safety Filter"]}}
    if job.outcome != "succeeded":
        return {"status": "Error", "details": {"error": "Generation failed."}}
    kind = job.asked["format"]
    data = picture(job.asked["words"], *job.asked["size"], format=kind.upper())
    link = world.file(data, f"image/{kind}", f".{kind}")
    result = {"sample": link, "prompt": job.asked["prompt"], "seed": job.asked["seed"], "duration": 2.5}
    return {"status": "Ready", "result": result}


def routes(world: World) -> list[Route]:
    root = world.at("bfl")

    async def submit(request: Request) -> Response:
        name = request.path_params["model"]
        model = MODELS.get(name)
        if model is None:
            return JSONResponse({"detail": "Not Found"}, status_code=404)
        asked: Any = await read(request, model.shape, refuse)
        size, given = model.size(asked), given_images(asked)
        if world.broke:
            return error(402, "Insufficient credits")
        made, taken = megapixels(size), sum(megapixels(size_of(image)) for image in given)
        cost = model.cost(made, taken)
        facts = {
            "prompt": asked.prompt,
            "words": f"{asked.prompt} {asked.seed} {name} {''.join(image[-24:] for image in given)}",
            "size": size,
            "seed": asked.seed if asked.seed is not None else 42,
            "format": asked.output_format or "jpeg",
            "waits": world.polls,
        }
        job = world.job("bfl", name, facts, usd=cost / 100, prefix="c3b8f6a2-1d0e-4c57-9b43-000000")
        bill = {"cost": cost, "input_mp": taken, "output_mp": made}
        if asked.webhook_url:
            return JSONResponse({"id": job.id, "status": "Pending", "webhook_url": asked.webhook_url, **bill})
        return JSONResponse({"id": job.id, "polling_url": f"{root}/v1/get_result?id={job.id}", **bill})

    async def result(request: Request) -> Response:
        if "id" not in request.query_params:
            missing = [{"loc": ["query", "id"], "msg": "Field required", "type": "missing"}]
            return JSONResponse({"detail": missing}, status_code=422)
        name = request.query_params["id"]
        answer = {"id": name, "status": "Pending", "result": None, "progress": None, "details": None, "preview": None}
        job = world.jobs.get(name)
        if job is None or job.vendor != "bfl":
            return JSONResponse(answer | {"status": "Task not found"}, status_code=404)
        return JSONResponse(answer | (finished(world, job) if job.look() else {"progress": 0.5}))

    async def credits(_: Request) -> Response:
        spent = sum(charge.usd * 100 for charge in world.charges if charge.vendor == "bfl")
        return JSONResponse({"credits": 1000 - spent})

    return [
        Route("/v1/get_result", result, methods=["GET"]),
        Route("/v1/credits", credits, methods=["GET"]),
        Route("/v1/{model}", guarded(submit), methods=["POST"]),
    ]


SERVER = VendorServer("bfl", routes, lambda request: request.headers.get("x-key"), error, open=("/v1/get_result",))
