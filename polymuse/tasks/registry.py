"""The tasks there are."""

from __future__ import annotations

from polymuse.discovery import Found, found
from polymuse.errors import ParameterError
from polymuse.tasks.base import Task

_NOT_TASKS = {"base", "registry"}


def _found() -> dict[str, Found]:
    return {n: f for n, f in found("polymuse.tasks", "polymuse.tasks", "TASK").items() if n not in _NOT_TASKS}


def names() -> tuple[str, ...]:
    """The names of all tasks, built in and from entry points."""
    return tuple(sorted(_found()))


def get(name: str) -> Task:
    """The task of that name. Raises ParameterError when there is none."""
    try:
        task: Task = _found()[name].load()
    except KeyError:
        raise ParameterError(f"There is no task {name!r}.", hint=f"The tasks are: {', '.join(names())}.") from None
    return task
