"""What the commands for single things do: words on the terminal as they come, files where they were asked for."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, Self

from polymuse.asset import Asset
from polymuse.cli.console import as_json, log, plain
from polymuse.cli.report import Report, run_of
from polymuse.client import AsyncClient
from polymuse.errors import ParameterError
from polymuse.journal.ledger import dollars
from polymuse.media.formats import check_target
from polymuse.results import Result, save_outputs
from polymuse.runs.events import AudioChunk, RunEvent, StepProgress, TextDelta
from polymuse.runtime import Runtime
from polymuse.storage.folder import SUFFIXES, disk_errors
from polymuse.tasks import Task
from polymuse.types import Kind

__all__ = ["Pouring", "make"]

STDOUT = Path("-")
"""The name that stands for standard output."""
END = b""
"""What is poured last."""


async def make(
    runtime: Runtime, task: Task, inputs: Mapping[str, Path], given: Mapping[str, Any], target: Path | None
) -> Report:
    """Do a task, and write its outputs: the main one to `target`, the others beside it, named after it. Without a target
    the main output goes to standard output as it comes, or as text into the JSON. Raises what `AsyncClient.run` does."""
    kind = task.kind
    poured = target == STDOUT or (target is None and not as_json())
    if target == STDOUT:
        _check_stdout(task, kind)
    elif target is not None:
        check_target(kind, target, task.name)
    result = await _performed(AsyncClient(runtime=runtime), task, inputs, given, poured)
    files = await asyncio.to_thread(_saved, task, kind, result, None if target == STDOUT else target)
    return _report(task, result, files)


async def _performed(
    client: AsyncClient, task: Task, inputs: Mapping[str, Path], given: Mapping[str, Any], poured: bool
) -> Result:
    """The task done; where its words or its sound go to standard output, they go there as they come."""
    if not poured:
        with busy(task) as show:
            return await client.run(task.name, inputs=inputs, on_event=show, **given)
    with Pouring() as pouring:
        result = await client.run(task.name, inputs=inputs, live=True, on_event=pouring.show, **given)
        pouring.rest(result.asset)
    return result


def _check_stdout(task: Task, kind: Kind) -> None:
    """Raises ParameterError where standard output is asked for two things, or a terminal would show the bytes of a
    picture or a sound."""
    if as_json():
        raise ParameterError("-o -: this does not go together with --json.", hint="Give -o a file's name.")
    if kind is not Kind.TEXT and sys.stdout.isatty():
        raise ParameterError(
            "-o -: a terminal cannot show this.", hint=f"Send it on: polymuse {task.command} … -o - | a program"
        )


def _saved(task: Task, kind: Kind, result: Result, target: Path | None) -> dict[str, Path]:
    """The files of the outputs, by their names. Where there is no target, only what goes with a text is written."""
    if target is not None:
        return save_outputs(result.assets, target)
    if kind is not Kind.TEXT:
        return {}
    others = dict(list(result.assets.items())[1:])
    first = next(iter(others.values()), None)
    return save_outputs(others, Path(task.command + SUFFIXES.get(first.media_type, ""))) if first else {}


def _report(task: Task, result: Result, files: Mapping[str, Path]) -> Report:
    main = next(iter(result.assets))
    others = ", ".join(str(file) for name, file in files.items() if name != main)
    made = [f"by {result.model}"] if "@" in result.model else []
    spent = [f"{dollars(result.cost)} spent"] if result.cost else []
    remarks = [f"[dim]also {plain(others)}[/dim]"] if others else []
    remarks += [f"[dim]{plain(', '.join([*made, *spent]))}[/dim]"] if made or spent else []
    data = {
        "task": task.name, "model": result.model, "cached": result.cached, "seconds": result.seconds,
        "cost": result.cost, "run": run_of(result),
        "outputs": {name: _data(asset, files.get(name)) for name, asset in result.assets.items()},
    }  # fmt: skip
    shown = [f"[green]{plain(files[main])}[/green]"] if main in files else []
    return Report(data, shown=shown, remarks=remarks, notices=result.notices)


def _data(asset: Asset, file: Path | None) -> dict[str, Any]:
    """An output for programs; a text that is in no file as it is."""
    text = {"text": asset.text} if asset.kind is Kind.TEXT and file is None else {}
    where = {"file": str(file)} if file else {}
    return {"kind": asset.kind, **where, **text, "digest": asset.digest, "facts": asset.facts}


class Pouring:
    """Writes a text or a sound to standard output while it is being made: nothing else goes there. A thread does it, so
    that a reader that pauses (a player) does not hold up the work; the end of the block waits for it, unless the program
    is being ended."""

    def __init__(self) -> None:
        self._last = b""
        self._pieces: SimpleQueue[bytes] = SimpleQueue()
        self._failure: OSError | None = None
        self._writer = threading.Thread(target=self._write, args=(sys.stdout.buffer,), daemon=True)

    def __enter__(self) -> Self:
        self._writer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind and not issubclass(kind, Exception):
            return
        self._pieces.put(END)
        self._writer.join()
        if self._failure and not kind:
            with disk_errors(Path("standard output"), "Send it somewhere else."):
                raise self._failure

    def show(self, event: RunEvent) -> None:
        if isinstance(event, TextDelta):
            self._pour(event.text.encode())
        elif isinstance(event, AudioChunk):
            self._pour(event.data)

    def rest(self, asset: Asset) -> None:
        """What is still to be shown of the result: all of it where nothing came before, as from the cache."""
        if not self._last:
            self._pour(asset.read_bytes())
        if asset.kind is Kind.TEXT and not self._last.endswith(b"\n"):
            self._pour(b"\n")

    def _pour(self, data: bytes) -> None:
        if data:
            self._last = data
            self._pieces.put(data)

    def _write(self, out: BinaryIO) -> None:
        """Write what comes, past the buffer, whose lock a program that ends would wait for. A reader that goes away (a
        player that is closed) ends the writing, not the work, which may be paid for."""
        raw = getattr(out, "raw", out)
        try:
            while piece := memoryview(self._pieces.get()):
                while piece:
                    piece = piece[raw.write(piece) or 0 :]
        except BrokenPipeError:
            pass
        except OSError as error:
            self._failure = error


@contextlib.contextmanager
def busy(task: Task) -> Iterator[Callable[[RunEvent], None]]:
    """A sign of life on a terminal while something is made, told what happens by the function that it gives."""
    if not log.is_terminal or log.quiet:
        yield lambda event: None
        return
    with log.status(f"{task.command} …") as status:

        def show(event: RunEvent) -> None:
            if isinstance(event, StepProgress):
                share = f" {event.fraction:.0%}" if event.fraction else ""
                status.update(plain(f"{task.command} …{share} {event.note}".rstrip()))

        yield show
