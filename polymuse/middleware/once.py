"""Never pays twice: what is sent is journalled before, and a job that is under way is taken up again, not repeated."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import replace

from polymuse.catalog import find_system
from polymuse.errors import AwaitingImport, InDoubt, ServiceError, StillRunning
from polymuse.middleware.base import call_spec, may_cost
from polymuse.pricing import cost
from polymuse.protocols import Job, Journal
from polymuse.types import (
    Card,
    Context,
    Events,
    HandedOff,
    Handler,
    Prepared,
    Submitted,
    Submitting,
    Ticket,
    Withdrawn,
)

__all__ = ["Once"]

SYNCED = 0.01
"""US dollars of expected cost from which on a call is synced to the disk before it is sent. That takes several
milliseconds, as long as a short answer itself; without it a power cut (not the end of a process) may have such a call
sent, and paid, again."""


class Once:
    """Gives the engine a ticket, and journals what becomes of it. An engine that yields `Submitting` goes on only after
    that is journalled, because a generator waits until its next event is asked for."""

    def __init__(self, journal: Journal) -> None:
        self._jobs = journal.jobs

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        if not may_cost(prepared):
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    yield event
            return
        call, jobs, card = call_spec(prepared, context), self._jobs, prepared.card
        under_way = await jobs.open(call.key)
        if under_way and under_way.status == "awaiting import":
            raise awaiting(under_way.id, card, under_way.detail)
        ticket = under_way.ticket if under_way else Ticket(uuid.uuid4().hex)
        try:
            async with contextlib.aclosing(call_next(prepared, replace(context, ticket=ticket))) as events:
                async for event in events:
                    if isinstance(event, Submitting):
                        await jobs.begin(call, ticket.token, durable=_is_dear(prepared))
                    elif isinstance(event, Submitted):
                        await jobs.submitted(call.key, event.job, event.usd)
                        yield event
                    elif isinstance(event, Withdrawn):
                        await jobs.end(call.key, "dropped", "stopped before it was sent")
                    elif isinstance(event, HandedOff):
                        id = await jobs.begin(call, ticket.token, "awaiting import", instructions(event))
                        yield event
                        raise awaiting(id, card, instructions(event))
                    else:
                        yield event
        except InDoubt as error:
            await jobs.end(call.key, "in doubt", error.message)
            raise with_remedies(error, await jobs.open(call.key)) from error
        except StillRunning:
            raise
        except ServiceError as error:
            await jobs.end(call.key, "failed", error.message)
            raise


def _is_dear(prepared: Prepared) -> bool:
    """Whether a call is expected to cost much, as far as that is known."""
    return not prepared.prices or cost(prepared).expected >= SYNCED


def instructions(event: HandedOff) -> str:
    """What a person has to do."""
    return f"Open {event.site} and put in:\n\n{event.instructions}" if event.site else event.instructions


def awaiting(job: int, card: Card, instructions: str) -> AwaitingImport:
    system = find_system(card.id.partition("@")[0])
    instead = ", ".join(system.alternatives[:3]) if system else ""
    return AwaitingImport(
        f"Job {job} waits for you: {card.name} has no programming interface.",
        work=f"Job {job}, {card.name}. {instructions}",
        hint=f"Bring the result back with `polymuse import {job} FILE`, then give the same command again."
        + (f" These need no help: {instead}." if instead else ""),
    )


def with_remedies(error: InDoubt, job: Job | None) -> InDoubt:
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
