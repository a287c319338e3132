"""The commands that list what there is."""

from __future__ import annotations

from importlib.util import find_spec
from inspect import getdoc, getmodule
from shutil import which

from rich.markup import escape

from polymuse.cli.console import out, table
from polymuse.engines import registry
from polymuse.gates.registry import load_gates
from polymuse.types import Card

__all__ = ["engines", "gates"]


def engines() -> None:
    """List the engines: what each does, where it runs, and what it still needs.

    Hosted models are counted only; `polymuse models` lists them.

    `polymuse engines`"""
    rows = table("engine", "where", "tasks", "what it is", "ready")
    for card in registry.installed():
        rows.add_row(card.id, card.locality, "\n".join(card.tasks), escape(card.summary), readiness(card))
    out.print(rows)
    hosted = {card.id.partition("@")[0] for card in registry.cards() if card.locality in ("hosted", "handoff")}
    out.print(
        f"And {len(hosted)} hosted models: `polymuse models` lists them, `polymuse doctor` shows which keys are set."
    )


def readiness(card: Card) -> str:
    """Whether an engine can work here, and what would make it better."""
    missing = [module for module in card.modules if find_spec(module) is None]
    if missing:
        return f"[yellow]needs {', '.join(missing)}[/yellow]: pip install 'polymuse\\[{card.extra}]'"
    better = [how for program, how in card.programs.items() if which(program) is None]
    return "\n".join(["[green]yes[/green]", *(f"[dim]better with {escape(how)}[/dim]" for how in better)])


def gates() -> None:
    """List the checks that every film has to pass.

    `polymuse gates`"""
    rows = table("gate", "what it checks")
    for name, check in load_gates().items():
        rows.add_row(name, escape((getdoc(getmodule(check)) or "").partition("\n")[0]))
    out.print(rows)
