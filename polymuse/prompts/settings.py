"""What the flags of a prompt say, gathered as they are met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from polymuse.errors import ParameterError
from polymuse.prompts import flags
from polymuse.prompts.lexer import Token
from polymuse.prompts.model import Flag, Part, Prompt, Reference, ReferenceKind
from polymuse.prompts.spans import part, weighed
from polymuse.types import Notice

__all__ = ["Settings"]

KINDS: Sequence[ReferenceKind] = ("image", "style", "character", "object")
VALUE = re.compile(r"[^\s\"\\()\[\]]+")
CODE = re.compile(r"[0-9]{1,10}|random")
NUMERIC = re.compile(r"[+-]?\.?[0-9]")
BLANK = ("blank", "newline")


class Settings:
    """Takes flags out of tokens. Raises ParameterError for a known flag whose value does not fit."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._unknown: list[Flag] = []
        self._negative: list[Part] = []
        self._references: list[Reference] = []
        self._notices: list[Notice] = []

    def take(self, clause: Sequence[Token]) -> Iterator[Token]:
        """The tokens that are not of a flag."""
        at = 0
        while at < len(clause):
            token = clause[at]
            at += 1
            if token.sort != "flag":
                yield token
                continue
            name = flags.canonical(token.raw[2:])
            if name == "no":
                at = self._unwanted(clause, at)
            elif name in flags.REFERENCES:
                at = self._pointed(name, clause, at)
            else:
                at = self._setting(name, clause, at)

    def pictures(self, words: Sequence[Token]) -> Iterator[Token]:
        """The tokens after the addresses of pictures that a prompt may begin with."""
        at = 0
        while at < len(words) and words[at].sort in (*BLANK, "url"):
            if words[at].sort == "url":
                if at + 1 < len(words) and words[at + 1].sort not in BLANK:
                    break
                self._references.append(Reference("image", words[at].raw))
            at += 1
        yield from words[at:]

    def prompt(self, parts: Iterable[Part], notices: Iterable[Notice]) -> Prompt:
        """Everything as a prompt."""
        known = dict(self._values)
        shape, seed, taste = (known.pop(name, None) for name in ("ar", "seed", "s"))
        return Prompt(
            parts=tuple(parts),
            negative=tuple(dict.fromkeys(self._negative)),
            aspect=flags.aspect(shape) if shape else None,
            seed=int(seed) if seed else None,
            stylize=int(taste) if taste else None,
            style=known.pop("style", None),
            version=known.pop("v", None),
            references=tuple(sorted(dict.fromkeys(self._references), key=lambda r: KINDS.index(r.kind))),
            flags=(*(Flag(name, value) for name, value in known.items()), *dict.fromkeys(self._unknown)),
            notices=(*self._notices, *notices),
        )

    def _unwanted(self, clause: Sequence[Token], at: int) -> int:
        """`--no` and its list, up to the next flag, line, AND, or the end of the bracket it stands in."""
        end = _reach(clause, at)
        item: list[Token] = []
        depth, found = 0, len(self._negative)
        for token in (*clause[at:end], Token("comma", ",", ",")):
            depth += (token.sort == "open") - (token.sort == "close")
            if token.sort == "comma" and depth == 0:
                self._negative += [wanted] if (wanted := part(weighed(item))) else []
                item = []
            else:
                item.append(token)
        if len(self._negative) == found:
            self._notice("--no names nothing.")
        return end

    def _pointed(self, name: str, clause: Sequence[Token], at: int) -> int:
        """A flag of references: addresses or codes, each perhaps with a weight."""
        kind = flags.REFERENCES[name]
        found = len(self._references)
        while (here := _skip(clause, at)) < len(clause):
            token, after = clause[here], clause[here + 1] if here + 1 < len(clause) else None
            if token.sort != "url" and not CODE.fullmatch(token.raw):
                break
            weighted = after is not None and after.sort == "times"
            weight = after.number if after is not None and weighted else None
            self._references.append(Reference(kind, token.raw, 1.0 if weight is None else weight))
            at = here + 1 + weighted
        if len(self._references) == found:
            raise ParameterError(
                f"--{name} names no picture.",
                hint=f"It takes addresses or codes, as in --{name} https://example.com/a.png.",
            )
        return at

    def _setting(self, name: str, clause: Sequence[Token], at: int) -> int:
        known = flags.FLAGS.get(name)
        end, value = _value(clause, at)
        if known is None:
            alone = _skip(clause, end) == len(clause) or clause[_skip(clause, end)].sort in ("flag", "newline", "close")
            value, end = (value, end) if alone or NUMERIC.match(value) else ("", at)
            self._unknown.append(Flag(name, value))
            self._notice(f"The flag --{name}{' ' if value else ''}{value} is not known; it is kept as it stands.")
            return end
        if not known.pattern or (known.optional and not flags.fits(name, value)):
            value, end = "", at
        else:
            flags.check(name, value)
        name, value = ("style", "raw") if name == "raw" else (name, value)
        if self._values.get(name, value) != value:
            self._notice(f"--{name} is said twice; the last counts: {value}.")
        self._values[name] = value
        return end

    def _notice(self, text: str) -> None:
        self._notices.append(Notice("prompt", text))


def _skip(clause: Sequence[Token], at: int) -> int:
    """Where the next token that is not a blank stands."""
    while at < len(clause) and clause[at].sort == "blank":
        at += 1
    return at


def _value(clause: Sequence[Token], at: int) -> tuple[int, str]:
    """The next word, as it was written, and where it ends."""
    start = end = _skip(clause, at)
    while end < len(clause) and clause[end].sort in ("text", "url", "comma") and VALUE.fullmatch(clause[end].raw):
        end += 1
    value = "".join(token.raw for token in clause[start:end]).rstrip(",")
    return (end, value) if value else (at, "")


def _reach(clause: Sequence[Token], at: int) -> int:
    """Where a list of words ends."""
    depth = 0
    for end in range(at, len(clause)):
        sort = clause[end].sort
        if sort == "close" and depth == 0:
            return end
        depth += (sort == "open") - (sort == "close")
        if depth == 0 and sort in ("flag", "newline", "and"):
            return end
    return len(clause)
