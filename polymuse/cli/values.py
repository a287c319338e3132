"""The values of parameters that a shell offers: what is known of voices, languages, tasks and models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from click.shell_completion import CompletionItem

from polymuse.cli.command import Completer
from polymuse.engines import registry

__all__ = ["assignments", "languages", "models", "models_for", "voices"]


def voices() -> list[str]:
    """The narrators' names."""
    from polymuse.engines.builtin.voice.voices import narrators  # noqa: PLC0415 - loads numpy; a help page needs none

    return list(narrators())


def languages() -> Iterable[str]:
    """The codes of the languages that the voice speaks."""
    from polymuse.engines.builtin.voice.voices import languages  # noqa: PLC0415 - as above

    return languages()


def models_for(task: str) -> list[str]:
    """The ids of the engines and of the hosted models that do a task."""
    return list(dict.fromkeys(card.id.partition("@")[0] for card in registry.cards() if task in card.tasks))


def models() -> list[str]:
    """The ids of all hosted models."""
    return list(dict.fromkeys(c.id.partition("@")[0] for c in registry.cards() if c.locality in ("hosted", "handoff")))


def assignments(some: Sequence[str]) -> Completer:
    """Completes TASK=MODEL for some tasks: first the task, then its models."""

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        task, mark, _ = begun.partition("=")
        known = [f"{task}={model}" for model in models_for(task)] if mark else [f"{one}=" for one in some]
        return [CompletionItem(value) for value in known if value.startswith(begun)]

    return complete
