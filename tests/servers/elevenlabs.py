"""ElevenLabs' API: speech, sound effects, music, transcripts, voices and models.

Fields, ranges, models, formats and answers: elevenlabs 2.78.0's clients and types. Errors' shape and codes:
elevenlabs.io/docs/eleven-api/resources/errors; quota, key and voice errors (401, 400): help.elevenlabs.io article
19572237925521; `bad_prompt` with a suggestion and `content_against_policy` (403): as clients report them in public code.
Response headers `request-id`, `character-cost` and `song-id`: likewise. All read 2026-11-21. A credit of speech is
reckoned at $80 a million (litellm 1.109.1's table). Made up: credits of sounds and music, and the one voice's and each
model's description. Not served: pronunciation dictionaries' effect, multichannel transcripts, extra transcript formats.
"""

from __future__ import annotations

import asyncio
import base64
import json
import math
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from pydantic import Field, model_validator
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Body, Complaint, Refused, fitted, guarded, read
from tests.servers.perception import hear
from tests.servers.world import VendorServer, World

__all__ = ["SERVER"]

CREDIT = 80e-6
"""US dollars."""
VOICES = {"JBFqnCBsd6RMkjVDRZzb": "George", "EXAVITQu4vr4xnSDxMaL": "Sarah"}
MODELS = {
    "eleven_v4": (1.0, 10_000), "eleven_v4_turbo": (0.5, 10_000), "eleven_v3": (1.0, 5_000),
    "eleven_multilingual_v2": (1.0, 10_000), "eleven_turbo_v2_5": (0.5, 40_000), "eleven_flash_v2_5": (0.5, 40_000),
}  # fmt: skip
"""Credits a character, and the longest text."""
FORMATS = [
    *(f"mp3_{rate}" for rate in ("22050_32", "24000_48", "44100_32", "44100_64", "44100_96", "44100_128", "44100_192")),
    *(f"opus_48000_{rate}" for rate in (32, 64, 96, 128, 192)),
    *(f"{kind}_{rate}" for kind in ("pcm", "wav") for rate in (8000, 16000, 22050, 24000, 32000, 44100, 48000)),
    "ulaw_8000", "alaw_8000",
]  # fmt: skip
MUSIC = ["auto", *(f"mp3_48000_{rate}" for rate in (128, 192, 240, 320)), *(f for f in FORMATS if f[:3] != "wav")]
TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "pcm": "audio/pcm", "wav": "audio/wav", "ulaw": "audio/basic",
         "alaw": "audio/basic"}  # fmt: skip
KINDS = {400: "validation_error", 401: "authentication_error", 403: "authorization_error", 404: "not_found",
         422: "validation_error", 429: "rate_limit_error"}  # fmt: skip
CODES = {400: "invalid_parameters", 401: "invalid_api_key", 403: "forbidden", 404: "not_found",
         422: "invalid_parameters", 429: "too_many_concurrent_requests"}  # fmt: skip


class Settings(Body):
    stability: float | None = Field(None, ge=0, le=1)
    similarity_boost: float | None = Field(None, ge=0, le=1)
    style: float | None = Field(None, ge=0, le=1)
    use_speaker_boost: bool | None = None
    speed: float | None = Field(None, ge=0.7, le=1.2)
    clone_strength: float | None = Field(None, ge=0, le=1)


class Locator(Body):
    pronunciation_dictionary_id: str
    version_id: str | None = None


class Speech(Body):
    text: str
    model_id: str = "eleven_multilingual_v2"
    language_code: str | None = None
    voice_settings: Settings | None = None
    pronunciation_dictionary_locators: list[Locator] | None = Field(None, max_length=3)
    seed: int | None = Field(None, ge=0, le=4294967295)
    previous_text: str | None = None
    next_text: str | None = None
    previous_request_ids: list[str] | None = Field(None, max_length=3)
    next_request_ids: list[str] | None = Field(None, max_length=3)
    use_pvc_as_ivc: bool = False
    apply_text_normalization: Literal["auto", "on", "off"] = "auto"
    apply_language_text_normalization: bool = False


class Sound(Body):
    text: str = Field(min_length=1)
    loop: bool = False
    duration_seconds: float | None = Field(None, ge=0.5, le=30)
    prompt_influence: float = Field(0.3, ge=0, le=1)
    model_id: Literal["eleven_text_to_sound_v2", "eleven_text_to_sound_v3"] = "eleven_text_to_sound_v2"


class Section(Body):
    section_name: str = Field(min_length=1, max_length=100)
    positive_local_styles: list[str]
    negative_local_styles: list[str]
    duration_ms: int = Field(ge=3000, le=120_000)
    lines: list[str] = Field(max_length=30)


class Chunk(Body):
    text: str
    duration_ms: int = Field(ge=3000, le=120_000)
    positive_styles: list[str]
    negative_styles: list[str] | None = None
    context_adherence: Literal["low", "medium", "high"] | None = None


class Plan(Body):
    """Of sections for music_v1, of chunks for the later models."""

    positive_global_styles: list[str] | None = None
    negative_global_styles: list[str] | None = None
    sections: list[Section] | None = Field(None, min_length=1)
    chunks: list[Chunk] | None = Field(None, min_length=1)

    def seconds(self) -> float:
        return sum(part.duration_ms for part in [*(self.sections or []), *(self.chunks or [])]) / 1000


class Music(Body):
    prompt: str | None = Field(None, min_length=1, max_length=4100)
    composition_plan: Plan | None = None
    music_length_ms: int | None = Field(None, ge=3000, le=600_000)
    model_id: Literal["music_v1", "music_v2", "music_v2_5"] = "music_v1"
    seed: int | None = Field(None, ge=0, le=2147483647)
    force_instrumental: bool = False
    respect_sections_durations: bool = True
    store_for_inpainting: bool = False
    sign_with_c2pa: bool = False

    @model_validator(mode="after")
    def one_way(self) -> Music:
        plan = self.composition_plan
        if (self.prompt is None) == (plan is None):
            raise ValueError("exactly one of prompt and composition_plan is needed")
        if plan and (self.music_length_ms or self.force_instrumental):
            raise ValueError("music_length_ms and force_instrumental go with prompt only")
        if self.prompt and self.seed is not None:
            raise ValueError("seed cannot be used with prompt")
        if plan and (plan.sections is None) == (self.model_id == "music_v1"):
            raise ValueError("music_v1 takes sections, later models take chunks")
        return self


class Listening(Body):
    """The fields of a form beside its file."""

    model_id: Literal["scribe_v1", "scribe_v2", "scribe_v3"]
    language_code: str | None = None
    tag_audio_events: bool = True
    num_speakers: int | None = Field(None, ge=1, le=32)
    timestamps_granularity: Literal["none", "word", "character"] = "word"
    diarize: bool = False
    diarization_threshold: float | None = None
    file_format: Literal["pcm_s16le_16", "other"] = "other"
    source_url: str | None = None
    webhook: bool = False
    temperature: float | None = Field(None, ge=0, le=2)
    seed: int | None = Field(None, ge=0, le=2147483647)
    no_verbatim: bool = False
    keyterms: list[str] | None = Field(None, max_length=1000)
    webhook_metadata: Literal["null"] | None = None
    entity_detection: Literal["null"] | None = None
    entity_redaction: Literal["null"] | None = None


def error(status: int, message: str, code: str = "", param: str | None = None, **more: Any) -> Response:
    code = code or CODES.get(status, "internal_error")
    detail = {
        "type": KINDS.get(status, "internal_error"), "code": code, "message": message, "status": code,
        "request_id": "3c807fc4c3a1705f9638ecc764a91c01", "param": param, **more,
    }  # fmt: skip
    return JSONResponse({"detail": detail}, status)


def refusal(complaint: Complaint) -> Response:
    kinds = {"json": "json_invalid", "unknown": "extra_forbidden", "missing": "missing"}
    place = ["body", *complaint.where.split(".")] if complaint.where else ["body"]
    detail = {"loc": place, "msg": complaint.what, "type": kinds.get(complaint.kind, "value_error")}
    return JSONResponse({"detail": [detail]}, 422)


def format_of(request: Request, offered: list[str], usual: str) -> str:
    """Refuses query parameters that are not known."""
    unknown = request.query_params.keys() - {"output_format", "enable_logging", "optimize_streaming_latency"}
    if unknown:
        raise Refused(error(400, f"unknown query parameters: {sorted(unknown)}", param=min(unknown)))
    asked = request.query_params.get("output_format", usual)
    if asked not in offered:
        raise Refused(error(400, f"{asked} is no output format.", "invalid_output_format", "output_format"))
    return usual if asked == "auto" else asked


def sounding(words: str, seconds: float, format: str) -> bytes:
    kind, rate = format.split("_")[:2]
    return media.tone(words, seconds, {"ulaw": "mulaw"}.get(kind, kind), int(rate))


def alignment(text: str, seconds: float) -> dict[str, Any]:
    step = seconds / len(text)
    return {
        "characters": list(text),
        "character_start_times_seconds": [round(n * step, 4) for n in range(len(text))],
        "character_end_times_seconds": [round((n + 1) * step, 4) for n in range(len(text))],
    }


def voice(id: str) -> dict[str, Any]:
    return {
        "voice_id": id, "name": VOICES[id], "category": "premade", "description": "A warm, resonant voice.",
        "labels": {"accent": "british", "gender": "male" if VOICES[id] == "George" else "female", "language": "en"},
        "preview_url": "https://example.com/preview.mp3", "available_for_tiers": [], "settings": None, "samples": None,
        "high_quality_base_model_ids": ["eleven_multilingual_v2"], "is_legacy": False, "is_mixed": False,
    }  # fmt: skip


def model(id: str) -> dict[str, Any]:
    factor, longest = MODELS[id]
    return {
        "model_id": id, "name": id.replace("_", " ").title(), "can_be_finetuned": True, "can_do_text_to_speech": True,
        "can_do_voice_conversion": False, "can_use_style": True, "can_use_speaker_boost": True,
        "serves_pro_voices": False, "token_cost_factor": factor, "description": "Speaks.",
        "requires_alpha_access": False, "maximum_text_length_per_request": longest,
        "languages": [{"language_id": "en", "name": "English"}, {"language_id": "de", "name": "German"}],
        "model_rates": {"character_cost_multiplier": factor}, "concurrency_group": "standard",
    }  # fmt: skip


def transcript(asked: Listening, data: bytes) -> dict[str, Any]:
    try:
        heard = hear(data)
    except ValueError:
        raise Refused(error(400, "The file is no audio.", "invalid_file", "file")) from None
    words: list[dict[str, Any]] = []
    for number, (word, start, end) in enumerate(heard.words):
        who = f"speaker_{number // 8 % 2}" if asked.diarize else None
        if words:
            words.append(
                {"text": " ", "start": start, "end": start, "type": "spacing", "speaker_id": who, "logprob": 0}
            )
        words.append({"text": word, "start": start, "end": end, "type": "word", "speaker_id": who, "logprob": -0.1})
    return {
        "language_code": asked.language_code or "eng", "language_probability": 0.98, "text": heard.text,
        "words": [] if asked.timestamps_granularity == "none" else words,
        "transcription_id": "tr-1", "audio_duration_secs": heard.seconds,
    }  # fmt: skip


def fields_of(form: FormData) -> Mapping[str, Any]:
    """A form's fields as a mapping; `keyterms` may be there several times."""
    named = {name: form[name] for name in form if name not in ("file", "keyterms", "additional_formats")}
    return {**named, "keyterms": form.getlist("keyterms")} if "keyterms" in form else named


class Desk:
    """What the routes share: it checks, charges, and answers."""

    def __init__(self, world: World) -> None:
        self._world = world

    def checked(self, asked: Speech, id: str) -> None:
        if id not in VOICES:
            raise Refused(error(404, f"A voice with voice_id '{id}' was not found.", "voice_not_found", "voice_id"))
        if asked.model_id not in MODELS:
            raise Refused(error(400, f"A model with model ID {asked.model_id} does not exist.", "model_not_found"))
        if not asked.text.strip():
            raise Refused(error(400, "The text is empty.", "empty_text", "text"))
        longest = MODELS[asked.model_id][1]
        if len(asked.text) > longest:
            said = f"This request's text has {len(asked.text)} characters and exceeds the character limit of {longest}."
            raise Refused(error(400, said, "max_character_limit_exceeded", "text"))

    def paid(self, what: str, credits: int) -> dict[str, str]:
        """Charge, and the headers that say so; refuse what is moderated, broken or beyond the quota."""
        world = self._world
        if world.broke:
            said = (
                f"This request exceeds your quota. You have 0 credits remaining, while {credits} credits are required."
            )
            raise Refused(error(401, said, "quota_exceeded"))
        if world.outcome == "moderated" and what.startswith("music"):
            instead = {"data": {"prompt_suggestion": "a calm piece of music"}}
            raise Refused(error(400, "The prompt names an artist.", "bad_prompt", "prompt", **instead))
        if world.outcome == "moderated":
            raise Refused(error(403, "The text may violate our Terms of Service.", "content_against_policy", "text"))
        if world.outcome != "succeeded":
            raise Refused(error(500, "Something went wrong."))
        world.charge("elevenlabs", what, credits * CREDIT)
        return {"request-id": world.id("req-"), "character-cost": str(credits)}

    async def said(self, request: Request) -> tuple[bytes, str, Speech, dict[str, str]]:
        """Speech in the asked format, with its headers."""
        asked = await read(request, Speech, refusal)
        self.checked(asked, request.path_params["voice"])
        format = format_of(request, FORMATS, "mp3_44100_128")
        headers = self.paid(asked.model_id, math.ceil(len(asked.text) * MODELS[asked.model_id][0]))
        words = asked.model_dump_json() + request.path_params["voice"]
        return sounding(words, seconds_of(asked), format), format.split("_")[0], asked, headers

    async def speech(self, request: Request) -> Response:
        sound, kind, _, headers = await self.said(request)
        return Response(sound, media_type=TYPES[kind], headers=headers)

    async def streamed(self, request: Request) -> Response:
        sound, kind, _, headers = await self.said(request)
        parts = (sound[at : at + 4096] for at in range(0, len(sound), 4096))
        return StreamingResponse(parts, media_type=TYPES[kind], headers=headers)

    async def timed(self, request: Request) -> Response:
        sound, _, asked, headers = await self.said(request)
        times = alignment(asked.text, seconds_of(asked))
        body = {"audio_base64": base64.b64encode(sound).decode(), "alignment": times, "normalized_alignment": times}
        return JSONResponse(body, headers=headers)

    async def streamed_timed(self, request: Request) -> Response:
        """A line of JSON for every sixteen characters; the times count from the beginning of the whole, or of each line
        where the world says so, for the documents do not say which."""
        sound, _, asked, headers = await self.said(request)
        text, step = asked.text, seconds_of(asked) / len(asked.text)
        spans = [(at, min(at + 16, len(text))) for at in range(0, len(text), 16)]

        async def lines() -> AsyncIterator[bytes]:
            for first, last in spans:
                part = sound[len(sound) * first // len(text) : len(sound) * last // len(text)]
                since = 0 if self._world.times_by_line else first
                times = {
                    "characters": list(text[first:last]),
                    "character_start_times_seconds": [(n - first + since) * step for n in range(first, last)],
                    "character_end_times_seconds": [(n - first + since + 1) * step for n in range(first, last)],
                }
                line = {
                    "audio_base64": base64.b64encode(part).decode(),
                    "alignment": times,
                    "normalized_alignment": None,
                }
                yield json.dumps(line).encode() + b"\n"
                await asyncio.sleep(self._world.delay)

        return StreamingResponse(lines(), media_type="application/json", headers=headers)

    async def sound(self, request: Request) -> Response:
        asked = await read(request, Sound, refusal)
        format = format_of(request, FORMATS, "mp3_44100_128")
        seconds = asked.duration_seconds or 2.0
        headers = self.paid(asked.model_id, math.ceil(40 * seconds))
        made = sounding(asked.model_dump_json(), seconds, format)
        return Response(made, media_type=TYPES[format.split("_")[0]], headers=headers)

    async def music(self, request: Request) -> Response:
        asked = await read(request, Music, refusal)
        usual = "mp3_44100_128" if asked.model_id == "music_v1" else "mp3_48000_192"
        format = format_of(request, MUSIC, usual)
        plan = asked.composition_plan
        seconds = plan.seconds() if plan else (asked.music_length_ms or 10_000) / 1000
        headers = {**self.paid(asked.model_id, math.ceil(15 * seconds)), "song-id": self._world.id("song-")}
        made = sounding(asked.model_dump_json(), seconds, format)
        return Response(made, media_type=TYPES[format.split("_")[0]], headers=headers)

    async def listen(self, request: Request) -> Response:
        form = await request.form()
        asked = fitted(fields_of(form), Listening, refusal, lax=True)
        if asked.keyterms and asked.model_id == "scribe_v1":
            said = "The 'keyterms' parameter is only supported with the 'scribe_v2' model. You specified 'scribe_v1'."
            raise Refused(error(400, said, "invalid_parameters", "keyterms"))
        file = form.get("file")
        if isinstance(file, UploadFile) == bool(asked.source_url):
            raise Refused(error(400, "Exactly one of file and source_url is needed.", param="file"))
        found = transcript(
            asked, await file.read() if isinstance(file, UploadFile) else media.tone(asked.source_url or "")
        )
        headers = self.paid(asked.model_id, math.ceil(found["audio_duration_secs"]))
        if asked.webhook:
            late = {"message": "Request processed.", "request_id": headers["request-id"], "transcription_id": "tr-1"}
            return JSONResponse(late, 202, headers)
        return JSONResponse(found, headers=headers)


def seconds_of(asked: Speech) -> float:
    """Fifteen characters a second, at normal speed."""
    speed = (asked.voice_settings.speed if asked.voice_settings else None) or 1.0
    return max(0.2, len(asked.text) / 15 / speed)


async def voices(request: Request) -> Response:
    every = [voice(id) for id in VOICES]
    if "v2" not in request.url.path.split("/"):
        return JSONResponse({"voices": every})
    wanted = request.query_params.get("search", "").lower()
    found = [one for one in every if wanted in one["name"].lower()]
    return JSONResponse({"voices": found, "has_more": False, "total_count": len(found), "next_page_token": None})


async def models(_: Request) -> Response:
    return JSONResponse([model(id) for id in MODELS])


def routes(world: World) -> list[Route]:
    desk = Desk(world)
    return [
        Route("/v1/text-to-speech/{voice}", guarded(desk.speech), methods=["POST"]),
        Route("/v1/text-to-speech/{voice}/stream", guarded(desk.streamed), methods=["POST"]),
        Route("/v1/text-to-speech/{voice}/with-timestamps", guarded(desk.timed), methods=["POST"]),
        Route("/v1/text-to-speech/{voice}/stream/with-timestamps", guarded(desk.streamed_timed), methods=["POST"]),
        Route("/v1/sound-generation", guarded(desk.sound), methods=["POST"]),
        Route("/v1/music", guarded(desk.music), methods=["POST"]),
        Route("/v1/speech-to-text", guarded(desk.listen), methods=["POST"]),
        Route("/v1/models", models),
        Route("/v1/voices", voices),
        Route("/v2/voices", voices),
    ]


SERVER = VendorServer("elevenlabs", routes, lambda request: request.headers.get("xi-api-key"), error)
