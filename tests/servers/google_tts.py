"""Google Cloud Text-to-Speech: speech and the list of voices.

Known from a survey of google-cloud-texttospeech 2.38.0 (2026-11-21): paths, fields, encodings, 5,000 bytes of input. From
memory: the ranges of rate, pitch and gain, which voices take what, the errors' wording. Not known: the live list of
voices (here a few of each family).
"""

from __future__ import annotations

import base64
from typing import Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .body import Refused, guarded, read
from .gemini.content import Camel
from .google import bearer, complain, error, wrong
from .media import tone
from .world import VendorServer, World

__all__ = ["SERVER"]

NAME = "google_tts"
Gender = Literal["SSML_VOICE_GENDER_UNSPECIFIED", "MALE", "FEMALE", "NEUTRAL"]
VOICES = {
    "en-US-Standard-A": "MALE",
    "en-US-Chirp3-HD-Kore": "FEMALE",
    "en-US-Chirp3-HD-Puck": "MALE",
    "en-GB-Neural2-A": "FEMALE",
    "en-US-Neural2-D": "MALE",
    "de-DE-Neural2-G": "FEMALE",
    "fr-FR-Wavenet-F": "FEMALE",
}
PROMPTED = ("Kore", "Puck", "Zephyr", "Charon")
"""Voices of the models that are told how to speak; their names have no language."""
CODECS = {
    "LINEAR16": "wav",
    "MP3": "mp3",
    "OGG_OPUS": "opus",
    "MULAW": "mulaw",
    "ALAW": "alaw",
    "PCM": "pcm",
    "M4A": "m4a",
}


class Turn(Camel):
    text: str
    speaker: str


class Turns(Camel):
    turns: list[Turn] = Field(min_length=1)


class Input(Camel):
    text: str | None = None
    ssml: str | None = None
    markup: str | None = None
    prompt: str | None = None
    multi_speaker_markup: Turns | None = None


class Voice(Camel):
    language_code: str
    name: str | None = None
    ssml_gender: Gender | None = None
    model_name: str | None = None


class Audio(Camel):
    audio_encoding: Literal["LINEAR16", "MP3", "OGG_OPUS", "MULAW", "ALAW", "PCM", "M4A"]
    speaking_rate: float = Field(1.0, ge=0.25, le=2.0)
    pitch: float = Field(0.0, ge=-20, le=20)
    volume_gain_db: float = Field(0.0, ge=-96, le=16)
    sample_rate_hertz: int = Field(24000, ge=8000, le=48000)
    effects_profile_id: list[str] | None = None


class SpeechRequest(Camel):
    input: Input
    voice: Voice
    audio_config: Audio


def words_of(given: Input) -> str:
    """What is to be said; exactly one way of saying it."""
    turns = given.multi_speaker_markup
    said = " ".join(turn.text for turn in turns.turns) if turns else None
    ways = [way for way in (given.text, given.ssml, given.markup, said) if way is not None]
    if len(ways) != 1 or not ways[0]:
        raise wrong("Invalid input: exactly one of text, ssml, markup and multi_speaker_markup must be set.")
    if len(ways[0].encode()) > 5000:
        raise wrong("The input is longer than the limit of 5000 bytes.")
    if given.ssml is not None and not given.ssml.lstrip().startswith("<speak"):
        raise wrong("Invalid SSML. Newer voices like Neural2 require valid SSML.")
    return ways[0]


def chosen(asked: SpeechRequest) -> str:
    """The voice's name; refuses voices that are not there, and what a voice does not do."""
    voice = asked.voice
    if asked.input.prompt is not None and voice.model_name is None:
        raise wrong("A prompt is only supported with a model that is named.")
    if voice.model_name is not None:
        if voice.name not in PROMPTED:
            raise wrong(f"Voice '{voice.name}' does not exist for model {voice.model_name}.")
        return str(voice.name)
    fitting = [name for name in VOICES if name.startswith(voice.language_code)]
    name = voice.name or next(iter(fitting), "")
    if name not in VOICES:
        raise wrong(f"Voice '{voice.name}' does not exist. Is it misspelled?")
    if name not in fitting:
        raise wrong(f"Requested language code '{voice.language_code}' doesn't match the voice '{name}'s language code.")
    if "Chirp3" in name and (asked.audio_config.pitch or asked.input.ssml is not None):
        raise wrong("This voice does not support pitch parameters or SSML at this time.")
    return name


def routes(world: World) -> list[Route]:
    async def speak(request: Request) -> Response:
        asked = await read(request, SpeechRequest, complain)
        words, name, audio = words_of(asked.input), chosen(asked), asked.audio_config
        if world.outcome == "moderated":
            raise wrong("The input was blocked by the safety filters.")
        if world.outcome == "failed":
            raise Refused(error(500, "Internal error encountered."))
        world.charge(NAME, asked.voice.model_name or name)
        seconds = max(0.3, round(len(words) / 14 / audio.speaking_rate, 2))
        pitch = f"{audio.pitch:+g}{asked.input.prompt or ''}"
        data = tone(f"{name} {pitch}: {words}", seconds, CODECS[audio.audio_encoding], audio.sample_rate_hertz)
        return JSONResponse({"audioContent": base64.b64encode(data).decode()})

    async def voices(request: Request) -> Response:
        language = request.query_params.get("languageCode", "")
        listed = [
            {"languageCodes": ["-".join(name.split("-")[:2])], "name": name, "ssmlGender": gender,
             "naturalSampleRateHertz": 24000}
            for name, gender in VOICES.items() if name.startswith(language)
        ]  # fmt: skip
        return JSONResponse({"voices": listed})

    return [
        Route("/v1/text:synthesize", guarded(speak), methods=["POST"]),
        Route("/v1/voices", guarded(voices), methods=["GET"]),
    ]


SERVER = VendorServer(NAME, routes, bearer, error)
