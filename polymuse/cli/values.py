"""The values of parameters that a shell offers. What knows them is imported when they are asked for: a help page needs
none of it."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from polymuse.protocols import Job, RunRow
    from polymuse.runtime import Runtime

__all__ = [
    "aspects",
    "assignments",
    "jobs",
    "kinds",
    "languages",
    "models",
    "models_for",
    "providers",
    "runs",
    "tasks",
    "voices",
]


def aspects() -> Iterable[str]:
    from polymuse.flows.film import ASPECTS

    return ASPECTS


def tasks() -> Iterable[str]:
    from polymuse import tasks

    return tasks.names()


def kinds() -> Iterable[str]:
    from polymuse.types import Kind

    return Kind


def voices() -> Iterable[str]:
    """The narrators' names."""
    from polymuse.engines.builtin.voice.voices import narrators

    return narrators()


def languages() -> Iterable[str]:
    """The codes of the languages that the voice speaks."""
    from polymuse.engines.builtin.voice.voices import languages

    return languages()


def models() -> list[str]:
    """The ids of the hosted and handed-over models."""
    from polymuse.catalog import systems

    return list(systems())


def models_for(task: str) -> list[str]:
    """The ids of the engines and of the hosted models that do a task."""
    from polymuse.cli.installed import registry

    return list(dict.fromkeys(card.id.partition("@")[0] for card in registry().cards() if task in card.tasks))


def assignments(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """TASK=MODEL for the tasks of a film: first the task, then its models."""
    from polymuse.cli.film_report import FILM_TASKS

    task, mark, _ = begun.partition("=")
    known = [f"{task}={model}" for model in models_for(task)] if mark else [f"{one}=" for one in FILM_TASKS]
    return [CompletionItem(value) for value in known if value.startswith(begun)]


def providers() -> Iterable[str]:
    """Who runs hosted models."""
    from polymuse.catalog import systems

    return {route.provider for system in systems().values() for route in system.routes}


def jobs() -> Iterable[str]:
    """The numbers of the jobs that have not ended."""
    return _numbers(lambda runtime: runtime.journal.jobs.list())


def runs() -> Iterable[str]:
    """The numbers of the latest runs."""
    return _numbers(lambda runtime: runtime.journal.runs.list())


def _numbers(rows: Callable[[Runtime], Awaitable[list[RunRow] | list[Job]]]) -> list[str]:
    import asyncio

    from polymuse.runtime import default_runtime

    async def numbers() -> list[str]:
        async with default_runtime() as runtime:
            return [str(row.id) for row in await rows(runtime)]

    return asyncio.run(numbers())
