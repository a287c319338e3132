"""Chooses engines and says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.engines.registry import Registry
from polymuse.errors import NoEngine

__all__ = ["Choice", "choose"]

ORDER = ("builtin", "local", "hosted", "handoff")


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine's id, and why it was chosen."""

    engine: str
    why: str


async def choose(
    registry: Registry, task: str, models: Mapping[str, str] | None = None, *, keyless: bool = False
) -> Choice:
    """The engine for a task: the one that `models` (task → engine id) names, else the first that can, built-in engines
    before others, hosted ones only where they are set up. Raises NoEngine, and for a named one ParameterError,
    RetiredModel, KeyMissing and MissingExtra; `keyless` is for estimates, which need no key."""
    if model := (models or {}).get(task):
        return await _named(registry, task, model, keyless)
    for card in sorted(registry.installed(), key=lambda card: ORDER.index(card.locality)):
        if task in card.tasks:
            why = "builtin, no key or weights needed" if card.locality == "builtin" else card.locality
            return Choice(card.id, why)
    return await _hosted(registry, task)


async def _named(registry: Registry, task: str, model: str, keyless: bool) -> Choice:
    card = await registry.select(model, task, keyless=keyless)
    if task not in card.tasks:
        able = list(dict.fromkeys(c.id.partition("@")[0] for c in registry.cards() if task in c.tasks))
        some = ", ".join(able[:6]) + (f" and {len(able) - 6} more" if len(able) > 6 else "")
        raise NoEngine(f"{card.name} does not do {task}.", hint=f"These do: {some}." if able else "")
    return Choice(card.id, "asked for")


async def _hosted(registry: Registry, task: str) -> Choice:
    """A hosted engine for a task, of those that are set up."""
    if card := await registry.select_hosted(task):
        return Choice(card.id, "hosted; its key is set; the cheapest that is no older model")
    able = [card for card in registry.cards() if task in card.tasks and card.locality == "hosted"]
    some = ", ".join(dict.fromkeys(card.id.partition("@")[0] for card in able[:8]))
    raise NoEngine(
        f"No engine that is set up does {task}.",
        hint=f"Set the key of one that does: `polymuse models --task {task}` lists them ({some} …)."
        if able
        else "`polymuse engines` lists what there is.",
    )
