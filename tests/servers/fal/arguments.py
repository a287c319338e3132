"""What fal's models take, as the endpoint types of npm @fal-ai/client 1.10.1 say; ranges in part from memory."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from tests.servers.body import Body


def an_address(given: str) -> str:
    if not given.startswith(("http://", "https://", "data:")):
        raise ValueError("the value is not a URL")
    return given


Url = Annotated[str, AfterValidator(an_address)]
Words = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Seed = int | None
Steps = Annotated[int, Field(ge=1, le=50)]
Guidance = Annotated[float, Field(ge=0, le=20)]
Tolerance = Literal["1", "2", "3", "4", "5", "6"]
Named = Literal["square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"]
Whole = Literal["3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"]


class ImageSize(Body):
    width: Annotated[int, Field(gt=0, le=14142)] = 512
    height: Annotated[int, Field(gt=0, le=14142)] = 512


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
    image_url: Url
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


class Lyria(Body):
    prompt: Words
    negative_prompt: str = "low quality"
    seed: Seed = None


class StableAudio(Body):
    prompt: Words
    seconds_total: Annotated[int, Field(ge=1, le=190)] = 190
    num_inference_steps: Annotated[int, Field(ge=4, le=8)] = 8
    guidance_scale: Annotated[float, Field(ge=1, le=25)] = 1
    seed: Seed = None
    sync_mode: bool = False


Format = Literal[
    "mp3_22050_32", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128", "mp3_44100_192", "pcm_8000",
    "pcm_16000", "pcm_22050", "pcm_24000", "pcm_44100", "pcm_48000", "ulaw_8000", "alaw_8000", "opus_48000_32",
    "opus_48000_64", "opus_48000_96", "opus_48000_128", "opus_48000_192",
]  # fmt: skip


class Section(Body):
    section_name: Annotated[str, Field(min_length=1, max_length=100)]
    duration_ms: Annotated[int, Field(ge=3000, le=120000)]
    lines: list[Annotated[str, Field(max_length=200)]]
    positive_local_styles: list[str]
    negative_local_styles: list[str]


class Composition(Body):
    positive_global_styles: list[str]
    negative_global_styles: list[str]
    sections: list[Section]


class ElevenMusic(Body):
    prompt: Words | None = None
    composition_plan: Composition | None = None
    music_length_ms: Annotated[int, Field(ge=3000, le=600000)] | None = None
    force_instrumental: bool = False
    respect_sections_durations: bool = True
    output_format: Format = "mp3_44100_128"

    @model_validator(mode="after")
    def one_wish(self) -> ElevenMusic:
        if (self.prompt is None) == (self.composition_plan is None):
            raise ValueError("Either prompt or composition_plan must be provided.")
        if self.composition_plan and (self.music_length_ms or self.force_instrumental):
            raise ValueError("music_length_ms and force_instrumental can only be used with prompt.")
        return self


class ElevenSound(Body):
    text: Words
    duration_seconds: Annotated[float, Field(ge=0.5, le=22)] | None = None
    prompt_influence: Share = 0.3
    loop: bool = False
    output_format: Format = "mp3_44100_128"


class ElevenSpeech(Body):
    text: Words
    voice: str = "Rachel"
    stability: Share = 0.5
    language_code: str | None = None
    apply_text_normalization: Literal["auto", "on", "off"] = "auto"
    timestamps: bool = False


class ElevenSpeechV2(ElevenSpeech):
    similarity_boost: Share = 0.75
    style: Share = 0
    speed: Annotated[float, Field(ge=0.7, le=1.2)] = 1.0
    previous_text: str | None = None
    next_text: str | None = None


class Kokoro(Body):
    prompt: str = ""
    voice: Annotated[str, Field(pattern="^a[fm]_[a-z]+$")] = "af_heart"
    speed: Annotated[float, Field(ge=0.1, le=5)] = 1.0


class Whisper(Body):
    audio_url: Url
    task: Literal["transcribe", "translate"] = "transcribe"
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    chunk_level: Literal["none", "segment", "word"] = "segment"
    diarize: bool = False
    num_speakers: Annotated[int, Field(ge=1)] | None = None
    batch_size: Annotated[int, Field(ge=1, le=64)] = 64
    prompt: str = ""
