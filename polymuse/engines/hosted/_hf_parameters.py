"""What is asked, in the words that huggingface_hub has for a task, or in a model's own where its arguments are known.

The library's words are those of the Hub's task specifications (huggingface_hub 2.4, `InferenceClient.text_to_image` and
its like). A provider's own stand beside them where it has others for a size or a length: Together's and WaveSpeed's as
their documentation has them, read 2026-11-21. Of a model that nobody has described only what was said is sent: what it
makes of the rest is its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from polymuse.engines.hosted import _fal_models, _replicate_models
from polymuse.engines.hosted._arguments import PARTS, arguments
from polymuse.engines.hosted._embeddings import texts
from polymuse.engines.hosted._hf_library import Place
from polymuse.engines.hosted._wire import Ask
from polymuse.types import Asset, Capability

__all__ = ["capability_of", "ignored", "inputs", "parameters"]

Parameters = dict[str, Any]
DESCRIBED: Mapping[str, Mapping[str, PARTS]] = {"fal-ai": _fal_models.MODELS, "replicate": _replicate_models.MODELS}
"""Models whose arguments are known, by the provider's id."""
MAIN = {"image-to-image": "image", "image-to-video": "image", "automatic-speech-recognition": "speech"}
"""The input that a task is about; the library takes no other."""
SHAPES = ("1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "9:16", "9:21")
"""Those of most models of pictures on Replicate; some know two more."""
FLUX = {"aspects": (*SHAPES, "3:4", "4:3"), "inputs": ("image",)}
VEO = {"seconds": (4, 6, 8), "usual": 8, "resolutions": ("720p", "1080p"), "aspects": ("16:9", "9:16")}
CAPABILITIES: Mapping[str, Capability] = {
    id: Capability.model_validate(values)
    for id, values in {
        "fal-ai/veo3.1/fast": VEO,
        "fal-ai/veo3.1/image-to-video": {**VEO, "inputs": ("image",)},
        "fal-ai/veo3.1/fast/image-to-video": {**VEO, "inputs": ("image",)},
        "black-forest-labs/flux-dev": {**FLUX, "resolutions": ("0.25 MP", "1 MP")},
        "black-forest-labs/flux-kontext-pro": FLUX,
        "stability-ai/stable-diffusion-3.5-large": {"aspects": SHAPES, "inputs": ("image",)},
        "google/veo-3.1": {**VEO, "inputs": ("image", "last")},
        "google/veo-3.1-fast": {**VEO, "inputs": ("image", "last")},
        "google/lyria-2": {"seconds": (30,)},
        "meta/musicgen": {"least": 1, "most": 30, "step": 1},
    }.items()
}
"""What described models make that the catalogue has no route to."""
LENGTHS: Mapping[str, tuple[str, Callable[[int], str | int]]] = {
    "together": ("seconds", str),
    "wavespeed": ("duration", int),
}
"""Providers that count seconds: under which name, and written how."""
MOST_TEXTS = 1024
"""Texts to be embedded in one request."""
SPECIAL = ("language", "speed", "pitch", "delivery", "seed")
"""Of speech no provider has a common word for these."""


def inputs(ask: Ask) -> str | list[str] | Asset:
    """The words, the texts, or the file that the task is about. Raises ParameterError."""
    if ask.task == "feature-extraction":
        return texts(ask, MOST_TEXTS)
    return ask.inputs[MAIN[ask.task]] if ask.task in MAIN else ask.text


def parameters(ask: Ask, place: Place) -> Parameters:
    """All that is said beside the inputs."""
    known = DESCRIBED.get(place.provider, {}).get(place.id.split(":", maxsplit=1)[0])
    if known is not None:
        return arguments(ask, known)
    return TASKS[ask.task](ask, place.provider)


def capability_of(task: str, provider: str, id: str) -> Capability:
    """What is known of a model at a provider, by its id there. One that nobody has described takes the one file that its
    task is about, for the library takes no other."""
    bare = id.split(":", maxsplit=1)[0]
    if bare in DESCRIBED.get(provider, {}):
        return CAPABILITIES.get(bare, Capability())
    return Capability(inputs=(MAIN[task],) if task in MAIN else ())


def ignored(task: str, provider: str) -> tuple[str, ...]:
    """Parameters of a task that have no place in the request to a provider; a rate of frames, which models have of their
    own, is not counted."""
    size = () if size_word(task, provider) else ("width", "height")
    if task == "text-to-image":
        return ("quality", "steps") if provider == "nscale" else ("quality",)
    if task == "image-to-image":
        return ("quality", "strength", "seed", *size)
    if task.endswith("to-video"):
        return size
    if task == "text-to-speech":
        return (*SPECIAL, "voice") if provider == "hf-inference" else SPECIAL
    if task == "feature-extraction":
        return ("dimensions",) if provider == "hf-inference" else ("input_type",)
    return ("diarize",) if provider == "deepinfra" else ("language", "prompt", "diarize")


def picture(ask: Ask, provider: str) -> Parameters:
    how = asked(ask, seed="seed", steps="num_inference_steps", guidance="guidance_scale")
    return size(ask, provider) | how | unwanted(ask)


def edited(ask: Ask, provider: str) -> Parameters:
    return {"prompt": ask.text} | size(ask, provider) | unwanted(ask)


def film(ask: Ask, provider: str) -> Parameters:
    return size(ask, provider) | length(ask, provider) | asked(ask, seed="seed") | unwanted(ask)


def animated(ask: Ask, provider: str) -> Parameters:
    return ({"prompt": ask.text} if ask.text else {}) | film(ask, provider)


def spoken(ask: Ask, provider: str) -> Parameters:
    return {} if provider == "hf-inference" else asked(ask, voice="voice")


def heard(ask: Ask, provider: str) -> Parameters:
    if provider == "hf-inference":
        return {"return_timestamps": True}  # without times no more than thirty seconds are heard
    if provider == "deepinfra":
        return asked(ask, language="language", prompt="prompt")
    return {}


def vectors(ask: Ask, provider: str) -> Parameters:
    """Of a model that distinguishes what vectors are for, hf-inference knows the prompts by name."""
    if provider == "hf-inference":
        return asked(ask, input_type="prompt_name")
    return asked(ask, dimensions="dimensions")


TASKS: Mapping[str, Callable[[Ask, str], Parameters]] = {
    "text-to-image": picture,
    "image-to-image": edited,
    "text-to-video": film,
    "image-to-video": animated,
    "text-to-speech": spoken,
    "automatic-speech-recognition": heard,
    "feature-extraction": vectors,
}


def asked(ask: Ask, **names: str) -> Parameters:
    """Parameters that were said, by the names they have there."""
    said = {theirs: ask.param(ours) for ours, theirs in names.items() if ours in ask.params.model_fields_set}
    return {name: value for name, value in said.items() if value is not None}


def size_word(task: str, provider: str) -> str:
    """How a size is said: in two numbers "beside" the rest, as one "size", as a "target_size"; empty where it cannot be.
    What the library has a word for and does not make the provider's own is left out, for nobody would read it."""
    if provider == "wavespeed":
        return "size" if task in ("text-to-image", "image-to-image") else ""
    if provider == "together" or task == "text-to-image":
        return "beside"
    return "target_size" if task == "image-to-image" and provider in ("fal-ai", "hf-inference") else ""


def size(ask: Ask, provider: str) -> Parameters:
    """Width and height, where one of them was said."""
    word = size_word(ask.task, provider)
    if not word or not ask.size or not {"width", "height"} & ask.params.model_fields_set:
        return {}
    width, height = ask.size
    if word == "size":
        return {"size": f"{width}*{height}"}
    sides = {"width": width, "height": height}
    return sides if word == "beside" else {word: sides}


def length(ask: Ask, provider: str) -> Parameters:
    """How long a film is to be: in seconds where the provider counts those, else in frames, as many a second as were
    asked for."""
    if ask.seconds is None or not ("seconds" in ask.params.model_fields_set or "scene" in ask.inputs):
        return {}
    if provider in LENGTHS:
        field, written = LENGTHS[provider]
        return {field: written(math.ceil(ask.seconds - 1e-6))}
    return {"num_frames": math.ceil(ask.seconds * ask.param("fps", 24) - 1e-6)}


def unwanted(ask: Ask) -> Parameters:
    return {"negative_prompt": ask.negative} if ask.negative else {}
