"""Markdown tables as scripts: one row per scene, columns named by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polymuse.brief.script.keys import key_named
from polymuse.brief.script.source_lines import Line
from polymuse.brief.script.times import Span, span, take_span

__all__ = ["Row", "Table", "table_at"]

_DIVIDER = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_HEADINGS = frozenset(
    {"scene", "#", "no", "no.", "nr", "nr.", "shot", "heading", "name", "szene", "scène", "escena", ""}
)


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` are (column name, key or None, text)."""

    line: int
    title: str
    span: Span | None
    cells: tuple[tuple[str, str | None, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    end: int
    """The index of the first line after it."""


def table_at(lines: list[Line], at: int) -> Table | None:
    """The script table that begins at this line, if one does: a header with a known column, a divider, rows."""
    if at + 2 >= len(lines) or "|" not in lines[at].text or not _DIVIDER.match(lines[at + 1].text[:2000]):
        return None
    names = _cells(lines[at].text)
    if sum(_column(name) is not None for name in names) < 2:
        return None
    end = at + 2
    rows: list[Row] = []
    while end < len(lines) and "|" in lines[end].text:
        rows.append(_row(names, lines[end]))
        end += 1
    return Table(tuple(rows), end)


def _column(name: str) -> str | None:
    if name.casefold().strip("* ") in _HEADINGS:
        return "heading"
    return key_named(name)


def _cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [re.sub(r"<br\s?/?>", " ", cell).replace("\\|", "|").strip() for cell in _CELL.split(inner)]


def _row(names: list[str], line: Line) -> Row:
    title, when = "", None
    cells: list[tuple[str, str | None, str]] = []
    for name, value in zip(names, _cells(line.text), strict=False):
        column = _column(name)
        if column == "heading":
            words, found = take_span(re.sub(r"^(?:scene\s+)?#?\d{1,4}\b[.:)]?\s*", "", value, flags=re.IGNORECASE))
            title, when = title or words.lstrip("–—- "), when or found
        elif column == "time" and (found := span(value, line.number)):
            when = found
        elif value:
            cells.append((name, column, value))
    return Row(line.number, title, when, tuple(cells))
