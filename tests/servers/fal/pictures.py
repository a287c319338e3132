"""What fal's models of pictures take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tests.servers.body import Body
from tests.servers.fal.arguments import Seed, Tolerance, Url, Words

Steps = Annotated[int, Field(ge=1, le=50)]
Guidance = Annotated[float, Field(ge=0, le=20)]
Named = Literal["square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"]


class ImageSize(Body):
    width: Annotated[int, Field(gt=0, le=14142)] = 512
    height: Annotated[int, Field(gt=0, le=14142)] = 512


class Images(Body):
    prompt: Words
    seed: Seed = None
    output_format: Literal["jpeg", "png"] = "jpeg"
    sync_mode: bool = False
    num_images: Annotated[int, Field(ge=1, le=4)] = 1


class FluxPro(Images):
    image_size: ImageSize | Named = "landscape_4_3"
    safety_tolerance: Tolerance = "2"
    enhance_prompt: bool = False


class Kontext(Images):
    """huggingface_hub gives the picture a second time, in a list, as other models take it."""

    image_url: Url
    image_urls: list[Url] | None = None
    aspect_ratio: Literal["21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"] | None = None
    guidance_scale: Guidance = 3.5
    safety_tolerance: Tolerance = "2"
    enhance_prompt: bool = False


class FluxDev(Images):
    image_size: ImageSize | Named = "landscape_4_3"
    num_inference_steps: Steps = 28
    guidance_scale: Guidance = 3.5
    enable_safety_checker: bool = True
    acceleration: Literal["none", "regular", "high"] = "none"


class Lora(Body):
    path: str
    scale: float = 1.0
    force: bool = False


class FluxLora(FluxDev):
    loras: list[Lora] | None = None


class Schnell(Images):
    image_size: ImageSize | Named = "landscape_4_3"
    num_inference_steps: Annotated[int, Field(ge=1, le=12)] = 4
    guidance_scale: Guidance = 3.5
    enable_safety_checker: bool = True
    acceleration: Literal["none", "regular", "high"] = "none"


class NanoBanana(Images):
    aspect_ratio: Literal["21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"] = "1:1"
    output_format: Literal["jpeg", "png", "webp"] = "png"
    safety_tolerance: Tolerance = "4"
    limit_generations: bool = False


class GptImage(Body):
    prompt: Words
    image_size: ImageSize | Named | Literal["auto"] = "landscape_4_3"
    quality: Literal["auto", "low", "medium", "high", "xhigh", "max"] = "high"
    num_images: Annotated[int, Field(ge=1, le=4)] = 1
    output_format: Literal["jpeg", "png", "webp"] = "png"
    sync_mode: bool = False


class StableDiffusion(Images):
    image_size: ImageSize | Named = "landscape_4_3"
    negative_prompt: str = ""
    num_inference_steps: Steps = 28
    guidance_scale: Guidance = 3.5
    enable_safety_checker: bool = True
    loras: list[Lora] | None = None


class Flux2(Body):
    prompt: Words
    image_size: ImageSize | Named = "landscape_4_3"
    seed: Seed = None
    safety_tolerance: Literal["1", "2", "3", "4", "5"] = "2"
    enable_safety_checker: bool = True
    output_format: Literal["jpeg", "png"] = "jpeg"
    sync_mode: bool = False


class Ideogram(Body):
    prompt: Words
    image_size: ImageSize | Named = "square_hd"
    negative_prompt: str = ""
    rendering_speed: Literal["TURBO", "BALANCED", "QUALITY"] = "BALANCED"
    expand_prompt: bool = True
    style: Literal["AUTO", "GENERAL", "REALISTIC", "DESIGN"] | None = None
    style_codes: list[str] | None = None
    style_preset: str | None = None
    image_urls: list[Url] | None = None
    num_images: Annotated[int, Field(ge=1, le=8)] = 1
    seed: Seed = None
    sync_mode: bool = False
