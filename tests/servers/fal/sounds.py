"""What fal's models of sounds take, and the one that listens."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tests.servers.body import Body
from tests.servers.fal.arguments import Seed, Share, Url, Words

Format = Literal[
    "mp3_22050_32", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128", "mp3_44100_192", "pcm_8000",
    "pcm_16000", "pcm_22050", "pcm_24000", "pcm_44100", "pcm_48000", "ulaw_8000", "alaw_8000", "opus_48000_32",
    "opus_48000_64", "opus_48000_96", "opus_48000_128", "opus_48000_192",
]  # fmt: skip


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
    """huggingface_hub gives the words to every model of speech as `text`."""

    prompt: str = ""
    text: str = ""
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
