"""Lexer of the prompt language: tokens and matching brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from polymuse.prompts.model import ROLES

__all__ = ["LABEL", "NUMBER", "Token", "TokenType", "bracket_depths", "match_brackets", "tokenize"]

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

TokenType = Literal["text", "url", "and", "times", "close", "share", "open", "newline", "blank", "comma", "flag"]


@dataclass(frozen=True, slots=True)
class Token:
    """`raw` as written; `text` unescaped; `number` for tokens that carry one."""

    type: TokenType
    raw: str
    text: str
    number: float | None = None


def tokenize(text: str) -> list[Token]:
    """Tokens of a text in order; every character belongs to one."""
    result: list[Token] = []
    for match in TOKEN.finditer(text):
        result.append(_token(match, result[-1] if result else None))
    return result


def _token(match: re.Match[str], previous: Token | None) -> Token:
    raw, kind = match[0], match.lastgroup or "mark"
    if kind == "escaped":
        return Token("text", raw, match["escaped"])
    if kind == "quoted":
        return Token("text", raw, ESCAPED.sub(r"\1", raw))
    number = float(match[kind]) if kind in ("times", "close", "share") else None
    if raw.startswith("::"):
        number = 1.0 if number is None else number
    return Token(_token_type(raw, kind, previous), raw, raw, number)


def _token_type(raw: str, kind: str, previous: Token | None) -> TokenType:
    if kind == "word":
        starts_word = previous is None or previous.type in ("blank", "newline", "open")
        return "flag" if starts_word and FLAG.match(raw) else "and" if raw == "AND" else "text"
    if raw.startswith("::"):
        return "times"
    return _TOKEN_TYPES.get(raw) or _TOKEN_TYPES.get(kind, "text")


_TOKEN_TYPES: dict[str, TokenType] = {
    "(": "open", "[": "open", ")": "close", "]": "close", ",": "comma", "\n": "newline",
    "url": "url", "blank": "blank", "close": "close", "share": "share",
}  # fmt: skip


def match_brackets(tokens: Sequence[Token]) -> dict[int, int]:
    """Index of the closing bracket by index of the opening one, for matched brackets."""
    matches: dict[int, int] = {}
    open_positions: list[int] = []
    for at, token in enumerate(tokens):
        if token.type == "open":
            open_positions.append(at)
        elif (
            token.type == "close"
            and open_positions
            and (tokens[open_positions[-1]].raw == "[") == token.raw.endswith("]")
        ):
            matches[open_positions.pop()] = at
    return matches


def bracket_depths(tokens: Sequence[Token], matches: dict[int, int]) -> Iterator[int]:
    """For each token, the number of matched brackets open before it."""
    depth, closing = 0, set(matches.values())
    for at in range(len(tokens)):
        depth -= at in closing
        yield depth
        depth += at in matches
