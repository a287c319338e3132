"""From a task's request to what a vendor's mapping is given: words in the model's dialect; sizes, shapes, resolutions and
lengths of those that the model makes. Nothing of that is chosen anywhere else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from polymuse.brief import Scene
from polymuse.brief.documents import optional_document
from polymuse.brief.score import Score
from polymuse.catalog.model import Route
from polymuse.engines.hosted._prompt_builder import (
    MEDIA,
    change_notices,
    compiled,
    literal_text,
    prompt_for,
    sign_notices,
)
from polymuse.engines.hosted._wire import Ask
from polymuse.engines.sizes import Frame, frame_of, length_of
from polymuse.errors import ParameterError
from polymuse.pricing import answer_limit, traits
from polymuse.prompts import CompiledPrompt, Prompt
from polymuse.prompts.truncation import size
from polymuse.types import Asset, Capability, Kind, Notice, Params, Request

__all__ = ["Built", "built", "handed_over"]

LITERAL = "plain"
"""The dialect in which nothing but the words themselves can be spoken."""
WIDE = (1280, 720)
"""Pixels of what has to have a size and is given none."""


@dataclass(frozen=True, slots=True)
class Built:
    """A request with its parameters resolved, what a mapping is given of it, the request as it reaches the model, what its
    price depends on, and what the user should know."""

    request: Request
    ask: Ask
    sent: Request
    traits: Mapping[str, str]
    notices: tuple[Notice, ...] = ()


def built(request: Request, route: Route, dialect: str) -> Built:
    """Resolve a request. A shape or a seed that the prompt's flags name is taken for the parameter. Raises ParameterError
    for a prompt that cannot be read or is too long."""
    scene, capability = _scene(request), route.limits_for(request.task)
    if request.task not in MEDIA or (request.task == "text-to-speech" and dialect == LITERAL):
        prompt, written = Prompt(), CompiledPrompt(literal_text(request.params))
        _check_length(written.text, request.task, route)
    else:
        prompt = prompt_for(request, scene)
        written = compiled(replace(prompt, aspect=None, seed=None), dialect, capability)
    still = not request.task.endswith("video")
    asked = _size(request, prompt, capability)
    frame = frame_of(*asked, capability, still=still) if asked else None
    seconds = _seconds(request, scene)
    length = _length(request, seconds, capability)
    resolved = replace(request, params=_resolved(request.params, prompt, asked, frame, length))
    ask = _ask(resolved, route, written, frame, length)
    notices = (
        *written.notices, *sign_notices(request.params), *change_notices(request, written),
        *_size_notices(request, prompt, asked, frame, route), *_length_notices(request, seconds, route),
    )  # fmt: skip
    sent = _sent(resolved, ask, frame, capability)
    sized = sent.params if frame else resolved.params.model_copy(update={"width": None, "height": None})
    depends = traits(sized, ask.resolution, still=still, inputs=request.inputs)
    return Built(resolved, ask, sent, depends, notices)


def handed_over(request: Request, route: Route, dialect: str) -> Built:
    """What a person is given: the shape and the seed are in the words, for there is nothing else. Raises ParameterError."""
    scene = _scene(request)
    prompt = prompt_for(request, scene)
    width, height, seed = (getattr(request.params, name, None) for name in ("width", "height", "seed"))
    part = math.gcd(width or 0, height or 0)
    asked = Prompt(aspect=(width // part, height // part) if width and height else None, seed=seed or None)
    written = compiled(prompt.over(asked), dialect, route.limits_for(request.task))
    length = _seconds(request, scene)
    resolved = replace(request, params=_resolved(request.params, prompt, None, None, length))
    ask = _ask(resolved, route, written, None, length)
    return Built(resolved, ask, resolved, traits(resolved.params), (*written.notices, *sign_notices(request.params)))


def _check_length(words: str, task: str, route: Route) -> None:
    """Raises ParameterError for more words than are taken at once: they are not cut, for all of them are meant."""
    known = route.limits_for(task)
    if known.prompt and (length := size(words, known.prompt_unit)) > known.prompt:
        name, does = ("text", "speaks") if task == "text-to-speech" else ("prompt", "reads")
        raise ParameterError(
            f"{name}: {route.model} {does} {known.prompt} {known.prompt_unit} at once; these are {length}.",
            hint="Give it in parts.",
        )


def _ask(request: Request, route: Route, written: CompiledPrompt, frame: Frame | None, length: float | None) -> Ask:
    capability = route.limits_for(request.task)
    return Ask(
        task=request.task,
        model=route.model_for(request.task),
        params=request.params,
        inputs=request.inputs,
        capability=capability,
        longest=answer_limit(request.params, route.prices_for(request.task), capability.output_tokens),
        text=written.text,
        negative=written.negative,
        words={**written.params, **route.options},
        size=frame.size if frame else None,
        aspect=frame.aspect if frame else "",
        resolution=frame.resolution if frame else "",
        seconds=length,
        ignores=route.ignores,
    )


# --- size


def _size(request: Request, prompt: Prompt, capability: Capability) -> tuple[int, int] | None:
    """Width and height in pixels that are asked for; None where nobody says a size and none is needed. A side that is not
    said is that of the picture that is given, as is the size; a shape that the prompt names has as many pixels."""
    params, given = request.params, request.inputs.get("image")
    if "width" not in type(params).model_fields or capability.keeps_size:
        return None
    width, height = getattr(params, "width", None), getattr(params, "height", None)
    if not (width or height or prompt.aspect or capability.needs_size):
        return None
    own = (given.width, given.height) if given and given.width and given.height else WIDE
    if not (width and height):
        width, height = _completed(width, height, own)
    if prompt.aspect:
        across, up = prompt.aspect
        scale = math.sqrt(width * height / (across * up))
        width, height = 2 * round(across * scale / 2), 2 * round(up * scale / 2)
    return max(2, width), max(2, height)


def _completed(width: int | None, height: int | None, own: tuple[int, int]) -> tuple[int, int]:
    """Both sides, with those of a picture where they are not said."""
    if width:
        return width, 2 * round(width * own[1] / own[0] / 2)
    if height:
        return 2 * round(height * own[0] / own[1] / 2), height
    return own


def _size_notices(
    request: Request, prompt: Prompt, asked: tuple[int, int] | None, frame: Frame | None, route: Route
) -> Iterator[Notice]:
    """What is said of a size that somebody asked for and the model does not make."""
    explicit = prompt.aspect or {"width", "height"} & request.params.model_fields_set
    if not explicit:
        return
    if frame is None or asked is None:
        yield Notice("size", f"{route.model} keeps the size of what it is given.")
    elif (frame.width, frame.height) != asked:
        made = f"{frame.width}×{frame.height}" if frame.size else f"{frame}, about {frame.width}×{frame.height}"
        yield Notice("size", f"{asked[0]}×{asked[1]} was asked for; {route.model} makes {made}.")


# --- length


def _seconds(request: Request, scene: Scene | None) -> float | None:
    """How long it is to be: as its scene or its score says, else its parameters."""
    length = scene.length() if scene else _document_seconds(request)
    asked = length or getattr(request.params, "seconds", None)
    return None if asked is None else float(asked)


def _document_seconds(request: Request) -> float | None:
    """How long a score is, or a document is expected to be that is not made yet."""
    if score := optional_document(request.inputs, "score", Score):
        return score.seconds
    expected = (asset for name, asset in request.inputs.items() if name in ("scene", "score") and not asset.made)
    return next((asset.seconds for asset in expected), None)


def _length(request: Request, seconds: float | None, capability: Capability) -> float | None:
    """How long a model makes it; None where that is left to the model."""
    if seconds is not None:
        return length_of(seconds, capability)
    return capability.usual if "seconds" in type(request.params).model_fields else None


def _length_notices(request: Request, seconds: float | None, route: Route) -> Iterator[Notice]:
    """What is said of a length that is beyond what the model makes."""
    limits = route.limits_for(request.task)
    if seconds is None:
        return
    made = min(limits.longest or seconds, max(limits.shortest or seconds, seconds))
    if abs(made - seconds) > 0.01 * seconds:
        yield Notice("length", f"{route.model} makes {made:g} s at once; {seconds:g} s were asked for.")


# --- the request


def _scene(request: Request) -> Scene | None:
    return optional_document(request.inputs, "scene", Scene)


def _resolved(
    params: Params, prompt: Prompt, asked: tuple[int, int] | None, frame: Frame | None, length: float | None
) -> Params:
    """The parameters as they are carried out."""
    update: dict[str, object] = {}
    size = frame.size if frame and frame.size else asked if prompt.aspect else None
    if size:
        update |= {"width": size[0], "height": size[1]}
    if prompt.seed is not None:
        update["seed"] = prompt.seed
    if length is not None:
        update["seconds"] = length
    changed = {name: value for name, value in update.items() if getattr(params, name, value) != value}
    return params.model_copy(update=changed) if changed else params


def _sent(request: Request, ask: Ask, frame: Frame | None, capability: Capability) -> Request:
    """The request as it reaches the model: with the words that are sent, the size that comes out, the longest answer;
    what became words, and the documents that were read, are gone."""
    params, fields = request.params, type(request.params).model_fields
    update: dict[str, object] = {"max_tokens": ask.longest, "negative_prompt": ask.negative}
    update |= {name: ask.text for name in ("prompt", "text") if isinstance(getattr(params, name, None), str)}
    if frame:
        update |= {"width": frame.width, "height": frame.height}
    elif given := request.inputs.get("image"):
        update |= dict(zip(("width", "height"), _kept_size(given, capability), strict=True))
    if request.task in MEDIA and request.task != "text-to-speech":
        update |= {name: None for name, value in params if isinstance(value, BaseModel | tuple)}
    known = {name: value for name, value in update.items() if name in fields}
    inputs = {name: asset for name, asset in request.inputs.items() if asset.kind is not Kind.BRIEF or not asset.made}
    return Request(request.task, params.model_copy(update=known), inputs)


def _kept_size(picture: Asset, capability: Capability) -> tuple[int, int]:
    """The size of a picture that keeps its own, as far as the model makes that; the largest where it is not known."""
    if picture.width and picture.height:
        frame = frame_of(picture.width, picture.height, capability, still=True)
        return frame.width, frame.height
    most = capability.size_range.largest if capability.size_range else 2**20
    return math.isqrt(most), math.isqrt(most)
