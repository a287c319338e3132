"""One file per task; found by listing this folder and the entry points of the group `polymuse.tasks`."""

from polymuse.tasks.base import Port, Task, missing, parameters
from polymuse.tasks.registry import every, get, names

__all__ = ["Port", "Task", "every", "get", "missing", "names", "parameters"]
