"""The command line. Commands for single things come from the tasks themselves."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run a command. All else is imported in here, so that Ctrl-C ends quietly also while it loads."""
    try:
        from polymuse.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
