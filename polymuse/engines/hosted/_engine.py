"""A hosted model as an engine."""

from __future__ import annotations

import contextlib
from pathlib import Path

from polymuse.catalog.model import Route
from polymuse.engines.hosted._credentials import settings_of
from polymuse.engines.hosted._request_builder import ask_of
from polymuse.engines.hosted._webhooks import expected
from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import NoEngine
from polymuse.types import Card, Events, Request, Ticket

__all__ = ["Hosted"]


class Hosted:
    """One route to one model."""

    def __init__(self, card: Card, vendor: Vendor, route: Route, dialect: str) -> None:
        self.card = card
        self._vendor = vendor
        self._route = route
        self._dialect = dialect

    async def run(self, request: Request, work: Path) -> Events:
        """Raises NoEngine, KeyMissing, ParameterError, and what a service can do wrong: ServiceError and its kinds."""
        from polymuse.engines.hosted._call import Call  # noqa: PLC0415 - loads the HTTP client, which is slow to load
        from polymuse.engines.hosted._transport import transport  # noqa: PLC0415

        operation = self._vendor.operations.get(request.task)
        if operation is None:
            raise NoEngine(f"{self.card.name} does not do {request.task} by {self._vendor.title}.")
        if request.live and operation.live:
            operation = operation.live
        ask, notices = ask_of(request, self._route, self._dialect, settings_of(self._vendor))
        for notice in notices:
            yield notice
        way, ticket = await transport(self._vendor), request.ticket or Ticket("")
        async with expected() as nudge:
            call = Call(self._vendor, way, operation, ask, ticket, nudge)
            async with contextlib.aclosing(call.events(work)) as events:
                async for event in events:
                    yield event
