"""What each of Ideogram's endpoints takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.servers.body import Body, Complaint, Refused, fitted, read
from tests.servers.perception import look

Speed = Literal["TURBO", "DEFAULT", "QUALITY"]
Quality = Literal["very_low", "low", "medium", "high"]
Seed = Annotated[int, Field(ge=0, le=2147483647)]
Count = Annotated[int, Field(ge=1, le=8)]
Words = Annotated[str, Field(min_length=1, max_length=10_000)]


def both_ways(sizes: str) -> set[str]:
    """The sizes, and each of them turned by a quarter."""
    return {size for upright in sizes.split() for size in (upright, "x".join(reversed(upright.split("x"))))}


SIZES_2K = both_ways(
    "2048x2048 1440x2880 1664x2496 1792x2240 1440x2560 1600x2560 1728x2304 1296x3168 1152x2944 1248x3328 1280x3072"
    " 1024x3072"
)
SIZES_1K = both_ways("1024x1024 896x1120 864x1152 832x1248 800x1280 720x1280 720x1440")
SIZES_V3 = both_ways(
    "512x1536 576x1408 576x1472 576x1536 640x1344 640x1408 640x1472 640x1536 704x1152 704x1216 704x1280 704x1344"
    " 704x1408 704x1472 736x1312 768x1088 768x1216 768x1280 768x1344 800x1280 832x960 832x1024 832x1088 832x1152"
    " 832x1216 832x1248 864x1152 896x960 896x1024 896x1088 896x1120 896x1152 960x1024 960x1088 1024x1024"
)
RATIOS_V3 = {
    "1x3": "512x1536", "3x1": "1536x512", "1x2": "704x1408", "2x1": "1408x704", "9x16": "736x1312",
    "16x9": "1312x736", "10x16": "800x1280", "16x10": "1280x800", "2x3": "832x1248", "3x2": "1248x832",
    "3x4": "864x1152", "4x3": "1152x864", "4x5": "896x1120", "5x4": "1120x896", "1x1": "1024x1024",
}  # fmt: skip


def one_of(names: object) -> Any:
    def check(given: str) -> str:
        if given not in names:  # type: ignore[operator]
            raise ValueError(f"{given!r} is not supported")
        return given

    return AfterValidator(check)


def a_palette(given: str) -> str:
    palette = json.loads(given)
    if not isinstance(palette, dict) or palette.keys() not in ({"name"}, {"members"}):
        raise ValueError("a palette has either a name or members")
    return given


class Asked(Body):
    """What all endpoints take, and what they come to."""

    enable_copyright_detection: bool | None = None

    def words(self) -> str:
        return str(getattr(self, "prompt", ""))

    def count(self) -> int:
        return getattr(self, "num_images", None) or 1

    def size(self, sources: list[bytes]) -> str:
        """The size of the pictures, given the source pictures."""
        raise NotImplementedError

    def usd(self, size: str) -> float:
        """The price of one picture."""
        raise NotImplementedError


class V45(Asked):
    """Generate with Ideogram 4.5, from words or from source pictures."""

    prompt: Words
    magic_prompt: Literal["auto", "on", "off"] | None = None
    size_: Annotated[str, Field(alias="size")] = "auto"
    quality: Quality | None = None
    seed: Seed | None = None
    num_images: Count | None = None
    async_: Annotated[bool, Field(alias="async")] = False
    webhook_url: Annotated[str, Field(pattern="^https://")] | None = None

    def size(self, sources: list[bytes]) -> str:
        if self.size_ == "source":
            return size_of(sources[0])
        return "2048x2048" if self.size_ == "auto" else self.size_

    def usd(self, size: str) -> float:
        prices = {"very_low": 0.008, "low": 0.03, "medium": 0.06, "high": 0.22}
        return prices[self.quality or "high"]

    def fits(self, sources: list[bytes]) -> None:
        """Refuses a size that the source pictures, or their absence, do not allow."""
        width, _, height = self.size_.partition("x")
        if not sources:
            if self.size_ != "auto" and self.size_ not in SIZES_1K | SIZES_2K:
                raise bad(f"size {self.size_!r} is not one of the supported sizes")
            if self.quality == "very_low":
                raise bad("quality very_low requires source images")
        elif self.size_ not in ("auto", "source"):
            sides = [int(side) if side.isdigit() else 0 for side in (width, height)]
            if any(side % 32 or side < 256 for side in sides) or sides[0] * sides[1] > 2048 * 2048:
                raise bad("sides must be multiples of 32, at least 256, and 2048x2048 pixels at most")


class V45Edit(Asked):
    """Precise edit with Ideogram 4.5: the result has the size of the picture given."""

    prompt: Words
    quality: Quality | None = None
    seed: Seed | None = None
    num_images: Count | None = None
    async_: Annotated[bool, Field(alias="async")] = False
    webhook_url: Annotated[str, Field(pattern="^https://")] | None = None

    def size(self, sources: list[bytes]) -> str:
        return size_of(sources[0])

    def usd(self, size: str) -> float:
        return V45.model_construct(quality=self.quality or "medium").usd(size)


class V4(Asked):
    """Generate with Ideogram 4.0."""

    text_prompt: Words | None = None
    json_prompt: str | None = None
    resolution: Annotated[str, one_of(SIZES_2K)] | None = None
    rendering_speed: Speed = "DEFAULT"

    @model_validator(mode="after")
    def one_prompt(self) -> V4:
        if (self.text_prompt is None) == (self.json_prompt is None):
            raise ValueError("supply exactly one of text_prompt and json_prompt")
        return self

    def words(self) -> str:
        return self.text_prompt or self.json_prompt or ""

    def size(self, sources: list[bytes]) -> str:
        return self.resolution or "2048x2048"

    def usd(self, size: str) -> float:
        return {"TURBO": 0.03, "DEFAULT": 0.06, "QUALITY": 0.10}[self.rendering_speed]


class V4Remix(V4):
    text_prompt: Words
    image_weight: Annotated[int, Field(ge=1, le=100)] | None = None


class V3(Asked):
    """Generate with Ideogram 3.0."""

    prompt: Words
    seed: Seed | None = None
    resolution: Annotated[str, one_of(SIZES_V3)] | None = None
    aspect_ratio: Annotated[str, one_of(RATIOS_V3)] | None = None
    rendering_speed: Literal["FLASH", "TURBO", "DEFAULT", "QUALITY"] = "DEFAULT"
    magic_prompt: Literal["AUTO", "ON", "OFF"] | None = None
    negative_prompt: str | None = None
    num_images: Count | None = None
    color_palette: Annotated[str, AfterValidator(a_palette)] | dict[str, Any] | None = None
    style_codes: list[Annotated[str, Field(pattern="^[0-9A-Fa-f]{8}$")]] | None = None
    style_type: Literal["AUTO", "GENERAL", "REALISTIC", "DESIGN", "FICTION"] | None = None
    style_preset: str | None = None
    custom_model_uri: str | None = None

    @model_validator(mode="after")
    def one_shape(self) -> V3:
        if self.resolution and self.aspect_ratio:
            raise ValueError("resolution and aspect_ratio cannot both be set")
        if self.style_codes and self.style_type:
            raise ValueError("style_codes and style_type cannot both be set")
        return self

    def size(self, sources: list[bytes]) -> str:
        return self.resolution or RATIOS_V3[self.aspect_ratio or "1x1"]

    def usd(self, size: str) -> float:
        return {"FLASH": 0.03, "TURBO": 0.03, "DEFAULT": 0.06, "QUALITY": 0.09}[self.rendering_speed]


class V3Remix(V3):
    image_weight: Annotated[int, Field(ge=1, le=100)] | None = None


class V3Edit(Asked):
    """Edit with Ideogram 3.0, where the mask is black."""

    prompt: Words
    seed: Seed | None = None
    rendering_speed: Literal["FLASH", "TURBO", "DEFAULT", "QUALITY"] = "DEFAULT"
    magic_prompt: Literal["AUTO", "ON", "OFF"] | None = None
    num_images: Count | None = None
    color_palette: Annotated[str, AfterValidator(a_palette)] | None = None
    style_codes: list[str] | None = None
    style_type: Literal["AUTO", "GENERAL", "REALISTIC", "DESIGN", "FICTION"] | None = None
    style_preset: str | None = None

    def size(self, sources: list[bytes]) -> str:
        return size_of(sources[0])

    def usd(self, size: str) -> float:
        return {"FLASH": 0.03, "TURBO": 0.03, "DEFAULT": 0.06, "QUALITY": 0.09}[self.rendering_speed]


STYLES = {"style_reference_images": 10, "character_reference_images": 1, "character_reference_images_mask": 1}


@dataclass(frozen=True)
class Operation:
    """An endpoint: the fields, how many files of each name it takes, and which of those it needs. `json` says whether
    it takes JSON where there are no files."""

    shape: type[Asked]
    files: Mapping[str, int] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    json: bool = False
    version: int = 1


OPERATIONS = {
    "/v2/image/generate/ideogram-4-5": Operation(V45, {"images": 5, "mask": 1}, json=True, version=2),
    "/v2/image/precise-edit/ideogram-4-5": Operation(
        V45Edit, {"image": 1, "reference_images": 4, "mask": 1}, ("image",), version=2
    ),
    "/v1/ideogram-v4/generate": Operation(V4),
    "/v1/ideogram-v4/async/generate": Operation(V4),
    "/v1/ideogram-v4/remix": Operation(V4Remix, {"image": 1}, ("image",)),
    "/v1/ideogram-v3/generate": Operation(V3, STYLES, json=True),
    "/v1/ideogram-v3/remix": Operation(V3Remix, {"image": 1, **STYLES}, ("image",)),
    "/v1/ideogram-v3/edit": Operation(V3Edit, {"image": 1, "mask": 1, **STYLES}, ("image", "mask")),
    "/v1/ideogram-v3/inpaint": Operation(V3Edit, {"image": 1, "mask": 1, **STYLES}, ("image", "mask")),
}


def size_of(picture: bytes) -> str:
    sight = look(picture)
    return f"{sight.width}x{sight.height}"


def bad(message: str) -> Refused:
    return Refused(JSONResponse({"error": message}, status_code=400))


def refuse(complaint: Complaint) -> Response:
    return JSONResponse({"error": f"{complaint.where or 'body'}: {complaint.what}"}, status_code=400)


async def taken(request: Request, operation: Operation) -> tuple[Asked, dict[str, list[bytes]]]:
    """The request's fields and files. Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json" and operation.json:
        asked: Asked = await read(request, operation.shape, refuse)
        files: dict[str, list[bytes]] = {}
    elif kind == "multipart/form-data":
        fields, files = await parts(request, operation)
        asked = fitted(fields, operation.shape, refuse, lax=True)
    else:
        raise bad(f"the content type {kind or 'of nothing'} is not supported")
    if absent := [name for name in operation.needed if name not in files]:
        raise bad(f"{absent[0]} is required")
    if isinstance(asked, V45):
        asked.fits(files.get("images", []))
    return asked, files


async def parts(request: Request, operation: Operation) -> tuple[dict[str, Any], dict[str, list[bytes]]]:
    fields: dict[str, Any] = {}
    files: dict[str, list[bytes]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(await value.read())
        elif name == "style_codes":
            fields.setdefault(name, []).append(value)
        elif name in fields:
            raise bad(f"{name} is given twice")
        else:
            fields[name] = value
    for name, data in files.items():
        if len(data) > operation.files.get(name, 0):
            raise bad(f"{name}: at most {operation.files.get(name, 0)} files")
        for each in data:
            held(name, each)
    return fields, files


def held(name: str, data: bytes) -> None:
    """Refuses a file that is not a picture of a kind and size that are taken."""
    try:
        sight = look(data)
    except ValueError:
        raise bad(f"{name} is not an image") from None
    if sight.format not in ("JPEG", "PNG", "WEBP") or not 1 / 6 <= sight.width / sight.height <= 6:
        raise bad(f"{name}: JPEG, PNG and WebP of an aspect ratio from 1:6 to 6:1 are supported")
