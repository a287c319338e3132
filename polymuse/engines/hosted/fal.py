"""fal: many vendors' models behind one queue.

Wire format: fal-client 1.0.3, npm @fal-ai/client 1.10.1 and fal.ai's documentation of the queue and of errors as public
copies have it, read 2026-11-21. A request is taken whatever its arguments; those that do not fit, and content that is
refused, show when the result is asked for. What a model takes is a row in `_fal_models`.
"""

from __future__ import annotations

import json
from typing import Any

from polymuse.engines.hosted._fal_models import arguments, notices, parts_of
from polymuse.engines.hosted._results import outputs
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Pacing,
    Problem,
    Reply,
    Vendor,
    Waiting,
    problem,
)
from polymuse.types import Kind

FILES = ("images", "image", "video", "audio", "audio_file")
"""Where a model's result has its files."""
WAYS = ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")
"""What the status of a request may be."""
POOR = ("Exhausted balance", "Reason: TOP_UP")
"""How a locked account says that it has no money."""
REFUSED = "content_policy_violation"


def send(ask: Ask) -> Http:
    called = {"fal_webhook": ask.callback} if ask.callback else {}
    return Http("POST", f"/{ask.model}", json=arguments(ask, parts_of(ask, ask.model)), query=called)


def taken(ask: Ask, reply: Reply) -> Outcome:
    """The addresses that come back are used as they are: they are not the model's."""
    job = json.dumps({name: reply.at(f"{name}_url") for name in ("status", "response")})
    return Waiting(job, look(ask, job), pause=pause(ask))


def pause(ask: Ask) -> float:
    return 3.0 if "video" in ask.task else 1.0


def look(ask: Ask, job: str) -> Http:
    return Http("GET", json.loads(job)["status"])


def looked(ask: Ask, reply: Reply) -> Outcome:
    """Of the status, and once it says that all is done, of the result."""
    status = reply.get("status")
    if status not in WAYS or "response_url" not in reply.json():
        return made(ask, reply)
    if status != "COMPLETED":
        ahead = reply.get("queue_position")
        return Waiting("", None, pause=pause(ask), note=f"{ahead} ahead" if ahead else status.lower().replace("_", " "))
    if said := reply.get("error"):
        return Failed(str(said), "cancelled" if reply.get("error_type") == "client_cancelled" else "failed")
    return Waiting("", Http("GET", reply.at("response_url")), pause=0.0)


def made(ask: Ask, reply: Reply) -> Outcome:
    """The result, in the form that the model has for it. FLUX's refusal is a black picture that says so."""
    if any(reply.get("has_nsfw_concepts") or ()):
        return Failed("the picture was blacked out", "moderated")
    said = tuple(notices(ask, parts_of(ask, ask.model)))
    if ask.task == "automatic-speech-recognition":
        return Done([written(ask, reply)], notices=said)
    return Done(outputs(ask, addresses(reply)), notices=said)


def addresses(reply: Reply) -> list[str]:
    """Where the files are: the word for them is the model's. Raises BadReply."""
    there = next((name for name in FILES if reply.get(name)), FILES[0])
    found = reply.at(there)
    return (
        [reply.at(there, n, "url") for n in range(len(found))] if isinstance(found, list) else [reply.at(there, "url")]
    )


def written(ask: Ask, reply: Reply) -> Output:
    """What was said, with the time of every word."""
    chunks = [chunk for chunk in reply.get("chunks") or () if chunk.get("timestamp")]
    facts: dict[str, Any] = {"words": [[chunk["text"].strip(), *chunk["timestamp"]] for chunk in chunks]}
    if languages := reply.get("inferred_languages"):
        facts["language"] = languages[0]
    if ask.param("diarize"):
        facts["speakers"] = [chunk.get("speaker", "") for chunk in chunks]
    text = str(reply.at("text")).strip()
    return Output("text", Kind.TEXT, data=text.encode(), media_type="text/plain", facts=facts)


def problem_of(reply: Reply) -> Problem:
    """`detail` is a list, where a model speaks, or words, where the platform does."""
    detail = reply.get("detail")
    if isinstance(detail, list) and detail:
        first = detail[0]
        if first.get("type") == REFUSED:
            return Problem("moderated", str(first.get("msg")))
        place = ".".join(map(str, first.get("loc", [])[1:]))
        return problem(reply, f"{place}: {first.get('msg')}" if place else str(first.get("msg")))
    said = detail if isinstance(detail, str) else None
    if said and any(sign in said for sign in POOR):
        return Problem("balance", said)
    return problem(reply, said)


FILM = Operation(send, taken, poll=look, status=looked, deadline=3600.0)
OTHER = Operation(send, taken, poll=look, status=looked)

VENDOR = Vendor(
    name="fal",
    title="fal",
    url="https://queue.fal.run",
    hosts=("queue.fal.run",),
    keys=("FAL_KEY", "FAL_API_KEY"),
    auth=lambda key: {"authorization": f"Key {key}"},
    operations={
        "text-to-image": OTHER,
        "image-to-image": OTHER,
        "text-to-video": FILM,
        "image-to-video": FILM,
        "text-to-speech": OTHER,
        "text-to-music": OTHER,
        "text-to-sound": OTHER,
        "automatic-speech-recognition": OTHER,
    },
    problem=problem_of,
    pacing=Pacing(at_once=16),
    console="https://fal.ai/dashboard/requests",
)
