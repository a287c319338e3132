"""Extraction of flags from the tokens of a prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from polymuse.errors import ParameterError
from polymuse.prompts import flags
from polymuse.prompts.lexer import Token
from polymuse.prompts.model import Flag, Prompt, PromptPart, Reference, ReferenceKind
from polymuse.prompts.spans import make_part, parse_spans
from polymuse.types import Notice

__all__ = ["FlagCollector"]

KINDS: Sequence[ReferenceKind] = ("image", "style", "character", "object")
VALUE = re.compile(r"[^\s\"\\()\[\]]+")
CODE = re.compile(r"[0-9]{1,10}|random")
NUMERIC = re.compile(r"[+-]?\.?[0-9]")
BLANK = ("blank", "newline")


class FlagCollector:
    """Extracts flags from tokens and collects their values. Raises ParameterError for an invalid value of a known flag."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._unknown: list[Flag] = []
        self._negative: list[PromptPart] = []
        self._references: list[Reference] = []
        self._notices: list[Notice] = []

    def extract_flags(self, clause: Sequence[Token]) -> Iterator[Token]:
        """The tokens that do not belong to a flag."""
        at = 0
        while at < len(clause):
            token = clause[at]
            at += 1
            if token.type != "flag":
                yield token
                continue
            name = flags.canonical_name(token.raw[2:])
            if name == "no":
                at = self._read_negative(clause, at)
            elif name in flags.REFERENCES:
                at = self._read_references(name, clause, at)
            else:
                at = self._read_flag(name, clause, at)

    def extract_image_references(self, words: Sequence[Token]) -> Iterator[Token]:
        """The tokens after the image URLs that a prompt may begin with."""
        at = 0
        while at < len(words) and words[at].type in (*BLANK, "url"):
            if words[at].type == "url":
                if at + 1 < len(words) and words[at + 1].type not in BLANK:
                    break
                self._references.append(Reference("image", words[at].raw))
            at += 1
        yield from words[at:]

    def build_prompt(self, parts: Iterable[PromptPart], notices: Iterable[Notice]) -> Prompt:
        """The prompt of these parts and all collected flags."""
        values = dict(self._values)
        aspect, seed, stylize = (values.pop(name, None) for name in ("ar", "seed", "s"))
        return Prompt(
            parts=tuple(parts),
            negative=tuple(dict.fromkeys(self._negative)),
            aspect=flags.parse_aspect(aspect) if aspect else None,
            seed=int(seed) if seed else None,
            stylize=int(stylize) if stylize else None,
            style=values.pop("style", None),
            version=values.pop("v", None),
            references=tuple(sorted(dict.fromkeys(self._references), key=lambda r: KINDS.index(r.kind))),
            flags=(*(Flag(name, value) for name, value in values.items()), *dict.fromkeys(self._unknown)),
            notices=(*self._notices, *notices),
        )

    def _read_negative(self, clause: Sequence[Token], at: int) -> int:
        """`--no` and its list, up to the next flag, line, AND, or closing bracket; returns the position after it."""
        end = _list_end(clause, at)
        item: list[Token] = []
        depth, count_before = 0, len(self._negative)
        for token in (*clause[at:end], Token("comma", ",", ",")):
            depth += (token.type == "open") - (token.type == "close")
            if token.type == "comma" and depth == 0:
                self._negative += [excluded] if (excluded := make_part(parse_spans(item))) else []
                item = []
            else:
                item.append(token)
        if len(self._negative) == count_before:
            self._notice("--no is followed by nothing that could be left out.")
        return end

    def _read_references(self, name: str, clause: Sequence[Token], at: int) -> int:
        """A reference flag: URLs or codes, each with an optional weight; returns the position after it."""
        kind = flags.REFERENCES[name]
        count_before = len(self._references)
        while (position := _skip_blanks(clause, at)) < len(clause):
            token, following = clause[position], clause[position + 1] if position + 1 < len(clause) else None
            if token.type != "url" and not CODE.fullmatch(token.raw):
                break
            weighted = following is not None and following.type == "times"
            weight = following.number if following is not None and weighted else None
            self._references.append(Reference(kind, token.raw, 1.0 if weight is None else weight))
            at = position + 1 + weighted
        if len(self._references) == count_before:
            raise ParameterError(
                f"--{name} names no picture.",
                hint=f"It takes addresses or codes, as in --{name} https://example.com/a.png.",
            )
        return at

    def _read_flag(self, name: str, clause: Sequence[Token], at: int) -> int:
        spec = flags.FLAGS.get(name)
        end, value = _read_value(clause, at)
        if spec is None:
            alone = _skip_blanks(clause, end) == len(clause) or clause[_skip_blanks(clause, end)].type in (
                "flag",
                "newline",
                "close",
            )
            value, end = (value, end) if alone or NUMERIC.match(value) else ("", at)
            self._unknown.append(Flag(name, value))
            self._notice(f"--{name}{' ' if value else ''}{value} is not known; it is passed on as it stands.")
            return end
        if not spec.pattern or (spec.optional and not flags.is_valid(name, value)):
            value, end = "", at
        else:
            flags.check_value(name, value)
        name, value = ("style", "raw") if name == "raw" else (name, value)
        if self._values.get(name, value) != value:
            self._notice(f"--{name} is given twice; the last one counts: {value}.")
        self._values[name] = value
        return end

    def _notice(self, text: str) -> None:
        self._notices.append(Notice("prompt", text))


def _skip_blanks(clause: Sequence[Token], at: int) -> int:
    """Position of the next token that is not a blank."""
    while at < len(clause) and clause[at].type == "blank":
        at += 1
    return at


def _read_value(clause: Sequence[Token], at: int) -> tuple[int, str]:
    """The position after the next word, and the word as written."""
    start = end = _skip_blanks(clause, at)
    while end < len(clause) and clause[end].type in ("text", "url", "comma") and VALUE.fullmatch(clause[end].raw):
        end += 1
    value = "".join(token.raw for token in clause[start:end]).rstrip(",")
    return (end, value) if value else (at, "")


def _list_end(clause: Sequence[Token], at: int) -> int:
    """Position where a list of words ends."""
    depth = 0
    for end in range(at, len(clause)):
        sort = clause[end].type
        if sort == "close" and depth == 0:
            return end
        depth += (sort == "open") - (sort == "close")
        if depth == 0 and sort in ("flag", "newline", "and"):
            return end
    return len(clause)
