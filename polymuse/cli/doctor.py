"""The command doctor: whether all is in order."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Annotated

import typer
from rich.markup import escape

from polymuse.cli.console import clock, facts, out, wait
from polymuse.cli.listings import readiness
from polymuse.engines import registry
from polymuse.engines.hosted import _routing as roster
from polymuse.engines.hosted._credentials import configured, root_of
from polymuse.engines.hosted._wire import Vendor
from polymuse.home import Home
from polymuse.journal.jobs import Jobs
from polymuse.journal.ledger import Ledger, dollars
from polymuse.version import __version__

__all__ = ["doctor"]

EXTRAS = {"keyring": "keyring", "google": "google.auth", "hf": "huggingface_hub"}
"""Optional parts of polymuse, and a module that each brings."""


def doctor(
    live: Annotated[
        str | None, typer.Option(help="Make the smallest free call to this provider.", show_default=False)
    ] = None,
) -> None:
    """Show whether all is in order: what is installed, where things are kept, which keys are set (never what they are),
    budgets, engines.

    `polymuse doctor --live openai` asks a provider something that costs nothing, and says what came back."""
    if live is not None:
        _call(live)
        return
    for title, rows in (("Here", _here()), ("Engines", _engines()), ("Keys", _keys()), ("Budgets", _budgets())):
        out.print(f"[bold]{title}[/bold]")
        out.print(facts(rows))


def _call(name: str) -> None:
    from polymuse.engines.hosted._probe import probe  # noqa: PLC0415 - loads the HTTP client, which is slow to load

    found = wait(probe(name))
    out.print(f"[green]{escape(found.title)}[/green] answered {found.status} in {clock(found.seconds)}.")
    if found.said:
        out.print(escape(found.said), soft_wrap=True)


def _here() -> Iterator[tuple[str, str]]:
    home = Home()
    yield "polymuse", f"{__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    free = shutil.disk_usage(home.store.root).free / 1e9
    yield "home", f"{escape(str(home.path))}: {home.store.size() / 1e6:.0f} MB of media; {free:.0f} GB free on the disk"
    under_way = len(Jobs(home.journal).list())
    yield "work under way", f"{under_way} (`polymuse jobs`)" if under_way else "none"
    parts = [f"[green]{name}[/green]" if _there(module) else f"[dim]{name}[/dim]" for name, module in EXTRAS.items()]
    yield "optional parts", f"{', '.join(parts)}  [dim](pip install 'polymuse\\[NAME]')[/dim]"
    if project := os.environ.get("POLYMUSE_PROJECT"):
        yield "project", escape(project)


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _engines() -> Iterator[tuple[str, str]]:
    for card in registry.installed():
        yield card.id, readiness(card)


def _keys() -> Iterator[tuple[str, str]]:
    for name in roster.vendors():
        vendor = roster.vendor(name)
        yield name, _state(vendor) + _install(vendor) + _address(vendor)


def _state(vendor: Vendor) -> str:
    set_ = next((variable for variable in vendor.keys if os.environ.get(variable, "").strip()), None)
    if set_:
        return f"[green]{set_} is set[/green]"
    if not vendor.keys or not vendor.key_needed:
        return "[green]needs no key[/green]"
    return (
        "[green]in the keyring[/green]" if configured(vendor) else f"[dim]{' or '.join(vendor.keys)} is not set[/dim]"
    )


def _install(vendor: Vendor) -> str:
    """What it cannot be reached without."""
    missing = roster.lacking(vendor)
    return f"  [yellow]needs {', '.join(missing)}[/yellow]: pip install 'polymuse\\[{vendor.extra}]'" if missing else ""


def _address(vendor: Vendor) -> str:
    """Where it is, if not at its own address."""
    root = root_of(vendor)
    return f"  at {escape(root)}" if root != vendor.url.rstrip("/") else ""


def _budgets() -> Iterator[tuple[str, str]]:
    budgets = Ledger(Home().journal).budgets()
    if not budgets:
        yield "none", "[dim]`polymuse budget month --usd 50` sets one[/dim]"
    for budget in budgets:
        yield f"{budget.scope} {budget.name}".strip(), f"{dollars(budget.gone)} of {dollars(budget.usd)}"
