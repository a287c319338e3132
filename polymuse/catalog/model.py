"""The catalogue's own types: a system, the routes to it, and where each fact comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from polymuse.types import Frozen, Price

__all__ = ["Licence", "Life", "Limits", "Priced", "Route", "Sourced", "System"]


class Sourced(Frozen):
    """A group of facts with where they were read and when (2026-11-21)."""

    source: str
    date: str


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
    source: str = ""
    date: str = ""


class Priced(Sourced):
    """Prices per task."""

    tasks: Mapping[str, tuple[Price, ...]]


class Licence(Sourced):
    """Of the outputs (hosted) or the weights (open): in a word or two, and whether work for pay may use it."""

    name: str
    commercial: bool | None = None
    """None where it depends or was not found."""


class Life(Sourced):
    """Where a model is in its life. `ends` is the announced or past day of shutdown."""

    state: Literal["active", "preview", "deprecated", "retired"] = "active"
    ends: str | None = None
    successors: tuple[str, ...] = ()
    """Ids of systems to use instead, the best first."""
    note: str = ""


class Route(Frozen):
    """One way to reach a system. `model` is the provider's own id for it."""

    provider: str
    model: str
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
    note: str = ""

    def limits_for(self, task: str) -> Limits:
        return self.limits.get(task) or self.limits.get("*") or Limits()


class System(Frozen):
    """A named model, whoever runs it."""

    id: str
    name: str
    developer: str
    summary: str
    dialect: str
    routes: tuple[Route, ...] = Field(min_length=1)
    licence: Licence
    life: Life
    also: tuple[str, ...] = ()
    """Other names and ids people use for it."""
    strengths: tuple[str, ...] = ()
    """What it is good at, in the words of `recommend`'s needs."""
    local: bool = False
    """Whether its weights can be had."""

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(task for route in self.routes for task in route.tasks))
