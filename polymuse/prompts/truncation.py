"""Shortening text to a limit, at the end of a sentence, phrase or word where possible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

__all__ = ["Unit", "fit_pieces", "shorten", "size"]

Unit = Literal["characters", "UTF-16 units", "bytes"]
ENDS = (re.compile(r"[.!?…。！？\n](?=\s|$)"), re.compile(r"[,;:，；、](?=\s|$)"), re.compile(r"(?=\s)"))
"""Where text may be cut: after a sentence, a phrase, a word."""
MIN_RATIO = 0.5
"""The end of a sentence or phrase is used only if at least this part of the text remains."""


def size(text: str, unit: Unit) -> int:
    """Length of a text in a unit; bytes are UTF-8."""
    if unit == "characters":
        return len(text)
    return len(text.encode("utf-8", "replace")) if unit == "bytes" else len(text.encode("utf-16-le", "replace")) // 2


def fit_pieces(pieces: Sequence[str], separator: str, limit: int | None, unit: Unit) -> tuple[str, list[str]]:
    """Join the pieces to a text of at most `limit`, and list what was removed. The longest piece is shortened first, so
    that short ones (a style, exclusions) survive beside a long description."""
    remaining, removed = [piece for piece in pieces if piece], []
    while limit is not None and remaining and (excess := size(separator.join(remaining), unit) - limit) > 0:
        at = max(range(len(remaining)), key=lambda i: size(remaining[i], unit))
        beginning = shorten(remaining[at], size(remaining[at], unit) - excess, unit)
        removed.append(remaining[at][len(beginning) :].strip())
        remaining[at : at + 1] = [beginning] if beginning else []
    return separator.join(remaining), removed


def shorten(text: str, limit: int, unit: Unit = "characters") -> str:
    """The beginning of a text, at most `limit` long, cut at the end of a sentence, phrase or word in its second half if
    there is one."""
    if size(text, unit) <= limit:
        return text
    prefix = _longest_prefix(text, limit, unit)
    for end in ENDS:
        ends = [match.end() for match in end.finditer(text, 0, len(prefix) + 1) if match.end() <= len(prefix)]
        if ends and ends[-1] >= len(prefix) * MIN_RATIO:
            return text[: ends[-1]].rstrip()
    return prefix.rstrip()


def _longest_prefix(text: str, limit: int, unit: Unit) -> str:
    """The longest prefix within the limit."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle], unit) <= max(0, limit) else (low, middle - 1)
    return text[:low]
