"""All sounds by name."""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.engines.builtin.foley.kit import Bed, Occurrence
from polymuse.engines.builtin.foley.sounds import (
    animals,
    bells,
    birds,
    doors,
    home,
    people,
    songbirds,
    steps,
    things,
    vehicles,
    water,
    weather,
    work,
)

__all__ = ["BEDS", "EVENTS"]

_FAMILIES = (weather, water, songbirds, birds, animals, people, steps, doors, home, bells, work, things, vehicles)

BEDS: Mapping[str, Bed] = {name: bed for family in _FAMILIES for name, bed in family.BEDS.items()}
EVENTS: Mapping[str, Occurrence] = {name: event for family in _FAMILIES for name, event in family.EVENTS.items()}
