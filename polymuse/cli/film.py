"""The commands film, plan and replay, as they are called. What they do is in `film_report`; a help page needs none of it."""
# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from polymuse.cli.command import FILE, FOLDER, command, option
from polymuse.cli.options import FILM, FRESH, MODELS, SCRIPT, SPENDING

if TYPE_CHECKING:
    from polymuse.cli.report import Report
    from polymuse.runtime import Runtime

__all__ = ["film", "plan", "replay"]

REPORT = "polymuse.cli.film_report"


@command(
    SCRIPT,
    option("--out", "-o", "folder", type=FOLDER, metavar="FOLDER",
           help="Folder for the film and all that belongs to it (default: named after the script)."),
    *FILM,
    option("--lock", type=FILE, metavar="FILE",
           help="Write a lock file; where it exists, prove that the film is the same to the byte."),
    FRESH,
    option("--detach", is_flag=True, help="Print the run's number and go on without this command: `polymuse runs`."),
    option("--open", "open_it", is_flag=True, help="Show the storyboard in the browser when done."),
    *MODELS,
    *SPENDING,
    module=REPORT,
    examples=(
        "polymuse film script.md -o out",
        'polymuse film "A lighthouse keeper\'s last evening, 45 seconds, warm and melancholic" --aspect 9:16',
        "polymuse film script.md --voice walter --model eleven-v3 --max-cost 5",
    ),
)  # fmt: skip
async def film(runtime: Runtime, **given: Any) -> Report:
    """Make a finished film from a script or a one-line brief.

    Writes film.mp4, captions (.vtt, .srt), poster.png, storyboard.html, narration.wav, music.wav and .mid, alt.txt,
    script.md and manifest.json, and prints where the film is. A second run reuses all that has not changed."""
    from polymuse.cli.film_report import make_film

    return await make_film(runtime, **given)


@command(SCRIPT, *FILM, *MODELS, *SPENDING, module=REPORT, examples=("polymuse plan script.md --models models.yaml",))
async def plan(runtime: Runtime, **given: Any) -> Report:
    """Show a film's steps, time and cost before it is made.

    Which engine does each step, and why; what is kept from before. Where a step may cost something, its lowest, expected
    and highest price is shown beside it."""
    from polymuse.cli.film_report import plan_film

    return await plan_film(runtime, **given)


@command(
    click.Argument(["lock"], type=FILE, help="A lock file that `polymuse film --lock` wrote."),
    option("--out", "-o", "folder", type=FOLDER, default=Path("replay"), metavar="FOLDER", help="Folder for the film."),
    *SPENDING,
    module=REPORT,
    examples=("polymuse replay film.lock -o again",),
)
async def replay(runtime: Runtime, **given: Any) -> Report:
    """Make a locked film again, exactly, from its lock file alone."""
    from polymuse.cli.film_report import replay_film

    return await replay_film(runtime, **given)
