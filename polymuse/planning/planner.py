"""Chooses engines and says why; estimates what a plan takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median

from polymuse import tasks
from polymuse.engines import registry
from polymuse.errors import NoEngine
from polymuse.journal.sqlite import Journal
from polymuse.planning.plan import Plan, Step
from polymuse.pricing import FREE, Money, cost, guessed, unmade
from polymuse.types import Card, Pace, Request

__all__ = ["Choice", "Estimate", "certain", "choose", "estimate", "estimate_step", "urgencies"]

DOUBT = 0.3
"""The part of its length by which a scene may turn out shorter or longer than it was guessed to be."""
ORDER = ("builtin", "local", "hosted", "handoff")


@dataclass(frozen=True, slots=True)
class Choice:
    engine: str
    why: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Wall-clock seconds of work and US dollars."""

    seconds: float
    money: Money
    measured: bool = False
    """Whether the pace was measured on this machine, rather than taken from the card."""
    priced: bool = True
    """Whether the price of everything that may cost is known."""


def choose(task: str, models: Mapping[str, str] | None = None, *, keyless: bool = False) -> Choice:
    """The engine for a task: the one that `models` (task → engine id) names, else the first that can, built-in engines
    before others, hosted ones only where they are set up. Raises NoEngine, and for a named one ParameterError,
    RetiredModel, KeyMissing and MissingExtra; `keyless` is for what is only reckoned up, so that no key is needed."""
    wanted = (models or {}).get(task)
    if wanted:
        card = registry.chosen(wanted, task, keyless=keyless)
        if task not in card.tasks:
            able = list(dict.fromkeys(c.id.partition("@")[0] for c in registry.cards() if task in c.tasks))
            some = ", ".join(able[:6]) + (f" and {len(able) - 6} more" if len(able) > 6 else "")
            raise NoEngine(f"{card.name} does not do {task}.", hint=f"These do: {some}." if able else "")
        return Choice(card.id, "asked for")
    for best in sorted(registry.installed(), key=lambda card: ORDER.index(card.locality)):
        if task in best.tasks:
            return Choice(
                best.id, f"{best.locality}, no key or weights needed" if best.locality == "builtin" else best.locality
            )
    return _hosted(task)


def _hosted(task: str) -> Choice:
    """A hosted engine for a task, of those that are set up."""
    if card := registry.hosted_for(task):
        return Choice(card.id, "hosted; its key is set; the cheapest that is no older model")
    able = [card for card in registry.cards() if task in card.tasks and card.locality == "hosted"]
    some = ", ".join(dict.fromkeys(card.id.partition("@")[0] for card in able[:8]))
    raise NoEngine(
        f"No engine that is set up does {task}.",
        hint=f"Set the key of one that does: `polymuse models --task {task}` lists them ({some} …)." if able else
        "`polymuse engines` lists what there is.",
    )  # fmt: skip


def estimate_step(step: Step, journal: Journal | None = None) -> Estimate:
    """From how fast this machine was the last times, else from the engine's card; money from the card's prices."""
    card = registry.get(step.engine).card
    seconds, measured = _seconds(step, card, journal)
    priced = step.task in card.prices or card.locality != "hosted"
    return Estimate(seconds, _money(step, card), measured, priced)


def _seconds(step: Step, card: Card, journal: Journal | None) -> tuple[float, bool]:
    """How long a step takes, and whether that was measured on this machine."""
    past = journal.pace(card.id, card.version, step.task) if journal else []
    pace, measured = _pace(card, step.task, past)
    return pace.start + pace.each * step.size, measured


def _money(step: Step, card: Card) -> Money:
    """What a step costs. How long a film's scenes are is a guess until their narration is spoken."""
    if not card.prices.get(step.task):
        return FREE
    task = tasks.get(step.task)
    params, doubt = tasks.parameters(task, step.params), 0.0
    if step.inputs.keys() & {"scene", "score"}:
        params, doubt = guessed(params, step.size, task.unit), DOUBT
    kinds = {name: port.kind for name in step.inputs if (port := task.input(name))}
    return cost(card, Request(step.task, params, unmade(kinds, step.size, task.unit)), step.size, task.unit, doubt)


def certain(plan: Plan, journal: Journal, since: float = 0.0) -> Money:
    """What a plan will cost for sure: the steps that are not under way, and were never done with these parameters since a
    time (seconds since 1970), so that no kept result can stand in for them."""
    different = {(s.task, s.engine, repr(s.params), repr(s.inputs)): s for s in plan.steps}.values()
    priced = (step for step in different if registry.get(step.engine).card.prices.get(step.task))
    new = (step for step in priced if _is_new(_asked(step), journal, since))
    return sum((estimate_step(step).money for step in new), FREE)


def _is_new(asked: tuple[str, str, str, str], journal: Journal, since: float) -> bool:
    return not (journal.is_under_way(*asked) or journal.was_done(*asked, since))


def _asked(step: Step) -> tuple[str, str, str, str]:
    """(engine, version, task, parameters) as the journal has them."""
    card, params = registry.get(step.engine).card, tasks.parameters(tasks.get(step.task), step.params)
    return card.id, card.version, step.task, params.model_dump_json()


def _pace(card: Card, task: str, past: list[tuple[float, float]]) -> tuple[Pace, bool]:
    said = card.pace.get(task, Pace(start=1.0))
    ratios = [(seconds - said.start) / size for size, seconds in past if size > 0]
    if len(ratios) < 3:  # a median of fewer says little
        return said, False
    return Pace(start=said.start, each=max(0.0, median(ratios))), True


def estimate(plan: Plan, journal: Journal | None = None, side_by_side: int = 1, kept: Collection[str] = ()) -> Estimate:
    """The whole plan, when `side_by_side` steps can be worked on at once: no less than its longest chain. Steps that
    are `kept` from before take nothing."""
    nothing = Estimate(0.0, FREE, measured=True)
    each = {step.id: nothing if step.id in kept else estimate_step(step, journal) for step in plan.steps}
    chain: dict[str, float] = {}
    for step in plan.steps:
        chain[step.id] = each[step.id].seconds + max((chain[id] for id in step.after() if id in chain), default=0.0)
    total = sum(e.seconds for e in each.values())
    seconds = max(total / side_by_side, max(chain.values(), default=0.0))
    money = sum((e.money for e in each.values()), FREE)
    measured, priced = all(e.measured for e in each.values()), all(e.priced for e in each.values())
    return Estimate(seconds, money, measured, priced)


def urgencies(plan: Plan, journal: Journal | None = None) -> dict[str, float]:
    """By step, how many seconds the longest chain of steps takes that begins with it. Where the most urgent step goes
    first, long ones start early and short ones fill the gaps at the end (critical-path list scheduling: Graham, Bounds
    on multiprocessing timing anomalies, 1969)."""
    behind: dict[str, float] = {}
    for step in reversed(plan.steps):
        chain = behind.get(step.id, 0.0) + _seconds(step, registry.get(step.engine).card, journal)[0]
        behind[step.id] = chain
        for id in step.after():
            behind[id] = max(behind.get(id, 0.0), chain)
    return {step.id: behind[step.id] for step in plan.steps}
