"""Finds what holds up an event loop: every callback, and every step of a coroutine, that takes more processor time than
`LIMIT` before it gives the loop back.

Processor time of the loop's thread is what is counted, so that a busy machine changes nothing; what the garbage collector
takes of it is not, for it goes through all that the test run has ever loaded.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import sys
import threading
import time
from asyncio import events
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

__all__ = ["IGNORED", "LIMIT", "Watch"]

LIMIT = 0.05
"""Seconds of processor time."""
LOOK = 0.01
"""Seconds between two looks at what is running."""
IGNORED = "servers of tests"
"""Name of the thread whose loop may be held up: it stands for other people's machines."""
ROOT = Path(__file__).parents[1]


@dataclass
class Step:
    """A callback that is running, and where it was seen when it had used up half of its time."""

    thread: int
    clock: int
    began: float
    collected: float
    seen: str = ""

    def spent(self, collected: float) -> float:
        return time.clock_gettime(self.clock) - self.began - (collected - self.collected)


class Watch:
    """Watches all event loops of this process while it is installed. `stalls` are what it found, in words."""

    def __init__(self) -> None:
        self.stalls: list[str] = []
        self._running: dict[int, Step] = {}
        self._collected: dict[int, float] = {}
        self._collecting: dict[int, float] = {}
        self._original = events.Handle._run
        self._stop = threading.Event()

    def install(self) -> None:
        original, begin, end = self._original, self._begin, self._end

        def run(handle: asyncio.Handle) -> None:
            step = begin()
            try:
                original(handle)
            finally:
                end(handle, step)

        events.Handle._run = run  # type: ignore[method-assign]
        gc.callbacks.append(self._collect)
        threading.Thread(target=self._look, name="stalls", daemon=True).start()

    def uninstall(self) -> None:
        events.Handle._run = self._original  # type: ignore[method-assign]
        gc.callbacks.remove(self._collect)
        self._stop.set()

    def _begin(self) -> Step:
        thread = threading.get_ident()
        step = Step(thread, time.pthread_getcpuclockid(thread), time.thread_time(), self._collected.get(thread, 0.0))
        self._running[thread] = step
        return step

    def _end(self, handle: asyncio.Handle, step: Step) -> None:
        spent = step.spent(self._collected.get(step.thread, 0.0))
        self._running.pop(step.thread, None)
        if spent > LIMIT and threading.current_thread().name != IGNORED:
            self.stalls.append(f"{spent * 1000:.0f} ms in {described(handle)}{step.seen}")

    def _collect(self, phase: str, info: object) -> None:
        thread, now = threading.get_ident(), time.thread_time()
        if phase == "start":
            self._collecting[thread] = now
        elif thread in self._collecting:
            self._collected[thread] = self._collected.get(thread, 0.0) + now - self._collecting.pop(thread)

    def _look(self) -> None:
        """Note where a step is that has used up half of its time: at its end nobody could tell any more."""
        while not self._stop.wait(LOOK):
            for step in list(self._running.values()):
                with contextlib.suppress(OSError):  # the thread has ended
                    if not step.seen and step.spent(self._collected.get(step.thread, 0.0)) > LIMIT / 2:
                        step.seen = place(sys._current_frames().get(step.thread))


def described(handle: asyncio.Handle) -> str:
    """A callback's name; a coroutine's, with the line where it is now."""
    callback = handle._callback  # type: ignore[attr-defined]
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return repr(inspect.unwrap(callback))
    frames = task.get_stack()
    at = f", now at {position(frames[-1])}" if frames else ""
    return f"{task.get_coro().__qualname__}{at}"  # type: ignore[union-attr]


def position(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename.removeprefix(f'{ROOT}/')}:{frame.f_lineno}"


def place(frame: FrameType | None) -> str:
    """Where a thread is: its innermost frame, and those of our own that led there, the outermost first."""
    frames = [frame] if frame else []
    while frames and (caller := frames[-1].f_back):
        frames.append(caller)
    shown = [one for one in frames if one is frame or one.f_code.co_filename.startswith(f"{ROOT}/")]
    return "".join(
        f"\n    {position(one)} in {one.f_code.co_name}"
        for one in reversed(shown)
        if one.f_code.co_filename != __file__
    )
