"""Sets money aside before it is spent."""

from __future__ import annotations

import asyncio
import contextlib

from polymuse.errors import BudgetExceeded, InDoubt, PolymuseError, ServiceError, StillRunning
from polymuse.middleware.base import call_key, may_cost
from polymuse.pricing import cost
from polymuse.protocols import Journal, Ledger
from polymuse.types import Allowance, Context, Events, Finished, Handler, Prepared

__all__ = ["Budget"]


class Budget:
    """Reserves the most that a call may cost, and settles what it did cost. What is still under way or in doubt when
    the call ends stays reserved."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def __call__(self, prepared: Prepared, context: Context, call_next: Handler) -> Events:
        if not may_cost(prepared):
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    yield event
            return
        ledger, key, card = self._journal.ledger, call_key(prepared, context), prepared.card
        most = await _most(prepared, ledger, context.allowance)
        await ledger.reserve(
            key, most, run=context.run, task=prepared.request.task, engine=card.id, provider=card.provider or "",
            allowance=context.allowance,
        )  # fmt: skip
        try:
            async with contextlib.aclosing(call_next(prepared, context)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        await ledger.settle(key, event.usage.usd)
                    yield event
        except (InDoubt, StillRunning):
            raise
        except ServiceError as error:
            await (ledger.settle(key, error.usd) if error.usd else ledger.release(key))
            raise
        except (PolymuseError, asyncio.CancelledError, GeneratorExit):
            if await self._journal.jobs.open(key) is None:
                await ledger.close(key)
            raise


async def _most(prepared: Prepared, ledger: Ledger, allowance: Allowance) -> float:
    """Dollars that a call may cost. Raises BudgetExceeded where that is not known and there is a budget to keep."""
    if prepared.card.locality == "handoff":
        return 0.0  # what a person pays there is theirs
    if not prepared.prices and await ledger.limited(allowance):
        raise BudgetExceeded(
            f"What {prepared.card.id} charges for {prepared.request.task} is not known, and there is a budget to keep.",
            hint="Choose a model with a price (`polymuse models`), or run without a budget.",
        )
    return cost(prepared).high
