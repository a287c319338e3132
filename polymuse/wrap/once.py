"""Never pays twice: what is sent is journalled before, and a job that is under way is taken up again, not repeated."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from polymuse.errors import AwaitingImport, InDoubt, ServiceError, StillRunning
from polymuse.jobs import Asked, Jobs, new_ticket
from polymuse.types import Card, Engine, Events, HandedOff, Request, Submitted, Submitting
from polymuse.wrap.base import Place, cache_key, inputs_json

__all__ = ["Once"]


class Once:
    """Gives the engine a ticket, and journals what becomes of it. An engine that yields `Submitting` goes on only after
    that is journalled, because a generator waits until its next event is asked for."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self._engine = engine
        self._place = place

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        asked, jobs = self._asked(request), Jobs(self._place.home.journal)
        under_way = jobs.open(asked.key)
        if under_way and under_way.status == "awaiting import":
            raise awaited(under_way.id, self.card, under_way.detail)
        ticket = under_way.ticket if under_way else new_ticket()
        try:
            async with contextlib.aclosing(self._engine.run(replace(request, ticket=ticket), work)) as events:
                async for event in events:
                    if isinstance(event, Submitting):
                        jobs.begin(asked, ticket.token)
                    elif isinstance(event, Submitted):
                        jobs.submitted(asked.key, event.job)
                    elif isinstance(event, HandedOff):
                        id = jobs.begin(asked, ticket.token, "awaiting import", event.instructions)
                        raise awaited(id, self.card, event.instructions)
                    else:
                        yield event
        except InDoubt as error:
            jobs.end(asked.key, "in doubt", error.message)
            raise
        except StillRunning:
            raise
        except ServiceError as error:
            jobs.end(asked.key, "failed", error.message)
            raise

    def _asked(self, request: Request) -> Asked:
        return Asked(
            cache_key(self.card, request), self._place.run, self._place.step, request.task, self.card.id,
            self.card.version, request.params.model_dump_json(), inputs_json(request),
        )  # fmt: skip


def awaited(job: int, card: Card, instructions: str) -> AwaitingImport:
    return AwaitingImport(
        f"Job {job} waits for you: {card.name} has no programming interface. {instructions}",
        hint=f"Bring the result back with `polymuse import {job} FILE`, then give the same command again.",
    )
