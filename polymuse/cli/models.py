"""The command models: what the catalogue knows of hosted and handed-over systems."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.markup import escape

from polymuse import tasks
from polymuse.catalog import LifeCycle, Limits, Route, SourcedFacts, System, find_system, suggest_name, systems
from polymuse.cli.console import facts, out, table, wide
from polymuse.engines.hosted import _routing as roster
from polymuse.engines.hosted._credentials import configured
from polymuse.errors import ParameterError
from polymuse.journal.ledger import dollars
from polymuse.types import Kind, Price

__all__ = ["models", "price_words"]

OLD_MARK = "†"


def models(
    model: Annotated[
        str | None, typer.Argument(help="One system: all that is known of it.", show_default=False)
    ] = None,
    task: Annotated[str | None, typer.Option(help="Only what does this task.", show_default=False)] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only what makes this kind: image, video …", show_default=False)
    ] = None,
    provider: Annotated[str | None, typer.Option(help="Only what this provider has.", show_default=False)] = None,
    retired: Annotated[bool, typer.Option("--retired", help="Also what can no longer be had.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
) -> None:
    """List the hosted models and what is known of them: by whom they are run, whether they are set up, price, status,
    licence.

    A route whose key is set is green. Every fact has a source and a date, which `polymuse models ID` shows; those older
    than 180 days are marked †.

    `polymuse models --task text-to-image`

    `polymuse models kling-3.0`"""
    today = dt.date.today()
    if model is not None:
        found = _one(model)
        typer.echo(_as_json([found])) if as_json else _tell(found, today)
        return
    chosen = [s for s in _chosen(task, kind, provider) if retired or s.is_available(today)]
    if as_json:
        typer.echo(_as_json(chosen))
    elif not chosen:
        out.print("The catalogue has none.")
    else:
        _list(chosen, task, today)


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
        raise ParameterError(f"kind: {kind!r} is not one of {', '.join(Kind)}.")
    providers = {route.provider for system in systems().values() for route in system.routes}
    if provider is not None and provider not in providers:
        raise ParameterError(f"There is no provider {provider!r}.", hint=f"There are: {', '.join(sorted(providers))}.")
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


def _as_json(chosen: Iterable[System]) -> str:
    return json.dumps([system.model_dump(mode="json") for system in chosen], indent=1, ensure_ascii=False)


def _list(chosen: list[System], task: str | None, today: dt.date) -> None:
    rows = table("model", *(("what it is",) if wide() else ()), "by", "price", "status", "licence")
    old = False
    for system in chosen:
        aged = any(fact.is_stale(today) for fact in _facts(system))
        old = old or aged
        rows.add_row(
            system.id + (OLD_MARK if aged else ""), *((escape(system.summary),) if wide() else ()), _ways(system),
            _price(system, task), _status(system.life, today), _commercial(system),
        )  # fmt: skip
    out.print(rows)
    if old:
        out.print(f"[dim]{OLD_MARK} Some of its facts are older than 180 days.[/dim]")


def _facts(system: System) -> Iterator[SourcedFacts]:
    """Every group of facts with its date."""
    yield system.licence
    yield system.life
    for route in system.routes:
        yield from (fact for fact in (route.prices, route.life) if fact is not None)


def _ways(system: System) -> str:
    """The routes, green where they can be used now."""
    if not system.routes:
        return "[dim]own machine[/dim]" if system.local else "[dim]nobody[/dim]"
    names = dict.fromkeys(route.provider for route in system.routes)
    ready = {route.provider for route in system.routes if roster.usable(system, route)}
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


def _tell(system: System, today: dt.date) -> None:
    """All facts of one system, each group with where it was read and when."""
    out.print(
        f"[bold]{escape(system.name)}[/bold] by {escape(system.developer)}: {escape(system.summary)}", soft_wrap=True
    )
    out.print(facts(_about(system, today)))
    for route in system.routes:
        out.print(f"\n[bold]{system.id}@{route.provider}[/bold] {_ready(system, route)}", soft_wrap=True)
        out.print(facts(_about_route(route, today)))


def _about(system: System, today: dt.date) -> Iterator[tuple[str, str]]:
    life, licence = system.life, system.licence
    yield "id", system.id
    yield "also called", escape(", ".join(system.also))
    yield "tasks", ", ".join(system.tasks)
    yield "good at", ", ".join(system.strengths)
    yield "status", f"{_status(life, today)}{_note(life.note)} {_source(life, today)}"
    yield "instead", ", ".join(life.successors or system.alternatives)
    yield "licence", f"{escape(licence.name)}; {_commercial(system)}{_note(licence.note)} {_source(licence, today)}"
    yield "weights", system.weights or ("can be had" if system.local else "")


def _about_route(route: Route, today: dt.date) -> Iterator[tuple[str, str]]:
    yield "its name there", route.model
    yield "tasks", ", ".join(route.tasks)
    if route.prices:
        said = "; ".join(f"{_for(task)}{price_words(prices)}" for task, prices in route.prices.tasks.items())
        yield "price", f"{escape(said)} {_source(route.prices, today)}"
    else:
        yield "price", "not known"
    if route.life:
        yield "status", f"{_status(route.life, today)}{_note(route.life.note)} {_source(route.life, today)}"
    for task, limits in route.limits.items():
        yield (
            f"limits {_for(task)}".rstrip(": "),
            f"{_limits(limits)} [dim]({escape(limits.source)}, {limits.date})[/dim]",
        )
    yield "ignores", ", ".join(route.ignores)
    yield "note", escape(route.note)


def _for(task: str) -> str:
    """The task that facts hold for, where they do not hold for all."""
    return "" if task == "*" else f"{task}: "


def _limits(limits: Limits) -> str:
    said = limits.model_dump(exclude_defaults=True, exclude={"source", "date"})
    return escape(
        "; ".join(f"{k} {', '.join(map(str, v)) if isinstance(v, list | tuple) else v}" for k, v in said.items())
    )


def _ready(system: System, route: Route) -> str:
    if roster.usable(system, route):
        return "[green]ready[/green]"
    if route.provider not in roster.vendors():
        return "[dim]not reached by polymuse[/dim]"
    if roster.over(system.life_of(route)):
        return "[red]over[/red]"
    known = roster.vendor(route.provider)
    install = f"pip install 'polymuse\\[{known.extra}]'" if roster.lacking(known) else ""
    key = "" if configured(known) else f"set {' or '.join(known.keys)}"
    return f"[yellow]{' and '.join(filter(None, (install, key)))}[/yellow]"


def _note(note: str) -> str:
    return f"; {escape(note)}" if note else ""


def _source(fact: SourcedFacts, today: dt.date) -> str:
    mark = f" {OLD_MARK} {fact.age(today)} days old" if fact.is_stale(today) else ""
    return f"[dim]({escape(fact.source)}, {fact.date}{mark})[/dim]"
