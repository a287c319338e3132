"""The catalogue's data keep their promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from polymuse import prompts, tasks
from polymuse.catalog import LifeCycle, Limits, Route, System, find_system
from polymuse.catalog.load import builtin_systems
from polymuse.catalog.refresh import SOURCE
from polymuse.engines.hosted import _routing as roster
from polymuse.errors import NoEngine, RetiredModel
from polymuse.types import Price
from tests.rules import for_each

DAY = dt.date(2026, 11, 21)
"""The day of the data."""
LAST = dt.date(2026, 12, 1)
"""The day of the youngest fact."""
SYSTEMS = list(builtin_systems().values())
ROUTES = [(system, route) for system in SYSTEMS for route in system.routes]
IDS = [f"{system.id}@{route.provider}" for system, route in ROUTES]
NAMED = (
    "dall-e-3", "gpt-image-2", "midjourney", "stable-diffusion-3.5-large", "flux-pro-1.1", "ideogram-4", "sora-2",
    "veo-3.1", "gen4.5", "pika-2.2", "modelscope-t2v", "ray-3.2", "kling-3.0", "eleven-v3", "tts-1", "gpt-4o-mini-tts",
    "xtts-v2", "google-tts", "bark", "musicgen", "musiclm", "musicfx", "lyria-3.5", "suno", "aiva", "udio",
    "whisper-large-v3", "wav2vec2", "blip", "trocr", "llama-3.1-8b", "llama-3.2-vision", "llama-4-scout", "qwen-3",
    "phi-4", "deepseek-r1", "gpt-4o", "gpt-5", "gemini-3.1-pro", "claude-opus-4.6", "claude-sonnet-4.6", "gemma-3-27b",
    "gemini-2.0-flash", "chameleon", "show-o", "audiopalm", "janus-pro", "emu3", "clip",
)  # fmt: skip
"""Systems that polymuse promises to know."""


def lives(system: System) -> Iterator[LifeCycle]:
    yield system.life
    yield from (route.life for route in system.routes if route.life)


def limited(route: Route) -> Iterator[Limits]:
    yield from route.limits.values()


def prices(route: Route) -> Iterator[Price]:
    if route.prices:
        yield from (price for many in route.prices.tasks.values() for price in many)


@for_each(NAMED)
def test_every_named_system_is_known(id: str) -> None:
    assert id in builtin_systems()


def test_other_names_lead_to_one_system_each() -> None:
    seen: dict[str, str] = {}
    for system in SYSTEMS:
        for name in {system.id.lower(), system.name.lower(), *(other.lower() for other in system.also)}:
            assert seen.setdefault(name, system.id) == system.id, name
    assert (found := find_system("Sora")) and found.id == "sora-2"


@for_each(SYSTEMS, name=lambda system: system.id)
def test_every_fact_has_a_source_and_a_day_that_is_not_old(system: System) -> None:
    facts = [system.licence, *lives(system), *(route.prices for route in system.routes if route.prices)]
    limits = [one for route in system.routes for one in limited(route)]
    for fact in [*facts, *limits]:
        assert len(fact.source) > 5
        assert dt.date(2026, 7, 1) <= dt.date.fromisoformat(fact.date) <= LAST
    assert not any(fact.is_stale(DAY) for fact in facts)


@for_each(SYSTEMS, name=lambda system: system.id)
def test_successors_and_alternatives_exist_and_are_alive(system: System) -> None:
    for life in lives(system):
        for id in life.successors:
            assert id != system.id and builtin_systems()[id].is_available(DAY), id
        if life.is_over(DAY) or life.state == "deprecated":
            assert life.successors
    for id in system.alternatives:
        other = builtin_systems()[id]
        assert other.is_available(DAY) and (
            other.local or any(route.provider != roster.HANDOFF for route in other.routes)
        )


@for_each(SYSTEMS, name=lambda system: system.id)
def test_a_system_can_be_told_from_others(system: System) -> None:
    assert system.summary.endswith(".") and len(system.summary) < 130
    assert system.dialect in prompts.names()
    assert bool(system.weights) == system.local
    assert system.routes or system.local or system.life.state == "unavailable"


@for_each(ROUTES, name=lambda system, route: f"{system.id}@{route.provider}")
def test_a_route_does_tasks_that_there_are(system: System, route: Route) -> None:
    known = set(tasks.names())
    assert route.tasks and set(route.tasks) <= known
    assert set(system.can) <= known
    told = {name for told in (route.limits, route.models, route.litellm) for name in told} - {"*"}
    told |= set(route.prices.tasks if route.prices else ()) - {"*"}
    assert told <= set(route.tasks)
    assert route.dialect is None or route.dialect in prompts.names()


@for_each(ROUTES, name=lambda system, route: f"{system.id}@{route.provider}")
def test_what_is_ignored_is_a_parameter(system: System, route: Route) -> None:
    parameters = {name for task in route.tasks for name in tasks.get(task).params.model_fields}
    # Several routes share one list; what none of a route's tasks has is said in vain, but not wrongly.
    everywhere = {name for task in tasks.names() for name in tasks.get(task).params.model_fields}
    assert set(route.ignores) <= everywhere and (not route.ignores or set(route.ignores) & parameters)


def test_a_system_has_one_route_by_each_provider() -> None:
    assert len(set(IDS)) == len(IDS)


@for_each(ROUTES, name=lambda system, route: f"{system.id}@{route.provider}")
def test_prices_are_in_order_and_go_by_steps_together(system: System, route: Route) -> None:
    for price in prices(route):
        assert 0 <= (price.usd if price.low is None else price.low) <= price.usd
        assert price.usd <= (price.usd if price.high is None else price.high)
        assert price.usd < (100 if price.unit in ("item", "minute") else 5)
    for task in route.tasks:
        for unit in {price.unit for price in route.prices_for(task)}:
            for step in ("resolution", "scale"):
                named = [step in price.when for price in route.prices_for(task) if price.unit == unit]
                assert all(named) or not any(named)


def test_hand_offs_say_where_and_what_would_do_without() -> None:
    for system, route in ROUTES:
        if route.provider == roster.HANDOFF:
            assert route.options["site"].startswith("https://") and system.alternatives


@pytest.mark.parametrize("id", [system.id for system in SYSTEMS if not system.is_available(DAY)])
def test_what_is_gone_fails_with_its_successor(id: str) -> None:
    with pytest.raises(RetiredModel) as raised:
        roster.check(id, None, roster.NOTHING)
    assert set(named_in(raised.value.hint)) & {
        *builtin_systems()[id].life.successors,
        *builtin_systems()[id].alternatives,
    }


@pytest.mark.parametrize("id", [system.id for system in SYSTEMS if system.local and not system.routes])
def test_what_only_weights_can_do_says_so(id: str) -> None:
    with pytest.raises(NoEngine, match="one's own machine") as raised:
        roster.check(id, None, roster.NOTHING)
    named_in(raised.value.hint)


def named_in(hint: str) -> list[str]:
    """The systems that a hint says to use instead; there is a way to each."""
    instead = [word for word in hint.rstrip(".").split() if word in builtin_systems()]
    for id in instead:
        assert any(not builtin_systems()[id].life_of(route).is_over(DAY) for route in builtin_systems()[id].routes), id
    return instead


def test_an_announced_last_day_ends_a_model() -> None:
    life = LifeCycle(state="deprecated", ends="2026-12-11", source="x", date="2026-11-21")
    assert not life.is_over(dt.date(2026, 12, 10))
    assert life.is_over(dt.date(2026, 12, 11))


def test_a_live_route_is_taken_before_one_that_ended() -> None:
    for id in ("gemini-3.1-flash-image", "deepseek-r1", "llama-3.1-8b"):
        system, route = roster.route_of(id)
        assert not system.life_of(route).is_over(DAY)


def test_facts_grow_old() -> None:
    life = SYSTEMS[0].life
    read = dt.date.fromisoformat(life.date)
    assert life.age(read + dt.timedelta(days=3)) == 3
    assert not life.is_stale(read + dt.timedelta(days=180)) and life.is_stale(read + dt.timedelta(days=181))


def test_shipped_prices_are_not_an_import() -> None:
    assert not any(route.prices and route.prices.source.startswith(SOURCE) for _, route in ROUTES)
