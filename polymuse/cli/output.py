"""Results of single commands: words on the terminal as they come, files where they were asked for."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Self

from rich.markup import escape

from polymuse.cli.console import err, notices, out
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


def keep(task: Task, finished: Finished, target: Path | None) -> None:
    """Write every output: the main one as asked, others beside it, named after it. Where the main one was poured out
    (`target` is None), only what goes with a text is written, and what there is to say goes to standard error."""
    screen = out if target is not None else err
    main = task.main_output
    whole = target or Path(task.command)
    taken = {whole}
    for name, asset in finished.outputs.items():
        if target is None and (name == main or task.outputs[main].kind is not Kind.TEXT):
            continue
        file = whole if name == main else _beside(whole, name, asset, taken)
        taken.add(file)
        write_as(asset, file) if name == main else place(asset.path, file)
        screen.print(f"[green]{escape(str(file))}[/green]")
    made = [f"by {finished.engine}"] if "@" in finished.engine else []
    spent = [f"{dollars(finished.usage.usd)} spent"] if finished.usage.usd and not finished.cached else []
    if made or spent:
        screen.print(f"[dim]{escape(', '.join([*made, *spent]))}[/dim]")
    notices(finished.notices, screen)


@contextlib.contextmanager
def busy(task: Task) -> Iterator[Callable[[Event], None]]:
    """A sign of life on a terminal while something is made, told what happens by the function that it gives."""
    if not err.is_terminal:
        yield lambda event: None
        return
    with err.status(f"{task.command} …") as status:

        def tell(event: Event) -> None:
            if isinstance(event, Progress):
                share = f" {event.fraction:.0%}" if event.fraction else ""
                status.update(escape(f"{task.command} …{share} {event.note}".rstrip()))

        yield tell


def _beside(whole: Path, name: str, asset: Asset, taken: set[Path]) -> Path:
    """`tune.mid` beside `tune.mp3`; where there are several, `tune-image-2.png`."""
    suffix = SUFFIXES.get(asset.media_type, "")
    file = whole.with_suffix(suffix)
    return whole.with_name(f"{whole.stem}-{name}{suffix}") if file in taken else file
