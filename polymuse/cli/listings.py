"""The commands that list what there is."""

from __future__ import annotations

from importlib.util import find_spec
from inspect import getdoc, getmodule
from shutil import which

from polymuse.cli.command import command
from polymuse.cli.console import plain, table
from polymuse.cli.installed import registry
from polymuse.cli.report import Report
from polymuse.gates.registry import load_gates
from polymuse.types import Card

__all__ = ["engines", "gates", "missing", "readiness"]


@command(examples=("polymuse engines",))
def engines() -> Report:
    """List what is installed here, and what it still needs.

    What each engine does and where it runs. Hosted models are counted only; `polymuse models` lists them."""
    rows = table("engine", "where", "tasks", "what it is", "ready")
    for card in registry().installed():
        rows.add_row(card.id, card.locality, "\n".join(card.tasks), plain(card.summary), readiness(card))
    hosted = {card.id.partition("@")[0] for card in registry().cards() if card.locality in ("hosted", "handoff")}
    more = f"And {len(hosted)} hosted models: `polymuse models` lists them, `polymuse doctor` shows which keys are set."
    data = [
        {"id": card.id, "locality": card.locality, "tasks": card.tasks, "summary": card.summary, "version": card.version,
         "missing": missing(card)}
        for card in registry().installed()
    ]  # fmt: skip
    return Report({"engines": data, "hosted_models": len(hosted)}, shown=(rows,), remarks=(more,))


def missing(card: Card) -> list[str]:
    """The Python modules that an engine needs and that are not installed."""
    return [module for module in card.modules if find_spec(module) is None]


def readiness(card: Card) -> str:
    """Whether an engine can work here, and what would make it better."""
    if lacking := missing(card):
        return f"[yellow]needs {', '.join(lacking)}[/yellow]: pip install 'polymuse\\[{card.extra}]'"
    better = [how for program, how in card.programs.items() if which(program) is None]
    return "\n".join(["[green]yes[/green]", *(f"[dim]better with {plain(how)}[/dim]" for how in better)])


@command(examples=("polymuse gates",))
def gates() -> Report:
    """List the checks that every film has to pass."""
    summaries = {name: (getdoc(getmodule(check)) or "").partition("\n")[0] for name, check in load_gates().items()}
    rows = table("gate", "what it checks")
    for name, summary in summaries.items():
        rows.add_row(name, plain(summary))
    return Report({"gates": [{"name": n, "summary": s} for n, s in summaries.items()]}, shown=(rows,))
