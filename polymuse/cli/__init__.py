"""The command line. Commands for single things come from the tasks themselves."""

from __future__ import annotations

import sys

from polymuse.cli.app import build
from polymuse.cli.console import complain
from polymuse.errors import PolymuseError

__all__ = ["main"]


def main() -> None:
    """Run a command; our own errors become one sentence and an exit code."""
    try:
        build()()
    except PolymuseError as error:
        complain(error)
        sys.exit(error.exit_code)
