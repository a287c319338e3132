"""A help page: paragraphs, and blocks of two columns under headings."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

import click

__all__ = ["HelpPage"]

WIDEST = 100
"""Columns of a page at most."""
NARROWEST = 40
LEFT = 26
"""Columns of the left column at most; what is longer stands on a line of its own."""


class HelpPage:
    """Text, block by block. Headings are bold on a terminal. Words are not broken at their hyphens, for most that have
    some are there to be copied."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))

    def paragraphs(self, text: str) -> None:
        self._blocks += [self._wrapped(paragraph, self._width) for paragraph in text.split("\n\n")]

    def rows(self, title: str, rows: Iterable[tuple[str, str]], left: int = 0) -> None:
        """A block of two columns, the left one `left` wide or as wide as its content."""
        listed = list(rows)
        left = left or min(LEFT, max((len(name) for name, _ in listed), default=0))
        self.lines(title, [line for name, text in listed for line in self._row(name, text, left)])

    def lines(self, title: str, lines: Sequence[str]) -> None:
        """A block of lines as they are."""
        if lines:
            self._blocks.append("\n".join([click.style(title, bold=True), *(f"  {line}".rstrip() for line in lines)]))

    def text(self) -> str:
        return "\n\n".join(self._blocks)

    def _row(self, name: str, text: str, left: int) -> list[str]:
        lines = self._wrapped(text, max(NARROWEST // 2, self._width - left - 4)).splitlines() or [""]
        if len(name) > left:
            return [name, *(f"{'':{left}}  {line}" for line in lines)]
        return [f"{name:{left}}  {lines[0]}", *(f"{'':{left}}  {line}" for line in lines[1:])]

    @staticmethod
    def _wrapped(text: str, width: int) -> str:
        return textwrap.fill(" ".join(text.split()), width, break_on_hyphens=False, break_long_words=False)
