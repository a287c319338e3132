"""polymuse for ordinary programs: each function of `polymuse.aio`, run to its end (`stream` stays asynchronous).

One event loop in a background thread does the work, so that these functions can also be called where a loop is already
running, as in a notebook. Interrupting one cancels its work.
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

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="polymuse", daemon=True).start()
    return loop


def _blocking(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, R]:
    @wraps(function)
    def blocking(*args: P.args, **kwargs: P.kwargs) -> R:
        future = asyncio.run_coroutine_threadsafe(function(*args, **kwargs), _loop())
        try:
            return future.result()
        except BaseException:
            future.cancel()
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
