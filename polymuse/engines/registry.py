"""The engines there are: the artists, found by listing `builtin/` and by entry points of the group `polymuse.engines`,
a route to each hosted or handed-off system of the catalogue, and any model of the Hugging Face Hub."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from polymuse.catalog import find_system
from polymuse.catalog.load import builtin_systems
from polymuse.catalog.recommend import Need, Ready, recommend
from polymuse.discovery import found, load_all
from polymuse.engines.hosted import _hub as hub
from polymuse.engines.hosted import _routing as routing
from polymuse.errors import ParameterError
from polymuse.event_loop import computed
from polymuse.protocols import SecretProvider
from polymuse.suggestions import did_you_mean, near_names
from polymuse.types import Card, Engine, Settings

__all__ = ["Registry", "discovered"]


@cache
def discovered() -> Mapping[str, Engine]:
    """Built-in engines and those of entry points, by id. One that cannot be loaded is left out with a warning."""
    engines: dict[str, Engine] = {}
    for _, engine in load_all(found("polymuse.engines.builtin", "polymuse.engines", "ENGINE").values()):
        engines[engine.card.id] = engine
    return engines


class Registry:
    """Engines by id. `engines` are those that are here; by default the discovered ones."""

    def __init__(
        self, secrets: SecretProvider, settings: Settings, engines: Mapping[str, Engine] | None = None
    ) -> None:
        self._secrets = secrets
        self._settings = settings
        self._given = engines

    @property
    def engines(self) -> Mapping[str, Engine]:
        return discovered() if self._given is None else self._given

    def installed(self) -> tuple[Card, ...]:
        """The cards of the engines that are here, without the catalogue's."""
        return tuple(engine.card for engine in self.engines.values())

    def cards(self) -> tuple[Card, ...]:
        """The cards of all engines, built-in ones first."""
        return (*self.installed(), *routing.cards())

    def get(self, id: str) -> Engine:
        """The engine of that id. Raises ParameterError when there is none, and, for a model of the Hub, as `select`."""
        if id in self.engines:
            return self.engines[id]
        self._check_spelling(id)
        return hub.engine(id) if hub.named(id) else routing.engine(id)

    async def select(self, id: str, task: str | None = None, *, keyless: bool = False) -> Card:
        """The card of the engine that an id means here and now, with the route (to a task) where there are several.
        Raises ParameterError, RetiredModel, KeyMissing (unless `keyless`), MissingExtra, NoEngine."""
        if id in self.engines:
            return self.engines[id].card
        await computed(builtin_systems)
        if hub.named(id):
            return (await hub.chosen(id, task, self._secrets, self._settings, keyless=keyless)).card
        self._check_spelling(id)
        available = await routing.availability(routing.providers_of(id), self._secrets, self._settings)
        return routing.engine(routing.check(id, task, available, keyless=keyless)).card

    def _check_spelling(self, id: str) -> None:
        """Raises ParameterError for an id that is nearly that of an engine here, and that the catalogue does not know."""
        if not hub.named(id) and find_system(id.partition("@")[0]) is None and near_names(id, self.engines):
            raise ParameterError(f"There is no model {id!r}.", hint=did_you_mean(id, self.engines))

    async def select_hosted(self, task: str) -> Card | None:
        """The card of the hosted engine for a task where nobody names one: of those that are set up, alive and not about
        to be followed by another the cheapest, as `recommend` ranks them. None where none is set up."""
        await computed(builtin_systems)
        is_ready = await self.readiness()
        able = (one for one in recommend(Need(task, ((task,),)), is_ready) if one.route)
        cards = (routing.engine(one.id).card for one in able if one.route and is_ready(one.system, one.route))
        return next((card for card in cards if card.locality == "hosted"), None)

    async def readiness(self) -> Ready:
        """A function that tells of a system's route whether it can be used as things are set up."""
        available = await routing.availability(routing.vendors(), self._secrets, self._settings)
        return lambda system, route: routing.ready(system, route, available)
