"""What can go wrong, as a tree.

    PolymuseError                 exit code 1
    ├── InputError                what the caller gave is wrong; exit code 2
    │   ├── ScriptError           … in a script, at a line
    │   ├── ParameterError        … in an option or parameter
    │   ├── MediaError            … in a media file: not what it claims, damaged, or beyond a limit
    │   └── OutputError           … the place to write to
    ├── NoEngine                  nothing that is installed and configured can do this task; exit code 2
    ├── MissingExtra              an optional part of polymuse is not installed; exit code 2
    ├── ExtensionError            an installed package that adds to polymuse cannot be loaded; exit code 2
    ├── RetiredModel              a model that its vendor has shut down; exit code 2
    ├── KeyMissing                a service's key is not configured; exit code 2
    ├── BudgetExceeded            the work would cost more than is allowed; exit code 2
    ├── AwaitingImport            work was handed to a person, who has not brought it back yet; exit code 3
    ├── EngineError               an engine failed at its work
    │   └── ServiceError          … because a hosted service refused or failed it
    │       ├── Moderated         … for what its policy says of the request or the result
    │       ├── StillRunning      … no: it is still at it; the same command goes on waiting
    │       └── InDoubt           … or may have done it: nobody saw the answer, so it is not asked again by itself
    ├── StorageError              the store or the journal could not be written or read
    │   ├── DamagedMedia          … a file in the store is not what it was
    │   └── DiskFull
    ├── GateFailed                a result did not pass its checks
    ├── RunStopped                somebody cancelled the run; exit code 130
    └── PlanError                 a plan that does not hold together

Every error is one sentence that names the place, with a `hint` that names the remedy, and knows whether trying the
same thing again could help (`retryable`).

Where a library's error is translated, its own traceback is dropped (`from None`) when the sentence contains all that it
says, and kept (`from error`) when a developer needs it, as for a plugin that cannot be imported.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from types import TracebackType

__all__ = [
    "AwaitingImport",
    "BudgetExceeded",
    "DamagedMedia",
    "DiskFull",
    "EngineError",
    "ExtensionError",
    "ExtensionWarning",
    "GateFailed",
    "InDoubt",
    "InputError",
    "KeyMissing",
    "MediaError",
    "MissingExtra",
    "Moderated",
    "NoEngine",
    "OutputError",
    "ParameterError",
    "PlanError",
    "PolymuseError",
    "RetiredModel",
    "RunStopped",
    "ScriptError",
    "ServiceError",
    "StillRunning",
    "StorageError",
]


PACKAGE = Path(__file__).parent


class PolymuseError(Exception):
    """Base of all our errors."""

    exit_code = 1
    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.step = ""
        """The step of a plan in which it happened, where there were several."""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.args, vars(self))

    def _render_traceback_(self) -> list[str]:
        """What IPython and Jupyter print, in lines: where the caller's code is, the sentence, the remedy."""
        return [
            *_calling_line(self.__traceback__),
            f"{type(self).__name__}: {self.message}",
            *filter(None, [self.hint]),
        ]


def _calling_line(trace: TracebackType | None) -> list[str]:
    """The line of the caller's code that led to the error, with its number; nothing where that is not known."""
    frames = traceback.extract_tb(trace)
    inside = (n for n, frame in enumerate(frames) if Path(frame.filename).is_relative_to(PACKAGE))
    callers = frames[: next(inside, len(frames))]
    if not callers:
        return []
    place = "" if callers[-1].name == "<module>" else f" of {callers[-1].name}"
    return [f"line {callers[-1].lineno}{place}: {callers[-1].line}"]


def _rebuilt(kind: type[PolymuseError], args: tuple[object, ...], state: dict[str, object]) -> PolymuseError:
    """Unpickle an error whatever its constructor takes: errors cross from workers to the caller."""
    error = kind.__new__(kind, *args)
    error.args = args
    vars(error).update(state)
    return error


class InputError(PolymuseError):
    exit_code = 2


class ScriptError(InputError):
    """A script that cannot be read; `line` counts from 1, 0 means the whole file."""

    def __init__(self, message: str, *, path: str | Path = "", line: int = 0, hint: str = "") -> None:
        place = str(path) if path else "script"
        super().__init__(f"{place}{f', line {line}' if line else ''}: {message}", hint=hint)
        self.detail = message
        self.path = str(path)
        self.line = line

    def at(self, path: str | Path) -> ScriptError:
        """The same error, with the file named."""
        return ScriptError(self.detail, path=path, line=self.line, hint=self.hint)


class ParameterError(InputError):
    pass


class MediaError(InputError):
    pass


class OutputError(InputError):
    pass


class NoEngine(PolymuseError):
    exit_code = 2


class MissingExtra(PolymuseError):
    exit_code = 2


class ExtensionError(PolymuseError):
    exit_code = 2


class ExtensionWarning(UserWarning):
    """An installed package that adds to polymuse cannot be loaded, and is left out."""


class EngineError(PolymuseError):
    """An engine's failure; `retryable` is set per error."""

    def __init__(self, message: str, *, hint: str = "", retryable: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.retryable = retryable


class RetiredModel(PolymuseError):
    exit_code = 2


class KeyMissing(PolymuseError):
    exit_code = 2


class BudgetExceeded(PolymuseError):
    exit_code = 2


class AwaitingImport(PolymuseError):
    """`work` is what there is to do, in lines of its own: which job, where, and the words to put in."""

    exit_code = 3

    def __init__(self, message: str, *, work: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.work = work

    def _render_traceback_(self) -> list[str]:
        return [*super()._render_traceback_(), "", self.work]


class ServiceError(EngineError):
    """A hosted service's refusal or failure; `usd` is what it charged all the same, `received` the text that it answered
    and that is not what was asked for."""

    def __init__(
        self, message: str, *, hint: str = "", retryable: bool = False, usd: float = 0.0, received: str = ""
    ) -> None:
        super().__init__(message, hint=hint, retryable=retryable)
        self.usd = usd
        self.received = received


class Moderated(ServiceError):
    pass


class StillRunning(ServiceError):
    pass


class InDoubt(ServiceError):
    pass


class StorageError(PolymuseError):
    pass


class DamagedMedia(StorageError):
    """`usd` is what the media had cost."""

    def __init__(self, message: str, *, hint: str = "", usd: float = 0.0) -> None:
        super().__init__(message, hint=hint)
        self.usd = usd


class DiskFull(StorageError):
    exit_code = 2


class GateFailed(PolymuseError):
    pass


class RunStopped(PolymuseError):
    exit_code = 130


class PlanError(PolymuseError):
    pass
