"""The command models: what the catalogue knows of hosted and handed-over systems."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click
from rich.console import RenderableType

from polymuse import tasks
from polymuse.catalog import LifeCycle, Limits, Route, SourcedFacts, System, find_system, suggest_name, systems
from polymuse.catalog.calendar import current_date
from polymuse.cli import values
from polymuse.cli.command import among, command, option
from polymuse.cli.console import facts, plain, table, wide
from polymuse.cli.installed import secrets, settings
from polymuse.cli.report import Report
from polymuse.engines.hosted import _routing as routing
from polymuse.engines.hosted._routing import Availability
from polymuse.errors import ParameterError
from polymuse.journal.ledger import dollars
from polymuse.suggestions import did_you_mean
from polymuse.types import Kind, Price

__all__ = ["models", "price_words"]

OLD_MARK = "†"
ORDINARY = ("active", "commercial")
"""What most models are, which a narrow table does not say."""


@command(
    click.Argument(["model"], required=False, help="One system: all that is known of it.",
                   shell_complete=among(values.models)),
    option("--task", metavar="TASK", values=values.tasks, help="Only what does this task."),
    option("--kind", metavar="KIND", values=values.kinds, help="Only what makes this kind: image, video …"),
    option("--provider", metavar="NAME", values=values.providers, help="Only what this provider has."),
    option("--retired", is_flag=True, help="Also what can no longer be had."),
    examples=("polymuse models --task text-to-image", "polymuse models kling-3.0"),
)  # fmt: skip
def models(model: str | None, task: str | None, kind: str | None, provider: str | None, retired: bool) -> Report:
    """List the hosted models: prices, licences, keys.

    By whom they are run, their price, status and licence; a route whose key is set is green. Every fact has a source and
    a date, which `polymuse models ID` shows; those older than 180 days are marked †."""
    today = current_date()
    available = asyncio.run(routing.availability(routing.vendors(), secrets(), settings()))
    if model is not None:
        found = _one(model)
        return Report({"models": _data([found])}, shown=list(_about_one(found, today, available)))
    chosen = [s for s in _chosen(task, kind, provider) if retired or s.is_available(today)]
    if not chosen:
        return Report({"models": []}, remarks=("The catalogue has none.",))
    old = any(_aged(system, today) for system in chosen)
    mark = [f"[dim]{OLD_MARK} Some of its facts are older than 180 days.[/dim]"] if old else []
    return Report({"models": _data(chosen)}, shown=(_list(chosen, task, today, available),), remarks=mark)


def _one(id: str) -> System:
    """Raises ParameterError."""
    found = find_system(id.partition("@")[0])
    if found is None:
        raise ParameterError(f"There is no model {id!r}.", hint=suggest_name(id) or "`polymuse models` lists them.")
    return found


def _chosen(task: str | None, kind: str | None, provider: str | None) -> list[System]:
    """The systems that answer to all that is asked. Raises ParameterError for what there is not."""
    if task is not None:
        tasks.get(task)
    if kind is not None and kind not in list(Kind):
        raise ParameterError(f"kind: {kind!r} is not one of {', '.join(Kind)}.", hint=did_you_mean(kind, Kind))
    if provider is not None and provider not in values.providers():
        known = f"There are: {', '.join(sorted(values.providers()))}."
        raise ParameterError(
            f"There is no provider {provider!r}.", hint=did_you_mean(provider, values.providers(), known)
        )
    return [
        system
        for system in systems().values()
        if (task is None or task in system.tasks)
        and (kind is None or any(kind in _kinds_from(name) for name in system.tasks if name in tasks.names()))
        and (provider is None or any(route.provider == provider for route in system.routes))
    ]


def _kinds_from(task: str) -> set[Kind]:
    """What kinds of media a task makes."""
    return {port.kind for port in tasks.get(task).outputs.values()}


def _data(chosen: Iterable[System]) -> list[dict[str, Any]]:
    return [system.model_dump(mode="json") for system in chosen]


def _list(chosen: Sequence[System], task: str | None, today: dt.date, available: Availability) -> RenderableType:
    details = wide()
    last = ("status", "licence") if details else ("to know",)
    rows = table("model", *(("what it is",) if details else ()), "by", "price", *last)
    for system in chosen:
        name = system.id + (OLD_MARK if _aged(system, today) else "")
        remarkable = _status(system.life, today), _commercial(system)
        words = remarkable if details else (", ".join(fact for fact in remarkable if fact not in ORDINARY),)
        summary = (plain(system.summary),) if details else ()
        rows.add_row(name, *summary, _ways(system, available), _price(system, task), *words)
    return rows


def _aged(system: System, today: dt.date) -> bool:
    return any(fact.is_stale(today) for fact in _facts(system))


def _facts(system: System) -> Iterator[SourcedFacts]:
    """Every group of facts with its date."""
    yield system.licence
    yield system.life
    for route in system.routes:
        yield from (fact for fact in (route.prices, route.life) if fact is not None)


def _ways(system: System, available: Availability) -> str:
    """The routes, green where they can be used now."""
    if not system.routes:
        return "[dim]own machine[/dim]" if system.local else "[dim]nobody[/dim]"
    names = dict.fromkeys(route.provider for route in system.routes)
    ready = {route.provider for route in system.routes if routing.usable(system, route, available)}
    return ", ".join(f"[green]{name}[/green]" if name in ready else name for name in names)


def _price(system: System, task: str | None) -> str:
    """The price by the first route that has one (for the task)."""
    for route in system.routes:
        for each in [task] if task else route.tasks:
            if prices := route.prices_for(each):
                return price_words(prices)
    return ""


def price_words(prices: Iterable[Price]) -> str:
    """Prices in few words: "$0.04 an image", "$0.10–0.40 a second"; of tokens by the million."""
    words = []
    listed = list(prices)
    for unit in dict.fromkeys(price.unit for price in listed):
        amounts = [usd for p in listed if p.unit == unit for usd in (p.usd, p.low, p.high) if usd is not None]
        million = unit in ("input token", "output token", "character")
        low, high = (edge * (1e6 if million else 1) for edge in (min(amounts), max(amounts)))
        many = f"M {unit}s" if million else f"{'an' if unit[0] in 'aeiou' else 'a'} {unit}"
        range_ = _short(low) if low == high else f"{_short(low)}–{_short(high).removeprefix('$')}"
        words.append(f"{range_} {'per ' if million else ''}{many}")
    return ", ".join(words)


def _short(usd: float) -> str:
    """Dollars without needless places."""
    return f"${usd:.6f}".rstrip("0").rstrip(".") if usd < 0.1 and usd else dollars(usd)


def _status(life: LifeCycle, today: dt.date) -> str:
    if life.is_over(today):
        return f"[red]{'retired' if life.state != 'unavailable' else life.state}[/red]{_until(life)}"
    colour = {"deprecated": "yellow", "preview": "cyan"}.get(life.state)
    return (f"[{colour}]{life.state}[/{colour}]" if colour else life.state) + _until(life)


def _until(life: LifeCycle) -> str:
    return f" {life.ends}" if life.ends else ""


def _commercial(system: System) -> str:
    return {True: "commercial", False: "[yellow]not commercial[/yellow]", None: "[dim]see terms[/dim]"}[
        system.licence.commercial
    ]


def _about_one(system: System, today: dt.date, available: Availability) -> Iterator[RenderableType]:
    """All facts of one system, each group with where it was read and when."""
    yield f"[bold]{plain(system.name)}[/bold] by {plain(system.developer)}: {plain(system.summary)}"
    yield facts(_about(system, today))
    for route in system.routes:
        yield f"\n[bold]{system.id}@{route.provider}[/bold] {_ready(system, route, available)}"
        yield facts(_about_route(route, today))


def _about(system: System, today: dt.date) -> Iterator[tuple[str, str]]:
    life, licence = system.life, system.licence
    yield "id", system.id
    yield "also called", plain(", ".join(system.also))
    yield "tasks", ", ".join(system.tasks)
    yield "good at", ", ".join(system.strengths)
    yield "status", f"{_status(life, today)}{_note(life.note)} {_source(life, today)}"
    yield "instead", ", ".join(life.successors or system.alternatives)
    yield "licence", f"{plain(licence.name)}; {_commercial(system)}{_note(licence.note)} {_source(licence, today)}"
    yield "weights", system.weights or ("can be had" if system.local else "")


def _about_route(route: Route, today: dt.date) -> Iterator[tuple[str, str]]:
    yield "its name there", route.model
    yield "tasks", ", ".join(route.tasks)
    if route.prices:
        said = "; ".join(f"{_for(task)}{price_words(prices)}" for task, prices in route.prices.tasks.items())
        yield "price", f"{plain(said)} {_source(route.prices, today)}"
    else:
        yield "price", "not known"
    if route.life:
        yield "status", f"{_status(route.life, today)}{_note(route.life.note)} {_source(route.life, today)}"
    for task, limits in route.limits.items():
        yield (
            f"limits {_for(task)}".rstrip(": "),
            f"{_limits(limits)} [dim]({plain(limits.source)}, {limits.date})[/dim]",
        )
    yield "ignores", ", ".join(route.ignores)
    yield "note", plain(route.note)


def _for(task: str) -> str:
    """The task that facts hold for, where they do not hold for all."""
    return "" if task == "*" else f"{task}: "


def _limits(limits: Limits) -> str:
    said = limits.model_dump(exclude_defaults=True, exclude={"source", "date"})
    return plain(
        "; ".join(f"{k} {', '.join(map(str, v)) if isinstance(v, list | tuple) else v}" for k, v in said.items())
    )


def _ready(system: System, route: Route, available: Availability) -> str:
    if routing.usable(system, route, available):
        return "[green]ready[/green]"
    if route.provider not in routing.vendors():
        return "[dim]not reached by polymuse[/dim]"
    if routing.over(system.life_of(route)):
        return "[red]over[/red]"
    known = routing.vendor(route.provider)
    install = f"pip install 'polymuse\\[{known.extra}]'" if routing.lacking(known) else ""
    key = "" if route.provider in available.configured else f"set {' or '.join(known.keys)}"
    return f"[yellow]{' and '.join(filter(None, (install, key)))}[/yellow]"


def _note(note: str) -> str:
    return f"; {plain(note)}" if note else ""


def _source(fact: SourcedFacts, today: dt.date) -> str:
    mark = f" {OLD_MARK} {fact.age(today)} days old" if fact.is_stale(today) else ""
    return f"[dim]({plain(fact.source)}, {fact.date}{mark})[/dim]"
