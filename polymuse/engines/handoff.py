"""Systems without a programming interface: the words are written in their own dialect, a person does the rest."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.catalog.model import Route
from polymuse.engines.hosted._request_builder import handed_over
from polymuse.engines.hosted._wire import Ask
from polymuse.engines.preparation import check, prepared
from polymuse.types import Card, Context, Events, HandedOff, Prepared, Request

__all__ = ["HandOff"]


class HandOff:
    """Hands work over. The wrapper that journals it ends the call; the result comes back by `polymuse import`."""

    def __init__(self, card: Card, route: Route, dialect: str) -> None:
        self.card = card
        self._route = route
        self._dialect = dialect

    def prepare(self, request: Request) -> Prepared:
        check(self.card, request)
        made = handed_over(request, self._route, self._dialect)
        return prepared(
            self.card, made.request, notices=made.notices, shown=made.ask.shown(), payload=made.ask,
            decisive=made.ask.decisive(),
        )  # fmt: skip

    async def run(self, prepared: Prepared, context: Context) -> Events:
        assert isinstance(prepared.payload, Ask)
        lines = [
            *instructions(prepared.payload, self._route), *(f"(Note: {notice.text})" for notice in prepared.notices)
        ]  # fmt: skip
        yield HandedOff("\n".join(lines), self._route.options.get("site", ""))


def instructions(ask: Ask, route: Route) -> Iterator[str]:
    """What to put in, line by line: the words first, then every setting that they do not say themselves."""
    yield ask.text
    said = {line.strip().lower() for line in ask.text.splitlines()}
    for name, value in ask.words.items():
        line = f"{name.replace('_', ' ')}: {'yes' if value is True else 'no' if value is False else value}"
        if name not in route.options and line.lower() not in said:
            yield line
    if ask.seconds:
        yield f"length: {ask.seconds:g} seconds"
    if ask.negative:
        yield f"avoid: {ask.negative}"
