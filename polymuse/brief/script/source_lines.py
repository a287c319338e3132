"""A script's text as numbered lines, without comments, with front matter and fenced data separated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from polymuse.brief.script.data import parse_yaml
from polymuse.errors import ScriptError

__all__ = ["Line", "Source", "collapse_whitespace", "split_source"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a block of data (`data`), with its line number from 1."""

    number: int
    text: str = ""
    data: dict[str, Any] | None = None


@dataclass(slots=True)
class Source:
    """The lines of a script; `front` is the YAML front matter, or None."""

    lines: list[Line] = field(default_factory=list)
    front: Line | None = None


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(\w*)\s*$")
_RUN = re.compile(r"(\s)\s+")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def split_source(text: str) -> Source:
    """Split a script. Raises ScriptError with the line for invalid or unterminated data."""
    raw = _UNSAFE.sub("�", text.removeprefix("﻿")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    result = Source()
    at = _front(raw, result)
    comment = False
    while at < len(raw):
        fence = None if comment else _FENCE.match(raw[at])
        if fence and fence[2].lower() in ("yaml", "yml"):
            at = _data(raw, at, fence[1], result)
            continue
        visible, comment = _strip_comments(raw[at], comment)
        if not fence:
            result.lines.append(Line(at + 1, collapse_whitespace(visible).rstrip()))
        at += 1
    return result


def collapse_whitespace(text: str) -> str:
    """The text with every run of white space reduced to its first character, which keeps the regular expressions fast."""
    return _RUN.sub(r"\1", text)


def _front(raw: list[str], source: Source) -> int:
    """Parse front matter: `---`, YAML, `---` at the very top. A lone rule is not front matter."""
    if not raw or raw[0].rstrip() != "---":
        return 0
    for end in range(1, len(raw)):
        if raw[end].rstrip() in ("---", "..."):
            break
    else:
        return 0
    body = raw[1:end]
    if body and not any(re.match(r"[\w\"'{][^:\n]{0,60}:|#|\s*$", line) for line in body[:1]):
        return 0
    source.front = Line(1, data=parse_yaml("\n".join(body), line=2))
    return end + 1


def _data(raw: list[str], at: int, mark: str, source: Source) -> int:
    close = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    for end in range(at + 1, len(raw)):
        if close.match(raw[end]):
            source.lines.append(Line(at + 1, data=parse_yaml("\n".join(raw[at + 1 : end]), line=at + 2)))
            return end + 1
    raise ScriptError("A block of YAML begins here and never ends.", line=at + 1, hint=f"Close it with {mark}.")


def _strip_comments(line: str, inside: bool) -> tuple[str, bool]:
    """The line without `<!-- … -->`, and whether a comment continues after it."""
    visible: list[str] = []
    while line:
        visible_part, mark, line = line.partition("-->" if inside else "<!--")
        if not inside:
            visible.append(visible_part)
        if not mark:
            break
        inside = not inside
    return "".join(visible), inside
