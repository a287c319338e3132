"""What Runway's picture models are asked, model by model. Read in runwayml 5.24.0's types on 2026-11-21."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tests.servers.runway.parts import Asked, Long, Moderation, Plain, Seed, Tagged, Words

__all__ = ["TEXT"]


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


class GptFlare(GptImage):
    background: Literal["opaque", "auto"] = "auto"
    quality: Literal["low", "medium", "high", "xhigh", "max"] = "high"


class GptSunburst(GptImage):
    quality: Literal["low", "medium", "high", "xhigh", "max"] = "high"


class GeminiFlash(Gemini3Pro):
    ratio: Literal[
        "512:512", "416:624", "624:416", "432:592", "592:432", "448:576", "576:448", "384:672", "672:384", "768:336",
        "256:1024", "1024:256", "176:1408", "1408:176", "1024:1024", "832:1248", "1248:832", "864:1184", "1184:864",
        "896:1152", "1152:896", "768:1344", "1344:768", "1536:672", "512:2048", "2048:512", "352:2816", "2816:352",
        "2048:2048", "1696:2528", "2528:1696", "1792:2400", "2400:1792", "1856:2304", "2304:1856", "1536:2752",
        "2752:1536", "3168:1344", "1024:4096", "4096:1024", "704:5632", "5632:704", "4096:4096", "3392:5056",
        "5056:3392", "3584:4800", "4800:3584", "3712:4608", "4608:3712", "3072:5504", "5504:3072", "6336:2688",
        "2048:8192", "8192:2048", "1408:11264", "11264:1408",
    ]  # fmt: skip


class GeminiFlashLite(Gemini3Pro):
    ratio: Literal[
        "1024:1024", "848:1264", "1264:848", "896:1200", "1200:896", "928:1152", "1152:928", "768:1376", "1376:768",
        "1584:672",
    ]  # fmt: skip


class NanoBanana(Asked):
    prompt_text: Long
    ratio: Literal[
        "1024:1024", "848:1264", "1264:848", "896:1200", "1200:896", "928:1152", "1152:928", "768:1376", "1376:768",
        "1584:672", "512:2064", "2064:512", "352:2928", "2928:352", "2048:2048", "1696:2528", "2528:1696", "1792:2400",
        "2400:1792", "1856:2304", "2304:1856", "1536:2752", "2752:1536", "3168:1344", "1024:4128", "4128:1024",
        "704:5856", "5856:704", "4096:4096", "3392:5056", "5056:3392", "3584:4800", "4800:3584", "3712:4608",
        "4608:3712", "3072:5504", "5504:3072", "6336:2688", "2048:8256", "8256:2048", "1408:11712", "11712:1408",
    ]  # fmt: skip
    output_count: int = Field(1, ge=1, le=4)
    reference_images: list[Tagged] | None = Field(None, max_length=14)
    thinking_level: Literal["minimal", "medium", "high"] = "medium"


class Seedream5Pro(Asked):
    prompt_text: str = Field(min_length=1, max_length=4000)
    ratio: Literal[
        "1024:1024", "1184:896", "896:1184", "1376:768", "768:1376", "1296:864", "864:1296", "2048:2048", "2304:1728",
        "1728:2304", "2720:1530", "1530:2720", "2496:1664", "1664:2496", "auto_1k", "auto_2k",
    ]  # fmt: skip
    grounding: bool = False
    output_count: int = Field(1, ge=1, le=4)
    output_format: Literal["png", "jpeg"] = "png"
    reference_images: list[Plain] | None = Field(None, max_length=14)


TEXT: dict[str, type[Asked]] = {
    "gen4_image": Gen4Image, "gen4_image_turbo": Gen4ImageTurbo, "gpt_image_2": GptImage, "gpt_image_2_5_flare": GptFlare,
    "gpt_image_2_5_sunburst": GptSunburst, "gemini_image3_pro": Gemini3Pro, "gemini_image3.1_flash": GeminiFlash,
    "gemini_image3.1_flash_lite": GeminiFlashLite, "nano_banana_2.1": NanoBanana, "ideogram_4_0": Ideogram40,
    "ideogram_4_5": Ideogram45, "seedream5_pro": Seedream5Pro,
}  # fmt: skip
