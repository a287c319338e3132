"""What is asked, in the words that huggingface_hub has for a task, or in a model's own where its arguments are known.

The library's words are those of the Hub's task specifications (huggingface_hub 2.4, `InferenceClient.text_to_image` and
its like). A provider's own stand beside them where it has others for a size or a length: Together's and WaveSpeed's as
their documentation has them, read 2026-11-21. Of a model that nobody has described only what was said is sent: what it
makes of the rest is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from polymuse.engines.hosted import _fal_models, _replicate_models
from polymuse.engines.hosted._arguments import PARTS, arguments
from polymuse.engines.hosted._hf_library import Place
from polymuse.engines.hosted._wire import Ask
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind

__all__ = ["ignored", "inputs", "parameters"]

Parameters = dict[str, Any]
DESCRIBED: Mapping[str, Mapping[str, PARTS]] = {"fal-ai": _fal_models.MODELS, "replicate": _replicate_models.MODELS}
"""Models whose arguments are known, by the provider's id."""
MAIN = {"image-to-image": "image", "image-to-video": "image", "automatic-speech-recognition": "speech"}
"""The input that a task is about; the library takes no other."""
SPECIAL = ("language", "speed", "pitch", "delivery", "seed")
"""Of speech no provider has a common word for these."""


def inputs(ask: Ask) -> str | Asset:
    """The words, or the file that the task is about."""
    return ask.inputs[MAIN[ask.task]] if ask.task in MAIN else ask.text


def parameters(ask: Ask, place: Place) -> Parameters:
    """All that is said beside the inputs. Raises ParameterError for a file that has no place in the request."""
    known = DESCRIBED.get(place.provider, {}).get(place.id.split(":", maxsplit=1)[0])
    if known is not None:
        return arguments(ask, known)
    for name, asset in ask.inputs.items():
        if asset.kind is not Kind.BRIEF and name != MAIN.get(ask.task):
            raise ParameterError(
                f"{name}: {place.model} takes none by {place.provider}.",
                hint=f"It takes: {MAIN.get(ask.task, 'words only')}.",
            )
    return TASKS[ask.task](ask, place.provider)


def ignored(task: str, provider: str) -> tuple[str, ...]:
    """Parameters of a task that have no place in the request to a provider."""
    if task == "text-to-speech":
        return (*SPECIAL, "voice") if provider == "hf-inference" else SPECIAL
    if task == "automatic-speech-recognition":
        return ("diarize",) if provider == "deepinfra" else ("language", "prompt", "diarize")
    if task == "text-to-video" and provider != "together":
        return ("width", "height")
    return {"text-to-image": ("quality",), "image-to-image": ("quality", "strength", "seed")}.get(task, ())


def picture(ask: Ask, provider: str) -> Parameters:
    if provider == "wavespeed":
        size = asked(ask, width="width", height="height")
        shape: Parameters = {"size": "{width}*{height}".format(**size)} if len(size) == 2 else {}
    else:
        shape = asked(ask, width="width", height="height")
    return shape | asked(ask, seed="seed", steps="num_inference_steps", guidance="guidance_scale") | unwanted(ask)


def edited(ask: Ask, provider: str) -> Parameters:
    return {"prompt": ask.text} | target(ask, provider) | unwanted(ask)


def film(ask: Ask, provider: str) -> Parameters:
    size = target(ask, provider) if provider == "together" else {}
    return size | length(ask, provider) | asked(ask, seed="seed") | unwanted(ask)


def animated(ask: Ask, provider: str) -> Parameters:
    words = {"prompt": ask.text} if ask.text else {}
    return words | target(ask, provider) | length(ask, provider) | asked(ask, seed="seed") | unwanted(ask)


def spoken(ask: Ask, provider: str) -> Parameters:
    return {} if provider == "hf-inference" else asked(ask, voice="voice")


def heard(ask: Ask, provider: str) -> Parameters:
    if provider == "hf-inference":
        return {"return_timestamps": True}  # without times no more than thirty seconds are heard
    if provider == "deepinfra":
        return asked(ask, language="language", prompt="prompt")
    return {}


TASKS: Mapping[str, Callable[[Ask, str], Parameters]] = {
    "text-to-image": picture,
    "image-to-image": edited,
    "text-to-video": film,
    "image-to-video": animated,
    "text-to-speech": spoken,
    "automatic-speech-recognition": heard,
}


def asked(ask: Ask, **names: str) -> Parameters:
    """Parameters that were said, by the names they have there."""
    said = {theirs: ask.param(ours) for ours, theirs in names.items() if ours in ask.params.model_fields_set}
    return {name: value for name, value in said.items() if value is not None}


def target(ask: Ask, provider: str) -> Parameters:
    """The size of what is made from a picture; Together has it beside the rest, for films as well."""
    size = asked(ask, width="width", height="height")
    return size if provider == "together" or not size else {"target_size": size}


def length(ask: Ask, provider: str) -> Parameters:
    """How long a film is to be: in seconds where the provider counts those, else in frames, as many a second as were
    asked for."""
    if ask.seconds is None or not ({"seconds"} & ask.params.model_fields_set or "scene" in ask.inputs):
        return {}
    if provider == "together":
        return {"seconds": str(round(ask.seconds))}
    if provider == "wavespeed":
        return {"duration": round(ask.seconds)}
    return {"num_frames": round(ask.seconds * ask.param("fps", 24))}


def unwanted(ask: Ask) -> Parameters:
    return {"negative_prompt": ask.negative} if ask.negative else {}
