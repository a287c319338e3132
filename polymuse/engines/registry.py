"""The engines there are: found by listing `builtin/`, `local/` and `hosted/` and by entry points of the group
`polymuse.engines`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from polymuse.discovery import found
from polymuse.errors import ParameterError
from polymuse.types import Card, Engine

__all__ = ["cards", "get"]


@cache
def _engines() -> Mapping[str, Engine]:
    engines: dict[str, Engine] = {}
    for part in found("polymuse.engines.builtin", "polymuse.engines", "ENGINE").values():
        engine: Engine = part.load()
        engines[engine.card.id] = engine
    return engines


def cards() -> tuple[Card, ...]:
    """The cards of all engines, built-in ones first."""
    return tuple(engine.card for engine in _engines().values())


def get(id: str) -> Engine:
    """The engine of that id. Raises ParameterError when there is none."""
    try:
        return _engines()[id]
    except KeyError:
        raise ParameterError(f"There is no engine {id!r}.", hint=f"The engines are: {', '.join(_engines())}.") from None
