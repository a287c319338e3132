"""Never pays twice: what is sent is journalled before, and a job that is under way is taken up again, not repeated."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from polymuse.catalog import find_system
from polymuse.errors import AwaitingImport, InDoubt, ServiceError, StillRunning
from polymuse.journal.jobs import Job, Jobs, new_ticket
from polymuse.middleware.base import Place
from polymuse.types import Card, Engine, Events, HandedOff, Request, Submitted, Submitting, Withdrawn

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
        asked, jobs = self._place.asked(self.card, request), Jobs(self._place.home.journal)
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
                        jobs.submitted(asked.key, event.job, event.usd)
                    elif isinstance(event, Withdrawn):
                        jobs.end(asked.key, "dropped", "stopped before it was sent")
                    elif isinstance(event, HandedOff):
                        id = jobs.begin(asked, ticket.token, "awaiting import", told(event))
                        raise awaited(id, self.card, told(event))
                    else:
                        yield event
        except InDoubt as error:
            jobs.end(asked.key, "in doubt", error.message)
            raise doubted(error, jobs.open(asked.key)) from error
        except StillRunning:
            raise
        except ServiceError as error:
            jobs.end(asked.key, "failed", error.message)
            raise


def told(event: HandedOff) -> str:
    """What a person has to do."""
    return f"Open {event.site} and put in:\n\n{event.instructions}" if event.site else event.instructions


def awaited(job: int, card: Card, instructions: str) -> AwaitingImport:
    system = find_system(card.id.partition("@")[0])
    instead = ", ".join(system.alternatives[:3]) if system else ""
    return AwaitingImport(
        f"Job {job} waits for you: {card.name} has no programming interface.",
        work=f"Job {job}, {card.name}. {instructions}",
        hint=f"Bring the result back with `polymuse import {job} FILE`, then give the same command again."
        + (f" These need no help: {instead}." if instead else ""),
    )


def doubted(error: InDoubt, job: Job | None) -> InDoubt:
    """The same error, with what to do once one has looked at the service."""
    if job is None:
        return error
    look = error.hint.partition(", then:")[0].rstrip(".") or "Look at the service"
    return InDoubt(
        error.message,
        hint=f"{look}; then `polymuse jobs retry {job.id}` if it was not done, `polymuse jobs charged {job.id}` if it was "
        f"charged, or `polymuse import {job.id} FILE` if you find the result there.",
        usd=error.usd,
    )
