"""What Runway's models are asked, model by model: fields, types, ranges, and which sizes each has.

Read in runwayml 5.24.0's types on 2026-11-21. Models of other makers that are offered there too (Hailuo, Seedance, Wan,
Grok, HappyHorse, Seedream, Recraft, Bria, Muse and others) are not served.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tests.servers.body import Body

__all__ = ["SHAPES", "Asked"]


def utf16(limit: int) -> AfterValidator:
    def check(words: str) -> str:
        if not 1 <= len(words.encode("utf-16-le")) // 2 <= limit:
            raise ValueError(f"between 1 and {limit} UTF-16 code units are allowed")
        return words

    return AfterValidator(check)


Words = Annotated[str, utf16(1000)]
Long = Annotated[str, Field(min_length=1, max_length=32000)]
Seed = Annotated[int, Field(ge=0, le=4294967295)]
Unit = Annotated[float, Field(ge=0, le=1)]


class Asked(Body):
    """Names are in camel case on the wire."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)
    model: str


class Part(Body):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class First(Part):
    uri: str
    position: Literal["first"]


class Ends(Part):
    uri: str
    position: Literal["first", "last"]


class Tagged(Part):
    uri: str
    tag: str | None = Field(None, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,15}$")


class Plain(Part):
    uri: str


class Moderation(Part):
    public_figure_threshold: Literal["auto", "low"] = "auto"


class Segment(Part):
    prompt: str
    duration: int = Field(ge=1, le=15)


class Multishot(Part):
    multi_prompt: list[Segment] | None = None
    shot_type: Literal["intelligence", "customize"] | None = None


FilmFormat = Literal["mp4"]
"""Of the formats only this one is served: the others are ProRes, HDR and frames in archives."""


class Gen45(Asked):
    prompt_text: Words
    ratio: Literal["1280:720", "720:1280"]
    duration: int = Field(ge=2, le=10)
    content_moderation: Moderation | None = None
    output_format: FilmFormat = "mp4"
    seed: Seed | None = None


Shaped = Literal["1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672"]


class Gen45Image(Asked):
    prompt_image: str | list[First]
    prompt_text: Words
    ratio: Shaped
    duration: int = Field(ge=2, le=10)
    content_moderation: Moderation | None = None
    output_format: FilmFormat = "mp4"
    seed: Seed | None = None


class Gen4Turbo(Asked):
    prompt_image: str | list[First]
    ratio: Shaped
    prompt_text: Words | None = None
    duration: int = Field(10, ge=2, le=10)
    content_moderation: Moderation | None = None
    seed: Seed | None = None


class Veo(Asked):
    prompt_text: Words
    ratio: Literal["1280:720", "720:1280", "1080:1920", "1920:1080"]
    duration: Literal[4, 6, 8] = 8
    audio: bool = True
    negative_prompt: Words | None = None
    seed: Seed | None = None


class VeoImage(Asked):
    prompt_image: str | list[Ends]
    ratio: Literal["1280:720", "720:1280", "1080:1920", "1920:1080"]
    prompt_text: Words | None = None
    duration: Literal[4, 6, 8] = 8
    audio: bool = True
    negative_prompt: Words | None = None
    seed: Seed | None = None


class Kling3(Asked):
    ratio: str
    prompt_text: str | None = Field(None, min_length=1, max_length=2500)
    duration: int = Field(5, ge=3, le=15)
    audio: bool = False
    cfg_scale: Unit | None = None
    provider_settings: Multishot | None = None


class KlingStandard(Kling3):
    ratio: Literal["1280:720", "720:1280", "960:960"]


class KlingPro(Kling3):
    ratio: Literal["1920:1080", "1080:1920", "1440:1440"]


class Kling4K(Kling3):
    ratio: Literal["3840:2160", "2160:3840", "2880:2880"]


class Kling3Image(Kling3):
    prompt_image: str | list[Ends]
    ratio: str | None = None


class KlingStandardImage(Kling3Image):
    ratio: Literal["1280:720", "720:1280", "960:960"] | None = None


class KlingProImage(Kling3Image):
    ratio: Literal["1920:1080", "1080:1920", "1440:1440"] | None = None


class Kling4KImage(Kling3Image):
    ratio: Literal["3840:2160", "2160:3840", "2880:2880"] | None = None


class Kling25(Asked):
    prompt_text: Annotated[str, Field(min_length=1, max_length=2500)]
    ratio: Literal["1920:1080", "1440:1440", "1080:1920", "1280:720", "720:720", "720:1280"] = "1280:720"
    duration: Literal[5, 10] = 5
    cfg_scale: Unit | None = None


class Kling25Image(Asked):
    prompt_image: str | list[Ends]
    prompt_text: Annotated[str, Field(min_length=1, max_length=2500)]
    duration: Literal[5, 10] = 5
    cfg_scale: Unit | None = None


class Timed(Part):
    uri: str
    seconds: float | None = Field(None, ge=0)
    at: Unit | None = None


class Aleph2(Asked):
    video_uri: str
    prompt_text: Words | None = None
    keyframes: list[Timed] | None = Field(None, max_length=5)
    content_moderation: Moderation | None = None
    output_format: FilmFormat = "mp4"
    target_aspect_ratio: Literal["16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "21:9"] | None = None
    seed: Seed | None = None


class Multishots(Multishot):
    keep_original_sound: bool = True


class KlingO3(Asked):
    prompt_video: str
    prompt_text: Annotated[str, Field(min_length=1, max_length=2500)]
    references: str | list[Plain] | None = Field(None, max_length=4)
    provider_settings: Multishots | None = None


class Gen4Image(Asked):
    prompt_text: Words
    ratio: Literal[
        "1024:1024", "1080:1080", "1168:880", "1360:768", "1440:1080", "1080:1440", "1808:768", "1920:1080", "1080:1920",
        "2112:912", "1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720",
    ]  # fmt: skip
    reference_images: list[Tagged] | None = Field(None, max_length=3)
    content_moderation: Moderation | None = None
    seed: Seed | None = None


class Gen4ImageTurbo(Gen4Image):
    reference_images: list[Tagged] = Field(min_length=1, max_length=3)


class GptImage(Asked):
    prompt_text: Long
    ratio: Literal[
        "2048:880", "1920:1088", "1920:1280", "1920:1440", "1920:1536", "1920:1920", "1536:1920", "1440:1920",
        "1280:1920", "1088:1920", "2912:1248", "2560:1440", "2560:1712", "2560:1920", "2560:2048", "2560:2560",
        "2048:2560", "1920:2560", "1712:2560", "1440:2560", "3840:1648", "3840:2160", "3504:2336", "3264:2448",
        "3200:2560", "2880:2880", "2560:3200", "2448:3264", "2336:3504", "2160:3840", "auto",
    ]  # fmt: skip
    background: Literal["transparent", "opaque", "auto"] = "auto"
    quality: Literal["low", "medium", "high", "auto"] = "high"
    output_count: int = Field(1, ge=1, le=10)
    reference_images: list[Tagged] | None = Field(None, max_length=16)


class Gemini3Pro(Asked):
    prompt_text: Long
    ratio: Literal[
        "1344:768", "768:1344", "1024:1024", "1184:864", "864:1184", "1536:672", "832:1248", "1248:832", "896:1152",
        "1152:896", "2048:2048", "1696:2528", "2528:1696", "1792:2400", "2400:1792", "1856:2304", "2304:1856",
        "1536:2752", "2752:1536", "3168:1344", "4096:4096", "3392:5056", "5056:3392", "3584:4800", "4800:3584",
        "3712:4608", "4608:3712", "3072:5504", "5504:3072", "6336:2688",
    ]  # fmt: skip
    output_count: Literal[1, 4] = 1
    reference_images: list[Tagged] | None = Field(None, max_length=14)


class Ideogram40(Asked):
    prompt_text: Long
    ratio: Literal[
        "2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664", "1664:2496", "3072:1280",
        "1280:3072",
    ] = "2048:2048"  # fmt: skip
    quality: Literal["low", "medium", "high"] = "medium"
    output_count: int = Field(1, ge=1, le=4)
    reference_images: list[Plain] | None = Field(None, max_length=1)


class Ideogram45(Asked):
    prompt_text: Long
    ratio: Literal[
        "1024:1024", "1280:720", "720:1280", "1152:864", "864:1152", "1248:832", "832:1248", "1120:896", "896:1120",
        "1440:720", "720:1440", "2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664",
        "1664:2496", "2240:1792", "1792:2240", "2880:1440", "1440:2880", "1024:576", "576:1024", "1408:704", "704:1408",
        "auto",
    ] = "auto"  # fmt: skip
    quality: Literal["very_low", "low", "medium", "high"] | None = None
    output_count: int = Field(1, ge=1, le=4)
    reference_images: list[Plain] | None = Field(None, max_length=5)
    mask_uri: str | None = None
    precise_edit: bool = False


Preset = Literal[
    "Maya", "Arjun", "Serene", "Bernard", "Billy", "Mark", "Clint", "Mabel", "Chad", "Leslie", "Eleanor", "Elias",
    "Elliot", "Grungle", "Brodie", "Sandra", "Kirk", "Kylie", "Lara", "Lisa", "Malachi", "Marlene", "Martin", "Miriam",
    "Monster", "Paula", "Pip", "Rusty", "Ragnar", "Xylar", "Maggie", "Jack", "Katie", "Noah", "James", "Rina", "Ella",
    "Mariah", "Frank", "Claudia", "Niki", "Vincent", "Kendrick", "Myrna", "Tom", "Wanda", "Benjamin", "Kiana", "Rachel",
]  # fmt: skip


class Voice(Part):
    type: Literal["runway-preset"]
    preset_id: Preset


class Multilingual(Asked):
    prompt_text: Words
    voice: Voice


class Eleven3(Asked):
    prompt_text: Annotated[str, Field(min_length=1)]
    voice: Voice
    apply_text_normalization: Literal["auto", "on", "off"] | None = None
    language_code: str | None = None
    seed: Seed | None = None
    similarity_boost: Unit | None = None
    speed: float | None = Field(None, ge=0.7, le=1.2)
    stability: Unit | None = None
    style: Unit | None = None
    use_speaker_boost: bool | None = None


class ElevenSound(Asked):
    prompt_text: Annotated[str, Field(min_length=1)]
    duration: float | None = Field(None, ge=0.5, le=30)
    loop: bool = False


class Mirelo(Asked):
    prompt_text: Annotated[str, Field(min_length=1)]
    duration: float = Field(gt=0, le=60)
    format: Literal["mp3", "wav", "flac"] = "mp3"
    negative_prompt: str | None = None
    num_variants: int = Field(1, ge=1, le=4)
    seed: Seed | None = None


SHAPES: Mapping[str, Mapping[str, type[Asked]]] = {
    "text_to_video": {
        "gen4.5": Gen45, "veo3.1": Veo, "veo3.1_fast": Veo, "kling3.0_standard": KlingStandard,
        "kling3.0_pro": KlingPro, "kling3.0_4k": Kling4K, "kling2.5_turbo_pro": Kling25,
    },
    "image_to_video": {
        "gen4.5": Gen45Image, "gen4_turbo": Gen4Turbo, "veo3.1": VeoImage, "veo3.1_fast": VeoImage,
        "kling3.0_standard": KlingStandardImage, "kling3.0_pro": KlingProImage, "kling3.0_4k": Kling4KImage,
        "kling2.5_turbo_pro": Kling25Image,
    },
    "video_to_video": {"aleph2": Aleph2, "klingO3_standard": KlingO3, "klingO3_pro": KlingO3, "klingO3_4k": KlingO3},
    "text_to_image": {
        "gen4_image": Gen4Image, "gen4_image_turbo": Gen4ImageTurbo, "gpt_image_2": GptImage,
        "gemini_image3_pro": Gemini3Pro, "ideogram_4_0": Ideogram40, "ideogram_4_5": Ideogram45,
    },
    "text_to_speech": {"eleven_multilingual_v2": Multilingual, "eleven_v3": Eleven3},
    "sound_effect": {"eleven_text_to_sound_v2": ElevenSound, "mirelo_sfx_2_0": Mirelo},
}  # fmt: skip


def dumped(asked: Asked) -> dict[str, Any]:
    """What was asked, under the names of the wire."""
    return asked.model_dump(by_alias=True, exclude_none=True)
