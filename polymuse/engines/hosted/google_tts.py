"""Google Cloud Text-to-Speech: several hundred voices, with SSML.

Wire format: google-cloud-texttospeech 2.38.0 (`SynthesizeSpeechRequest`) by REST, as surveyed 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polymuse.engines.hosted._google import TOKENS, problem_of
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Http,
    Operation,
    Outcome,
    Output,
    Reply,
    Vendor,
    bearer,
    decoded,
)
from polymuse.types import Kind, Notice

SPEEDS = (0.25, 2.0)
REGIONS = {
    "ar": "ar-XA", "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN", "it": "it-IT",
    "ja": "ja-JP", "ko": "ko-KR", "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-BR", "ru": "ru-RU", "zh": "cmn-CN",
}  # fmt: skip
"""A region for a language that was given without one."""
BARE = "Chirp"
"""In the names of voices that take neither SSML nor a pitch."""


def voice(ask: Ask) -> dict[str, str]:
    """A voice's name begins with its language: en-GB-Neural2-A."""
    name = ask.param("voice")
    if name and name.count("-") >= 2:
        return {"languageCode": "-".join(name.split("-")[:2]), "name": name}
    language = ask.param("language", "en")
    return {"languageCode": REGIONS.get(language, language), **({"name": name} if name else {})}


def speed(ask: Ask) -> float:
    return min(SPEEDS[1], max(SPEEDS[0], float(ask.param("speed", 1.0))))


def speak(ask: Ask) -> Http:
    chosen = voice(ask)
    bare = BARE in chosen.get("name", "")
    marked = ask.text.startswith("<speak") and not bare
    audio: dict[str, Any] = {"audioEncoding": "LINEAR16", "sampleRateHertz": 24000, "speakingRate": speed(ask)}
    if not bare and ask.param("pitch"):
        audio["pitch"] = ask.param("pitch")
    words = {"ssml": ask.text} if marked else {"text": ask.param("text")}
    return Http("POST", "/v1/text:synthesize", json={"input": words, "voice": chosen, "audioConfig": audio})


def notices(ask: Ask) -> list[Notice]:
    made = []
    if speed(ask) != ask.param("speed", 1.0):
        made.append(
            Notice(
                "speed", f"Google speaks at {SPEEDS[0]:g} to {SPEEDS[1]:g} times its usual speed; the nearest is used."
            )
        )
    if BARE in voice(ask).get("name", "") and ask.param("pitch"):
        made.append(Notice("pitch", "Chirp voices cannot be made higher or lower; the pitch stays as it is."))
    return made


def spoken(ask: Ask, reply: Reply) -> Outcome:
    return Done([Output("speech", Kind.SPEECH, decoded(reply.at("audioContent")))], notices=notices(ask))


OPERATIONS: Mapping[str, Operation] = {"text-to-speech": Operation(speak, spoken)}

VENDOR = Vendor(
    name="google_tts",
    title="Google Cloud Text-to-Speech",
    url="https://texttospeech.googleapis.com",
    hosts=("texttospeech.googleapis.com",),
    keys=TOKENS,
    auth=bearer,
    operations=OPERATIONS,
    problem=problem_of,
    console="https://console.cloud.google.com/billing",
    probe=Http("GET", "/v1/voices", query={"languageCode": "en-GB"}),
)
