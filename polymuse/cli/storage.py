"""The command cache: what is kept."""

from __future__ import annotations

import click

from polymuse.cli.command import command, option
from polymuse.cli.console import plain
from polymuse.cli.report import Report
from polymuse.runtime import Runtime

__all__ = ["cache"]


@command(
    option("--prune", type=click.FloatRange(min=0), metavar="DAYS", help="Remove what was not used for so many days."),
    examples=("polymuse cache", "polymuse cache --prune 30"),
)
async def cache(runtime: Runtime, prune: float | None) -> Report:
    """Show what is kept, and how much; remove what is old.

    Results are kept so that nothing is made twice, in the folder that POLYMUSE_HOME names."""
    freed = await runtime.prune(prune) if prune is not None else 0
    home, media = runtime.settings.home, await runtime.blobs.size()
    results = len(await runtime.journal.results.list())
    data = {"home": str(home), "media_bytes": media, "results": results, "freed_bytes": freed}
    remarks = (f"{_size(freed)} freed.",) if prune is not None else ()
    return Report(data, shown=(f"{plain(home)}: {_size(media)} of media, {results} results.",), remarks=remarks)


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
