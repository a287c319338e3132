"""Kling's API (`api-singapore.klingai.com`): films from words and from pictures, and pictures.

There is no SDK. Fields, ranges, answers, service codes with their statuses and unit prices: Kling's own reference (general
information; text to video; image to video; image generation) as copied in public repositories, the newest of 2026; keys as
bearer tokens: calesthio/generative-media-skills, 2026-07. All read 2026-11-21. Mode `4k` and its price come from a
reseller's page. By analogy: the wording of complaints. As clients report them: the reason of a task that moderation failed,
and that failed tasks take no units. Not served: multi-shot, camera control, voices and elements.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers import media
from tests.servers.body import Body, Complaint, Refused, guarded, read
from tests.servers.perception import Sight, look
from tests.servers.world import Job, VendorServer, World

__all__ = ["SERVER"]

UNITS = {("std", "off"): 0.6, ("std", "on"): 0.9, ("pro", "off"): 0.8, ("pro", "on"): 1.2, ("4k", "off"): 3.0,
         ("4k", "on"): 3.0}  # fmt: skip
"""Of a second of kling-v3."""
UNIT, IMAGE_UNIT = 0.14, 0.0035
"""US dollars."""
LINES = {"std": 720, "pro": 1080, "4k": 2160, "1k": 1024, "2k": 2048}
CODES = {400: 1200, 401: 1002, 403: 1103, 404: 1203, 429: 1302, 503: 5001, 504: 5002}
LIMIT = 10 * 1024 * 1024
"""Bytes of a picture that is given."""
CREATED = 1795262400000

Long = Field(None, max_length=2500)


class Watermark(Body):
    enabled: bool


class Film(Body):
    model_name: Literal["kling-v1", "kling-v1-6", "kling-v2-1-master", "kling-v2-5-turbo", "kling-v2-6", "kling-v3"] = (
        "kling-v1"
    )
    prompt: str | None = Long
    negative_prompt: str | None = Long
    sound: Literal["on", "off"] = "off"
    cfg_scale: float | None = Field(None, ge=0, le=1)
    mode: Literal["std", "pro", "4k"] = "std"
    duration: str = Field("5", pattern=r"^([3-9]|1[0-5])$")
    watermark_info: Watermark | None = None
    callback_url: str | None = None
    external_task_id: str | None = None


class TextFilm(Film):
    prompt: str = Field(min_length=1, max_length=2500)
    aspect_ratio: Literal["16:9", "9:16", "1:1"] = "16:9"


class ImageFilm(Film):
    image: str | None = None
    image_tail: str | None = None


class Picture(Body):
    model_name: Literal["kling-v1", "kling-v1-5", "kling-v2", "kling-v2-1", "kling-v3"] = "kling-v1"
    prompt: str = Field(min_length=1, max_length=2500)
    negative_prompt: str | None = Long
    image: str | None = None
    image_reference: Literal["subject", "face"] | None = None
    image_fidelity: float | None = Field(None, ge=0, le=1)
    human_fidelity: float | None = Field(None, ge=0, le=1)
    resolution: Literal["1k", "2k"] = "1k"
    n: int = Field(1, ge=1, le=9)
    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"] = "16:9"
    watermark_info: Watermark | None = None
    callback_url: str | None = None
    external_task_id: str | None = None


SHAPES: dict[str, type[TextFilm | ImageFilm | Picture]] = {
    "videos/text2video": TextFilm,
    "videos/image2video": ImageFilm,
    "images/generations": Picture,
}


def envelope(code: int, message: str, data: Any = None, status: int = 200) -> Response:
    body = {"code": code, "message": message, "request_id": "CjMT7WdSwWcAAAAAALvB3g"}
    return JSONResponse(body if data is None else {**body, "data": data}, status)


def error(status: int, message: str) -> Response:
    return envelope(CODES.get(status, 5000), message, status=status)


def wrong(message: str) -> Refused:
    return Refused(envelope(1201, message, status=400))


def refusal(complaint: Complaint) -> Response:
    said = f"{complaint.where}: {complaint.what}" if complaint.where else complaint.what
    return envelope(1201, said, status=400)


def seen(given: str, where: str) -> Sight | None:
    """The facts of a picture in base64, None of one that is elsewhere."""
    if given.startswith(("https://", "http://")):
        return None
    try:
        data = base64.b64decode(given, validate=True)
        sight = look(data)
    except (binascii.Error, ValueError):
        raise wrong(f"{where}: File is not in a valid base64 format") from None
    if len(data) > LIMIT:
        raise wrong(f"{where}: the picture is larger than 10 MB")
    if min(sight.width, sight.height) < 300:
        raise wrong(f"{where}: every side needs 300 pixels")
    if not 0.4 <= sight.width / sight.height <= 2.5:
        raise wrong(f"{where}: the aspect ratio must be between 1:2.5 and 2.5:1")
    return sight


def check_film(asked: Film) -> None:
    name = asked.model_name
    if asked.sound == "on" and name not in ("kling-v2-6", "kling-v3"):
        raise wrong(f"sound is not supported by {name}")
    if asked.cfg_scale is not None and name.startswith("kling-v2"):
        raise wrong(f"cfg_scale is not supported by {name}")
    if asked.duration not in ("5", "10") and name != "kling-v3":
        raise wrong(f"duration is not supported by {name}")
    if asked.mode == "4k" and name != "kling-v3":
        raise wrong(f"mode is not supported by {name}")


def size_of(asked: dict[str, Any], lines: int) -> tuple[int, int]:
    """Even sides, the shorter one of `lines` pixels, in the shape of the given picture or as asked."""
    sight = seen(asked["image"], "image") if asked.get("image") and "aspect_ratio" not in asked else None
    across, up = (int(part) for part in asked.get("aspect_ratio", "16:9").split(":"))
    across, up = (sight.width, sight.height) if sight else (across, up)
    long = round(lines * max(across, up) / min(across, up) / 2) * 2
    return (long, lines) if across >= up else (lines, long)


def deduction(job: Job) -> float:
    """Units."""
    asked = job.asked
    if "n" in asked:
        return float(8 * asked["n"])
    return round(UNITS[asked["mode"], asked["sound"]] * int(asked["duration"]), 2)


def results(job: Job, world: World) -> dict[str, Any]:
    asked, words = dict(job.asked), repr(sorted(job.asked.items()))
    if "n" in asked:
        size = size_of(asked, LINES[asked["resolution"]])
        links = [world.file(media.picture(f"{words}{n}", *size), "image/png", ".png") for n in range(asked["n"])]
        return {"images": [{"index": n, "url": link} for n, link in enumerate(links)]}
    film = media.clip(words, float(asked["duration"]), *size_of(asked, LINES[asked["mode"]]))
    return {
        "videos": [{"id": f"v-{job.id}", "url": world.file(film, "video/mp4", ".mp4"), "duration": asked["duration"]}]
    }


def task(job: Job, status: str, **more: Any) -> dict[str, Any]:
    base = {"task_id": job.id, "task_status": status, "created_at": CREATED, "updated_at": CREATED}
    return {**base, "task_info": {"external_task_id": job.asked.get("external_task_id")}, **more}


def looked(job: Job, world: World) -> dict[str, Any]:
    if not job.look():
        return task(job, "processing" if job.polls == 0 else "submitted", task_status_msg="")
    if job.outcome == "moderated":
        return task(job, "failed", task_status_msg="Failure to pass the risk control system", final_unit_deduction="0")
    if job.outcome != "succeeded":
        return task(job, "failed", task_status_msg="Internal error", final_unit_deduction="0")
    units = f"{deduction(job):g}"
    return task(job, "succeed", task_status_msg="", task_result=results(job, world), final_unit_deduction=units)


def routes(world: World) -> list[Route]:
    def find(id: str) -> Job | None:
        """By its own id or the one that the client gave it."""
        mine = (job for job in world.jobs.values() if job.vendor == "kling")
        return next((job for job in mine if id in (job.id, job.asked.get("external_task_id"))), None)

    def checked(asked: TextFilm | ImageFilm | Picture) -> None:
        if isinstance(asked, Film):
            check_film(asked)
        if isinstance(asked, ImageFilm) and not (asked.image or asked.image_tail):
            raise wrong("image: at least one of image and image_tail is needed")
        for where in ("image", "image_tail"):
            if given := getattr(asked, where, None):
                seen(given, where)
        if asked.external_task_id and find(asked.external_task_id):
            raise wrong("external_task_id: the id is taken")
        if world.broke:
            raise Refused(envelope(1102, "Account balance not enough", status=429))
        if world.outcome == "moderated" and isinstance(asked, Picture):
            raise Refused(envelope(1301, "Trigger the content security policy of the platform", status=400))

    def creating(kind: str) -> Any:
        async def create(request: Request) -> Response:
            asked = await read(request, SHAPES[kind], refusal)
            checked(asked)
            kept = {**asked.model_dump(exclude_none=True), "kind": kind}
            units = deduction(Job("", "kling", "", kept, 0)) if world.outcome == "succeeded" else 0.0
            usd = units * (IMAGE_UNIT if kind.startswith("images") else UNIT)
            job = world.job("kling", asked.model_name, kept, "88250120", usd=usd)
            return envelope(0, "SUCCEED", task(job, "submitted"))

        return create

    def getting(kind: str) -> Any:
        async def get(request: Request) -> Response:
            job = find(request.path_params["id"])
            if job is None or job.asked["kind"] != kind:
                return envelope(1203, "Task not found", status=404)
            return envelope(0, "SUCCEED", looked(job, world))

        return get

    def listing(kind: str) -> Any:
        async def every(request: Request) -> Response:
            page, size = (
                int(request.query_params.get(name, usual)) for name, usual in (("pageNum", 1), ("pageSize", 30))
            )
            if not (1 <= page <= 1000 and 1 <= size <= 500):
                return envelope(1201, "pageNum or pageSize is out of its range", status=400)
            jobs = [job for job in world.jobs.values() if job.vendor == "kling" and job.asked["kind"] == kind]
            shown = jobs[::-1][(page - 1) * size : page * size]
            return envelope(0, "SUCCEED", [task(job, "submitted" if job.polls >= 0 else "succeed") for job in shown])

        return every

    return [
        route
        for kind in SHAPES
        for route in (
            Route(f"/v1/{kind}", guarded(creating(kind)), methods=["POST"]),
            Route(f"/v1/{kind}", listing(kind), methods=["GET"]),
            Route(f"/v1/{kind}/{{id}}", guarded(getting(kind)), methods=["GET"]),
        )
    ]


def key_of(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


SERVER = VendorServer("kling", routes, key_of, error)
