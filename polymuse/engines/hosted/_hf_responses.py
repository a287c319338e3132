"""How inference providers answer, by the router: one shape for each way there is.

Formats as the `get_response` of huggingface_hub 2.4's providers reads them (inference/_providers/*.py), read 2026-11-21;
what a failure says beside that, from the vendors' own documentation as public copies have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from polymuse.engines.hosted import fal, replicate
from polymuse.engines.hosted._embeddings import embedded
from polymuse.engines.hosted._openai_embeddings import vectors
from polymuse.engines.hosted._results import NAMES, outputs
from polymuse.engines.hosted._wire import Ask, BadReply, Done, Failed, Http, Outcome, Output, Reply, Waiting, decoded
from polymuse.types import Kind, Notice

__all__ = ["SENSITIVE", "SHAPES", "Shape"]

SENSITIVE = re.compile(
    r"nsfw|flagged|sensitive|unsafe|content polic|safety (?:check|filter|guideline|polic|reason|system|violat)",
    re.IGNORECASE,
)
"""How the providers' words for a failure say that it was the content. `safety_tolerance` is a parameter."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`reply` reads the answer to the request. Where it names a job, `poll` makes the request that asks for it, `status`
    reads what comes back; their addresses are the provider's own."""

    reply: Callable[[Ask, Reply], Outcome]
    poll: Callable[[Ask, str], Http] | None = None
    status: Callable[[Ask, Reply], Outcome] | None = None


def itself(ask: Ask, reply: Reply) -> Outcome:
    """The answer is the file. Raises BadReply where it says that it is something else."""
    media_type = reply.headers.get("content-type", "")
    if media_type.startswith(("application/json", "text/")):
        raise BadReply(f"The answer is no file, but {media_type}.")
    return Done([_one(ask, reply.body, media_type)])


def coded(ask: Ask, reply: Reply) -> Outcome:
    """The file is in the answer, in base64, as OpenAI's pictures are."""
    return Done([_one(ask, decoded(reply.at("data", 0, "b64_json")))])


def linked(ask: Ask, reply: Reply) -> Outcome:
    """Novita answers when the film is done."""
    return Done(outputs(ask, [address(reply, "video", "video_url")]))


def written(ask: Ask, reply: Reply) -> Outcome:
    return Done([Output("text", Kind.TEXT, data=reply.at("text").strip().encode(), media_type="text/plain")])


def matrix(ask: Ask, reply: Reply) -> Outcome:
    """A vector for each text. Raises BadReply where there is one for each of its tokens."""
    rows = reply.json()
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and isinstance(row[0], float) for row in rows if row
    ):
        raise BadReply("The answer is no vector for each text.")
    return embedded(ask, rows, None)


def filmed(ask: Ask, reply: Reply) -> Outcome:
    """Together's job. A missing status means that it has not begun."""
    job, status = str(reply.at("id")), reply.get("status") or "queued"
    if status in ("queued", "in_progress"):
        return Waiting(job, film(ask, job), pause=3.0, note=status.replace("_", " "))
    if status != "completed":
        return failed(reply.get("error", "message") or status, cancelled=status == "cancelled")
    return Done(outputs(ask, [address(reply, "outputs", "video_url")]), usd=reply.get("outputs", "cost"))


def film(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v2/videos/{job}")


def queued(ask: Ask, reply: Reply) -> Outcome:
    """WaveSpeed's job is the path of the address at which its result will be."""
    job = urlsplit(address(reply, "data", "urls", "get")).path
    return Waiting(job, result(ask, job), pause=pause(ask))


def result(ask: Ask, job: str) -> Http:
    return Http("GET", job)


def resulted(ask: Ask, reply: Reply) -> Outcome:
    status = reply.at("data", "status")
    if status in ("created", "pending", "processing"):
        return Waiting("", None, pause=pause(ask), note=status)
    if status != "completed":
        return failed(reply.get("data", "error") or status)
    marked = any(reply.get("data", "has_nsfw_contents") or ())
    said = (Notice("content", "WaveSpeed marks it as not safe for work."),) if marked else ()
    return Done(outputs(ask, [address(reply, "data", "outputs", 0)]), notices=said)


def drawn(ask: Ask, reply: Reply) -> Outcome:
    """Z.ai's task."""
    job, status = str(reply.at("id")), reply.get("task_status")
    if status == "PROCESSING":
        return Waiting(job, drawing(ask, job), pause=2.0)
    if status == "FAIL":
        return failed(reply.get("error", "message") or "the picture could not be made")
    return Done(outputs(ask, [address(reply, "image_result", 0, "url")]))


def drawing(ask: Ask, job: str) -> Http:
    return Http("GET", f"/api/paas/v4/async-result/{job}")


def failed(said: Any, cancelled: bool = False) -> Failed:
    words = str(said)
    if cancelled:
        return Failed(words, "cancelled")
    return Failed(words, "moderated" if SENSITIVE.search(words) else "failed")


def address(reply: Reply, *path: str | int) -> str:
    """An address that stands somewhere in an answer. Raises BadReply."""
    found = reply.at(*path)
    if not isinstance(found, str) or not found:
        raise BadReply(f"The answer has no address at {'.'.join(map(str, path))}.")
    return found


def pause(ask: Ask) -> float:
    return 3.0 if "video" in ask.task else 1.0


def _one(ask: Ask, data: bytes, media_type: str = "") -> Output:
    name, kind = NAMES[ask.task]
    return Output(name, kind, data=data, media_type=media_type)


FILE, TEXT, CODED, LINK = Shape(itself), Shape(written), Shape(coded), Shape(linked)
MATRIX, VECTORS = Shape(matrix), Shape(vectors)
QUEUE = Shape(fal.taken, fal.look, fal.looked)
PREDICTION = Shape(replicate.looked, replicate.look, replicate.looked)
VIDEO = Shape(filmed, film, filmed)
RESULT = Shape(queued, result, resulted)
TASK = Shape(drawn, drawing, drawn)

SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "deepinfra": {"text-to-speech": FILE, "automatic-speech-recognition": TEXT, "feature-extraction": VECTORS},
    "fal-ai": {
        "text-to-image": QUEUE, "image-to-image": QUEUE, "text-to-video": QUEUE, "image-to-video": QUEUE,
        "text-to-speech": QUEUE, "automatic-speech-recognition": QUEUE,
    },
    "hf-inference": {
        "text-to-image": FILE, "image-to-image": FILE, "text-to-speech": FILE, "automatic-speech-recognition": TEXT,
        "feature-extraction": MATRIX,
    },
    "novita": {"text-to-video": LINK},
    "nscale": {"text-to-image": CODED},
    "replicate": {
        "text-to-image": PREDICTION, "image-to-image": PREDICTION, "text-to-video": PREDICTION,
        "text-to-speech": PREDICTION, "automatic-speech-recognition": PREDICTION,
    },
    "scaleway": {"feature-extraction": VECTORS},
    "together": {
        "text-to-image": CODED, "image-to-image": CODED, "text-to-speech": FILE, "text-to-video": VIDEO,
        "image-to-video": VIDEO, "feature-extraction": VECTORS,
    },
    "wavespeed": {
        "text-to-image": RESULT, "image-to-image": RESULT, "text-to-video": RESULT, "image-to-video": RESULT,
    },
    "zai-org": {"text-to-image": TASK},
}  # fmt: skip
"""Per provider and task. What the library can ask for and we cannot read is not asked for."""
