"""Stability AI's REST API (`api.stability.ai/v2beta`): pictures, edits of pictures, larger pictures, and music.

There is no usable SDK. Paths, form fields and ranges: Stability's own machine-readable reference
(api.stability.ai/v2alpha/openapi) as transcribed in public repositories on 2026-07-25 and 2026-08-13, where one real call
to `core` is recorded as well (1536 by 1536 pixels for 1:1; `finish-reason` and `seed` as headers). All read 2026-11-21. A
credit is one cent; credits a call from the same transcripts, of the larger pictures made up. Not known, so assumed: names of
errors beside `bad_request` and `content_moderation`, that a filtered picture is charged, sizes other than the one above.
Not served: control, relighting, recolouring, audio to audio, stable-audio-3, 3D.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PIL import Image, ImageDraw
from pydantic import Field, model_validator
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Body, Complaint, Refused, fitted, guarded
from tests.servers.perception import Sight, look
from tests.servers.world import Job, VendorServer, World

__all__ = ["SERVER"]

Format = Literal["png", "jpeg", "webp"]
Ratio = Literal["21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"]
Style = Literal[
    "enhance", "anime", "photographic", "digital-art", "comic-book", "fantasy-art", "line-art", "analog-film",
    "neon-punk", "isometric", "low-poly", "origami", "modeling-compound", "cinematic", "3d-model", "pixel-art",
    "tile-texture",
]  # fmt: skip
NAMES = {400: "bad_request", 401: "unauthorized", 402: "payment_required", 403: "content_moderation", 404: "not_found",
         413: "payload_too_large", 429: "rate_limit_exceeded"}  # fmt: skip
LIMIT = 10 * 1024 * 1024
SEED = 3817857576
SD3 = {"sd3.5-large": 6.5, "sd3.5-large-turbo": 4, "sd3.5-medium": 3.5, "sd3.5-flash": 2.5}


class Made(Body):
    """What all of them have."""

    seed: int = Field(0, ge=0, le=4294967294)
    output_format: Format = "png"


class Told(Made):
    prompt: str = Field(min_length=1, max_length=10_000)
    negative_prompt: str | None = Field(None, max_length=10_000)
    style_preset: Style | None = None


class Core(Told):
    aspect_ratio: Ratio = "1:1"


class Ultra(Told):
    aspect_ratio: Ratio = "1:1"
    image: bytes | None = None
    strength: float | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def strong(self) -> Ultra:
        if self.image and self.strength is None:
            raise ValueError("strength: required when image is provided")
        return self


class Sd3(Told):
    mode: Literal["text-to-image", "image-to-image"] = "text-to-image"
    model: Literal["sd3.5-large", "sd3.5-large-turbo", "sd3.5-medium", "sd3.5-flash"] = "sd3.5-large"
    aspect_ratio: Ratio | None = None
    image: bytes | None = None
    strength: float | None = Field(None, ge=0, le=1)
    cfg_scale: float | None = Field(None, ge=1, le=10)

    @model_validator(mode="after")
    def fitting(self) -> Sd3:
        given = (self.image is not None, self.strength is not None)
        if self.mode == "image-to-image" and (not all(given) or self.aspect_ratio):
            raise ValueError("image-to-image: image and strength are required, aspect_ratio is not allowed")
        if self.mode == "text-to-image" and any(given):
            raise ValueError("text-to-image: image and strength are not allowed")
        return self


class Inpaint(Told):
    image: bytes
    mask: bytes | None = None
    grow_mask: int = Field(5, ge=0, le=100)


class Erase(Made):
    image: bytes
    mask: bytes | None = None
    grow_mask: int = Field(5, ge=0, le=20)


class Outpaint(Made):
    image: bytes
    left: int = Field(0, ge=0, le=2000)
    right: int = Field(0, ge=0, le=2000)
    up: int = Field(0, ge=0, le=2000)
    down: int = Field(0, ge=0, le=2000)
    creativity: float = Field(0.5, ge=0, le=1)
    prompt: str | None = Field(None, max_length=10_000)
    style_preset: Style | None = None

    @model_validator(mode="after")
    def somewhere(self) -> Outpaint:
        if not (self.left or self.right or self.up or self.down):
            raise ValueError("at least one outpaint direction (left, right, up or down) must be supplied")
        return self


class Replace(Told):
    image: bytes
    search_prompt: str = Field(min_length=1, max_length=10_000)
    grow_mask: int = Field(3, ge=0, le=20)


class Cut(Body):
    image: bytes
    output_format: Literal["png", "webp"] = "png"


class Fast(Body):
    image: bytes
    output_format: Format = "png"


class Conservative(Made):
    image: bytes
    prompt: str = Field(min_length=1, max_length=10_000)
    negative_prompt: str | None = Field(None, max_length=10_000)
    creativity: float = Field(0.35, ge=0.2, le=0.5)


class Creative(Told):
    image: bytes
    creativity: float = Field(0.3, ge=0.1, le=0.5)


class Audio(Body):
    prompt: str = Field(min_length=1, max_length=10_000)
    duration: float = Field(190, ge=1, le=190)
    seed: int = Field(0, ge=0, le=4294967294)
    steps: int | None = None
    cfg_scale: float | None = Field(None, ge=1, le=25)
    model: Literal["stable-audio-2", "stable-audio-2.5"] = "stable-audio-2"
    output_format: Literal["mp3", "wav"] = "mp3"

    @model_validator(mode="after")
    def paced(self) -> Audio:
        low, high = (30, 100) if self.model == "stable-audio-2" else (4, 8)
        if self.steps is not None and not low <= self.steps <= high:
            raise ValueError(f"steps: must be between {low} and {high} for {self.model}")
        return self


def shaped(ratio: str, pixels: int) -> tuple[int, int]:
    """A size of about so many pixels, in steps of 64."""
    across, up = (int(part) for part in ratio.split(":"))
    width = (pixels * across / up) ** 0.5
    return max(64, round(width / 64) * 64), max(64, round(width * up / across / 64) * 64)


def scaled(image: bytes, pixels: int) -> tuple[int, int]:
    sight = look(image)
    factor = (pixels / (sight.width * sight.height)) ** 0.5
    return round(sight.width * factor), round(sight.height * factor)


def same(image: bytes) -> tuple[int, int]:
    sight = look(image)
    return sight.width, sight.height


MEGA = 1024 * 1024


@dataclass(frozen=True)
class Service:
    """One path: what is asked there, how many credits it takes, how large the result is, what it takes in (pixels)."""

    shape: type[Body]
    credits: Callable[[Any], float]
    size: Callable[[Any], tuple[int, int]]
    pixels: tuple[int, int] = (4096, 9_437_184)
    late: bool = False


SERVICES = {
    "generate/core": Service(Core, lambda a: 3, lambda a: shaped(a.aspect_ratio, 1536 * 1536)),
    "generate/ultra": Service(Ultra, lambda a: 8, lambda a: shaped(a.aspect_ratio, MEGA)),
    "generate/sd3": Service(
        Sd3, lambda a: SD3[a.model], lambda a: same(a.image) if a.image else shaped(a.aspect_ratio or "1:1", MEGA)
    ),
    "edit/erase": Service(Erase, lambda a: 5, lambda a: same(a.image)),
    "edit/inpaint": Service(Inpaint, lambda a: 5, lambda a: same(a.image)),
    "edit/outpaint": Service(
        Outpaint, lambda a: 4, lambda a: (same(a.image)[0] + a.left + a.right, same(a.image)[1] + a.up + a.down)
    ),
    "edit/search-and-replace": Service(Replace, lambda a: 5, lambda a: same(a.image)),
    "edit/remove-background": Service(Cut, lambda a: 5, lambda a: same(a.image)),
    "upscale/fast": Service(Fast, lambda a: 2, lambda a: scaled(a.image, 16 * look(a.image).width * look(a.image).height),
                            (1024, MEGA)),
    "upscale/conservative": Service(Conservative, lambda a: 40, lambda a: scaled(a.image, 4 * MEGA)),
    "upscale/creative": Service(Creative, lambda a: 60, lambda a: scaled(a.image, 4 * MEGA), (4096, MEGA), late=True),
}  # fmt: skip


def refused(status: int, name: str, message: str) -> Response:
    return JSONResponse({"id": "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4", "name": name, "errors": [message]}, status)


def error(status: int, message: str) -> Response:
    return refused(status, NAMES.get(status, "internal_error"), message)


def refusal(complaint: Complaint) -> Response:
    return error(400, f"{complaint.where}: {complaint.what}" if complaint.where else complaint.what)


async def asked_of(request: Request, shape: type[Body]) -> Body:
    """The form as the shape; files are read."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Refused(error(400, "content-type: must be multipart/form-data"))
    form = await request.form()
    fields = {name: await part.read() if isinstance(part, UploadFile) else part for name, part in form.items()}
    for name in ("image", "mask"):
        if isinstance(fields.get(name), str):
            raise Refused(error(400, f"{name}: must be a file"))
    return fitted(fields, shape, refusal, lax=True)


def check_picture(data: bytes, where: str, pixels: tuple[int, int]) -> Sight:
    if len(data) > LIMIT:
        raise Refused(error(413, "The request is larger than 10 MiB."))
    try:
        sight = look(data)
    except ValueError:
        raise Refused(error(400, f"{where}: the file is no picture")) from None
    if sight.format not in ("PNG", "JPEG", "WEBP"):
        raise Refused(error(400, f"{where}: must be jpeg, png or webp"))
    if not pixels[0] <= sight.width * sight.height <= pixels[1]:
        raise Refused(error(400, f"{where}: total pixel count must be between {pixels[0]} and {pixels[1]}"))
    return sight


def drawn(words: str, size: tuple[int, int], format: str, clear: bool) -> bytes:
    """A picture; a clear one has no background."""
    if not clear:
        return media.picture(words, *size, format=format.upper())
    with Image.open(io.BytesIO(media.picture(words, *size))) as image:
        disc = Image.new("L", size)
        ImageDraw.Draw(disc).ellipse((size[0] // 3, size[1] // 3, 2 * size[0] // 3, 2 * size[1] // 3), fill=255)
        image.putalpha(disc)
        out = io.BytesIO()
        image.save(out, format.upper())
    return out.getvalue()


def check_accept(request: Request, kind: str) -> None:
    if request.headers.get("accept", "*/*") not in ("application/json", f"{kind}/*", "*/*"):
        raise Refused(error(400, f"accept: must be application/json or {kind}/*"))


def answer(request: Request, data: bytes, media_type: str, filtered: bool) -> Response:
    """The medium as bytes with headers, or in JSON."""
    kind, reason = media_type.partition("/")[0], "CONTENT_FILTERED" if filtered else "SUCCESS"
    if request.headers.get("accept") == "application/json":
        return JSONResponse({kind: base64.b64encode(data).decode(), "finish_reason": reason, "seed": SEED})
    headers = {"finish-reason": reason, "seed": str(SEED), "x-request-id": "95d15c0c"}
    return Response(data, media_type=media_type, headers=headers)


def routes(world: World) -> list[Route]:
    def payable() -> None:
        if world.broke:
            raise Refused(error(402, "You lack sufficient credits to make this request."))
        if world.outcome in ("failed", "cancelled"):
            raise Refused(error(500, "An unexpected server error has occurred."))

    def serving(path: str, service: Service) -> Any:
        async def serve(request: Request) -> Response:
            check_accept(request, "image")
            asked: Any = await asked_of(request, service.shape)
            for where in ("image", "mask"):
                if data := getattr(asked, where, None):
                    check_picture(data, where, service.pixels)
            payable()
            words = path + repr(sorted(asked.model_dump().items()))
            made = drawn(words, service.size(asked), asked.output_format, clear=path.endswith("background"))
            media_type, usd = f"image/{asked.output_format}", service.credits(asked) / 100
            model = getattr(asked, "model", path.split("/")[1])
            if service.late:
                job = world.job("stability", model, {"data": made, "media_type": media_type}, "a6dc6c6e20acda01", usd)
                return JSONResponse({"id": job.id})
            world.charge("stability", model, usd)
            return answer(request, made, media_type, world.outcome == "moderated")

        return serve

    async def sound(request: Request) -> Response:
        check_accept(request, "audio")
        asked: Any = await asked_of(request, Audio)
        payable()
        made = media.tone(repr(sorted(asked.model_dump().items())), asked.duration, asked.output_format, 44100)
        credits = 20.0 if asked.model == "stable-audio-2.5" else 17 + 0.06 * (asked.steps or 50)
        world.charge("stability", asked.model, credits / 100)
        media_type = "audio/mpeg" if asked.output_format == "mp3" else "audio/wav"
        return answer(request, made, media_type, world.outcome == "moderated")

    async def result(request: Request) -> Response:
        job: Job | None = world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != "stability" or world.expired:
            return error(404, "id: no generation was found")
        if not job.look():
            return JSONResponse({"id": job.id, "status": "in-progress"}, 202)
        return answer(request, job.asked["data"], job.asked["media_type"], job.outcome == "moderated")

    async def balance(_: Request) -> Response:
        return JSONResponse({"credits": 0.0 if world.broke else 1000.0})

    root = "/v2beta/stable-image"
    return [
        *(Route(f"{root}/{path}", guarded(serving(path, one)), methods=["POST"]) for path, one in SERVICES.items()),
        Route("/v2beta/audio/stable-audio-2/text-to-audio", guarded(sound), methods=["POST"]),
        Route("/v2beta/results/{id}", result),
        Route("/v1/user/balance", balance),
    ]


def key_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


SERVER = VendorServer("stability", routes, key_of, error)
