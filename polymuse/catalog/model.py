"""The catalogue's own types: a system, the routes to it, and where each fact comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from polymuse.types import Frozen, Price

__all__ = ["OLD", "Family", "Licence", "Life", "Limits", "Priced", "Route", "Sourced", "System"]

OLD = 180
"""Days after which a fact should be looked up again."""
EVERY = "*"
"""Stands for every task of a route that is not named."""

Family = Literal[
    "image", "video", "speech", "music", "sound", "recognition", "language", "native", "embedding", "moderation"
]
"""What a system is known for: `recognition` is speech to text, `native` answers in several modalities at once."""


class Sourced(Frozen):
    """A group of facts with where they were read and when (2026-11-21)."""

    source: str
    date: str

    def age(self, today: dt.date) -> int:
        """Days since the facts were read."""
        return (today - dt.date.fromisoformat(self.date)).days

    def old(self, today: dt.date) -> bool:
        return self.age(today) > OLD


class Limits(Frozen):
    """What a model takes. Lengths in characters and seconds; `sizes` as "1280x720", `aspects` as "16:9"."""

    prompt: int | None = None
    prompt_unit: Literal["characters", "UTF-16 units", "bytes"] = "characters"
    seconds: tuple[float, ...] = ()
    """The lengths on offer; where any length between two bounds goes, `least` and `most` say so instead."""
    least: float | None = None
    most: float | None = None
    sizes: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    images: int | None = None
    """Pictures that may be given."""
    fps: tuple[int, ...] = ()
    voices: tuple[str, ...] = ()
    output_tokens: int | None = None
    """The longest answer of a language model, thoughts and all. Where nobody says how long an answer may be, a model
    that is paid by the token is told this, or `money.ANSWER` where that is less."""
    source: str = ""
    date: str = ""

    @property
    def shortest(self) -> float | None:
        """The shortest result in seconds, where that is known."""
        return min(self.seconds) if self.seconds else self.least

    @property
    def longest(self) -> float | None:
        """The longest result in seconds, where that is known."""
        return max(self.seconds) if self.seconds else self.most


class Priced(Sourced):
    """Prices per task; `"*"` for all that are not named."""

    tasks: Mapping[str, tuple[Price, ...]]


class Licence(Sourced):
    """Of the outputs (hosted) or the weights (open): in a word or two, and whether work for pay may use it."""

    name: str
    commercial: bool | None = None
    """None where it depends or was not found."""
    note: str = ""


class Life(Sourced):
    """Where a model is in its life. `ends` is the announced or past day of shutdown."""

    state: Literal["active", "preview", "deprecated", "retired", "unavailable"] = "active"
    """`unavailable`: shown or described by its makers, but neither weights nor an interface can be had."""
    ends: str | None = None
    successors: tuple[str, ...] = ()
    """Ids of systems to use instead, the best first."""
    note: str = ""

    def over(self, today: dt.date) -> bool:
        """Whether it is gone: said to be, or its announced last day is past."""
        ended = self.ends is not None and dt.date.fromisoformat(self.ends) <= today
        return self.state in ("retired", "unavailable") or ended


class Route(Frozen):
    """One way to reach a system. `model` is the provider's own id for it."""

    provider: str
    model: str
    models: Mapping[str, str] = {}
    """Per task, where the provider has other ids for some."""
    tasks: tuple[str, ...]
    dialect: str | None = None
    """The prompt dialect, where it is another than the system's."""
    limits: Mapping[str, Limits] = {}
    """Per task; `"*"` for all."""
    prices: Priced | None = None
    life: Life | None = None
    """Where this route's life differs from the system's."""
    ignores: tuple[str, ...] = ()
    """Parameters of its tasks that have no place in its requests."""
    options: Mapping[str, str] = {}
    """Fixed values for this route's own parameters (a mode, a rendering speed)."""
    litellm: Mapping[str, str] = {}
    """Its names in litellm's public price table, per task or for all (`"*"`), for `refresh`."""
    note: str = ""

    def model_for(self, task: str) -> str:
        return self.models.get(task, self.model)

    def limits_for(self, task: str) -> Limits:
        return self.limits.get(task) or self.limits.get(EVERY) or Limits()

    def prices_for(self, task: str) -> tuple[Price, ...]:
        """What a task costs; nothing where that is not known."""
        tasks = self.prices.tasks if self.prices else {}
        return tasks.get(task, tasks.get(EVERY, ()))


class System(Frozen):
    """A named model, whoever runs it."""

    id: str
    name: str
    developer: str
    family: Family
    summary: str
    dialect: str = "plain"
    routes: tuple[Route, ...] = ()
    """None where it can only run on one's own machine, or nowhere."""
    licence: Licence
    life: Life
    also: tuple[str, ...] = ()
    """Other names and ids people use for it."""
    strengths: tuple[str, ...] = ()
    """What it is good at, in the words of `recommend`'s needs."""
    local: bool = False
    """Whether its weights can be had."""
    weights: str = ""
    """Where they are: a model id on huggingface.co."""
    can: tuple[str, ...] = ()
    """Tasks that its weights do, beyond those of the routes."""
    alternatives: tuple[str, ...] = ()
    """Ids of systems that do the same without a person's help, for one that is handed over or cannot be had."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(task for route in self.routes for task in route.tasks), *self.can)))

    def life_of(self, route: Route) -> Life:
        return route.life or self.life

    def alive(self, today: dt.date) -> bool:
        """Whether any way to it is left, or its weights are."""
        ways = [self.life_of(route) for route in self.routes] or [self.life]
        return self.local or any(not life.over(today) for life in ways)
