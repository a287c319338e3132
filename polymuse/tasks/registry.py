"""The tasks there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from polymuse.discovery import Found, found, load_all
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean
from polymuse.tasks.base import Task

_NOT_TASKS = {"base", "registry"}


def _found() -> Mapping[str, Found]:
    return found("polymuse.tasks", "polymuse.tasks", "TASK")


def names() -> tuple[str, ...]:
    """The names of all tasks, built in and from entry points."""
    return tuple(sorted(_found().keys() - _NOT_TASKS))


def get(name: str) -> Task:
    """The task of that name. Raises ParameterError when there is none."""
    part = None if name in _NOT_TASKS else _found().get(name)
    if part is None:
        raise ParameterError(f"There is no task {name!r}.", hint=_meant(name))
    task: Task = part.load()
    return task


def every() -> Iterator[Task]:
    """All tasks; one of another package that cannot be loaded is left out with an ExtensionWarning."""
    return (task for _, task in load_all(part for name, part in _found().items() if name not in _NOT_TASKS))


def _meant(name: str) -> str:
    """The task whose command has that name, or those with names like it."""
    by_command = next((task.name for task in every() if task.command == name), None)
    if by_command:
        return f"Did you mean {by_command}?"
    return did_you_mean(name, names(), otherwise=f"The tasks are: {', '.join(names())}.")
