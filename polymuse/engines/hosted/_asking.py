"""From a task's request to what a vendor's mapping is given: words in the model's dialect, lengths, limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from polymuse.brief import Brief, Scene
from polymuse.catalog.model import Limits, Route
from polymuse.engines.hosted._wire import Ask
from polymuse.types import Notice, Request

__all__ = ["ask_of"]

MEDIA: Mapping[str, str] = {
    "text-to-image": "image",
    "image-to-image": "image",
    "text-to-video": "video",
    "image-to-video": "video",
    "video-to-video": "video",
    "text-to-music": "music",
    "text-to-sound": "sound",
}
"""Tasks whose words describe something to be made; those of other tasks are said as they are."""


def ask_of(request: Request, route: Route, dialect: str, settings: Mapping[str, str]) -> tuple[Ask, tuple[Notice, ...]]:
    """What a vendor's mapping is given, and what the user should know of it. Raises ParameterError for a prompt that
    cannot be read."""
    limits = route.limits_for(request.task)
    scene = _scene(request)
    token = request.ticket.token if request.ticket else ""
    text, negative, words, notices = _words(request, scene, dialect, limits)
    ask = Ask(
        request.task, route.model, request.params, request.inputs, limits, text, negative,
        {**words, **route.options}, _seconds(request, scene), token, settings,
    )  # fmt: skip
    return ask, notices


def _scene(request: Request) -> Scene | None:
    given = request.inputs.get("scene")
    return Scene.model_validate_json(given.read_text()) if given else None


def _words(
    request: Request, scene: Scene | None, dialect: str, limits: Limits
) -> tuple[str, str, Mapping[str, Any], tuple[Notice, ...]]:
    params = request.params
    medium = MEDIA.get(request.task)
    if medium is None:
        literal = getattr(params, "text", None) or getattr(params, "prompt", None) or getattr(params, "question", "")
        return literal or "", "", {}, ()
    brief: Brief | None = scene.brief if scene else getattr(params, "brief", None)
    written = [str(getattr(params, "prompt", "") or ""), brief.text if brief else ""]
    return "\n".join(words for words in written if words), str(getattr(params, "negative_prompt", "") or ""), {}, ()


def _score_seconds(request: Request) -> float | None:
    """How long a film's music is to be."""
    given = request.inputs.get("score")
    return float(json.loads(given.read_text())["seconds"]) if given else None


def _seconds(request: Request, scene: Scene | None) -> float | None:
    """How long it is to be, with the frames that overlap its neighbours."""
    length = scene.length() if scene else _score_seconds(request)
    params = request.params
    said = length * getattr(params, "share", 1.0) if length else getattr(params, "seconds", None)
    if said is None:
        return None
    extra = getattr(params, "lead", 0) + getattr(params, "tail", 0)
    return float(said) + (extra / getattr(params, "fps", 24) if extra else 0.0)
