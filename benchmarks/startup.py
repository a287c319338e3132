"""How long it takes until polymuse is there, against Python alone: python benchmarks/startup.py"""

from __future__ import annotations

import sys

from machine import describe, medians, timed

ROUNDS = 25
GOALS = {"import polymuse": 0.020, "polymuse --help": 0.150}
"""Seconds over `python -c pass`, at most."""


def main() -> None:
    print(describe())
    bare = [sys.executable, "-c", "pass"]
    for name, command in (
        ("import polymuse", [sys.executable, "-c", "import polymuse"]),
        ("polymuse --help", [sys.executable, "-m", "polymuse", "--help"]),
    ):
        timed(command)  # so that what is measured finds its files in the system's cache, and compiled
        seconds, base = medians(lambda c=command: timed(c), lambda: timed(bare), ROUNDS)
        print(
            f"{name}: {1000 * (seconds - base):.0f} ms over `python -c pass` ({1000 * seconds:.0f} against"
            f" {1000 * base:.0f} ms, medians of {ROUNDS} in turn); goal {1000 * GOALS[name]:.0f} ms"
        )


if __name__ == "__main__":
    main()
