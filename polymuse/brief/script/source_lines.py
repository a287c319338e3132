"""A script's text as numbered lines: comments taken out, front matter and fenced data apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from polymuse.brief.script.data import parse_yaml
from polymuse.errors import ScriptError

__all__ = ["Line", "Source", "collapsed", "source"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, or a block of data (`data`), with its number from 1."""

    number: int
    text: str = ""
    data: dict[str, Any] | None = None


@dataclass(slots=True)
class Source:
    """`front` is the YAML front matter, None where there is none."""

    lines: list[Line] = field(default_factory=list)
    front: Line | None = None


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(\w*)\s*$")
_RUN = re.compile(r"(\s)\s+")
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def source(text: str) -> Source:
    """Split a script. Raises ScriptError for data that is not YAML or never ends, with its line."""
    raw = _UNSAFE.sub("�", text.removeprefix("﻿")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    made = Source()
    at = _front(raw, made)
    comment = False
    while at < len(raw):
        fence = None if comment else _FENCE.match(raw[at])
        if fence and fence[2].lower() in ("yaml", "yml"):
            at = _data(raw, at, fence[1], made)
            continue
        kept, comment = _uncomment(raw[at], comment)
        if not fence:
            made.lines.append(Line(at + 1, collapsed(kept).rstrip()))
        at += 1
    return made


def collapsed(text: str) -> str:
    """The text with every run of white space as its first character: it means nothing, and what looks for blanks
    around a comma stays quick."""
    return _RUN.sub(r"\1", text)


def _front(raw: list[str], made: Source) -> int:
    """Front matter: `---`, YAML, `---` at the very top. A rule that opens a script is not front matter."""
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
    made.front = Line(1, data=parse_yaml("\n".join(body), line=2))
    return end + 1


def _data(raw: list[str], at: int, mark: str, made: Source) -> int:
    close = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    for end in range(at + 1, len(raw)):
        if close.match(raw[end]):
            made.lines.append(Line(at + 1, data=parse_yaml("\n".join(raw[at + 1 : end]), line=at + 2)))
            return end + 1
    raise ScriptError("A block of YAML begins here and never ends.", line=at + 1, hint=f"Close it with {mark}.")


def _uncomment(line: str, inside: bool) -> tuple[str, bool]:
    """The line without `<!-- … -->`, and whether a comment goes on after it."""
    kept: list[str] = []
    while line:
        before, mark, line = line.partition("-->" if inside else "<!--")
        if not inside:
            kept.append(before)
        if not mark:
            break
        inside = not inside
    return "".join(kept), inside
