"""The command line. Commands for single things come from the tasks themselves."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run a command. All else is imported in here, so that Ctrl-C ends quietly also while it loads."""
    open_streams()
    try:
        from polymuse.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)


def open_streams() -> None:
    """Standard streams that the caller closed (`>&-`) lead nowhere: else the next files to be opened, such as the
    journal, would take their numbers and get what is printed. Characters that standard output cannot show are replaced."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
