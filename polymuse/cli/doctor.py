"""The command doctor: whether all is in order."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

from polymuse.cli.command import command, option
from polymuse.cli.console import clock, facts, plain
from polymuse.cli.listings import missing, readiness
from polymuse.cli.report import Report
from polymuse.engines.hosted import _routing as routing
from polymuse.engines.hosted._credentials import configured, root_of
from polymuse.engines.hosted._wire import Vendor
from polymuse.journal.ledger import dollars
from polymuse.runtime import Runtime
from polymuse.types import Card
from polymuse.version import __version__

__all__ = ["doctor"]

EXTRAS = {"keyring": "keyring", "google": "google.auth", "hf": "huggingface_hub"}
"""Optional parts of polymuse, and a module that each brings."""


@command(
    option("--live", metavar="PROVIDER", values=routing.vendors, help="Make the smallest free call to this provider."),
    examples=(
        "polymuse doctor",
        "polymuse doctor --live openai        # asks something that costs nothing, and says what came back",
    ),
)
async def doctor(runtime: Runtime, live: str | None) -> Report:
    """Show whether all is in order: installation, keys, budgets.

    What is installed, where things are kept, which keys are set (never what they are), which engines can work."""
    if live is not None:
        return await _call(live, runtime)
    data = await _data(runtime)
    keys = [(name, await _key(routing.vendor(name), runtime)) for name in routing.vendors()]
    parts = {"Here": _here(data), "Engines": _engines(runtime.registry.installed()), "Keys": keys,
             "Budgets": _budgets(data)}  # fmt: skip
    shown = [item for title, rows in parts.items() for item in (f"[bold]{title}[/bold]", facts(rows), "")][:-1]
    return Report(data, shown=shown)


async def _call(name: str, runtime: Runtime) -> Report:
    from polymuse.engines.hosted._probe import probe  # noqa: PLC0415 - loads the HTTP client, which is slow to load

    found = await probe(name, runtime.secrets, runtime.settings)
    answer = f"[green]{plain(found.title)}[/green] answered {found.status} in {clock(found.seconds)}."
    data = {"provider": name, "status": found.status, "seconds": found.seconds, "answer": found.said}
    return Report(data, shown=(answer, *([plain(found.said)] if found.said else [])))


async def _data(runtime: Runtime) -> dict[str, Any]:
    home, journal = runtime.settings.home, runtime.journal
    return {
        "version": __version__, "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}", "home": str(home),
        "media_bytes": await runtime.blobs.size(), "free_bytes": shutil.disk_usage(home).free,
        "jobs_under_way": len(await journal.jobs.list()), "project": runtime.settings.get("POLYMUSE_PROJECT"),
        "extras": {name: _there(module) for name, module in EXTRAS.items()},
        "engines": {card.id: {"missing": missing(card)} for card in runtime.registry.installed()},
        "providers": {name: await _provider(routing.vendor(name), runtime) for name in routing.vendors()},
        "budgets": [asdict(budget) for budget in await journal.ledger.budgets()],
    }  # fmt: skip


async def _provider(vendor: Vendor, runtime: Runtime) -> dict[str, Any]:
    return {
        "configured": await configured(vendor, runtime.secrets), "key_variables": vendor.keys,
        "missing": routing.lacking(vendor), "address": root_of(vendor, runtime.settings),
    }  # fmt: skip


def _here(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "polymuse", f"{data['version']}, Python {data['python']}, {data['system']}"
    media, free = data["media_bytes"] / 1e6, data["free_bytes"] / 1e9
    yield "home", f"{plain(data['home'])}: {media:.0f} MB of media; {free:.0f} GB free on the disk"
    yield "work under way", f"{data['jobs_under_way']} (`polymuse jobs`)" if data["jobs_under_way"] else "none"
    parts = (f"[green]{name}[/green]" if there else f"[dim]{name}[/dim]" for name, there in data["extras"].items())
    yield "optional parts", f"{', '.join(parts)}  [dim](pip install 'polymuse\\[NAME]')[/dim]"
    yield "project", plain(data["project"])


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _engines(cards: Iterable[Card]) -> Iterator[tuple[str, str]]:
    return ((card.id, readiness(card)) for card in cards)


async def _key(vendor: Vendor, runtime: Runtime) -> str:
    """Whether a service can be reached: its key (never what it is), what is not installed, another address."""
    return await _state(vendor, runtime) + _install(vendor) + _address(vendor, runtime)


async def _state(vendor: Vendor, runtime: Runtime) -> str:
    if variable := next((variable for variable in vendor.keys if runtime.settings.get(variable)), None):
        return f"[green]{variable} is set[/green]"
    if not vendor.keys or not vendor.key_needed:
        return "[green]needs no key[/green]"
    if await configured(vendor, runtime.secrets):
        return "[green]in the keyring[/green]"
    return f"[dim]{' or '.join(vendor.keys)} is not set[/dim]"


def _install(vendor: Vendor) -> str:
    """What it cannot be reached without."""
    lacking = routing.lacking(vendor)
    return f"  [yellow]needs {', '.join(lacking)}[/yellow]: pip install 'polymuse\\[{vendor.extra}]'" if lacking else ""


def _address(vendor: Vendor, runtime: Runtime) -> str:
    """Where it is, if not at its own address."""
    root = root_of(vendor, runtime.settings)
    return f"  at {plain(root)}" if root != vendor.url.rstrip("/") else ""


def _budgets(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not data["budgets"]:
        yield "none", "[dim]`polymuse budget month --usd 50` sets one[/dim]"
    for budget in data["budgets"]:
        yield f"{budget['scope']} {budget['name']}".strip(), f"{dollars(budget['gone'])} of {dollars(budget['usd'])}"
