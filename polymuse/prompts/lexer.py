"""The prompt language's signs: text cut into tokens, and brackets paired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from polymuse.prompts.model import ROLES

__all__ = ["LABEL", "NUMBER", "Token", "depths", "pairs", "tokens"]

NUMBER = r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})"
LABEL = "|".join(role.capitalize() for role in ROLES)
TOKEN = re.compile(
    rf"""
    \\ (?P<escaped> AND\b | -(?=-) | [()\[\]\\":,] )
  | " (?P<quoted> (?: \\. | [^"\\\n] )* ) "
  | (?P<url> https?:// (?: (?! :: | : [ ]* {NUMBER} [ ]* \) ) [^\s()\[\]"\\] )* (?<![,.:;]) )
  | :: (?P<times> {NUMBER} )?
  | : [ ]* (?P<close> {NUMBER} ) [ ]* \)
  | (?<=[ \n]) : [ ]* (?P<share> {NUMBER} ) (?= [ ]* (?: $ | \n ) | [ ]+ (?: AND(?![^ \n\\":,()\[\]]) | --[A-Za-z] ) )
  | (?P<bracket> [()\[\]] )
  | (?P<newline> \n )
  | (?P<blank> [ ]+ )
  | (?P<mark> [,:"\\] )
  | (?P<word> [^ \n\\":,()\[\]]+ )
    """,
    re.VERBOSE,
)
ESCAPED = re.compile(r'\\(AND\b|-(?=-)|[()\[\]\\":,])')
FLAG = re.compile(r"--[A-Za-z][\w-]*\Z")

Sort = Literal["text", "url", "and", "times", "close", "share", "open", "newline", "blank", "comma", "flag"]


@dataclass(frozen=True, slots=True)
class Token:
    """`raw` as it was written; `text` as words; `number` where it carries one."""

    sort: Sort
    raw: str
    text: str
    number: float | None = None


def tokens(text: str) -> list[Token]:
    """A text's tokens in order, every character in one."""
    found: list[Token] = []
    for match in TOKEN.finditer(text):
        found.append(_token(match, found[-1] if found else None))
    return found


def _token(match: re.Match[str], before: Token | None) -> Token:
    raw, kind = match[0], match.lastgroup or "mark"
    if kind == "escaped":
        return Token("text", raw, match["escaped"])
    if kind == "quoted":
        return Token("text", raw, ESCAPED.sub(r"\1", raw))
    number = float(match[kind]) if kind in ("times", "close", "share") else None
    if raw.startswith("::"):
        number = 1.0 if number is None else number
    return Token(_sort(raw, kind, before), raw, raw, number)


def _sort(raw: str, kind: str, before: Token | None) -> Sort:
    if kind == "word":
        free = before is None or before.sort in ("blank", "newline", "open")
        return "flag" if free and FLAG.match(raw) else "and" if raw == "AND" else "text"
    if raw.startswith("::"):
        return "times"
    return _SORTS.get(raw) or _SORTS.get(kind, "text")


_SORTS: dict[str, Sort] = {
    "(": "open", "[": "open", ")": "close", "]": "close", ",": "comma", "\n": "newline",
    "url": "url", "blank": "blank", "close": "close", "share": "share",
}  # fmt: skip


def pairs(found: Sequence[Token]) -> dict[int, int]:
    """The brackets that have a partner: where each opens and where it closes."""
    paired: dict[int, int] = {}
    waiting: list[int] = []
    for at, token in enumerate(found):
        if token.sort == "open":
            waiting.append(at)
        elif token.sort == "close" and waiting and (found[waiting[-1]].raw == "[") == token.raw.endswith("]"):
            paired[waiting.pop()] = at
    return paired


def depths(found: Sequence[Token], paired: dict[int, int]) -> Iterator[int]:
    """How many paired brackets are open before each token."""
    depth, closing = 0, set(paired.values())
    for at in range(len(found)):
        depth -= at in closing
        yield depth
        depth += at in paired
