"""Replicate: many vendors' models, each with inputs of its own.

Wire format: replicate 1.0.7 (prediction, client), the generated types of its beta 2.0.0b1 and replicate.com's reference
of its HTTP interface as public copies have it, read 2026-11-21. A model of Replicate's own choice is run by its name; one
of the community by `owner/name:version`. What is sent and made is forgotten after an hour. What a model takes is a row in
`_replicate_models`.
"""

from __future__ import annotations

import re
from typing import Any

from polymuse.engines.hosted._arguments import arguments, notices
from polymuse.engines.hosted._replicate_models import parts_of
from polymuse.engines.hosted._results import outputs
from polymuse.engines.hosted._wire import (
    Ask,
    BadReply,
    Done,
    Failed,
    Http,
    Operation,
    Outcome,
    Output,
    Problem,
    Reply,
    Vendor,
    Waiting,
    bearer,
    problem,
)
from polymuse.errors import InDoubt
from polymuse.types import Kind

WAYS = {"starting": "starting", "processing": "at work"}
SENSITIVE = re.compile(r"flagged as sensitive|NSFW|E005", re.IGNORECASE)
"""How a model's failure says that it was the content."""
SHARE = re.compile(r"(\d+)%\|")
"""A progress bar in a model's log."""
CONSOLE = "https://replicate.com/predictions"


def send(ask: Ask) -> Http:
    body: dict[str, Any] = {"input": arguments(ask, parts_of(ask))}
    if ask.callback and ask.callback.startswith("https://"):
        body |= {"webhook": ask.callback, "webhook_events_filter": ["completed"]}
    if ":" in ask.model:
        return Http("POST", "/v1/predictions", json={"version": ask.model, **body})
    return Http("POST", f"/v1/models/{ask.model}/predictions", json=body)


def look(ask: Ask, job: str) -> Http:
    return Http("GET", f"/v1/predictions/{job}")


def looked(ask: Ask, reply: Reply) -> Outcome:
    status, job = reply.at("status"), str(reply.at("id"))
    if status in WAYS:
        share = SHARE.findall(reply.get("logs") or "")
        pause = 3.0 if "video" in ask.task else 1.0
        return Waiting(job, look(ask, job), pause, int(share[-1]) / 100 if share else None, WAYS[status])
    if status in ("canceled", "aborted"):
        return Failed("it was cancelled", "cancelled")
    if status == "succeeded":
        return made(ask, reply)
    said = str(reply.get("error") or status)
    return Failed(said, "moderated" if SENSITIVE.search(said) else "failed")


def made(ask: Ask, reply: Reply) -> Outcome:
    """An address, a list of them, or what was heard. Raises BadReply."""
    if reply.get("data_removed"):
        return Failed("the result was deleted, as all are after an hour", "expired")
    found, said = reply.at("output"), tuple(notices(ask, parts_of(ask)))
    if ask.task == "automatic-speech-recognition":
        text = found if isinstance(found, str) else reply.at("output", "transcription")
        return Done([Output("text", Kind.TEXT, data=text.strip().encode(), media_type="text/plain")], notices=said)
    if not found or not isinstance(found, str | list):
        raise BadReply("The answer has no files.")
    return Done(outputs(ask, [found] if isinstance(found, str) else found), notices=said)


def recent(ask: Ask) -> Http:
    return Http("GET", "/v1/predictions")


def found(ask: Ask, reply: Reply) -> str | None:
    """The prediction that was asked for in the same words. Raises InDoubt where one may have been it, or where those
    that are listed are not all."""
    asked, same = arguments(ask, parts_of(ask)), ask.model.split(":")[0]
    for one in reply.at("results"):
        if one.get("model") != same:
            continue
        if one.get("input") == asked:
            return str(one["id"])
        if one.get("data_removed") or plain(one.get("input") or {}) == plain(asked):
            raise doubt()
    if reply.get("next"):
        raise doubt()
    return None


def plain(inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs without the media, which may be listed by another address than was sent."""
    return {name: value for name, value in inputs.items() if not str(value).startswith(("data:", "http"))}


def doubt() -> InDoubt:
    return InDoubt(
        "Replicate: an earlier run was ended while this request was on its way; it may have been done and charged.",
        hint=f"Look there ({CONSOLE}), then: `polymuse jobs`.",
    )


def problem_of(reply: Reply) -> Problem:
    """RFC 7807: `title` and `detail`."""
    said = reply.get("detail") or reply.get("title")
    return problem(reply, " ".join(said.split()) if isinstance(said, str) else None)


def _job(deadline: float = 1800.0) -> Operation:
    return Operation(send, looked, poll=look, status=looked, reconcile=recent, reconciled=found, deadline=deadline)


VENDOR = Vendor(
    name="replicate",
    title="Replicate",
    url="https://api.replicate.com",
    hosts=("api.replicate.com",),
    keys=("REPLICATE_API_TOKEN",),
    auth=bearer,
    operations={
        "text-to-image": _job(),
        "image-to-image": _job(),
        "text-to-video": _job(3600.0),
        "image-to-video": _job(3600.0),
        "text-to-speech": _job(),
        "text-to-music": _job(),
        "text-to-sound": _job(),
        "automatic-speech-recognition": _job(),
    },
    problem=problem_of,
    console=CONSOLE,
    probe=Http("GET", "/v1/account"),
)
