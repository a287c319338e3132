"""How long it takes until polymuse is there, against Python alone: python benchmarks/startup.py"""

from __future__ import annotations

import sys

from machine import describe, median_ratio, timed

ROUNDS = 15


def main() -> None:
    print(describe())
    bare = [sys.executable, "-c", "pass"]
    for name, command in (
        ("import polymuse", [sys.executable, "-c", "import polymuse"]),
        ("polymuse --help", [sys.executable, "-m", "polymuse", "--help"]),
    ):
        seconds, base, ratio = median_ratio(lambda c=command: timed(c), lambda: timed(bare), ROUNDS)
        print(
            f"{name}: {1000 * seconds:.0f} ms, {ratio:.1f} × `python -c pass` ({1000 * base:.0f} ms), median of {ROUNDS}"
        )


if __name__ == "__main__":
    main()
