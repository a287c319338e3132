"""Results of single commands: words on the terminal as they come, files where they were asked for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rich.markup import escape

from polymuse.cli.console import err, notices, out
from polymuse.ledger import dollars
from polymuse.media.convert import write_as
from polymuse.media.store import SUFFIXES, place
from polymuse.tasks import Task
from polymuse.types import Asset, Chunk, Delta, Event, Finished, Kind

__all__ = ["STDOUT", "Pouring", "keep"]


STDOUT = Path("-")
"""The name that stands for standard output."""


class Pouring:
    """Writes a text or a sound to standard output while it is being made: nothing else goes there."""

    def __init__(self) -> None:
        self._last = b""
        self._wanted = True

    def show(self, event: Event) -> None:
        if isinstance(event, Delta):
            self._write(event.text.encode())
        elif isinstance(event, Chunk):
            self._write(event.data)

    def close(self, asset: Asset) -> None:
        """What is still to be shown of the result: all of it where nothing came before, as from the cache."""
        if not self._last:
            self._write(asset.read_bytes())
        if asset.kind is Kind.TEXT and not self._last.endswith(b"\n"):
            self._write(b"\n")

    def _write(self, data: bytes) -> None:
        """A reader that goes away (a player that is closed) ends the writing, not the work, which may be paid for."""
        self._last = data or self._last
        try:
            if self._wanted:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
        except BrokenPipeError:
            self._wanted = False
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def keep(task: Task, finished: Finished, target: Path | None) -> None:
    """Write every output: the main one as asked, others beside it, named after it. Where the main one was poured out
    (`target` is None), only what goes with a text is written, and what there is to say goes to standard error."""
    screen = out if target is not None else err
    main = next(iter(task.makes))
    whole = target or Path(task.command)
    taken = {whole}
    for name, asset in finished.outputs.items():
        if target is None and (name == main or task.makes[main] is not Kind.TEXT):
            continue
        file = whole if name == main else _beside(whole, name, asset, taken)
        taken.add(file)
        write_as(asset, file) if name == main else place(asset.path, file)
        screen.print(f"[green]{escape(str(file))}[/green]")
    if finished.usage.usd and not finished.cached:
        screen.print(f"[dim]{dollars(finished.usage.usd)} spent[/dim]")
    notices(finished.notices, screen)


def _beside(whole: Path, name: str, asset: Asset, taken: set[Path]) -> Path:
    """`tune.mid` beside `tune.mp3`; where there are several, `tune-image-2.png`."""
    suffix = SUFFIXES.get(asset.media_type, "")
    file = whole.with_suffix(suffix)
    return whole.with_name(f"{whole.stem}-{name}{suffix}") if file in taken else file
