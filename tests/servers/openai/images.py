"""POST /v1/images/generations and /v1/images/edits."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any, Literal

from PIL import Image, ImageDraw
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import Body, Refused, guarded
from ..media import picture
from ..perception import look
from .api import House, events, form, now, refused, tokens, wrong

__all__ = ["EditRequest", "ImageRequest", "blocked", "drawn", "routes", "rules", "size_of", "usage"]

Format = Literal["png", "webp", "jpeg", "gif", "svg"]
FEWEST, MOST, EDGE = 655_360, 3840 * 2160, 3840
"""Pixels of a picture of any size, and of its longer side."""
FREE_SIZES = ("gpt-image-2",)
"""Beginnings of the models that take any size."""
FIXED = ("1024x1024", "1536x1024", "1024x1536")


class Svg(Body):
    model: str
    reasoning: dict[str, Any] | None = None


class Shared(Body):
    """What generations and edits have in common."""

    prompt: str = Field(min_length=1, max_length=32000)
    model: str | None = None
    n: int | None = Field(None, ge=1, le=10)
    size: str | None = None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] | None = None
    background: Literal["transparent", "opaque", "auto"] | None = None
    output_format: Format | None = None
    output_compression: int | None = Field(None, ge=0, le=100)
    partial_images: int | None = Field(None, ge=0, le=3)
    complexity: Literal["low", "medium", "high"] | None = None
    frame_count: int | None = Field(None, ge=2, le=16)
    frame_duration_ms: int | None = Field(None, ge=10)
    response_format: Literal["url", "b64_json"] | None = None
    safety_identifier: str | None = None
    user: str | None = None
    svg: Svg | None = None
    stream: bool | None = None


class ImageRequest(Shared):
    moderation: Literal["low", "auto"] | None = None
    style: Literal["vivid", "natural"] | None = None


class EditRequest(Shared):
    input_fidelity: Literal["high", "low"] | None = None


Rules = Callable[[Shared], None]


def size_of(size: str | None) -> tuple[int, int]:
    """Width and height in pixels; `auto` is a square."""
    if size in (None, "auto"):
        return 1024, 1024
    wide, cross, high = str(size).partition("x")
    if not (cross and wide.isdigit() and high.isdigit() and int(wide) and int(high)):
        raise wrong(f"Invalid size '{size}': expected WIDTHxHEIGHT or auto.", "size")
    return int(wide), int(high)


def rules(asked: Shared) -> None:
    """What GPT image models refuse."""
    for field in ("response_format", "style"):
        if getattr(asked, field, None) is not None:
            raise wrong(f"Unknown parameter: '{field}'.", field, "unknown_parameter")
    if asked.model is None:
        raise wrong("Missing required parameter: 'model'.", "model", "missing_required_parameter")
    check_size(asked.model, asked.size)
    if asked.quality in ("xhigh", "max") and not asked.model.startswith(("gpt-image-2.5", "gpt-image-2.6")):
        raise wrong(f"Invalid value: '{asked.quality}' is not supported by {asked.model}.", "quality")
    if asked.background == "transparent" and asked.output_format not in (None, "png", "webp"):
        raise wrong("Transparent background is only supported for png and webp output.", "background")
    if asked.output_compression not in (None, 100) and asked.output_format not in ("webp", "jpeg"):
        raise wrong("Compression is only supported for webp and jpeg output.", "output_compression")
    if (asked.frame_count or asked.frame_duration_ms) and asked.output_format != "gif":
        raise wrong("Frames are only supported for gif output.", "frame_count")
    if asked.partial_images and not asked.stream:
        raise wrong("Partial images are only supported when streaming.", "partial_images")
    fidelity = getattr(asked, "input_fidelity", None)
    if fidelity and asked.model not in ("gpt-image-1.5", "gpt-image-1-mini"):
        raise wrong(f"The model {asked.model} does not support 'input_fidelity'.", "input_fidelity")


def check_size(model: str, size: str | None) -> None:
    if size in (None, "auto", *FIXED):
        return
    width, height = size_of(size)
    if not model.startswith(FREE_SIZES):
        raise wrong(f"Invalid value: '{size}'. Supported values are: {', '.join(FIXED)}, and 'auto'.", "size")
    if width % 16 or height % 16 or not 1 / 3 <= width / height <= 3 or max(width, height) > EDGE:
        raise wrong(f"Invalid size '{size}': sides must be divisible by 16, 1:3 to 3:1, at most 3840.", "size")
    if not FEWEST <= width * height <= MOST:
        raise wrong(f"Invalid size '{size}': between {FEWEST} and {MOST} pixels are needed.", "size")


def blocked(kind: str = "image_generation_user_error") -> Response:
    """The refusal of the safety system."""
    return refused(400, "Your request was rejected by the safety system.", kind, None, "moderation_blocked")


def drawn(words: str, width: int, height: int, format: str, background: str | None) -> bytes:
    """A picture in the asked format. On a transparent ground only the disc is there."""
    if format == "svg":
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>'.encode()
    plain = picture(words, width, height, format.upper())
    if background != "transparent":
        return plain
    with Image.open(io.BytesIO(plain)) as image:
        clear = image.convert("RGBA")
    there = Image.new("L", clear.size, 0)
    ImageDraw.Draw(there).ellipse((width // 3, height // 3, 2 * width // 3, 2 * height // 3), fill=255)
    clear.putalpha(there)
    out = io.BytesIO()
    clear.save(out, format.upper())
    return out.getvalue()


def usage(prompt: str, pictures_in: int, pictures_out: int, pixels: int) -> dict[str, Any]:
    """Tokens: a picture takes one for every 1024 pixels."""
    words, seen, made = tokens(prompt), 300 * pictures_in, pictures_out * (pixels // 1024)
    return {
        "input_tokens": words + seen,
        "input_tokens_details": {"text_tokens": words, "image_tokens": seen},
        "output_tokens": made,
        "output_tokens_details": {"text_tokens": 0, "image_tokens": made},
        "total_tokens": words + seen + made,
    }


def facts(asked: Shared, width: int, height: int) -> dict[str, Any]:
    """The settings that were used, as answers repeat them."""
    chosen = "opaque" if asked.background in (None, "auto") else asked.background
    quality = "medium" if asked.quality in (None, "auto") else asked.quality
    named = {"background": chosen, "output_format": asked.output_format or "png", "quality": quality}
    return {**named, "size": f"{width}x{height}"}


def made(house: House, asked: Shared, given: list[bytes], kind: str) -> Response:
    """The answer, once all is checked."""
    model = asked.model or "default"
    house.begin(model, "images")
    if house.world.outcome == "moderated":
        raise Refused(blocked())
    width, height = size_of(asked.size)
    house.charge(model)
    words = asked.prompt + "".join(str(look(data)) for data in given)
    format = asked.output_format or "png"
    pictures = [drawn(words + " again" * n, width, height, format, asked.background) for n in range(asked.n or 1)]
    spent = usage(asked.prompt, len(given), len(pictures), width * height)
    if asked.stream:
        return house.stream(events(stages(asked, pictures[0], spent, width, height, kind), named=True, done=False))
    data = [item(house, asked, one, format) for one in pictures]
    return house.answer({"created": now(), **facts(asked, width, height), "data": data, "usage": spent})


def item(house: House, asked: Shared, data: bytes, format: str) -> dict[str, str]:
    if asked.response_format == "url":
        return {"url": house.world.file(data, f"image/{format}", f".{format}")}
    return {"b64_json": base64.b64encode(data).decode()}


def stages(
    asked: Shared, data: bytes, spent: dict[str, Any], width: int, height: int, kind: str
) -> list[dict[str, Any]]:
    """The events of a stream: the partial pictures, and the whole one."""
    whole = {"b64_json": base64.b64encode(data).decode(), "created_at": now(), **facts(asked, width, height)}
    parts = [
        {"type": f"{kind}.partial_image", "partial_image_index": n, **whole} for n in range(asked.partial_images or 0)
    ]
    return [*parts, {"type": f"{kind}.completed", **whole, "usage": spent}]


def pictures_of(files: dict[str, list[tuple[str, bytes]]]) -> list[bytes]:
    """The pictures to edit, with the mask checked against the first."""
    for field in set(files) - {"image", "mask", "markup"}:
        raise wrong(f"Unknown parameter: '{field}'.", field, "unknown_parameter")
    given = [data for _, data in files.get("image", [])]
    if not 1 <= len(given) <= 16:
        raise wrong("Between 1 and 16 images are needed.", "image", "missing_required_parameter")
    try:
        sights = [look(data) for data in given]
        masks = [look(data) for _, data in files.get("mask", [])]
    except ValueError:
        raise wrong("Invalid image file or mode for image 1.", "image", "invalid_image_file") from None
    if any(sight.format not in ("PNG", "WEBP", "JPEG") for sight in sights):
        raise wrong("Invalid image file: png, webp and jpg are supported.", "image", "unsupported_file_mimetype")
    for mask in masks:
        if mask.format != "PNG" or (mask.width, mask.height) != (sights[0].width, sights[0].height):
            raise wrong("The mask must be a PNG of the first image's size.", "mask", "invalid_mask_image_format")
        if not mask.transparent:
            raise wrong("The mask has no transparent pixels.", "mask", "invalid_mask_image_format")
    return given


def routes(house: House, check: Rules) -> list[Route]:
    async def generate(request: Request) -> Response:
        asked = await house.body(request, ImageRequest)
        if asked.model:
            house.check_model(asked.model, "images")
        check(asked)
        return made(house, asked, [], "image_generation")

    async def edit(request: Request) -> Response:
        asked, files = await form(request, EditRequest, {"prompt", "model", "n", "size", "mask"})
        if asked.model:
            house.check_model(asked.model, "images")
        check(asked)
        return made(house, asked, pictures_of(files), "image_edit")

    return [
        Route("/v1/images/generations", guarded(generate), methods=["POST"]),
        Route("/v1/images/edits", guarded(edit), methods=["POST"]),
    ]
