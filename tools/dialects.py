"""Writes the table of dialects in docs/prompts.md: python tools/dialects.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.prompts import Dialect, dialect, names

PAGE = Path(__file__).parent.parent / "docs" / "prompts.md"
BEGIN, END = "<!-- the table: python tools/dialects.py -->\n", "<!-- the end of the table -->"


def text() -> str:
    """The page with its table made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{''.join(_table())}\n{END}{rest.partition(END)[2]}"


def _table() -> Iterator[str]:
    yield "| name | for | makes | how it is written | at most |\n|---|---|---|---|---|\n"
    for name in names():
        one = dialect(name)
        yield f"| {name} | {one.name} | {', '.join(one.makes)} | {one.about} | {_most(one)} |\n"


def _most(one: Dialect) -> str:
    return f"{one.limits.text:,} {one.limits.unit}" if one.limits.text else "–"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
