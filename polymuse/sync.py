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
    """The methods of the default client."""

    def _task(self, *args: Any, **options: Any) -> Result:
        return default_client()._task(*args, **options)

    def _run(self, *args: Any, **options: Any) -> Result:
        return default_client()._run(*args, **options)

    def _stream(self, *args: Any, **options: Any) -> Iterator[RunEvent]:
        return default_client()._stream(*args, **options)

    def _start(self, *args: Any, **options: Any) -> int:
        return default_client()._start(*args, **options)

    def _film(self, *args: Any, **options: Any) -> Film:
        return default_client()._film(*args, **options)

    def _plan(self, *args: Any, **options: Any) -> Planned:
        return default_client()._plan(*args, **options)

    def _start_film(self, *args: Any, **options: Any) -> int:
        return default_client()._start_film(*args, **options)


_default = _Default()

run = _default.run
stream = _default.stream
start = _default.start
plan = _default.plan
start_film = _default.start_film
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


def list_runs(last: int = 20) -> list[RunRow]:
    """The latest runs, newest first."""
    return default_client().runs(last)


def follow(run: int, after: int = 0) -> Iterator[RunEvent]:
    """The events of a run, of this program or another, after that number; ends with the run. Raises ParameterError when
    there is no such run."""
    return default_client().follow(run, after)


def cancel(run: int) -> None:
    """Ask for the end of a run, whoever works on it. What it has finished stays cached. Raises ParameterError when there is
    no such run or it has ended."""
    default_client().cancel(run)


def models() -> list[System]:
    """Every hosted and handed-over system of the catalogue: what it does, by which routes, at which price, with sources and
    dates."""
    return default_client().models()
