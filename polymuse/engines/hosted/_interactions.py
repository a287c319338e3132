"""Music, films and transcripts by Google's interactions: background jobs that hold their results.

Wire format: google-genai 3.4.0 SDK (_gaos/types/interactions/), read 2026-11-21. The two first Lyria 3 models answer with
`outputs` where all others have `steps`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Reply,
    Waiting,
    base64_of,
    decoded,
    tokens,
)
from polymuse.types import Asset, Kind, Tokens

__all__ = ["interactions"]

UNWANTED = re.compile("safety|block|prohibit|policy|moderat", re.IGNORECASE)
ENDS = ("failed", "cancelled", "incomplete", "budget_exceeded", "requires_action")
NAMES = {"audio/mp4": "audio/m4a"}
"""What Google calls a media type otherwise than we do."""


def given(kind: str, asset: Asset) -> dict[str, str]:
    return {"type": kind, "data": base64_of(asset), "mime_type": NAMES.get(asset.media_type, asset.media_type)}


def composed(ask: Ask) -> dict[str, Any]:
    return {"input": ask.text}


def filmed(ask: Ask) -> dict[str, Any]:
    """A film from words, from a picture, or from a film."""
    shown = [given(str(asset.kind), asset) for name, asset in sorted(ask.inputs.items()) if name in ("image", "video")]
    task = "edit" if "video" in ask.inputs else "image_to_video" if "image" in ask.inputs else "text_to_video"
    format: dict[str, Any] = {"type": "video"}
    if ask.aspect:
        format |= {"aspect_ratio": ask.aspect, "resolution": ask.resolution}
    if ask.seconds is not None:
        format["duration"] = f"{ask.seconds:g}s"
    config = {"video_config": {"task": task}, "seed": ask.param("seed", 0)}
    words = [*shown, {"type": "text", "text": ask.text}]
    return {"input": words, "response_format": format, "generation_config": config}


def heard(ask: Ask) -> dict[str, Any]:
    config: dict[str, Any] = {"timestamp_granularities": ["word"]}
    if ask.param("language"):
        config["language_codes"] = [ask.param("language")]
    if ask.param("prompt"):
        config["custom_vocabulary"] = [word.strip() for word in ask.param("prompt").split(",") if word.strip()]
    if ask.param("diarize"):
        config["diarization_mode"] = "speaker"
    return {"input": [given("audio", ask.inputs["speech"])], "generation_config": {"transcription_config": config}}


def contents(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What a model put out, step after step."""
    if "outputs" in found:
        return list(found["outputs"])
    steps = [step for step in found.get("steps") or [] if step.get("type") == "model_output"]
    return [content for step in steps for content in step.get("content") or []]


def medium(content: Mapping[str, Any], name: str, kind: Kind) -> Output:
    """A picture, sound or film: in base64, or by a link that takes the key."""
    if content.get("uri"):
        return Output(name, kind, url=str(content["uri"]), authorised=True)
    data = decoded(content["data"])
    if str(content.get("mime_type", "")).lower().startswith("audio/l16"):
        return Output(name, kind, data, pcm=(content.get("sample_rate") or 24000, content.get("channels") or 1))
    return Output(name, kind, data)


def transcript(content: Mapping[str, Any]) -> Output:
    """A text; `word_info` annotations have the times of its words, and who says them."""
    notes = [note for note in content.get("annotations") or [] if note.get("type") == "word_info"]
    facts: dict[str, Any] = {}
    if notes:
        facts["words"] = [[note["text"], offset(note["start_offset"]), offset(note["end_offset"])] for note in notes]
    if notes and all(note.get("speaker") for note in notes):
        facts["speakers"] = [note["speaker"] for note in notes]
    return Output("text", Kind.TEXT, content["text"].encode(), media_type="text/plain", facts=facts)


def offset(said: str) -> float:
    return float(said.removesuffix("s"))


def counted(found: Mapping[str, Any]) -> Tokens | None:
    """Thoughts are counted apart from what is answered, and what tools gave apart from what was asked."""
    read = ["total_input_tokens", "total_tool_use_tokens"]
    return tokens(found.get("usage"), read, ["total_output_tokens", "total_thought_tokens"], "total_tokens")


def outputs_of(ask: Ask, found: Mapping[str, Any]) -> Done | Failed:
    name, kind = {"text-to-music": ("audio", Kind.MUSIC), "automatic-speech-recognition": ("text", Kind.TEXT)}.get(
        ask.task, ("video", Kind.VIDEO)
    )
    wanted = [content for content in contents(found) if content.get("type") == name]
    if not wanted:
        return Failed(f"it made no {name}")
    if kind is Kind.TEXT:
        return Done([transcript(wanted[0])])
    return Done([medium(wanted[0], str(kind), kind)])


def interactions(path: str) -> Mapping[str, Operation]:
    """The tasks that are done so, below a path."""

    def begin(shape: Callable[[Ask], dict[str, Any]]) -> Callable[[Ask], Http]:
        return lambda ask: Http("POST", path, json={"model": ask.model, "background": True, **shape(ask)})

    def look(ask: Ask, job: str) -> Http:
        return Http("GET", f"{path}/{job}")

    def looked(ask: Ask, reply: Reply) -> Outcome:
        found = reply.json()
        state, job = found["status"], found["id"]
        if state == "completed":
            return replace(outputs_of(ask, found), tokens=counted(found))
        if state not in ENDS:
            return Waiting(job, look(ask, job), pause=5.0, note=state)
        faults = found.get("errors") or [{}]
        said = str(faults[0].get("message") or state)
        if UNWANTED.search(f"{faults[0].get('code')} {said}"):
            return Failed(said, "moderated", tokens=counted(found))
        return Failed(said, "cancelled" if state == "cancelled" else "failed", tokens=counted(found))

    def job(shape: Callable[[Ask], dict[str, Any]]) -> Operation:
        return Operation(begin(shape), reply=looked, poll=look, status=looked)

    return {
        "text-to-music": job(composed),
        "text-to-video": job(filmed),
        "image-to-video": job(filmed),
        "video-to-video": job(filmed),
        "automatic-speech-recognition": job(heard),
    }
