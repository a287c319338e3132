"""Results of single commands: words on the terminal as they come, files where they were asked for."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, Self

from polymuse.cli.console import log, plain
from polymuse.cli.report import Report
from polymuse.journal.ledger import dollars
from polymuse.media.convert import write_as
from polymuse.storage.folder import SUFFIXES, disk_errors, place
from polymuse.tasks import Task
from polymuse.types import Asset, Chunk, Delta, Event, Finished, Kind, Progress

__all__ = ["STDOUT", "Pouring", "busy", "keep"]


STDOUT = Path("-")
"""The name that stands for standard output."""
END = b""
"""What is poured last."""


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

    def show(self, event: Event) -> None:
        if isinstance(event, Delta):
            self._pour(event.text.encode())
        elif isinstance(event, Chunk):
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


def keep(task: Task, finished: Finished, target: Path | None) -> Report:
    """Write every output: the main one as asked, others beside it, named after it. Where the main one was poured out, or
    is a text that goes into JSON, only what goes with a text is written."""
    main = next(iter(task.makes))
    files = _written(task, finished, target)
    others = ", ".join(str(file) for name, file in files.items() if name != main)
    made = [f"by {finished.engine}"] if "@" in finished.engine else []
    spent = [f"{dollars(finished.usage.usd)} spent"] if finished.usage.usd and not finished.cached else []
    remarks = [f"[dim]also {plain(others)}[/dim]"] if others else []
    remarks += [f"[dim]{plain(', '.join([*made, *spent]))}[/dim]"] if made or spent else []
    data = {
        "task": task.name, "model": finished.engine, "cached": finished.cached, "seconds": finished.usage.seconds,
        "cost": 0.0 if finished.cached else finished.usage.usd,
        "outputs": {name: _data(asset, files.get(name)) for name, asset in finished.outputs.items()},
    }  # fmt: skip
    shown = [f"[green]{plain(files[main])}[/green]"] if main in files else []
    return Report(data, shown=shown, remarks=remarks, notices=finished.notices)


def _written(task: Task, finished: Finished, target: Path | None) -> dict[str, Path]:
    """The files of the outputs, written."""
    main = next(iter(task.makes))
    whole = target or Path(task.command)
    files: dict[str, Path] = {}
    for name, asset in finished.outputs.items():
        if target is None and (name == main or task.makes[main] is not Kind.TEXT):
            continue
        files[name] = whole if name == main else _beside(whole, name, asset, {whole, *files.values()})
        write_as(asset, files[name]) if name == main else place(asset.path, files[name])
    return files


def _data(asset: Asset, file: Path | None) -> dict[str, Any]:
    """An output for programs; a text that is in no file as it is."""
    text = {"text": asset.read_text()} if asset.kind is Kind.TEXT and file is None else {}
    where = {"file": str(file)} if file else {}
    return {"kind": asset.kind, **where, **text, "digest": asset.digest, "facts": asset.facts}


@contextlib.contextmanager
def busy(task: Task) -> Iterator[Callable[[Event], None]]:
    """A sign of life on a terminal while something is made, told what happens by the function that it gives."""
    if not log.is_terminal or log.quiet:
        yield lambda event: None
        return
    with log.status(f"{task.command} …") as status:

        def tell(event: Event) -> None:
            if isinstance(event, Progress):
                share = f" {event.fraction:.0%}" if event.fraction else ""
                status.update(plain(f"{task.command} …{share} {event.note}".rstrip()))

        yield tell


def _beside(whole: Path, name: str, asset: Asset, taken: set[Path]) -> Path:
    """`tune.mid` beside `tune.mp3`; where there are several, `tune-image-2.png`."""
    suffix = SUFFIXES.get(asset.media_type, "")
    file = whole.with_suffix(suffix)
    return whole.with_name(f"{whole.stem}-{name}{suffix}") if file in taken else file
