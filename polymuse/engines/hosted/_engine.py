"""A hosted model as an engine."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from polymuse.catalog.model import Route
from polymuse.engines.hosted._credentials import settings_of
from polymuse.engines.hosted._request_builder import built
from polymuse.engines.hosted._webhooks import expected
from polymuse.engines.hosted._wire import Ask, Vendor
from polymuse.engines.preparation import check, prepared
from polymuse.errors import NoEngine
from polymuse.types import Card, Context, Events, Prepared, Request, Ticket

__all__ = ["Hosted"]


class Hosted:
    """One route to one model."""

    def __init__(self, card: Card, vendor: Vendor, route: Route, dialect: str) -> None:
        self.card = card
        self._vendor = vendor
        self._route = route
        self._dialect = dialect

    def prepare(self, request: Request) -> Prepared:
        """Raises NoEngine for a task that the vendor does not do, ParameterError for what the model cannot do."""
        if request.task not in self._vendor.operations:
            raise NoEngine(f"{self.card.name} does not do {request.task} by {self._vendor.title}.")
        check(self.card, request)
        made = built(request, self._route, self._dialect)
        return prepared(
            self.card, made.request, sent=made.sent, traits=made.traits, notices=made.notices, shown=made.ask.shown(),
            payload=made.ask, decisive=made.ask.decisive(),
        )  # fmt: skip

    async def run(self, prepared: Prepared, context: Context) -> Events:
        """Raises KeyMissing, ParameterError, and what a service can do wrong: ServiceError and its kinds."""
        from polymuse.engines.hosted._call import Call  # noqa: PLC0415 - loads the HTTP client, which is slow to load
        from polymuse.engines.hosted._transport import transport  # noqa: PLC0415

        operation = self._vendor.operations[prepared.request.task]
        if context.live and operation.live:
            operation = operation.live
        ticket = context.ticket or Ticket("")
        assert isinstance(prepared.payload, Ask)
        ask = replace(prepared.payload, token=ticket.token, settings=settings_of(self._vendor, context.settings))
        way = await transport(self._vendor, context.secrets, context.settings)
        async with expected(context.settings) as nudge:
            call = Call(self._vendor, way, operation, ask, ticket, nudge)
            async with contextlib.aclosing(call.events(context)) as events:
                async for event in events:
                    yield event
