"""Weighted spans from bracketed tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polymuse.prompts.lexer import Token, match_brackets
from polymuse.prompts.model import PromptPart, Role, Span

__all__ = ["clamp_weight", "make_part", "parse_spans"]

MAX_WEIGHT = 999.0
"""Weights are clamped to ± this."""
BRACKET_FACTOR = 1.1
"""Factor (round) or divisor (square) of a bracket without a number."""


def parse_spans(words: Sequence[Token]) -> list[Span]:
    """Spans of tokens whose brackets all match, with whitespace collapsed and equal neighbours merged."""
    matches = match_brackets(words)
    weights, pieces = [1.0], []
    for at, token in enumerate(words):
        if token.type == "open":
            weights.append(_clamp(weights[-1] * _factor(token, words[matches[at]])))
        elif token.type == "close":
            weights.pop()
        else:
            pieces.append((token.text, clamp_weight(weights[-1])))
    return _merge_equal(piece for span in _merge_equal(_collapse_blanks(pieces)) for piece in _split_outer_blanks(span))


def _factor(opening: Token, closing: Token) -> float:
    if opening.raw == "[":
        return 1 / BRACKET_FACTOR
    return BRACKET_FACTOR if closing.number is None else closing.number


def clamp_weight(weight: float) -> float:
    """A weight within bounds, rounded to four decimals."""
    return round(_clamp(weight), 4)


def _clamp(weight: float) -> float:
    return max(-MAX_WEIGHT, min(MAX_WEIGHT, weight))


def _collapse_blanks(pieces: Iterable[tuple[str, float]]) -> Iterable[Span]:
    """Spans without leading or repeated blanks and with at most one empty line in a row."""
    last_two = "\n\n"
    for text, weight in pieces:
        characters = []
        for letter in text:
            if (letter == " " and last_two[-1] in " \n") or (letter == "\n" and last_two == "\n\n"):
                continue
            characters.append(letter)
            last_two = last_two[-1] + letter
        yield Span("".join(characters), weight)


def _merge_equal(spans: Iterable[Span]) -> list[Span]:
    """Adjacent spans of equal weight as one; empty spans are dropped."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].weight == span.weight:
            merged[-1] = Span(merged[-1].text + span.text, span.weight)
        elif span.text:
            merged.append(span)
    return merged


def _split_outer_blanks(span: Span) -> Iterator[Span]:
    """A span split into leading whitespace, text, trailing whitespace; whitespace has weight 1."""
    words = span.text.strip(" \n")
    leading, _, trailing = span.text.partition(words) if words else (span.text, "", "")
    yield from (Span(leading), Span(words, span.weight), Span(trailing))


def make_part(spans: Sequence[Span], role: Role | None = None, weight: float = 1.0) -> PromptPart | None:
    """A part of spans without trailing whitespace; None if nothing is left."""
    trimmed = list(spans)
    while trimmed and not trimmed[-1].text.rstrip(" \n"):
        trimmed.pop()
    if not trimmed:
        return None
    trimmed[-1] = Span(trimmed[-1].text.rstrip(" \n"), trimmed[-1].weight)
    return PromptPart(tuple(trimmed), weight, role)
