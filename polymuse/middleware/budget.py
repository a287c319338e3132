"""Sets money aside before it is spent."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from polymuse.errors import BudgetExceeded, InDoubt, PolymuseError, ServiceError, StillRunning
from polymuse.journal.ledger import Ledger
from polymuse.middleware.base import Place, cache_key
from polymuse.pricing import cost
from polymuse.tasks import get
from polymuse.types import Card, Engine, Events, Finished, Request

__all__ = ["Budgeted"]


class Budgeted:
    """Reserves the most that a call may cost, and settles what it did cost. What is still under way or in doubt when
    the call ends stays reserved."""

    def __init__(self, engine: Engine, place: Place, size: float = 0.0) -> None:
        self._engine = engine
        self._place = place
        self._size = size

    @property
    def card(self) -> Card:
        return self._engine.card

    async def run(self, request: Request, work: Path) -> Events:
        ledger, key = Ledger(self._place.home.journal), cache_key(self.card, request)
        ledger.reserve(
            key, self._most(request, ledger), run=self._place.run, task=request.task, engine=self.card.id,
            provider=self.card.provider or "", allowance=self._place.allowance,
        )  # fmt: skip
        try:
            async with contextlib.aclosing(self._engine.run(request, work)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        ledger.settle(key, event.usage.usd)
                    yield event
        except (InDoubt, StillRunning):
            raise
        except ServiceError as error:
            ledger.settle(key, error.usd) if error.usd else ledger.release(key)
            raise
        except (PolymuseError, asyncio.CancelledError, GeneratorExit):
            if not self._place.under_way(key):
                ledger.close(key)
            raise

    def _most(self, request: Request, ledger: Ledger) -> float:
        """Dollars that the call may cost. Raises BudgetExceeded where that is not known and there is a budget to keep."""
        prices = self.card.prices.get(request.task, ())
        if self.card.locality == "handoff":
            return 0.0  # what a person pays there is theirs
        if not prices and ledger.limited(self._place.allowance):
            raise BudgetExceeded(
                f"What {self.card.id} charges for {request.task} is not known, and there is a budget to keep.",
                hint="Choose a model with a price (`polymuse models`), or run without a budget.",
            )
        return cost(self.card, request, self._size, get(request.task).unit).high
