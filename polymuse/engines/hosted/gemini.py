"""Gemini: it writes, sees, hears, draws and speaks by generateContent; music, films and transcripts are interactions.

Wire format: google-genai 3.4.0 SDK (types.py, models.py: `_..._to_mldev`), read 2026-11-21. Speech comes as bare samples of
type `audio/L16;codec=pcm;rate=24000`, as public code has it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from polymuse.engines.hosted._google import problem_of
from polymuse.engines.hosted._interactions import interactions
from polymuse.engines.hosted._openai_chat import CUT, text
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Reader,
    Reply,
    Vendor,
    base64_of,
    decoded,
    tokens,
)
from polymuse.types import Asset, Kind, Tokens

VERSION = "v1beta"
VOICE = "Kore"
DECLINED = (
    *("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT"),
    *("IMAGE_RECITATION", "MODEL_ARMOR"),
)
"""Reasons for an end that are about content."""


def inline(asset: Asset) -> dict[str, Any]:
    return {"inlineData": {"mimeType": asset.media_type, "data": base64_of(asset)}}


def body(ask: Ask, words: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """What is shown and played, then the words."""
    given = [inline(asset) for name, asset in sorted(ask.inputs.items()) if name != "scene"]
    settings = {
        "seed": ask.param("seed"), "temperature": ask.param("temperature"),
        "maxOutputTokens": ask.longest, **config,
    }  # fmt: skip
    asked: dict[str, Any] = {
        "contents": [{"role": "user", "parts": [*given, {"text": words}]}],
        "generationConfig": {name: value for name, value in settings.items() if value is not None},
    }
    if ask.param("system"):
        asked["systemInstruction"] = {"parts": [{"text": ask.param("system")}]}
    return asked


def generate(ask: Ask, asked: Mapping[str, Any]) -> Http:
    return Http("POST", f"/{VERSION}/models/{ask.model}:generateContent", json=asked)


def write(ask: Ask) -> Http:
    http = say(ask)
    return Http("POST", http.url.replace(":generate", ":streamGenerate"), json=http.json, query={"alt": "sse"})


def say(ask: Ask) -> Http:
    """Words, about whatever is given."""
    config: dict[str, Any] = {}
    if (schema := ask.param("json_schema")) is not None:
        config = {"responseMimeType": "application/json", "responseJsonSchema": schema}
    asked = body(ask, ask.text, config)
    if tools := ask.param("tools"):
        declared = [{"name": name, "parametersJsonSchema": shape} for name, shape in tools.items()]
        asked["tools"] = [{"functionDeclarations": declared}]
    return generate(ask, asked)


def answer(ask: Ask) -> Http:
    return generate(ask, body(ask, ask.text, {"responseModalities": ["TEXT", "IMAGE"]}))


def draw(ask: Ask) -> Http:
    shape = {"aspectRatio": ask.aspect, "imageSize": ask.resolution}
    said = {name: value for name, value in shape.items() if value}
    config = {"responseModalities": ["IMAGE"], **({"imageConfig": said} if said else {})}
    return generate(ask, body(ask, ask.text, config))


def speak(ask: Ask) -> Http:
    """Instructions go before the words, for there is no field for them."""
    told = ask.words.get("instructions")
    words = f"{told}\n\n{ask.text}" if told else ask.text
    voice = {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": ask.param("voice", VOICE)}}}
    return generate(ask, body(ask, words, {"responseModalities": ["AUDIO"], "speechConfig": voice}))


def declined(reply: Mapping[str, Any]) -> Failed | None:
    """Why there is nothing, when there is nothing for the content's sake."""
    feedback = reply.get("promptFeedback") or {}
    if reason := feedback.get("blockReason"):
        return Failed(str(feedback.get("blockReasonMessage") or reason), "moderated")
    for candidate in reply.get("candidates") or []:
        if candidate.get("finishReason") in DECLINED:
            return Failed(str(candidate.get("finishMessage") or candidate["finishReason"]), "moderated")
    return None


def counted(reply: Mapping[str, Any]) -> Tokens | None:
    """Thoughts are counted apart from what is answered, and what tools gave apart from what was asked."""
    read = ["promptTokenCount", "toolUsePromptTokenCount"]
    written = ["candidatesTokenCount", "thoughtsTokenCount"]
    return tokens(reply.get("usageMetadata"), read, written, "totalTokenCount")


def parts_of(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All that the answer holds but thoughts."""
    content = next(iter(reply.get("candidates") or [{}])).get("content") or {}
    return [part for part in content.get("parts") or [] if not part.get("thought")]


def made_of(part: Mapping[str, Any]) -> tuple[bytes, str] | None:
    """The bytes and media type of a part that is no words."""
    blob = part.get("inlineData")
    return (decoded(blob["data"]), blob["mimeType"]) if blob else None


def finish_of(reply: Mapping[str, Any]) -> str:
    return str(next(iter(reply.get("candidates") or [{}])).get("finishReason") or "")


def worded(parts: Sequence[Mapping[str, Any]], finish: str) -> Done | Failed:
    """Words, or a JSON list of calls."""
    calls = [part["functionCall"] for part in parts if part.get("functionCall")]
    if calls:
        named = [{"name": call["name"], "arguments": call.get("args") or {}} for call in calls]
        return Done([text(json.dumps(named, ensure_ascii=False), "application/json")])
    words = "".join(part.get("text") or "" for part in parts)
    if not words and finish not in ("STOP", "MAX_TOKENS"):
        return Failed(finish or "it said nothing")
    return Done([text(words)], notices=[CUT] if finish == "MAX_TOKENS" else [])


def said(ask: Ask, reply: Reply) -> Outcome:
    found = reply.json()
    return replace(declined(found) or worded(parts_of(found), finish_of(found)), tokens=counted(found))


def gathered(ask: Ask, reply: Reply) -> Done | Failed:
    """Words and pictures, and what they took."""
    found = reply.json()
    return replace(declined(found) or collected(found), tokens=counted(found))


def collected(found: Mapping[str, Any]) -> Done:
    """Words and pictures, and in which order they came."""
    words, pictures, order = [], list[Output](), list[str]()
    for part in parts_of(found):
        if (made := made_of(part)) is not None:
            name = f"image-{len(pictures) + 1}" if pictures else "image"
            pictures.append(Output(name, Kind.IMAGE, made[0]))
            order.append(name)
        elif part.get("text"):
            words.append(part["text"])
            order += ["text"] if "text" not in order else []
    facts = {"order": order or ["text"]}
    prose = Output("text", Kind.TEXT, "\n\n".join(words).encode(), media_type="text/plain", facts=facts)
    return Done([prose, *pictures], notices=[CUT] if finish_of(found) == "MAX_TOKENS" else [])


def drawn(ask: Ask, reply: Reply) -> Outcome:
    outcome = gathered(ask, reply)
    if not isinstance(outcome, Done):
        return outcome
    pictures = [output for output in outcome.outputs if output.kind is Kind.IMAGE]
    if not pictures:
        why = finish_of(reply.json()) or "no reason is given"
        return Failed(f"it drew nothing ({why})", tokens=outcome.tokens)
    return Done(pictures, tokens=outcome.tokens)


def spoken(ask: Ask, reply: Reply) -> Outcome:
    found = reply.json()
    return replace(declined(found) or voiced(found), tokens=counted(found))


def voiced(found: Mapping[str, Any]) -> Done | Failed:
    """What is heard."""
    made = [one for part in parts_of(found) if (one := made_of(part)) is not None]
    if not made:
        return Failed(f"it said nothing ({finish_of(found) or 'no reason is given'})")
    return Done([sound("speech", Kind.SPEECH, b"".join(data for data, _ in made), made[0][1])])


def sound(name: str, kind: Kind, data: bytes, media_type: str) -> Output:
    """Bare samples have their rate in their type: `audio/L16;codec=pcm;rate=24000`."""
    plain, _, rest = media_type.lower().partition(";")
    if plain not in ("audio/l16", "audio/pcm"):
        return Output(name, kind, data)
    said = dict(part.strip().partition("=")[::2] for part in rest.split(";"))
    return Output(name, kind, data, pcm=(int(said.get("rate", 24000)), int(said.get("channels", 1))))


class Streamed(Reader):
    """Puts the chunks of an answer together."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask)
        self._parts: list[dict[str, Any]] = []
        self._finish = ""
        self._declined: Failed | None = None
        self._tokens: Tokens | None = None

    def feed(self, event: str, data: Mapping[str, Any]) -> str:
        self._declined = self._declined or declined(data)
        self._tokens = counted(data) or self._tokens
        new = parts_of(data)
        self._parts += new
        self._finish = finish_of(data) or self._finish
        return "".join(part.get("text") or "" for part in new)

    def outcome(self) -> Outcome:
        if not self._declined and not self._finish:
            raise BadReply("The answer broke off.")
        return replace(self._declined or worded(self._parts, self._finish), tokens=self._tokens)


SAY = Operation(say, said)
DRAW = Operation(draw, drawn)

VENDOR = Vendor(
    name="gemini",
    title="Google",
    url="https://generativelanguage.googleapis.com",
    hosts=("generativelanguage.googleapis.com",),
    keys=("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    auth=lambda key: {"x-goog-api-key": key},
    operations={
        "text-generation": Operation(write, said, reader=Streamed),
        "image-text-to-text": SAY,
        "audio-text-to-text": SAY,
        "video-text-to-text": SAY,
        "any-to-any": Operation(answer, gathered),
        "text-to-image": DRAW,
        "image-to-image": DRAW,
        "text-to-speech": Operation(speak, spoken),
        **interactions(f"/{VERSION}/interactions"),
    },
    problem=problem_of,
    console="https://aistudio.google.com/usage",
    probe=Http("GET", f"/{VERSION}/models"),
)
