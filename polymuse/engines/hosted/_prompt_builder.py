"""The words of a request: what was written, said by a brief, or by the task's own parameters, in the model's dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from polymuse import prompts
from polymuse.brief import Brief, Character, Scene
from polymuse.brief.documents import optional_document
from polymuse.brief.score import Score
from polymuse.prompts import CompiledPrompt, Prompt, PromptPart
from polymuse.prompts.compose import PromptKind, prompt_from_brief
from polymuse.prompts.scene_text import describe_subjects
from polymuse.prompts.truncation import shorten, size
from polymuse.types import Capability, Notice, Params, Request

__all__ = ["MEDIA", "change_notices", "compiled", "literal_text", "prompt_for", "sign_notices"]

MEDIA: Mapping[str, PromptKind] = {
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
QUOTED = 240
"""Characters that are quoted of a text that was changed."""


def literal_text(params: Params) -> str:
    """The words of a task, as they were given."""
    words = (getattr(params, name, "") for name in ("text", "prompt"))
    return next((text for text in words if text and isinstance(text, str)), "")


def prompt_for(request: Request, scene: Scene | None) -> Prompt:
    """The prompt as written, with what a brief or the task's typed parameters say beside it. Raises ParameterError for
    flags that cannot be read."""
    params, kind = request.params, MEDIA[request.task]
    if kind == "speech":
        manner = ", ".join(getattr(params, "delivery", ()))
        spoken = (
            PromptPart.of(literal_text(params), "speech"),
            *((PromptPart.of(manner, "delivery"),) if manner else ()),
        )
        return Prompt(parts=spoken)
    written = prompts.read(str(getattr(params, "prompt", "") or ""), getattr(params, "syntax", "literal"))
    unwanted = str(getattr(params, "negative_prompt", "") or "")
    written = replace(written, negative=(*written.negative, *((PromptPart.of(unwanted),) if unwanted else ())))
    brief: Brief | None = scene.brief if scene else getattr(params, "brief", None)
    whole = written.over(_typed(params) if brief is None else prompt_from_brief(brief, _people(brief), kind))
    return whole if whole.parts or kind != "music" else whole.over(_scored(request))


def compiled(prompt: Prompt, dialect: str, capability: Capability) -> CompiledPrompt:
    """A prompt in a dialect, within what the model takes; one that says nothing but some words as it was written, unless
    the dialect would read signs in them."""
    known, words = prompts.dialect(dialect), prompt.parts[0].text if prompt.parts else ""
    bare = prompt == Prompt(parts=(PromptPart.of(words),)) and not known.has_signs
    fits = capability.prompt is None or size(words, capability.prompt_unit) <= capability.prompt
    if bare and fits:
        return CompiledPrompt(words, notices=prompt.notices)
    limits = replace(known.limits, text=capability.prompt, unit=capability.prompt_unit)
    return known.compile(prompt, limits if capability.prompt else known.limits)


def sign_notices(params: Params) -> Iterator[Notice]:
    """What is said of a prompt that is taken literally and looks as if it were not meant so."""
    if getattr(params, "syntax", None) != "literal":
        return
    syntax = prompts.looks_like(str(getattr(params, "prompt", "") or ""))
    if syntax != "literal":
        yield Notice(
            "syntax",
            "The prompt's weights and flags were taken as words. To have them read: "
            f"--syntax {syntax} (in Python syntax={syntax!r}).",
        )


def change_notices(request: Request, written: CompiledPrompt) -> Iterator[Notice]:
    """What was given and what is sent, where the words were changed. Spoken words that have only got marks around them
    were not."""
    given, unwanted = literal_text(request.params).strip(), str(getattr(request.params, "negative_prompt", ""))
    if request.task == "text-to-speech":
        unchanged = given in written.text
    else:
        unchanged = (given, unwanted) == (written.text.strip(), written.negative)
    if given and not unchanged:
        apart = f" Not wanted: “{_quoted(written.negative)}”." if written.negative else ""
        yield Notice("sent", f"Given: “{_quoted(given)}”. Sent: “{_quoted(written.text)}”.{apart}")


def _quoted(text: str) -> str:
    short = shorten(text, QUOTED)
    return short if short == text else f"{short} …"


def _scored(request: Request) -> Prompt:
    """What music is to be of which nobody said a word: as its score's moods tell, one after the other."""
    score = optional_document(request.inputs, "score", Score)
    moods = [prompt_from_brief(Brief(mood=cue.mood), kind="music") for cue in (score.cues if score else ())]
    said = dict.fromkeys(part.text for mood in moods for part in mood.parts)
    return Prompt(parts=(PromptPart.of(", then ".join(said) or UNSAID, "mood"),))


def _typed(params: Params) -> Prompt:
    """What a task's own parameters say of music."""
    said = {name: getattr(params, name, None) for name in ("genre", "tempo", "key", "instruments")}
    brief = {"mood": getattr(params, "mood", None), "music": {name: value for name, value in said.items() if value}}
    return prompt_from_brief(Brief.model_validate(brief), kind="music") if any(brief.values()) else Prompt()


def _people(brief: Brief) -> list[Character]:
    """The characters among a brief's subjects, by what they look like, so that they look the same in every scene."""
    return [
        Character(
            name=one.character, description=describe_subjects(Brief(subjects=(_unnamed(one),))).rstrip(".").lower()
        )
        for one in brief.subjects
        if one.character
    ]


def _unnamed(subject: Any) -> Any:
    return subject.model_copy(update={"character": None, "action": None})
