"""The prompt language: one way to write prompts for every model, read into a Prompt and written back.

    a (red:1.2) boat, ((calm)) sea, [birds]            weights: ×1.2; ×1.1 a round bracket; ÷1.1 a square one
    [mountain] AND [autumn] :1.5 AND [--no snow]       pictures composed, each with its weight
    mountain::1 autumn::1.5                            the same, as Midjourney writes it
    … --ar 16:9 --seed 7 --no people, cars --sref https://example.com/a.png::2      flags
    Style: woodcut                                     a line that says one thing: see `model.ROLES`
    Text: CLOSED ON MONDAYS                            words to be shown (Lyrics: sung, Speech: spoken) as they stand
    \\(not a weight\\) "nor (this)"                      a backslash makes a sign a word; so do quotation marks

Weights are written as in Stable Diffusion web UI, composition as in composable diffusion (Liu et al., ECCV 2022).
What cannot be a sign is a word; what was doubtful is among the prompt's notices; nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from polymuse.prompts.flags import REFERENCES, canonical
from polymuse.prompts.lexer import LABEL, Token, depths, pairs, tokens
from polymuse.prompts.model import EXACT, Part, Prompt, Role, Span
from polymuse.prompts.serializer import write
from polymuse.prompts.settings import Settings
from polymuse.prompts.spans import bound, part, weighed
from polymuse.types import Notice

__all__ = ["read", "write"]

Block = tuple[Role, list[str]]
LABELLED = re.compile(rf"({LABEL}):[ \t]*", re.IGNORECASE)
FLAGGED = re.compile(r"--[A-Za-z]")
GUARDED = re.compile(rf"\\+(?:(?:{LABEL}):|--[A-Za-z])", re.IGNORECASE)


def read(text: str) -> Prompt:
    """A prompt from text. Raises ParameterError, naming the flag, when a known flag's value does not fit."""
    settings = Settings()
    bare, blocks = _blocks(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = _Reader(settings)
    parts = [found for spans, weight in reader.composed(bare) if (found := part(spans, None, weight))]
    for role, lines in blocks:
        if role in EXACT:
            words = "\n".join(lines).strip(" \t\n")
            parts += [Part.of(words, role)] if words else []
        elif found := part(reader.line(lines[0]), role):
            parts.append(found)
    return settings.prompt(parts, reader.notices())


def _blocks(text: str) -> tuple[str, list[Block]]:
    """The lines without a label, and those with one; exact ones go on until a label or a line of flags."""
    bare: list[str] = []
    blocks: list[Block] = []
    exact: list[str] | None = None
    for line in text.split("\n"):
        if label := LABELLED.match(line):
            role = cast(Role, label[1].lower())
            blocks.append((role, [line[label.end() :]]))
            exact = blocks[-1][1] if role in EXACT else None
        elif exact is not None and not FLAGGED.match(line):
            exact.append(line[1:] if GUARDED.match(line) else line)
        else:
            exact = None
            bare.append(line)
    return "\n".join(bare), blocks


class _Reader:
    """Reads words with their signs; flags go to the settings as they are met."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lonely = 0

    def composed(self, text: str) -> Iterator[tuple[list[Span], float]]:
        """The parts of a text without a label, each with its weight."""
        found, paired = self._tokens(text)
        clauses = list(_clauses(found, paired))
        for number, (clause, times) in enumerate(clauses):
            words = list(self._settings.take(clause))
            weight = times
            if len(clauses) > 1:
                words = _grouped(words)
                share = _share(words)
                weight = share if times is None else times
            if number == 0:
                words = list(self._settings.pictures(words))
            yield weighed(words), 1.0 if weight is None else bound(weight)

    def line(self, text: str) -> list[Span]:
        """The words of a line with a label."""
        return weighed(list(self._settings.take(self._tokens(text)[0])))

    def notices(self) -> Iterable[Notice]:
        if self._lonely:
            are = (
                "bracket has no partner and is a word"
                if self._lonely == 1
                else "brackets have no partner and are words"
            )
            yield Notice("prompt", f"{self._lonely} {are}; a backslash before one says that it is meant.")

    def _tokens(self, text: str) -> tuple[list[Token], dict[int, int]]:
        """The tokens, brackets without a partner turned into words."""
        found = tokens(text.replace("\t", " "))
        paired = pairs(found)
        kept = {*paired, *paired.values()}
        for at, token in enumerate(found):
            if token.sort in ("open", "close") and at not in kept:
                self._lonely += 1
                found[at] = Token("text", token.raw, token.raw)
        return found, paired


def _clauses(found: Sequence[Token], paired: dict[int, int]) -> Iterator[tuple[list[Token], float | None]]:
    """The text cut at AND and after `::2`, where no bracket is open; each clause with the weight of its `::`."""
    clause: list[Token] = []
    for token, depth in zip(found, depths(found, paired), strict=True):
        if depth == 0 and token.sort in ("and", "times") and not _within_flag(clause, token):
            yield clause, token.number
            clause = []
        else:
            clause.append(token)
    yield clause, None


def _within_flag(clause: Sequence[Token], token: Token) -> bool:
    """Whether a `::` belongs to the address before it, which a flag named."""
    names = [canonical(t.raw[2:]) for t in clause if t.sort == "flag"]
    return token.sort == "times" and bool(names) and names[-1] in REFERENCES and clause[-1].sort != "blank"


def _grouped(clause: list[Token]) -> list[Token]:
    """A clause without the square brackets that hold the whole of it."""
    solid = [at for at, token in enumerate(clause) if token.sort not in ("blank", "newline", "share")]
    if solid and clause[solid[0]].raw == "[" and pairs(clause).get(solid[0]) == solid[-1]:
        return [token for at, token in enumerate(clause) if at not in (solid[0], solid[-1])]
    return clause


def _share(clause: list[Token]) -> float | None:
    """The weight at a clause's end, ` :1.3`, which is taken off it."""
    solid = [at for at, token in enumerate(clause) if token.sort not in ("blank", "newline")]
    return clause.pop(solid[-1]).number if solid and clause[solid[-1]].sort == "share" else None
