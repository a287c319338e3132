"""Hugging Face's inference providers: open models at many hosts, by one key and on one bill.

Requests are made by huggingface_hub's own mappings (`_hf_library`), for every provider that it knows, and go to the
router, which passes them on; answers are read by `_hf_responses`. `provider` and `id` among a route's options name the
provider and the model's name there; without them Hugging Face runs it itself (hf-inference). Language models are reached
by `hf_router`; models that are not in the catalogue by `_hub`. Read 2026-11-21, huggingface_hub 2.4.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from polymuse.engines.hosted import _hf_library as library
from polymuse.engines.hosted import fal
from polymuse.engines.hosted._hf_library import Place
from polymuse.engines.hosted._hf_parameters import inputs, parameters
from polymuse.engines.hosted._hf_responses import SENSITIVE, SHAPES, Shape
from polymuse.engines.hosted._wire import (
    Ask,
    Http,
    Operation,
    Outcome,
    Problem,
    Reply,
    Vendor,
    Waiting,
    bearer,
    problem,
)
from polymuse.errors import ParameterError

OWN = "hf-inference"
"""The provider that is Hugging Face itself."""
QUERY: Mapping[str, Mapping[str, str]] = {"fal-ai": {"_subdomain": "queue"}}
"""What the router is told beside. fal has a queue for everything, where the library waits for some answers: what is
queued has a name, and is not lost with the connection."""
PICTURES = ("text-to-image", "image-to-image")


def send(ask: Ask) -> Http:
    """Raises ParameterError for a provider or task that no request is made for, and MissingExtra."""
    place = place_of(ask)
    shape_of(ask)
    http = library.request(place, ask.task, inputs(ask), parameters(there(ask), place))
    accept = {"accept": "image/png"} if place.provider == OWN and ask.task in PICTURES else {}
    return replace(http, query={**http.query, **QUERY.get(place.provider, {})}, headers={**http.headers, **accept})


def place_of(ask: Ask) -> Place:
    """Who runs the model, and what it is called there."""
    said = {name: str(ask.words.get(name, "")) for name in ("provider", "id", "adapter")}
    return Place(said["provider"] or OWN, ask.model, said["id"] or ask.model, said["adapter"])


def shape_of(ask: Ask) -> Shape:
    """How the provider answers. Raises ParameterError."""
    provider = place_of(ask).provider
    able = [name for name, tasks in SHAPES.items() if ask.task in tasks]
    if provider not in able:
        raise ParameterError(
            f"{ask.model}: no requests for {ask.task} are made to {provider!r}.", hint=f"There are: {', '.join(able)}."
        )
    return SHAPES[provider][ask.task]


def there(ask: Ask) -> Ask:
    """What is asked, as the provider is asked for it."""
    words = {name: value for name, value in ask.words.items() if name not in ("provider", "id", "adapter")}
    return replace(ask, model=place_of(ask).id, words=words, callback=None)


def passed(ask: Ask, http: Http) -> Http:
    """A request to a provider, by the router."""
    provider = place_of(ask).provider
    return replace(http, url=f"/{provider}{urlsplit(http.url).path}", query={**http.query, **QUERY.get(provider, {})})


def taken(ask: Ask, reply: Reply) -> Outcome:
    return onward(ask, shape_of(ask).reply(there(ask), reply))


def look(ask: Ask, job: str) -> Http:
    poll = shape_of(ask).poll
    assert poll
    return passed(ask, poll(there(ask), job))


def looked(ask: Ask, reply: Reply) -> Outcome:
    status = shape_of(ask).status
    assert status
    return onward(ask, status(there(ask), reply))


def onward(ask: Ask, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Waiting) and outcome.next:
        return replace(outcome, next=passed(ask, outcome.next))
    return outcome


def problem_of(reply: Reply) -> Problem:
    """The router's own words, or those of a provider, each of which has its own place for them."""
    places = (("error",), ("error", "message"), ("message",), ("detail", "error"))
    said = next((words for place in places if isinstance(words := reply.get(*place), str) and words), None)
    found = problem(reply, said) if said else fal.problem_of(reply)
    if found.kind == "refused" and SENSITIVE.search(found.message):
        return Problem("moderated", found.message)
    return found


def _operation(deadline: float = 1800.0) -> Operation:
    return Operation(send, taken, poll=look, status=looked, deadline=deadline)


VENDOR = Vendor(
    name="huggingface",
    title="Hugging Face",
    url="https://router.huggingface.co",
    hosts=("router.huggingface.co",),
    keys=("HF_TOKEN",),
    auth=bearer,
    operations={
        "text-to-image": _operation(),
        "image-to-image": _operation(),
        "text-to-video": _operation(3600.0),
        "image-to-video": _operation(3600.0),
        "text-to-speech": _operation(),
        "automatic-speech-recognition": _operation(),
        "feature-extraction": _operation(),
    },
    problem=problem_of,
    extra=library.EXTRA,
    modules=(library.MODULE,),
    console="https://huggingface.co/settings/billing",
    probe=Http("GET", "/v1/models"),
)
