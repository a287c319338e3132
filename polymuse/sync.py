"""polymuse for ordinary programs: each function of `polymuse.aio`, run to its end (`stream` stays asynchronous).

One event loop in a background thread does the work, so that these functions can also be called where a loop is already
running, as in a notebook. Interrupting one cancels its work and waits for its end; interrupting that does not wait.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from polymuse import aio

__all__ = [
    "animate", "answer", "edit", "film", "image", "listen", "look", "models", "music", "restyle", "run", "sound", "speak",
    "stream", "transcribe", "video", "watch", "write",
]  # fmt: skip

GRACE = 25.0
"""Seconds that interrupted work is given to end. A hosted request under way may need 20 to be named by its service, by which
the next run finds it again."""

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="polymuse", daemon=True).start()
    return loop


async def _telling(work: Coroutine[Any, Any, R], ended: threading.Event) -> R:
    """The work, which says when it has ended: a future that is cancelled does not wait for that."""
    try:
        return await work
    finally:
        ended.set()


def _blocking(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, R]:
    @wraps(function)
    def blocking(*args: P.args, **kwargs: P.kwargs) -> R:
        ended = threading.Event()
        future = asyncio.run_coroutine_threadsafe(_telling(function(*args, **kwargs), ended), _loop())
        try:
            return future.result()
        except BaseException:
            if future.cancel():
                ended.wait(GRACE)
            raise

    return blocking


film = _blocking(aio.film)
run = _blocking(aio.run)
image = _blocking(aio.image)
video = _blocking(aio.video)
speak = _blocking(aio.speak)
music = _blocking(aio.music)
sound = _blocking(aio.sound)
animate = _blocking(aio.animate)
edit = _blocking(aio.edit)
restyle = _blocking(aio.restyle)
write = _blocking(aio.write)
look = _blocking(aio.look)
watch = _blocking(aio.watch)
listen = _blocking(aio.listen)
transcribe = _blocking(aio.transcribe)
answer = _blocking(aio.answer)
stream = aio.stream
models = aio.models
