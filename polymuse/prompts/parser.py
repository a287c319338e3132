"""The prompt language: one way to write prompts for every model, read into a Prompt and written back.

    a (red:1.2) boat, ((calm)) sea, [birds]            weights: ×1.2; ×1.1 a round bracket; ÷1.1 a square one
    [mountain] AND [autumn] :1.5 AND [--no snow]       pictures composed, each with its weight
    mountain::1 autumn::1.5                            the same, as Midjourney writes it
    … --ar 16:9 --seed 7 --no people, cars --sref https://example.com/a.png::2      flags
    Style: woodcut                                     a line that says one thing: see `model.ROLES`
    Text: CLOSED ON MONDAYS                            words to be shown (Lyrics: sung, Speech: spoken) as they stand
    \\(not a weight\\) "nor (this)"                      a backslash makes a sign a word; so do quotation marks

Weights are written as in Stable Diffusion web UI, composition as in composable diffusion (Liu et al., ECCV 2022).
What cannot be a sign is a word; what was doubtful is among the prompt's notices; nothing is dropped. That is the syntax
"weights". In "midjourney" only flags, `::` and the addresses of pictures are signs, in "literal" nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from polymuse.prompts.flags import FLAGS, REFERENCES, canonical_name
from polymuse.prompts.lexer import LABEL, Token, TokenType, bracket_depths, match_brackets, tokenize
from polymuse.prompts.model import EXACT, Prompt, PromptPart, Role, Span
from polymuse.prompts.serializer import write
from polymuse.prompts.settings import FlagCollector
from polymuse.prompts.spans import clamp_weight, make_part, parse_spans
from polymuse.types import Notice, Syntax

__all__ = ["looks_like", "read", "write"]

Block = tuple[Role, list[str]]
LABELLED = re.compile(rf"({LABEL}):[ \t]*", re.IGNORECASE)
FLAGGED = re.compile(r"--[A-Za-z]")
GUARDED = re.compile(rf"\\+(?:(?:{LABEL}):|--[A-Za-z])", re.IGNORECASE)


BRACKETS: frozenset[TokenType] = frozenset({"open", "close", "and", "share"})
"""Tokens that are words to Midjourney."""
WEIGHTED = re.compile(r"\([^()\n]+:\s*\d|\(\(|\]\s+AND\s+\[")
"""What is hardly ever written but for weights and composition."""
MULTI_PROMPT = re.compile(r"\w::\s*-?\d")
FLAG = re.compile(r"(?<!\S)--([A-Za-z]+)(?![\w-])")


def looks_like(text: str) -> Syntax:
    """The syntax that a text seems to be written in."""
    if WEIGHTED.search(text):
        return "weights"
    names = {canonical_name(name) for name in FLAG.findall(text)}
    return "midjourney" if MULTI_PROMPT.search(text) or names & {"no", *FLAGS, *REFERENCES} else "literal"


def read(text: str, syntax: Syntax = "weights") -> Prompt:
    """Parse a prompt. Raises ParameterError, naming the flag, for an invalid value of a known flag."""
    if syntax == "literal":
        return Prompt(parts=(PromptPart.of(text),) if text.strip() else ())
    settings = FlagCollector()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unlabelled, blocks = _split_labelled(text) if syntax == "weights" else (text, [])
    reader = _Parser(settings, BRACKETS if syntax == "midjourney" else frozenset())
    parts = [parsed for spans, weight in reader.compositions(unlabelled) if (parsed := make_part(spans, None, weight))]
    for role, lines in blocks:
        if role in EXACT:
            words = "\n".join(lines).strip(" \t\n")
            parts += [PromptPart.of(words, role)] if words else []
        elif parsed := make_part(reader.line(lines[0]), role):
            parts.append(parsed)
    return settings.build_prompt(parts, reader.notices())


def _split_labelled(text: str) -> tuple[str, list[Block]]:
    """The text outside labelled lines, and the labelled blocks; verbatim blocks continue until a label or a line of
    flags."""
    unlabelled: list[str] = []
    blocks: list[Block] = []
    verbatim: list[str] | None = None
    for line in text.split("\n"):
        if label := LABELLED.match(line):
            role = cast(Role, label[1].lower())
            blocks.append((role, [line[label.end() :]]))
            verbatim = blocks[-1][1] if role in EXACT else None
        elif verbatim is not None and not FLAGGED.match(line):
            verbatim.append(line[1:] if GUARDED.match(line) else line)
        else:
            verbatim = None
            unlabelled.append(line)
    return "\n".join(unlabelled), blocks


class _Parser:
    """Parses text with weights and composition; flags are collected on the way. Tokens of the types in `plain` are words."""

    def __init__(self, settings: FlagCollector, plain: frozenset[TokenType] = frozenset()) -> None:
        self._settings = settings
        self._plain = plain
        self._unmatched = 0

    def compositions(self, text: str) -> Iterator[tuple[list[Span], float]]:
        """The composed parts of unlabelled text, each with its weight."""
        all_tokens, matches = self._tokens(text)
        clauses = list(_split_clauses(all_tokens, matches))
        for number, (clause, times) in enumerate(clauses):
            words = list(self._settings.extract_flags(clause))
            weight = times
            if len(clauses) > 1:
                words = _strip_outer_brackets(words)
                share = _pop_weight(words)
                weight = share if times is None else times
            if number == 0:
                words = list(self._settings.extract_image_references(words))
            yield parse_spans(words), 1.0 if weight is None else clamp_weight(weight)

    def line(self, text: str) -> list[Span]:
        """The spans of a labelled line."""
        return parse_spans(list(self._settings.extract_flags(self._tokens(text)[0])))

    def notices(self) -> Iterable[Notice]:
        if self._unmatched:
            are = (
                "bracket has no partner and is part of the text"
                if self._unmatched == 1
                else "brackets have no partner and are part of the text"
            )
            yield Notice("prompt", f"{self._unmatched} {are}. A backslash before a bracket says that this is meant.")

    def _tokens(self, text: str) -> tuple[list[Token], dict[int, int]]:
        """The tokens, with unmatched brackets turned into text, and the matching brackets."""
        found = tokenize(text.replace("\t", " "))
        all_tokens = [_as_text(token) if token.type in self._plain else token for token in found]
        matches = match_brackets(all_tokens)
        matched = {*matches, *matches.values()}
        for at, token in enumerate(all_tokens):
            if token.type in ("open", "close") and at not in matched:
                self._unmatched += 1
                all_tokens[at] = _as_text(token)
        return all_tokens, matches


def _as_text(token: Token) -> Token:
    return Token("text", token.raw, token.raw)


def _split_clauses(tokens: Sequence[Token], matches: dict[int, int]) -> Iterator[tuple[list[Token], float | None]]:
    """Split at AND and after `::2` outside brackets; each clause with the weight of its `::`."""
    clause: list[Token] = []
    for token, depth in zip(tokens, bracket_depths(tokens, matches), strict=True):
        if depth == 0 and token.type in ("and", "times") and not _within_flag(clause, token):
            yield clause, token.number
            clause = []
        else:
            clause.append(token)
    yield clause, None


def _within_flag(clause: Sequence[Token], token: Token) -> bool:
    """Whether a `::` belongs to the preceding URL of a reference flag."""
    names = [canonical_name(t.raw[2:]) for t in clause if t.type == "flag"]
    return token.type == "times" and bool(names) and names[-1] in REFERENCES and clause[-1].type != "blank"


def _strip_outer_brackets(clause: list[Token]) -> list[Token]:
    """A clause without square brackets that enclose all of it."""
    content = [at for at, token in enumerate(clause) if token.type not in ("blank", "newline", "share")]
    if content and clause[content[0]].raw == "[" and match_brackets(clause).get(content[0]) == content[-1]:
        return [token for at, token in enumerate(clause) if at not in (content[0], content[-1])]
    return clause


def _pop_weight(clause: list[Token]) -> float | None:
    """Remove and return the weight at a clause's end, ` :1.3`."""
    content = [at for at, token in enumerate(clause) if token.type not in ("blank", "newline")]
    return clause.pop(content[-1]).number if content and clause[content[-1]].type == "share" else None
