"""Chooses engines and says why; estimates what a plan takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from polymuse.engines import registry
from polymuse.errors import NoEngine
from polymuse.journal import Journal
from polymuse.plan import Plan, Step
from polymuse.types import Card, Pace

__all__ = ["Choice", "Estimate", "choose", "estimate", "estimate_step"]

ORDER = ("builtin", "local", "hosted", "handoff")


@dataclass(frozen=True, slots=True)
class Choice:
    engine: str
    why: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Wall-clock seconds of work and US dollars."""

    seconds: float
    usd: float
    measured: bool = False
    """Whether the pace was measured on this machine, rather than taken from the card."""


def choose(task: str, models: Mapping[str, str] | None = None) -> Choice:
    """The engine for a task: the one that `models` (task → engine id) names, else the first that can, built-in engines
    before others. Raises NoEngine."""
    wanted = (models or {}).get(task)
    able = [card for card in registry.cards() if task in card.tasks]
    if wanted:
        card = registry.get(wanted).card
        if task not in card.tasks:
            raise NoEngine(f"{card.name} does not do {task}.", hint=f"These do: {', '.join(c.id for c in able)}.")
        return Choice(wanted, "asked for")
    if not able:
        raise NoEngine(f"No engine does {task}.", hint="`polymuse engines` lists what there is.")
    best = min(able, key=lambda card: ORDER.index(card.locality))
    return Choice(
        best.id, f"{best.locality}, no key or weights needed" if best.locality == "builtin" else best.locality
    )


def estimate_step(step: Step, journal: Journal | None = None) -> Estimate:
    """From how fast this machine was the last times, else from the engine's card."""
    card = registry.get(step.engine).card
    usd = card.usd.get(step.task, 0.0) * step.size
    past = journal.pace(card.id, card.version, step.task) if journal else []
    pace, measured = _pace(card, step.task, past)
    return Estimate(pace.start + pace.each * step.size, usd, measured)


def _pace(card: Card, task: str, past: list[tuple[float, float]]) -> tuple[Pace, bool]:
    said = card.pace.get(task, Pace(start=1.0))
    ratios = [(seconds - said.start) / size for size, seconds in past if size > 0]
    if len(ratios) < 3:  # a median of fewer says little
        return said, False
    return Pace(start=said.start, each=max(0.0, median(ratios))), True


def estimate(plan: Plan, journal: Journal | None = None, side_by_side: int = 1) -> Estimate:
    """The whole plan, when `side_by_side` steps can be worked on at once: no less than its longest chain."""
    each = {step.id: estimate_step(step, journal) for step in plan.steps}
    chain: dict[str, float] = {}
    for step in plan.steps:
        chain[step.id] = each[step.id].seconds + max((chain[id] for id in step.after() if id in chain), default=0.0)
    total = sum(e.seconds for e in each.values())
    seconds = max(total / side_by_side, max(chain.values(), default=0.0))
    return Estimate(seconds, sum(e.usd for e in each.values()), all(e.measured for e in each.values()))
