"""From a task's request to what a vendor's mapping is given: words in the model's dialect, lengths, limits."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from polymuse import prompts
from polymuse.brief import Brief, Character, Scene
from polymuse.catalog.model import Limits, Route
from polymuse.engines.hosted._wire import Ask
from polymuse.errors import ParameterError
from polymuse.pricing import answer_limit
from polymuse.prompts import Part, Prompt
from polymuse.prompts.compose import Made, prompt_of
from polymuse.prompts.scene_text import depicted
from polymuse.types import Notice, Params, Request

__all__ = ["ask_of", "handed_over"]

MEDIA: Mapping[str, Made] = {
    "text-to-image": "image",
    "image-to-image": "image",
    "text-to-video": "video",
    "image-to-video": "video",
    "video-to-video": "video",
    "text-to-music": "music",
    "text-to-sound": "sound",
    "text-to-speech": "speech",
}
"""Tasks whose words describe something to be made; those of other tasks are said as they are."""
UNSAID = "quiet, friendly background music"
"""Music for a film whose script says nothing of it, and whose scenes have no mood."""
LITERAL = "plain"
"""The dialect in which nothing but the words themselves can be spoken."""


def ask_of(request: Request, route: Route, dialect: str, settings: Mapping[str, str]) -> tuple[Ask, tuple[Notice, ...]]:
    """What a vendor's mapping is given, and what the user should know of it. A shape or a seed that the prompt's flags
    name is taken for the parameter. Raises ParameterError for a prompt that cannot be read."""
    scene = _scene(request)
    if request.task not in MEDIA or (request.task == "text-to-speech" and dialect == LITERAL):
        words = _literal(request.params)
        _within(words, request, route)
        return _ask(request, route, scene, settings, prompts.Compiled(words)), ()
    prompt = _prompt(request, scene)
    request = replace(request, params=_set(request.params, prompt))
    limits, bare = route.limits_for(request.task), replace(prompt, aspect=None, seed=None)
    written = _verbatim(bare, limits) or _compiled(bare, dialect, limits)
    return _ask(request, route, scene, settings, written), (*written.notices, *_lengths(request, route))


def _lengths(request: Request, route: Route) -> Iterator[Notice]:
    """What is said of a length that the model cannot make. A film's parts are made to fit it; nothing is said of them."""
    said, limits = getattr(request.params, "seconds", None), route.limits_for(request.task)
    if said is None or request.inputs.keys() & {"scene", "score"}:
        return
    made = min(limits.longest or said, max(limits.shortest or said, said))
    if abs(made - said) > 0.01 * said:
        yield Notice("length", f"{route.model} makes {made:g} s at once; {said:g} s were asked for.")


def _within(words: str, request: Request, route: Route) -> None:
    """Raises ParameterError for more words than can be spoken at once: they are not cut, for all of them are meant."""
    most = route.limits_for(request.task).prompt
    if request.task == "text-to-speech" and most and len(words) > most:
        raise ParameterError(
            f"text: {route.model} speaks {most} characters at once; these are {len(words)}.", hint="Give it in parts."
        )


def handed_over(request: Request, route: Route, dialect: str) -> tuple[Ask, tuple[Notice, ...]]:
    """What a person is given: the shape and the seed are in the words, for there is nothing else. Raises ParameterError."""
    scene = _scene(request)
    prompt = _prompt(request, scene)
    width, height, seed = (getattr(request.params, name, None) for name in ("width", "height", "seed"))
    part = math.gcd(width or 0, height or 0)
    asked = Prompt(aspect=(width // part, height // part) if width and height else None, seed=seed or None)
    written = _compiled(prompt.over(asked), dialect, route.limits_for(request.task))
    return _ask(request, route, scene, {}, written), written.notices


def _ask(
    request: Request, route: Route, scene: Scene | None, settings: Mapping[str, str], written: prompts.Compiled
) -> Ask:
    limits = route.limits_for(request.task)
    return Ask(
        task=request.task,
        model=route.model_for(request.task),
        params=request.params,
        inputs=request.inputs,
        limits=limits,
        longest=answer_limit(request.params, route.prices_for(request.task), limits.output_tokens),
        text=written.text,
        negative=written.negative,
        words={**written.params, **route.options},
        seconds=_seconds(request, scene),
        token=request.ticket.token if request.ticket else "",
        settings=settings,
        ignores=route.ignores,
        tasks=route.tasks,
    )


def _scene(request: Request) -> Scene | None:
    given = request.inputs.get("scene")
    return Scene.model_validate_json(given.read_text()) if given else None


def _literal(params: Params) -> str:
    words = (getattr(params, name, "") for name in ("text", "prompt"))
    return next((text for text in words if text and isinstance(text, str)), "")


def _verbatim(prompt: Prompt, limits: Limits) -> prompts.Compiled | None:
    """A prompt that says nothing but some words, as it was written, where the model takes as many."""
    words = prompt.parts[0].text if prompt.parts else ""
    fits = limits.prompt is None or len(words.encode("utf-16-le")) <= 2 * limits.prompt
    return (
        prompts.Compiled(words, notices=prompt.notices) if fits and prompt == Prompt(parts=(Part.of(words),)) else None
    )


def _compiled(prompt: Prompt, dialect: str, limits: Limits) -> prompts.Compiled:
    known = prompts.dialect(dialect)
    fitting = replace(known.limits, text=limits.prompt, unit=limits.prompt_unit) if limits.prompt else known.limits
    return known.compile(prompt, fitting)


def _prompt(request: Request, scene: Scene | None) -> Prompt:
    """The prompt as written, with what a brief or the task's typed parameters say beside it."""
    params, kind = request.params, MEDIA[request.task]
    if kind == "speech":
        manner = ", ".join(getattr(params, "delivery", ()))
        spoken = (Part.of(_literal(params), "speech"), *((Part.of(manner, "delivery"),) if manner else ()))
        return Prompt(parts=spoken)
    written = prompts.read(str(getattr(params, "prompt", "") or ""))
    unwanted = str(getattr(params, "negative_prompt", "") or "")
    written = replace(written, negative=(*written.negative, *((Part.of(unwanted),) if unwanted else ())))
    brief: Brief | None = scene.brief if scene else getattr(params, "brief", None)
    whole = written.over(_typed(params) if brief is None else prompt_of(brief, _people(brief), kind))
    return whole if whole.parts or kind != "music" else whole.over(_scored(request))


def _scored(request: Request) -> Prompt:
    """What music is to be of which nobody said a word: as its score's moods tell, one after the other."""
    told = json.loads(request.inputs["score"].read_text()) if "score" in request.inputs else {"cues": []}
    moods = [prompt_of(Brief.model_validate({"mood": cue.get("mood")}), kind="music") for cue in told["cues"]]
    said = dict.fromkeys(part.text for mood in moods for part in mood.parts)
    return Prompt(parts=(Part.of(", then ".join(said) or UNSAID, "mood"),))


def _typed(params: Params) -> Prompt:
    """What a task's own parameters say of music."""
    said = {name: getattr(params, name, None) for name in ("genre", "tempo", "key", "instruments")}
    brief = {"mood": getattr(params, "mood", None), "music": {name: value for name, value in said.items() if value}}
    return prompt_of(Brief.model_validate(brief), kind="music") if any(brief.values()) else Prompt()


def _people(brief: Brief) -> list[Character]:
    """The characters among a brief's subjects, by what they look like, so that they look the same in every scene."""
    return [
        Character(name=one.character, description=depicted(Brief(subjects=(_unnamed(one),))).rstrip(".").lower())
        for one in brief.subjects
        if one.character
    ]


def _unnamed(subject: Any) -> Any:
    return subject.model_copy(update={"character": None, "action": None})


def _set(params: Params, prompt: Prompt) -> Params:
    """The parameters with what the prompt's flags say: another shape of as many pixels, a seed."""
    update: dict[str, int] = {}
    width, height = getattr(params, "width", None), getattr(params, "height", None)
    if prompt.aspect and width and height:
        across, up = prompt.aspect
        scale = math.sqrt(width * height / (across * up))
        update = {"width": 2 * round(across * scale / 2), "height": 2 * round(up * scale / 2)}
    if prompt.seed is not None and hasattr(params, "seed"):
        update["seed"] = prompt.seed
    return params.model_copy(update=update) if update else params


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
