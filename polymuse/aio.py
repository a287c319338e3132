"""polymuse for asynchronous programs: the methods of a default client as coroutines.

The default client keeps what it makes in POLYMUSE_HOME (or the user's data folder); it is made at the first call, and anew
where that folder is another or the process was forked.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Any

from polymuse.catalog import System
from polymuse.client import AsyncClient
from polymuse.flows.film import Film, Planned
from polymuse.paths import home_folder
from polymuse.protocols import RunRow
from polymuse.results import Result
from polymuse.runs.events import RunEvent
from polymuse.task_methods import AsyncTaskMethods

_clients: dict[tuple[int, str], AsyncClient] = {}


def default_client() -> AsyncClient:
    """The client that the functions of this module use."""
    key = (os.getpid(), str(home_folder()))
    if key not in _clients:
        _clients[key] = AsyncClient(key[1])
    return _clients[key]


class _Default(AsyncTaskMethods):
    """The tasks as the default client does them."""

    async def _task(self, *args: Any, **options: Any) -> Result:
        return await default_client()._task(*args, **options)

    async def _film(self, *args: Any, **options: Any) -> Film:
        return await default_client()._film(*args, **options)


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


async def run(task: str, **options: Any) -> Result:
    """As `AsyncClient.run`."""
    return await default_client().run(task, **options)


def stream(task: str, **options: Any) -> AsyncIterator[RunEvent]:
    """As `AsyncClient.stream`."""
    return default_client().stream(task, **options)


async def plan(script: str, **options: Any) -> Planned:
    """As `AsyncClient.plan`."""
    return await default_client().plan(script, **options)


async def start(task: str, **options: Any) -> int:
    """As `AsyncClient.start`."""
    return await default_client().start(task, **options)


async def start_film(script: str, out: str | None = None, **options: Any) -> int:
    """As `AsyncClient.start_film`."""
    return await default_client().start_film(script, out, **options)


async def list_runs(last: int = 20) -> list[RunRow]:
    """As `AsyncClient.runs`."""
    return await default_client().runs(last)


def follow(run: int, after: int = 0) -> AsyncIterator[RunEvent]:
    """As `AsyncClient.follow`."""
    return default_client().follow(run, after)


async def cancel(run: int) -> None:
    """As `AsyncClient.cancel`."""
    await default_client().cancel(run)


def models() -> list[System]:
    """As `AsyncClient.models`."""
    return default_client().models()
