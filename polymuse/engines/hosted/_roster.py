"""From the catalogue's routes to engines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from polymuse.catalog import Life, Limits, Route, System, systems
from polymuse.discovery import found
from polymuse.engines.handoff import HandOff
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._keys import configured
from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import KeyMissing, ParameterError, RetiredModel
from polymuse.types import Card, Engine

__all__ = ["cards", "engine", "route_of", "vendor", "vendors"]

PACKAGE, GROUP = "polymuse.engines.hosted", "polymuse.vendors"
HANDOFF = "handoff"
"""The provider of systems that only a person can use."""


def vendors() -> tuple[str, ...]:
    """The names of all vendors that have a file (or come by an entry point)."""
    return tuple(name.replace("-", "_") for name in found(PACKAGE, GROUP, "VENDOR"))


@cache
def vendor(name: str) -> Vendor:
    """A vendor by its name. Raises ParameterError when there is none."""
    try:
        made: Vendor = found(PACKAGE, GROUP, "VENDOR")[name.replace("_", "-")].load()
    except KeyError:
        raise ParameterError(f"There is no provider {name!r}.", hint=f"There are: {', '.join(vendors())}.") from None
    return made


def cards() -> Iterator[Card]:
    """A card for every route to every system."""
    for system in systems().values():
        for route in system.routes:
            yield card_of(system, route)


def card_of(system: System, route: Route) -> Card:
    limited = {task: route.limits_for(task) for task in route.tasks}
    return Card(
        id=f"{system.id}@{route.provider}",
        name=system.name,
        version=f"{route.model}/1",
        tasks=route.tasks,
        locality="handoff" if route.provider == HANDOFF else "hosted",
        summary=system.summary,
        licence=system.licence.name,
        ignores=route.ignores,
        prices=route.prices.tasks if route.prices else {},
        provider=route.provider,
        lengths={task: limits.seconds for task, limits in limited.items() if limits.seconds},
        longest={task: longest for task, limits in limited.items() if (longest := _longest(limits))},
        voices=route.limits_for("text-to-speech").voices,
    )


def _longest(limits: Limits) -> float | None:
    """The most seconds in one go."""
    return limits.most or max(limits.seconds, default=None)


def route_of(id: str) -> tuple[System, Route]:
    """The system and the route that an engine's id means: `kling-3.0@fal` says which, `kling-3.0` takes the first
    whose key is configured, else the first. Raises ParameterError when there is no such system or route."""
    name, _, provider = id.partition("@")
    system = systems().get(name)
    if system is None:
        raise ParameterError(f"There is no engine {id!r}.", hint="`polymuse engines` and `polymuse models` list them.")
    if provider:
        for route in system.routes:
            if route.provider == provider:
                return system, route
        known = ", ".join(f"{name}@{route.provider}" for route in system.routes)
        raise ParameterError(f"{system.name} is not reached by {provider!r}.", hint=f"There are: {known}.")
    ready = (route for route in system.routes if usable(system, route))
    return system, next(ready, system.routes[0])


def usable(system: System, route: Route) -> bool:
    """Whether a route is alive and its key is there."""
    return life_of(system, route).state != "retired" and (
        route.provider == HANDOFF or configured(vendor(route.provider))
    )


def life_of(system: System, route: Route) -> Life:
    return route.life or system.life


def engine(id: str) -> Engine:
    """The engine for a route. Raises ParameterError."""
    system, route = route_of(id)
    card, dialect = card_of(system, route), route.dialect or system.dialect
    if route.provider == HANDOFF:
        return HandOff(card, route, dialect)
    return Hosted(card, vendor(route.provider), route, dialect)


def check(id: str) -> str:
    """The id with its route, when it can be used now. Raises RetiredModel naming the successor, KeyMissing naming the
    keys that would do, ParameterError."""
    system, route = route_of(id)
    life = life_of(system, route)
    if life.state == "retired":
        successors = " or ".join(life.successors)
        raise RetiredModel(
            f"{system.name} was shut down{f' on {life.ends}' if life.ends else ''} ({life.source}).",
            hint=f"Use {successors} instead." if successors else "`polymuse models` lists what there is.",
        )
    if not usable(system, route):
        ways = [
            vendor(r.provider) for r in system.routes if r.provider != HANDOFF and life_of(system, r).state != "retired"
        ]
        keys = " or ".join(dict.fromkeys(f"{v.keys[0]} ({v.title})" for v in ways if v.keys))
        raise KeyMissing(f"{system.name} needs a key.", hint=f"Set {keys} in the environment.")
    return f"{system.id}@{route.provider}"
