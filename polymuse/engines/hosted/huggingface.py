"""Hugging Face's inference providers: open models at many hosts, by one key and on one bill.

Wire format: huggingface_hub 2.4.0 (inference/_providers/hf_inference.py, fal_ai.py, replicate.py), read 2026-11-21. A
model without more said is run by Hugging Face itself, at once; `provider` and `id` among a route's options name another
host and the model's name there, to whom the router passes requests as that host knows them. The client of
huggingface_hub itself is not used: it keeps the names of jobs to itself, so that an interrupted one would be lost and
paid for twice. Language models are reached by `hf_router`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from polymuse.engines.hosted import fal, replicate
from polymuse.engines.hosted._results import NAMES
from polymuse.engines.hosted._wire import (
    Ask,
    Done,
    Http,
    Operation,
    Outcome,
    Output,
    Problem,
    Reply,
    Vendor,
    Waiting,
    base64_of,
    bearer,
    problem,
)
from polymuse.errors import ParameterError
from polymuse.types import Kind

HOSTS: Mapping[str, tuple[Vendor, Mapping[str, str]]] = {
    "fal-ai": (fal.VENDOR, {"_subdomain": "queue"}),
    "replicate": (replicate.VENDOR, {}),
}
"""Who else runs models, and what the router is told beside."""
SAMPLING = {
    "seed": "seed",
    "width": "width",
    "height": "height",
    "steps": "num_inference_steps",
    "guidance": "guidance_scale",
}
OWN = ("text-to-image", "text-to-speech", "automatic-speech-recognition")
"""What Hugging Face runs itself."""


def send(ask: Ask) -> Http:
    if host_of(ask):
        return passed(ask, operation(ask).request(there(ask)))
    if ask.task not in OWN:
        raise ParameterError(
            f"{ask.model}: Hugging Face itself does no {ask.task}.", hint=f"Name a provider: {', '.join(HOSTS)}."
        )
    path = f"/hf-inference/models/{ask.model}"
    if ask.task == "automatic-speech-recognition":
        heard = {"inputs": base64_of(ask.inputs["speech"]), "parameters": {"return_timestamps": True}}
        return Http("POST", path, json=heard)  # without times no more than thirty seconds are heard
    if ask.task == "text-to-speech":
        return Http("POST", path, json={"inputs": ask.text})
    return Http("POST", path, json={"inputs": ask.text, "parameters": sampling(ask)}, headers={"accept": "image/png"})


def sampling(ask: Ask) -> dict[str, Any]:
    said = {theirs: ask.param(ours) for ours, theirs in SAMPLING.items() if ask.param(ours) is not None}
    return said | ({"negative_prompt": ask.negative} if ask.negative else {})


def host_of(ask: Ask) -> str:
    """Who runs the model, empty for Hugging Face. Raises ParameterError for one that is not known."""
    name = str(ask.words.get("provider", ""))
    if name and name not in HOSTS:
        raise ParameterError(f"{ask.model}: no requests are made for {name!r}.", hint=f"There are: {', '.join(HOSTS)}.")
    return name


def operation(ask: Ask) -> Operation:
    return HOSTS[host_of(ask)][0].operations[ask.task]


def there(ask: Ask) -> Ask:
    """What is asked, as the host is asked for it."""
    words = {name: value for name, value in ask.words.items() if name not in ("provider", "id")}
    return replace(ask, model=str(ask.words.get("id", ask.model)), words=words, callback=None)


def passed(ask: Ask, http: Http) -> Http:
    """A request to a host, by the router."""
    name = host_of(ask)
    return replace(http, url=f"/{name}{urlsplit(http.url).path}", query={**http.query, **HOSTS[name][1]})


def taken(ask: Ask, reply: Reply) -> Outcome:
    return onward(ask, operation(ask).reply(there(ask), reply)) if host_of(ask) else made(ask, reply)


def look(ask: Ask, job: str) -> Http:
    poll = operation(ask).poll
    assert poll
    return passed(ask, poll(there(ask), job))


def drop(ask: Ask, job: str) -> Http:
    cancel = operation(ask).cancel
    assert cancel
    return passed(ask, cancel(there(ask), job))


def looked(ask: Ask, reply: Reply) -> Outcome:
    status = operation(ask).status
    assert status
    return onward(ask, status(there(ask), reply))


def onward(ask: Ask, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Waiting) and outcome.next:
        return replace(outcome, next=passed(ask, outcome.next))
    return outcome


def made(ask: Ask, reply: Reply) -> Outcome:
    """The file itself, or what was heard. Raises BadReply."""
    if ask.task == "automatic-speech-recognition":
        return Done([Output("text", Kind.TEXT, data=reply.at("text").strip().encode(), media_type="text/plain")])
    name, kind = NAMES[ask.task]
    return Done([Output(name, kind, data=reply.body, media_type=reply.headers.get("content-type", ""))])


def problem_of(reply: Reply) -> Problem:
    """The router's own words, or the host's."""
    said = reply.get("error")
    if isinstance(said, str):
        return problem(reply, said)
    return fal.problem_of(reply)


def _job(deadline: float = 1800.0) -> Operation:
    return Operation(send, taken, poll=look, status=looked, cancel=drop, deadline=deadline)


VENDOR = Vendor(
    name="huggingface",
    title="Hugging Face",
    url="https://router.huggingface.co",
    hosts=("router.huggingface.co",),
    keys=("HF_TOKEN",),
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
    console="https://huggingface.co/settings/billing",
    probe=Http("GET", "/v1/models"),
)
