"""The video models that Runway offers, and which fields each takes.

Read in runwayml 5.24.0 (types/*_create_params.py) on 2026-11-21. Which sizes and lengths they have is in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["CHOOSY", "EDITS", "FILMS", "Film"]


@dataclass(frozen=True)
class Film:
    """Whether a video model has a place for a seed, for what is not wanted, and for a word on sound."""

    seed: bool = False
    negative: bool = False
    sound: bool = False
    words: bool = True
    """Whether it can begin with words alone."""
    tiered: bool = False
    """Whether it is asked for how large a video from a picture is, in the picture's own shape (`auto_720p`)."""
    adaptive: bool = False
    """Whether the shape of a video from a picture is called `adaptive`."""


SEEDANCE = Film(seed=True, sound=True)
KLING = Film(sound=True)
VEO = Film(seed=True, negative=True, sound=True)

FILMS: Mapping[str, Film] = {
    "gen4.5": Film(seed=True),
    "gen4_turbo": Film(seed=True, words=False),
    "veo3.1": VEO,
    "veo3.1_fast": VEO,
    "kling3.0_standard": KLING,
    "kling3.0_pro": KLING,
    "kling3.0_4k": KLING,
    "kling2.5_turbo_pro": Film(),
    "kling_4": Film(tiered=True),
    "seedance2": SEEDANCE,
    "seedance2_fast": SEEDANCE,
    "seedance2_mini": SEEDANCE,
    "seedance2_5": SEEDANCE,
    "wan3": Film(sound=True, tiered=True),
    "hailuo3": Film(adaptive=True),
    "h3_max": Film(seed=True),
    "gemini_omni_flash_1.1": Film(),
}
EDITS: Mapping[str, str] = {
    "aleph2": "videoUri", "gemini_omni_flash_1.1": "videoUri", "kling_4": "videoUri", "klingO3_standard": "promptVideo",
    "klingO3_pro": "promptVideo", "klingO3_4k": "promptVideo", "hailuo3": "promptVideo", "seedance2": "promptVideo",
    "seedance2_fast": "promptVideo", "seedance2_mini": "promptVideo", "seedance2_5": "promptVideo",
}  # fmt: skip
"""Models that change a video, and the field that it is given in."""

CHOOSY = ("gpt_image_2", "gpt_image_2_5_flare", "gpt_image_2_5_sunburst", "ideogram_4_0", "ideogram_4_5")
"""Picture models that offer a choice of effort."""
