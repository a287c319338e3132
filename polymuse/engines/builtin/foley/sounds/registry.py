"""All sounds by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from numpy.random import Generator

from polymuse.engines.builtin.foley.kit import Samples
from polymuse.engines.builtin.foley.sounds import animals, birds, home, people, things, vehicles, water, weather

__all__ = ["BEDS", "EVENTS"]

_FAMILIES = (weather, water, birds, animals, people, home, things, vehicles)

BEDS: Mapping[str, Callable[[Generator, int], Samples]] = {n: f for family in _FAMILIES for n, f in family.BEDS.items()}
EVENTS: Mapping[str, Callable[[Generator], Samples]] = {n: f for family in _FAMILIES for n, f in family.EVENTS.items()}
