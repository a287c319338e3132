"""The tasks there are."""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.discovery import Found, found
from polymuse.errors import ParameterError
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
        raise ParameterError(f"There is no task {name!r}.", hint=f"The tasks are: {', '.join(names())}.")
    task: Task = part.load()
    return task
