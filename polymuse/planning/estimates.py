"""What a plan takes: seconds, from how fast this machine was before, and money, from the cards' prices."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from polymuse import tasks
from polymuse.engines.registry import Registry
from polymuse.middleware.cache import recall
from polymuse.planning.plan import GIVEN, Plan, Step
from polymuse.pricing import FREE, Money, cost
from polymuse.protocols import BlobStore, Journal
from polymuse.quantities import spread
from polymuse.types import Asset, Card, Facts, Finished, Kind, Pace, Prepared, Request

__all__ = ["Estimate", "Estimator"]

LESS, MORE = 0.7, 1.3
"""Of the length and size that are expected of an input, how much it may turn out to have."""
DOCUMENT = 4096
"""Bytes that a document has where nobody says what to expect."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Wall-clock seconds of work and US dollars."""

    seconds: float
    money: Money
    measured: bool = False
    """Whether the pace was measured on this machine, rather than taken from the card."""
    priced: bool = True
    """Whether the price of everything that may cost is known."""
    request: Mapping[str, object] = field(default_factory=dict)
    """What will be asked of a hosted model, as far as that is known: `prompt`, `size`, `resolution`, `seconds` …, and the
    `quantities` that are paid for (lowest, expected, highest)."""


NOTHING = Estimate(0.0, FREE, measured=True)


class Estimator:
    """Estimates steps of plans before they are done."""

    def __init__(self, registry: Registry, journal: Journal) -> None:
        self._registry = registry
        self._journal = journal
        self._paces: dict[tuple[str, str], tuple[Pace, bool]] = {}

    async def step(self, step: Step, given: Mapping[str, Asset] = {}) -> Estimate:
        """From how fast this machine was the last times, else from the engine's card; money from the card's prices."""
        await asyncio.sleep(0)  # others go on, however many steps there are
        card = self._registry.get(step.engine).card
        seconds, measured = await self.seconds(step)
        if card.locality != "hosted":
            return Estimate(seconds, self.money(step, given), measured)
        prepared = self.foreseen(step, given)
        return Estimate(seconds, cost(prepared), measured, step.task in card.prices, _summary(prepared))

    async def seconds(self, step: Step) -> tuple[float, bool]:
        """How long a step takes, and whether that was measured on this machine."""
        card = self._registry.get(step.engine).card
        pace, measured = await self._pace(card, step.task)
        return pace.start + pace.each * step.size, measured

    async def _pace(self, card: Card, task: str) -> tuple[Pace, bool]:
        """Read once, however many steps there are."""
        if (card.id, task) not in self._paces:
            past = await self._journal.calls.paces(card.id, card.version, task)
            self._paces[card.id, task] = _pace(card, task, past)
        return self._paces[card.id, task]

    def money(self, step: Step, given: Mapping[str, Asset] = {}) -> Money:
        """What a step costs, at the card's prices."""
        card = self._registry.get(step.engine).card
        return cost(self.foreseen(step, given)) if card.prices.get(step.task) else FREE

    def foreseen(self, step: Step, given: Mapping[str, Asset] = {}) -> Prepared:
        """A step as it will be asked for. `given` are the assets that are given to the plan; for inputs that are not made
        yet there are stand-ins, and what is paid for is as uncertain as they are."""
        expected = self._prepared(step, given)
        if all(asset.made for asset in expected.request.inputs.values()):
            return expected
        low, high = (self._prepared(step, given, part) for part in (LESS, MORE))
        return replace(expected, quantities=spread(low.quantities, expected.quantities, high.quantities))

    def _prepared(self, step: Step, given: Mapping[str, Asset], part: float = 1.0) -> Prepared:
        task = tasks.get(step.task)
        inputs: dict[str, Asset] = {}
        for name, reference in step.inputs.items():
            port = task.input(name)
            if asset := given.get(reference.removeprefix(f"{GIVEN}.")):
                inputs[name] = asset
            elif port:
                inputs[name] = _stand_in(port.kind, step.expected.get(name, {}), part)
        return self._registry.get(step.engine).prepare(Request(step.task, tasks.parameters(task, step.params), inputs))

    async def certain(self, plan: Plan, since: float = 0.0, given: Mapping[str, Asset] = {}) -> Money:
        """What a plan will cost for sure: the steps that are not under way, and were never done with these parameters
        since a time (seconds since 1970), so that no cached result can stand in for them."""
        different = {(s.task, s.engine, repr(s.params), repr(s.inputs)): s for s in plan.steps}.values()
        priced = [step for step in different if self._registry.get(step.engine).card.prices.get(step.task)]
        new = [step for step in priced if await self._is_new(step, since, given)]
        return sum((self.money(step, given) for step in new), FREE)

    async def _is_new(self, step: Step, since: float, given: Mapping[str, Asset]) -> bool:
        prepared = self._prepared(step, given)
        card, params = prepared.card, prepared.request.params.model_dump_json()
        asked = (card.id, card.version, step.task, params)
        return not (await self._journal.jobs.is_under_way(*asked) or await self._journal.calls.was_done(*asked, since))

    async def plan(self, plan: Plan, side_by_side: int = 1, kept: Collection[str] = ()) -> Estimate:
        """The whole plan, when `side_by_side` steps can be worked on at once: no less than its longest chain. Steps that
        are `kept` from before take nothing."""
        each = {step.id: NOTHING if step.id in kept else await self.step(step) for step in plan.steps}
        chain: dict[str, float] = {}
        for step in plan.steps:
            before = max((chain[id] for id in step.after() if id in chain), default=0.0)
            chain[step.id] = each[step.id].seconds + before
        total = sum(e.seconds for e in each.values())
        seconds = max(total / side_by_side, max(chain.values(), default=0.0))
        money = sum((e.money for e in each.values()), FREE)
        measured, priced = all(e.measured for e in each.values()), all(e.priced for e in each.values())
        return Estimate(seconds, money, measured, priced)

    async def priorities(self, plan: Plan) -> dict[str, float]:
        """By step, how many seconds the longest chain of steps takes that begins with it. Where the highest priority goes
        first, long steps start early and short ones fill the gaps at the end (critical-path list scheduling: Graham,
        Bounds on multiprocessing timing anomalies, 1969)."""
        behind: dict[str, float] = {}
        if len(plan.steps) == 1:
            return {plan.steps[0].id: 0.0}
        for step in reversed(plan.steps):
            chain = behind.get(step.id, 0.0) + (await self.seconds(step))[0]
            behind[step.id] = chain
            for id in step.after():
                behind[id] = max(behind.get(id, 0.0), chain)
        return {step.id: behind[step.id] for step in plan.steps}

    async def kept(self, plan: Plan, blobs: BlobStore, since: float = 0.0, given: Mapping[str, Asset] = {}) -> set[str]:
        """The steps of a plan whose results are kept from before, and were made after `since` (seconds since 1970). A step
        can be looked up only where all that it needs is kept, for its key holds the digests of its inputs."""
        results: dict[str, Finished] = {}
        for step in plan.steps:
            await asyncio.sleep(0)  # others go on, however long the plan is
            with contextlib.suppress(KeyError):
                sources = {name: reference.partition(".") for name, reference in step.inputs.items()}
                inputs = {
                    name: given[output] if id == GIVEN else results[id].outputs[output]
                    for name, (id, _, output) in sources.items()
                }
                request = Request(step.task, tasks.parameters(tasks.get(step.task), step.params), inputs)
                key = self._registry.get(step.engine).prepare(request).cache_key
                if key and (found := await recall(self._journal, blobs, key, since)):
                    results[step.id] = found
        return set(results)


def _summary(prepared: Prepared) -> Mapping[str, object]:
    """What is asked of a model, as JSON data."""
    units = dict.fromkeys(price.unit for price in prepared.prices)
    paid = {unit: prepared.quantities[unit] for unit in units if unit in prepared.quantities}
    amounts = {unit: [amount.low, amount.expected, amount.high] for unit, amount in paid.items()}
    return {**prepared.shown, **({"quantities": amounts} if amounts else {})}


def _stand_in(kind: Kind, facts: Facts, part: float) -> Asset:
    """An input that is not made yet, with so much of what is expected of it."""
    sized = {"bytes": DOCUMENT, **facts} if kind is Kind.BRIEF else facts
    uncertain = ("seconds", "bytes")
    return Asset.expected(kind, {name: fact * part if name in uncertain else fact for name, fact in sized.items()})


def _pace(card: Card, task: str, past: Sequence[tuple[float, float]]) -> tuple[Pace, bool]:
    """The pace that was measured, or the card's."""
    stated = card.pace.get(task, Pace(start=1.0))
    ratios = [(seconds - stated.start) / size for size, seconds in past if size > 0]
    if len(ratios) < 3:  # a median of fewer says little
        return stated, False
    return Pace(start=stated.start, each=max(0.0, median(ratios))), True
