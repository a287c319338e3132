"""The engines there are: the artists, found by listing `builtin/` and by entry points of the group `polymuse.engines`,
a route to each hosted or handed-off system of the catalogue, and any model of the Hugging Face Hub."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from polymuse.catalog.recommend import Need, recommend
from polymuse.discovery import found
from polymuse.engines.hosted import _hub as hub
from polymuse.engines.hosted import _routing as roster
from polymuse.types import Card, Engine

__all__ = ["cards", "chosen", "get", "hosted_for", "installed"]


@cache
def _engines() -> Mapping[str, Engine]:
    engines: dict[str, Engine] = {}
    for part in found("polymuse.engines.builtin", "polymuse.engines", "ENGINE").values():
        engine: Engine = part.load()
        engines[engine.card.id] = engine
    return engines


def installed() -> tuple[Card, ...]:
    """The cards of the engines that are here, without the catalogue's."""
    return tuple(engine.card for engine in _engines().values())


def cards() -> tuple[Card, ...]:
    """The cards of all engines, built-in ones first."""
    return (*installed(), *roster.cards())


def get(id: str) -> Engine:
    """The engine of that id. Raises ParameterError when there is none, and, of a model of the Hub, as `chosen`."""
    if id in _engines():
        return _engines()[id]
    return hub.engine(id) if hub.named(id) else roster.engine(id)


def chosen(id: str, task: str | None = None, *, keyless: bool = False) -> Card:
    """The card of the engine that an id means here and now, with the route (to a task) where there are several. Raises
    ParameterError, RetiredModel, KeyMissing, MissingExtra, NoEngine."""
    if id in _engines():
        return _engines()[id].card
    if hub.named(id):
        return hub.chosen(id, task, keyless=keyless).card
    return roster.engine(roster.check(id, task, keyless=keyless)).card


def hosted_for(task: str) -> Card | None:
    """The card of the hosted engine for a task where nobody names one: of those that are set up, alive and not about to
    be followed by another the cheapest, as `recommend` ranks them. None where none is set up."""
    found = recommend(Need(task, ((task,),)), roster.ready)
    able = (one for one in found if one.route and roster.ready(one.system, one.route))
    cards = (roster.engine(one.id).card for one in able)
    return next((card for card in cards if card.locality == "hosted"), None)
