"""Replicate's models: what each takes, one row a model.

Inputs as the models' pages and schemas have them in public copies; those of models other than FLUX are in part from
memory. Read 2026-11-21. Shots are silent here, so sound is never asked for where it can be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polymuse.engines.hosted._arguments import (
    PARTS,
    Given,
    Part,
    Ranged,
    always,
    aspect,
    named,
    param,
    pixels,
    resolution,
    said,
    seconds,
    unwanted,
)
from polymuse.engines.hosted._wire import Ask

__all__ = ["MODELS", "parts_of"]

SEED, PNG = param("seed"), always(output_format="png")


def megapixels(ask: Ask) -> Mapping[str, Any]:
    """FLUX makes a megapixel or a quarter of one."""
    return {"megapixels": ask.resolution.removesuffix(" MP")} if ask.resolution else {}


def semitones(ask: Ask) -> Mapping[str, Any]:
    return {"pitch": round(ask.param("pitch", 0.0))}


FLUX: tuple[Part, ...] = (said(), SEED, aspect(), megapixels, PNG)
VEO = (
    said(), unwanted(), SEED, seconds("duration", int), resolution(), aspect(), always(generate_audio=False),
    Given((("image", "image"), ("last", "last_frame"))),
)  # fmt: skip

MODELS: Mapping[str, PARTS] = {
    "black-forest-labs/flux-1.1-pro": (
        said(), SEED, always(aspect_ratio="custom"), pixels(), PNG,
        named("prompt_upsampling", "prompt_upsampling", **{"False": False}),
    ),
    "black-forest-labs/flux-dev": (
        *FLUX, param("steps", "num_inference_steps"), Ranged("guidance", "guidance", 0, 10), Given((("image", "image"),)),
        param("strength", "prompt_strength"),
    ),
    "black-forest-labs/flux-schnell": (*FLUX, Ranged("steps", "num_inference_steps", 1, 4)),
    "black-forest-labs/flux-kontext-pro": (said(), SEED, aspect(), PNG, Given((("image", "input_image"),))),
    "stability-ai/stable-diffusion-3.5-large": (
        said(), unwanted(), SEED, aspect(), Ranged("guidance", "cfg", 1, 10), PNG, Given((("image", "image"),)),
        param("strength", "prompt_strength"),
    ),
    "google/veo-3.1": VEO,
    "google/veo-3.1-fast": VEO,
    "google/lyria-2": (said(), unwanted(), SEED),
    "minimax/speech-02-turbo": (
        said("text"), param("voice", "voice_id"), Ranged("speed", "speed", 0.5, 2), semitones,
    ),
    "meta/musicgen": (said(), SEED, seconds("duration", int)),
    "openai/whisper": (Given((("speech", "audio"),)), param("language"), param("prompt", "initial_prompt")),
}  # fmt: skip


def parts_of(ask: Ask) -> PARTS:
    """What a model takes. One that has no row takes words, a seed and what its route fixes."""
    row = MODELS.get(ask.model.split(":")[0])
    if row is not None:
        return row
    inputs = tuple((name, "audio" if name == "speech" else name) for name in ask.inputs if name != "scene")
    return (said(), SEED, Given(inputs), always(**ask.words))
