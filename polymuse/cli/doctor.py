"""The command doctor: whether all is in order."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from polymuse.cli.command import command, option
from polymuse.cli.console import clock, facts, plain, wait
from polymuse.cli.listings import missing, readiness
from polymuse.cli.report import Report
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


@command(
    option("--live", metavar="PROVIDER", values=roster.vendors, help="Make the smallest free call to this provider."),
    examples=(
        "polymuse doctor",
        "polymuse doctor --live openai        # asks something that costs nothing, and says what came back",
    ),
)
def doctor(live: str | None) -> Report:
    """Show whether all is in order: installation, keys, budgets.

    What is installed, where things are kept, which keys are set (never what they are), which engines can work."""
    if live is not None:
        return _call(live)
    home = Home()
    parts = {"Here": _here(home), "Engines": _engines(), "Keys": _keys(), "Budgets": _budgets(home)}
    shown = [item for title, rows in parts.items() for item in (f"[bold]{title}[/bold]", facts(rows), "")][:-1]
    return Report(_data(home), shown=shown)


def _call(name: str) -> Report:
    from polymuse.engines.hosted._probe import probe  # noqa: PLC0415 - loads the HTTP client, which is slow to load

    found = wait(probe(name))
    answer = f"[green]{plain(found.title)}[/green] answered {found.status} in {clock(found.seconds)}."
    data = {"provider": name, "status": found.status, "seconds": found.seconds, "answer": found.said}
    return Report(data, shown=(answer, *([plain(found.said)] if found.said else [])))


def _data(home: Home) -> dict[str, Any]:
    ledger, vendors = Ledger(home.journal), {name: roster.vendor(name) for name in roster.vendors()}
    return {
        "version": __version__, "python": platform.python_version(), "home": str(home.path),
        "media_bytes": home.store.size(), "free_bytes": shutil.disk_usage(home.store.root).free,
        "jobs_under_way": len(Jobs(home.journal).list()), "project": os.environ.get("POLYMUSE_PROJECT", ""),
        "extras": {name: _there(module) for name, module in EXTRAS.items()},
        "engines": {card.id: {"missing": missing(card)} for card in registry.installed()},
        "providers": {name: _provider(vendor) for name, vendor in vendors.items()},
        "budgets": [{"scope": b.scope, "name": b.name, "usd": b.usd, "gone": b.gone} for b in ledger.budgets()],
    }  # fmt: skip


def _provider(vendor: Vendor) -> Mapping[str, Any]:
    return {"configured": configured(vendor), "key_variables": vendor.keys, "missing": roster.lacking(vendor),
            "address": root_of(vendor)}  # fmt: skip


def _here(home: Home) -> Iterator[tuple[str, str]]:
    yield "polymuse", f"{__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    free = shutil.disk_usage(home.store.root).free / 1e9
    yield "home", f"{plain(home.path)}: {home.store.size() / 1e6:.0f} MB of media; {free:.0f} GB free on the disk"
    under_way = len(Jobs(home.journal).list())
    yield "work under way", f"{under_way} (`polymuse jobs`)" if under_way else "none"
    parts = [f"[green]{name}[/green]" if _there(module) else f"[dim]{name}[/dim]" for name, module in EXTRAS.items()]
    yield "optional parts", f"{', '.join(parts)}  [dim](pip install 'polymuse\\[NAME]')[/dim]"
    if project := os.environ.get("POLYMUSE_PROJECT"):
        yield "project", plain(project)


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
    lacking = roster.lacking(vendor)
    return f"  [yellow]needs {', '.join(lacking)}[/yellow]: pip install 'polymuse\\[{vendor.extra}]'" if lacking else ""


def _address(vendor: Vendor) -> str:
    """Where it is, if not at its own address."""
    root = root_of(vendor)
    return f"  at {plain(root)}" if root != vendor.url.rstrip("/") else ""


def _budgets(home: Home) -> Iterator[tuple[str, str]]:
    budgets = Ledger(home.journal).budgets()
    if not budgets:
        yield "none", "[dim]`polymuse budget month --usd 50` sets one[/dim]"
    for budget in budgets:
        yield f"{budget.scope} {budget.name}".strip(), f"{dollars(budget.gone)} of {dollars(budget.usd)}"
