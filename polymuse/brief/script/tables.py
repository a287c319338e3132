"""Markdown tables as scripts: one row per scene, columns named by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polymuse.brief.script.keys import find_key
from polymuse.brief.script.source_lines import Line
from polymuse.brief.script.times import TimeSpan, extract_span, parse_span

__all__ = ["Row", "Table", "parse_table"]

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
    span: TimeSpan | None
    cells: tuple[tuple[str, str | None, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    end: int
    """Index of the first line after the table."""


def parse_table(lines: list[Line], at: int) -> Table | None:
    """The script table that starts at this line, or None: a header with a known column, a divider, rows."""
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
    return find_key(name)


def _cells(text: str) -> list[str]:
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [re.sub(r"<br\s?/?>", " ", cell).replace("\\|", "|").strip() for cell in _CELL.split(inner)]


def _row(names: list[str], line: Line) -> Row:
    title, time_span = "", None
    cells: list[tuple[str, str | None, str]] = []
    for name, value in zip(names, _cells(line.text), strict=False):
        column = _column(name)
        if column == "heading":
            words, span_found = extract_span(
                re.sub(r"^(?:scene\s+)?#?\d{1,4}\b[.:)]?\s*", "", value, flags=re.IGNORECASE)
            )
            title, time_span = title or words.lstrip("–—- "), time_span or span_found
        elif column == "time" and (span_found := parse_span(value, line.number)):
            time_span = span_found
        elif value:
            cells.append((name, column, value))
    return Row(line.number, title, time_span, tuple(cells))
