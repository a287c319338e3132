"""polymuse for ordinary programs: the methods of a default client as functions.

The default client keeps what it makes in POLYMUSE_HOME (or the user's data folder); it is made at the first call, and anew
where that folder is another or the process was forked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from polymuse.catalog import System
from polymuse.client import Client
from polymuse.flows.film import Film, Planned
from polymuse.paths import home_folder
from polymuse.protocols import RunRow
from polymuse.results import Result
from polymuse.runs.events import RunEvent
from polymuse.task_methods import TaskMethods

_clients: dict[tuple[int, str], Client] = {}


def default_client() -> Client:
    """The client that the functions of this module use."""
    key = (os.getpid(), str(home_folder()))
    if key not in _clients:
        _clients[key] = Client(key[1])
    return _clients[key]


class _Default(TaskMethods):
    """The tasks as the default client does them."""

    def _task(self, *args: Any, **options: Any) -> Result:
        return default_client()._task(*args, **options)

    def _film(self, *args: Any, **options: Any) -> Film:
        return default_client()._film(*args, **options)


_default = _Default()

film = _default.film
image = _default.image
video = _default.video
speak = _default.speak
music = _default.music
sound = _default.sound
animate = _default.animate
edit = _default.edit
restyle = _default.restyle
write = _default.write
chat = _default.chat
look = _default.look
watch = _default.watch
listen = _default.listen
transcribe = _default.transcribe
answer = _default.answer
embed = _default.embed
moderate = _default.moderate


def run(task: str, **options: Any) -> Result:
    """As `Client.run`."""
    return default_client().run(task, **options)


def stream(task: str, **options: Any) -> Iterator[RunEvent]:
    """As `Client.stream`."""
    return default_client().stream(task, **options)


def plan(script: str, **options: Any) -> Planned:
    """As `Client.plan`."""
    return default_client().plan(script, **options)


def start(task: str, **options: Any) -> int:
    """As `Client.start`."""
    return default_client().start(task, **options)


def start_film(script: str, out: str | None = None, **options: Any) -> int:
    """As `Client.start_film`."""
    return default_client().start_film(script, out, **options)


def list_runs(last: int = 20) -> list[RunRow]:
    """As `Client.runs`."""
    return default_client().runs(last)


def follow(run: int, after: int = 0) -> Iterator[RunEvent]:
    """As `Client.follow`."""
    return default_client().follow(run, after)


def cancel(run: int) -> None:
    """As `Client.cancel`."""
    default_client().cancel(run)


def models() -> list[System]:
    """As `Client.models`."""
    return default_client().models()
