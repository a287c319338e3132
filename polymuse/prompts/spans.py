"""Words with the weights that the brackets around them give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from polymuse.prompts.lexer import Token, pairs
from polymuse.prompts.model import Part, Role, Span

__all__ = ["bound", "part", "weighed"]

MOST = 999.0
"""Weights beyond this, either way, are this."""
STEP = 1.1
"""What a bracket without a number multiplies or divides by."""


def weighed(words: Sequence[Token]) -> list[Span]:
    """Tokens whose brackets all have partners, as tidy spans."""
    paired = pairs(words)
    weights, pieces = [1.0], []
    for at, token in enumerate(words):
        if token.sort == "open":
            weights.append(_within(weights[-1] * _factor(token, words[paired[at]])))
        elif token.sort == "close":
            weights.pop()
        else:
            pieces.append((token.text, bound(weights[-1])))
    return _joined(bare for span in _joined(_tidied(pieces)) for bare in _bare(span))


def _factor(opened: Token, closed: Token) -> float:
    if opened.raw == "[":
        return 1 / STEP
    return STEP if closed.number is None else closed.number


def bound(weight: float) -> float:
    """A weight within bounds, to four decimals."""
    return round(_within(weight), 4)


def _within(weight: float) -> float:
    return max(-MOST, min(MOST, weight))


def _tidied(pieces: Iterable[tuple[str, float]]) -> Iterable[Span]:
    """No blanks doubled or at the beginning, at most one empty line."""
    tail = "\n\n"
    for text, weight in pieces:
        kept = []
        for letter in text:
            if (letter == " " and tail[-1] in " \n") or (letter == "\n" and tail == "\n\n"):
                continue
            kept.append(letter)
            tail = tail[-1] + letter
        yield Span("".join(kept), weight)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Equal neighbours as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].weight == span.weight:
            joined[-1] = Span(joined[-1].text + span.text, span.weight)
        elif span.text:
            joined.append(span)
    return joined


def _bare(span: Span) -> Iterator[Span]:
    """The words of a span, and the blanks around them, which have no weight, by themselves."""
    words = span.text.strip(" \n")
    before, _, after = span.text.partition(words) if words else (span.text, "", "")
    yield from (Span(before), Span(words, span.weight), Span(after))


def part(spans: Sequence[Span], role: Role | None = None, weight: float = 1.0) -> Part | None:
    """Spans as a part without blanks at its end; None where nothing is left."""
    kept = list(spans)
    while kept and not kept[-1].text.rstrip(" \n"):
        kept.pop()
    if not kept:
        return None
    kept[-1] = Span(kept[-1].text.rstrip(" \n"), kept[-1].weight)
    return Part(tuple(kept), weight, role)
