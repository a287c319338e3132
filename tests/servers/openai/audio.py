"""POST /v1/audio/speech and /v1/audio/transcriptions."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ..body import Body, Refused, guarded
from ..media import tone
from ..perception import Heard, hear
from .api import House, events, form, refused, tokens, wrong

__all__ = ["SpeechRequest", "TranscriptionRequest", "routes", "speech_rules", "spoken", "transcription_rules"]

VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin",
          "cedar")  # fmt: skip
TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
SUFFIXES = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "wav", "webm")


class VoiceId(Body):
    id: str


class SpeechRequest(Body):
    input: str = Field(min_length=1, max_length=4096)
    model: str
    voice: str | VoiceId
    instructions: str | None = None
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = "mp3"
    speed: float = Field(1.0, ge=0.25, le=4.0)
    stream_format: Literal["sse", "audio"] = "audio"


class TranscriptionRequest(Body):
    model: str
    chunking_strategy: str | None = None
    include: list[Literal["logprobs"]] | None = None
    keywords: list[str] | None = None
    known_speaker_names: list[str] | None = Field(None, max_length=4)
    known_speaker_references: list[str] | None = Field(None, max_length=4)
    language: str | None = Field(None, pattern="^[a-z]{2,3}$")
    languages: list[str] | None = None
    prompt: str | None = None
    response_format: Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"] = "json"
    temperature: float | None = Field(None, ge=0, le=1)
    timestamp_granularities: list[Literal["word", "segment"]] | None = None
    stream: bool | None = None


SpeechRules = Callable[[SpeechRequest], None]
TranscriptionRules = Callable[[TranscriptionRequest], None]


def speech_rules(asked: SpeechRequest) -> None:
    """What OpenAI's own models refuse."""
    if isinstance(asked.voice, str) and asked.voice not in VOICES:
        raise wrong(f"Invalid value: '{asked.voice}'. Supported values are: {', '.join(VOICES)}.", "voice")
    if asked.model.startswith("tts-1"):
        if asked.instructions is not None:
            raise wrong(f"'instructions' is not supported by {asked.model}.", "instructions", "unsupported_parameter")
        if asked.stream_format == "sse":
            raise wrong(f"'sse' is not supported by {asked.model}.", "stream_format", "unsupported_value")


def transcription_rules(asked: TranscriptionRequest) -> None:
    """Which formats and fields go with which of OpenAI's models."""
    formats = {"whisper-1": {"json", "text", "srt", "verbose_json", "vtt"},
               "gpt-4o-transcribe-diarize": {"json", "text", "diarized_json"}}  # fmt: skip
    allowed = formats.get(asked.model, {"json", "text"} if asked.model == "gpt-transcribe" else {"json"})
    if asked.response_format not in allowed:
        words = f"response_format '{asked.response_format}' is not compatible with model '{asked.model}'."
        raise wrong(words, "response_format", "unsupported_value")
    if asked.timestamp_granularities and asked.response_format != "verbose_json":
        raise wrong("timestamp_granularities need response_format verbose_json.", "timestamp_granularities")
    if asked.model != "gpt-transcribe" and (asked.keywords or asked.languages):
        raise wrong(f"'keywords' and 'languages' are not supported by {asked.model}.", "keywords")
    if asked.model == "gpt-4o-transcribe-diarize" and asked.prompt:
        raise wrong(f"'prompt' is not supported by {asked.model}.", "prompt", "unsupported_parameter")
    if asked.include and (asked.response_format != "json" or not asked.model.startswith(("gpt-4o-t", "gpt-4o-m"))):
        raise wrong("'logprobs' is not supported here.", "include", "unsupported_value")


def spoken(words: str, voice: str, format: str, speed: float = 1.0) -> bytes:
    """A tone for the words, as long as they would take: 14 characters a second, 0.3 s at least, 24 kHz mono."""
    return tone(f"{voice}: {words}", max(0.3, round(len(words) / 14 / speed, 2)), format)


def seconds_of(seconds: float) -> str:
    whole, part = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{part:03d}"


def subtitles(heard: Heard, format: str) -> str:
    """One cue, as SRT or WebVTT."""
    begin, end = seconds_of(0), seconds_of(heard.seconds)
    if format == "srt":
        return f"1\n{begin} --> {end}\n{heard.text}\n\n"
    return f"WEBVTT\n\n{begin} --> {end}\n{heard.text}\n\n".replace(",", ".", 2)


def verbose(heard: Heard, asked: TranscriptionRequest) -> dict[str, Any]:
    wanted = asked.timestamp_granularities or ["segment"]
    segment = {
        "id": 0, "seek": 0, "start": 0.0, "end": heard.seconds, "text": f" {heard.text}", "tokens": [50364, 440, 50365],
        "temperature": asked.temperature or 0.0, "avg_logprob": -0.2, "compression_ratio": 1.0, "no_speech_prob": 0.01,
    }  # fmt: skip
    body: dict[str, Any] = {
        "task": "transcribe",
        "language": "english",
        "duration": heard.seconds,
        "text": heard.text,
        "usage": {"type": "duration", "seconds": heard.seconds},
    }
    if "segment" in wanted:
        body["segments"] = [segment]
    if "word" in wanted:
        body["words"] = [{"word": word, "start": start, "end": end} for word, start, end in heard.words]
    return body


def usage(heard: Heard, model: str) -> dict[str, Any]:
    if model == "whisper-1":
        return {"type": "duration", "seconds": heard.seconds}
    given, said = max(1, round(heard.seconds * 10)), tokens(heard.text)
    details = {"text_tokens": 0, "audio_tokens": given}
    return {"type": "tokens", "input_tokens": given, "input_token_details": details, "output_tokens": said,
            "total_tokens": given + said}  # fmt: skip


def diarized(heard: Heard, asked: TranscriptionRequest) -> dict[str, Any]:
    """Two speakers who take turns: one for the first half of the words, one for the second."""
    names = [*(asked.known_speaker_names or []), "A", "B"][:2]
    middle = max(1, len(heard.words) // 2)
    turns = [(names[0], heard.words[:middle]), (names[1], heard.words[middle:])]
    segments = [
        {"type": "transcript.text.segment", "id": f"seg_{n:03d}", "start": words[0][1], "end": words[-1][2],
         "text": " ".join(word for word, _, _ in words), "speaker": name}
        for n, (name, words) in enumerate(turns) if words
    ]  # fmt: skip
    return {"task": "transcribe", "duration": heard.seconds, "text": heard.text, "segments": segments,
            "usage": usage(heard, asked.model)}  # fmt: skip


def told(house: House, heard: Heard, asked: TranscriptionRequest) -> Response:
    """The transcript in the asked format."""
    match asked.response_format:
        case "text":
            return PlainTextResponse(heard.text + "\n")
        case "srt" | "vtt":
            return PlainTextResponse(subtitles(heard, asked.response_format))
        case "verbose_json":
            return house.answer(verbose(heard, asked))
        case "diarized_json":
            return house.answer(diarized(heard, asked))
    body: dict[str, Any] = {"text": heard.text, "usage": usage(heard, asked.model)}
    if asked.model == "gpt-transcribe":
        body["languages"] = [{"code": "en"}]
    if asked.include:
        body["logprobs"] = [{"token": word, "logprob": -0.1, "bytes": list(word.encode())} for word, *_ in heard.words]
    return house.answer(body)


def listened(files: dict[str, list[tuple[str, bytes]]]) -> Heard:
    """What the one file says."""
    if set(files) != {"file"} or len(files["file"]) != 1:
        raise wrong("Missing required parameter: 'file'.", "file", "missing_required_parameter")
    name, data = files["file"][0]
    if name.rpartition(".")[2].lower() not in SUFFIXES:
        raise wrong(f"Unrecognized file format. Supported formats: {list(SUFFIXES)}", "file", None)
    try:
        return hear(data)
    except ValueError:
        raise wrong("Audio file might be corrupted or unsupported", "file", "invalid_value") from None


def routes(house: House, check_speech: SpeechRules, check_transcription: TranscriptionRules) -> list[Route]:
    async def speak(request: Request) -> Response:
        asked = await house.body(request, SpeechRequest)
        house.begin(asked.model, "speech")
        check_speech(asked)
        if house.world.outcome == "moderated":
            words = "Your request was rejected as a result of our safety system."
            raise Refused(refused(400, words, "invalid_request_error", None, "content_policy_violation"))
        house.charge(asked.model)
        voice = asked.voice if isinstance(asked.voice, str) else asked.voice.id
        manner = f"{voice}, {asked.instructions}" if asked.instructions else voice
        sound = spoken(asked.input, manner, asked.response_format, asked.speed)
        if asked.stream_format == "audio":
            return house.media(sound, TYPES[asked.response_format])
        said, given = len(sound) // 4800, tokens(asked.input)
        spent = {"input_tokens": given, "output_tokens": said, "total_tokens": given + said}
        delta = {"type": "speech.audio.delta", "audio": base64.b64encode(sound).decode()}
        return house.stream(events([delta, {"type": "speech.audio.done", "usage": spent}], named=False, done=False))

    async def transcribe(request: Request) -> Response:
        asked, files = await form(request, TranscriptionRequest, {"file", "model", "language", "prompt"})
        house.begin(asked.model, "transcription")
        check_transcription(asked)
        if asked.stream:
            raise wrong("Streams of transcripts are not served here.", "stream", "unsupported_value")
        heard = listened(files)
        house.charge(asked.model)
        return told(house, heard, asked)

    return [
        Route("/v1/audio/speech", guarded(speak), methods=["POST"]),
        Route("/v1/audio/transcriptions", guarded(transcribe), methods=["POST"]),
    ]
