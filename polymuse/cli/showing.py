"""Results of single commands: words on the terminal as they come, files where they were asked for."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.markup import escape

from polymuse.cli.console import err, notices, out
from polymuse.ledger import dollars
from polymuse.media.convert import write_as
from polymuse.media.store import SUFFIXES, place
from polymuse.tasks import Task
from polymuse.types import Asset, Delta, Event, Finished, Kind

__all__ = ["Reading", "keep"]


class Reading:
    """Prints a text while it is being written: nothing else goes to standard output."""

    def __init__(self) -> None:
        self._shown = ""

    def show(self, event: Event) -> None:
        if isinstance(event, Delta):
            self._shown += event.text
            sys.stdout.write(event.text)
            sys.stdout.flush()

    def close(self, asset: Asset) -> None:
        """What is still to be shown of the finished text: all of it where no words came before, as from the cache."""
        if asset.kind is not Kind.TEXT:
            return
        text = asset.read_text()
        if not self._shown:
            sys.stdout.write(text)
        if not (self._shown or text).endswith("\n"):
            sys.stdout.write("\n")
        sys.stdout.flush()


def keep(task: Task, finished: Finished, target: Path | None) -> None:
    """Write every output but a text that was shown: the main one as asked, others beside it, named after it. What there
    is to say goes to standard error where standard output holds the text."""
    screen = out if target is not None else err
    main = next(iter(task.makes))
    whole = target or Path(task.command)
    taken = {whole}
    for name, asset in finished.outputs.items():
        if name == main and target is None and asset.kind is Kind.TEXT:
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
