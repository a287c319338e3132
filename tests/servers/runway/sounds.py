"""What Runway's speech and sound models are asked, model by model. Read in runwayml 5.24.0's types on 2026-11-21."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tests.servers.runway.parts import Asked, Part, Seed, Unit, Words

__all__ = ["EFFECT", "SPEECH"]

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


class Eleven4(Asked):
    prompt_text: Annotated[str, Field(min_length=1)]
    voice: Voice
    language_code: str | None = None
    next_text: str | None = None
    previous_text: str | None = None
    seed: Seed | None = None
    similarity_boost: Unit | None = None
    speed: float | None = Field(None, ge=0.7, le=1.2)
    stability: Unit | None = None
    style: Unit | None = None
    use_speaker_boost: bool | None = None


SPEECH: dict[str, type[Asked]] = {
    "eleven_multilingual_v2": Multilingual, "eleven_v3": Eleven3, "eleven_v4": Eleven4,
}  # fmt: skip
EFFECT: dict[str, type[Asked]] = {"eleven_text_to_sound_v2": ElevenSound, "mirelo_sfx_2_0": Mirelo}
