"""Types of the catalogue: systems, routes, and facts with their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from polymuse.types import Capability, Frozen, Price

__all__ = ["STALE_DAYS", "Family", "Licence", "LifeCycle", "Limits", "PriceList", "Route", "SourcedFacts", "System"]

STALE_DAYS = 180
"""Age in days after which a fact should be verified again."""
ANY_TASK = "*"
"""Key for all tasks of a route that are not listed."""

Family = Literal[
    "image", "video", "speech", "music", "sound", "recognition", "language", "native", "embedding", "moderation"
]
"""What a system is known for: `recognition` is speech to text, `native` outputs several modalities at once."""


class SourcedFacts(Frozen):
    """Facts with their source and the day they were read (2026-11-21)."""

    source: str
    date: str

    def age(self, today: dt.date) -> int:
        """Days since the facts were read."""
        return (today - dt.date.fromisoformat(self.date)).days

    def is_stale(self, today: dt.date) -> bool:
        return self.age(today) > STALE_DAYS


class Limits(Capability):
    """What a model takes and makes, and where that was read."""

    source: str = ""
    date: str = ""


class PriceList(SourcedFacts):
    """Prices per task; `"*"` for all that are not listed."""

    tasks: Mapping[str, tuple[Price, ...]]


class Licence(SourcedFacts):
    """Licence of the outputs (hosted) or the weights (open): its name, and whether commercial use is allowed."""

    name: str
    commercial: bool | None = None
    """None if it depends or is unknown."""
    note: str = ""


class LifeCycle(SourcedFacts):
    """Life-cycle state of a model. `ends` is the announced or past shutdown date."""

    state: Literal["active", "preview", "deprecated", "retired", "unavailable"] = "active"
    """`unavailable`: described by its makers, but neither weights nor an API are available."""
    ends: str | None = None
    successors: tuple[str, ...] = ()
    """Ids of replacements, the best first."""
    note: str = ""

    def is_over(self, today: dt.date) -> bool:
        """Whether the model is shut down, by state or by date."""
        has_ended = self.ends is not None and dt.date.fromisoformat(self.ends) <= today
        return self.state in ("retired", "unavailable") or has_ended


class Route(Frozen):
    """One way to reach a system. `model` is the provider's id for it."""

    provider: str
    model: str
    models: Mapping[str, str] = {}
    """Provider's model id per task, where it differs."""
    tasks: tuple[str, ...]
    dialect: str | None = None
    """Prompt dialect, if it differs from the system's."""
    limits: Mapping[str, Limits] = {}
    """Per task; `"*"` for all."""
    prices: PriceList | None = None
    life: LifeCycle | None = None
    """Life cycle of this route, if it differs from the system's."""
    ignores: tuple[str, ...] = ()
    """Task parameters that its requests cannot carry."""
    options: Mapping[str, str] = {}
    """Fixed values of this route's own parameters (a mode, a rendering speed)."""
    litellm: Mapping[str, str] = {}
    """Keys in litellm's public price table, per task or for all (`"*"`), for `refresh`."""
    note: str = ""

    def model_for(self, task: str) -> str:
        return self.models.get(task, self.model)

    def limits_for(self, task: str) -> Limits:
        return self.limits.get(task) or self.limits.get(ANY_TASK) or Limits()

    def prices_for(self, task: str) -> tuple[Price, ...]:
        """Prices of a task; empty if unknown."""
        tasks = self.prices.tasks if self.prices else {}
        return tasks.get(task, tasks.get(ANY_TASK, ()))


class System(Frozen):
    """A named model, whoever runs it."""

    id: str
    name: str
    developer: str
    family: Family
    summary: str
    dialect: str = "plain"
    routes: tuple[Route, ...] = ()
    """Empty if it runs only locally, or nowhere."""
    licence: Licence
    life: LifeCycle
    also: tuple[str, ...] = ()
    """Aliases and other ids."""
    strengths: tuple[str, ...] = ()
    """Documented strengths, in the vocabulary of `needs.yaml`."""
    local: bool = False
    """Whether its weights can be downloaded."""
    weights: str = ""
    """Model id on huggingface.co."""
    can: tuple[str, ...] = ()
    """Tasks of its weights beyond those of the routes."""
    alternatives: tuple[str, ...] = ()
    """Ids of equivalent systems with an API, for one that is manual or unavailable."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(task for route in self.routes for task in route.tasks), *self.can)))

    def life_of(self, route: Route) -> LifeCycle:
        return route.life or self.life

    def is_available(self, today: dt.date) -> bool:
        """Whether any route is alive, or the weights are."""
        life_cycles = [self.life_of(route) for route in self.routes] or [self.life]
        return self.local or any(not life.is_over(today) for life in life_cycles)
