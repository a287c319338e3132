"""Luma's Agents API (`agents.lumalabs.ai/v1`): uni-1 for pictures, ray-3.2 for films.

Fields, states and failure codes: luma-agents 0.5.0's types. Statuses, error sentences, headers and lengths of prompts:
docs.agents.lumalabs.ai, guides on image generation, video generation and error handling. All read 2026-11-21. Not
documented, so by analogy: the wording of complaints about fields that are unknown or of a wrong type, and the sizes of
pictures. Not served: `layering`, the Files API (`file_id`), HDR and EXR.
"""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any, Literal

import av
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Body, Complaint, Refused, guarded, read
from tests.servers.perception import look
from tests.servers.world import Job, VendorServer, World

__all__ = ["SERVER"]

PICTURES = ("1:1", "1:2", "1:3", "16:9", "2:1", "2:3", "3:1", "3:2", "9:16")
FILMS = ("16:9", "1:1", "21:9", "3:4", "4:3", "9:16")
TYPES = {
    "uni-1": ("image", "image_edit"),
    "uni-1-max": ("image", "image_edit"),
    "ray-3.2": ("video", "video_edit", "video_reframe"),
}
LIMIT = 50 * 1024 * 1024
"""Bytes of a picture or film that is given."""


class Ref(Body):
    url: str | None = None
    data: str | None = None
    media_type: str | None = None
    generation_id: str | None = None


class Edit(Body):
    strength: str | None = Field(None, pattern="^(adhere|flex|reimagine)_[123]$")
    auto_controls: bool | None = None


class Video(Body):
    duration: Literal["5s", "10s"] | None = None
    resolution: Literal["360p", "540p", "720p", "1080p"] | None = None
    loop: bool | None = None
    start_frame: Ref | None = None
    end_frame: Ref | None = None
    keyframes: list[Ref] | None = Field(None, min_length=1, max_length=64)
    keyframe_indexes: list[int] | None = None
    edit: Edit | None = None


class Asked(Body):
    prompt: str
    model: str = "uni-1"
    type: Literal["image", "image_edit", "video", "video_edit", "video_reframe"] = "image"
    aspect_ratio: str | None = None
    image_ref: list[Ref] = Field(default_factory=list)
    output_format: Literal["png", "jpeg"] | None = None
    source: Ref | None = None
    style: Literal["auto", "manga"] = "auto"
    user_id: str | None = None
    video: Video | None = None
    web_search: bool = False


def error(status: int, message: str) -> Response:
    headers = {"x-request-id": "550e8400-e29b-41d4-a716-446655440000", "x-api-version": "2026-04-01"}
    return JSONResponse({"detail": message}, status, headers)


def wrong(message: str) -> Refused:
    return Refused(error(400, message))


def refusal(complaint: Complaint) -> Response:
    return error(400, f"{complaint.where}: {complaint.what}" if complaint.where else complaint.what)


def check_words(asked: Asked) -> None:
    if asked.model not in TYPES:
        raise wrong(f"Unknown model: {asked.model}")
    if asked.type not in TYPES[asked.model]:
        raise wrong(f"Type '{asked.type}' is not supported for model '{asked.model}'")
    if not 1 <= len(asked.prompt) <= 6000:
        raise wrong("Prompt must be between 1 and 6000 characters")
    valid = PICTURES if asked.type.startswith("image") else FILMS
    if asked.aspect_ratio is not None and asked.aspect_ratio not in valid:
        raise wrong(f"Invalid aspect_ratio '{asked.aspect_ratio}'. Valid: {', '.join(valid)}")


def check_ref(ref: Ref, where: str, world: World) -> None:
    """A reference has one origin, and what it brings can be read."""
    if ref.url and ref.data:
        raise wrong(f"{where}: provide either 'url' or 'data', not both")
    if sum(map(bool, (ref.url, ref.data, ref.generation_id))) != 1:
        raise wrong(f"{where}: provide exactly one of 'url', 'data', 'generation_id', 'file_id'")
    if ref.generation_id and ref.generation_id not in world.jobs:
        raise Refused(error(422, f"{where}: generation not found"))
    if ref.data is None:
        return
    if not ref.media_type:
        raise wrong(f"{where}: 'media_type' is required with 'data'")
    try:
        data = base64.b64decode(ref.data, validate=True)
    except binascii.Error:
        raise Refused(error(422, f"{where}: invalid base64 data")) from None
    if len(data) > LIMIT:
        raise Refused(error(413, "Image exceeds 50 MB size limit"))
    try:
        _ = seconds_of(data) if ref.media_type.startswith("video/") else look(data)
    except (ValueError, av.FFmpegError):
        raise Refused(error(422, f"{where}: the media cannot be read")) from None


def check_sources(asked: Asked, world: World) -> None:
    edits = asked.type in ("image_edit", "video_edit", "video_reframe")
    if asked.source and not edits:
        raise wrong("source is only valid for type 'image_edit'")
    if edits and not asked.source:
        raise wrong(f"source is required for type '{asked.type}'")
    if asked.type == "image_edit" and len(asked.image_ref) > 8:
        raise wrong("image_edit supports up to 8 reference images (source occupies one slot)")
    if len(asked.image_ref) > 9:
        raise wrong("image supports up to 9 reference images")
    if asked.image_ref and asked.model == "ray-3.2":
        raise wrong("image_ref is only valid for image types")
    for number, ref in enumerate(asked.image_ref):
        check_ref(ref, f"image_ref[{number}]", world)
    if asked.source:
        check_ref(asked.source, "source", world)


def check_video(asked: Asked, world: World) -> None:
    video = asked.video
    if video is None:
        return
    if asked.model != "ray-3.2":
        raise wrong("video is only valid for video types")
    if asked.output_format:
        raise wrong("output_format is only valid for image types")
    if video.edit and asked.type != "video_edit":
        raise wrong("video.edit is only valid for type 'video_edit'")
    anchors = {"video.start_frame": video.start_frame, "video.end_frame": video.end_frame}
    for where, ref in anchors.items():
        if ref:
            check_ref(ref, where, world)
    anchored = any(anchors.values())
    if video.duration == "10s" and (video.loop or anchored):
        raise wrong("duration '10s' is not supported with loop, start_frame or end_frame")
    if video.keyframes or video.keyframe_indexes:
        check_keyframes(video, anchored, world)


def check_keyframes(video: Video, anchored: bool, world: World) -> None:
    frames, places = video.keyframes or [], video.keyframe_indexes or []
    if anchored or video.loop:
        raise wrong("video.keyframes cannot be combined with start_frame, end_frame or loop")
    last = 24 * int((video.duration or "5s")[:-1])
    if len(frames) != len(places) or len(set(places)) != len(places) or any(not 0 <= at <= last for at in places):
        raise wrong(f"video.keyframe_indexes must match keyframes and be unique, from 0 to {last}")
    for number, ref in enumerate(frames):
        check_ref(ref, f"video.keyframes[{number}]", world)


def seconds_of(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        if not file.streams.video or not file.duration:
            raise ValueError("this is no film")
        return float(file.duration) / av.time_base


def size_of(aspect: str, lines: int) -> tuple[int, int]:
    """Even sides; the shorter one has `lines` pixels."""
    across, up = (int(part) for part in aspect.split(":"))
    long = round(lines * max(across, up) / min(across, up) / 2) * 2
    return (long, lines) if across >= up else (lines, long)


def result(job: Job, world: World) -> dict[str, str]:
    """What was made, by a link that is new each time."""
    asked, words = job.asked, repr(sorted(job.asked.items()))
    if asked["type"].startswith("image"):
        kind = asked.get("output_format") or "png"
        picture = media.picture(words, *size_of(asked.get("aspect_ratio") or "1:1", 1024), format=kind.upper())
        return {"type": "image", "url": world.file(picture, f"image/{kind}", f".{kind}")}
    video = asked.get("video") or {}
    lines = int((video.get("resolution") or "720p")[:-1])
    source = (asked.get("source") or {}).get("data")
    seconds = seconds_of(base64.b64decode(source)) if source else float((video.get("duration") or "5s")[:-1])
    film = media.clip(words, seconds, *size_of(asked.get("aspect_ratio") or "16:9", lines))
    return {"type": "video", "url": world.file(film, "video/mp4", ".mp4")}


def generation(job: Job, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": job.id, "type": job.asked["type"], "state": state, "model": job.model,
        "created_at": "2026-11-21T12:00:00Z", "output": [], "failure_reason": None, "failure_code": None, **more,
    }  # fmt: skip


def looked(job: Job, world: World) -> dict[str, Any]:
    if not job.look():
        return generation(job, "processing" if job.polls == 0 else "queued")
    if job.outcome == "moderated":
        why = "Generation output was flagged by our content moderation system."
        return generation(job, "failed", failure_code="content_moderated", failure_reason=why)
    if job.outcome != "succeeded":
        return generation(job, "failed", failure_code="generation_failed", failure_reason="Generation failed")
    return generation(job, "completed", output=[result(job, world)])


def routes(world: World) -> list[Route]:
    async def create(request: Request) -> Response:
        asked = await read(request, Asked, refusal)
        check_words(asked)
        check_sources(asked, world)
        check_video(asked, world)
        if world.broke:
            raise Refused(error(402, "Insufficient credits. Please add credits to continue."))
        job = world.job("luma_agents", asked.model, asked.model_dump(), "d290f1ee-6c54-4b01-90e6-")
        return JSONResponse(generation(job, "queued"), 201, {"x-ratelimit-limit": "30", "x-ratelimit-remaining": "28"})

    async def get(request: Request) -> Response:
        job = world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != "luma_agents":
            return error(404, "Generation not found")
        return JSONResponse(looked(job, world))

    return [
        Route("/v1/generations", guarded(create), methods=["POST"]),
        Route("/v1/generations/{id}", get, methods=["GET"]),
    ]


def key_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


SERVER = VendorServer("luma_agents", routes, key_of, error)
