"""What fal's models of films take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tests.servers.body import Body
from tests.servers.fal.arguments import Seed, Share, Tolerance, Url, Words

Whole = Literal["3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"]
Half = Literal["21:9", "16:9", "4:3", "1:1", "3:4", "9:16", "auto"]


class Shot(Body):
    prompt: Words
    duration: Literal["1", "2"] | Whole = "5"


class Element(Body):
    frontal_image_url: Url | None = None
    reference_image_urls: list[Url] | None = None
    video_url: Url | None = None
    voice_id: str | None = None


class KlingBase(Body):
    prompt: Annotated[str, Field(max_length=2500)] | None = None
    multi_prompt: list[Shot] | None = None
    duration: Whole = "5"
    negative_prompt: Annotated[str, Field(max_length=2500)] = "blur, distort, and low quality"
    cfg_scale: Share = 0.5
    generate_audio: bool = True

    @model_validator(mode="after")
    def one_prompt(self) -> KlingBase:
        if (self.prompt is None) == (self.multi_prompt is None):
            raise ValueError("Either prompt or multi_prompt must be provided, but not both.")
        return self


class Kling(KlingBase):
    aspect_ratio: Literal["16:9", "9:16", "1:1"] = "16:9"
    shot_type: Literal["customize", "intelligent"] = "customize"


class KlingImage(KlingBase):
    start_image_url: Url
    end_image_url: Url | None = None
    elements: list[Element] | None = None
    shot_type: str = "customize"


class PikaImage(Body):
    prompt: Words
    image_url: Url
    duration: Literal["5", "10"] = "5"
    resolution: Literal["720p", "1080p"] = "720p"
    negative_prompt: str = ""
    seed: Seed = None


class Pika(Body):
    prompt: Words
    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"] = "16:9"
    duration: Literal["5", "10"] = "5"
    resolution: Literal["720p", "1080p"] = "720p"
    negative_prompt: str = "ugly, bad, terrible"
    seed: Seed = None


class VeoBase(Body):
    prompt: Words
    duration: Literal["4s", "6s", "8s"] = "8s"
    resolution: Literal["720p", "1080p"] = "720p"
    generate_audio: bool = True
    auto_fix: bool = True
    negative_prompt: str | None = None
    safety_tolerance: Tolerance = "4"
    seed: Seed = None


class Veo(VeoBase):
    aspect_ratio: Literal["16:9", "9:16"] = "16:9"


class VeoImage(VeoBase):
    image_url: Url
    aspect_ratio: Literal["auto", "16:9", "9:16"] = "auto"


class Ray(Body):
    prompt: Words
    aspect_ratio: Literal["16:9", "9:16", "4:3", "3:4", "21:9", "9:21"] = "16:9"
    duration: Literal["5s", "9s"] = "5s"
    resolution: Literal["540p", "720p", "1080p"] = "540p"
    loop: bool = False


class RayImage(Ray):
    image_url: Url | None = None
    end_image_url: Url | None = None


class Seedance(Body):
    """2.0; no seed goes in."""

    prompt: Words
    duration: Annotated[str, Field(pattern="^(auto|[4-9]|1[0-5])$")] = "auto"
    resolution: Literal["480p", "720p", "1080p", "4k"] = "720p"
    aspect_ratio: Half = "auto"
    generate_audio: bool = True


class SeedanceImage(Seedance):
    image_url: Url
    end_image_url: Url | None = None


class Seedance25(Seedance):
    duration: Annotated[str, Field(pattern="^(auto|[4-9]|[12][0-9]|30)$")] = "auto"
    resolution: Literal["480p", "720p"] = "720p"


class Seedance25Image(Seedance25):
    image_url: Url
    end_image_url: Url | None = None


class H3(Body):
    """MiniMax; a length is a number."""

    prompt: Words
    duration: Annotated[int, Field(ge=5, le=15)] = 5
    resolution: Literal["480P", "768P", "2K", "4K"] = "768P"
    aspect_ratio: Literal["adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"] = "16:9"
    seed: Seed = None
    enable_prompt_expansion: bool = True


class Wan(Body):
    """Open weights; the length is told in frames."""

    prompt: Words
    negative_prompt: str = ""
    num_frames: Annotated[int, Field(ge=81, le=100)] = 81
    frames_per_second: Annotated[int, Field(ge=5, le=24)] = 16
    seed: Seed = None
    resolution: Literal["480p", "580p", "720p"] = "720p"
    num_inference_steps: Annotated[int, Field(ge=2, le=40)] = 30
    aspect_ratio: Literal["9:16", "16:9"] = "16:9"
    enable_safety_checker: bool | None = None
    enable_prompt_expansion: bool = False
    turbo_mode: bool = False


class WanImage(Body):
    prompt: Words
    image_url: Url
    negative_prompt: str = ""
    num_frames: Annotated[int, Field(ge=81, le=100)] = 81
    frames_per_second: Annotated[int, Field(ge=5, le=24)] = 16
    seed: Seed = None
    resolution: Literal["480p", "720p"] = "720p"
    num_inference_steps: Annotated[int, Field(ge=2, le=40)] = 30
    guide_scale: Annotated[float, Field(ge=1, le=10)] = 5
    shift: Annotated[float, Field(ge=1, le=10)] = 5
    aspect_ratio: Literal["auto", "16:9", "9:16", "1:1"] = "auto"
    acceleration: Literal["none", "regular"] = "regular"
    enable_safety_checker: bool | None = None
    enable_prompt_expansion: bool = False
