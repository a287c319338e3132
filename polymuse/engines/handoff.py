"""Systems without a programming interface: the words are written in their own dialect, a person does the rest."""

from __future__ import annotations

from pathlib import Path

from polymuse.catalog.model import Route
from polymuse.engines.hosted._asking import handed_over
from polymuse.types import Card, Events, HandedOff, Request

__all__ = ["HandOff"]


class HandOff:
    """Hands work over. The wrapper that journals it ends the call; the result comes back by `polymuse import`."""

    def __init__(self, card: Card, route: Route, dialect: str) -> None:
        self.card = card
        self._route = route
        self._dialect = dialect

    async def run(self, request: Request, work: Path) -> Events:
        ask, notices = handed_over(request, self._route, self._dialect)
        for notice in notices:
            yield notice
        lines = [f"{name}: {value}" for name, value in ask.words.items() if name not in self._route.options]
        length = [f"length: {ask.seconds:g} seconds"] if ask.seconds else []
        site = self._route.options.get("site", "")
        yield HandedOff(
            "\n".join([ask.text, *lines, *length, *([f"avoid: {ask.negative}"] if ask.negative else [])]), site
        )
