"""/{base}/interactions: words, pictures, speech, transcripts, music and films, at once or in the background."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..body import Body, Refused, guarded, read
from ..google import complain, decoded, error, perceived, wrong
from ..media import clip, picture, tone
from ..perception import Heard, Sight, reply
from ..world import Count, Job, World
from .models import SONG, VOICES, known, pcm, pixels, speakers_of, use_of

__all__ = ["InteractionRequest", "Place", "routes"]

LEGACY = ("lyria-3-pro-preview", "lyria-3-clip-preview")
FRAMES = {"360p": (640, 360), "720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}


class Text(Body):
    type: Literal["text"]
    text: str


class Given(Body):
    """A picture, sound or film: in base64, or by a link."""

    type: Literal["image", "audio", "video", "document"]
    data: str | None = None
    uri: str | None = None
    mime_type: str | None = None
    resolution: Literal["low", "medium", "high", "ultra_high"] | None = None
    channels: int | None = None
    sample_rate: int | None = None


Content = Annotated[Text | Given, Field(discriminator="type")]


class UserStep(Body):
    type: Literal["user_input"]
    content: list[Content] = Field(default_factory=list)


class ModelStep(Body):
    type: Literal["model_output"]
    content: list[Content] = Field(default_factory=list)


class TextFormat(Body):
    type: Literal["text"]
    mime_type: Literal["application/json", "text/plain"] | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")


class ImageFormat(Body):
    type: Literal["image"]
    aspect_ratio: (
        Literal["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:8", "8:1", "1:4", "4:1"]
        | None
    ) = None
    delivery: Literal["inline", "uri"] = "inline"
    image_size: Literal["512", "1K", "2K", "4K"] | None = None
    mime_type: Literal["image/jpeg"] | None = None


class AudioFormat(Body):
    type: Literal["audio"]
    bit_rate: int | None = None
    delivery: Literal["inline", "uri"] = "inline"
    mime_type: Literal["audio/mp3", "audio/ogg_opus", "audio/l16", "audio/wav", "audio/alaw", "audio/mulaw"] | None = (
        None
    )
    sample_rate: int | None = Field(None, ge=8000, le=48000)


class VideoFormat(Body):
    type: Literal["video"]
    aspect_ratio: Literal["16:9", "9:16"] | None = None
    delivery: Literal["inline", "uri"] = "inline"
    duration: str | None = Field(None, pattern=r"^\d+(\.\d+)?s$")
    gcs_uri: str | None = None
    resolution: Literal["360p", "720p", "1080p", "4k"] | None = None


Format = Annotated[TextFormat | ImageFormat | AudioFormat | VideoFormat, Field(discriminator="type")]


class Voice(Body):
    language: str | None = None
    speaker: str | None = None
    voice: str | None = None


class Speakers(Body):
    speakers: list[Voice]


class Transcription(Body):
    adaptation_phrases: list[str] | None = None
    custom_vocabulary: list[str] | None = None
    diarization_mode: Literal["speaker"] | None = None
    language_codes: list[str] | None = None
    language_hints: list[str] | None = None
    mode: Literal["verbatim", "smart"] | dict[str, Any] | None = None
    timestamp_granularities: list[Literal["word"]] | None = None


class VideoConfig(Body):
    task: Literal["text_to_video", "image_to_video", "reference_to_video", "edit", "extend", "upscale"] | None = None


class Config(Body):
    max_output_tokens: int | None = Field(None, ge=1)
    seed: int | None = None
    speech_config: Speakers | list[Voice] | None = None
    stop_sequences: list[str] | None = None
    temperature: float | None = Field(None, ge=0, le=2)
    thinking_level: Literal["minimal", "low", "medium", "high", "xhigh"] | None = None
    thinking_summaries: Literal["auto", "none"] | None = None
    top_p: float | None = Field(None, ge=0, le=1)
    transcription_config: Transcription | None = None
    video_config: VideoConfig | None = None


class Hooks(Body):
    uris: list[str] | None = None
    user_metadata: dict[str, Any] | None = None


class InteractionRequest(Body):
    model: str
    input: str | Content | list[Annotated[Text | Given | UserStep | ModelStep, Field(discriminator="type")]]
    background: bool = False
    generation_config: Config = Field(default_factory=Config)
    labels: dict[str, str] | None = None
    previous_interaction_id: str | None = None
    response_format: Format | list[Format] | None = None
    service_tier: Literal["flex", "standard", "priority", "deferred"] | None = None
    store: bool | None = None
    stream: bool = False
    system_instruction: str | None = None
    webhook_config: Hooks | None = None


@dataclass(frozen=True)
class Place:
    """Where interactions are served: whose server, and how a result is delivered by a link."""

    name: str
    world: World
    deliver: Callable[[bytes, str, str | None], str]
    """From the bytes, their media type and the bucket that was asked for, if any."""


Seen = tuple[str, list[Sight | Heard]]


def told(place: Place, asked: InteractionRequest) -> Seen:
    """The words of the last thing the user said, and everything shown and played."""
    if isinstance(asked.input, str):
        return asked.input, []
    items = asked.input if isinstance(asked.input, list) else [asked.input]
    words, media = "", list[Sight | Heard]()
    for item in items:
        if isinstance(item, ModelStep):
            words = ""
            continue
        for part in item.content if isinstance(item, UserStep) else [item]:
            if isinstance(part, Text):
                words += part.text
            else:
                media.append(perceived(*fetched(place, part), "input"))
    return words, media


def fetched(place: Place, given: Given) -> tuple[bytes, str]:
    """The bytes of what was given, and their type, which must be told."""
    if (given.data is None) == (given.uri is None):
        raise wrong("input: exactly one of data and uri must be given.")
    if given.data is not None:
        if given.mime_type is None:
            raise wrong("input: mime_type is required with data.")
        return decoded(given.data, "input.data"), given.mime_type
    name = str(given.uri).partition(":download")[0].rpartition("/")[2]
    if name not in place.world.files:
        raise Refused(error(403, "The file does not exist or may not be read."))
    data, kind = place.world.files[name]
    return data, given.mime_type or kind


def formats(asked: InteractionRequest) -> dict[str, Any]:
    given = asked.response_format
    many = given if isinstance(given, list) else [given] if given else []
    return {one.type: one for one in many}


def check(place: Place, asked: InteractionRequest) -> str:
    """What the model makes; refuses formats that it does not have."""
    known(asked.model, "createInteraction")
    use = use_of(asked.model)
    can = {"text": {"text"}, "image": {"text", "image"}, "speech": {"audio"}, "music": {"text", "audio"},
           "video": {"text", "video"}, "transcript": {"text"}}[use]  # fmt: skip
    if not set(formats(asked)) <= can:
        raise wrong(f"Model {asked.model} does not support the requested response_format.")
    earlier = asked.previous_interaction_id
    if earlier is not None and earlier not in place.world.jobs:
        raise Refused(error(404, f"Interaction {earlier} not found."))
    if asked.background and asked.store is False:
        raise wrong("background=true needs store=true.")
    video = formats(asked).get("video")
    if video and video.duration and not 1 <= float(video.duration[:-1]) <= 10:
        raise wrong("response_format.video.duration must be between 1s and 10s.")
    for voice in spoken_by(asked.generation_config).values():
        if voice not in VOICES:
            raise wrong(f"Voice {voice} is not supported.")
    return use


def spoken_by(config: Config) -> dict[str, str]:
    """Voices by speaker; one voice goes by no name."""
    speech = config.speech_config
    many = speech.speakers if isinstance(speech, Speakers) else speech or [Voice()]
    if len(many) > 2:
        raise wrong("At most two speakers are supported.")
    return {one.speaker or "": one.voice or "Kore" for one in many}


def media(place: Place, kind: str, data: bytes, media_type: str, wanted: Any, **more: Any) -> dict[str, Any]:
    """A result, in the body or by a link."""
    head = {"type": kind, "mime_type": media_type, **more}
    if wanted is not None and wanted.delivery == "uri":
        return {**head, "uri": place.deliver(data, media_type, getattr(wanted, "gcs_uri", None))}
    return {**head, "data": base64.b64encode(data).decode()}


def drawn(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    wanted = formats(asked).get("image") or ImageFormat(type="image")
    width, height = pixels(wanted.aspect_ratio or "1:1", wanted.image_size or "1K")
    data = picture(about[0] + "".join(str(one) for one in about[1]), width, height, "JPEG")
    return [media(place, "image", data, "image/jpeg", wanted)]


def spoken(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    wanted = formats(asked).get("audio") or AudioFormat(type="audio")
    voice = speakers_of(about[0], spoken_by(asked.generation_config))
    kind, rate = wanted.mime_type or "audio/l16", wanted.sample_rate or 24000
    if kind == "audio/l16":
        data = pcm(about[0], voice)
        rate = 24000
    else:
        codec = kind.removeprefix("audio/").removeprefix("ogg_")
        data = tone(f"{voice}: {about[0]}", max(0.3, round(len(about[0]) / 14, 2)), codec, rate)
    return [media(place, "audio", data, kind, wanted, sample_rate=rate, channels=1)]


def composed(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    """A song in MP3, and its words."""
    wanted = formats(asked).get("audio") or AudioFormat(type="audio")
    kind = wanted.mime_type or "audio/mp3"
    if kind not in ("audio/mp3", "audio/wav"):
        raise wrong(f"Music is not made in {kind}.")
    data = tone(about[0], SONG, kind.removeprefix("audio/"), 44100)
    words = {"type": "text", "text": f"[Verse]\n{about[0]}"}
    return [words, media(place, "audio", data, kind, wanted, sample_rate=44100, channels=2)]


def filmed(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    wanted = formats(asked).get("video") or VideoFormat(type="video")
    wide, high = FRAMES[wanted.resolution or "720p"]
    width, height = (high, wide) if wanted.aspect_ratio == "9:16" else (wide, high)
    seconds = float((wanted.duration or "4s")[:-1])
    data = clip(about[0] + "".join(str(one) for one in about[1]), seconds, width, height)
    return [media(place, "video", data, "video/mp4", wanted)]


def written(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    wanted = formats(asked).get("text")
    return [{"type": "text", "text": reply(place.world.says, *about, wanted.schema_ if wanted else None)}]


def heard(place: Place, asked: InteractionRequest, about: Seen) -> list[dict[str, Any]]:
    """A transcript, with the times of its words where they are asked for."""
    sounds = [one for one in about[1] if isinstance(one, Heard)]
    if len(sounds) != 1:
        raise wrong("Exactly one audio input is needed.")
    config = asked.generation_config.transcription_config or Transcription()
    body: dict[str, Any] = {"type": "text", "text": sounds[0].text}
    if "word" in (config.timestamp_granularities or []):
        at, notes = 0, []
        for n, (word, start, end) in enumerate(sounds[0].words):
            note = {"type": "word_info", "text": word, "start_index": at, "end_index": at + len(word),
                    "start_offset": f"{start:g}s", "end_offset": f"{end:g}s"}  # fmt: skip
            speaker = {"speaker": f"spk_{n * 2 // len(sounds[0].words) + 1}"} if config.diarization_mode else {}
            notes.append({**note, **speaker})
            at += len(word) + 1
        body["annotations"] = notes
    return [body]


MAKERS = {"image": drawn, "speech": spoken, "music": composed, "video": filmed, "text": written, "transcript": heard}
MODALITY = {"image": "image", "speech": "audio", "music": "audio", "video": "video"}


def usage(world: World, about: Seen, use: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    given, made = max(1, len(about[0]) // 4) + 258 * len(about[1]), max(1, len(json.dumps(outputs)) // 400)
    count = world.counted or Count(given, 0, 5, made)
    given, made = count.read + count.cached, count.said
    return {
        "total_input_tokens": given, "total_output_tokens": made, "total_thought_tokens": count.thought,
        "total_cached_tokens": count.cached, "total_tool_use_tokens": 0, "total_tokens": given + made + count.thought,
        "input_tokens_by_modality": [{"modality": "text", "tokens": given}],
        "output_tokens_by_modality": [{"modality": MODALITY.get(use, "text"), "tokens": made}],
    }  # fmt: skip


def state(job: Job) -> dict[str, Any]:
    """An interaction as it stands."""
    head: dict[str, Any] = {
        "id": job.id, "object": "interaction", "model": job.model, "created": job.asked["at"], "updated": job.asked["at"],
    }  # fmt: skip
    if job.outcome == "cancelled" and (job.polls < 0 or job.asked.get("stopped")):
        return {**head, "status": "cancelled"}
    if job.polls >= 0:
        return {**head, "status": "in_progress"}
    if job.outcome in ("failed", "moderated"):
        failed = ("internal", "An internal error has occurred.")
        code, message = failed if job.outcome == "failed" else ("safety", "The content was blocked by safety filters.")
        return {**head, "status": "failed", "errors": [{"code": code, "message": message}]}
    outputs = job.asked["outputs"]
    if job.model in LEGACY:
        return {**head, "status": "completed", "outputs": outputs, "usage": job.asked["usage"]}
    steps = [{"type": "thought", "signature": "AAAA"}, {"type": "model_output", "content": outputs}]
    return {**head, "status": "completed", "steps": steps, "usage": job.asked["usage"]}


def events(job: Job) -> Iterator[dict[str, Any]]:
    """An interaction as the events of a stream."""
    whole = state(job)
    head = {key: whole[key] for key in ("id", "object", "model", "created", "updated")}
    yield {"event_type": "interaction.created", "interaction": {**head, "status": "in_progress"}}
    for content in job.asked["outputs"] if whole["status"] == "completed" else []:
        yield {"event_type": "step.start", "index": 0, "step": {"type": "model_output"}}
        yield {"event_type": "step.delta", "index": 0, "delta": content}
        yield {"event_type": "step.stop", "index": 0}
    if whole["status"] == "failed":
        yield {"event_type": "error", "error": whole["errors"][0]}
    ended = {**head, "status": whole["status"], "usage": job.asked["usage"]}
    yield {"event_type": "interaction.completed", "interaction": ended}


def streamed(job: Job) -> Response:
    lines = [f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n" for event in events(job)]
    return Response("".join(lines) + "event: done\ndata: [DONE]\n\n", media_type="text/event-stream")


def routes(place: Place, base: str) -> list[Route]:
    def found(request: Request) -> Job:
        name = request.path_params["id"]
        job = place.world.jobs.get(name)
        if job is None or job.vendor != place.name or "outputs" not in job.asked:
            raise Refused(error(404, f"Interaction {name} not found."))
        return job

    async def create(request: Request) -> Response:
        asked = await read(request, InteractionRequest, complain)
        use = check(place, asked)
        about = told(place, asked)
        outputs = MAKERS[use](place, asked, about)
        memory = {"outputs": outputs, "usage": usage(place.world, about, use, outputs), "background": asked.background,
                  "at": datetime.now(UTC).isoformat()}  # fmt: skip
        job = place.world.job(place.name, asked.model, memory, "interaction-")
        job.polls = job.polls if asked.background else -1
        return streamed(job) if asked.stream else JSONResponse(state(job))

    async def retrieve(request: Request) -> Response:
        job = found(request)
        job.look()
        return JSONResponse(state(job))

    async def cancel(request: Request) -> Response:
        job = found(request)
        if not job.asked["background"] or job.polls < 0:
            raise wrong("Only running background interactions can be cancelled.")
        job.outcome, job.asked = "cancelled", {**job.asked, "stopped": True}
        return JSONResponse(state(job))

    async def delete(request: Request) -> Response:
        del place.world.jobs[found(request).id]
        return JSONResponse({})

    return [
        Route(f"{base}/interactions", guarded(create), methods=["POST"]),
        Route(f"{base}/interactions/{{id}}", guarded(retrieve), methods=["GET"]),
        Route(f"{base}/interactions/{{id}}", guarded(delete), methods=["DELETE"]),
        Route(f"{base}/interactions/{{id}}/cancel", guarded(cancel), methods=["POST"]),
    ]
