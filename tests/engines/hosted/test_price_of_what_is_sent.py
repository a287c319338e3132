"""No request costs more than was set aside for it, and nothing is set aside beyond the most that its plan named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.catalog import Route, System, systems
from polymuse.engines.hosted import _routing as routing
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._wire import Ask, File, Http
from polymuse.engines.registry import Registry
from polymuse.errors import ParameterError
from polymuse.planning.estimates import Estimator
from polymuse.planning.plan import Step
from polymuse.pricing import cost, price_of
from polymuse.protocols import Journal, SecretProvider
from polymuse.types import Capability, Prepared, Range, Request, Settings
from tests.engines.hosted.bills import Received, bill
from tests.engines.hosted.conftest import Asker
from tests.servers.media import clip, picture, tone

Row = tuple[System, Route, str]


@cache
def rows() -> Mapping[str, list[Row]]:
    """Every priced route that can be used, by its provider, with each of its tasks."""
    found: dict[str, list[Row]] = {}
    for system in systems().values():
        for route in system.routes:
            if route.provider in routing.vendors() and not routing.over(system.life_of(route)):
                found.setdefault(route.provider, []).extend(
                    (system, route, task) for task in route.tasks if route.prices_for(task)
                )
    return {provider: listed for provider, listed in found.items() if listed}


# --- what is asked

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1, max_size=60)
FLAGS = ("--ar 1:1", "--ar 21:9", "--ar 9:16", "--seed 7", "--no people", "--style raw", "--chaos 20")
SIGNS = ("(a boat:1.4)", "[mountain] AND [autumn] :1.5", "((calm))", "a sea::2 a boat::1", "Style: woodcut")
prompts = st.builds(
    lambda words, signs, flags: "\n".join(filter(None, ["a boat " + words, *signs, " ".join(flags)])),
    WORDS, st.lists(st.sampled_from(SIGNS), max_size=2), st.lists(st.sampled_from(FLAGS), max_size=2, unique=True),
)  # fmt: skip
sides = st.integers(8, 2048).map(lambda n: 2 * n) | st.sampled_from([720, 1024, 1080, 1280, 1920])
lengths = st.floats(0.5, 40).map(lambda n: round(n, 2)) | st.sampled_from([4, 5, 6, 8, 10, 15, 30])
briefs = st.fixed_dictionaries(
    {"text": WORDS}, optional={"style": WORDS, "setting": st.just({"place": "sea", "time_of_day": "night"})}
)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "prompt": prompts, "system": WORDS, "negative_prompt": WORDS, "brief": briefs, "width": sides, "height": sides,
    "seconds": lengths, "speed": st.floats(0.25, 4), "delivery": st.lists(WORDS, max_size=2),
    "seed": st.integers(0, 2**32 - 1), "max_tokens": st.integers(1, 4000), "strength": st.floats(0, 1),
    "json_schema": st.just({"type": "object", "properties": {"ü": {"type": "string", "description": "ä" * 40}}}),
    "instruments": st.lists(WORDS, max_size=2), "genre": WORDS, "key": st.sampled_from(["D minor", "A"]),
    "tempo": st.integers(30, 240), "guidance": st.floats(1, 10), "steps": st.integers(1, 50), "stop": st.just(("end",)),
    "diarize": st.booleans(), "language": st.sampled_from(["en", "pt-BR"]), "dimensions": st.integers(1, 512),
}  # fmt: skip


def texts(task: str) -> st.SearchStrategy[Any]:
    return st.lists(WORDS, min_size=1, max_size=4) if task == "feature-extraction" else WORDS.map(lambda w: "so, " + w)


@st.composite
def parameters(draw: st.DrawFn, task: str, capability: Capability) -> dict[str, Any]:
    """Some parameters of a task, each with a value of its own."""
    fields = tasks.get(task).params.model_fields
    chosen = {"text"} | {name for name in fields if fields[name].is_required() or draw(st.booleans())}
    values: dict[str, Any] = {}
    for name in sorted(chosen & fields.keys()):
        if name == "text":
            values[name] = draw(texts(task))
        elif name == "voice" and capability.voices:
            values[name] = draw(st.sampled_from(capability.voices))
        elif name in VALUES:
            values[name] = draw(VALUES[name])
        elif choices := literals(fields[name].annotation):
            values[name] = draw(st.sampled_from(choices))
    if "prompt" in fields and not values.keys() & {"prompt", "brief"}:
        values["prompt"] = draw(prompts)
    return values


def literals(annotation: Any) -> tuple[Any, ...]:
    """The words that a parameter may be."""
    if get_origin(annotation) in (Union, UnionType):
        return tuple(value for part in get_args(annotation) for value in literals(part))
    return tuple(value for value in get_args(annotation) if isinstance(value, str))


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Kind, Path]:
    folder = tmp_path_factory.mktemp("media")
    data = {
        Kind.IMAGE: ("p.png", picture("p", 64, 64)), Kind.VIDEO: ("v.mp4", clip("v", 0.2, 64, 36)),
        Kind.SOUND: ("s.wav", tone("s", 0.2)),
    }  # fmt: skip
    for name, content in data.values():
        (folder / name).write_bytes(content)
    paths = {kind: folder / name for kind, (name, _) in data.items()}
    return {**paths, Kind.SPEECH: paths[Kind.SOUND], Kind.MUSIC: paths[Kind.SOUND]}


TYPES = {Kind.IMAGE: "image/png", Kind.VIDEO: "video/mp4"}


@st.composite
def inputs(draw: st.DrawFn, task: str, capability: Capability, media: Mapping[Kind, Path]) -> dict[str, Asset]:
    """Whatever the task needs, and some of what it takes beside that."""
    given: dict[str, Asset] = {}
    for name, port in tasks.get(task).inputs.items():
        if port.kind is Kind.BRIEF or (capability.inputs is not None and name not in capability.inputs):
            continue
        if port.optional and (task == "text-generation" or not draw(st.booleans())):
            continue
        given[name] = draw(assets(port.kind, f"{name}-{len(given)}", capability, media))
    return given


@st.composite
def assets(draw: st.DrawFn, kind: Kind, name: str, capability: Capability, media: Mapping[Kind, Path]) -> Asset:
    facts: dict[str, Any] = {"seconds": draw(st.floats(0.5, min(60.0, capability.longest or 60.0)))}
    if kind is Kind.IMAGE:
        facts = {"width": draw(st.integers(300, 5000)), "height": draw(st.integers(300, 5000))}
    return Asset(kind, TYPES.get(kind, "audio/wav"), name, media[kind], facts)


@st.composite
def documents(draw: st.DrawFn, task: str, folder: Path) -> dict[str, Asset]:
    """A film's scene or score, where the task takes one."""
    names = [name for name, port in tasks.get(task).inputs.items() if port.kind is Kind.BRIEF]
    if not names or not draw(st.booleans()):
        return {}
    seconds, words = draw(st.floats(1, 40)), draw(WORDS)
    score = {"seconds": seconds, "cues": [{"start": 0, "mood": {"words": ["calm"]}}, {"start": seconds / 2}]}
    scene = {"seconds": seconds, "brief": {"text": words}, "resolved": {"text": words}}
    told = json.dumps(score if names[0] == "score" else scene)
    path = folder / f"{abs(hash(told))}.json"
    path.write_text(told)
    facts = {"seconds": seconds, "bytes": path.stat().st_size}
    return {names[0]: Asset(Kind.BRIEF, "application/json", path.stem, path, facts)}


# --- what it comes to


@cache
def estimator() -> Estimator:
    registry = Registry(cast(SecretProvider, None), Settings(Path(), {}))
    return Estimator(registry, cast(Journal, None))


def planned(id: str, request: Request, params: dict[str, Any], about: float) -> float:
    """The most that a plan says a request may cost whose inputs are not made yet, and are expected to be about as they
    turn out."""
    expected = {
        name: {fact: value * about if fact == "seconds" else value for fact, value in asset.facts.items()}
        for name, asset in request.inputs.items()
    }
    references = {name: f"other.{name}" for name in request.inputs}
    step = Step(id="s", task=request.task, engine=id, params=params, inputs=references, expected=expected)
    return estimator().money(step).high


def received(prepared: Prepared, provider: str) -> Received:
    """What reaches the vendor, by the request that its mapping makes."""
    assert isinstance(prepared.payload, Ask)
    known = routing.vendor(provider)
    http = known.operations[prepared.request.task].request(_set_up(prepared.payload))
    return Received(provider, prepared.request.task, _fields(http), prepared.request.inputs)


def _set_up(ask: Ask) -> Ask:
    return replace(ask, settings={"project": "ours", "location": "here"})


def _fields(http: Http) -> Mapping[str, Any]:
    if http.json is not None:
        return cast(Mapping[str, Any], http.json)
    return {name: value for name, value in (http.form or {}).items() if not isinstance(value, File | list)}


def charged(route: Route, received: Received) -> float:
    """The most that a vendor could charge for what it received, at the route's prices."""
    made = bill(received)
    prices = route.prices_for(received.task)
    lacking = {price.unit for price in prices} - made.amounts.keys()
    assert not lacking, f"nothing in the request tells how much there is of {lacking}"
    amounts = {unit: Range.exactly(amount) for unit, amount in made.amounts.items()}
    return price_of(prices, amounts, made.traits).high


@pytest.mark.parametrize("provider", list(rows()))
@given(data=st.data())
@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_price_of_what_is_sent_is_set_aside_and_planned(
    provider: str, media: Mapping[Kind, Path], data: st.DataObject
) -> None:
    system, route, task = data.draw(st.sampled_from(rows()[provider]))
    id, capability = f"{system.id}@{provider}", route.limits_for(task)
    params = data.draw(parameters(task, capability))
    given_to_it = data.draw(inputs(task, capability, media)) | data.draw(documents(task, media[Kind.IMAGE].parent))
    request = Request(task, tasks.parameters(tasks.get(task), params), given_to_it)
    try:
        prepared = routing.engine(id).prepare(request)
        sent = received(prepared, provider)
    except ParameterError:
        return  # it is refused, and costs nothing
    reserved = cost(prepared).high
    price = charged(route, sent)
    assert price <= reserved + 1e-9, (sent.fields, prepared.quantities, prepared.traits)
    most = planned(id, request, params, data.draw(st.floats(0.8, 1.2)))
    assert reserved <= most + 1e-9, (prepared.quantities, prepared.traits)


FILM = {"prompt": "a boat --ar 1:1", "syntax": "midjourney", "seconds": 5.3}
LIVE = [
    ("seedance-2.0@fal", "text-to-video", FILM),
    ("veo-3.1-fast@vertex", "text-to-video", {**FILM, "width": 1920, "height": 1080}),
    ("gen4.5@runway", "text-to-video", FILM),
    ("kling-3.0@kling", "text-to-video", FILM),
    ("ray-2@luma", "text-to-video", FILM),
    ("ray-3.2@luma_agents", "text-to-video", FILM),
    ("gemini-omni-1.1-flash@gemini", "text-to-video", {"prompt": "a boat", "width": 640, "height": 360}),
    ("gemini-3.1-flash-image@gemini", "text-to-image", {"prompt": "(my father) --ar 1:1", "syntax": "midjourney"}),
    ("flux-2-pro@bfl", "text-to-image", {"prompt": "a boat", "width": 300, "height": 200}),
    ("gpt-image-2@openai", "text-to-image", {"prompt": "a boat", "quality": "hd"}),
    ("eleven-v4@elevenlabs", "text-to-speech", {"text": "Good evening.", "delivery": ["soft"]}),
    ("eleven-sound-2@elevenlabs", "text-to-sound", {"prompt": "rain"}),
    ("gpt-6-sol@openai", "text-generation", {"prompt": "A fox?", "max_tokens": 300}),
]


@pytest.mark.parametrize(("id", "task", "params"), LIVE, ids=[row[0] for row in LIVE])
def test_the_price_of_what_a_server_received_was_set_aside(
    id: str, task: str, params: dict[str, Any], asker: Asker
) -> None:
    engine = routing.engine(id)
    assert isinstance(engine, Hosted)
    provider = id.partition("@")[2]
    asker.point(provider)
    asyncio.run(asker.call(engine, Request(task, tasks.parameters(tasks.get(task), params))))
    body = next(seen.body for seen in asker.world.seen if seen.method == "POST")
    (entry,) = asker.home.journal.ledger.entries()
    assert charged(engine._route, Received(provider, task, json.loads(body))) <= entry.reserved + 1e-9
