"""What Runway's video models are asked, model by model. Read in runwayml 5.24.0's types on 2026-11-21; where they state no
bounds of a length, any whole number of seconds from 2 to 15 is taken."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tests.servers.runway.parts import Asked, Ends, First, Moderation, Multishot, Part, Plain, Seed, Unit, Words

__all__ = ["IMAGE", "TEXT", "VIDEO"]

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


Some = Annotated[int, Field(ge=2, le=15)]
Small = Literal[
    "992:432", "864:496", "752:560", "640:640", "560:752", "496:864", "1470:630", "1280:720", "1112:834", "960:960",
    "834:1112", "720:1280",
]  # fmt: skip
Medium = Literal["2206:946", "1920:1080", "1664:1248", "1440:1440", "1248:1664", "1080:1920"]
Large = Literal["3840:1646", "3840:2160", "3840:2880", "3840:3840", "2880:3840", "2160:3840"]


class Seedance(Asked):
    prompt_text: str = Field(min_length=1, max_length=3500)
    ratio: Small = "1280:720"
    duration: Some | Literal["auto"] = 5
    audio: bool = True
    references: list[Plain] | None = Field(None, max_length=9)
    seed: Seed | None = None


class SeedanceLarge(Seedance):
    ratio: Small | Medium | Large = "1280:720"


class SeedanceImage(Asked):
    prompt_image: str | list[Ends] | list[Plain]
    prompt_text: str | None = Field(None, max_length=3500)
    ratio: Small = "1280:720"
    duration: Some | Literal["auto"] = 5
    audio: bool = True
    seed: Seed | None = None


class SeedanceLargeImage(SeedanceImage):
    ratio: Small | Medium | Large = "1280:720"


class SeedanceVideo(Asked):
    prompt_video: str
    prompt_text: str | None = Field(None, max_length=3500)
    ratio: Small = "1280:720"
    duration: Some | Literal["auto"] = 5
    audio: bool = True
    references: list[Plain] | None = Field(None, max_length=9)
    seed: Seed | None = None


class SeedanceLargeVideo(SeedanceVideo):
    ratio: Small | Medium | Large = "1280:720"


Small25 = Literal[
    "992:432", "854:480", "752:560", "640:640", "560:752", "480:854", "1470:630", "1280:720", "1112:834", "960:960",
    "834:1112", "720:1280",
]  # fmt: skip


class Seedance25(Asked):
    prompt_text: str | None = Field(None, max_length=15000)
    ratio: Small25 | Medium = "1280:720"
    duration: Some | Literal["auto"] = 5
    audio: bool = True
    draft: bool = False
    references: list[Plain] | None = Field(None, max_length=30)
    seed: Seed | None = None


class Seedance25Image(Asked):
    prompt_image: str | list[Ends] | list[Plain]
    prompt_text: str | None = Field(None, max_length=15000)
    ratio: Small25 | Medium = "1280:720"
    duration: Some | Literal["auto"] = 5
    audio: bool = True
    draft: bool = False
    seed: Seed | None = None


class Seedance25Video(Asked):
    prompt_video: str
    prompt_text: str | None = Field(None, max_length=15000)
    mode: Literal["reference", "extend", "edit"] = "reference"
    ratio: Small25 | Medium | None = None
    duration: Some | Literal["auto"] | None = None
    audio: bool = True
    references: list[Plain] | None = Field(None, max_length=30)
    seed: Seed | None = None


Wan = Literal[
    "832:480", "720:544", "624:624", "544:720", "480:832", "1280:720", "1104:832", "960:960", "832:1104", "720:1280",
    "1920:1080", "1648:1248", "1440:1440", "1248:1648", "1080:1920", "auto_480p", "auto_720p", "auto_1080p",
]  # fmt: skip


class Wan3(Asked):
    prompt_text: str = Field(min_length=1)
    ratio: Wan = "1280:720"
    duration: Some = 5
    audio: bool = True
    references: list[Plain] | None = Field(None, max_length=10)


class Wan3Image(Asked):
    prompt_image: str | list[Ends] | list[Plain]
    prompt_text: str = Field(min_length=1)
    ratio: Wan = "auto_720p"
    duration: Some = 5
    audio: bool = True


Hailuo = Literal["adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"]


class Hailuo3(Asked):
    prompt_text: str = Field(min_length=1)
    ratio: Hailuo = "16:9"
    resolution: Literal["768p", "2k", "768P", "2K"] = "768p"
    duration: Some = 6
    references: list[Plain] | None = Field(None, max_length=9)


class Hailuo3Image(Asked):
    prompt_image: str | list[Ends] | list[Plain]
    prompt_text: str = Field(min_length=1)
    ratio: Hailuo = "adaptive"
    resolution: Literal["768p", "2k", "768P", "2K"] = "768p"
    duration: Some = 6


class Hailuo3Video(Asked):
    prompt_video: str
    prompt_text: str = Field(min_length=1)
    ratio: Hailuo = "adaptive"
    resolution: Literal["768p", "2k", "768P", "2K"] = "768p"
    duration: Some = 6
    references: list[Plain] | None = Field(None, max_length=9)


class H3Max(Asked):
    prompt_text: str = Field(min_length=1)
    resolution: Literal["480p", "768p"] = "768p"
    duration: Some = 6
    prompt_expansion_mode: Literal["disabled", "balanced", "quality"] = "balanced"
    seed: Seed | None = None


class H3MaxImage(H3Max):
    prompt_image: str | list[Ends]


class Kling4(Asked):
    prompt_text: str = Field(min_length=1)
    ratio: Literal[
        "1280:720", "720:1280", "940:940", "1460:624", "1920:1080", "1080:1920", "1440:1440", "2200:940", "auto_720p",
        "auto_1080p",
    ] = "1280:720"  # fmt: skip
    duration: Some = 5
    references: list[Plain] | None = Field(None, max_length=10)


class Kling4Image(Asked):
    prompt_image: str | list[Ends]
    prompt_text: str | None = None
    ratio: Literal["auto_720p", "auto_1080p"] = "auto_720p"
    duration: Some = 5
    references: list[Plain] | None = Field(None, max_length=10)


class Kling4Video(Asked):
    video_uri: str
    prompt_text: str = Field(min_length=1)
    ratio: Literal["auto_720p", "auto_1080p"] = "auto_720p"
    references: list[Plain] | None = Field(None, max_length=10)


Omni = Literal["640:360", "360:640", "1280:720", "720:1280", "1920:1080", "1080:1920", "3840:2160", "2160:3840"]
OmniLength = Annotated[int, Field(ge=3, le=10)] | Literal["auto"]


class OmniFlash(Asked):
    prompt_text: str = Field(min_length=1)
    ratio: Omni = "1280:720"
    duration: OmniLength = "auto"
    references: list[Plain] | None = None


class OmniFlashImage(Asked):
    prompt_image: str | list[Ends]
    prompt_text: str = Field(min_length=1)
    ratio: Omni = "1280:720"
    duration: OmniLength = "auto"


class OmniFlashVideo(Asked):
    video_uri: str
    prompt_text: str = Field(min_length=1)
    mode: Literal["reference", "extend", "edit"] = "reference"
    ratio: Omni | None = None
    duration: OmniLength | None = None
    references: list[Plain] | None = None


TEXT: dict[str, type[Asked]] = {
    "gen4.5": Gen45, "veo3.1": Veo, "veo3.1_fast": Veo, "kling3.0_standard": KlingStandard, "kling3.0_pro": KlingPro,
    "kling3.0_4k": Kling4K, "kling2.5_turbo_pro": Kling25, "kling_4": Kling4, "seedance2": SeedanceLarge,
    "seedance2_fast": Seedance, "seedance2_mini": Seedance, "seedance2_5": Seedance25, "wan3": Wan3, "hailuo3": Hailuo3,
    "h3_max": H3Max, "gemini_omni_flash_1.1": OmniFlash,
}  # fmt: skip
IMAGE: dict[str, type[Asked]] = {
    "gen4.5": Gen45Image, "gen4_turbo": Gen4Turbo, "veo3.1": VeoImage, "veo3.1_fast": VeoImage,
    "kling3.0_standard": KlingStandardImage, "kling3.0_pro": KlingProImage, "kling3.0_4k": Kling4KImage,
    "kling2.5_turbo_pro": Kling25Image, "kling_4": Kling4Image, "seedance2": SeedanceLargeImage,
    "seedance2_fast": SeedanceImage, "seedance2_mini": SeedanceImage, "seedance2_5": Seedance25Image, "wan3": Wan3Image,
    "hailuo3": Hailuo3Image, "h3_max": H3MaxImage, "gemini_omni_flash_1.1": OmniFlashImage,
}  # fmt: skip
VIDEO: dict[str, type[Asked]] = {
    "aleph2": Aleph2, "klingO3_standard": KlingO3, "klingO3_pro": KlingO3, "klingO3_4k": KlingO3, "kling_4": Kling4Video,
    "seedance2": SeedanceLargeVideo, "seedance2_fast": SeedanceVideo, "seedance2_mini": SeedanceVideo,
    "seedance2_5": Seedance25Video, "hailuo3": Hailuo3Video, "gemini_omni_flash_1.1": OmniFlashVideo,
}  # fmt: skip
