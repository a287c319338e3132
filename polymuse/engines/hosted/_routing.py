"""From the catalogue's routes to engines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from polymuse.catalog import LifeCycle, Route, System, find_system, suggest_name, systems
from polymuse.catalog.calendar import current_date
from polymuse.discovery import found
from polymuse.engines.handoff import HandOff
from polymuse.engines.hosted._credentials import configured, is_set_up
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import KeyMissing, MissingExtra, NoEngine, ParameterError, RetiredModel
from polymuse.protocols import SecretProvider
from polymuse.suggestions import did_you_mean
from polymuse.types import Capability, Card, Engine, Pace, Settings

__all__ = [
    "NOTHING",
    "Availability",
    "availability",
    "capabilities",
    "cards",
    "check",
    "complete",
    "engine",
    "lacking",
    "paces",
    "providers_of",
    "ready",
    "route_of",
    "usable",
    "vendor",
    "vendors",
]

PACKAGE, GROUP = "polymuse.engines.hosted", "polymuse.vendors"
PACES = {
    "text-to-image": (8.0, 4.0), "image-to-image": (8.0, 4.0), "text-to-video": (40.0, 0.4),
    "image-to-video": (40.0, 0.4), "video-to-video": (60.0, 5.0), "text-to-speech": (1.0, 0.02),
    "text-to-music": (10.0, 0.5), "text-to-sound": (3.0, 0.5), "automatic-speech-recognition": (2.0, 0.1),
    "text-generation": (1.0, 5.0), "image-text-to-text": (1.0, 4.0), "audio-text-to-text": (3.0, 0.2),
    "video-text-to-text": (5.0, 0.3), "any-to-any": (5.0, 15.0), "feature-extraction": (1.0, 0.0), "moderation": (1.0, 0.0),
}  # fmt: skip
"""Seconds to begin with, and for each unit of a task's size. Services publish none: these are guesses, until some calls
were measured here."""
HANDOFF = "handoff"
"""The provider of systems that only a person can use."""


@cache
def vendors() -> tuple[str, ...]:
    """The names of all vendors that have a file (or come by an entry point)."""
    return tuple(name.replace("-", "_") for name in found(PACKAGE, GROUP, "VENDOR"))


@cache
def vendor(name: str) -> Vendor:
    """A vendor by its name. Raises ParameterError when there is none."""
    try:
        made: Vendor = found(PACKAGE, GROUP, "VENDOR")[name.replace("_", "-")].load()
    except KeyError:
        hint = did_you_mean(name, vendors(), otherwise=f"There are: {', '.join(vendors())}.")
        raise ParameterError(f"There is no provider {name!r}.", hint=hint) from None

    return made


@dataclass(frozen=True, slots=True)
class Availability:
    """Providers by what a runtime's secrets and settings say of them: `configured` ones have a key or need none, `set_up`
    ones were given a key or, where they need none, an address."""

    configured: frozenset[str] = frozenset()
    set_up: frozenset[str] = frozenset()


NOTHING = Availability()


async def availability(providers: Iterable[str], secrets: SecretProvider, settings: Settings) -> Availability:
    """What holds for some providers. Raises ParameterError for an address that is none."""
    known = []
    for name in dict.fromkeys(providers):
        if name in vendors():
            known.append(vendor(name))
            await asyncio.sleep(0)  # each of them may be imported here, which holds up the loop: not all in one go
    return Availability(
        frozenset([each.name for each in known if await configured(each, secrets)]),
        frozenset([each.name for each in known if await is_set_up(each, secrets, settings)]),
    )


def providers_of(id: str) -> tuple[str, ...]:
    """The providers that an engine's id may mean."""
    system = find_system(id.partition("@")[0])
    return tuple(route.provider for route in system.routes) if system else ()


def cards() -> Iterator[Card]:
    """A card for every route to every system."""
    for system in systems().values():
        for route in system.routes:
            yield card_of(system, route)


def card_of(system: System, route: Route) -> Card:
    reached = vendor(route.provider) if route.provider in vendors() else None
    return Card(
        id=f"{system.id}@{route.provider}",
        name=system.name,
        version=f"{'+'.join(dict.fromkeys((route.model, *route.models.values())))}/1",
        tasks=route.tasks,
        locality="handoff" if route.provider == HANDOFF else "hosted",
        summary=system.summary,
        licence=system.licence.name,
        ignores=ignored(route),
        pace=paces(route.tasks),
        prices={task: prices for task in route.tasks if (prices := route.prices_for(task))},
        provider=route.provider,
        extra=reached.extra if reached else None,
        modules=reached.modules if reached else (),
        capabilities=capabilities(route),
    )


def ignored(route: Route) -> tuple[str, ...]:
    """The parameters that have no place in a route's requests: the model's, and those of whoever runs it."""
    known = vendor(route.provider).ignores if route.provider in vendors() else ()
    return tuple(dict.fromkeys((*route.ignores, *known)))


def capabilities(route: Route) -> dict[str, Capability]:
    """What can be had by a route, per task: what the catalogue knows, and whether it comes while it is made."""
    operations = vendor(route.provider).operations if route.provider in vendors() else {}
    streamed = {task for task, operation in operations.items() if operation.reader or operation.live}
    return {task: route.limits_for(task).model_copy(update={"streaming": task in streamed}) for task in route.tasks}


def paces(tasks: Sequence[str]) -> dict[str, Pace]:
    return {task: Pace(start=PACES[task][0], each=PACES[task][1]) for task in tasks if task in PACES}


def route_of(id: str, task: str | None = None, available: Availability = NOTHING) -> tuple[System, Route]:
    """The system and the route that an engine's id means: `kling-3.0@fal` says which, `kling-3.0` takes the first
    whose key is configured, else the first that needs none, else the first that is alive, else the first; of those that
    do the task, where any does.
    Raises ParameterError when there is no such system or route, RetiredModel or NoEngine when no route leads to it."""
    name, _, provider = id.partition("@")
    system = find_system(name)
    if system is None:
        listed = "`polymuse engines` and `polymuse models` list them."
        raise ParameterError(f"There is no model {id!r}.", hint=suggest_name(id) or listed)
    if not system.routes:
        raise out_of_reach(system)
    if provider:
        for route in system.routes:
            if route.provider == provider:
                return system, route
        known = ", ".join(f"{system.id}@{route.provider}" for route in system.routes)
        raise ParameterError(f"{system.name} is not reached by {provider!r}.", hint=f"There are: {known}.")
    able = [route for route in system.routes if task in route.tasks] or system.routes
    alive = [route for route in able if not over(system.life_of(route))]
    ready = [route for route in alive if usable(system, route, available)]
    wanted = (route for route in ready if route.provider in available.set_up)
    return system, next(wanted, (ready or alive or able)[0])


def usable(system: System, route: Route, available: Availability) -> bool:
    """Whether a route is alive, and its key and all that it needs are there."""
    if over(system.life_of(route)):
        return False
    if route.provider == HANDOFF:
        return True
    return route.provider in available.configured and not lacking(vendor(route.provider))


def lacking(known: Vendor) -> tuple[str, ...]:
    """Modules that a vendor cannot be reached without, and that are not installed."""
    return tuple(module for module in known.modules if find_spec(module) is None)


def complete(known: Vendor) -> None:
    """Whether all that a vendor needs is installed. Raises MissingExtra."""
    if missing := lacking(known):
        raise MissingExtra(
            f"{known.title} is reached through {', '.join(missing)}, which is not installed.",
            hint=f"pip install 'polymuse[{known.extra}]'",
        )


def ready(system: System, route: Route, available: Availability) -> bool:
    """Whether a route can be used as things are set up: a server that needs no key may not be there."""
    by_hand = route.provider == HANDOFF
    return usable(system, route, available) and (by_hand or route.provider in available.set_up)


def over(life: LifeCycle) -> bool:
    return life.is_over(current_date())


def engine(id: str) -> Engine:
    """The engine for a route, the same one as long as the catalogue is the same. Raises ParameterError, RetiredModel,
    NoEngine."""
    system, route = route_of(id)
    name = f"{system.id}@{route.provider}"
    made = _ENGINES.get(name)
    if made is None or made.system is not system or made.route is not route:
        made = _ENGINES[name] = Routed(system, route, _engine(system, route))
    return made.engine


@dataclass(frozen=True, slots=True)
class Routed:
    """An engine, and what of the catalogue it was made for: a newer overlay of prices has other objects."""

    system: System
    route: Route
    engine: Engine


_ENGINES: dict[str, Routed] = {}
"""By id. Every call asks for its engine, and to make one takes as long as the rest of its preparation."""


def _engine(system: System, route: Route) -> Engine:
    card, dialect = card_of(system, route), route.dialect or system.dialect
    if route.provider == HANDOFF:
        return HandOff(card, route, dialect)
    complete_route = route.model_copy(update={"ignores": card.ignores})
    return Hosted(card, vendor(route.provider), complete_route, dialect)


def check(id: str, task: str | None, available: Availability, *, keyless: bool = False) -> str:
    """The id with its route (to a task), when it can be used now, or, `keyless`, once its key is set. Raises RetiredModel
    naming the successor, KeyMissing naming the keys that would do, MissingExtra what to install, NoEngine when nothing
    runs it, ParameterError."""
    system, route = route_of(id, task, available)
    life = system.life_of(route)
    if over(life):
        raise retired(system, life)
    if keyless or usable(system, route, available):
        return f"{system.id}@{route.provider}"
    alive = [r for r in system.routes if r.provider in vendors() and not over(system.life_of(r))]
    if not alive:
        raise out_of_reach(system)
    ways = [vendor(r.provider) for r in alive]
    if route in alive and route.provider in available.configured:
        complete(vendor(route.provider))
    keys = " or ".join(dict.fromkeys(f"{v.keys[0]} ({v.title})" for v in ways if v.keys))
    raise KeyMissing(f"{system.name} needs a key.", hint=f"Set {keys} in the environment.")


def within_reach(ids: Sequence[str]) -> list[str]:
    """Those systems of some that a route leads to today."""
    found = [system for id in ids if (system := find_system(id))]
    return [system.id for system in found if any(not over(system.life_of(route)) for route in system.routes)]


def retired(system: System, life: LifeCycle) -> RetiredModel:
    """What to say of a model that is gone."""
    gone = f"was shut down{f' on {life.ends}' if life.ends else ''}"
    instead = " or ".join(within_reach(life.successors or system.alternatives))
    return RetiredModel(
        f"{system.name} {'cannot be had' if life.state == 'unavailable' else gone} ({life.source}).",
        hint=f"Use {instead} instead." if instead else "`polymuse models` lists what there is.",
    )


def out_of_reach(system: System) -> RetiredModel | NoEngine:
    """What to say of a model to which no route leads."""
    if over(system.life):
        return retired(system, system.life)
    instead = " or ".join(within_reach(system.alternatives or system.life.successors))
    return NoEngine(
        f"{system.name} runs on one's own machine only, from weights, and polymuse does not run those yet."
        if not system.routes
        else f"{system.name} is known, but none of its providers ({', '.join(r.provider for r in system.routes)}) is.",
        hint=f"Use {instead} instead." if instead else f"`polymuse recommend` finds another for {system.family}.",
    )
