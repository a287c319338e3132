"""The models that Runway offers: which sizes and lengths each has, and which fields it takes.

Read in runwayml 5.24.0 (types/*_create_params.py) on 2026-11-21. Where it states no bounds of a length, the lengths here are
those that the model has with every other provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CHOOSY", "EDITS", "FILMS", "LINES", "PICTURES", "VOICES", "Film"]


@dataclass(frozen=True)
class Film:
    """What one video model has: sizes from words and from a picture (none: it keeps the picture's own; `auto_720p` and
    the like: only how large), lengths in seconds, and whether there is a place for a last picture, a seed, what is not
    wanted, and a word on sound. Some are asked for a shape and a resolution instead of a size."""

    sizes: tuple[str, ...]
    stills: tuple[str, ...]
    lengths: tuple[float, ...]
    resolutions: tuple[str, ...] = ()
    last: bool = True
    seed: bool = False
    negative: bool = False
    sound: bool = False
    words: bool = True
    """Whether it can begin with words alone."""


def whole(low: int, high: int) -> tuple[float, ...]:
    return tuple(float(n) for n in range(low, high + 1))


WIDE = ("1280:720", "720:1280")
SHAPES = (*WIDE, "1104:832", "960:960", "832:1104", "1584:672")
BOTH = (*WIDE, "1920:1080", "1080:1920")
VEO = Film(BOTH, BOTH, (4.0, 6.0, 8.0), seed=True, negative=True, sound=True)
STANDARD = (*WIDE, "960:960")
PRO = ("1920:1080", "1080:1920", "1440:1440")
LARGE = ("3840:2160", "2160:3840", "2880:2880")
OMNI = ("640:360", "360:640", *BOTH, "3840:2160", "2160:3840")
SMALL = (
    "992:432", "864:496", "752:560", "640:640", "560:752", "496:864", "1470:630", "1280:720", "1112:834", "960:960",
    "834:1112", "720:1280",
)  # fmt: skip
MEDIUM = ("2206:946", "1920:1080", "1664:1248", "1440:1440", "1248:1664", "1080:1920")
HUGE = ("3840:1646", "3840:2160", "3840:2880", "3840:3840", "2880:3840", "2160:3840")
SMALL25 = tuple({"864:496": "854:480", "496:864": "480:854"}.get(size, size) for size in SMALL)
SEEDANCE = Film(SMALL, SMALL, whole(4, 15), seed=True, sound=True)
SEEDANCE_LARGE = Film((*SMALL, *MEDIUM, *HUGE), (*SMALL, *MEDIUM, *HUGE), whole(4, 15), seed=True, sound=True)
SEEDANCE25 = Film((*SMALL25, *MEDIUM), (*SMALL25, *MEDIUM), whole(4, 15), seed=True, sound=True)
WAN = (
    "832:480", "720:544", "624:624", "544:720", "480:832", "1280:720", "1104:832", "960:960", "832:1104", "720:1280",
    "1920:1080", "1648:1248", "1440:1440", "1248:1648", "1080:1920",
)  # fmt: skip
HAILUO = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
KLING4 = ("1280:720", "720:1280", "940:940", "1460:624", "1920:1080", "1080:1920", "1440:1440", "2200:940")

FILMS: Mapping[str, Film] = {
    "gen4.5": Film(WIDE, SHAPES, whole(2, 10), last=False, seed=True),
    "gen4_turbo": Film((), SHAPES, whole(2, 10), last=False, seed=True, words=False),
    "veo3.1": VEO,
    "veo3.1_fast": VEO,
    "kling3.0_standard": Film(STANDARD, STANDARD, whole(3, 15), sound=True),
    "kling3.0_pro": Film(PRO, PRO, whole(3, 15), sound=True),
    "kling3.0_4k": Film(LARGE, LARGE, whole(3, 15), sound=True),
    "kling2.5_turbo_pro": Film((*BOTH, "1440:1440", "720:720"), (), (5.0, 10.0)),
    "kling_4": Film(KLING4, ("auto_720p", "auto_1080p"), whole(3, 15)),
    "seedance2": SEEDANCE_LARGE,
    "seedance2_fast": SEEDANCE,
    "seedance2_mini": SEEDANCE,
    "seedance2_5": SEEDANCE25,
    "wan3": Film(WAN, ("auto_480p", "auto_720p", "auto_1080p"), (5.0, 10.0), sound=True),
    "hailuo3": Film(HAILUO, ("adaptive",), (6.0, 10.0), resolutions=("768p", "2k")),
    "h3_max": Film((), (), (6.0, 10.0), resolutions=("480p", "768p"), seed=True),
    "gemini_omni_flash_1.1": Film(OMNI, OMNI, whole(3, 10)),
}
LINES = {"480p": 480, "720p": 720, "768p": 768, "1080p": 1080, "2k": 1440}
"""Pixels of the shorter side."""
EDITS: Mapping[str, str] = {
    "aleph2": "videoUri", "gemini_omni_flash_1.1": "videoUri", "kling_4": "videoUri", "klingO3_standard": "promptVideo",
    "klingO3_pro": "promptVideo", "klingO3_4k": "promptVideo", "hailuo3": "promptVideo", "seedance2": "promptVideo",
    "seedance2_fast": "promptVideo", "seedance2_mini": "promptVideo", "seedance2_5": "promptVideo",
}  # fmt: skip
"""Models that change a video, and the field that it is given in."""

GEN4 = (
    "1024:1024", "1080:1080", "1168:880", "1360:768", "1440:1080", "1080:1440", "1808:768", "1920:1080", "1080:1920",
    "2112:912", "1280:720", "720:1280", "720:720", "960:720", "720:960", "1680:720",
)  # fmt: skip
GPT = (
    "2048:880", "1920:1088", "1920:1280", "1920:1440", "1920:1536", "1920:1920", "1536:1920", "1440:1920", "1280:1920",
    "1088:1920", "2912:1248", "2560:1440", "2560:1712", "2560:1920", "2560:2048", "2560:2560", "2048:2560", "1920:2560",
    "1712:2560", "1440:2560", "3840:1648", "3840:2160", "3504:2336", "3264:2448", "3200:2560", "2880:2880", "2560:3200",
    "2448:3264", "2336:3504", "2160:3840",
)  # fmt: skip
GEMINI = (
    "1344:768", "768:1344", "1024:1024", "1184:864", "864:1184", "1536:672", "832:1248", "1248:832", "896:1152",
    "1152:896", "2048:2048", "1696:2528", "2528:1696", "1792:2400", "2400:1792", "1856:2304", "2304:1856", "1536:2752",
    "2752:1536", "3168:1344", "4096:4096",
)  # fmt: skip
BANANA = (
    "1024:1024", "848:1264", "1264:848", "896:1200", "1200:896", "928:1152", "1152:928", "768:1376", "1376:768", "1584:672",
)  # fmt: skip
TWO_K = ("2048:2048", "1696:2528", "2528:1696", "1792:2400", "2400:1792", "1536:2752", "2752:1536", "3168:1344")
IDEOGRAM40 = (
    "2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664", "1664:2496", "3072:1280", "1280:3072",
)  # fmt: skip
IDEOGRAM45 = (
    "1024:1024", "1280:720", "720:1280", "1152:864", "864:1152", "1248:832", "832:1248", "1120:896", "896:1120", "1440:720",
    "720:1440", "2048:2048", "2560:1440", "1440:2560", "2304:1728", "1728:2304", "2496:1664", "1664:2496", "2240:1792",
    "1792:2240", "2880:1440", "1440:2880",
)  # fmt: skip
SEEDREAM = (
    "1024:1024", "1184:896", "896:1184", "1376:768", "768:1376", "1296:864", "864:1296", "2048:2048", "2304:1728",
    "1728:2304", "2720:1530", "1530:2720", "2496:1664", "1664:2496",
)  # fmt: skip
PICTURES: Mapping[str, tuple[str, ...]] = {
    "gen4_image": GEN4, "gen4_image_turbo": GEN4, "gpt_image_2": GPT, "gpt_image_2_5_flare": GPT,
    "gpt_image_2_5_sunburst": GPT, "gemini_image3_pro": GEMINI, "gemini_image3.1_flash": GEMINI,
    "gemini_image3.1_flash_lite": BANANA, "nano_banana_2.1": (*BANANA, *TWO_K), "ideogram_4_0": IDEOGRAM40,
    "ideogram_4_5": IDEOGRAM45, "seedream5_pro": SEEDREAM,
}  # fmt: skip
CHOOSY = ("gpt_image_2", "gpt_image_2_5_flare", "gpt_image_2_5_sunburst", "ideogram_4_0", "ideogram_4_5")
"""Picture models that offer a choice of effort."""
VOICES = (
    "Maya", "Arjun", "Serene", "Bernard", "Billy", "Mark", "Clint", "Mabel", "Chad", "Leslie", "Eleanor", "Elias",
    "Elliot", "Grungle", "Brodie", "Sandra", "Kirk", "Kylie", "Lara", "Lisa", "Malachi", "Marlene", "Martin", "Miriam",
    "Monster", "Paula", "Pip", "Rusty", "Ragnar", "Xylar", "Maggie", "Jack", "Katie", "Noah", "James", "Rina", "Ella",
    "Mariah", "Frank", "Claudia", "Niki", "Vincent", "Kendrick", "Myrna", "Tom", "Wanda", "Benjamin", "Kiana", "Rachel",
)  # fmt: skip
