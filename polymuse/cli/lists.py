"""The commands that list what there is."""

from __future__ import annotations

from importlib.util import find_spec
from inspect import getdoc, getmodule
from shutil import which

from rich.markup import escape
from rich.table import Table

from polymuse.cli.console import out
from polymuse.engines import registry
from polymuse.gates.registry import every_gate
from polymuse.types import Card

__all__ = ["engines", "gates"]


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table


def engines() -> None:
    """List the engines: what each does, where it runs, and what it still needs.

    `polymuse engines`"""
    table = _table("engine", "where", "tasks", "what it is", "ready")
    for card in registry.cards():
        table.add_row(card.id, card.locality, "\n".join(card.tasks), escape(card.summary), readiness(card))
    out.print(table)


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
    table = _table("gate", "what it checks")
    for name, check in every_gate().items():
        table.add_row(name, escape((getdoc(getmodule(check)) or "").partition("\n")[0]))
    out.print(table)
